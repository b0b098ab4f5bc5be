"""Evaluation of files (案卷评查): what a case is, as yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case
from records.course.fact import Fact, has
from records.course.sequence import is_over
from records.evaluation.events import (
    EvaluationConcluded,
    EvaluationOpened,
    EvaluationTold,
    FilesDrawn,
)
from records.evaluation.standing import drawn_files, open_objections, unevaluated
from records.judgement import Context
from records.penalty.events import TransferDecided, TransferSent


def _evaluated(case: Case, _: Context) -> bool:
    return bool(drawn_files(case)) and not unevaluated(case)


def _objection_over(case: Case, context: Context) -> bool:
    """Whether the evaluated agency was told, and its term to object is over."""
    told = case.at(EvaluationTold)
    return told is not None and is_over("evaluation-objection", told, context)


def _crime_kept_back(case: Case, _: Context) -> bool:
    """Whether the head decided that the case goes to the police, it did not go, and was decided (第二十七条)."""
    transfer = case.last(TransferDecided)
    approved = transfer is not None and transfer.approved
    return approved and TransferSent not in case.happened and case.decided is not None


def _decided_without_facts(case: Case, _: Context) -> bool:
    return case.decision is not None and not case.decision.facts.strip()


FACTS: Final[Mapping[str, Fact]] = {
    "evaluation-opened": has(EvaluationOpened),
    "files-drawn": has(FilesDrawn),
    "files-unevaluated": lambda case, _: bool(unevaluated(case)),
    "files-evaluated": _evaluated,
    "evaluation-told": has(EvaluationTold),
    "evaluation-objection-open": lambda case, _: bool(open_objections(case)),
    "evaluation-objection-over": _objection_over,
    "evaluation-concluded": has(EvaluationConcluded),
    "file-evaluation-complete": has(EvaluationConcluded),
    "crime-kept-back": _crime_kept_back,
    "decided-without-facts": _decided_without_facts,
}
"""By the name that the law data use. The last two are asked of the files that are evaluated."""

PARTS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "file-evaluation": {
        "draw": ("evaluation-opened", "files-drawn"),
        "scoring": ("files-drawn", "files-evaluated"),
        "telling": ("files-evaluated", "evaluation-told"),
        "decision": ("evaluation-told", "evaluation-concluded"),
    }
}
"""By procedure and id of a stage the fact that makes it due in the file, and the fact that it is there."""
