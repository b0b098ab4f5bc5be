"""A plain case of court: its commands, who sends them, and its course from start to archive.

Opening and demand are papers of February: ten working days have to pass before the application is signed.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from plain_enforcement import BASIS, SCAN
from records.course.drafting import Drafted, SubmitDraft
from records.course.shapes import Command
from records.court import commands as c
from records.enforcement.commands import IssueDemand
from records.penalty import commands as p

MATERIALS: Final = ("拟作出的决定草案", "办理情况说明", "证据材料目录", "催告书及送达回证", "行政决定书")
_HEAD: Final = "head-zhao"

APPLICATION: Final[dict[str, Any]] = {
    "content": "强制执行罚款10000元和加处罚款10000元。",
    "facts": "当事人在法定期限内不申请复议、不起诉，经催告仍不履行。",
    "basis": ("行政强制法 第五十三条",),
    "reasons": "本机关没有行政强制执行权。",
}

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    c.OpenCourtCase: {
        **BASIS,
        "title": "申请法院执行罚款案",
        "decided_on": date(2025, 8, 18),
        "served_on": date(2025, 8, 20),
        "perform_by": date(2025, 9, 4),
    },
    c.SignApplication: {
        **APPLICATION,
        "court": "武乡县人民法院",
        "court_place": "agency",
        "immovable": False,
        "decision_paper": "监漳罚决〔2025〕1号决定书，占道经营的事实、理由和依据",
        "party_view": "当事人没有提出意见。",
        "demand_state": "催告书已经送达，十日内没有履行。",
        "object_state": "当事人在武乡农商银行有存款。",
        "sealed": True,
        "amount_yuan": Decimal("10000.00"),
        "decided_by": _HEAD,
    },
    c.SubmitApplication: {"receipt": "武乡法院收件回执 26-18"},
    c.RecordCourtAnswer: {
        "accepted": True,
        "instrument": "（2026）晋0429行审1号",
        "received_on": date(2026, 3, 2),
    },
    c.NoteCourtHearing: {"ground": "no-facts", "statement": "人民法院听取双方意见。"},
    c.RecordCourtRuling: {
        "enforce": True,
        "instrument": "（2026）晋0429行审1号裁定",
        "received_on": date(2026, 3, 2),
    },
    c.AskHigherCourt: {
        "about": "non-enforcement",
        "instrument": "监漳复申〔2026〕1号",
        "reasons": "决定合法。",
    },
    c.RecordHigherRuling: {
        "about": "non-enforcement",
        "granted": True,
        "instrument": "（2026）晋04行审复1号",
        "received_on": date(2026, 3, 2),
    },
    c.RecordCourtEnforcement: {
        "result": "whole",
        "amount_yuan": Decimal("20000.00"),
        "destination": "treasury",
        "cost_yuan": Decimal("200.00"),
        "instrument": "（2026）晋0429执9号",
        "received_on": date(2026, 3, 2),
    },
    c.DropApplication: {"ground": "performed", "reason": "当事人已经缴清。"},
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {c.SignApplication: _HEAD, c.DropApplication: _HEAD}
"""Who sends it, where that is not a handler."""

DRAFT: Final = Drafted(document="court-application", **APPLICATION, amount_yuan=Decimal("10000.00"))

PLAIN: Final[dict[str, tuple[tuple[str, type[Command], dict[str, Any]], ...]]] = {
    "court-application": (
        ("opening", c.OpenCourtCase, {"occurred_at": "2026-02-02", "entry": SCAN}),
        ("demand", IssueDemand, {"occurred_at": "2026-02-03", "entry": SCAN, "perform_by": date(2026, 2, 13)}),
        ("demand-served", p.ServeDocument, {"document": "demand", "occurred_at": "2026-02-03", "entry": SCAN}),
        ("draft", SubmitDraft, {"draft": DRAFT, "materials": MATERIALS}),
        ("review", p.ReviewCase, {}),
        ("application", c.SignApplication, {}),
        ("submission", c.SubmitApplication, {}),
        ("acceptance", c.RecordCourtAnswer, {}),
        ("ruling", c.RecordCourtRuling, {}),
        ("enforcement", c.RecordCourtEnforcement, {}),
        ("secrecy", p.ReviewSecrecy, {}),
        ("disclosure", p.ReviewDisclosure, {}),
        ("closing", p.CloseCase, {"ground": "completed", "report": "人民法院执行完毕。"}),
        ("archive", p.ArchiveCase, {"file_number": "2026-法执-001"}),
    )
}
"""By procedure its course: stages with their commands."""
