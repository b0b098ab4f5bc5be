"""Levies and fees: which command leads to which event, and which issue a numbered document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.event import CaseEvent
from records.levy import commands as c
from records.levy import events as e

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    e.LevyOpened: c.OpenLevy,
    e.LevyAssessed: c.AssessLevy,
    e.LevyNoticeGiven: c.GiveLevyNotice,
    e.LevyStatementRecorded: c.RecordLevyStatement,
    e.LevyStatementAnswered: c.AnswerLevyStatement,
    e.LevyDecided: c.DecideLevy,
    e.PaymentNoticeIssued: c.IssuePaymentNotice,
    e.LevyPaid: c.RecordLevyPayment,
    e.LateFeeImposed: c.ImposeLateFee,
    e.LevyReliefRequested: c.RequestLevyRelief,
    e.LevyReliefDecided: c.DecideLevyRelief,
    e.LevyAdjusted: c.AdjustLevy,
    e.LevyReconciled: c.ReconcileLevy,
    e.RefundDecided: c.DecideRefund,
    e.RefundPaid: c.PayRefund,
}
"""By the type of the event the command that it came from; what opens a case comes first."""

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {
    c.GiveLevyNotice: "levy-notice",
    c.DecideLevy: "levy-decision",
    c.IssuePaymentNotice: "payment-notice",
    c.ImposeLateFee: "late-fee",
    c.DecideLevyRelief: "levy-relief",
    c.DecideRefund: "refund-decision",
}
"""The commands that issue a document with a number."""
