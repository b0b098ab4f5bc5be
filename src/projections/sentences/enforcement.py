"""Compulsory enforcement: what each step was, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.words import EFFECTS, RELIEF_ENDS, RELIEFS, day, yuan
from records.enforcement import acting_events as a
from records.enforcement import events as e
from records.enforcement.basis import BasisReliefEnded, BasisReliefNoted, BasisRevoked, EnforcedOpened
from records.event import CaseEvent

_METHODS: Final[Mapping[e.Method, str]] = {
    "transfer-deposit": "划拨存款、汇款",
    "auction": "拍卖或者依法处理财物",
    "auction-seized": "拍卖查封、扣押的财物",
    "remove-obstacle": "排除妨碍",
    "restore": "恢复原状",
    "demolition": "强制拆除",
    "substitute": "代履行",
    "other": "其他方式",
}
_SUSPENDED: Final[Mapping[a.SuspensionGround, str]] = {
    "no-ability": "暂无履行能力",
    "third-party-claim": "第三人主张权利",
    "irreparable-loss": "可能造成难以弥补的损失",
    "other": "其他情形",
}
_TERMINATED: Final[Mapping[a.TerminationGround, str]] = {
    "citizen-dead": "公民死亡",
    "organisation-ended": "组织终止",
    "object-gone": "执行标的灭失",
    "basis-revoked": "据以执行的决定被撤销",
    "other": "其他情形",
    "three-years": "中止执行满三年",
}
_RESULTS: Final = {"performed": "当事人自行履行", "enforced": "强制执行完毕", "agreement": "执行协议履行完毕"}
_REVERSED: Final = {
    "basis-revoked": "据以执行的决定被撤销",
    "basis-changed": "据以执行的决定被变更",
    "wrong": "执行错误",
}
_RESTORED: Final = {"returned": "退还", "restored": "恢复原状", "compensated": "赔偿"}


def opened(event: EnforcedOpened, what: str) -> str:
    """How a case that enforces a decision begins."""
    owed = f"，金额{yuan(event.amount_yuan)}" if event.amount_yuan is not None else ""
    return f"{what}（据以执行的决定：{event.decision_number}{owed}）"


def _act(event: a.ActRecorded) -> str:
    came_in = f"，执行所得{yuan(event.amount_yuan)}" if event.amount_yuan is not None else ""
    urgent = "，情况紧急" if event.urgent_reason.strip() else ""
    return f"实施强制执行：{_METHODS[event.method]}，执行人员{len(event.officers)}名{urgent}{came_in}"


def _decided(event: e.EnforcementDecided) -> str:
    methods = "、".join(_METHODS[one] for one in event.methods)
    return f"作出强制执行决定（{event.number}）：{methods}{'，立即执行' if event.immediate else ''}"


def _fulfilled(event: a.FulfilmentRecorded) -> str:
    paid = yuan(event.amount_yuan) if event.amount_yuan is not None else ""
    return f"当事人自行履行{paid}（{day(event.performed_on)}）"


def _noted(event: a.ReversalNoted) -> str:
    if event.ground == "basis-changed" and event.amount_yuan is None and not event.items:
        return f"核对执行回转：{_REVERSED[event.ground]}，没有应当退还的款项或者财物"
    return f"应当执行回转：{_REVERSED[event.ground]}"


def _restored(event: a.PropertyRestored) -> str:
    amount = yuan(event.amount_yuan) if event.amount_yuan is not None else "财物一项"
    return f"执行回转：{_RESTORED[event.means]}{amount}（{day(event.done_on)}）"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    e.EnforcementOpened: lambda event: opened(event, "强制执行立案"),
    BasisReliefNoted: lambda event: f"当事人对据以执行的决定提起{RELIEFS[event.kind]}，{day(event.accepted_on)}受理",
    BasisReliefEnded: lambda event: f"据以执行的决定的{RELIEFS[event.kind]}终结：{RELIEF_ENDS[event.outcome]}",
    BasisRevoked: lambda event: (
        f"据以执行的决定（{event.number}）被{EFFECTS[event.effect]}（{event.instrument.number}）"
    ),
    e.DemandIssued: lambda event: f"发出催告书（{event.number}），限{day(event.perform_by)}以前（含当日）履行",
    e.DemolitionAnnounced: lambda event: (
        f"公告限期拆除（{event.number}），限{day(event.remove_by)}以前（含当日）自行拆除"
    ),
    e.EnforcementDecided: _decided,
    e.SubstituteDecided: lambda event: f"作出代履行决定（{event.number}），费用预算{yuan(event.budget_yuan)}",
    e.ClearedAtOnce: lambda event: f"立即代履行，当事人{'在场' if event.party_present else '不在场'}",
    e.ClearingTold: lambda _: "立即代履行后通知当事人",
    a.ActRecorded: _act,
    a.AgreementMade: lambda event: f"达成执行协议，分{len(event.stages)}个阶段履行",
    a.AgreementStagePerformed: lambda event: f"执行协议第{event.stage}阶段已经履行（{day(event.performed_on)}）",
    a.AgreementBroken: lambda event: f"执行协议第{event.stage}阶段未履行，恢复强制执行",
    a.FulfilmentRecorded: _fulfilled,
    a.EnforcementSuspended: lambda event: f"中止执行（{event.number}）：{_SUSPENDED[event.ground]}",
    a.EnforcementResumed: lambda _: "恢复执行",
    a.EnforcementTerminated: lambda event: f"终结执行（{event.number}）：{_TERMINATED[event.ground]}",
    a.EnforcementCompleted: lambda event: f"执行完毕：{_RESULTS[event.result]}",
    a.ReversalNoted: _noted,
    a.PropertyRestored: _restored,
}
"""By the type of the event."""
