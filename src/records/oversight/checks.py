"""Supervision of disclosure (公示监督检查): what a command alone shows to be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from records.course.checking import Check
from records.course.shapes import Command
from records.moment import Moment
from records.oversight.commands import (
    ApproveOversight,
    DrawOversightSample,
    OpenOversight,
    OrderDisclosureCorrection,
    ScoreSampleItem,
)

Wrong = list[tuple[str, str]]


def _open(command: OpenOversight) -> Wrong:
    found: Wrong = []
    if command.period_to < command.period_from:
        found.append(("$.period_to", "检查期间的截止日期早于起始日期"))
    try:
        dated = Moment.parse(command.known_from).dated
    except (ValueError, OverflowError):
        found.append(("$.known_from", "应为带时区的时间，如 2026-03-10T21:30:00+08:00"))
    else:
        if dated:
            found.append(("$.known_from", "请写明几时几分"))
    return found + _twice(command.criteria, "$.criteria")


def _approve(command: ApproveOversight) -> Wrong:
    if not command.approved and not command.reasons.strip():
        return [("$.reasons", "不批准的，请填写理由")]
    return []


def _draw(command: DrawOversightSample) -> Wrong:
    blank = [
        (f"$.further[{at}]", "请填写内容，不能只有空格") for at, one in enumerate(command.further) if not one.strip()
    ]
    return blank + _twice(command.further, "$.further")


def _score(command: ScoreSampleItem) -> Wrong:
    found = _twice((one.criterion for one in command.scores), "$.scores")
    short = any(one.verdict in ("partly", "not-met") for one in command.scores)
    if short and not command.findings.strip():
        found.append(("$.findings", "有不符合或者部分符合的，请写明发现的问题"))
    return found


def _twice(given: Iterable[str], path: str) -> Wrong:
    seen: set[str] = set()
    found: Wrong = []
    for at, one in enumerate(given):
        if one in seen:
            found.append((f"{path}[{at}]", "重复填写"))
        seen.add(one)
    return found


CHECKS: Final[Mapping[type[Command], Check]] = {
    OpenOversight: _open,
    ApproveOversight: _approve,
    DrawOversightSample: _draw,
    ScoreSampleItem: _score,
    OrderDisclosureCorrection: lambda command: _twice(command.items, "$.items"),
}
"""By the type of the command."""
