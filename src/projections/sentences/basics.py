"""Basic information of matters (基本信息): what a step was, in one Chinese sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.words import day
from records.basics import events as e
from records.event import CaseEvent

_CAUSES: Final = {
    "first": "首次公示",
    "basis-repealed": "依据废止",
    "basis-changed": "依据变更",
    "functions-changed": "职能调整",
    "other": "内容变化",
}


def _drafted(event: e.BasicsDrafted) -> str:
    since = f"（{day(event.changed_on)}）" if event.changed_on else ""
    return f"起草事项基本信息：{_CAUSES[event.cause]}{since}"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    e.BasicsDrafted: _drafted,
    e.BasicsRedrafted: lambda _: "修改事项基本信息",
    e.BasicsApproved: lambda event: "批准事项基本信息" if event.agreed else "退回事项基本信息，要求修改",
    e.BasicsAnnounced: lambda event: f"公布事项基本信息第{event.version}版",
}
"""By the type of the event."""
