"""Compulsory enforcement by the agency: what a case is, as yes or no.

The facts on demand, appeal and defence are those of the application to the court as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import UNDOING, Case, Happened
from records.course.fact import Fact, has
from records.course.sequence import came_after, pending, service_of, since
from records.enforcement.acting_events import (
    ActRecorded,
    AgreementBroken,
    AgreementMade,
    EnforcementCompleted,
    EnforcementResumed,
    EnforcementSuspended,
    EnforcementTerminated,
    FulfilmentRecorded,
    ReversalNoted,
)
from records.enforcement.appeal import is_appeal_over, is_relief_open, opened_of
from records.enforcement.basis import BasisRevoked
from records.enforcement.events import ClearedAtOnce, ClearingTold, DemandIssued, DemolitionAnnounced, SubstituteDecided
from records.enforcement.money import NOTHING, basis_is_gone, left, performed_stages, restoring, took_more
from records.judgement import Context
from records.penalty.events import DefenceRecorded, DefenceReviewed

# ---- Demand ----


def demand_service(case: Case) -> Happened | None:
    """The service of the last demand; None while it is not served."""
    demand = case.last(DemandIssued)
    return service_of(case, "demand", demand.number) if demand else None


def demanded(case: Case, context: Context) -> bool:
    """Whether the term of the last demand that was served is over: a day off moves its end (民法典 第二百零三条).

    One that was served after its own day set no term.
    """
    demand, served = case.last(DemandIssued), demand_service(case)
    if demand is None or served is None or served.at.day > demand.perform_by:
        return False
    return context.register.calendar.next_working(demand.perform_by) < context.occurred_at.day


def _demand_unserved(case: Case, _: Context) -> bool:
    return DemandIssued in case.happened and demand_service(case) is None


def is_cleared(case: Case) -> bool:
    """Whether something was cleared at once, which no demand comes before (第五十二条)."""
    return ClearedAtOnce in case.happened


def _second_demand_due(case: Case, _: Context) -> bool:
    """Whether a substitution was decided and no demand followed it (第五十一条第一款第二项)."""
    decided = case.happened.get(SubstituteDecided)
    if not decided or decided[-1].event.ground == "clearing":
        return False
    return not since(case, DemandIssued, decided[-1])


# ---- Course ----


def is_over(case: Case) -> bool:
    """Whether enforcement was completed or ended for good."""
    return EnforcementCompleted in case.happened or EnforcementTerminated in case.happened


def is_suspended(case: Case) -> bool:
    """Whether enforcement stands still (第三十九条)."""
    return pending(case, EnforcementSuspended, EnforcementResumed)


def is_agreed(case: Case) -> bool:
    """Whether an agreement stands that is not performed to its end."""
    agreement = case.last(AgreementMade)
    if agreement is None or not pending(case, AgreementMade, AgreementBroken):
        return False
    return len(performed_stages(case)) < len(agreement.stages)


def is_agreement_kept(case: Case) -> bool:
    """Whether the last agreement was performed to its end."""
    agreement = case.last(AgreementMade)
    return agreement is not None and performed_stages(case) == frozenset(range(1, len(agreement.stages) + 1))


def is_satisfied(case: Case) -> bool:
    """Whether nothing is left of the duty: of money nothing to come in, else the party or the agency did it."""
    opened = opened_of(case)
    if opened is None:
        return False
    if opened.duty == "money":
        return left(case) <= NOTHING
    fulfilled = any(one.whole for one in case.every(FulfilmentRecorded))
    return fulfilled or is_agreement_kept(case) or ActRecorded in case.happened or is_cleared(case)


def _fulfilled(case: Case) -> bool:
    """Whether the party did all of it by itself, so that nothing may be enforced."""
    opened = opened_of(case)
    if opened is not None and opened.duty == "money":
        return is_satisfied(case)
    return any(one.whole for one in case.every(FulfilmentRecorded))


def _duty(case: Case, duty: str) -> bool:
    opened = opened_of(case)
    return opened is not None and opened.duty == duty


def _ready(case: Case, context: Context) -> bool:
    demand_over = demanded(case, context) and not pending(case, DefenceRecorded, DefenceReviewed)
    return demand_over and not _fulfilled(case) and not is_over(case)


def _executable(case: Case, _: Context) -> bool:
    return case.service is not None and not is_over(case) and not is_suspended(case) and not is_agreed(case)


def _announced_over(case: Case, context: Context) -> bool:
    announced = case.last(DemolitionAnnounced)
    return announced is not None and (
        context.register.calendar.next_working(announced.remove_by) < context.occurred_at.day
    )


# ---- Reversal, end ----


def _reversal_unnoted(case: Case, _: Context) -> bool:
    """Whether nobody has said yet what goes back, where the record alone does not: of a decision to enforce that was
    undone, of an act that took no money, and of a decision that asks for less since.
    """
    if case.undone and ActRecorded in case.happened and not _noted_since_undone(case):
        return True
    told = case.happened.get(BasisRevoked)
    if not told or any(came_after(one, told[-1]) for one in case.happened.get(ReversalNoted, ())):
        return False
    if told[-1].event.effect in UNDOING:
        return is_cleared(case) or any(one.amount_yuan is None for one in case.every(ActRecorded))
    return took_more(case, told[-1].event.amount_yuan)


def _reversal_open(case: Case, context: Context) -> bool:
    """Whether something has to go back, or nobody has yet said what."""
    if _reversal_unnoted(case, context):
        return True
    back = restoring(case)
    return back.amount_yuan > NOTHING or bool(back.items)


def _noted_since_undone(case: Case) -> bool:
    acts = case.happened.get(ActRecorded, ())
    return any(came_after(one, acts[0]) for one in case.happened.get(ReversalNoted, ()))


def _complete(case: Case, context: Context) -> bool:
    return (is_over(case) or case.undone) and not _reversal_open(case, context)


FACTS: Final[Mapping[str, Fact]] = {
    "demand-issued": has(DemandIssued),
    "demand-unserved": _demand_unserved,
    "demand-served": lambda case, _: demand_service(case) is not None or is_cleared(case),
    "demanded": lambda case, context: demanded(case, context) or is_cleared(case),
    "second-demand-due": _second_demand_due,
    "defence-answered": lambda case, _: not pending(case, DefenceRecorded, DefenceReviewed),
    "basis-relief-open": lambda case, _: is_relief_open(case),
    "basis-gone": lambda case, _: basis_is_gone(case),
    "appeal-over": is_appeal_over,
    "duty-demolition": lambda case, _: _duty(case, "demolition"),
    "duty-conduct": lambda case, _: _duty(case, "conduct"),
    "demolition-announced": has(DemolitionAnnounced),
    "demolition-term-over": _announced_over,
    "cleared-at-once": lambda case, _: is_cleared(case),
    "clearing-untold": lambda case, _: (
        any(not one.party_present for one in case.every(ClearedAtOnce)) and ClearingTold not in case.happened
    ),
    "enforcement-reviewable": lambda case, _: opened_of(case) is not None and not is_cleared(case),
    "enforcement-executable": _executable,
    "enforcement-acted": has(ActRecorded),
    "enforcement-recorded": lambda case, _: ActRecorded in case.happened or is_cleared(case),
    "enforcement-halted": lambda case, _: is_suspended(case),
    "agreement-standing": lambda case, _: is_agreed(case),
    "duty-fulfilled": lambda case, _: _fulfilled(case),
    "duty-satisfied": lambda case, _: is_satisfied(case),
    "enforcement-over": lambda case, _: is_over(case),
    "reversal-open": _reversal_open,
    "reversal-unnoted": _reversal_unnoted,
    "enforcement-ready": _ready,
    "enforcement-complete": _complete,
}
"""By the name that the law data use."""

PARTS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "enforcement": {
        "demand": ("enforcement-reviewable", "demand-served"),
        "defence": ("demand-served", "defence-answered"),
        "legal-review": ("review-due", "review-passed"),
        "decision": ("enforcement-recorded", "decided"),
        "service": ("decided", "decision-served"),
        "disclosure": ("decided", "disclosed"),
        "execution": ("enforcement-executable", "enforcement-acted"),
    },
}
"""By procedure and id of a stage the fact that makes it due in the file, and the fact that it is there."""
