"""What is owed of a levy, what came in, what is added when it is late, and what has to go back (行政强制法 第四十五条).

The late fee is counted day by day from the day after the last day to pay: so many ten-thousandths of what is unpaid
at the end of the day. A deferral that was granted moves the last day from its grant on. The days of a stay add nothing,
its first and last day included. The sum is cut down to the fen in the party's favour; all late fees together never
exceed the levy.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from sys import maxsize
from typing import Final, Literal, NamedTuple

from records.course.case import Case, Happened, evolve
from records.event import CaseEvent
from records.judgement import Context
from records.law.deadline import due
from records.levy.events import (
    Charge,
    LateFeeImposed,
    LevyAdjusted,
    LevyAssessed,
    LevyDecided,
    LevyPaid,
    LevyReliefDecided,
    RefundDecided,
    RefundPaid,
)
from records.penalty.money import stays

NOTHING: Final = Decimal(0)
_FEN: Final = Decimal("0.01")
_TEN_THOUSAND: Final = 10_000
_DAY: Final = timedelta(days=1)


# ---- What is owed ----


def charged(charge: Charge) -> Decimal:
    """Base × rate, rounded to the fen."""
    return (charge.base * charge.rate_yuan).quantize(_FEN, ROUND_HALF_UP)


def assessed(case: Case) -> Decimal:
    """What was assessed last, less what was taken off before the decision."""
    last = case.last(LevyAssessed)
    if last is None:
        return NOTHING
    taken_off = (one.amount_yuan or NOTHING for one in case.every(LevyReliefDecided) if one.granted)
    return max(NOTHING, last.amount_yuan - sum(taken_off, NOTHING))


def standing(case: Case) -> Decimal:
    """What of the decision stands: less what was taken off since, or what an instrument left; 0 once it is undone."""
    decided = case.happened.get(LevyDecided)
    if not decided or case.undone:
        return NOTHING
    amount: Decimal = decided[-1].event.amount_yuan
    for one in _changes(case, decided[-1]):
        if isinstance(one.event, LevyAdjusted):
            amount = one.event.amount_yuan
        elif one.event.granted:
            amount -= one.event.amount_yuan or NOTHING
    return max(NOTHING, amount)


def _changes(case: Case, decided: Happened) -> list[Happened]:
    kinds = (LevyAdjusted, LevyReliefDecided)
    found = [one for kind in kinds for one in case.happened.get(kind, ()) if _when(one) > _when(decided)]
    return sorted(found, key=_when)


def _when(one: Happened) -> tuple[int, int]:
    return one.at.micros, one.version


def late_fees(case: Case) -> Decimal:
    """All late fees that stand."""
    return NOTHING if case.undone else sum((one.amount_yuan for one in case.every(LateFeeImposed)), NOTHING)


# ---- What came in and goes back ----


def paid(case: Case, purpose: Literal["levy", "late-fee"], until: date | None = None) -> Decimal:
    """What came in for a purpose, up to and with a day."""
    payments = (one for one in case.every(LevyPaid) if one.purpose == purpose)
    return sum((one.amount_yuan for one in payments if until is None or one.paid_on <= until), NOTHING)


def left(case: Case) -> Decimal:
    """What of the levy is unpaid."""
    return max(NOTHING, standing(case) - paid(case, "levy"))


def left_late(case: Case) -> Decimal:
    """What of the late fees is unpaid."""
    return max(NOTHING, late_fees(case) - paid(case, "late-fee"))


def over(case: Case) -> Decimal:
    """What came in above what stands and for which no refund has been decided.

    Nothing while there is no decision: a paper may tell of the payment first.
    """
    if LevyDecided not in case.happened:
        return NOTHING
    above = max(NOTHING, paid(case, "levy") - standing(case)) + max(NOTHING, paid(case, "late-fee") - late_fees(case))
    decided = sum((one.amount_yuan for one in case.every(RefundDecided)), NOTHING)
    return max(NOTHING, above - decided)


def settled(case: Case) -> bool:
    """Whether the levy was decided and nothing of it is left to be paid."""
    return LevyDecided in case.happened and left(case) == 0


def after(case: Case, event: CaseEvent, context: Context) -> Case:
    """The case with one more event, which is not entered yet."""
    return evolve(case, event, context.occurred_at, maxsize)


def refund_left(case: Case) -> Decimal:
    """What was decided to go back, interest included, and has not gone yet."""
    decided = sum((one.amount_yuan + (one.interest_yuan or NOTHING) for one in case.every(RefundDecided)), NOTHING)
    return max(NOTHING, decided - sum((one.amount_yuan for one in case.every(RefundPaid)), NOTHING))


# ---- The late fee ----


class LateFee(NamedTuple):
    """What is added for a stretch of days."""

    first_day: date
    days: int
    """Days that added something."""
    amount_yuan: Decimal


def pay_day(case: Case, context: Context, day: date = date.max) -> date | None:
    """The last day to pay as it stands on a day; one off work moves to the next working day (民法典 第二百零三条).

    None before the decision.
    """
    decided = case.last(LevyDecided)
    if decided is None:
        return None
    deferred = (one for one in case.happened.get(LevyReliefDecided, ()) if one.event.granted)
    until = [one.event.defer_until for one in deferred if one.event.defer_until and one.at.day <= day]
    named: date = until[-1] if until else decided.pay_by
    limit = context.law.limits.get("levy-payment") or context.law_now.limits["levy-payment"]
    return due(limit, named - _DAY, context.register.calendar).on


def late_fee(case: Case, until: date, context: Context) -> LateFee:
    """What is to be added up to and with the day `until`, beyond earlier late fees; nothing to add: 0 days."""
    decided = case.last(LevyDecided)
    rate = (decided.late_fee_permyriad if decided else None) or NOTHING
    days = list(_days(case, until, context))
    total = sum((unpaid * rate / _TEN_THOUSAND for _, unpaid in days), NOTHING).quantize(_FEN, ROUND_DOWN)
    room = max(NOTHING, standing(case) - late_fees(case))
    return LateFee(days[0][0] if days else until, len(days), min(total, room))


def _days(case: Case, until: date, context: Context) -> Iterator[tuple[date, Decimal]]:
    """Each late day with what was unpaid at its end, after those that an earlier late fee has counted."""
    first = pay_day(case, context)
    if first is None:
        return
    counted = max((one.last_day for one in case.every(LateFeeImposed)), default=date.min)
    decided = case.last(LevyDecided)
    day = max(min(first, decided.pay_by if decided else first), counted)
    halted = tuple(stays(case))
    while day < until:
        day += _DAY
        last, unpaid = pay_day(case, context, day), standing(case) - paid(case, "levy", day)
        if last is not None and day > last and unpaid > 0 and not any(one.has(day) for one in halted):
            yield day, unpaid
