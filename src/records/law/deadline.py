"""Working days and terms, as `行政处罚法` 第八十五条 and `民法典` 第二百零一条至第二百零三条 count them.

The day of the event is not counted. Working days follow the State Council's yearly notice: make-up Saturdays and
Sundays count, holidays do not. Of a year whose notice was not adopted only weekends are known: what is computed
with it is *provisional* and computed again when the notice is adopted.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from records.law.data import Limit

_DAY = timedelta(days=1)


class Due(msgspec.Struct, frozen=True):
    """The last day of a term."""

    on: date
    provisional: bool
    """Whether a year was counted whose notice is not adopted."""
    warn_on: date
    """The working day on which it has to be done at the latest: `on`, or the one before a day off."""


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


def due(limit: Limit, start: date, calendar: Calendar) -> Due:
    """The last day of a term that starts with an event on `start`."""
    on = _last_day(limit, start, calendar)
    return Due(on, not calendar.knows(start, on), calendar.last_working(on))


def _last_day(limit: Limit, start: date, calendar: Calendar) -> date:
    if limit.unit == "working-day":
        return add_working_days(start, limit.length, calendar)
    end = start + limit.length * _DAY
    return calendar.next_working(end) if limit.bound == "party" else end


def add_working_days(start: date, count: int, calendar: Calendar) -> date:
    """The `count`-th working day after `start`."""
    day = start
    while count:
        day += _DAY
        count -= calendar.is_working(day)
    return day


def add_months(start: date, count: int) -> date:
    """The day of the same number `count` months on, or the month's last (民法典 第二百零二条)."""
    years, month = divmod(start.month - 1 + count, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
