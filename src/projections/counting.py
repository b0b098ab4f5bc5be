"""What an event is worth in the statistics, and how a term counts: pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, assert_never

from projections.projection import Step
from projections.terms import Term
from records.moment import Moment
from records.penalty.events import (
    CaseFiled,
    DecisionRevoked,
    DecisionSigned,
    DisclosureReviewed,
    DocumentServed,
    RecordingLinked,
)

Measure = Literal[
    "cases_filed",
    "decisions",
    "fines_fen",
    "confiscated_fen",
    "served",
    "disclosed",
    "withheld",
    "revoked",
    "refusals",
    "back_entries",
    "on_time_occurred",
    "late_occurred",
    "on_time_recorded",
    "late_recorded",
]


class Count(NamedTuple):
    """What is counted, in which month (2026-01), and of which limit when it is about terms."""

    month: str
    measure: Measure
    limit_id: str = ""


def worth(step: Step) -> Iterator[tuple[Count, int]]:
    """What a step adds; each count at most once."""
    occurred = _month(step.recorded.occurred_at.day)
    recorded = month(step.recorded.recorded_at)
    if step.event.entry is not None:
        yield Count(recorded, "back_entries"), 1
    event = step.event
    match event:
        case CaseFiled():
            yield Count(occurred, "cases_filed"), 1
        case DecisionSigned():
            yield Count(occurred, "decisions"), 1
            yield Count(occurred, "fines_fen"), _fen(event.fine_yuan)
            yield Count(occurred, "confiscated_fen"), _fen(event.confiscated_yuan)
        case DocumentServed():
            yield Count(occurred, "served"), 1
        case DisclosureReviewed():
            yield Count(recorded, "withheld" if event.copy is None else "disclosed"), 1
        case DecisionRevoked():
            yield Count(recorded, "revoked"), 1
        case RecordingLinked():
            pass
        case _:
            assert_never(event)


def judged(term: Term) -> Iterator[Count]:
    """How a term counts that is kept, or that lapsed when it was over already; an open one does not yet.

    Whether a party's term was kept is not recorded so far: that it lapsed says nothing of it.
    """
    if term.kept_on and term.proven_on:
        in_month = _month(term.kept_on)
        kept, proven = term.kept_on <= term.due_on, term.proven_on <= term.due_on
        yield Count(in_month, "on_time_occurred" if kept else "late_occurred", term.limit_id)
        yield Count(in_month, "on_time_recorded" if proven else "late_recorded", term.limit_id)
    elif term.bound == "agency" and term.lapsed_on and term.lapsed_on > term.due_on:
        yield Count(_month(term.lapsed_on), "late_occurred", term.limit_id)
        yield Count(_month(term.lapsed_on), "late_recorded", term.limit_id)


def month(micros: int) -> str:
    """The month in Asia/Shanghai of a time in microseconds, as 2026-01."""
    return _month(Moment(micros).day)


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _fen(amount: Decimal | None) -> int:
    return int((amount or Decimal(0)) * 100)
