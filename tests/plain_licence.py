"""A plain case of licence: its commands, who sends them, and its course from start to archive."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from records.course.shapes import Command, PartyGiven, SomebodyGiven
from records.licence import commands as c
from records.penalty import commands as p

_AGENCY: Final = "11140429012345671E"
_MATTER: Final = "140429-cf-001"
_HANDLERS: Final = ("officer-wang", "officer-li")
_HEAD: Final = "head-zhao"
_LICENCE: Final = "监漳许准〔2020〕1号"
"""A licence on paper, which the ledger does not have."""

_OPENING: Final[dict[str, Any]] = {
    "agency": _AGENCY,
    "matter": _MATTER,
    "handlers": _HANDLERS,
    "party": PartyGiven(kind="natural", name="张三丰", number="140429199001010013", address="监漳村12号"),
    "kind": "ordinary",
}
_DECISION: Final[dict[str, Any]] = {
    "facts": "申请材料齐全，符合法定条件。",
    "evidence": ("申请书", "现场核查记录"),
    "basis": ("城市市容和环境卫生管理条例 第十四条",),
    "reasons": "经审查，符合法定条件、标准。",
    "relief": "六十日内可以向武乡县人民政府申请行政复议，或者六个月内向人民法院提起行政诉讼",
    "decided_by": _HEAD,
}

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    c.ApplyLicence: {
        **_OPENING,
        "title": "临时占道经营许可",
        "application": "new",
        "content": "在中心街临时占用人行道设摊",
        "materials": ("申请书", "身份证复印件"),
        "channel": "window",
    },
    c.OpenLicenceAction: {
        **_OPENING,
        "title": "撤销临时占道经营许可",
        "action": "revocation",
        "trigger": "complaint",
        "facts": "举报称许可以虚假材料取得。",
        "licence": _LICENCE,
        "licence_from": date(2020, 1, 1),
        "licence_until": date(2029, 12, 31),
    },
    c.AskLicenceSupplement: {"missing": ("场地平面图",), "note": "请在补齐以后一并提交。"},
    c.SupplementMaterials: {"materials": ("场地平面图",), "complete": True},
    c.AcceptApplication: {"sealed": True},
    c.DeemAccepted: {},
    c.RefuseAcceptance: {
        **_DECISION,
        "content": "不予受理。",
        "ground": "not-ours",
        "competent": "武乡县住房和城乡建设局",
        "sealed": True,
    },
    c.WithdrawApplication: {"reason": "申请人书面撤回。"},
    c.EndApplication: {"ground": "died", "proof": "死亡证明"},
    c.ChargeLicenceFee: {"amount_yuan": Decimal("20.00"), "receipt": "晋财0101"},
    c.TellInterested: {
        "to": "interested",
        "interested": (SomebodyGiven(name="李四", contact="中心街3号"),),
        "content": "拟准予在中心街3号门前设摊，影响通行。",
        "hearing_told": True,
        "means": "in-person",
    },
    c.HearInterested: {
        "by": "interested",
        "points": ("摊位影响门前通行。",),
        "answer": "采纳，已调整摊位位置。",
    },
    c.AnnounceHearing: {
        "ground": "public-interest",
        "carriers": ("镇政府公告栏", "县政府网站"),
        "content": "就中心街设摊许可举行听证。",
    },
    c.BeginSpecialTime: {"what": "experts", "until": date(2026, 3, 20), "reason": "需要专家评审。"},
    c.EndSpecialTime: {"period": "监漳许特〔2026〕1号", "result": "评审通过。"},
    c.ExtendLicenceTerm: {"reason": "需要进一步核实场地权属。"},
    c.ForwardApplication: {"to": "武乡县人民政府", "opinion": "初步审查符合条件。"},
    c.ConcludeExamination: {"proposal": "grant", "findings": "申请材料齐全，符合法定条件。"},
    c.GrantLicence: {
        **_DECISION,
        "content": "准予在中心街指定区域临时设摊。",
        "certificate": "临时占道经营许可证",
        "valid_from": date(2026, 3, 2),
        "valid_until": date(2027, 3, 1),
    },
    c.ChangeLicence: {
        **_DECISION,
        "content": "准予延续。",
        "certificate": "临时占道经营许可证",
        "valid_from": date(2026, 3, 2),
        "valid_until": date(2027, 3, 1),
    },
    c.RefuseLicence: {**_DECISION, "content": "不予许可。", "ground": "not-qualified", "reasons": "场地不符合条件。"},
    c.DeemRenewal: {},
    c.IssueCertificate: {
        "name": "临时占道经营许可证",
        "valid_from": date(2026, 3, 2),
        "valid_until": date(2027, 3, 1),
        "sealed": True,
    },
    c.WithdrawLicence: {
        **_DECISION,
        "content": "撤回许可。",
        "ground": "circumstances-changed",
        "public_interest": "中心街改造为消防通道。",
        "compensation": "补偿摊位拆除费用。",
        "compensation_yuan": Decimal("500.00"),
    },
    c.RevokeLicence: {
        **_DECISION,
        "content": "撤销许可。",
        "ground": "not-qualified",
        "compensation": "没有损失。",
    },
    c.CancelLicence: {
        **_DECISION,
        "content": "注销许可。",
        "ground": "organisation-ended",
        "proof": "注销登记通知书",
    },
    c.KeepLicence: {**_DECISION, "content": "不予撤销。", "ground": "unfounded"},
    c.PayLicenceCompensation: {
        "amount_yuan": Decimal("500.00"),
        "paid_on": date(2026, 3, 2),
        "receipt": "晋财付0001",
    },
    c.ReceiveLicenceComplaint: {
        "complainants": (SomebodyGiven(name="王六", contact="13800000000"),),
        "received_on": date(2026, 3, 1),
        "summary": "持证人转租摊位。",
    },
    c.AnswerLicenceComplaint: {"item": "举报1", "answer": "经核查没有转租。", "correction": ""},
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {
    c.DeemAccepted: "system",
    c.DeemRenewal: "system",
    c.RefuseAcceptance: _HEAD,
    c.EndApplication: _HEAD,
    c.ExtendLicenceTerm: _HEAD,
    c.ForwardApplication: _HEAD,
    c.GrantLicence: _HEAD,
    c.ChangeLicence: _HEAD,
    c.RefuseLicence: _HEAD,
    c.WithdrawLicence: _HEAD,
    c.RevokeLicence: _HEAD,
    c.CancelLicence: _HEAD,
    c.KeepLicence: _HEAD,
}
"""Who sends it, where that is not a handler."""

PLAIN: Final[dict[str, tuple[tuple[str, type[Command], dict[str, Any]], ...]]] = {
    "licence": (
        ("application", c.ApplyLicence, {}),
        ("acceptance", c.AcceptApplication, {}),
        ("examination", c.ConcludeExamination, {}),
        ("decision", c.GrantLicence, {}),
        ("certificate", c.IssueCertificate, {}),
        ("secrecy", p.ReviewSecrecy, {}),
        ("service", p.ServeDocument, {"document": "licence-decision"}),
        ("disclosure", p.ReviewDisclosure, {}),
        ("closing", p.CloseCase, {"ground": "completed", "report": "许可已经办结，证件已经颁发。"}),
        ("archive", p.ArchiveCase, {"file_number": "2026-许-001"}),
    )
}
"""By procedure its course: stages with their commands."""
