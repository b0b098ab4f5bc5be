"""What a case is from the payment to the archive: performed, stayed, ended, closed, archived."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case, alters
from records.course.fact import Fact, awaits, has
from records.course.moments import of
from records.course.sequence import came_after, follows, pending
from records.course.terms import state, terms
from records.judgement import Context
from records.penalty.deciding_facts import passed, police_have_it
from records.penalty.events import (
    ArchiveReopened,
    CaseArchived,
    CaseClosed,
    CasePassed,
    CaseResumed,
    CaseSuspended,
    DecisionRevoked,
    DecisionSigned,
    DeferralDecided,
    DeferralRequested,
    HandlersChanged,
    LeadDismissed,
    PenaltyDeclined,
    PerformanceStayed,
    PoliceAnswered,
    ReliefEnded,
    ReliefSought,
    StayLifted,
)
from records.penalty.money import NOTHING, asked, imposed, is_paid, owed, repayable
from records.penalty.opening_facts import unread_recusals
from records.spot.events import SpotDecided


def _relief_pending(case: Case, _: Context) -> bool:
    return pending(case, ReliefSought, ReliefEnded)


def _stayed(case: Case, _: Context) -> bool:
    return pending(case, PerformanceStayed, StayLifted)


def _performed(case: Case, _: Context) -> bool:
    decision = case.decision
    return decision is not None and is_paid(case)


def _payment_over(case: Case, context: Context) -> bool:
    """Whether something of the fine was due before the day and is not paid, as the due list has it."""
    day, found = context.occurred_at.day, terms(of(case), context.register)
    return any(one.limit_id == "payment" and state(one) == "open" and one.due_on < day for one in found)


def _surcharge_possible(case: Case, _: Context) -> bool:
    """Whether the decision tells of surcharges, and they have not come to the fine yet (第七十二条)."""
    decision = case.decision
    return decision is not None and decision.surcharge and imposed(case) < asked(case).get("fine", NOTHING)


def _ended(case: Case, context: Context) -> bool:
    """Whether there is nothing left to do but to close: performed, not punished, handed over or undone.

    What is to be paid back goes back first (行政强制法 第四十一条).
    """
    if repayable(case):
        return False
    others = (PenaltyDeclined in case.happened and case.service is not None, passed(case, context))
    return any(others) or police_have_it(case, context) or case.undone or _performed(case, context)


def _closed(case: Case, context: Context) -> bool:
    """Whether the case is over: it was closed, and its file is not open again."""
    is_open = ArchiveReopened in case.happened and not pending(case, CaseClosed, ArchiveReopened)
    return _closing_stands(case, context) and (_archived(case, context) or not is_open)


def _closing_stands(case: Case, context: Context) -> bool:
    """Whether the case needs no other closing.

    It does when the police or another agency gave it back afterwards (移送规定 第十条), or it was decided or its
    decision undone or changed since.
    """
    given_back = follows(case, PoliceAnswered, CaseClosed) and not police_have_it(case, context)
    later = (DecisionSigned, SpotDecided, PenaltyDeclined, *((CaseResumed,) if CasePassed in case.happened else ()))
    again = any(follows(case, one, CaseClosed) for one in later) or _altered_since_closing(case)
    return CaseClosed in case.happened and not given_back and not again


def _altered_since_closing(case: Case) -> bool:
    altering = [one for one in case.happened.get(DecisionRevoked, ()) if alters(one.event)]
    return any(came_after(one, closed) for one in altering for closed in case.happened.get(CaseClosed, ())[-1:])


def _performance_lacking(case: Case, _: Context) -> bool:
    """Whether the case was closed as performed and is so no more, as when a surcharge of an earlier day came to light.

    What a closing on paper lacked is a gap of the file.
    """
    closed = case.last(CaseClosed)
    performed = closed is not None and closed.ground == "performed" and closed.entry is None
    return performed and bool(owed(case)) and not is_paid(case)


def _suspended(case: Case, _: Context) -> bool:
    return pending(case, CaseSuspended, CaseResumed)


def _archived(case: Case, _: Context) -> bool:
    return pending(case, CaseArchived, ArchiveReopened)


CLOSING_FACTS: Final[Mapping[str, Fact]] = {
    "fined": lambda case, _: "fine" in asked(case),
    "paid": lambda case, _: is_paid(case),
    "payment-over": _payment_over,
    "surcharge-possible": _surcharge_possible,
    "deferral-requested": has(DeferralRequested),
    "deferral-unread": awaits(DeferralRequested, DeferralDecided),
    "relief-pending": _relief_pending,
    "stayed": _stayed,
    "ended": _ended,
    "suspended": _suspended,
    "halted": lambda case, context: _suspended(case, context) or passed(case, context),
    "recusal-unread": lambda case, _: bool(unread_recusals(case)),
    "handlers-changed": has(HandlersChanged),
    "closed": _closed,
    "closing-stands": _closing_stands,
    "performance-lacking": _performance_lacking,
    "to-archive": lambda case, context: _closing_stands(case, context) or LeadDismissed in case.happened,
    "archived": _archived,
}
"""By the name that the law data use."""
