"""How fast objects are read that nobody waits for."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event

from media.store import CHUNK

PIECE = 8 << 20
"""Bytes that are read at once at most: no connection is held open while the pace waits."""


class Stopped(Exception):
    """Whoever reads was told to stop: there is no result."""


class Pace:
    """At most `rate` bytes a second over any span of time, and one piece more. For one thread.

    A rate of 0 is no limit.
    """

    def __init__(self, rate: int = 0, stop: Event | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """`stop` ends a wait at once; the clock gives seconds."""
        self._rate, self._stop, self._clock = rate, stop or Event(), clock
        self._next = clock()
        self.piece = min(PIECE, max(CHUNK, rate)) if rate else PIECE

    def wait(self, size: int) -> None:
        """Return when `size` bytes, a piece at most, may be read; raises `Stopped`."""
        now = self._clock()
        if self._stop.wait(self._next - now) if now < self._next else self._stop.is_set():
            raise Stopped
        if self._rate:
            self._next = max(self._next, self._clock()) + size / self._rate
