"""A plain case of measure: its commands, who sends them, and its course from start to archive."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from records.course.shapes import Command, PartyGiven
from records.measure.commands import (
    AnswerMeasureRequest,
    ArrangeCustody,
    CarryOutMeasure,
    CompensateParty,
    DecideMeasure,
    EndExamination,
    ExtendMeasure,
    HeldGiven,
    LapseMeasure,
    NoteGroundGone,
    ReleaseMeasure,
    ReportHarm,
    RequestMeasure,
    SellItem,
    SetExamination,
    SettleItem,
)
from records.penalty.commands import (
    ArchiveCase,
    CloseCase,
    LinkRecording,
    ReviewDisclosure,
    ReviewSecrecy,
    ServeDocument,
)
from records.register.events import LegalBasis, MeasureProvided

_AGENCY, _MATTER = "11140429012345671E", "140429-cf-001"
_HANDLERS: Final = ("officer-wang", "officer-li")
_HEAD: Final = "head-zhao"
_PHOTO: Final = "0" * 64
_BASIS: Final = "无证无照经营查处办法 第十一条"

NUMBER: Final = "监漳强措〔2026〕1号"
ITEM: Final = f"{NUMBER}#1"

PROVIDED: Final = (
    MeasureProvided(
        matter=_MATTER,
        measure="seize",
        level="administrative-regulation",
        basis=LegalBasis("无证无照经营查处办法", "第十一条"),
        categories=("综合执法",),
        valid_from=date(2020, 1, 1),
    ),
    MeasureProvided(
        matter=_MATTER,
        measure="seal",
        level="administrative-regulation",
        basis=LegalBasis("无证无照经营查处办法", "第十一条"),
        valid_from=date(2020, 1, 1),
    ),
    MeasureProvided(
        matter=_MATTER,
        measure="freeze",
        level="law",
        basis=LegalBasis("某法", "第二十条"),
        valid_from=date(2020, 1, 1),
    ),
)
"""What lets the agency of the tests take measures in its matter."""

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    RequestMeasure: {
        "title": "扣押无照经营工具案",
        "agency": _AGENCY,
        "matter": _MATTER,
        "handlers": _HANDLERS,
        "party": PartyGiven(kind="natural", name="张三丰", number="140429199001010013", address="监漳村12号"),
        "measure": "seize",
        "facts": "当事人无照经营，三轮车一辆用于经营活动。",
        "reasons": "防止转移用于违法经营的工具。",
        "basis": (_BASIS,),
        "value_yuan": Decimal("3000.00"),
    },
    AnswerMeasureRequest: {"approved": True, "reason": "情况属实，同意扣押。"},
    DecideMeasure: {
        "content": "扣押三轮车一辆。",
        "facts": "当事人无照经营。",
        "basis": (_BASIS,),
        "reasons": "防止转移用于违法经营的工具。",
        "relief": "六十日内可以申请行政复议，六个月内可以提起行政诉讼。",
        "decided_by": _HEAD,
        "valid_until": date(2026, 4, 1),
    },
    CarryOutMeasure: {
        "officers": _HANDLERS,
        "place": "监漳镇中心街",
        "begun_at": "2026-03-02T09:00:00+08:00",
        "ended_at": "2026-03-02T09:40:00+08:00",
        "certificates_shown": True,
        "rights_told": True,
        "defence": "当事人没有意见。",
        "findings": "当场扣押三轮车一辆，外观完好，登记造册。",
        "signature": "signed",
        "items": (
            HeldGiven(
                name="三轮车",
                quantity="1辆",
                condition="七成新",
                identifier="晋D12345",
                place="镇政府仓库",
                photo=_PHOTO,
                relation="用于无照经营的工具",
            ),
        ),
        "delivered": True,
        "recipient": "张三丰",
        "relation": "本人",
    },
    ArrangeCustody: {"items": (ITEM,), "keeper": "镇综合执法队", "by": "agency", "place": "镇政府仓库"},
    ReportHarm: {
        "item": ITEM,
        "harm": "damaged",
        "by": "agency",
        "facts": "搬运时车斗受损。",
        "amount_yuan": Decimal("200.00"),
    },
    SetExamination: {
        "items": (ITEM,),
        "kind": "appraisal",
        "institute": "武乡县价格认证中心",
        "begins_on": date(2026, 3, 3),
        "ends_on": date(2026, 3, 10),
        "told": True,
    },
    EndExamination: {"number": "监漳强检〔2026〕1号", "ended_on": date(2026, 3, 6), "result": "价值三千元。"},
    ExtendMeasure: {"days": 30, "reasons": "案情复杂，需要继续核实来源。", "decided_by": _HEAD},
    NoteGroundGone: {"ground": "settled", "facts": "处罚决定已经作出，不再需要扣押。"},
    ReleaseMeasure: {"ground": "settled", "reasons": "处罚决定已经作出，不再需要扣押。", "decided_by": _HEAD},
    LapseMeasure: {},
    SellItem: {
        "item": ITEM,
        "cause": "perishable",
        "reason": "鲜活物品，不能久存。",
        "means": "sale",
        "proceeds_yuan": Decimal("800.00"),
        "market_yuan": Decimal("1000.00"),
        "receipt": "晋财变0001",
    },
    SettleItem: {"item": ITEM, "fate": "returned", "reason": "已经解除扣押。", "receipt": "退还清单，当事人签名"},
    CompensateParty: {
        "item": ITEM,
        "amount_yuan": Decimal("200.00"),
        "paid_on": date(2026, 3, 20),
        "receipt": "晋财赔0001",
    },
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {
    AnswerMeasureRequest: _HEAD,
    DecideMeasure: _HEAD,
    ExtendMeasure: _HEAD,
    ReleaseMeasure: _HEAD,
    LapseMeasure: "system",
}
"""Who sends it, where that is not a handler."""


def timely(kind: type[Command], now: datetime) -> dict[str, Any]:
    """The days of such a command, counted from that on which it is sent."""
    today = now.date()
    if kind is DecideMeasure:
        return {"valid_until": today + timedelta(days=30)}
    if kind is SetExamination:
        return {"begins_on": today + timedelta(days=1), "ends_on": today + timedelta(days=8)}
    if kind is CarryOutMeasure:  # in a plain case all steps are taken at one time, and this one not before the decision
        return {"begun_at": now.isoformat(), "ended_at": now.isoformat()}
    return {"ended_on": today} if kind is EndExamination else {}


PLAIN: Final[dict[str, tuple[tuple[str, type[Command], dict[str, Any]], ...]]] = {
    "measure": (
        ("request", RequestMeasure, {}),
        ("approval", AnswerMeasureRequest, {}),
        ("decision", DecideMeasure, {}),
        ("site", CarryOutMeasure, {}),
        ("recording", LinkRecording, {"stage": "measure"}),
        ("secrecy", ReviewSecrecy, {}),
        ("disclosure", ReviewDisclosure, {}),
        ("release", ReleaseMeasure, {}),
        ("release-served", ServeDocument, {"document": "measure-release"}),
        ("return", SettleItem, {}),
        ("closing", CloseCase, {"ground": "completed", "report": "物品已经退还。"}),
        ("archive", ArchiveCase, {}),
    )
}
"""By procedure its course: stages with their commands."""
