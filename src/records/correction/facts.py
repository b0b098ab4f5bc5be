"""Corrections of published information (更正): what a case is, as yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.correction.events import (
    CorrectionCompleted,
    CorrectionDecided,
    CorrectionReplied,
    CorrectionRequested,
    EvidenceAsked,
    EvidenceRecorded,
    InformationChecked,
    ReplyServed,
)
from records.course.case import Case
from records.course.fact import Fact, awaits, has
from records.judgement import Context


def _asked_for(case: Case, _: Context) -> bool:
    """Whether somebody else asked for it, who has to be answered."""
    opened = case.last(CorrectionRequested)
    return opened is not None and opened.source != "agency"


def has_evidence(case: Case) -> bool:
    """Whether something was brought that shows the error."""
    opened = case.last(CorrectionRequested)
    first = opened is not None and bool(opened.materials or opened.files)
    return first or EvidenceRecorded in case.happened


def _checkable(case: Case, context: Context) -> bool:
    """Whether the check may begin: with evidence, without a requester, or when who was asked let the day pass."""
    asked = case.last(EvidenceAsked)
    is_over = asked is not None and asked.bring_by < context.occurred_at.day
    return not _asked_for(case, context) or has_evidence(case) or is_over


def _accepted(case: Case, _: Context) -> bool:
    decided = case.last(CorrectionDecided)
    return decided is not None and decided.accepted


def _answered(case: Case, context: Context) -> bool:
    """Whether nobody waits for the written answer."""
    return not _asked_for(case, context) or ReplyServed in case.happened


def _made(case: Case, context: Context) -> bool:
    """Whether nothing that was accepted is still to be corrected."""
    return not _accepted(case, context) or CorrectionCompleted in case.happened


def _to_answer(case: Case, context: Context) -> bool:
    return CorrectionDecided in case.happened and _asked_for(case, context)


def _lacks_evidence(case: Case, context: Context) -> bool:
    """Whether somebody asks without evidence, and was not told to bring some."""
    return not _checkable(case, context) and EvidenceAsked not in case.happened


FACTS: Final[Mapping[str, Fact]] = {
    "correction-asked-for": _asked_for,
    "correction-lacks-evidence": _lacks_evidence,
    "correction-evidence-asked": awaits(EvidenceAsked, EvidenceRecorded),
    "correction-checkable": _checkable,
    "information-checked": has(InformationChecked),
    "correction-decided": has(CorrectionDecided),
    "correction-accepted": _accepted,
    "correction-to-answer": _to_answer,
    "correction-replied": has(CorrectionReplied),
    "correction-served": has(ReplyServed),
    "correction-answered": _answered,
    "correction-completed": has(CorrectionCompleted),
    "correction-made": _made,
    "correction-complete": lambda case, context: (
        CorrectionDecided in case.happened and _answered(case, context) and _made(case, context)
    ),
}
"""By the name that the law data use."""

PARTS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "correction": {
        "correction-check": ("correction-decided", "information-checked"),
        "correction-decision": ("closing-stands", "correction-decided"),
        "correction-reply": ("correction-to-answer", "correction-replied"),
        "correction-service": ("correction-to-answer", "correction-served"),
        "correcting": ("correction-accepted", "correction-completed"),
    },
}
"""By procedure and id of a stage the fact that makes it due in the file, and the fact that it is there."""
