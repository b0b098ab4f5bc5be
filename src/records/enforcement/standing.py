"""据以执行的决定 as it stands when a step of its enforcement is taken (行政强制法 第三十九条至第四十一条).

A decision of the ledger is asked anew with every step that acts on it: after the case to enforce it was opened it may
be undone, changed or stayed, or the party may be given more time. For a paper it is asked as of the day of the paper.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from records.course.case import Case, changes_amounts
from records.course.conclusions import due_before, every, fine_fen, plans
from records.course.decided import Decided
from records.course.moments import of
from records.course.sequence import as_of, pending
from records.enforcement.appeal import opened_of
from records.enforcement.basis import Duty
from records.enforcement.money import basis_is_gone
from records.judgement import Context, Judgement, before
from records.penalty.events import DecisionRevoked, DecisionSigned, PerformanceStayed, StayLifted
from records.penalty.money import owed, paid, payment_due

NOTHING: Final = Decimal(0)
_PRINCIPAL: Final = ("fine", "confiscated")

OUTER: Final = frozenset(
    {
        "basis-missing",
        "basis-unserved",
        "basis-not-standing",
        "basis-stayed",
        "basis-changed",
        "basis-stands",
        "deferral-running",
        "enforced-elsewhere",
        "basis-in-ledger",
    }
)
"""Rules on the case whose decision is enforced, and on others that do so: their verdict stays as it was at entry."""


def require_basis(judgement: Judgement, case: Case, context: Context) -> None:
    """Judges the decision that the case enforces, as it stands at the step; of one on paper nothing more is known."""
    opened, related = opened_of(case), basis_of(context)
    if opened is None or related is None:
        return
    require_standing(judgement, related, opened.duty, context)
    judgement.require(not _is_changed(related, case), "basis-changed")


def require_basis_gone(judgement: Judgement, was: Case, context: Context, code: str) -> None:
    """What ends a case because its decision is gone: as noted in the case `was`, or as the deciding case says itself.

    `code` is the rule for a decision on paper. A step that is judged once more knows nothing of the deciding case.
    """
    opened, related = opened_of(was), basis_of(context)
    if opened is not None and not opened.related_case:
        judgement.require(basis_is_gone(was), code)
    elif related is not None:
        judgement.require(basis_is_gone(was) or related.undone, "basis-stands")


def basis_of(context: Context) -> Case | None:
    """The case that made the decision, at the time of the step."""
    related: Case | None = context.related
    return as_of(related, context.occurred_at) if related is not None and context.entry is not None else related


def require_standing(judgement: Judgement, related: Case, duty: Duty, context: Context) -> None:
    """What is enforced was decided, reached the party, stands, and has to be performed now."""
    judgement.require(isinstance(related.decided, DecisionSigned | Decided), "basis-missing")
    judgement.require(related.served_at is not None, "basis-unserved")
    judgement.require(not related.undone, "basis-not-standing")
    judgement.require(not pending(related, PerformanceStayed, StayLifted), "basis-stayed")
    judgement.require(duty != "money" or not is_deferred(related, context), "deferral-running")


def is_deferred(related: Case, context: Context) -> bool:
    """Whether a deferral or plan of instalments runs that the party keeps (行政处罚法 第六十六条第二款).

    It runs until its last day. What is due by it and unpaid on the day after has broken it.
    """
    if related.served_at is None:
        return False
    day, calendar = context.occurred_at.day, context.register.calendar
    law = context.register.law(related.served_at.day, related.procedure, related.agency)
    term_end = payment_due(related, calendar, law)
    if term_end is None:
        return False
    found = every(of(related))
    granted = plans(found, law.limits["payment"].pauses)
    plan = next((one for one in reversed(granted) if one.granted.on <= day), None)
    if plan is None or all(part.due_on < day for part in plan.parts):
        return False
    return Decimal(due_before(granted, fine_fen(found), term_end, day)) / 100 <= paid(related, "fine")


def _is_changed(related: Case, case: Case) -> bool:
    """Whether the decision asks for something else since the case was opened (行政复议法 第六十三条)."""
    opened, since = opened_of(case), case.filed_at
    if opened is None or since is None:
        return False
    later = [
        one.event
        for one in related.happened.get(DecisionRevoked, ())
        if one.event.effect == "changed" and not before(one.at, since)
    ]
    if opened.duty == "money":
        return bool(later) and principal(related)[0] != opened.amount_yuan
    return any(not changes_amounts(one) for one in later)


def principal(related: Case) -> tuple[Decimal, Decimal]:
    """What the decision asks for without surcharges, and what of it was paid."""
    if related.decision is None:
        return getattr(related.decided, "amount_yuan", None) or NOTHING, NOTHING
    amounts = {purpose: amount for purpose, amount in owed(related).items() if purpose in _PRINCIPAL}
    settled = sum((min(amount, paid(related, purpose)) for purpose, amount in amounts.items()), NOTHING)
    return sum(amounts.values(), NOTHING), settled
