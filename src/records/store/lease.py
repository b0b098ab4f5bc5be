"""Leases: work that one process of the deployment does at a time, until it ends or is not heard of any more.

A lease keeps two processes from doing the same work in vain. It does not stop one that was paused and wakes up
after its lease ran out: whatever it writes has to be guarded by itself, as projections are by their positions
(`records.store.tracking`) and steps by their versions.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Final

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql.dml import ReturningInsert

from records.store.engine import SILENT, writing
from records.store.schema import lease

LENGTH: Final = 6.0
"""Seconds for which a lease holds unless it is renewed: as long does the work stand still when its holder dies."""

RENEWED: Final = 2.0
"""Seconds from one renewal to the next."""

LOOK: Final = 0.5
"""Seconds after which a process that waits looks whether the lease has run out."""

_NOW: Final = {
    "postgresql": "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint",
    "sqlite": "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER) * 1000",
}
"""The database's clock, microseconds since 1970 in UTC."""

Work = Callable[[Event], None]
"""Goes on until the event is set."""

_log = logging.getLogger(__name__)


class Held(msgspec.Struct, frozen=True):
    """A lease as the database has it."""

    name: str
    holder: str
    """The process that has it, or had it last."""
    held: bool
    """Whether it has not run out and was not given back."""
    epoch: int
    """How often it was taken."""


class Lease:
    """One process's view of one lease. For one thread.

    `holder` tells this process from all others, and is the same after a restart where nothing else can have its
    name: then it has its lease back at once.
    """

    def __init__(self, engine: Engine, name: str, holder: str, *, length: float = LENGTH) -> None:
        """`length` in seconds; the lease is renewed three times in it."""
        self._engine, self._name, self._holder = engine, name, holder
        self._length, self._renewed = length, min(RENEWED, length / 3)
        self._epoch = 0
        self._until = float("-inf")  # monotonic seconds: no later than the database's `until`

    def take(self) -> bool:
        """Whether it is this process's now: nobody's lease before, one that ran out, or its own of before a restart."""
        asked = time.monotonic()
        with writing(self._engine, silent=SILENT) as connection:
            epoch = None if self._is_anothers(connection) else connection.scalar(self._taking(connection))
        if epoch is None:
            return False
        self._epoch, self._until = epoch, asked + self._length
        return True

    def renew(self) -> bool:
        """Whether it is still this process's; then it holds for its whole length again."""
        asked = time.monotonic()
        with writing(self._engine, silent=SILENT) as connection:
            until = _now(connection) + int(self._length * 1e6)
            kept = connection.execute(update(lease).where(*self._mine).values(until=until)).rowcount == 1
        self._until = asked + self._length if kept else float("-inf")
        return kept

    def release(self) -> None:
        """Gives it back, if it is still this process's: another one need not wait until it runs out."""
        self._until = float("-inf")
        with writing(self._engine, silent=SILENT) as connection:
            connection.execute(update(lease).where(*self._mine).values(until=0))

    def run(self, work: Work, stop: Event) -> None:
        """Does the work whenever the lease is this process's, until `stop` is set; waits for it otherwise.

        A database that is away is waited for. Work that ends by itself is begun anew, by whoever has the lease then.
        """
        while not stop.is_set():
            if self._try(self.take):
                self._work(work, stop)
            stop.wait(LOOK)

    def _work(self, work: Work, stop: Event) -> None:
        lost = Event()
        worker = Thread(target=work, args=(lost,), name=self._name)
        worker.start()
        while not stop.wait(self._renewed) and worker.is_alive() and self._keeps():
            pass
        lost.set()
        worker.join()
        self._try(self.release)

    def _keeps(self) -> bool:
        """Whether the work may go on; while the database doesn't answer, until the lease has run out."""
        if self._try(self.renew) or time.monotonic() < self._until:
            return True
        _log.warning("%s: another process has the lease of %s, or may have it", self._holder, self._name)
        return False

    def _try(self, act: Callable[[], bool | None]) -> bool:
        try:
            return bool(act())
        except SQLAlchemyError as error:
            _log.warning("the lease of %s: %s", self._name, error)
            return False

    # ---- Statements ----

    @property
    def _mine(self) -> tuple[ColumnElement[bool], ...]:
        return (lease.c.name == self._name, lease.c.holder == self._holder, lease.c.epoch == self._epoch)

    def _is_anothers(self, connection: Connection) -> bool:
        """Asked first, so that who waits writes nothing."""
        c = lease.c
        anothers = (c.name == self._name, c.holder != self._holder, c.until > _now(connection))
        return connection.scalar(select(c.epoch).where(*anothers)) is not None

    def _taking(self, connection: Connection) -> ReturningInsert[int]:
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        statement: postgresql.Insert | sqlite.Insert = dialect.insert(lease)
        now, c = _now(connection), lease.c
        until = now + int(self._length * 1e6)
        free = or_(c.holder == self._holder, c.until <= now)
        again = {"holder": self._holder, "until": until, "epoch": c.epoch + 1}
        first = statement.values(name=self._name, holder=self._holder, until=until, epoch=1)
        return first.on_conflict_do_update(index_elements=[c.name], set_=again, where=free).returning(c.epoch)


def held(engine: Engine) -> list[Held]:
    """All leases, in the order of their names."""
    c = lease.c
    with engine.connect() as connection:
        query = select(c.name, c.holder, (c.until > _now(connection)).label("held"), c.epoch).order_by(c.name)
        return [Held(row.name, row.holder, bool(row.held), row.epoch) for row in connection.execute(query)]


def _now(connection: Connection) -> ColumnElement[int]:
    return literal_column(_NOW[connection.dialect.name], BigInteger)
