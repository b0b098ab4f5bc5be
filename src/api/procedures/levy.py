"""Levies and fees: values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from api.forms import Option
from records.course.case import Case
from records.course.shapes import Command
from records.levy.commands import (
    AdjustLevy,
    DecideLevy,
    DecideRefund,
    GiveLevyNotice,
    ImposeLateFee,
    IssuePaymentNotice,
    PayRefund,
    ReconcileLevy,
    RecordLevyPayment,
)
from records.levy.events import LevyAssessed, LevyDecided, LevyNoticeGiven, LevyOpened, LevyPaid
from records.levy.money import NOTHING, assessed, left, left_late, over, refund_left
from records.penalty.events import DecisionRevoked

Values = dict[str, Any]


def _intended(sources: Any) -> Values:
    """What notice and decision say of the assessment."""
    case: Case = sources.case
    opened, last, told = case.last(LevyOpened), case.last(LevyAssessed), case.last(LevyNoticeGiven)
    given: Values = {"facts": opened.facts if opened else "", "amount_yuan": assessed(case)}
    given |= {"basis": last.basis, "evidence": last.proof} if last else {}
    return given | ({"content": told.content, "facts": told.facts, "reasons": told.reasons} if told else {})


def _notice(sources: Any) -> Values:
    decided = sources.case.last(LevyDecided)
    owed = {"amount_yuan": left(sources.case)}
    return owed | ({"pay_by": decided.pay_by, "bank": decided.bank} if decided else {})


def _payment(sources: Any) -> Values:
    case, today = sources.case, sources.context.now.day
    if not left(case) and left_late(case):
        return {"purpose": "late-fee", "amount_yuan": left_late(case), "paid_on": today}
    return {"purpose": "levy", "amount_yuan": left(case), "paid_on": today}


def _receipts(sources: Any) -> Values:
    payments = sources.case.every(LevyPaid)
    return {
        "receipts": tuple(one.receipt for one in payments),
        "amount_yuan": sum((one.amount_yuan for one in payments), NOTHING),
    }


def _changed(sources: Any) -> Values:
    last = sources.case.last(DecisionRevoked)
    return {"instrument": last.instrument.number} if last else {}


MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    GiveLevyNotice: _intended,
    DecideLevy: _intended,
    IssuePaymentNotice: _notice,
    RecordLevyPayment: _payment,
    ImposeLateFee: lambda sources: {"last_day": sources.context.now.day},
    ReconcileLevy: _receipts,
    AdjustLevy: _changed,
    DecideRefund: lambda sources: {"amount_yuan": over(sources.case)},
    PayRefund: lambda sources: {"amount_yuan": refund_left(sources.case), "paid_on": sources.context.now.day},
}

CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {}
