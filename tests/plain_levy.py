"""A plain case of levy: its commands, who sends them, and its course from start to archive."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from records.course.shapes import Command, PartyGiven
from records.levy import commands as c
from records.levy.events import Charge
from records.penalty.commands import ArchiveCase, CloseCase, ReviewDisclosure, ReviewSecrecy, ServeDocument

_AGENCY: Final = "11140429012345671E"
_MATTER: Final = "140429-cf-001"
_HANDLERS: Final = ("officer-wang", "officer-li")
_HEAD: Final = "head-zhao"
_CASHIER: Final = "archivist-feng"
"""Who takes no part in assessing and deciding."""

_BASIS: Final = ("山西省城镇生活垃圾处理费征收办法 第五条",)
_AMOUNT: Final = Decimal("300.00")
_RELIEF: Final = "六十日内可以向武乡县人民政府申请行政复议，或者六个月内向人民法院提起行政诉讼"

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    c.OpenLevy: {
        "title": "城镇垃圾处理费征收",
        "agency": _AGENCY,
        "matter": _MATTER,
        "handlers": _HANDLERS,
        "party": PartyGiven(kind="natural", name="张三丰", number="140429199001010013", address="监漳村12号"),
        "kind": "fee",
        "subject": "城镇垃圾处理费",
        "facts": "当事人在中心街经营商铺，面积120平方米。",
        "source": "declared",
    },
    c.AssessLevy: {
        "charges": (
            Charge(
                name="商铺垃圾处理费",
                base=Decimal(120),
                unit="平方米",
                rate_yuan=Decimal("2.50"),
                amount_yuan=_AMOUNT,
            ),
        ),
        "amount_yuan": _AMOUNT,
        "basis": _BASIS,
        "standard": "晋发改收费〔2020〕1号",
        "period_from": date(2026, 1, 1),
        "period_to": date(2026, 12, 31),
        "proof": ("房屋租赁合同",),
    },
    c.GiveLevyNotice: {
        "content": "拟征收城镇垃圾处理费300元。",
        "facts": "当事人经营商铺120平方米。",
        "basis": _BASIS,
        "reasons": "按公布的标准计算。",
        "amount_yuan": _AMOUNT,
    },
    c.RecordLevyStatement: {"waived": False, "points": ("面积应为100平方米。",)},
    c.AnswerLevyStatement: {"accepted": False, "conclusion": "经核对租赁合同，面积为120平方米。"},
    c.DecideLevy: {
        "content": "征收城镇垃圾处理费300元。",
        "facts": "当事人经营商铺120平方米。",
        "evidence": ("房屋租赁合同",),
        "basis": _BASIS,
        "reasons": "按公布的标准计算。",
        "relief": _RELIEF,
        "decided_by": _HEAD,
        "amount_yuan": _AMOUNT,
        "pay_by": date(2026, 4, 30),
        "performance": "缴入国库集中收缴账户",
        "bank": "武乡农商银行监漳支行 0002",
        "late_fee_basis": "某某法 第三十二条",
        "late_fee_permyriad": Decimal(5),
    },
    c.IssuePaymentNotice: {"amount_yuan": _AMOUNT, "pay_by": date(2026, 4, 30), "bank": "武乡农商银行监漳支行 0002"},
    c.RecordLevyPayment: {"amount_yuan": _AMOUNT, "paid_on": date(2026, 3, 2), "receipt": "晋财非税0001"},
    c.ImposeLateFee: {"last_day": date(2026, 5, 10)},
    c.RequestLevyRelief: {"kind": "reduce", "reason": "受灾停业三个月。", "proof": ("受灾证明",)},
    c.DecideLevyRelief: {
        "granted": True,
        "content": "准予减征100元。",
        "facts": "商铺因洪涝停业三个月。",
        "basis": ("某某办法 第八条",),
        "reasons": "符合受灾减征的条件。",
        "relief": _RELIEF,
        "decided_by": _HEAD,
        "amount_yuan": Decimal("100.00"),
    },
    c.AdjustLevy: {"amount_yuan": Decimal("200.00"), "instrument": "武政复决〔2026〕2号", "reason": "复议机关变更。"},
    c.ReconcileLevy: {"statement": "2026年3月非税收入对账单", "receipts": ("晋财非税0001",), "amount_yuan": _AMOUNT},
    c.DecideRefund: {
        "amount_yuan": Decimal("100.00"),
        "content": "退还多收的100元。",
        "basis": ("行政强制法 第四十一条",),
        "reasons": "减征以后多收。",
        "relief": _RELIEF,
        "decided_by": _HEAD,
    },
    c.PayRefund: {"amount_yuan": Decimal("100.00"), "paid_on": date(2026, 3, 2), "receipt": "晋财退0101"},
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {
    c.DecideLevy: _HEAD,
    c.RecordLevyPayment: _CASHIER,
    c.DecideLevyRelief: _HEAD,
    c.ReconcileLevy: _CASHIER,
    c.DecideRefund: _HEAD,
    c.PayRefund: _CASHIER,
}
"""Who sends it, where that is not a handler."""

PLAIN: Final[dict[str, tuple[tuple[str, type[Command], dict[str, Any]], ...]]] = {
    "levy": (
        ("opening", c.OpenLevy, {}),
        ("assessment", c.AssessLevy, {}),
        ("decision", c.DecideLevy, {}),
        ("payment-notice", c.IssuePaymentNotice, {}),
        ("service", ServeDocument, {"document": "levy-decision"}),
        ("secrecy", ReviewSecrecy, {}),
        ("disclosure", ReviewDisclosure, {}),
        ("payment", c.RecordLevyPayment, {}),
        ("reconciliation", c.ReconcileLevy, {}),
        ("closing", CloseCase, {"ground": "completed", "report": "应征款项已经缴清并对账。"}),
        ("archive", ArchiveCase, {"file_number": "2026-征-001"}),
    )
}
"""By procedure its course: stages with their commands."""
