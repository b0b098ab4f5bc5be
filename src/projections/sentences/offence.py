"""An act that is punished: what each step was, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.words import day
from records.event import CaseEvent
from records.offence.events import (
    ConfiscatedSettled,
    CourtJudged,
    FineRule,
    GoodsEnd,
    JurisdictionChecked,
    JurisdictionGround,
    ProceedsHandedIn,
    RulesCompared,
)

_GROUNDS: Final[dict[JurisdictionGround, str]] = {
    "place": "违法行为发生地",
    "provided": "另有规定",
    "agreed": "协商确定",
    "designated": "上级机关指定管辖",
}
_ENDS: Final[dict[GoodsEnd, str]] = {"destroyed": "销毁", "auctioned": "公开拍卖", "transferred": "移交处理"}


def _checked(event: JurisdictionChecked) -> str:
    basis = f"（{event.basis}）" if event.basis else ""
    other = "，其他机关对同日同地的行为立案在先" if event.first_in else ""
    return f"核对管辖：违法行为发生在{event.region}，管辖依据为{_GROUNDS[event.ground]}{basis}{other}"


def _compared(event: RulesCompared) -> str:
    return "比较各规定的罚款：" + "；".join(map(_rule, event.rules))


def _rule(rule: FineRule) -> str:
    return f"{rule.basis}（{rule.from_yuan}元至{rule.to_yuan}元）"


def _judged(event: CourtJudged) -> str:
    fine = f"，判处罚金{event.fine_yuan}元" if event.fine_yuan else ""
    days = f"，行政拘留折抵{event.set_off_days}日" if event.set_off_days else ""
    released = f"（其中{event.released_yuan}元尚未缴纳，不再缴纳）" if event.released_yuan else ""
    off = f"，罚款折抵{event.set_off_yuan}元{released}" if event.set_off_yuan else ""
    return f"{event.court}{day(event.judged_on)}作出判决（{event.instrument}）{fine}{off}{days}"


def _settled(event: ConfiscatedSettled) -> str:
    proceeds = f"，所得{event.proceeds_yuan}元" if event.proceeds_yuan else ""
    return f"没收的{event.item}已{_ENDS[event.fate]}{proceeds}"


def _handed_in(event: ProceedsHandedIn) -> str:
    return f"{day(event.paid_on)}上缴拍卖没收物品的款项{event.amount_yuan}元（{event.receipt}）"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    JurisdictionChecked: _checked,
    RulesCompared: _compared,
    CourtJudged: _judged,
    ConfiscatedSettled: _settled,
    ProceedsHandedIn: _handed_in,
}
"""By the type of the event."""
