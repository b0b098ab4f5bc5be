"""Working days and terms, as `行政处罚法` 第八十五条 and `民法典` 第二百零一条至第二百零三条 count them.

The day of the event is not counted; hours run from the event itself. Months end on the day of the same number, or on
the month's last. Working days follow the State Council's yearly notice: make-up Saturdays and Sundays count, holidays
do not. Of a year whose notice was not adopted only weekends are known: what is computed with it is *provisional* and
computed again when the notice is adopted.

A term can stand still. The day on which it is halted still counts, and it runs again from the day after the one on
which it goes on: in both cases the day of the event is not counted (民法典 第二百零一条). So the days left out are
those after `Pause.begins_on` up to and with `Pause.ends_on`; one that begins and ends on the same day takes nothing.
A term in working days skips them, one in calendar days ends as many days later. What was over when it was halted
stays over.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

import msgspec

from records.law.entries import Limit
from records.moment import Moment

_DAY: Final = timedelta(days=1)
_MICROSECOND: Final = timedelta(microseconds=1)
_HOUR: Final = timedelta(hours=1) // _MICROSECOND


class Due(msgspec.Struct, frozen=True):
    """The last day of a term."""

    on: date
    provisional: bool
    """Whether a day was looked up in a year whose notice is not adopted."""
    warn_on: date
    """The working day on which it has to be done at the latest: `on`, or the one before a day off.

    It is `on` itself when no working day lies between the event and the end.
    """
    at: int | None = None
    """Of a term in hours: the last microsecond since 1970 that is in time."""


class Pause(NamedTuple):
    """A time in which a term stands still: the days after `begins_on`, up to and with `ends_on`."""

    begins_on: date
    """The day on which it was halted, which still counts."""
    ends_on: date | None
    """The day on which it went on, which does not count yet. None: it still stands, and nobody knows for how long."""


class Calendar(msgspec.Struct, frozen=True):
    """The days off and the make-up working days of the adopted years."""

    years: frozenset[int] = frozenset()
    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()

    def adopt(self, year: int, off: Iterable[date], working: Iterable[date]) -> Calendar:
        """The calendar with a year's notice; what an earlier notice said of the same year no longer counts."""
        return Calendar(
            self.years | {year},
            frozenset(day for day in self.off if day.year != year) | frozenset(off),
            frozenset(day for day in self.working if day.year != year) | frozenset(working),
        )

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day (工作日)."""
        return day in self.working or (day.weekday() < 5 and day not in self.off)

    def next_working(self, day: date) -> date:
        """`day`, or the first working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def last_working(self, day: date) -> date:
        """`day`, or the last working day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def knows(self, start: date, end: date) -> bool:
        """Whether the notices of all years from `start` to `end` were adopted."""
        return self.years.issuperset(range(start.year, end.year + 1))


def due(limit: Limit, start: date | Moment, calendar: Calendar, pauses: Sequence[Pause] = (), extra: int = 0) -> Due:
    """The last day of a term that starts with an event on `start`.

    `pauses` are the times in which it stood still; one that has not ended is left out. `extra` are calendar days by
    which it was lengthened. Hours run from the moment itself; when only its day is known, from the end of that day,
    since nobody can be told late for hours that nobody wrote down.
    """
    begun = start if isinstance(start, Moment) else Moment.of(start)
    still = standing(pauses)
    counted = run_on(_last_day(limit, begun, calendar, still), extra, still)
    moves = (limit.bound == "party" or limit.moves) and limit.unit in {"calendar-day", "month"}
    on = _next_free(counted, calendar, still) if moves else counted
    warn_on = calendar.last_working(on)
    warn_on = on if warn_on < begun.day else warn_on
    looked_up = begun.day if limit.unit == "working-day" else min(counted, warn_on)
    return Due(on, not calendar.knows(looked_up, on), warn_on, _last_moment(limit, begun, on))


def _last_day(limit: Limit, begun: Moment, calendar: Calendar, still: Still) -> date:
    start = begun.day
    match limit.unit:
        case "working-day":
            return _working_days(start, limit.length, calendar, still)
        case "calendar-day":
            return run_on(start, limit.length, still)
        case "month":
            end = add_months(start, limit.length)
        case "hour":
            end = Moment(_hours_end(limit, begun)).day
    return run_on(end, days_stood(start, end, still), still)


def _hours_end(limit: Limit, begun: Moment) -> int:
    start = Moment.of(begun.day + _DAY).micros - 1 if begun.dated else begun.micros
    return start + limit.length * _HOUR


def _last_moment(limit: Limit, begun: Moment, on: date) -> int | None:
    if limit.unit != "hour":
        return None
    end = _hours_end(limit, begun)
    return end + (on - Moment(end).day) // _MICROSECOND


def _working_days(start: date, count: int, calendar: Calendar, still: Still) -> date:
    day = start
    while count:
        day += _DAY
        count -= calendar.is_working(day) and not still(day)
    return day


def _next_free(day: date, calendar: Calendar, still: Still) -> date:
    while still(day) or not calendar.is_working(day):
        day += _DAY
    return day


Still = Callable[[date], bool]
"""Whether a term stands still on a day."""


def standing(pauses: Sequence[Pause]) -> Still:
    """Whether a day lies in one of the pauses that have ended."""
    ended = [(one.begins_on, one.ends_on) for one in pauses if one.ends_on is not None]
    return (lambda day: any(begins < day <= ends for begins, ends in ended)) if ended else _never


def _never(_day: date) -> bool:
    return False


def run_on(start: date, days: int, still: Still) -> date:
    """The day that is `days` days after `start` when those do not count on which the term stands still."""
    if still is _never:
        return start + days * _DAY
    day = start
    while days:
        day += _DAY
        days -= not still(day)
    return day


def days_stood(start: date, end: date, still: Still) -> int:
    """On how many days after `start`, up to and with `end`, the term stood still."""
    if still is _never:
        return 0
    return sum(still(start + offset * _DAY) for offset in range(1, (end - start).days + 1))


def add_working_days(start: date, count: int, calendar: Calendar) -> date:
    """The `count`-th working day after `start`."""
    return _working_days(start, count, calendar, standing(()))


def add_months(start: date, count: int) -> date:
    """The day of the same number `count` months on, or the month's last (民法典 第二百零二条)."""
    years, month = divmod(start.month - 1 + count, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
