"""Sentences of what follows when a decision is attacked, supervised or undone."""

from __future__ import annotations

from typing import assert_never

from projections.sentences.words import DIRECTIVES, GOODS_BACK, PURPOSES, RELIEF_PROCEDURES, RELIEFS, day, yuan
from records.penalty.events import (
    ApplicationPassedOn,
    ApplicationTaken,
    EvidenceSupplemented,
    GoodsReturned,
    InstrumentPerformed,
    InstrumentReceived,
    RedoLinked,
    ReliefAnswered,
    ReliefCopyReceived,
    RepaymentMade,
)

Relief = (
    ApplicationTaken
    | ApplicationPassedOn
    | ReliefCopyReceived
    | ReliefAnswered
    | EvidenceSupplemented
    | InstrumentReceived
    | InstrumentPerformed
    | RepaymentMade
    | GoodsReturned
    | RedoLinked
)


def relief(event: Relief) -> str:
    """Answers, instruments, what goes back, and what is decided anew."""
    match event:
        case ApplicationTaken():
            return f"当事人通过本机关提交复议申请（{day(event.received_on)}收到）"
        case ApplicationPassedOn():
            return f"向行政复议机关转送复议申请（{event.instrument}）"
        case ReliefCopyReceived():
            return _copy(event)
        case ReliefAnswered():
            late = "，逾期" if event.late_reason.strip() else ""
            return f"{RELIEFS[event.kind]}答复：提交材料{len(event.materials)}份{late}"
        case EvidenceSupplemented():
            return f"经同意补充{event.item}（{event.kind}），不作为决定的依据"
        case InstrumentReceived():
            until = f"，{day(event.due_on)}前履行" if event.due_on else ""
            return f"收到{event.body}{DIRECTIVES[event.kind]}（{event.number}）{until}"
        case InstrumentPerformed():
            return f"报告{event.number}的履行情况"
        case RepaymentMade():
            return f"退还{PURPOSES[event.purpose]}{yuan(event.amount_yuan)}（{day(event.paid_on)}）"
        case GoodsReturned():
            return f"{event.item}{GOODS_BACK[event.means]}"
        case RedoLinked():
            return f"关联被撤销的{event.number}，重新作出决定"
        case _:
            assert_never(event)


def _copy(event: ReliefCopyReceived) -> str:
    if event.kind == "lawsuit":
        return f"收到起诉状副本（{day(event.received_on)}）"
    return f"收到复议申请书副本（{day(event.received_on)}，{RELIEF_PROCEDURES[event.procedure]}）"
