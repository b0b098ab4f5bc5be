"""Licences: what each step was, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.words import day
from records.event import CaseEvent
from records.licence import events as e
from records.licence.kinds import (
    Action,
    Application,
    ApplicationEnd,
    Cancellation,
    Concerned,
    Kept,
    LicenceKind,
    NoAcceptance,
    Proposed,
    Refusal,
    Revocation,
    Special,
    Withdrawal,
)

KINDS: Final[Mapping[LicenceKind, str]] = {
    "ordinary": "普通",
    "concession": "特许",
    "qualification": "认可",
    "verification": "核准",
    "registration": "登记",
    "other": "其他",
}
_APPLICATIONS: Final[Mapping[Application, str]] = {"new": "行政许可", "change": "变更许可", "renewal": "延续许可"}
_ACTIONS: Final[Mapping[Action, str]] = {"withdrawal": "撤回", "revocation": "撤销", "cancellation": "注销"}
_NO_ACCEPTANCE: Final[Mapping[NoAcceptance, str]] = {
    "not-needed": "依法不需要取得许可",
    "not-ours": "不属于本机关职权范围",
    "false-papers": "隐瞒有关情况或者提供虚假材料",
    "barred": "在不得再次申请的限制期内",
    "not-supplemented": "逾期没有补正材料",
    "renewal-late": "没有在届满三十日前申请",
}
_ENDS: Final[Mapping[ApplicationEnd, str]] = {
    "died": "申请人死亡或者丧失行为能力",
    "organisation-ended": "申请的法人或者其他组织终止",
    "not-supplemented": "逾期没有补正材料",
}
_CONCERNED: Final[Mapping[Concerned, str]] = {"applicant": "申请人", "holder": "被许可人", "interested": "利害关系人"}
_SPECIAL: Final[Mapping[Special, str]] = {
    "hearing": "听证",
    "tender": "招标",
    "auction": "拍卖",
    "inspection": "检验",
    "testing": "检测",
    "quarantine": "检疫",
    "appraisal": "鉴定",
    "experts": "专家评审",
}
_PROPOSED: Final[Mapping[Proposed, str]] = {
    "grant": "准予",
    "refuse": "不予许可",
    "act": "予以办理",
    "keep": "不予办理",
}
_REFUSALS: Final[Mapping[Refusal, str]] = {
    "not-qualified": "不符合法定条件、标准",
    "false-papers": "隐瞒有关情况或者提供虚假材料",
    "number-limit": "名额已满",
    "other": "其他情形",
}
_WITHDRAWALS: Final[Mapping[Withdrawal, str]] = {
    "law-changed": "依据修改或者废止",
    "circumstances-changed": "客观情况发生重大变化",
}
_REVOCATIONS: Final[Mapping[Revocation, str]] = {
    "abuse": "工作人员滥用职权、玩忽职守",
    "beyond-power": "超越法定职权",
    "against-procedure": "违反法定程序",
    "not-qualified": "不具备资格或者不符合条件",
    "other": "其他情形",
    "fraud": "以欺骗、贿赂等不正当手段取得",
}
_CANCELLATIONS: Final[Mapping[Cancellation, str]] = {
    "expired": "届满未延续",
    "incapable": "公民死亡或者丧失行为能力",
    "organisation-ended": "法人或者其他组织终止",
    "ended": "被撤销、撤回或者吊销",
    "impossible": "不可抗力",
    "other": "其他情形",
}
_KEPT: Final[Mapping[Kept, str]] = {"public-harm": "撤销可能对公共利益造成重大损害", "unfounded": "没有应当处理的情形"}


def _applied(event: e.LicenceApplied) -> str:
    return f"收到{_APPLICATIONS[event.application]}申请，材料{len(event.materials)}份"


def _told(event: e.InterestedTold) -> str:
    return f"告知{_CONCERNED[event.to]}拟作出的决定{'，并告知听证权利' if event.hearing_told else ''}"


def _heard(event: e.InterestedHeard) -> str:
    points = f"意见{len(event.points)}条" if event.points else "没有意见"
    return f"听取{_CONCERNED[event.by]}陈述和申辩，{points}{'，放弃听证' if event.hearing_waived else ''}"


def _granted(event: e.LicenceGranted) -> str:
    until = f"至{day(event.valid_until)}" if event.valid_until else "，没有期限"
    spot = "当场" if event.on_the_spot else ""
    return f"{spot}准予行政许可（{event.number}），自{day(event.valid_from)}起{until}有效"


def _changed(event: e.LicenceChanged) -> str:
    until = f"，有效期至{day(event.valid_until)}" if event.valid_until else ""
    return f"准予变更、延续许可（{event.number}）{until}"


def _deemed(event: e.RenewalDeemed) -> str:
    until = f"，有效期至{day(event.valid_until)}" if event.valid_until else ""
    return f"许可届满前没有作出决定，视为准予延续{until}"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    e.LicenceApplied: _applied,
    e.LicenceActionOpened: lambda event: f"启动{_ACTIONS[event.action]}许可",
    e.SupplementAsked: lambda event: f"一次告知补正材料{len(event.missing)}份（{event.number}）",
    e.MaterialsSupplemented: lambda event: f"收到补正材料，{'已经补齐' if event.complete else '尚未补齐'}",
    e.ApplicationAccepted: lambda event: f"受理申请（{event.number}），自{day(event.accepted_on)}起算",
    e.AcceptanceDeemed: lambda event: f"五个工作日内没有告知，自{day(event.accepted_on)}起视为受理",
    e.AcceptanceRefused: lambda event: f"不予受理（{event.number}）：{_NO_ACCEPTANCE[event.ground]}",
    e.ApplicationWithdrawn: lambda _: "申请人撤回申请",
    e.ApplicationEnded: lambda event: f"终止办理申请：{_ENDS[event.ground]}",
    e.LicenceFeeCharged: lambda event: f"依法收取费用{event.amount_yuan:,.2f}元",
    e.InterestedTold: _told,
    e.InterestedHeard: _heard,
    e.HearingAnnounced: lambda event: f"公告举行听证，载体{len(event.carriers)}种",
    e.SpecialTimeBegun: lambda event: (
        f"告知{_SPECIAL[event.what]}所需时间不计入期限，至{day(event.until)}（{event.number}）"
    ),
    e.SpecialTimeEnded: lambda _: "不计入期限的时间结束",
    e.LicenceTermExtended: lambda event: f"经批准延长许可期限并告知理由（{event.number}）",
    e.ApplicationForwarded: lambda _: "将初步审查意见和全部材料报送上级机关",
    e.ExaminationConcluded: lambda event: f"提出审查意见：{_PROPOSED[event.proposal]}",
    e.LicenceGranted: _granted,
    e.LicenceChanged: _changed,
    e.LicenceRefused: lambda event: f"不予行政许可（{event.number}）：{_REFUSALS[event.ground]}",
    e.RenewalDeemed: _deemed,
    e.CertificateIssued: lambda event: f"颁发许可证件（{event.number}）",
    e.LicenceWithdrawn: lambda event: f"撤回许可（{event.number}）：{_WITHDRAWALS[event.ground]}",
    e.LicenceRevoked: lambda event: f"撤销许可（{event.number}）：{_REVOCATIONS[event.ground]}",
    e.LicenceCancelled: lambda event: f"注销许可（{event.number}）：{_CANCELLATIONS[event.ground]}",
    e.LicenceKept: lambda event: f"保留许可（{event.number}）：{_KEPT[event.ground]}",
    e.LicenceCompensationPaid: lambda event: (
        f"支付补偿、赔偿{event.amount_yuan:,.2f}元"
        + (f"，尚余{event.left_yuan:,.2f}元" if event.left_yuan else "，已经付清")
    ),
    e.LicenceComplaintReceived: lambda event: f"收到{event.item}",
    e.LicenceComplaintAnswered: lambda event: f"答复{event.item}{'，并已纠正' if event.correction else ''}",
}
"""By the type of the event."""
