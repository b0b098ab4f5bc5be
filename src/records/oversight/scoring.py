"""评分: points of an item, of all of them, and the grade; weights and bounds are law data (P)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from records.course.case import Case
from records.law.data import Law
from records.oversight.events import (
    Grade,
    OversightOpened,
    OversightSampleDrawn,
    SampleItem,
    SampleItemScored,
    Score,
)

TIMELY: Final = "timely"
"""The criterion that the terms of disclosure answer, each clock by itself."""

_WEIGHT: Final = "oversight-weight-"
_TENTH: Final = Decimal("0.1")


def weights(law: Law) -> Mapping[str, int]:
    """Weight of each criterion, in the order of the law data."""
    return {one.removeprefix(_WEIGHT): value.number for one, value in law.values.items() if one.startswith(_WEIGHT)}


def criteria(case: Case) -> tuple[str, ...]:
    """The criteria of the plan."""
    opened = case.last(OversightOpened)
    return opened.criteria if opened else ()


def sample(case: Case) -> tuple[SampleItem, ...]:
    """What is to be scored."""
    drawn = case.last(OversightSampleDrawn)
    return drawn.items if drawn else ()


def scored(case: Case) -> Mapping[str, SampleItemScored]:
    """By key the score of each item that counts."""
    keys = {one.key for one in sample(case)}
    return {one.item: one for one in case.every(SampleItemScored) if one.item in keys}


def unscored(case: Case) -> tuple[str, ...]:
    """Keys that nobody has scored."""
    known = scored(case)
    return tuple(one.key for one in sample(case) if one.key not in known)


def violations(case: Case) -> tuple[str, ...]:
    """Keys of which a criterion was not met in full."""
    known = scored(case)
    return tuple(key for key, one in known.items() if any(_falls_short(score) for score in one.scores))


def score_of(case: Case, law: Law) -> Decimal | None:
    """Of a hundred, one decimal: the mean of the items; None when nothing was scored."""
    points = [found for one in scored(case).values() if (found := _points(one.scores, law)) is not None]
    return (sum(points, Decimal(0)) / len(points)).quantize(_TENTH, ROUND_HALF_UP) if points else None


def grade_of(score: Decimal | None, law: Law) -> Grade:
    """The grade that the score comes to."""
    if score is None:
        return ""
    if score >= law.values["oversight-grade-excellent"].number:
        return "excellent"
    return "passed" if score >= law.values["oversight-grade-passed"].number else "failed"


def _points(scores: tuple[Score, ...], law: Law) -> Decimal | None:
    """Of a hundred; a criterion that does not apply has no weight. None when none applies."""
    known = weights(law)
    counting = [one for one in scores if one.verdict != "not-applicable"]
    whole = sum(known.get(one.criterion, 0) for one in counting)
    if not whole:
        return None
    share = {"met": 100, "partly": law.values["oversight-partly-percent"].number, "not-met": 0}
    return Decimal(sum(known.get(one.criterion, 0) * share[one.verdict] for one in counting)) / whole


def _falls_short(score: Score) -> bool:
    return score.verdict in ("partly", "not-met")
