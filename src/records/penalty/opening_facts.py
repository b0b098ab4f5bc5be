"""What a case is from its lead to the opinion: filed, preserved, corrected, proposed; who is recused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from records.course.case import Case
from records.course.fact import Fact, awaits, has
from records.course.sequence import came_after, follows
from records.judgement import Context
from records.penalty.events import (
    CasePassed,
    CorrectionChecked,
    CorrectionOrdered,
    CorrectionWaived,
    EvidenceAdded,
    EvidenceMarked,
    EvidencePreserved,
    FilingApproved,
    InspectionRecorded,
    ItemDisposed,
    LeadDismissed,
    MonitoringTold,
    OpinionEndorsed,
    OpinionSubmitted,
    PersonQuestioned,
    PreservationApproved,
    PreservationLapsed,
    RecusalDecided,
    RecusalRequested,
    SampleTaken,
    TransferReported,
)
from records.penalty.monitored import untold_items


def open_items(case: Case) -> tuple[str, ...]:
    """The preserved items that have no fate yet."""
    ended = {one.item for one in case.every(ItemDisposed)} | {one.item for one in case.every(PreservationLapsed)}
    items = (f"{one.number}#{index}" for one in case.every(EvidencePreserved) for index in range(1, len(one.items) + 1))
    return tuple(item for item in items if item not in ended)


def barred_items(case: Case) -> tuple[EvidenceAdded, ...]:
    """The items of evidence that may not be cited."""
    marks = {one.item: one.verdict for one in case.every(EvidenceMarked)}
    return tuple(one for one in case.every(EvidenceAdded) if marks.get(one.item) == "barred")


def recused(case: Case) -> frozenset[str]:
    """Who may sign nothing more in the case (第四十三条)."""
    return frozenset(one.person for one in case.every(RecusalDecided) if one.granted)


def unread_recusals(case: Case) -> frozenset[str]:
    """Whose recusal was asked for and not decided."""
    requested = Counter(one.person for one in case.every(RecusalRequested))
    return frozenset(requested - Counter(one.person for one in case.every(RecusalDecided)))


# ---- Opening, evidence, opinion ----


def _filing_approved(case: Case, _: Context) -> bool:
    on_paper = case.filed is not None and case.filed.entry is not None
    return FilingApproved in case.happened or on_paper


def _evidence_gathered(case: Case, _: Context) -> bool:
    return any(kind in case.happened for kind in (InspectionRecorded, PersonQuestioned, SampleTaken, EvidenceAdded))


def _preservation_approved(case: Case, _: Context) -> bool:
    """Whether there is an approval that no preservation has used: it comes before, and is for one (第五十六条).

    A preservation that came without approval uses none up that is given after it.
    """
    unused = list(case.happened.get(PreservationApproved, ()))
    for preserved in case.happened.get(EvidencePreserved, ()):
        used = next((one for one in unused if came_after(preserved, one)), None)
        if used is not None:
            unused.remove(used)
    return bool(unused)


def _opinion_endorsed(case: Case, _: Context) -> bool:
    endorsed = case.last(OpinionEndorsed)
    return endorsed is not None and endorsed.agreed and follows(case, OpinionEndorsed, OpinionSubmitted)


def _opinion_standing(case: Case, _: Context) -> bool:
    """Whether an opinion waits for the unit head's word, or has got it; one that was given back has to be made anew."""
    endorsed = case.last(OpinionEndorsed)
    answered = follows(case, OpinionEndorsed, OpinionSubmitted)
    return OpinionSubmitted in case.happened and (not answered or (endorsed is not None and endorsed.agreed))


def _proposes(case: Case, *proposals: str) -> bool:
    opinion = case.last(OpinionSubmitted)
    return opinion is not None and opinion.proposal in proposals


def _opinion_carried_out(case: Case, _: Context) -> bool:
    """Whether the crime was reported, or the case passed on, as proposed; if that came to nothing, a new one is due."""
    reported = _proposes(case, "police") and follows(case, TransferReported, OpinionSubmitted)
    return reported or (_proposes(case, "hand-over") and follows(case, CasePassed, OpinionSubmitted))


OPENING_FACTS: Final[Mapping[str, Fact]] = {
    "lead-open": lambda case, _: case.lead is not None and case.filed is None and LeadDismissed not in case.happened,
    "lead-dismissed": has(LeadDismissed),
    "filed": lambda case, _: case.opened is not None,
    "filing-approved": _filing_approved,
    "evidence-gathered": _evidence_gathered,
    "preservation-approved": _preservation_approved,
    "preserved": has(EvidencePreserved),
    "questioned-in-room": lambda case, _: any(one.venue == "case-room" for one in case.every(PersonQuestioned)),
    "items-open": lambda case, _: bool(open_items(case)),
    "correction-ordered": has(CorrectionOrdered),
    "correction-unchecked": awaits(CorrectionOrdered, CorrectionChecked),
    "correction-settled": lambda case, _: CorrectionOrdered in case.happened or CorrectionWaived in case.happened,
    "monitored": lambda case, _: any(one.monitored for one in case.every(EvidenceAdded)),
    "monitoring-told": has(MonitoringTold),
    "monitoring-untold": lambda case, _: bool(untold_items(case)),
    "opinion-submitted": has(OpinionSubmitted),
    "opinion-unread": awaits(OpinionSubmitted, OpinionEndorsed),
    "opinion-endorsed": _opinion_endorsed,
    "opinion-standing": _opinion_standing,
    "no-penalty-proposed": lambda case, _: _proposes(case, "no-penalty"),
    "penalty-proposed": lambda case, _: _proposes(case, "penalty"),
    "opinion-carried-out": _opinion_carried_out,
    "police-proposed": lambda case, _: _proposes(case, "police"),
    "hand-over-proposed": lambda case, _: _proposes(case, "hand-over"),
}
"""By the name that the law data use."""
