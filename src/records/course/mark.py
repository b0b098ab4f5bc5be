"""A mark: a moment of a case, with where it stands in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec

from records.moment import Moment

EARLIEST: Final = date(1900, 1, 1)
"""Before it no moment is told from another: no law gives a term that began then."""


class Mark(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A moment of a case, by the event at `position` that made `version`; marks are in order as they occurred."""

    at: int
    """When it occurred, in microseconds since 1970."""
    version: int
    moment: str
    subject: str = ""
    """What it is about when a case has several: number of a document, `NUMBER#1` of an item; else empty."""
    position: int = 0
    on: date = date.min
    """The day in Asia/Shanghai on which it counts."""
    recorded_at: int = 0
    """When it entered the log, in microseconds since 1970."""
    dated: bool = False
    """Whether only its day is known."""
    amount: int = 0
    """Of money in fen, of a longer term in calendar days."""
    until: str = ""
    """The last day of a suspension, as a date, when it was known beforehand."""

    @property
    def recorded_on(self) -> date:
        """The day in Asia/Shanghai on which it entered the log."""
        return Moment(self.recorded_at).day


class Place(msgspec.Struct, frozen=True):
    """Where and when an event stands, and the marks that it makes there."""

    occurred_at: Moment
    recorded_at: int
    position: int
    version: int

    def mark(self, moment: str, subject: str = "", *, amount: int = 0, on: date | None = None, until: str = "") -> Mark:
        """On the day of the event, or on another that it counts from."""
        at = self.occurred_at
        day = at.day if on is None else on
        return Mark(
            at.micros, self.version, moment, subject, self.position, day, self.recorded_at, at.dated, amount, until
        )

    def dated(self, moment: str, on: date, subject: str = "", *, amount: int = 0) -> Mark:
        """On a day of its own, which the event names."""
        at = Moment.of(max(on, EARLIEST))
        return Mark(at.micros, self.version, moment, subject, self.position, at.day, self.recorded_at, True, amount)

    def recording(self, moment: str, subject: str = "", *, amount: int = 0) -> Mark:
        """What happens when it is recorded, whatever day the paper says."""
        day = Moment(self.recorded_at).day
        return Mark(
            self.recorded_at, self.version, moment, subject, self.position, day, self.recorded_at, amount=amount
        )


def fen(amount: Decimal | None) -> int:
    """An amount in fen, 0 for none."""
    return int((amount or Decimal(0)) * 100)


Marking = Callable[[Any, Place], Iterable[Mark]]
"""The marks that an event of its own type makes where it stands."""
