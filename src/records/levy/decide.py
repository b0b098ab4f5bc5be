"""Levies and fees: who decides on which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.decider import Decider
from records.course.shapes import Command
from records.levy.assessment import assess_levy, open_levy
from records.levy.commands import (
    AdjustLevy,
    AnswerLevyStatement,
    AssessLevy,
    DecideLevy,
    DecideLevyRelief,
    DecideRefund,
    GiveLevyNotice,
    ImposeLateFee,
    IssuePaymentNotice,
    OpenLevy,
    PayRefund,
    ReconcileLevy,
    RecordLevyPayment,
    RecordLevyStatement,
    RequestLevyRelief,
)
from records.levy.deciding import decide_levy, issue_payment_notice
from records.levy.paying import impose_late_fee, reconcile_levy, record_levy_payment
from records.levy.reductions import adjust_levy, decide_levy_relief, request_levy_relief
from records.levy.refunds import decide_refund, pay_refund
from records.levy.telling import answer_levy_statement, give_levy_notice, record_levy_statement

OUTER: Final = frozenset({"levy-receipt-used"})
"""Rules on what other cases did: their verdict stays as it was at entry."""

DECIDERS: Final[Mapping[type[Command], Decider]] = {
    OpenLevy: open_levy,
    AssessLevy: assess_levy,
    GiveLevyNotice: give_levy_notice,
    RecordLevyStatement: record_levy_statement,
    AnswerLevyStatement: answer_levy_statement,
    DecideLevy: decide_levy,
    IssuePaymentNotice: issue_payment_notice,
    RecordLevyPayment: record_levy_payment,
    ImposeLateFee: impose_late_fee,
    RequestLevyRelief: request_levy_relief,
    DecideLevyRelief: decide_levy_relief,
    AdjustLevy: adjust_levy,
    ReconcileLevy: reconcile_levy,
    DecideRefund: decide_refund,
    PayRefund: pay_refund,
}
"""By the type of the command."""
