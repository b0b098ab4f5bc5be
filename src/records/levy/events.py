"""Events of a levy or a fee: from its assessment to what went back (行政征收、行政收费)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

import msgspec

from records.course.decided import Decided
from records.course.opened import Opened
from records.event import CaseEvent

LevyKind = Literal["levy", "fee"]
"""征收, 行政事业性收费."""


class LevyOpened(Opened, frozen=True, kw_only=True, tag="levy-opened/1"):
    """A levy or a fee falls due of somebody: what for, and what is known of it."""

    kind: LevyKind
    subject: str
    """What is levied (征收项目), as 水土保持补偿费."""
    facts: str
    """Why it is owed, as declared or as found."""
    source: Literal["declared", "found", "handed-over"]
    """申报, 核查发现, 其他机关转来."""

    @property
    def procedure(self) -> str:
        """Id of the procedure."""
        return "levy"


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """A line of an assessment: base × rate = amount."""

    name: str
    base: Decimal
    """How much of it there is, in `unit`."""
    unit: str
    rate_yuan: Decimal
    """Yuan for one unit."""
    amount_yuan: Decimal


class LevyAssessed(CaseEvent, frozen=True, kw_only=True, tag="levy-assessed/1"):
    """核定: what is owed by the sector's law; the last assessment counts."""

    charges: tuple[Charge, ...]
    amount_yuan: Decimal
    """The sum of the lines."""
    basis: tuple[str, ...]
    """The law or regulation that lets it be levied."""
    standard: str
    """The document that fixes the rate (收费标准文件)."""
    period_from: date | None = None
    """First day of the time for which it is levied."""
    period_to: date | None = None
    proof: tuple[str, ...] = ()
    """What the base was found by."""


class LevyNoticeGiven(CaseEvent, frozen=True, kw_only=True, tag="levy-notice-given/1"):
    """征收事先告知书: of a large levy the party is told before."""

    number: str
    content: str
    facts: str
    basis: tuple[str, ...]
    reasons: str
    amount_yuan: Decimal


class LevyStatementRecorded(CaseEvent, frozen=True, kw_only=True, tag="levy-statement-recorded/1"):
    """What the party states about the intended levy, or that it gives up to."""

    waived: bool
    points: tuple[str, ...] = ()


class LevyStatementAnswered(CaseEvent, frozen=True, kw_only=True, tag="levy-statement-answered/1"):
    """What the agency found of what the party had stated."""

    accepted: bool
    conclusion: str


class LevyDecided(Decided, frozen=True, kw_only=True, tag="levy-decided/1"):
    """行政征收决定书: how much, by when, and what is added where it is late."""

    document: ClassVar[str] = "levy-decision"

    amount_yuan: Decimal
    pay_by: date
    """The last day to pay."""
    performance: str
    """How to pay."""
    bank: str
    late_fee_basis: str = ""
    """The law by which a late fee is added (行政强制法 第四十五条), empty: none is."""
    late_fee_permyriad: Decimal | None = None
    """Ten-thousandths of what is unpaid that are added each day."""


class PaymentNoticeIssued(CaseEvent, frozen=True, kw_only=True, tag="payment-notice-issued/1"):
    """缴款通知书: with the decision, or again when the day has passed."""

    number: str
    reminder: bool
    amount_yuan: Decimal
    pay_by: date
    bank: str


class LevyPaid(CaseEvent, frozen=True, kw_only=True, tag="levy-paid/1"):
    """Money of the party came in, by the receipt of the finance department (财政票据); it counts on its own day."""

    purpose: Literal["levy", "late-fee"]
    amount_yuan: Decimal
    paid_on: date
    channel: Literal["bank", "electronic", "officer"]
    """银行, 电子支付, 执法人员直接收取 — the last only on a paper that shows it."""
    receipt: str
    settles: bool
    """Whether nothing of the levy was left to be paid after it, late fees apart."""
    over_yuan: Decimal
    """What has come in above what stands, after it."""


class LateFeeImposed(CaseEvent, frozen=True, kw_only=True, tag="late-fee-imposed/1"):
    """加收滞纳金: added day by day, never above the levy (行政强制法 第四十五条)."""

    number: str
    first_day: date
    last_day: date
    days: int
    amount_yuan: Decimal


class LevyReliefRequested(CaseEvent, frozen=True, kw_only=True, tag="levy-relief-requested/1"):
    """The party applies for a reduction, an exemption or a deferral (减征、免征、缓征)."""

    item: str
    """Its name within the case, as `申请1`; given by the system."""
    kind: Literal["reduce", "exempt", "defer"]
    reason: str
    proof: tuple[str, ...]


class LevyReliefDecided(CaseEvent, frozen=True, kw_only=True, tag="levy-relief-decided/1"):
    """减免缓征决定书: the head's answer, with its basis."""

    item: str
    number: str
    granted: bool
    kind: Literal["reduce", "exempt", "defer"]
    content: str
    facts: str = ""
    evidence: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    reasons: str = ""
    relief: str = ""
    decided_by: str
    valid_until: date | None = None
    """Last day on which it holds, None when it has no term."""
    amount_yuan: Decimal | None = None
    """By how much the levy is reduced; of an exemption all that stands."""
    defer_until: date | None = None
    settles: bool
    """Whether nothing of a levy that was decided is left to be paid after it."""
    over_yuan: Decimal
    """What has come in above what stands, after it."""


class LevyAdjusted(CaseEvent, frozen=True, kw_only=True, tag="levy-adjusted/1"):
    """The amount that stands once an instrument has changed the decision."""

    amount_yuan: Decimal
    instrument: str
    reason: str
    settles: bool
    over_yuan: Decimal


class LevyReconciled(CaseEvent, frozen=True, kw_only=True, tag="levy-reconciled/1"):
    """对账: the receipts of the case against the bank's or treasury's statement."""

    statement: str
    """Which statement of bank or treasury."""
    receipts: tuple[str, ...]
    amount_yuan: Decimal
    """What the statement shows."""


class RefundDecided(CaseEvent, frozen=True, kw_only=True, tag="refund-decided/1"):
    """退还决定书: what was taken without ground goes back in full, with interest where a law says so."""

    number: str
    amount_yuan: Decimal
    interest_yuan: Decimal | None = None
    interest_basis: str = ""
    content: str
    basis: tuple[str, ...]
    reasons: str
    relief: str
    decided_by: str


class RefundPaid(CaseEvent, frozen=True, kw_only=True, tag="refund-paid/1"):
    """Money went back to the party."""

    amount_yuan: Decimal
    paid_on: date
    receipt: str
    left_yuan: Decimal
    """What is still to go back after it."""
