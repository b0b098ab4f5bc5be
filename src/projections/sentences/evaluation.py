"""Evaluation of files (案卷评查): what a step was, in one Chinese sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.words import day
from records.evaluation import events as e
from records.event import CaseEvent

_GRADES: Final = {"excellent": "优秀", "passed": "合格", "failed": "不合格", "": "没有评定"}


def _opened(event: e.EvaluationOpened) -> str:
    period = f"{day(event.period_from)}至{day(event.period_to)}"
    return f"拟订案卷评查计划：评查{period}的案卷，抽取{event.how_many}卷"


def _drawn(event: e.FilesDrawn) -> str:
    beside = sum(not one.drawn for one in event.files)
    chosen = f"，另选{beside}卷" if beside else ""
    return f"从{len(event.pool)}卷中抽取{len(event.files) - beside}卷{chosen}，并自动评查"


def _evaluated(event: e.FileEvaluated) -> str:
    how = "同意自动评查的结果" if event.agrees else "更正自动评查的结果"
    return f"评查案卷（{event.file}），{how}：{_result(event)}"


def _answered(event: e.EvaluationObjectionAnswered) -> str:
    if not event.upheld:
        return f"答复异议（{event.file}）：异议不成立"
    return f"答复异议（{event.file}）：异议成立，更正为{_result(event)}"


def _result(event: e.FileEvaluated | e.EvaluationObjectionAnswered) -> str:
    points = f"得分{event.score}，" if event.score is not None else ""
    return f"{points}{_GRADES[event.grade]}"


def _concluded(event: e.EvaluationConcluded) -> str:
    counts = f"优秀{event.excellent}卷、合格{event.passed}卷、不合格{event.failed}卷"
    return f"通报案卷评查情况（{event.number}）：共{event.files}卷，{counts}"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    e.EvaluationOpened: _opened,
    e.FilesDrawn: _drawn,
    e.FileEvaluated: _evaluated,
    e.EvaluationTold: lambda event: f"告知案卷评查结果（{event.number}）",
    e.EvaluationObjected: lambda event: f"被评查机关对评查结果提出异议（{event.file}）",
    e.EvaluationObjectionAnswered: _answered,
    e.EvaluationConcluded: _concluded,
}
"""By the type of the event."""
