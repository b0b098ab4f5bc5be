"""Statistics as they are shown: rows with names, on-time rates under each clock, months without gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import msgspec
from sqlalchemy import Connection

from projections.counting import Span
from projections.due import Overdue, count_overdue
from projections.names import agency_names, matter_names
from projections.statistics import Dimension, Figures, TermFigures, statistics
from records.law.data import Limit

MONTHS: Final = 12
"""Months shown when no year is chosen: the latest that have figures."""

_PUBLICATION: Final = "published"
_SHOWN: Final = ("cases_filed", "decisions", "no_penalties", "served", "disclosed", "withheld", "revoked")
_UNITS: Final = {"working-day": "个工作日", "calendar-day": "日", "month": "个月", "hour": "小时"}
SPANS: Final[dict[Span, str]] = {
    "filed-notice": "立案至告知",
    "notice-decision": "告知至决定",
    "filed-signed": "立案至决定",
    "signed-served": "决定至送达",
    "served-paid": "送达至缴清罚款",
    "filed-closed": "立案至结案",
}


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """How often one limit was kept: judged by when the steps occurred, and by when they were recorded."""

    limit: str
    title: str
    article: str
    length: str
    """As 15 个工作日."""
    occurred: str
    """Share kept in time, as 96.0%; empty when there was nothing to judge."""
    recorded: str
    on_time: int
    late: int
    overdue: int = 0
    """Open ones whose term is over: they are in no share yet."""


class Average(msgspec.Struct, frozen=True, kw_only=True):
    """How long a stretch of the cases took on average."""

    name: str
    days: str
    """Calendar days, as 12.5."""
    cases: int


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one agency, matter or month, and its publication rates in the order of `Report.clocks`."""

    name: str
    figures: Figures
    rates: tuple[Rate, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All that the statistics page shows."""

    years: tuple[str, ...]
    """Years that have figures, latest first."""
    total: Line
    months: tuple[Line, ...]
    agencies: tuple[Line, ...]
    matters: tuple[Line, ...]
    clocks: tuple[Limit, ...]
    """The terms for publication that run side by side."""
    rates: tuple[Rate, ...]
    """Every term of the agencies that was judged or is overdue."""
    averages: tuple[Average, ...]
    """Of the stretches that any case has come through."""


def report(connection: Connection, ledger: str, limits: dict[str, Limit], today: date, year: str = "") -> Report:
    """The figures of a year, or of the latest twelve months that have any."""
    every = statistics(connection, ledger, by=("month",))
    first, last = _span([one.month for one in every], year)
    show = _Lines(connection, ledger, limits, (first, last))
    total = show.lines((), {})[0]
    overdue = {one.limit_id: one for one in count_overdue(connection, ledger, today)}
    months = _filled(one for one in every if first <= one.month <= last)
    return Report(
        years=tuple(sorted({one.month[:4] for one in every}, reverse=True)),
        total=total,
        months=tuple(show.line(one, one.month) for one in months),
        agencies=show.lines(("agency",), agency_names(connection, ledger)),
        matters=show.lines(("matter",), matter_names(connection, ledger)),
        clocks=show.clocks,
        rates=tuple(_rates(limits, total.figures, overdue)),
        averages=tuple(
            Average(name=SPANS[one.span], days=f"{one.days / one.cases:.1f}", cases=one.cases)
            for one in total.figures.spans
        ),
    )


def _span(months: list[str], year: str) -> tuple[str, str]:
    """First and last month that is shown."""
    if year:
        return f"{year}-01", f"{year}-12"
    if not months:
        return "", ""
    return max(months[0], _back(months[-1], MONTHS - 1)), months[-1]


class _Lines:
    """Makes the rows of one span of months."""

    def __init__(self, connection: Connection, ledger: str, limits: dict[str, Limit], span: tuple[str, str]) -> None:
        self._connection, self._ledger, self._span = connection, ledger, span
        self.clocks = tuple(
            sorted((one for one in limits.values() if _PUBLICATION in one.kept_by), key=lambda one: one.length)
        )

    def lines(self, by: tuple[Dimension, ...], names: dict[str, str]) -> tuple[Line, ...]:
        first, last = self._span
        found = statistics(self._connection, self._ledger, by=by, first_month=first, last_month=last)
        shown = (one for one in found if not by or any(getattr(one, measure) for measure in _SHOWN))
        return tuple(self.line(one, names.get(one.agency or one.matter, "") or "其他") for one in shown)

    def line(self, figures: Figures, name: str) -> Line:
        terms = {one.limit_id: one for one in figures.terms}
        empty = (terms.get(one.id) or TermFigures(limit_id=one.id) for one in self.clocks)
        rates = (rate(limit, term) for limit, term in zip(self.clocks, empty, strict=True))
        return Line(name=name, figures=figures, rates=tuple(rates))


def rate(limit: Limit, term: TermFigures, overdue: int = 0) -> Rate:
    """The shares of one limit."""
    return Rate(
        limit=limit.id,
        title=limit.title,
        article=limit.article,
        length=f"{limit.length} {_UNITS[limit.unit]}",
        occurred=_share(term.on_time_occurred, term.late_occurred),
        recorded=_share(term.on_time_recorded, term.late_recorded),
        on_time=term.on_time_occurred,
        late=term.late_occurred,
        overdue=overdue,
    )


def _rates(limits: dict[str, Limit], figures: Figures, overdue: dict[str, Overdue]) -> Iterator[Rate]:
    terms = {one.limit_id: one for one in figures.terms}
    for limit in (one for one in limits.values() if one.bound in {"agency", "reviewer"}):
        late = overdue.get(limit.id)
        if limit.id in terms or (late and late.overdue):
            yield rate(limit, terms.get(limit.id) or TermFigures(limit_id=limit.id), late.overdue if late else 0)


def _share(kept: int, missed: int) -> str:
    return f"{kept / (kept + missed):.1%}" if kept + missed else ""


def _filled(months: Iterable[Figures]) -> list[Figures]:
    """The months with those between them in which nothing happened."""
    found = {one.month: one for one in months}
    if not found:
        return []
    filled, last = [min(found)], max(found)
    while filled[-1] < last:
        filled.append(_back(filled[-1], -1))
    return [found.get(month) or Figures(month=month) for month in filled]


def _back(month: str, count: int) -> str:
    year, _, number = month.partition("-")
    index = int(year) * 12 + int(number) - 1 - count
    return f"{index // 12:04d}-{index % 12 + 1:02d}"
