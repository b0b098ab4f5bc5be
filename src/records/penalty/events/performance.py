"""执行: payment, deferral, instalments, surcharge, and what stays them (行政处罚法 第六十六条至第七十四条)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from records.event import CaseEvent

ReliefKind = Literal["reconsideration", "lawsuit"]
"""行政复议, 行政诉讼."""


class PaymentRecorded(CaseEvent, frozen=True, kw_only=True, tag="payment-recorded/1"):
    """Money of the party reached the bank, or an officer where art 69 allows it; a payment counts on its day."""

    purpose: Literal["fine", "surcharge", "confiscated"]
    amount_yuan: Decimal
    paid_on: date
    channel: Literal["bank", "electronic", "on-the-spot"]
    receipt: str
    request: str = ""
    """Of money that an officer took: what the party asked for, and the remote place (第六十九条)."""


class Instalment(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a fine, and the day on which it is due."""

    due_on: date
    amount_yuan: Decimal


class DeferralRequested(CaseEvent, frozen=True, kw_only=True, tag="deferral-requested/1"):
    """The party asks to pay later or in parts, for hardship (第六十六条第二款)."""

    reason: str
    proof: str


class DeferralDecided(CaseEvent, frozen=True, kw_only=True, tag="deferral-decided/1"):
    """延期（分期）缴纳罚款通知书: the plan replaces the due date."""

    number: str
    granted: bool
    reason: str
    plan: tuple[Instalment, ...] = ()


class SurchargeImposed(CaseEvent, frozen=True, kw_only=True, tag="surcharge-imposed/1"):
    """加处罚款: 3 % a day of what is unpaid, never more than the fine (第七十二条)."""

    number: str
    first_day: date
    last_day: date
    days: int
    """Days that count: those of relief and of a stay don't."""
    amount_yuan: Decimal


class ReliefSought(CaseEvent, frozen=True, kw_only=True, tag="relief-sought/1"):
    """Reconsideration or a lawsuit against the decision was accepted; the surcharge stands still (第七十三条)."""

    kind: ReliefKind
    body: str
    instrument: str
    accepted_on: date


class ReliefEnded(CaseEvent, frozen=True, kw_only=True, tag="relief-ended/1"):
    """It is over, and the decision stands or does not; undoing it is a step of its own."""

    kind: ReliefKind
    outcome: Literal["upheld", "withdrawn", "rejected", "undone"]
    instrument: str
    ended_on: date


class PerformanceStayed(CaseEvent, frozen=True, kw_only=True, tag="performance-stayed/1"):
    """停止执行, by agency, reconsideration body, court or a law (第七十三条; 行政复议法 第四十二条)."""

    by: Literal["agency", "reconsideration", "court", "law"]
    instrument: str
    reason: str


class StayLifted(CaseEvent, frozen=True, kw_only=True, tag="stay-lifted/1"):
    """The stay is over."""

    instrument: str
    reason: str
