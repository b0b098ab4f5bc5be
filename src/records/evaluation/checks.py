"""Evaluation of files (案卷评查): what a command alone shows to be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.checking import Check
from records.course.shapes import Command
from records.evaluation.commands import AnswerEvaluationObjection, DrawFiles, EvaluateFile, OpenEvaluation
from records.moment import Moment

Wrong = list[tuple[str, str]]


def _open(command: OpenEvaluation) -> Wrong:
    found: Wrong = []
    if command.period_to < command.period_from:
        found.append(("$.period_to", "评查期间的截止日期早于起始日期"))
    try:
        dated = Moment.parse(command.known_from).dated
    except (ValueError, OverflowError):
        found.append(("$.known_from", "应为带时区的时间，如 2026-03-10T21:30:00+08:00"))
    else:
        if dated:
            found.append(("$.known_from", "请写明几时几分"))
    if command.party is not None:
        found.append(("$.party", "案卷评查的对象是行政机关的案卷，不填写当事人"))
    return found


def _draw(command: DrawFiles) -> Wrong:
    twice = [at for at, one in enumerate(command.further) if one in command.further[:at]]
    return [(f"$.further[{at}]", "重复填写") for at in twice]


def _evaluate(command: EvaluateFile) -> Wrong:
    if command.agrees and (command.struck or command.added):
        return [("$.agrees", "有不予采纳或者增加的项目的，不是同意自动评查的结果")]
    return []


def _answer(command: AnswerEvaluationObjection) -> Wrong:
    if not command.upheld and (command.struck or command.added):
        return [("$.upheld", "异议不成立的，不改变评查结果")]
    return []


CHECKS: Final[Mapping[type[Command], Check]] = {
    OpenEvaluation: _open,
    DrawFiles: _draw,
    EvaluateFile: _evaluate,
    AnswerEvaluationObjection: _answer,
}
"""By the type of the command."""
