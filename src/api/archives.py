"""Which days of a feed are archived: those to which no entry can come any more (RFC 5005, section 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection

from api.jurisdictions import Jurisdictions
from projections.feeds import Kind, first_from, last_before
from projections.follower import Lag
from records.errors import NotFound
from records.moment import Moment
from records.store.directory import Ledgers

MARGIN: Final = 600.0
"""Seconds after a day's end before it is archived: whatever was recorded within it is projected by then."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Archives:
    """The archived days, by each ledger's own clock and by how far its projections have come."""

    def __init__(self, ledgers: Ledgers, lag: Callable[[], Sequence[Lag]]) -> None:
        self._jurisdictions, self._lag = Jurisdictions(ledgers.engine), lag

    def open_from(self, ledger: str | None) -> date:
        """The first day that is not archived, of one ledger or of all."""
        behind = [one for one in self._lag() if ledger in (None, one.ledger)]
        ends = [self._jurisdictions.now(one.ledger).micros - int(max(MARGIN, one.seconds) * 1e6) for one in behind]
        return Moment(min(ends, default=0)).day

    def before(self, connection: Connection, kind: Kind, ledger: str | None, day: date) -> date | None:
        """The latest day before this one that has entries."""
        last = last_before(connection, kind, ledger, start(day))
        return Moment(last).day if last is not None else None

    def after(self, connection: Connection, kind: Kind, ledger: str | None, day: date) -> date | None:
        """The first archived day behind this one that has entries; None: the current document has them."""
        first = first_from(connection, kind, ledger, start(day + timedelta(1)))
        found = Moment(first).day if first is not None else None
        return found if found and found < self.open_from(ledger) else None


def start(day: date) -> int:
    """When a day begins in Asia/Shanghai, in microseconds."""
    return Moment.of(day).micros


def parse(text: str) -> date:
    """The day in an archive's address. Raises NotFound for a text that is none."""
    try:
        if _DAY.fullmatch(text):
            return min(date.fromisoformat(text), date(9998, 12, 31))
    except ValueError:
        pass
    raise NotFound("archive", text)
