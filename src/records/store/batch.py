"""Writes a batch of commands: one statement, positions without gaps, a conflict only for those that have it.

No lock and no select guard the positions. The writer takes those after the head that it remembers; who has
taken them before makes the primary key refuse, then the head is read again. Since a position is only given
out after the one before it was seen committed, the order of commits is the order of positions, and no reader
can skip one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final
from weakref import WeakSet

from sqlalchemy import Engine

from records.errors import Busy
from records.store.clock import CheckedClock
from records.store.engine import borrow, driver
from records.store.failures import Behind, ClockOff, Unreachable
from records.store.inquiry import settle
from records.store.link import Link
from records.store.pending import ENTRY, POSITION, Pending, Row
from records.store.stored import Receipt

PATIENCE: Final = 5.0
"""Seconds after which a batch that always loses, or finds no database, is given up."""

_PAUSE: Final = 0.05
"""Seconds between two tries to reach the database."""

HEAD: Final = "SELECT position, recorded_at FROM event WHERE ledger = $1 ORDER BY position DESC LIMIT 1"


class BatchWriter:
    """Writes to one ledger. For one thread at a time: the leader of `GroupCommit` owns all fields."""

    def __init__(self, engine: Engine, ledger: str, clock: CheckedClock, floor: Callable[[], int] = lambda: 0) -> None:
        """`floor` gives the position that the ledger's log has reached: a database that ends before it is behind."""
        self._engine = engine
        self._ledger = ledger
        self._clock = clock
        self._floor = floor
        self._driver = driver(engine)
        self._head: tuple[int, int] | None = None  # position and recorded_at; None: to be read
        self._seen = 0  # the last position that was ever read or written
        self._known: WeakSet[Link] = WeakSet()  # links over which the head was read or written

    def write(self, batch: Sequence[Pending]) -> None:
        """Gives every command of the batch its outcome: a receipt, or the error to raise."""
        deadline = time.monotonic() + PATIENCE
        tries: list[Exception] = []
        while batch:
            error = self._try(batch, doubtful=bool(tries))
            batch = _open(batch)
            if error is not None:
                tries.append(error)
                self._consider(batch, tries, late=time.monotonic() > deadline)
                batch = _open(batch)

    def _try(self, batch: Sequence[Pending], *, doubtful: bool) -> Exception | None:
        try:
            with borrow(self._engine) as link:
                if doubtful:
                    settle(link, self._ledger, batch)
                self._insert(link, _open(batch))
        except Exception as error:
            self._head = None
            return error
        return None

    def _consider(self, batch: Sequence[Pending], tries: Sequence[Exception], *, late: bool) -> None:
        """Ends what it makes no sense to try again."""
        lost = any(map(self._driver.lost, tries))
        if not self._driver.lost(tries[-1]) and not self._driver.conflict(tries[-1]):
            self._isolate(batch, tries[-1])
        elif late:
            for pending in batch:
                pending.outcome = _given_up(tries[-1], lost=lost)
        elif self._driver.lost(tries[-1]):
            time.sleep(_PAUSE)

    def _isolate(self, batch: Sequence[Pending], error: Exception) -> None:
        """Keeps one command's error (a value that can't be stored) from the others."""
        if len(batch) == 1 or isinstance(error, ClockOff | Behind):
            for pending in batch:
                pending.outcome = error
        else:
            for pending in batch:
                self.write([pending])

    def _insert(self, link: Link, batch: Sequence[Pending]) -> None:
        first, held = _part(batch)
        if not first:
            return
        position, recorded_at = self._next(link)
        rows: list[Row] = []
        for pending in first:
            rows += pending.rows(position + len(rows), recorded_at)
        link.write(self._ledger, recorded_at, rows)
        self._head = (position + len(rows) - 1, recorded_at)
        self._seen = self._head[0]
        _confirm(first, rows, recorded_at)
        versions = {version for pending in first for version in pending.versions}
        keys = {pending.key for pending in first if pending.key}
        for pending in held:
            pending.outcome = pending.conflict(versions, keys)

    def _next(self, link: Link) -> tuple[int, int]:
        """The position after the head, and the later of the clock and the head's time of recording."""
        fresh = link not in self._known
        now = self._clock.read(link, fresh=fresh)
        if fresh or self._head is None:
            rows = link.rows(HEAD, [self._ledger])
            head = (rows[0][0], rows[0][1]) if rows else (0, 0)
            self._require(head[0], fresh=fresh)
            self._head = head
            self._known.add(link)
        position, recorded_at = self._head
        return position + 1, max(now, recorded_at)

    def _require(self, head: int, *, fresh: bool) -> None:
        """Raises Behind when the database has lost what was recorded: a fresh connection may be to another server."""
        known = max(self._seen, self._floor() if fresh else 0)
        if head < known:
            raise Behind(self._ledger, head, known)
        self._seen = head


def _open(batch: Sequence[Pending]) -> list[Pending]:
    return [pending for pending in batch if pending.outcome is None]


def _part(batch: Sequence[Pending]) -> tuple[list[Pending], list[Pending]]:
    """Those that can be written together, and those that must wait for what becomes of an earlier one."""
    first, held = [], []
    versions: set[tuple[str, int]] = set()
    keys: set[tuple[str, str]] = set()
    for pending in batch:
        if pending.conflict(versions, keys):
            held.append(pending)
            continue
        first.append(pending)
        versions.update(pending.versions)
        if pending.key:
            keys.add(pending.key)
    return first, held


def _confirm(batch: Sequence[Pending], rows: Sequence[Row], recorded_at: int) -> None:
    start = 0
    for pending in batch:
        own = rows[start : start + len(pending.events)]
        start += len(own)
        pending.outcome = Receipt([row[POSITION] for row in own], recorded_at, [row[ENTRY] for row in own])


def _given_up(error: Exception, *, lost: bool) -> Exception:
    if lost:
        outcome: Exception = Unreachable(f"the database couldn't be reached for {PATIENCE:.0f} s")
    else:
        outcome = Busy("", f"others were first for {PATIENCE:.0f} s: try again")
    outcome.__cause__ = error
    return outcome
