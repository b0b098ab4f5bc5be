"""Petitions (裁决、给付、确认、奖励): what each step was, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.words import METHODS, OTHER_DOCUMENTS, day, yuan
from records.event import CaseEvent
from records.petition import events as e

_KINDS: Final = {"ruling": "行政裁决", "payment": "行政给付", "confirmation": "行政确认", "reward": "行政奖励"}
_SPEAKERS: Final = {
    "applicant": "申请人",
    "respondent": "被申请人",
    "third-party": "利害关系人",
    "objector": "异议人",
}
_MEDIATIONS: Final = {"agreed": "达成协议", "failed": "未达成协议", "declined": "当事人不愿调解"}
_PROPOSALS: Final = {"grant": "支持", "partly": "部分支持", "refuse": "不予支持"}
_OUTCOMES: Final = {"granted": "支持", "partly": "部分支持", "refused": "不予支持"}
_MEANS: Final = {"bank": "银行发放", "cash": "现金发放", "handed-over": "当面颁发"}
_STOPS: Final = {
    "condition-gone": "不再符合条件",
    "fraud": "以欺骗手段取得",
    "mistake": "决定或者发放有误",
    "died": "领取人死亡",
    "given-up": "本人放弃",
}


def _accepted(event: e.PetitionAccepted) -> str:
    until = f"，{day(event.decide_by)}前办结" if event.decide_by is not None else ""
    return f"受理申请（{event.number}）{until}"


def _decided(event: e.PetitionDecided) -> str:
    amounts = (("共", event.amount_yuan), ("每次", event.each_yuan))
    said = "".join(f"，{title}{yuan(amount)}" for title, amount in amounts if amount is not None)
    return f"作出决定（{event.number}）：{_OUTCOMES[event.outcome]}{said}"


def _paid(event: e.GrantPaid) -> str:
    amount = yuan(event.amount_yuan) if event.amount_yuan is not None else ""
    return f"{day(event.paid_on)}{_MEANS[event.means]}{amount}{'，已全部发放' if event.final else ''}"


def _stopped(event: e.GrantStopped) -> str:
    back = f"，追回{yuan(event.recover_yuan)}" if event.recover_yuan is not None else ""
    return f"决定自{day(event.from_on)}起停止（{event.number}）：{_STOPS[event.ground]}{back}"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    e.PetitionReceived: lambda event: f"收到{_KINDS[event.kind]}申请，材料{len(event.materials)}份",
    e.PetitionSupplementAsked: lambda event: f"告知补正（{event.number}），限{day(event.bring_by)}前补齐",
    e.PetitionSupplemented: lambda event: f"收到补正材料{len(event.materials)}份{'，已补齐' if event.complete else ''}",
    e.PetitionAccepted: _accepted,
    e.PetitionRefused: lambda event: f"不予受理（{event.number}）",
    e.PetitionWithdrawn: lambda _: "申请人撤回申请",
    e.RespondentTold: lambda event: f"向被申请人送交申请书副本（{event.number}）",
    e.ThirdPartyTold: lambda event: f"告知利害关系人{len(event.people)}名（{event.number}）",
    e.PetitionStatementRecorded: lambda event: f"{_SPEAKERS[event.by]}陈述意见（{event.item}）",
    e.PetitionStatementAnswered: lambda event: f"答复{event.item}：{'采纳' if event.accepted else '不予采纳'}",
    e.MediationHeld: lambda event: f"调解：{_MEDIATIONS[event.outcome]}",
    e.MediationConcluded: lambda event: f"制作调解书（{event.number}）",
    e.PetitionExamined: lambda event: f"提出审查意见：{_PROPOSALS[event.proposal]}",
    e.RewardProposed: lambda _: "提出奖励建议",
    e.ListDisplayed: lambda event: f"公示名单，共{len(event.entries)}项",
    e.PetitionExtended: lambda event: f"延长办理期限{event.working_days}个工作日（{event.number}）",
    e.PetitionDecided: _decided,
    e.GrantPaid: _paid,
    e.GrantStopped: _stopped,
    e.GrantRecovered: lambda event: f"{day(event.paid_on)}追回{yuan(event.amount_yuan)}",
    e.ParticipantServed: lambda event: (
        f"向{_SPEAKERS[event.role]}送达{OTHER_DOCUMENTS[event.document]}（{METHODS[event.method]}）"
    ),
    e.PetitionPerformed: lambda _: "记录履行情况",
}
"""By the type of the event."""
