"""不得在夜间或者法定节假日实施行政强制执行 (行政强制法 第四十三条第一款).

Saturdays and Sundays are such days too ((2016)最高法行他81号). One that the State Council's notice makes a working day
in exchange for another (调休) is none: on it everybody works, and the day that it was exchanged for is the day off. The
law gives no hours of the night: they are policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from records.law.data import Law
from records.law.deadline import Calendar
from records.moment import SHANGHAI

_DAY = timedelta(days=1)


def is_resting(begun: datetime, ended: datetime, calendar: Calendar, law: Law) -> bool:
    """Whether any part of the time lies in the night, or on a day that is no working day."""
    days = list(_days(begun.astimezone(SHANGHAI).date(), ended.astimezone(SHANGHAI).date()))
    if not all(map(calendar.is_working, days)):
        return True
    return any(_meets(begun, ended, _night(day, law)) for day in (days[0] - _DAY, *days))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + offset * _DAY for offset in range((last - first).days + 1))


def _night(day: date, law: Law) -> tuple[datetime, datetime]:
    """The night that begins on that day."""
    begins, ends = law.values["night-from-hour"].number, law.values["night-to-hour"].number
    return datetime.combine(day, time(begins), SHANGHAI), datetime.combine(day + _DAY, time(ends), SHANGHAI)


def _meets(begun: datetime, ended: datetime, night: tuple[datetime, datetime]) -> bool:
    """What ends as the night begins, or begins as it ends, lies outside it."""
    return begun < night[1] and (ended > night[0] or begun == ended == night[0])
