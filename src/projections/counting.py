"""What an event is worth in the statistics, how a term counts, and how long stages took: pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from projections.projection import Step
from projections.spans import BY_PROCEDURE, Milestone, Span
from records.course.case import Decision
from records.course.conclusions import every
from records.course.moments import Moments
from records.course.opened import Opened
from records.course.terms import Term
from records.event import CaseEvent
from records.moment import Moment
from records.penalty.events import (
    CaseArchived,
    CaseClosed,
    CaseFiled,
    CaseReviewed,
    DecisionSigned,
    DisclosureReviewed,
    DocumentServed,
    EntryVoided,
    HearingHeld,
    LeadRegistered,
    NoticeGiven,
    PaymentRecorded,
    PenaltyDeclined,
    SurchargeImposed,
    TransferSent,
)
from records.publishing.events import DisclosureReReviewed
from records.spot.collecting import FineCollected
from records.spot.events import SpotDecided, SpotOpened

Measure = Literal[
    "opened",
    "decided",
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
    "steps",
    "defective",
]
TermMeasure = Literal["on_time_occurred", "late_occurred", "on_time_recorded", "late_recorded"]

_PENAL: Final = frozenset({"decision", "no-penalty", SpotDecided.document})
"""Documents that are the decision of a penalty case."""

EDGES: Final = (3, 7, 15, 30, 60, 90)
"""Days: a stretch of a case is in the class of the first edge that it does not exceed, a longer one in none."""

Milestones = dict[str, tuple[Milestone, date]]
"""What was reached on which day, by the version of its entry."""


class Count(NamedTuple):
    """What is counted, in which month (2026-01), and of which limit when it is about terms."""

    month: str
    measure: str
    """A Measure, a TermMeasure, or of a span: `days.`, `n.`, and of a class of its cases, as `n7.`, with its id."""
    limit_id: str = ""


Worth = list[tuple[Count, int]]


def worth(step: Step) -> Worth:
    """What a step adds; each count at most once."""
    occurred, recorded = _month(step.recorded.occurred_at.day), month(step.recorded.recorded_at)
    months = {"occurred": occurred, "recorded": recorded}
    found = [
        (Count(recorded, "back_entries"), int(step.event.entry is not None)),
        (Count(recorded, "steps"), int(not isinstance(step.event, EntryVoided))),
        (Count(recorded, "defective"), int(bool(step.event.defects))),
    ]
    for measure, by, value in (*_of_any(step.event), *_worth(step.event)):
        in_month = _month(step.event.paid_on) if isinstance(step.event, PaymentRecorded) else months[by]
        found.append((Count(in_month, measure), value))
    return [(count, value) for count, value in found if value]


def _of_any(event: CaseEvent) -> Iterator[tuple[Measure, Literal["occurred", "recorded"], int]]:
    """The same of what cases of every procedure have."""
    if isinstance(event, CaseFiled | Opened):
        yield "opened", "occurred", 1
    elif isinstance(event, Decision):
        yield "decided", "occurred", 1


def _worth(event: CaseEvent) -> Iterator[tuple[Measure, Literal["occurred", "recorded"], int]]:
    """By measure, the month that it counts in, and the value; what is not here is counted nowhere."""
    match event:
        case LeadRegistered():
            yield "leads", "occurred", 1
        case CaseFiled() | SpotOpened():
            yield "cases_filed", "occurred", 1
        case NoticeGiven():
            yield "notices", "occurred", 1
        case HearingHeld():
            yield "hearings", "occurred", 1
        case CaseReviewed():
            yield "reviews", "occurred", 1
            yield "reviews_corrected", "occurred", int(event.result != "agreed")
        case DecisionSigned() | SpotDecided():
            yield "decisions", "occurred", 1
            yield "fines_fen", "occurred", _fen(event.fine_yuan)
            yield "confiscated_fen", "occurred", _fen(event.confiscated_yuan)
        case PenaltyDeclined():
            yield "no_penalties", "occurred", 1
        case DocumentServed():
            yield "served", "occurred", int(event.document in _PENAL)
        case DisclosureReReviewed():  # the review before it was counted: only what becomes public now is new
            yield "disclosed", "recorded", int(event.copy is not None and event.former == "withheld")
        case DisclosureReviewed():
            yield "withheld" if event.copy is None else "disclosed", "recorded", 1
        case TransferSent():
            yield "transfers", "occurred", 1
        case PaymentRecorded() | FineCollected():
            yield "paid_fen", "occurred", _fen(event.amount_yuan)
        case SurchargeImposed():
            yield "surcharge_fen", "occurred", _fen(event.amount_yuan)
        case CaseClosed():
            yield "closed", "occurred", 1
        case CaseArchived():
            yield "archived", "occurred", 1
        case _:
            return


def undone(moments: Moments) -> Worth:
    """That a decision was revoked, changed or found illegal: once, with the first instrument that was recorded."""
    recorded = (mark.recorded_at for mark in moments.marks if mark.moment == "revocation")
    return [(Count(month(at), "revoked"), 1) for at in sorted(recorded)[:1]]


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


def took(moments: Moments, milestones: Milestones) -> Worth:
    """How many days each stretch of a case took, by the first of its moments, in the month in which it ended.

    Left out are papers that contradict each other, the end before the beginning, and what one paper says of both.
    """
    found, counted = _firsts(moments, milestones), Worth()
    for span in BY_PROCEDURE.get(moments.procedure, ()):
        first, last = found.get(span.begins), found.get(span.ends)
        if first is not None and last is not None and first.on <= last.on and first.version != last.version:
            counted += _taken(span, _month(last.on), (last.on - first.on).days)
    return counted


class _First(NamedTuple):
    """When something came about for the first time, and by which entry."""

    on: date
    version: int


def _firsts(moments: Moments, milestones: Milestones) -> dict[str, _First]:
    found = every(moments)
    firsts = {name: _First(marks[0].on, marks[0].version) for name, marks in found.items()}
    for version, (name, day) in milestones.items():
        reached = _First(day, int(version))
        firsts[name] = min(reached, firsts.get(name, reached))
    paid = {mark.version for mark in found.get("payment", ())}
    if "ended" in firsts and firsts["ended"].version in paid:
        firsts["performed"] = firsts["ended"]
    return firsts


def _taken(span: Span, in_month: str, days: int) -> Iterator[tuple[Count, int]]:
    yield Count(in_month, f"days.{span.id}"), days
    yield Count(in_month, f"n.{span.id}"), 1
    edge = next((edge for edge in EDGES if days <= edge), None)
    if edge is not None:
        yield Count(in_month, f"n{edge}.{span.id}"), 1


def month(micros: int) -> str:
    """The month in Asia/Shanghai of a time in microseconds, as 2026-01."""
    return _month(Moment(micros).day)


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _fen(amount: Decimal | None) -> int:
    return int((amount or Decimal(0)) * 100)
