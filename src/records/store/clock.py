"""The times of recording: never backwards, and never far from the database's clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from records.store.failures import ClockOff
from records.store.link import Link

Clock = Callable[[], int]
"""Microseconds since 1970 in UTC."""

TOLERANCE: Final = 2_000_000
"""Microseconds by which our clock may differ from the database's."""

_EVERY: Final = 5.0
"""Seconds for which a comparison holds."""

_STEP: Final = 100_000
"""Microseconds by which the clock may run apart from the monotonic one before it is compared anew."""


def wall_clock() -> int:
    """The time of this machine, microseconds since 1970 in UTC."""
    return time.time_ns() // 1000


class CheckedClock:
    """A clock that refuses to go on when it is off the database's. For one thread at a time: the leader's."""

    def __init__(self, clock: Clock, *, simulated: bool) -> None:
        self._clock = clock
        self._simulated = simulated
        self._checked_at = float("-inf")  # monotonic seconds
        self._offset = 0  # microseconds from the monotonic clock to ours when they were compared

    def read(self, link: Link, *, fresh: bool) -> int:
        """The time now. Raises ClockOff when it is over 2 s off the database's.

        They are compared on a fresh connection, every five seconds, and when the clock was set: not for every
        batch. A simulated clock is never compared.
        """
        now = self._clock()
        if not self._simulated and (fresh or self._due(now)):
            self._compare(link)
        return now

    def _due(self, now: int) -> bool:
        monotonic = time.monotonic()
        drift = now - int(monotonic * 1e6) - self._offset
        return monotonic - self._checked_at > _EVERY or abs(drift) > _STEP

    def _compare(self, link: Link) -> None:
        before = self._clock()
        theirs = link.now()
        after = self._clock()
        self._checked_at = float("-inf")  # until it has been found right
        ahead = max(before - theirs, min(after - theirs, 0))  # 0 while theirs lies between
        if abs(ahead) > TOLERANCE:
            raise ClockOff(ahead)
        self._checked_at = time.monotonic()
        self._offset = after - int(self._checked_at * 1e6)
