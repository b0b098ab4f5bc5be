"""A term counted out loud: each day with what it counts for, so that anyone can follow the answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from records.law.data import Limit
from records.law.deadline import Calendar, Due, due

_WEEKDAYS = "一二三四五六日"


class Counted(msgspec.Struct, frozen=True):
    """One day of a term."""

    day: date
    number: int | None
    """Which day of the term it is; None when it does not count."""
    reason: str
    """Why, in Chinese."""


class Answer(msgspec.Struct, frozen=True):
    """The last day of a term, with the days that lead to it."""

    due: Due
    days: tuple[Counted, ...]


def explain(limit: Limit, start: date, calendar: Calendar) -> Answer:
    """Counts the term that starts with an event on `start`, day by day; `due` is what `deadline.due` gives."""
    end = due(limit, start, calendar)
    first = Counted(start, None, f"{_weekday(start)}，起算之日不计入")
    return Answer(end, (first, *_days(limit, start, end.on, calendar)))


def _days(limit: Limit, start: date, end: date, calendar: Calendar) -> Iterator[Counted]:
    number = 0
    for offset in range(1, (end - start).days + 1):
        day = start + timedelta(days=offset)
        if limit.unit == "working-day":
            counts = calendar.is_working(day)
            number += counts
            yield Counted(day, number if counts else None, _working_reason(day, calendar))
        elif offset <= limit.length:
            yield Counted(day, offset, f"{_weekday(day)}，按日历日计算")
        else:
            yield Counted(day, None, f"{_weekday(day)}，期限末日逢休息日，顺延至下一工作日")


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
