"""Application to the court for enforcement: what each step was, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.enforcement import opened
from projections.sentences.words import day, yuan
from records.court import events as e
from records.event import CaseEvent

_ABOUT: Final = {"non-acceptance": "不予受理", "non-enforcement": "不予执行"}
_RESULTS: Final = {"whole": "全部执行", "part": "部分执行", "none": "没有执行到"}
_DROPPED: Final = {
    "performed": "当事人已经履行",
    "basis-revoked": "据以执行的决定被撤销",
    "out-of-time": "申请期限届满",
    "other": "其他情形",
}


def _enforced(event: e.CourtEnforced) -> str:
    came_in = f"，{yuan(event.amount_yuan)}" if event.amount_yuan is not None else ""
    return f"人民法院执行结果：{_RESULTS[event.result]}{came_in}"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    e.CourtCaseOpened: lambda event: opened(event, "申请法院强制执行立案"),
    e.ApplicationSigned: lambda event: (
        f"签署强制执行申请书（{event.number}）{'，申请立即执行' if event.urgent else ''}"
    ),
    e.ApplicationSubmitted: lambda _: "向人民法院递交强制执行申请",
    e.CourtAnswered: lambda event: (
        f"人民法院{'受理申请' if event.accepted else '裁定不予受理'}（{day(event.received_on)}）"
    ),
    e.CourtHearingNoted: lambda _: "人民法院听取被执行人和行政机关的意见",
    e.CourtRuled: lambda event: (
        f"人民法院裁定{'准予强制执行' if event.enforce else '不予执行'}（{day(event.received_on)}）"
    ),
    e.HigherCourtAsked: lambda event: f"就{_ABOUT[event.about]}的裁定向上一级人民法院申请复议",
    e.HigherCourtRuled: lambda event: (
        f"上一级人民法院{'支持' if event.granted else '驳回'}对{_ABOUT[event.about]}裁定的复议"
    ),
    e.CourtEnforced: _enforced,
    e.ApplicationDropped: lambda event: f"不申请或者撤回强制执行申请：{_DROPPED[event.ground]}",
}
"""By the type of the event."""
