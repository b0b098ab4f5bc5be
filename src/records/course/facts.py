"""What a penalty case is, as yes or no: the facts that the law data name as what a step needs or what bars it.

A file for each chapter; each fact is a pure function of the case and of the context of the step (its day, the
registers, the law in force).
"""

from __future__ import annotations

from typing import Final

from records.basics.facts import FACTS as BASICS_FACTS
from records.beside.facts import FACTS as BESIDE_FACTS
from records.catalogue.facts import FACTS as CATALOGUE_FACTS
from records.correction.facts import FACTS as CORRECTION_FACTS
from records.course.case import Case
from records.course.fact import Fact, has
from records.course.occasions import occasions
from records.course.thresholds import calls_for, concerns, is_for_all
from records.court.facts import FACTS as COURT_FACTS
from records.enforcement.facts import FACTS as ENFORCEMENT_FACTS
from records.evaluation.facts import FACTS as EVALUATION_FACTS
from records.inspection.facts import FACTS as INSPECTION_FACTS
from records.judgement import Context
from records.law.entries import ORDINARY, Duty, Threshold
from records.levy.facts import FACTS as LEVY_FACTS
from records.licence.facts import FACTS as LICENCE_FACTS
from records.measure.facts import FACTS as MEASURE_FACTS
from records.offence.facts import FACTS as OFFENCE_FACTS
from records.oversight.facts import FACTS as OVERSIGHT_FACTS
from records.penalty import validity
from records.penalty.closing_facts import CLOSING_FACTS
from records.penalty.deciding_facts import DECIDING_FACTS, discussion_agreed, review_agreed
from records.penalty.events import EmergencyMarked
from records.penalty.opening_facts import OPENING_FACTS, barred_items, open_items, recused, unread_recusals
from records.penalty.relief_facts import RELIEF_FACTS
from records.petition.facts import FACTS as PETITION_FACTS
from records.publishing.facts import FACTS as PUBLISHING_FACTS
from records.reviewing.facts import FACTS as REVIEWING_FACTS
from records.spot.facts import FACTS as SPOT_FACTS

__all__ = [
    "FACTS",
    "Fact",
    "barred_items",
    "discussion_agreed",
    "has",
    "missing_recordings",
    "open_items",
    "recused",
    "review_agreed",
    "reviews_due",
    "unread_recusals",
]

FACTS: Final[dict[str, Fact]] = {
    **OPENING_FACTS,
    **DECIDING_FACTS,
    **CLOSING_FACTS,
    **RELIEF_FACTS,
    "emergency": lambda case, _: any(one.digest for one in case.every(EmergencyMarked)),
    "basis-lacking": validity.basis_lacking,
    "offence-dropped": validity.offence_dropped,
    "agency-unregistered": validity.agency_unregistered,
    "matter-unlisted": validity.matter_unlisted,
    "detention-without-power": validity.detains_without_power,
    "officers-uncertified": validity.officers_uncertified,
    "hearing-due": validity.hearing_due,
    "decider-not-in-office": validity.decider_not_in_office,
    **SPOT_FACTS,
    **MEASURE_FACTS,
    **ENFORCEMENT_FACTS,
    **COURT_FACTS,
    **LICENCE_FACTS,
    **INSPECTION_FACTS,
    **LEVY_FACTS,
    **PETITION_FACTS,
    **OFFENCE_FACTS,
    **BESIDE_FACTS,
    **CATALOGUE_FACTS,
    **BASICS_FACTS,
    **CORRECTION_FACTS,
    **OVERSIGHT_FACTS,
    **EVALUATION_FACTS,
    **PUBLISHING_FACTS,
    **REVIEWING_FACTS,
}
"""By the name that the law data use."""


def reviews_due(case: Case, context: Context) -> tuple[Threshold, ...]:
    """The rules by which the case has to be reviewed before it is decided (第五十八条；重大执法决定法制审核制度 二)."""
    if case.procedure == ORDINARY:
        return calls_for("review", case, context)
    rules = (one for one in context.law.thresholds.values() if one.calls_for == "review")
    mine = (one for one in rules if concerns(one, case, context))
    return tuple(one for one in mine if (FACTS[one.fact](case, context) if one.fact else is_for_all(one)))


def _ended(case: Case, context: Context) -> bool:
    """Whether nothing is left but to close; every other procedure has a fact of its own that says so."""
    if case.procedure == ORDINARY:
        return CLOSING_FACTS["ended"](case, context)
    return FACTS[f"{case.procedure}-complete"](case, context)


def _draft_ready(case: Case, context: Context) -> bool:
    """Whether a decision can be drafted, as far as the procedure says what comes before (`PROCEDURE-ready`)."""
    ready = FACTS.get(f"{case.procedure}-ready")
    return ready is not None and ready(case, context)


FACTS.update(
    {
        "ended": _ended,
        "draft-ready": _draft_ready,
        "recordings-lacking": lambda case, context: _ended(case, context) and bool(missing_recordings(case, context)),
        "review-due": lambda case, context: bool(reviews_due(case, context)),
        "review-passed": lambda case, context: review_agreed(case) or not reviews_due(case, context),
    }
)


def missing_recordings(case: Case, context: Context) -> tuple[Duty, ...]:
    """The recordings that the law of the step's day asks of the case as it stands, neither linked nor lawfully waived.

    In the order of the data, once for every occasion that lacks it (`records.course.occasions`; 全过程记录制度 二).
    """
    due = ((one, occasions(one, case, context, FACTS[one.fact])) for one in context.law.duties.values())
    return tuple(one for one, found in due for occasion in found if not occasion.is_settled)
