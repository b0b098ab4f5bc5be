"""A term counted out loud: each day with what it counts for, so that anyone can follow the answer.

A term in months is told by the days on which its months end, one in hours by the days that it touches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from records.law.deadline import Calendar, Due, Pause, Still, add_months, days_stood, due, standing
from records.law.entries import Limit
from records.moment import SHANGHAI, Moment

_WEEKDAYS: Final = "一二三四五六日"
_DAY: Final = timedelta(days=1)

UNITS: Final = {"working-day": "日", "calendar-day": "日", "month": "月", "hour": "小时"}
"""What `Counted.number` counts, by the unit of the term."""


class Counted(msgspec.Struct, frozen=True):
    """One day of a term."""

    day: date
    number: int | None
    """Which day of the term it is, or which of its months or hours ends on it; None when it does not count."""
    reason: str
    """Why, in Chinese."""


class Answer(msgspec.Struct, frozen=True):
    """The last day of a term, with the days that lead to it."""

    due: Due
    days: tuple[Counted, ...]


def explain(
    limit: Limit, start: date | Moment, calendar: Calendar, pauses: Sequence[Pause] = (), extra: int = 0
) -> Answer:
    """Counts the term that starts with an event on `start`, day by day; `due` is what `deadline.due` gives."""
    end = due(limit, start, calendar, pauses, extra)
    counting = _Counting(limit, calendar, standing(pauses), extra)
    begun = start.day if isinstance(start, Moment) else start
    first = Counted(begun, None, f"{_weekday(begun)}，{_start(limit)}")
    return Answer(end, (first, *counting.days(begun, end)))


def _start(limit: Limit) -> str:
    return "自事项发生之时起计算" if limit.unit == "hour" else "起算之日不计入"


class _Counting(msgspec.Struct, frozen=True):
    limit: Limit
    calendar: Calendar
    still: Still
    extra: int

    def days(self, start: date, end: Due) -> Iterator[Counted]:
        match self.limit.unit:
            case "month":
                return self._months(start, end.on)
            case "hour":
                return self._hours(start, end)
            case "working-day" | "calendar-day":
                return self._after(start, end.on, 0, self.limit.length + self.extra)

    def _after(self, start: date, end: date, number: int, last: int) -> Iterator[Counted]:
        """The days after `start`; those from `number` + 1 to `last` count."""
        for day in _each(start, end):
            if self.still(day):
                yield Counted(day, None, f"{_weekday(day)}，期限中止，不计入")
            elif number >= last:
                yield Counted(day, None, f"{_weekday(day)}，期限末日逢休息日，顺延至下一工作日")
            elif self.limit.unit == "working-day" and number < self.limit.length:
                counts = self.calendar.is_working(day)
                number += counts
                yield Counted(day, number if counts else None, _working_reason(day, self.calendar))
            else:
                number += 1
                longer = "，属于延长的期限" if number > self.limit.length else ""
                yield Counted(day, number, f"{_weekday(day)}，按日历日计算{longer}")

    def _months(self, start: date, end: date) -> Iterator[Counted]:
        ends = [add_months(start, count) for count in range(1, self.limit.length + 1)]
        for number, day in enumerate(ends, 1):
            yield Counted(day, number, f"{_weekday(day)}，第 {number} 个月届满")
        stood = days_stood(start, ends[-1], self.still)
        yield from self._moved(ends[-1], end, stood)

    def _hours(self, start: date, end: Due) -> Iterator[Counted]:
        for day in _each(start, end.on - _DAY):
            still = self.still(day)
            yield Counted(day, None, f"{_weekday(day)}，{'期限中止，不计入' if still else '按小时连续计算'}")
        at = Moment(end.at or 0).instant.astimezone(SHANGHAI)
        yield Counted(end.on, self.limit.length, f"{_weekday(end.on)}，{at:%H:%M} 届满")

    def _moved(self, start: date, end: date, stood: int) -> Iterator[Counted]:
        """The days by which months end later: those of a pause made up, those of a longer term, those off."""
        passed = 0
        for day in _each(start, end):
            passed += not self.still(day)
            if self.still(day):
                reason = "期限中止，不计入"
            elif passed <= stood:
                reason = "补足中止的日数"
            elif passed <= stood + self.extra:
                reason = "延长的期限，按日历日计算"
            else:
                reason = "期限末日逢休息日，顺延至下一工作日"
            yield Counted(day, None, f"{_weekday(day)}，{reason}")


def _each(start: date, end: date) -> Iterator[date]:
    """The days after `start`, up to and with `end`."""
    return (start + offset * _DAY for offset in range(1, (end - start).days + 1))


def _working_reason(day: date, calendar: Calendar) -> str:
    weekday = _weekday(day)
    unknown = "" if day.year in calendar.years else f"（{day.year} 年放假安排尚未采用，暂按周末计算）"
    if day in calendar.working:
        return f"{weekday}，调休上班"
    if day in calendar.off:
        return f"{weekday}，放假"
    return f"{weekday}，{'工作日' if calendar.is_working(day) else '周末'}{unknown}"


def _weekday(day: date) -> str:
    return f"星期{_WEEKDAYS[day.weekday()]}"
