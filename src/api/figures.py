"""Statistics as they are shown: rows with names, on-time rates under each clock, months without gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

import msgspec
from sqlalchemy import Connection

from api.durations import Comparison, Duration, durations, durations_compared, limits_compared, share, tells
from api.periods import Period, period, without_gaps
from api.wording import month
from projections.due import Overdue, count_overdue
from projections.names import agency_names, matter_names
from projections.statistics import Dimension, Figures, TermFigures, statistics
from records.course.steps import PROCEDURES
from records.law.entries import ORDINARY, Limit

_PUBLICATION: Final = "published"
_KEPT: Final = ("on_time_occurred", "late_occurred", "on_time_recorded", "late_recorded")
_SHOWN: Final = (
    "opened",
    "decided",
    "closed",
    "cases_filed",
    "decisions",
    "no_penalties",
    "served",
    "disclosed",
    "withheld",
    "revoked",
    "spans",
)
_UNITS: Final = {"working-day": "个工作日", "calendar-day": "日", "month": "个月", "hour": "小时"}


Limits = Mapping[str, Mapping[str, Limit]]
"""By procedure and id."""


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """How often one limit was kept: judged by when the steps occurred, and by when they were recorded."""

    limit: str
    procedure: str
    """Id of the procedure whose limit it is."""
    title: str
    article: str
    length: str
    """As 15 个工作日."""
    occurred: str
    """Share kept in time, as 96.0%; empty when there was nothing to judge."""
    recorded: str
    on_time: int
    late: int
    open: int = 0
    """Those that still run: they are in no share yet."""
    overdue: int = 0
    """Of these, the ones whose term is over."""

    @property
    def total(self) -> int:
        """All that are known: kept in time, late, and still running."""
        return self.on_time + self.late + self.open


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one agency, matter or month, and its publication rates in the order of `Report.clocks`."""

    name: str
    figures: Figures
    rates: tuple[Rate, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All that the statistics page shows."""

    period: Period
    known: tuple[str, ...]
    """Months that have figures, latest first."""
    names: Mapping[str, str]
    """Agencies that have cases, by code."""
    total: Line
    months: tuple[Line, ...]
    agencies: tuple[Line, ...]
    matters: tuple[Line, ...]
    procedures: tuple[Line, ...]
    """Those that have any figures; the name is the id."""
    clocks: tuple[Limit, ...]
    """The terms for publication of decisions to punish, which run side by side.

    Those of other procedures that have the same id and length are counted with them.
    """
    rates: tuple[Rate, ...]
    """Every term of the agencies that was judged, or still runs."""
    durations: tuple[Duration, ...]
    """Of the stretches that any case has come through."""
    compared: tuple[tuple[str, Comparison, Comparison], ...]
    """By agency, and by month with the latest first: how long stages took, how often limits were kept.

    A single agency or month is compared with nothing.
    """

    @property
    def kinds(self) -> tuple[str, ...]:
        """Ids of all procedures, in the order in which they are listed everywhere."""
        return tuple(PROCEDURES)

    @property
    def years(self) -> tuple[str, ...]:
        """Years that have figures, latest first."""
        return tuple(dict.fromkeys(one[:4] for one in self.known))


def report(
    connection: Connection, ledger: str, limits: Limits, today: date, name: str = "", agency: str = ""
) -> Report:
    """The figures of a period by its name, or of the latest twelve months that have any; of one agency by its code."""
    every = statistics(connection, ledger, by=("month",), agency=agency)
    chosen = period(name, [one.month for one in every])
    show, names = _Lines(connection, ledger, limits, chosen, agency), agency_names(connection, ledger)
    total = show.lines((), {})[0]
    running = count_overdue(connection, ledger, today, agency) if chosen.lasts(today) else ()
    months = tuple(show.line(one, one.month) for one in _filled(every, chosen))
    agencies = show.lines(("agency",), names)
    return Report(
        period=chosen,
        known=tuple(one.month for one in reversed(every)),
        names=dict(sorted(names.items())),
        total=total,
        months=months,
        agencies=agencies,
        matters=show.lines(("matter",), matter_names(connection, ledger)),
        clocks=show.clocks,
        procedures=_in_order(show.lines(("procedure",), {one: one for one in limits})),
        rates=tuple(_rates(limits, total.figures, {(one.procedure, one.limit_id): one for one in running})),
        durations=durations(total.figures),
        compared=tuple(_compared(agencies, months, limits)),
    )


def _compared(
    agencies: tuple[Line, ...], months: tuple[Line, ...], limits: Limits
) -> Iterator[tuple[str, Comparison, Comparison]]:
    by = {
        "机关": [(line.name, line.figures) for line in agencies],
        "月": [(month(line.name), line.figures) for line in reversed(months)],
    }
    for name, columns in by.items():
        if len(columns) > 1:
            yield name, durations_compared(columns), limits_compared(columns, limits)


class _Lines:
    """Makes the rows of one period."""

    def __init__(self, connection: Connection, ledger: str, limits: Limits, chosen: Period, agency: str) -> None:
        self._connection, self._ledger, self._period, self._agency = connection, ledger, chosen, agency
        self.clocks = tuple(
            sorted(
                (one for one in limits[ORDINARY].values() if _PUBLICATION in one.kept_by), key=lambda one: one.length
            )
        )
        self._same = {
            (procedure, one.id)
            for procedure, some in limits.items()
            for one in some.values()
            if any(one.id == clock.id and _length(one) == _length(clock) for clock in self.clocks)
        }

    def lines(self, by: tuple[Dimension, ...], names: dict[str, str]) -> tuple[Line, ...]:
        months = {"first_month": self._period.first, "last_month": self._period.last}
        found = statistics(self._connection, self._ledger, by=by, agency=self._agency, **months)
        shown = (one for one in found if not by or any(getattr(one, measure) for measure in _SHOWN))
        return tuple(
            self.line(one, names.get(one.agency or one.matter or one.procedure, "") or "其他") for one in shown
        )

    def line(self, figures: Figures, name: str) -> Line:
        rates = (rate(clock, self._summed(figures, clock.id)) for clock in self.clocks)
        return Line(name=name, figures=figures, rates=tuple(rates))

    def _summed(self, figures: Figures, clock: str) -> TermFigures:
        """How often it was kept, together in all procedures that have the same one."""
        same = [one for one in figures.terms if one.limit_id == clock and (one.procedure, clock) in self._same]
        return TermFigures(limit_id=clock, **{name: sum(getattr(one, name) for one in same) for name in _KEPT})


def _length(limit: Limit) -> tuple[int, str]:
    return limit.length, limit.unit


def _in_order(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """As procedures are listed everywhere; what belongs to none, as a refused opening, is left out."""
    known = {line.name: line for line in lines}
    return tuple(known[name] for name in PROCEDURES if name in known)


def rate(limit: Limit, term: TermFigures, running: Overdue | None = None) -> Rate:
    """The shares of one limit."""
    return Rate(
        limit=limit.id,
        procedure=term.procedure,
        title=limit.title,
        article=limit.article,
        length=f"{limit.length} {_UNITS[limit.unit]}",
        occurred=share(term.on_time_occurred, term.late_occurred),
        recorded=share(term.on_time_recorded, term.late_recorded),
        on_time=term.on_time_occurred,
        late=term.late_occurred,
        open=running.open if running else 0,
        overdue=running.overdue if running else 0,
    )


def _rates(limits: Limits, figures: Figures, running: Mapping[tuple[str, str], Overdue]) -> Iterator[Rate]:
    terms = {(one.procedure, one.limit_id): one for one in figures.terms}
    for procedure, some in limits.items():
        for limit in filter(tells, some.values()):
            place = procedure, limit.id
            if place in terms or place in running:
                none = TermFigures(limit_id=limit.id, procedure=procedure)
                yield rate(limit, terms.get(place) or none, running.get(place))


def _filled(every: tuple[Figures, ...], chosen: Period) -> Iterator[Figures]:
    """The months of the period from its first figures to its last, with those between them."""
    found = {one.month: one for one in every if chosen.first <= one.month <= chosen.last}
    return (found.get(one) or Figures(month=one) for one in without_gaps(found))
