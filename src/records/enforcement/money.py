"""What is enforced in money, what came in, and what has to go back (行政强制法 第四十一条, 第四十二条, 第四十五条)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

from records.course.case import UNDOING, Case, Happened
from records.course.sequence import came_after, pending, since
from records.enforcement.acting_events import (
    ActRecorded,
    AgreementBroken,
    AgreementMade,
    AgreementStagePerformed,
    EnforcementTerminated,
    FulfilmentRecorded,
    PropertyRestored,
    ReversalNoted,
)
from records.enforcement.appeal import is_basis_undone, opened_of
from records.enforcement.basis import BasisRevoked
from records.enforcement.events import ClearedAtOnce, DemandIssued, EnforcementDecided
from records.spot.holding import receipt_key

NOTHING: Final = Decimal(0)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((one or NOTHING for one in amounts), NOTHING)


def principal_left(case: Case) -> Decimal:
    """What the decision asks for and nobody has paid or performed, surcharges left out; what came in by stages of an
    agreement is set off against it first.
    """
    opened = opened_of(case)
    if opened is None:
        return NOTHING
    paid = (opened.paid_yuan or NOTHING) + _sum(one.amount_yuan for one in case.every(FulfilmentRecorded))
    return max(NOTHING, (opened.amount_yuan or NOTHING) - paid - _agreed(case))


def claim(case: Case) -> Decimal:
    """All that is to come in within the case: by the decision to enforce, before it by what the decision itself asks
    for and the demand adds, less what an agreement that stands or was kept waives.
    """
    opened, decided = opened_of(case), case.last(EnforcementDecided)
    if opened is None or opened.duty != "money":
        return NOTHING
    if decided is not None and decided.amount_yuan is not None:
        signed = case.happened[EnforcementDecided][-1]
        later = [one.event for one in since(case, FulfilmentRecorded, signed)]
        before = _sum(one.amount_yuan for one in case.every(FulfilmentRecorded) if one not in later)
        before += _agreed(case, signed)
        return decided.amount_yuan + (decided.surcharge_yuan or NOTHING) + before - waived(case)
    demand = case.last(DemandIssued)
    added = demand.surcharge_yuan if demand else None
    return (opened.amount_yuan or NOTHING) - (opened.paid_yuan or NOTHING) + (added or NOTHING) - waived(case)


def waived(case: Case) -> Decimal:
    """What of surcharge or late fee an agreement waives that was not broken (第四十二条)."""
    agreement = case.last(AgreementMade)
    stands = agreement is not None and pending(case, AgreementMade, AgreementBroken)
    return (agreement.waived_yuan or NOTHING) if stands and agreement else NOTHING


def performed_stages(case: Case) -> frozenset[int]:
    """The stages of the last agreement that were performed."""
    made = case.happened.get(AgreementMade)
    return frozenset(one.event.stage for one in since(case, AgreementStagePerformed, made[-1])) if made else frozenset()


def collected(case: Case) -> Decimal:
    """What came in within the case: by acts, by the party itself, by stages of agreements."""
    acts = _sum(one.amount_yuan for one in case.every(ActRecorded))
    return acts + _sum(one.amount_yuan for one in case.every(FulfilmentRecorded)) + _agreed(case)


def _agreed(case: Case, until: Happened | None = None) -> Decimal:
    """What came in by stages of agreements, with `until` before that step."""
    total = NOTHING
    for made in case.happened.get(AgreementMade, ()):
        following = next(iter(since(case, AgreementMade, made)), None)
        for one in since(case, AgreementStagePerformed, made):
            number = one.event.stage
            if until is not None and came_after(one, until):
                continue
            if (following is None or one not in since(case, AgreementStagePerformed, following)) and number <= len(
                made.event.stages
            ):
                total += made.event.stages[number - 1].amount_yuan or NOTHING
    return total


def has_receipt(case: Case, receipt: str) -> bool:
    """Whether money of the case came in by that receipt before, however its number is written."""
    known = {receipt_key(one.receipt) for one in case.every(ActRecorded)}
    known |= {receipt_key(one.receipt) for one in case.every(FulfilmentRecorded)}
    known |= {receipt_key(one.receipt) for one in case.every(AgreementStagePerformed)}
    return bool(key := receipt_key(receipt)) and key in known


def left(case: Case) -> Decimal:
    """What is still to come in."""
    return max(NOTHING, claim(case) - collected(case))


# ---- Going back ----


class Restoring(NamedTuple):
    """What has to go back and has not yet."""

    amount_yuan: Decimal
    items: tuple[str, ...]


def basis_is_gone(case: Case) -> bool:
    """Whether the decision that was enforced stands no more, by what the case itself has of it."""
    noted = any(one.ground == "basis-revoked" for one in case.every(ReversalNoted))
    ended = any(one.ground == "basis-revoked" for one in case.every(EnforcementTerminated))
    told = any(one.effect in UNDOING for one in case.every(BasisRevoked))
    return is_basis_undone(case) or noted or ended or told


def took_more(case: Case, stands: Decimal | None) -> bool:
    """Whether the agency took more than a decision asks for that was changed to `stands`, 0 of one that is gone; of
    what is no money, or of which nobody says how much stands, whether it did anything.
    """
    opened, came_in = opened_of(case), collected(case)
    if opened is None or opened.duty != "money" or stands is None:
        return came_in > NOTHING or ActRecorded in case.happened or ClearedAtOnce in case.happened
    return came_in > max(NOTHING, stands - (opened.paid_yuan or NOTHING))


def restoring(case: Case) -> Restoring:
    """What has to go back: all money when decision or enforcement is gone, else what was found wrong."""
    noted, restored = case.every(ReversalNoted), case.every(PropertyRestored)
    money = collected(case) if case.undone or basis_is_gone(case) else _sum(one.amount_yuan for one in noted)
    back = _sum(one.amount_yuan for one in restored if not one.item)
    done = {one.item for one in restored}
    items = dict.fromkeys(item for one in noted for item in one.items)
    return Restoring(max(NOTHING, money - back), tuple(item for item in items if item not in done))
