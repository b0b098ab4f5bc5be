"""A plain case of spot: its commands, who sends them, and its course from start to archive."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from records.course.shapes import Command, PartyGiven
from records.penalty.commands import ArchiveCase, CloseCase, ReviewDisclosure, ReviewSecrecy
from records.publishing.commands import PublishFulfilment
from records.spot.commands import (
    CollectFine,
    DecideSpot,
    DepositFines,
    HandInFines,
    HearSpot,
    OpenSpot,
    RecordLanding,
    ReportSpot,
    TellSpot,
    TurnSpot,
)

_AGENCY, _MATTER = "11140429012345671E", "140429-cf-001"
_HANDLERS: Final = ("officer-wang", "officer-li")

_PAPER: Final[dict[str, Any]] = {
    "kinds": ("罚款",),
    "fine_yuan": Decimal("50.00"),
    "content": "罚款50元",
    "facts": "当事人在中心街人行道上摆摊。",
    "reasons": "情节轻微，事实确凿。",
    "basis": ("城市市容和环境卫生管理条例 第三十六条",),
}
"""What is told and decided."""

RELIEF: Final = (
    "不服本决定的，应当在六十日内先向武乡县人民政府申请行政复议；对复议决定不服的，再向人民法院提起行政诉讼。"
)

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    OpenSpot: {
        "title": "占道经营当场处罚案",
        "agency": _AGENCY,
        "matter": _MATTER,
        "handlers": _HANDLERS,
        "party": PartyGiven(kind="natural", name="张三丰", number="140429199001010013", address="监漳村12号"),
        "acted_on": date(2026, 3, 1),
        "place": "监漳镇中心街",
        "facts": "在中心街人行道上摆摊，占用盲道。",
        "certificates_shown": True,
    },
    TellSpot: {**_PAPER, "rights_told": True},
    HearSpot: {},
    DecideSpot: {
        **_PAPER,
        "evidence": ("现场照片二张", "当事人的当场陈述"),
        "place": "监漳镇中心街",
        "performance": "当场缴纳",
        "collect_now": True,
        "correction": "责令立即清理摊位，当事人已经当场改正。",
        "relief": RELIEF,
        "decided_by": _HANDLERS[0],
        "handed_over": True,
        "recipient": "张三丰",
        "relation": "本人",
    },
    ReportSpot: {"materials": ("当场行政处罚决定书存根", "专用票据存根")},
    TurnSpot: {
        "reason": "facts",
        "explanation": "当事人否认摊位是其所有，需要进一步调查。",
        "related_case": "019c0000-0000-7000-8000-0000000000ff",
    },
    CollectFine: {
        "ground": "small",
        "amount_yuan": Decimal("50.00"),
        "receipt": "晋财罚00001",
        "finance_receipt": True,
        "place": "监漳镇中心街",
    },
    RecordLanding: {"place": "监漳水库码头"},
    HandInFines: {"receipts": ("晋财罚00001",), "amount_yuan": Decimal("50.00"), "voucher": "监漳收0001"},
    DepositFines: {
        "receipts": ("晋财罚00001",),
        "amount_yuan": Decimal("50.00"),
        "bank": "武乡农商银行监漳支行",
        "voucher": "农商回单0001",
    },
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {}
"""Who sends it, where that is not a handler."""

PLAIN: Final[dict[str, tuple[tuple[str, type[Command], dict[str, Any]], ...]]] = {
    "penalty-simple": (
        ("opened", OpenSpot, {}),
        ("told", TellSpot, {}),
        ("heard", HearSpot, {}),
        ("decision", DecideSpot, {}),
        ("collected", CollectFine, {}),
        ("reported", ReportSpot, {}),
        ("handed-in", HandInFines, {}),
        ("deposited", DepositFines, {}),
        ("secrecy", ReviewSecrecy, {}),
        ("disclosure", ReviewDisclosure, {}),
        ("fulfilment", PublishFulfilment, {}),
        ("closing", CloseCase, {"report": "罚款已当场收缴并缴付银行。"}),
        ("archive", ArchiveCase, {"file_number": "2026-当罚-001", "pages": 6}),
    )
}
"""By procedure its course: stages with their commands."""
