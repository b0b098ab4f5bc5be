"""A penalty on the spot: what each step was, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.words import penalties, yuan
from records.event import CaseEvent
from records.spot.collecting import (
    CollectionGround,
    FineCollected,
    FinesDeposited,
    FinesHandedIn,
    OfficersLanded,
)
from records.spot.events import (
    SpotDecided,
    SpotHeard,
    SpotOpened,
    SpotReported,
    SpotTold,
    SpotTurned,
    TurningReason,
)

TURNINGS: Final[Mapping[TurningReason, str]] = {
    "facts": "事实需要进一步调查",
    "limits": "超出当场处罚的种类或者数额",
    "disputed": "当事人的意见需要核实",
    "no-penalty": "拟不予处罚",
    "crime": "涉嫌犯罪",
    "not-settled": "没有当场办结",
    "other": "其他原因",
}
GROUNDS: Final[Mapping[CollectionGround, str]] = {
    "small": "一百元以下罚款",
    "hard-later": "不当场收缴事后难以执行",
    "remote": "边远、水上、交通不便地区，当事人提出",
}


def _told(event: SpotTold) -> str:
    return f"当场告知拟处{penalties(event.kinds, event.fine_yuan, event.confiscated_yuan)}和当事人的权利"


def _heard(event: SpotHeard) -> str:
    return (
        f"当场听取陈述申辩，{len(event.points)}点意见逐点答复" if event.points else "当场听取陈述申辩，当事人没有意见"
    )


def _decided(event: SpotDecided) -> str:
    handed = "，当场交付" if event.handed_over else "，没有当场交付"
    refused = "，当事人拒绝签收" if event.refused else ""
    penalty = penalties(event.kinds, event.fine_yuan, event.confiscated_yuan)
    return f"当场作出处罚决定{event.number}：{penalty}{handed}{refused}"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    SpotOpened: lambda event: f"当场查处，承办人{len(event.handlers)}名出示执法证件",
    SpotTold: _told,
    SpotHeard: _heard,
    SpotDecided: _decided,
    SpotReported: lambda _: "当场处罚决定报本机关备案",
    SpotTurned: lambda event: f"转为普通程序（{TURNINGS[event.reason]}）",
    FineCollected: lambda event: f"当场收缴罚款{yuan(event.amount_yuan)}（{GROUNDS[event.ground]}）",
    OfficersLanded: lambda event: f"抵岸，随带当场收缴的罚款{len(event.receipts)}笔",
    FinesHandedIn: lambda event: f"将当场收缴的罚款{yuan(event.amount_yuan)}交至本机关",
    FinesDeposited: lambda event: f"将当场收缴的罚款{yuan(event.amount_yuan)}缴付银行",
}
"""By the type of the event."""
