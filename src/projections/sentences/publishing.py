"""Publication beside any decision (公示): what a step was, in one Chinese sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.words import day, yuan
from records.event import CaseEvent
from records.publishing import events as e

CARRIERS: Final[Mapping[e.CarrierKind, str]] = {
    "portal": "公示平台",
    "notice-board": "办公场所公告栏",
    "gazette": "公报",
    "website": "政府及部门网站",
    "broadcast": "广播电视",
}
"""What the kinds of carriers are called."""

STATES: Final[Mapping[e.FulfilmentState, str]] = {
    "paid": "已经缴清",
    "partly-paid": "已经缴纳一部分",
    "instalments": "按批准的延期、分期缴纳",
    "overdue": "逾期未履行",
    "enforced": "已经强制执行",
    "performed": "已经履行",
    "partly": "已经履行一部分",
    "closed": "已经结案",
}
"""How far a decision is fulfilled."""

_OUTCOMES: Final = {"qualified": "合格", "unqualified": "不合格"}
_ENDS: Final = {"term": "公示期届满", "credit-repaired": "信用已经修复"}


def _again(event: e.DisclosureReReviewed) -> str:
    words = {"open": "全部公示", "redacted": "部分公示", "withheld": "继续不予公示"}
    following = f"，下次审查{day(event.next_review_on)}" if event.next_review_on else ""
    return f"再审查不予公示的内容（{event.number}）：{words[event.outcome]}{following}"


def _recorded(event: e.CarrierRecorded) -> str:
    until = f"至{day(event.to_on)}" if event.to_on else "起"
    return f"登记{event.item}：{CARRIERS[event.carrier]}，{day(event.from_on)}{until}公示"


def _fulfilment(event: e.FulfilmentPublished) -> str:
    paid = (
        f"，应缴{yuan(event.asked_yuan)}，已缴{yuan(event.paid_yuan)}" if event.asked_yuan and event.paid_yuan else ""
    )
    return f"公示履行情况：{STATES[event.state]}{paid}"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    e.DisclosureReReviewed: _again,
    e.CarrierRecorded: _recorded,
    e.CarrierFailed: lambda event: f"{CARRIERS[event.carrier]}公示未成，待重新公示",
    e.CarrierRecalled: lambda event: f"从{event.item}撤下公示信息",
    e.TestPublished: lambda event: f"公示检验检测结果：报告{event.report}，{_OUTCOMES[event.outcome]}",
    e.FulfilmentPublished: _fulfilment,
    e.ListMismatchOverridden: lambda event: f"批准与清单（第{event.version}版）不一致的公示",
    e.CreditRepaired: lambda event: f"信用修复（{event.instrument.number}）",
    e.PublicationHeld: lambda event: f"公示期届满，{'、'.join(event.open)}，继续公示",
    e.PublicationEnded: lambda event: f"{_ENDS[event.ground]}，撤下公示",
}
"""By the type of the event."""
