"""Commands of a levy or a fee: what a clerk may ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from records.course.decided import Decide
from records.course.opened import Open
from records.course.shapes import Body, Brief, Command, Items, Line, Said, Yuan
from records.levy.events import Charge, LevyKind

Listed = Annotated[Items, msgspec.Meta(min_length=1)]


class OpenLevy(Open, frozen=True, kw_only=True, tag="open-levy"):
    """Opens a levy or a fee of somebody."""

    kind: LevyKind
    subject: Line
    facts: Said
    source: Literal["declared", "found", "handed-over"]

    @property
    def procedure(self) -> str:
        """Id of the procedure."""
        return "levy"


class AssessLevy(Command, frozen=True, kw_only=True, tag="assess-levy"):
    """Assesses what is owed, line by line."""

    charges: Annotated[tuple[Charge, ...], msgspec.Meta(min_length=1, max_length=100)]
    amount_yuan: Yuan
    basis: Items = ()
    standard: Brief = ""
    period_from: date | None = None
    period_to: date | None = None
    proof: Items = ()


class GiveLevyNotice(Command, frozen=True, kw_only=True, tag="give-levy-notice"):
    """Tells the party of a large levy before it is decided."""

    number: Brief = ""
    content: Body = ""
    facts: Body = ""
    basis: Items = ()
    reasons: Body = ""
    amount_yuan: Yuan


class RecordLevyStatement(Command, frozen=True, kw_only=True, tag="record-levy-statement"):
    """Records what the party states, or that it gives up to."""

    waived: bool
    points: Items = ()


class AnswerLevyStatement(Command, frozen=True, kw_only=True, tag="answer-levy-statement"):
    """Says what was found of it."""

    accepted: bool
    conclusion: Said


class DecideLevy(Decide, frozen=True, kw_only=True, tag="decide-levy"):
    """The head decides on the levy."""

    amount_yuan: Yuan
    pay_by: date
    performance: Body = ""
    bank: Brief = ""
    late_fee_basis: Brief = ""
    late_fee_permyriad: Yuan | None = None


class IssuePaymentNotice(Command, frozen=True, kw_only=True, tag="issue-payment-notice"):
    """Issues a notice to pay (缴款通知书)."""

    number: Brief = ""
    reminder: bool = False
    amount_yuan: Yuan
    pay_by: date
    bank: Brief = ""


class RecordLevyPayment(Command, frozen=True, kw_only=True, tag="record-levy-payment"):
    """Records a payment by its receipt."""

    purpose: Literal["levy", "late-fee"] = "levy"
    amount_yuan: Yuan
    paid_on: date
    channel: Literal["bank", "electronic", "officer"] = "bank"
    receipt: Line


class ImposeLateFee(Command, frozen=True, kw_only=True, tag="impose-late-fee"):
    """Adds the late fee up to and with a day; the system computes it."""

    last_day: date
    number: Brief = ""
    amount_yuan: Yuan | None = None
    """Of a paper alone: the amount that it bears."""


class RequestLevyRelief(Command, frozen=True, kw_only=True, tag="request-levy-relief"):
    """Records that the party applies for a reduction, an exemption or a deferral."""

    kind: Literal["reduce", "exempt", "defer"]
    reason: Said
    proof: Listed


class DecideLevyRelief(Decide, frozen=True, kw_only=True, tag="decide-levy-relief"):
    """The head grants it, or doesn't."""

    granted: bool
    amount_yuan: Yuan | None = None
    defer_until: date | None = None


class AdjustLevy(Command, frozen=True, kw_only=True, tag="adjust-levy"):
    """Enters the amount that an instrument has left of the levy."""

    amount_yuan: Yuan
    instrument: Line
    reason: Said


class ReconcileLevy(Command, frozen=True, kw_only=True, tag="reconcile-levy"):
    """Holds the receipts against the statement of bank or treasury."""

    statement: Line
    receipts: Listed
    amount_yuan: Yuan


class DecideRefund(Command, frozen=True, kw_only=True, tag="decide-refund"):
    """The head decides that money goes back."""

    number: Brief = ""
    amount_yuan: Yuan
    interest_yuan: Yuan | None = None
    interest_basis: Brief = ""
    content: Body = ""
    basis: Items = ()
    reasons: Body = ""
    relief: Body = ""
    decided_by: Line


class PayRefund(Command, frozen=True, kw_only=True, tag="pay-refund"):
    """Records that money went back."""

    amount_yuan: Yuan
    paid_on: date
    receipt: Line
