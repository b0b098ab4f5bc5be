"""Legal review by others (法制审核): what a case is, as yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case
from records.course.drafting import DraftSubmitted
from records.course.fact import Fact, has
from records.course.sequence import pending, since
from records.event import CaseEvent
from records.judgement import Context
from records.law.entries import ORDINARY
from records.penalty.events import (
    CasePassed,
    CaseReviewed,
    DefenceRecorded,
    EntryVoided,
    EvidenceAdded,
    InspectionRecorded,
    PersonQuestioned,
    ReviewReturned,
    ReviewSubmitted,
    SampleTaken,
    TransferReported,
)
from records.reviewing.available import available
from records.reviewing.events import CountyReviewReceived, CountyReviewRequested

_REVIEW: Final[tuple[type[CaseEvent], ...]] = (
    ReviewSubmitted,
    DraftSubmitted,
    ReviewReturned,
    CaseReviewed,
    CountyReviewRequested,
    CountyReviewReceived,
    EntryVoided,
)
"""What mends nothing: the way of the review itself."""

_EVIDENCE: Final = (EvidenceAdded, InspectionRecorded, PersonQuestioned, SampleTaken)


def result_of(case: Case) -> str:
    """Id of the result of the last review; empty without one."""
    reviewed = case.last(CaseReviewed)
    return reviewed.result if reviewed else ""


def _came(case: Case, *kinds: type[CaseEvent]) -> bool:
    """Whether one of them came after the last review."""
    reviewed = case.happened[CaseReviewed][-1]
    return any(since(case, kind, reviewed) for kind in kinds)


def _investigated(case: Case, context: Context) -> bool:
    """Whether something was found out since; what proves a case of another procedure are steps of its own."""
    if CaseReviewed not in case.happened:
        return False
    return _came(case, *_EVIDENCE) if case.procedure == ORDINARY else _mended(case, context)


def _mended(case: Case, _: Context) -> bool:
    if CaseReviewed not in case.happened:
        return False
    return _came(case, *(kind for kind in case.happened if kind not in _REVIEW))


def _handed_over(case: Case, _: Context) -> bool:
    return CaseReviewed in case.happened and _came(case, TransferReported, CasePassed)


def _asks(result: str, done: Fact) -> Fact:
    """Whether the last review had that result, and nobody has done yet what it calls for."""
    return lambda case, context: result_of(case) == result and not done(case, context)


def _unreceived(case: Case, _: Context) -> bool:
    return bool(case.reviewed_by) and pending(case, CountyReviewRequested, CountyReviewReceived)


FACTS: Final[Mapping[str, Fact]] = {
    "reviewer-available": lambda case, context: bool(available(case.agency, case, context)),
    "county-asked": lambda case, _: bool(case.reviewed_by),
    "county-unreceived": _unreceived,
    "defence-made": has(DefenceRecorded),
    "investigated-since-review": _investigated,
    "mended-since-review": _mended,
    "handed-over-since-review": _handed_over,
    "review-asks-evidence": _asks("investigate", _investigated),
    "review-asks-transfer": _asks("hand-over", _handed_over),
}
"""By the name that the law data use."""

PARTS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {}
"""By procedure and id of a stage the fact that makes it due in the file, and the fact that it is there."""
