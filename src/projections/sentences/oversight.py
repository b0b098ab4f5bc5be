"""Supervision of disclosure (公示监督检查): what a step was, in one Chinese sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.words import day
from records.event import CaseEvent
from records.oversight import events as e

_GRADES: Final = {"excellent": "优秀", "passed": "合格", "failed": "不合格", "": "没有评分"}
_GROUNDS: Final = {"not-rectified": "逾期不改正或者整改不合格", "grave": "情节严重"}
_RECEIVERS: Final = {"police": "公安机关", "supervisory-commission": "监察机关", "procuratorate": "人民检察院"}


def _opened(event: e.OversightOpened) -> str:
    period = f"{day(event.period_from)}至{day(event.period_to)}"
    return f"拟订公示监督检查计划：检查{period}的公示，抽取{event.sample_size}件"


def _drawn(event: e.OversightSampleDrawn) -> str:
    drawn = sum(one.drawn for one in event.items)
    beside = len(event.items) - drawn
    chosen = f"，另选{beside}项" if beside else ""
    return f"抽取检查样本：从{len(event.pool)}件中抽取{drawn}件{chosen}"


def _concluded(event: e.OversightConcluded) -> str:
    points = f"，得分{event.score}" if event.score is not None else ""
    return f"出具公示监督检查意见书（{event.number}）{points}，{_GRADES[event.grade]}"


def _ordered(event: e.DisclosureCorrectionOrdered) -> str:
    until = f"，限{day(event.due_on)}前改正" if event.due_on is not None else ""
    return f"责令改正（{event.number}），共{len(event.items)}项{until}"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    e.OversightOpened: _opened,
    e.OversightApproved: lambda event: f"检查计划{'获得批准' if event.approved else '未获批准'}",
    e.OversightSampleDrawn: _drawn,
    e.SampleItemScored: lambda event: f"对“{event.item}”评分",
    e.OversightConcluded: _concluded,
    e.DisclosureCorrectionOrdered: _ordered,
    e.RectificationRecorded: lambda event: f"被检查机关填报整改情况，{day(event.rectified_on)}完成（{event.order}）",
    e.RectificationVerified: lambda event: f"整改验收{'合格' if event.accepted else '不合格'}（{event.order}）",
    e.SanctionProposed: lambda event: f"向{event.to}提出处分建议（{event.number}）：{_GROUNDS[event.ground]}",
    e.OversightReferred: lambda event: f"向{_RECEIVERS[event.to]}移送涉嫌犯罪问题（{event.number}）",
}
"""By the type of the event."""
