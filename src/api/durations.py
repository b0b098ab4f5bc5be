"""How long stages took and how often limits were kept, as tables: one period, and agencies or months side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from projections.counting import EDGES
from projections.spans import BY_PROCEDURE, span_of
from projections.statistics import Figures, SpanFigures, TermFigures
from records.law.entries import Limit

_BOUND: Final = ("agency", "reviewer")


def tells(limit: Limit) -> bool:
    """Whether a limit says how an agency works: its own, and no right that nobody has to use."""
    return limit.bound in _BOUND and not limit.right


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """How long one stretch of the cases took."""

    name: str
    procedure: str
    """Id."""
    days: str
    """Calendar days on average, as 12.5."""
    half: str
    """What at least half of the cases did not exceed, by classes: 15 日内."""
    cases: int
    whole: bool
    """Whether it goes through several stages."""


class Cell(msgspec.Struct, frozen=True):
    """A figure, and of how many it is; empty when there was none."""

    value: str = ""
    count: int = 0


_NONE: Final = Cell()


class Row(msgspec.Struct, frozen=True):
    """A stretch or a limit, with a cell for each agency or month."""

    name: str
    procedure: str
    """Id."""
    cells: tuple[Cell, ...]


class Comparison(msgspec.Struct, frozen=True):
    """Agencies or months side by side."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]


Named = tuple[str, Figures]
"""The figures of an agency or a month, with its name."""


def durations(figures: Figures) -> tuple[Duration, ...]:
    """Of every stretch that a case has come through, by procedure in the order of the stages."""
    return tuple(
        Duration(
            name=span_of(one.procedure, one.span).title,
            procedure=one.procedure,
            days=_average(one),
            half=_half(one),
            cases=one.cases,
            whole=not span_of(one.procedure, one.span).stage,
        )
        for one in figures.spans
    )


def durations_compared(columns: Sequence[Named]) -> Comparison:
    """The average days of each stretch."""
    found = [
        {(one.procedure, one.span): Cell(_average(one), one.cases) for one in figures.spans} for _, figures in columns
    ]
    titles = {(procedure, span.id): span.title for procedure, spans in BY_PROCEDURE.items() for span in spans}
    return _compared(columns, titles, found)


def limits_compared(columns: Sequence[Named], limits: Mapping[str, Mapping[str, Limit]]) -> Comparison:
    """The share of each limit of the agencies that was kept in time, by when the steps occurred.

    `limits` are by procedure and id.
    """
    found = [{(one.procedure, one.limit_id): _kept(one) for one in figures.terms} for _, figures in columns]
    titles = {
        (procedure, one.id): one.title for procedure, some in limits.items() for one in some.values() if tells(one)
    }
    return _compared(columns, titles, found)


def share(kept: int, missed: int) -> str:
    """As 96.0%; empty when there is nothing to judge."""
    return f"{kept / (kept + missed):.1%}" if kept + missed else ""


_Place = tuple[str, str]
"""Procedure, and id of the span or the limit."""


def _compared(
    columns: Sequence[Named], titles: Mapping[_Place, str], found: Sequence[Mapping[_Place, Cell]]
) -> Comparison:
    rows = (Row(title, place[0], tuple(one.get(place, _NONE) for one in found)) for place, title in titles.items())
    heads = tuple(name for name, _ in columns)
    return Comparison(heads, tuple(row for row in rows if any(cell.count for cell in row.cells)))


def _average(one: SpanFigures) -> str:
    return f"{one.days / one.cases:.1f}"


def _half(one: SpanFigures) -> str:
    edge = next((edge for edge in EDGES if 2 * one.within.get(edge, 0) >= one.cases), None)
    return f"{edge} 日内" if edge is not None else f"超过 {EDGES[-1]} 日"


def _kept(one: TermFigures) -> Cell:
    judged = one.on_time_occurred + one.late_occurred
    return Cell(share(one.on_time_occurred, one.late_occurred), judged)
