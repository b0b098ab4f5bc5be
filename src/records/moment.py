"""Times and dates as the law counts them: instants in UTC microseconds, dates in Asia/Shanghai.

An occurrence that is known by its date alone counts from 00:00 in Asia/Shanghai and says that it is a date
(`Moment.dated`), so that nobody reads an hour into a paper that has none.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

import msgspec

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_YEARS: Final = (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC))
"""Between them every instant has a date in Shanghai too."""


class Moment(msgspec.Struct, frozen=True, order=True, gc=False):
    """When something happened: microseconds since 1970-01-01T00:00Z, and whether only its date is known."""

    micros: int
    dated: bool = False

    @classmethod
    def of(cls, value: datetime | date) -> Self:
        """Takes an aware datetime, or a date (00:00 in Asia/Shanghai). A naive datetime raises ValueError."""
        if isinstance(value, datetime):
            if value.tzinfo is None:
                msg = "a time without a zone says nothing"
                raise ValueError(msg)
            return cls((value - _EPOCH) // _MICROSECOND)
        midnight = datetime(value.year, value.month, value.day, tzinfo=SHANGHAI)
        return cls((midnight - _EPOCH) // _MICROSECOND, dated=True)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads what `str()` gives: RFC 3339 with a zone, or a date. Anything else raises ValueError."""
        value = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
        if not isinstance(value, datetime) and value.isoformat() != text:
            msg = f"{text} is not a date as RFC 3339 writes it"
            raise ValueError(msg)
        moment = cls.of(value)
        if not cls.of(_YEARS[0]).micros <= moment.micros <= cls.of(_YEARS[1]).micros:
            msg = f"{text} lies outside the years 1 to 9999"
            raise ValueError(msg)
        return moment

    @property
    def instant(self) -> datetime:
        """The moment as an aware datetime in UTC."""
        return _EPOCH + timedelta(microseconds=self.micros)

    @property
    def day(self) -> date:
        """The date in Asia/Shanghai, by which every term is counted."""
        return self.instant.astimezone(SHANGHAI).date()

    def __str__(self) -> str:
        """RFC 3339 in UTC with microseconds, or the bare date: the form that is committed to."""
        return self.day.isoformat() if self.dated else rfc3339(self.micros)


def rfc3339(micros: int) -> str:
    """`micros` since 1970 as RFC 3339 in UTC, always with six digits of a second."""
    instant = _EPOCH + timedelta(microseconds=micros)
    return instant.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
