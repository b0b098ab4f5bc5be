"""评分: points and grade of a file out of the rules that it falls under; the figures are law data (P)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from records.evaluation.events import Added, FileGrade, Hit, Part
from records.law.data import Law
from records.law.entries import Deduction, Veto

_PARTS: Final[tuple[Part, ...]] = ("cover", "content")


def hit_of(rule: Veto | Deduction, signs: Sequence[str]) -> Hit:
    """What a file with these signs gets by a rule."""
    return Hit(
        rule=rule.id,
        since=rule.since,
        part="veto" if isinstance(rule, Veto) else rule.part,
        title=rule.title,
        article=rule.article,
        points=_points(rule, len(signs)),
        signs=tuple(signs),
    )


def _points(rule: Veto | Deduction, count: int) -> int:
    if isinstance(rule, Veto):
        return 0
    return rule.points if rule.at_most is None else min(rule.at_most, rule.points * max(count, 1))


def corrected(hits: Iterable[Hit], struck: Sequence[str], added: Iterable[Added], law: Law) -> tuple[Hit, ...]:
    """The hits without those that are not upheld, and with those that a person found."""
    found = {one.rule: one for one in hits if one.rule not in struck}
    signs: dict[str, list[str]] = {}
    for one in added:
        signs.setdefault(one.rule, []).append(one.sign)
    for name, some in signs.items():
        rule = rule_of(name, law)
        if rule is not None:
            before = found[name].signs if name in found else ()
            found[name] = hit_of(rule, (*before, *some))
    return tuple(found.values())


def rule_of(name: str, law: Law) -> Veto | Deduction | None:
    """The veto or deduction of that id, None when the law has none."""
    return law.vetoes.get(name) or law.deductions.get(name)


def score_of(hits: Iterable[Hit], law: Law) -> int | None:
    """Of a hundred: what the parts have left; None when a veto fails the file."""
    found = list(hits)
    if any(one.part == "veto" for one in found):
        return None
    return sum(part_of(part, found, law) for part in _PARTS)


def part_of(part: Part, hits: Iterable[Hit], law: Law) -> int:
    """The points that a part has left."""
    cover, content = law.values["evaluation-cover-points"], law.values["evaluation-content-points"]
    whole = (cover if part == "cover" else content).number
    return max(0, whole - sum(one.points for one in hits if one.part == part))


def grade_of(hits: Iterable[Hit], law: Law) -> FileGrade:
    """The grade that they come to."""
    score = score_of(hits, law)
    if score is None:
        return "failed"
    if score >= law.values["evaluation-grade-excellent"].number:
        return "excellent"
    return "passed" if score >= law.values["evaluation-grade-passed"].number else "failed"
