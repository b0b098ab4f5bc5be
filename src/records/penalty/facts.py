"""What a penalty case is, as yes or no: the facts that the law data name as what a step needs or what bars it.

A file for each chapter; each fact is a pure function of the case and of the context of the step (its day, the
registers, the law in force).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.judgement import Context
from records.law.data import Duty
from records.penalty import validity
from records.penalty.closing_facts import CLOSING_FACTS
from records.penalty.deciding_facts import DECIDING_FACTS, discussion_agreed, review_agreed
from records.penalty.events import EmergencyMarked, RecordingLinked, RecordingWaived
from records.penalty.fact import Fact, has
from records.penalty.opening_facts import OPENING_FACTS, barred_items, open_items, recused, unread_recusals
from records.penalty.relief_facts import RELIEF_FACTS
from records.penalty.state import Penalty

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
    "unread_recusals",
]

FACTS: Final[Mapping[str, Fact]] = {
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
}
"""By the name that the law data use."""


def missing_recordings(case: Penalty, context: Context) -> tuple[Duty, ...]:
    """The recordings that the law of the step's day asks of the case as it stands, neither linked nor waived.

    In the order of the data; the id of a duty is the stage of its recording (全过程记录制度 二).
    """
    settled = {one.stage for one in case.every(RecordingLinked)} | {one.stage for one in case.every(RecordingWaived)}
    duties = context.law.duties.values()
    return tuple(one for one in duties if one.id not in settled and FACTS[one.fact](case, context))
