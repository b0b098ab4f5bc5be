"""The follower: reads each ledger in batches and moves every projection on, one transaction per batch.

The positions of the projections are in the same transaction as their rows: whatever breaks before the commit
leaves neither, and whatever breaks after it leaves both. When another follower was first, the transaction is
rolled back and the position read again. One that is new or was rebuilt may be elsewhere than the others:
those at the same position go on together until all are at the ledger's head.

An event that can't be opened or projected stops its ledger, never to be skipped, and says where; the other
ledgers go on. A database that is away is waited for.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from threading import Event
from typing import Final

import msgspec
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from projections.jurisdictions import clock_of
from projections.projection import Batch, Projection, Target
from projections.public_ledger import LogAway, PublicLedgers
from projections.reading import EVENTS_AT_ONCE, Reader
from projections.registry import PROJECTIONS
from records.errors import RecordError
from records.log.published import PublishedStore
from records.store.clock import wall_clock
from records.store.directory import Ledgers
from records.store.engine import SILENT, driver, writing
from records.store.failures import Overtaken
from records.store.schema import event as event_table
from records.store.schema import tracking
from records.store.tracking import advance

POLL: Final = 0.2
"""Seconds after which the follower looks for itself, whether the bell rang or not."""

_AWAY: Final = 1.0
"""Seconds to wait for a database that is away."""

_log = logging.getLogger(__name__)


class Stopped(RecordError):
    """A ledger can't be followed any further: the event at `position` is the first that was not applied."""

    def __init__(self, ledger: str, position: int, tag: str, projection: str, reason: object) -> None:
        super().__init__(f"{ledger} at position {position} ({tag}), {projection}: {reason}")
        self.ledger, self.position, self.tag = ledger, position, tag
        self.projection = projection  # its name, or `reading` when the event itself could not be read


class Lag(msgspec.Struct, frozen=True, kw_only=True):
    """How far the projections of a ledger are behind it."""

    ledger: str
    head: int
    """Position of the ledger's last event."""
    position: int
    """Position up to which every projection has come."""
    seconds: float
    """Since the first event that is not applied was recorded; 0 when there is none."""
    stopped: str = ""
    """Why this follower does not go on with the ledger, empty while it does."""


class Follower:
    """Keeps projections and public ledgers up with the ledgers. For one thread; `lag` may be asked by any."""

    def __init__(
        self,
        ledgers: Ledgers,
        projections: Sequence[Projection] | None = None,
        *,
        published: PublishedStore | None = None,
        events_at_once: int = EVENTS_AT_ONCE,
    ) -> None:
        """`projections`: all of them with the public ledger, unless others are given. `published` is where the logs
        are; without one, no checkpoints are taken in.
        """
        self._ledgers, self._public = ledgers, PublicLedgers(ledgers, published)
        self._projections = tuple(projections or (*PROJECTIONS, self._public.projection))
        self._limit = events_at_once
        self._readers: dict[str, Reader] = {}
        self._stopped: dict[str, Stopped] = {}

    def run(self, stop: Event) -> None:
        """Follows until `stop` is set; returns within a poll and the batch at hand."""
        rung = Event()
        heard: set[str] = set()
        try:
            self._run(stop, rung, heard)
        finally:
            for name in heard:
                self._ledgers.bell.leave(name, rung)

    def _run(self, stop: Event, rung: Event, heard: set[str]) -> None:
        while not stop.is_set():
            rung.clear()
            try:
                self._listen(rung, heard)
                self._follow(stop)
                self._public.take_in()
            except Exception as error:
                if not self._is_away(error):
                    raise
                _log.warning("the database is away, projections wait: %s", error)
                stop.wait(_AWAY)
            rung.wait(POLL)

    def catch_up(self, *names: str) -> int:
        """Applies all there is, of these ledgers or of every one; returns how many events were read, once per group.

        Tries ledgers again that were stopped. Raises Stopped when one can't go on, after all the others have.
        """
        self._stopped.clear()
        read = sum(self._catch_up(name) for name in names or self._ledgers.names())
        for stopped in self._stopped.values():
            raise stopped
        return read

    def lag(self) -> list[Lag]:
        """How far behind each ledger's projections are, by what the database says.

        No key is opened for it, but for a sample that is being filled.
        """
        return [self._lag(name) for name in self._ledgers.names()]

    # ---- Following ----

    def _listen(self, rung: Event, heard: set[str]) -> None:
        for name in self._ledgers.names():
            if name not in heard:
                self._ledgers.bell.listen(name, rung)
                heard.add(name)

    def _follow(self, stop: Event) -> None:
        """Goes round the ledgers, a batch each, until none has more: a busy one keeps no other waiting."""
        busy = set(self._ledgers.names()) - self._stopped.keys()
        while busy and not stop.is_set():
            for name in sorted(busy):
                if not self._step(name):
                    busy.discard(name)

    def _catch_up(self, ledger: str) -> int:
        read = 0
        while more := self._step(ledger):
            read += more
        return read

    def _step(self, ledger: str) -> int:
        """The number of events read for a round of batches: 0 at the head, and where the ledger is stopped."""
        try:
            return self._advance(ledger)
        except Stopped as stopped:
            self._stopped[ledger] = stopped
            _log.critical("projections stopped: %s", stopped, exc_info=stopped)
            return 0

    def _advance(self, ledger: str) -> int:
        """Applies a batch to each group of projections that are at the same place."""
        read = 0
        for after, group in self._groups(ledger):
            batch = self._read(ledger, after)
            if batch is not None:
                self._apply(batch, group)
                read += len(batch.seen)
        return read

    def _groups(self, ledger: str) -> list[tuple[int, list[Projection]]]:
        at = self._positions(ledger)
        groups: dict[int, list[Projection]] = {}
        for projection in self._projections:
            groups.setdefault(at.get(projection.name, 0), []).append(projection)
        return sorted(groups.items(), key=lambda group: group[0])

    def _positions(self, ledger: str) -> dict[str, int]:
        c = tracking.c
        query = select(c.projection, c.position).where(c.ledger == ledger)
        with self._ledgers.engine.connect() as connection:
            return {row.projection: row.position for row in connection.execute(query)}

    def _read(self, ledger: str, after: int) -> Batch | None:
        """The next batch; when one of its events can't be read, the next event alone."""
        if ledger not in self._readers:
            self._readers[ledger] = Reader(self._ledgers.get(ledger))
        reader = self._readers[ledger]
        try:
            return reader.read(after, self._limit)
        except Exception as error:
            if self._is_away(error):
                raise
        try:
            return reader.read(after, 1)
        except Exception as error:
            if self._is_away(error):
                raise
            raise Stopped(ledger, after + 1, self._tag(ledger, after + 1), "reading", error) from error

    def _apply(self, batch: Batch, group: Sequence[Projection]) -> None:
        """Applies a batch; when a projection fails, event by event up to the one at which it does."""
        try:
            self._commit(batch, group)
        except Overtaken as overtaken:
            _log.info("another follower was first: %s", overtaken)
        except _Failed as failed:
            if len(batch.seen) == 1:
                tag = self._tag(batch.ledger, batch.upto)
                raise Stopped(batch.ledger, batch.upto, tag, failed.projection, failed.__cause__) from failed
            for single in batch.single():
                self._apply(single, group)

    def _commit(self, batch: Batch, group: Sequence[Projection]) -> None:
        with writing(self._ledgers.engine, silent=SILENT) as connection:
            # First of all: it makes another follower wait instead of working in vain.
            for projection in sorted(group, key=lambda one: one.name):
                advance(connection, projection.name, batch.ledger, batch.after, batch.upto)
            target = Target(connection)
            for projection in group:
                try:
                    projection.project(batch, target)
                except Overtaken:
                    raise
                except Exception as error:
                    if self._is_away(error):
                        raise
                    raise _Failed(projection.name) from error

    def _is_away(self, error: Exception) -> bool:
        """Whether it says something of the database, or of the logs' store, and nothing of the events."""
        cause = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(error, NoConnection | LogAway) or cause is None:
            return True
        path = driver(self._ledgers.engine)
        return path.lost(cause) or (isinstance(error, OperationalError) and path.conflict(cause))

    # ---- Being asked ----

    def _tag(self, ledger: str, position: int) -> str:
        c = event_table.c
        query = select(c.tag).where(c.ledger == ledger, c.position == position)
        with self._ledgers.engine.connect() as connection:
            return connection.scalar(query) or "no event"

    def _lag(self, ledger: str) -> Lag:
        at = self._positions(ledger)
        position = min(at.get(projection.name, 0) for projection in self._projections)
        c = event_table.c
        query = select(c.recorded_at).where(c.ledger == ledger, c.position == position + 1)
        with self._ledgers.engine.connect() as connection:
            waiting = connection.scalar(query)
            head = connection.scalar(select(func.max(c.position)).where(c.ledger == ledger))
            simulated = clock_of(connection, ledger) is not None
        now = self._ledgers.get(ledger).now().micros if simulated else wall_clock()
        since = (now - waiting) / 1e6 if waiting is not None else 0.0
        return Lag(
            ledger=ledger,
            head=head or 0,
            position=position,
            seconds=max(0.0, since),
            stopped=str(self._stopped.get(ledger, "")),
        )


class _Failed(Exception):
    """A projection raised; the transaction is to be rolled back. Its cause says why."""

    def __init__(self, projection: str) -> None:
        super().__init__(projection)
        self.projection = projection
