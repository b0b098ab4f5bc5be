"""A plain case of enforcement: its commands, who sends them, and its course from start to archive.

Opening and demand are papers of February, since the term of the demand has to be over before the head decides.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from records.course.drafting import Drafted, SubmitDraft
from records.course.shapes import Command, PartyGiven, SomebodyGiven
from records.enforcement import acting_commands as a
from records.enforcement import commands as c
from records.enforcement.acting_events import AgreedStage
from records.enforcement.basis import EndBasisRelief, NoteBasisRelief, NoteBasisRevoked
from records.event import BackEntry
from records.penalty import commands as p

MATERIALS: Final = ("拟作出的决定草案", "办理情况说明", "证据材料目录", "陈述申辩材料", "催告书及送达回证")
_HEAD: Final = "head-zhao"
_HANDLERS: Final = ("officer-wang", "officer-li")
_AGENCY: Final = "11140429012345671E"
SCAN: Final = BackEntry(reason="系统上线前的纸质案卷", scan="0" * 64)

BASIS: Final[dict[str, Any]] = {
    "agency": _AGENCY,
    "matter": "140429-cf-001",
    "handlers": _HANDLERS,
    "party": PartyGiven(kind="natural", name="张三丰", number="140429199001010013", address="监漳村12号"),
    "decision_number": "监漳罚决〔2025〕1号",
    "object": "0" * 64,
    "decided_on": date(2024, 1, 10),
    "served_on": date(2024, 1, 15),
    "perform_by": date(2024, 1, 30),
    "duty": "money",
    "amount_yuan": Decimal("10000.00"),
    "content": "缴纳罚款10000元。",
}
"""What an opening says of the decision that is enforced."""

DECISION: Final[dict[str, Any]] = {
    "content": "划拨当事人存款20000元。",
    "facts": "当事人经催告仍不缴纳罚款。",
    "basis": ("行政强制法 第四十六条", "税收征收管理法 第四十条"),
    "reasons": "加处罚款超过三十日，经催告仍不履行。",
    "relief": "六十日内可以申请行政复议，六个月内可以提起行政诉讼。",
}

_SUBSTITUTE: Final[dict[str, Any]] = {
    "content": "由监漳清运队代为清除弃土。",
    "facts": "当事人在河道边堆放弃土，经催告仍不清除。",
    "basis": ("行政强制法 第五十条",),
    "reasons": "已经危害交通安全。",
    "relief": "六十日内可以申请行政复议，六个月内可以提起行政诉讼。",
}

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    c.OpenEnforcement: {
        **BASIS,
        "title": "罚款强制执行案",
        "power": "law",
        "power_basis": "税收征收管理法 第四十条",
        "surcharge_from": date(2024, 1, 31),
        "surcharge_told": True,
    },
    NoteBasisRelief: {
        "kind": "reconsideration",
        "body": "武乡县人民政府",
        "instrument": "武政复受〔2026〕5号",
        "accepted_on": date(2026, 2, 2),
    },
    EndBasisRelief: {
        "kind": "reconsideration",
        "outcome": "upheld",
        "instrument": "武政复决〔2026〕5号",
        "ended_on": date(2026, 2, 27),
        "served_on": date(2026, 2, 28),
    },
    NoteBasisRevoked: {},
    c.IssueDemand: {
        "content": "缴纳罚款10000元和加处罚款10000元。",
        "method": "到武乡农商银行监漳支行缴纳。",
        "perform_by": date(2026, 3, 12),
        "amount_yuan": Decimal("10000.00"),
        "surcharge_yuan": Decimal("10000.00"),
        "payment": "缴入武乡农商银行监漳支行 0001",
        "rights": "收到本催告书后，你有权进行陈述和申辩。",
    },
    c.AnnounceDemolition: {
        "content": "限你自行拆除违法建设的房屋。",
        "remove_by": date(2026, 3, 20),
        "carriers": ("镇政府公告栏", "现场张贴"),
    },
    c.DecideEnforcement: {
        **DECISION,
        "methods": ("transfer-deposit",),
        "enforce_on": date(2026, 3, 2),
        "amount_yuan": Decimal("10000.00"),
        "surcharge_yuan": Decimal("10000.00"),
        "deposit_basis": "税收征收管理法 第四十条",
        "decided_by": _HEAD,
    },
    c.DecideSubstitution: {
        **_SUBSTITUTE,
        "ground": "traffic",
        "target": "弃土三十立方米",
        "method": "装车清运",
        "enforce_on": date(2026, 3, 2),
        "substitute": "监漳清运队",
        "disinterested": True,
        "budget_yuan": Decimal("3000.00"),
        "decided_by": _HEAD,
    },
    c.ClearAtOnce: {
        "where": "road",
        "what": "spill",
        "place": "监漳镇中心街",
        "officers": _HANDLERS,
        "begun_at": "2026-03-02T09:00:00+08:00",
        "ended_at": "2026-03-02T09:40:00+08:00",
        "party_unable": True,
        "party_present": False,
        "substitute": "监漳清运队",
        "cost_yuan": Decimal("500.00"),
        "findings": "路面遗洒的砂石已经清除。",
        "signature": "absent",
        "witnesses": (SomebodyGiven(name="赵见证"),),
    },
    c.TellOfClearing: {"means": "telephone", "content": "已经清除你车遗洒的砂石，费用由你承担。"},
    a.RecordAct: {
        "method": "transfer-deposit",
        "officers": _HANDLERS,
        "place": "武乡农商银行监漳支行",
        "begun_at": "2026-03-02T09:00:00+08:00",
        "ended_at": "2026-03-02T09:40:00+08:00",
        "household": False,
        "findings": "划拨存款20000元。",
        "signature": "signed",
        "amount_yuan": Decimal("20000.00"),
        "destination": "treasury",
        "receipt": "晋财9001",
    },
    a.MakeAgreement: {
        "stages": (
            AgreedStage(due_on=date(2026, 4, 1), content="缴纳6000元", amount_yuan=Decimal("6000.00")),
            AgreedStage(due_on=date(2026, 5, 6), content="缴纳4000元", amount_yuan=Decimal("4000.00")),
        ),
        "harmless": True,
        "remedy": "已经清理现场。",
        "waived_yuan": Decimal("10000.00"),
    },
    a.PerformAgreement: {"stage": 1, "performed_on": date(2026, 3, 2), "receipt": "晋财9002"},
    a.BreakAgreement: {"stage": 1, "reason": "到期没有缴纳。"},
    a.RecordFulfilment: {
        "content": "缴纳罚款。",
        "whole": False,
        "amount_yuan": Decimal("1000.00"),
        "performed_on": date(2026, 3, 2),
        "receipt": "晋财9003",
    },
    a.SuspendEnforcement: {
        "ground": "no-ability",
        "reason": "当事人因病住院，暂无履行能力。",
        "harmless": True,
        "no_means": True,
    },
    a.ResumeEnforcement: {"reason": "当事人恢复履行能力。"},
    a.TerminateEnforcement: {"ground": "object-gone", "reason": "执行标的灭失。", "proof": "现场照片"},
    a.CompleteEnforcement: {"result": "enforced", "report": "款项已经全部执行到位。"},
    a.NoteReversal: {"ground": "wrong", "instrument": "监漳纠〔2026〕1号", "amount_yuan": Decimal("500.00")},
    a.RestoreProperty: {
        "means": "returned",
        "amount_yuan": Decimal("500.00"),
        "done_on": date(2026, 3, 2),
        "receipt": "晋财退9001",
    },
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {
    c.DecideEnforcement: _HEAD,
    c.DecideSubstitution: _HEAD,
    a.SuspendEnforcement: _HEAD,
    a.ResumeEnforcement: _HEAD,
    a.TerminateEnforcement: _HEAD,
}
"""Who sends it, where that is not a handler."""

DRAFT: Final = Drafted(document="enforcement-decision", **DECISION, amount_yuan=Decimal("10000.00"))

PLAIN: Final[dict[str, tuple[tuple[str, type[Command], dict[str, Any]], ...]]] = {
    "enforcement": (
        ("opening", c.OpenEnforcement, {"occurred_at": "2026-02-02", "entry": SCAN}),
        ("demand", c.IssueDemand, {"occurred_at": "2026-02-03", "entry": SCAN, "perform_by": date(2026, 2, 13)}),
        ("demand-served", p.ServeDocument, {"document": "demand", "occurred_at": "2026-02-04", "entry": SCAN}),
        ("draft", SubmitDraft, {"draft": DRAFT, "materials": MATERIALS}),
        ("review", p.ReviewCase, {}),
        ("decision", c.DecideEnforcement, {}),
        ("secrecy", p.ReviewSecrecy, {}),
        ("service", p.ServeDocument, {"document": "enforcement-decision"}),
        ("disclosure", p.ReviewDisclosure, {}),
        ("act", a.RecordAct, {}),
        ("recording", p.LinkRecording, {"stage": "execution"}),
        ("completion", a.CompleteEnforcement, {}),
        ("closing", p.CloseCase, {"ground": "completed", "report": "强制执行完毕。"}),
        ("archive", p.ArchiveCase, {"file_number": "2026-执-001"}),
    )
}
"""By procedure its course: stages with their commands."""
