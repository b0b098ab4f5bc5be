"""Levies and fees: what each step was, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.words import day, yuan
from records.event import CaseEvent
from records.levy import events as e

_KINDS: Final = {"levy": "征收", "fee": "收费"}
_RELIEFS: Final = {"reduce": "减征", "exempt": "免征", "defer": "缓征"}
_PURPOSES: Final = {"levy": "应征款项", "late-fee": "滞纳金"}


def _decided(event: e.LevyDecided) -> str:
    late = f"，逾期每日加收万分之{event.late_fee_permyriad:f}" if event.late_fee_permyriad is not None else ""
    return f"作出征收决定（{event.number}），{yuan(event.amount_yuan)}，限{day(event.pay_by)}前缴纳{late}"


def _relief(event: e.LevyReliefDecided) -> str:
    said = f"{'批准' if event.granted else '不予批准'}{_RELIEFS[event.kind]}（{event.number}）"
    if not event.granted:
        return said
    if event.defer_until is not None:
        return f"{said}，缓至{day(event.defer_until)}"
    return f"{said}，{yuan(event.amount_yuan)}" if event.amount_yuan is not None else said


def _refund(event: e.RefundDecided) -> str:
    interest = f"，另付利息{yuan(event.interest_yuan)}" if event.interest_yuan is not None else ""
    return f"决定退还{yuan(event.amount_yuan)}（{event.number}）{interest}"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    e.LevyOpened: lambda event: f"{_KINDS[event.kind]}立项，承办人{len(event.handlers)}名",
    e.LevyAssessed: lambda event: f"核定应征数额{yuan(event.amount_yuan)}，共{len(event.charges)}项",
    e.LevyNoticeGiven: lambda event: f"征收事先告知（{event.number}），{yuan(event.amount_yuan)}",
    e.LevyStatementRecorded: lambda event: (
        "当事人放弃陈述" if event.waived else f"记录当事人陈述意见{len(event.points)}条"
    ),
    e.LevyStatementAnswered: lambda event: f"复核当事人的陈述意见：{'采纳' if event.accepted else '不予采纳'}",
    e.LevyDecided: _decided,
    e.PaymentNoticeIssued: lambda event: (
        f"{'催缴' if event.reminder else '通知缴款'}（{event.number}），{yuan(event.amount_yuan)}"
    ),
    e.LevyPaid: lambda event: f"{day(event.paid_on)}缴纳{_PURPOSES[event.purpose]}{yuan(event.amount_yuan)}",
    e.LateFeeImposed: lambda event: (
        f"加收滞纳金{yuan(event.amount_yuan)}（{event.number}），计{event.days}日，至{day(event.last_day)}"
    ),
    e.LevyReliefRequested: lambda event: f"当事人申请{_RELIEFS[event.kind]}（{event.item}）",
    e.LevyReliefDecided: _relief,
    e.LevyAdjusted: lambda event: f"登记变更后的应征数额{yuan(event.amount_yuan)}（{event.instrument}）",
    e.LevyReconciled: lambda event: f"票据{len(event.receipts)}张对账，合计{yuan(event.amount_yuan)}",
    e.RefundDecided: _refund,
    e.RefundPaid: lambda event: f"{day(event.paid_on)}退还{yuan(event.amount_yuan)}",
}
"""By the type of the event."""
