"""The ledger as its users see it: append a command's events, read them back.

One recorder per ledger and process: its writers share their commits, and its head of the ledger is in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent
from sqlalchemy import Engine, Select, select

from records.store.append import GroupCommit
from records.store.batch import HEAD, BatchWriter
from records.store.clock import CheckedClock, Clock, wall_clock
from records.store.engine import read
from records.store.notify import Bell, LedgerSubscription
from records.store.pending import Pending
from records.store.schema import event
from records.store.stored import Answer, CommandKey, Receipt, SealedStep, StoredRow

_NO_END: Final = 2**63 - 1

_SELECT: Final = """SELECT position, stream, version, tag, event_id, recorded_at, occurred_at, dated, actor,
rules, registers_to, checkpoint, commitments, sealed, entry FROM event WHERE ledger = $1 """
_STREAM: Final = _SELECT + "AND stream = $2 AND version > $3 AND position <= $4 ORDER BY version"
# By its plus sign, SQLite takes the index over registers and not the table's key.
_STEPS: Final = """SELECT occurred_at, version, dated, tag, sealed FROM event
WHERE ledger = $1 AND stream = $2 AND version > $3 ORDER BY version"""
_REGISTERS: Final = _SELECT + "AND register AND position > $2 AND +position <= $3 ORDER BY position"
_BATCH: Final = _SELECT + "AND position > $2 ORDER BY position LIMIT $3"
_VERSION: Final = "SELECT coalesce(max(version), 0) FROM event WHERE ledger = $1 AND stream = $2"
_LAST: Final = """SELECT position, recorded_at FROM event
WHERE ledger = $1 AND stream = $2 ORDER BY version DESC LIMIT 1"""
_STREAMS: Final = """SELECT stream FROM event
WHERE ledger = $1 AND stream LIKE $2 AND version = 1 AND position <= $3 ORDER BY stream"""
_COMMAND: Final = "SELECT position, body FROM event WHERE ledger = $1 AND principal = $2 AND command = $3"
_UP_TO_NEXT: Final = """AND position >= $2 AND position < COALESCE(
(SELECT position FROM event WHERE ledger = $1 AND position > $2 AND principal IS NOT NULL
ORDER BY position LIMIT 1), $3) ORDER BY position"""
_ANSWER: Final = _SELECT + _UP_TO_NEXT


class LedgerRecorder(ApplicationRecorder):
    """Events of one ledger. All its methods may be called by any thread."""

    def __init__(
        self,
        engine: Engine,
        ledger: str,
        *,
        clock: Clock = wall_clock,
        simulated: bool = False,
        bell: Bell | None = None,
        floor: Callable[[], int] = lambda: 0,
    ) -> None:
        """`clock` gives microseconds since 1970; a simulated one, of a sample, isn't held to the database's.

        `bell` is the process's for this engine; without one, the recorder has its own and closes it. Nothing is written
        to a database that ends before the position that `floor` gives.
        """
        self.engine = engine
        self.ledger = ledger
        self.bell = bell or Bell(engine)
        self._owns_bell = bell is None
        self._commits = GroupCommit(BatchWriter(engine, ledger, CheckedClock(clock, simulated=simulated), floor).write)

    def close(self) -> None:
        """Stops what the recorder has started in the background; the engine stays as it is."""
        if self._owns_bell:
            self.bell.close()

    # ---- Writing ----

    def append(self, events: Sequence[StoredEvent], command: CommandKey | None = None) -> Receipt:
        """Writes all events or none, durable when this returns, with the positions that follow the ledger's
        head.

        Raises Taken when another event has one of the versions, Repeated when the principal has used the key
        before, Busy when others were first for five seconds, ClockOff when our clock is over 2 s off the
        database's, Behind when the database has lost what was recorded (in all these cases nothing was written), and
        Unreachable when the database is away: then nobody knows, and the same command may be sent again.
        """
        receipt = self._commits.append(Pending(events, command))
        self.bell.ring(self.ledger)
        return receipt

    def insert_events(
        self, stored_events: Sequence[StoredEvent], *, command: CommandKey | None = None, **_: Any
    ) -> Sequence[int]:
        """`append` as the library calls it; returns the positions."""
        return self.append(stored_events, command).positions if stored_events else []

    # ---- Reading, as the ledger is used ----

    def rows(self, stream: str, after_version: int = 0, to_position: int = _NO_END) -> list[StoredRow]:
        """A stream's events in the order of versions, as far as they were known at `to_position`."""
        values = (self.ledger, stream, after_version, to_position)
        return read(self.engine, lambda link: link.events(_STREAM, values))

    def steps(self, stream: str, after_version: int = 0) -> list[SealedStep]:
        """What a fold needs of a stream's events, in the order of versions: the fewest columns that do."""
        values = (self.ledger, stream, after_version)
        return read(self.engine, lambda link: link.rows(_STEPS, values))

    def registers(self, after_position: int = 0, to_position: int = _NO_END) -> list[StoredRow]:
        """Events of the streams that cases are judged by, in the order of positions."""
        values = (self.ledger, after_position, to_position)
        return read(self.engine, lambda link: link.events(_REGISTERS, values))

    def batch(self, after_position: int, limit: int) -> list[StoredRow]:
        """The next `limit` events at most, in the order of positions: none is ever skipped."""
        values = (self.ledger, after_position, limit)
        return read(self.engine, lambda link: link.events(_BATCH, values))

    def version(self, stream: str) -> int:
        """Version of the stream's last event, 0 when it has none."""
        return int(read(self.engine, lambda link: link.rows(_VERSION, (self.ledger, stream)))[0][0])

    def last_of(self, stream: str) -> tuple[int, int] | None:
        """Position and time of recording (microseconds, UTC) of the stream's last event, None when it has none."""
        rows = read(self.engine, lambda link: link.rows(_LAST, (self.ledger, stream)))
        return (rows[0][0], rows[0][1]) if rows else None

    def streams(self, prefix: str, to_position: int = _NO_END) -> list[str]:
        """The streams whose name begins so and whose first event was known at `to_position`, in order."""
        values = (self.ledger, f"{prefix}%", to_position)
        return [stream for (stream,) in read(self.engine, lambda link: link.rows(_STREAMS, values))]

    def head(self) -> tuple[int, int]:
        """Position and time of recording (microseconds, UTC) of the last event; zeros when there is none."""
        rows = read(self.engine, lambda link: link.rows(HEAD, (self.ledger,)))
        return (rows[0][0], rows[0][1]) if rows else (0, 0)

    def answer(self, principal: str, key: str) -> Answer | None:
        """What the principal's command under this key has led to; None when it has led to nothing yet.

        A command's events follow each other, and the first carries its key: they end where the next one's
        begin.
        """
        found = read(self.engine, lambda link: link.rows(_COMMAND, (self.ledger, principal, key)))
        if not found:
            return None
        position, body = found[0]
        values = (self.ledger, position, _NO_END)
        return Answer(body, read(self.engine, lambda link: link.events(_ANSWER, values)))

    # ---- Reading, as the library does ----

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """A stream's events by version, after `gt`, up to `lte`."""
        c = event.c
        query = select(c.stream, c.version, c.tag, c.sealed).where(c.ledger == self.ledger, c.stream == originator_id)
        query = query.where(c.version > gt) if gt is not None else query
        query = query.where(c.version <= lte) if lte is not None else query
        query = query.order_by(c.version.desc() if desc else c.version).limit(limit)
        return [StoredEvent(*row) for row in self._all(query)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Events from position `start` (or after it) up to `stop`, `limit` at most, with one of `topics` if
        any.
        """
        c = event.c
        query = select(c.stream, c.version, c.tag, c.sealed, c.position).where(c.ledger == self.ledger)
        first = (start or 0) + (not inclusive_of_start)
        query = query.where(c.position.between(first, _NO_END if stop is None else stop))
        query = query.where(c.tag.in_(topics)) if topics else query
        return [Notification(*row) for row in self._all(query.order_by(c.position).limit(limit))]

    def max_notification_id(self) -> int | None:
        """Position of the last event."""
        return self.head()[0] or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> LedgerSubscription:
        """An endless iterator over events after position `gt`, those to come included."""
        return LedgerSubscription(self, gt, topics)

    def _all(self, query: Select[Any]) -> Sequence[Any]:
        with self.engine.connect() as connection:
            return connection.execute(query).all()
