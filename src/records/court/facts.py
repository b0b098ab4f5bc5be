"""Application to the court for enforcement: what a case is, as yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case, Happened
from records.course.fact import Fact, awaits, has
from records.course.sequence import is_over, pending
from records.court.events import (
    ApplicationDropped,
    ApplicationSubmitted,
    CourtAnswered,
    CourtEnforced,
    CourtHearingNoted,
    CourtRuled,
    HigherCourtAsked,
    HigherCourtRuled,
)
from records.enforcement.appeal import is_appeal_over
from records.enforcement.facts import demand_service
from records.judgement import Context
from records.moment import Moment
from records.penalty.events import DefenceRecorded, DefenceReviewed

DEMAND: Final = "court.demand"
"""The limit of 第五十四条."""

OBJECTIONS: Final = {"non-acceptance": "court.objection.acceptance", "non-enforcement": "court.objection.ruling"}
"""The limit in which the next higher court is asked, by what it is asked about."""


def demand_over(case: Case, context: Context) -> bool:
    """Whether ten working days have passed since the demand was served (第五十四条)."""
    served = demand_service(case)
    return served is not None and is_over(DEMAND, served.at, context)


def is_refused(case: Case) -> bool:
    """Whether the court does not accept the application, and nobody has overruled it."""
    answered = case.last(CourtAnswered)
    return answered is not None and not answered.accepted and not _granted(case, "non-acceptance")


def is_accepted(case: Case) -> bool:
    """Whether the court, or the one above it, accepted it."""
    return CourtAnswered in case.happened and not is_refused(case)


def is_denied(case: Case) -> bool:
    """Whether the court ruled not to enforce, and nobody has overruled it."""
    ruled = case.last(CourtRuled)
    return ruled is not None and not ruled.enforce and not _granted(case, "non-enforcement")


def is_ordered(case: Case) -> bool:
    """Whether it was ruled to enforce."""
    return CourtRuled in case.happened and not is_denied(case)


def _granted(case: Case, about: str) -> bool:
    return any(one.about == about and one.granted for one in case.every(HigherCourtRuled))


def denial(case: Case) -> tuple[str, Moment] | None:
    """What the next higher court may be asked about, and from which day the term for it runs."""
    if is_denied(case):
        return "non-enforcement", _received(case.happened[CourtRuled][-1])
    if is_refused(case):
        return "non-acceptance", _received(case.happened[CourtAnswered][-1])
    return None


def _received(one: Happened) -> Moment:
    return Moment.of(one.event.received_on)


def _objection_possible(case: Case, _: Context) -> bool:
    found = denial(case)
    return found is not None and not any(one.about == found[0] for one in case.every(HigherCourtAsked))


def _is_final(case: Case, context: Context) -> bool:
    """Whether a refusal stands: the court above left it, or was not asked in its term."""
    found = denial(case)
    if found is None:
        return False
    about, since = found
    if any(one.about == about for one in case.every(HigherCourtAsked)):
        return any(one.about == about and not one.granted for one in case.every(HigherCourtRuled))
    return is_over(OBJECTIONS[about], since, context)


def _ready(case: Case, context: Context) -> bool:
    heard = not pending(case, DefenceRecorded, DefenceReviewed)
    return demand_over(case, context) and heard and is_appeal_over(case, context) and not _is_ended(case, context)


def _is_ended(case: Case, context: Context) -> bool:
    done = CourtEnforced in case.happened or ApplicationDropped in case.happened
    return done or case.undone or _is_final(case, context)


FACTS: Final[Mapping[str, Fact]] = {
    "court-demand-over": demand_over,
    "court-submitted": has(ApplicationSubmitted),
    "court-answer-open": awaits(ApplicationSubmitted, CourtAnswered),
    "court-answered": has(CourtAnswered),
    "court-accepted": lambda case, _: is_accepted(case),
    "court-ruling-open": lambda case, _: is_accepted(case) and CourtRuled not in case.happened,
    "court-hearing-noted": has(CourtHearingNoted),
    "court-ruled": has(CourtRuled),
    "court-ordered": lambda case, _: is_ordered(case),
    "court-objection-possible": _objection_possible,
    "higher-court-open": awaits(HigherCourtAsked, HigherCourtRuled),
    "court-enforced": has(CourtEnforced),
    "court-ended": _is_ended,
    "court-application-ready": _ready,
    "court-application-complete": _is_ended,
}
"""By the name that the law data use."""

PARTS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "court-application": {
        "demand": ("decided", "demand-served"),
        "defence": ("demand-served", "defence-answered"),
        "legal-review": ("decided", "review-passed"),
        "decision": ("court-submitted", "decided"),
        "court-submission": ("decided", "court-submitted"),
        "court-acceptance": ("court-submitted", "court-answered"),
        "court-ruling": ("court-accepted", "court-ruled"),
        "court-enforcement": ("court-ordered", "court-enforced"),
    },
}
"""By procedure and id of a stage the fact that makes it due in the file, and the fact that it is there."""
