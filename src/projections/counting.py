"""What an event is worth in the statistics, how a term counts, and how long stages took: pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from projections.projection import Step
from records.moment import Moment
from records.penalty.conclusions import every
from records.penalty.events import (
    CaseArchived,
    CaseClosed,
    CaseFiled,
    CaseReviewed,
    DecisionRevoked,
    DecisionSigned,
    DisclosureReviewed,
    DocumentServed,
    HearingHeld,
    LeadRegistered,
    NoticeGiven,
    PaymentRecorded,
    PenaltyDeclined,
    PenaltyEvent,
    SurchargeImposed,
    TransferSent,
)
from records.penalty.moments import Moments
from records.penalty.moments import Name as MomentName
from records.penalty.terms import Term

Measure = Literal[
    "leads",
    "cases_filed",
    "notices",
    "hearings",
    "reviews",
    "reviews_corrected",
    "decisions",
    "no_penalties",
    "fines_fen",
    "confiscated_fen",
    "served",
    "disclosed",
    "withheld",
    "revoked",
    "transfers",
    "paid_fen",
    "surcharge_fen",
    "closed",
    "archived",
    "refusals",
    "back_entries",
]
TermMeasure = Literal["on_time_occurred", "late_occurred", "on_time_recorded", "late_recorded"]

Span = Literal["filed-notice", "notice-decision", "filed-signed", "signed-served", "served-paid", "filed-closed"]

SPANS: Final[dict[Span, tuple[MomentName, MomentName]]] = {
    "filed-notice": ("filed", "notice-served"),
    "notice-decision": ("notice-served", "signed"),
    "filed-signed": ("filed", "signed"),
    "signed-served": ("signed", "served"),
    "served-paid": ("served", "paid"),
    "filed-closed": ("filed", "closed"),
}
"""The stretches of a case whose days are added up, each from one moment to another."""


class Count(NamedTuple):
    """What is counted, in which month (2026-01), and of which limit when it is about terms."""

    month: str
    measure: str
    """A Measure, a TermMeasure, or `days.` and `n.` with a Span."""
    limit_id: str = ""


Worth = list[tuple[Count, int]]


def worth(step: Step) -> Worth:
    """What a step adds; each count at most once."""
    occurred, recorded = _month(step.recorded.occurred_at.day), month(step.recorded.recorded_at)
    months = {"occurred": occurred, "recorded": recorded}
    found = [(Count(recorded, "back_entries"), 1)] if step.event.entry is not None else []
    for measure, by, value in _worth(step.event):
        in_month = _month(step.event.paid_on) if isinstance(step.event, PaymentRecorded) else months[by]
        found.append((Count(in_month, measure), value))
    return [(count, value) for count, value in found if value]


def _worth(event: PenaltyEvent) -> Iterator[tuple[Measure, Literal["occurred", "recorded"], int]]:
    """By measure, the month that it counts in, and the value; what is not here is counted nowhere."""
    match event:
        case LeadRegistered():
            yield "leads", "occurred", 1
        case CaseFiled():
            yield "cases_filed", "occurred", 1
        case NoticeGiven():
            yield "notices", "occurred", 1
        case HearingHeld():
            yield "hearings", "occurred", 1
        case CaseReviewed():
            yield "reviews", "occurred", 1
            yield "reviews_corrected", "occurred", int(event.result != "agreed")
        case DecisionSigned():
            yield "decisions", "occurred", 1
            yield "fines_fen", "occurred", _fen(event.fine_yuan)
            yield "confiscated_fen", "occurred", _fen(event.confiscated_yuan)
        case PenaltyDeclined():
            yield "no_penalties", "occurred", 1
        case DocumentServed():
            yield "served", "occurred", int(event.document in {"decision", "no-penalty"})
        case DisclosureReviewed():
            yield "withheld" if event.copy is None else "disclosed", "recorded", 1
        case DecisionRevoked():
            yield "revoked", "recorded", 1
        case TransferSent():
            yield "transfers", "occurred", 1
        case PaymentRecorded():
            yield "paid_fen", "occurred", _fen(event.amount_yuan)
        case SurchargeImposed():
            yield "surcharge_fen", "occurred", _fen(event.amount_yuan)
        case CaseClosed():
            yield "closed", "occurred", 1
        case CaseArchived():
            yield "archived", "occurred", 1
        case _:
            return


def judged(term: Term) -> Iterator[Count]:
    """How a term counts that is kept, or that lapsed when it was over already; an open one does not yet.

    That a party's term lapsed, or one of the police, says nothing of whether it was kept.
    """
    if term.kept_on:
        in_month = _month(term.kept_on)
        yield Count(in_month, "on_time_occurred" if term.in_time else "late_occurred", term.limit_id)
        yield Count(in_month, "on_time_recorded" if term.proven_in_time else "late_recorded", term.limit_id)
    elif term.bound in {"agency", "reviewer"} and term.lapsed_on and term.lapsed_on > term.due_on:
        yield Count(_month(term.lapsed_on), "late_occurred", term.limit_id)
        yield Count(_month(term.lapsed_on), "late_recorded", term.limit_id)


def took(moments: Moments) -> Worth:
    """How many days each stretch of a case took, by the first of its moments, in the month in which it ended.

    Papers that contradict each other, the end before the beginning, are left out.
    """
    found, counted = every(moments), Worth()
    for span, (begins, ends) in SPANS.items():
        if begins in found and ends in found:
            first, last = found[begins][0].on, found[ends][0].on
            if first <= last:
                counted.append((Count(_month(last), f"days.{span}"), (last - first).days))
                counted.append((Count(_month(last), f"n.{span}"), 1))
    return counted


def month(micros: int) -> str:
    """The month in Asia/Shanghai of a time in microseconds, as 2026-01."""
    return _month(Moment(micros).day)


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _fen(amount: Decimal | None) -> int:
    return int((amount or Decimal(0)) * 100)
