"""How an evaluation stands: its files, what counts of each, what is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from records.course.case import Case
from records.course.sequence import came_after
from records.evaluation.events import (
    DrawnFile,
    EvaluationObjected,
    EvaluationObjectionAnswered,
    FileEvaluated,
    FileGrade,
    FilesDrawn,
)

_TENTH: Final = Decimal("0.1")

Result = FileEvaluated | EvaluationObjectionAnswered
"""What a person found of a file."""


def drawn_files(case: Case) -> tuple[DrawnFile, ...]:
    """What is evaluated."""
    drawn = case.last(FilesDrawn)
    return drawn.files if drawn else ()


def file_of(case: Case, number: str) -> DrawnFile | None:
    """The file of that number, None when it is none of the evaluation's."""
    return next((one for one in drawn_files(case) if one.number == number), None)


def results(case: Case) -> Mapping[str, Result]:
    """By number what counts of each file: what an answered objection left of it, or else what its evaluator found."""
    numbers = {one.number for one in drawn_files(case)}
    found: dict[str, Result] = {one.file: one for one in case.every(FileEvaluated) if one.file in numbers}
    for answer in case.every(EvaluationObjectionAnswered):
        if answer.upheld and answer.file in found:
            found[answer.file] = answer
    return found


def unevaluated(case: Case) -> tuple[str, ...]:
    """Numbers of the files that nobody has looked at."""
    known = results(case)
    return tuple(one.number for one in drawn_files(case) if one.number not in known)


def open_objections(case: Case) -> tuple[str, ...]:
    """Numbers of the files whose last objection has no answer."""
    answers = case.happened.get(EvaluationObjectionAnswered, ())
    last = {one.event.file: one for one in case.happened.get(EvaluationObjected, ())}
    return tuple(
        number
        for number, objected in last.items()
        if not any(one.event.file == number and came_after(one, objected) for one in answers)
    )


def count(found: Sequence[Result], grade: FileGrade) -> int:
    """How many have the grade."""
    return sum(one.grade == grade for one in found)


def mean(found: Sequence[Result]) -> Decimal | None:
    """Of those that have points, of a hundred, one decimal."""
    points = [Decimal(one.score) for one in found if one.score is not None]
    return (sum(points, Decimal(0)) / len(points)).quantize(_TENTH, ROUND_HALF_UP) if points else None
