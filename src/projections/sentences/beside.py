"""Beside the course: what each step was, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.words import day
from records.beside.events import (
    CaseHandedBack,
    ComplaintAnswered,
    ComplaintReceived,
    MatterFlagged,
    ParticularsNoted,
    RedoAnswered,
)
from records.event import CaseEvent


def _handed_back(event: CaseHandedBack) -> str:
    return (
        f"委托（{event.letter}）至{day(event.last_day)}终止，案件交回委托机关，原承办人{len(event.handlers)}名不再办理"
    )


def _flagged(event: MatterFlagged) -> str:
    return f"事项（{event.matter}）自{day(event.last_day)}后不在权责清单上，本案不能再作出决定"


def _noted(_: ParticularsNoted) -> str:
    return "补充公示所需的当事人证照和决定信息"


def _answered(event: ComplaintAnswered) -> str:
    found = "确有错误，已经改正" if event.founded else "没有发现错误"
    return f"答复{event.item}：{found}"


def _complained(event: ComplaintReceived) -> str:
    return f"收到{event.item}（{day(event.received_on)}）"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    CaseHandedBack: _handed_back,
    MatterFlagged: _flagged,
    ParticularsNoted: _noted,
    RedoAnswered: lambda event: (
        "被责令重新作出的决定已由另一案件重新办理" if event.by else "答复责令重新作出决定的要求：不再重新作出"
    ),
    ComplaintReceived: _complained,
    ComplaintAnswered: _answered,
}
"""By the type of the event."""
