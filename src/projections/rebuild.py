"""Builds projections anew beside the ones that are looked at, then puts them in their place.

The new rows go into tables of the same form under another name, from the first event on. When they have
caught up, one transaction holds the places of the projections in `tracking`, so that no follower can move
them, applies what came meanwhile, drops the old tables, gives their names and grants to the new ones and
sets the position. Until it commits the old view stays up, and when anything fails it simply stays.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from secrets import token_hex
from typing import Final

from sqlalchemy import Connection, MetaData, Table, delete, quoted_name, text
from sqlalchemy.exc import OperationalError

from projections.projection import Batch, Projection, Target
from projections.reading import Reader
from projections.registry import named
from records.errors import Busy
from records.store.directory import Ledgers
from records.store.engine import writing
from records.store.failures import Overtaken
from records.store.schema import tracking
from records.store.tracking import advance, tracked

SUFFIX: Final = "__rebuild"
"""What the name of a table that is being built ends in, and that of its projection in `tracking`."""

_TRIES: Final = 100
_PAUSE: Final = 0.1
"""Seconds between two tries to swap."""

_LOCK_MS: Final = 500
"""How long a swap waits for readers before it lets go: less than PostgreSQL waits until it looks for a
deadlock, so that a reader of two tables is never ended on our behalf.
"""

Progress = Callable[[int, int], None]
"""Told how many events are done, and of how many, over all ledgers."""


def rebuild(ledgers: Ledgers, names: Sequence[str] | None = None, progress: Progress | None = None) -> None:
    """Builds the projections of these names anew, all without one; the old ones are up until the swap.

    Raises NotFound for a name that no projection has, Overtaken when another rebuild of one of them was begun
    meanwhile, Corrupt at an event that can't be read, Busy when readers left no gap to swap in: then the old
    ones stay, and the next rebuild drops what was built.
    """
    _Rebuild(ledgers, named(names or ()), progress or _silent).run()


def _silent(_done: int, _total: int) -> None:
    pass


class _Rebuild:
    def __init__(self, ledgers: Ledgers, projections: Sequence[Projection], progress: Progress) -> None:
        self._ledgers = ledgers
        self._projections = sorted(projections, key=lambda one: one.name)  # as a follower takes their places
        self._progress = progress
        self._readers: dict[str, Reader] = {}
        self._at: dict[str, int] = {}  # by ledger, the last position that the new tables have
        self._hindered: Exception | None = None  # why the last try to swap failed
        self._shadows = _shadows([table for one in projections for table in one.tables])

    def run(self) -> None:
        self._begin()
        self._report()
        for batch in self._batches(self._ledgers.names(), self._at):
            with writing(self._ledgers.engine) as connection:
                self._apply(connection, batch)
            self._at[batch.ledger] = batch.upto
            self._report()
        for _ in range(_TRIES):
            if self._swapped():
                self._report()
                return
            time.sleep(_PAUSE)
        raise Busy("", "the rebuilt tables could not be swapped in: try again") from self._hindered

    def _begin(self) -> None:
        with writing(self._ledgers.engine) as connection:
            for table in self._shadows.values():
                table.drop(connection, checkfirst=True)
                table.create(connection)
            self._forget(connection)

    def _forget(self, connection: Connection) -> None:
        names = [projection.name + SUFFIX for projection in self._projections]
        connection.execute(delete(tracking).where(tracking.c.projection.in_(names)))

    def _report(self) -> None:
        total = sum(self._ledgers.get(name).head() for name in self._ledgers.names())
        self._progress(sum(self._at.values()), total)

    def _batches(self, names: Sequence[str], at: Mapping[str, int]) -> Iterator[Batch]:
        """What is left of the ledgers; the caller moves `at` on with each batch."""
        for name in names:
            reader = self._readers.setdefault(name, Reader(self._ledgers.get(name)))
            while batch := reader.read(at.get(name, 0)):
                yield batch

    def _apply(self, connection: Connection, batch: Batch) -> None:
        for projection in self._projections:
            advance(connection, projection.name + SUFFIX, batch.ledger, batch.after, batch.upto)
        target = Target(connection, self._shadows)
        for projection in self._projections:
            projection.project(batch, target)

    # ---- Swapping ----

    def _swapped(self) -> bool:
        """Whether the new tables are in place now; not while readers hold the old ones, or a ledger was opened."""
        names, at = self._ledgers.names(), dict(self._at)
        try:
            with writing(self._ledgers.engine) as connection:
                self._swap(connection, names, at)
                self._require(names)
        except (_Grown, OperationalError) as error:
            self._hindered = error
            return False
        self._at = at
        return True

    def _require(self, names: Sequence[str]) -> None:
        """Asked once nobody else can write to the tables any more."""
        if self._ledgers.names() != names:
            raise _Grown

    def _swap(self, connection: Connection, names: Sequence[str], at: dict[str, int]) -> None:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_LOCK_MS}ms'")
        places = [(projection.name, name) for name in names for projection in self._projections]
        held = {place: _hold(connection, *place) for place in places}
        for batch in self._batches(names, at):
            self._apply(connection, batch)
            at[batch.ledger] = batch.upto
        for live, shadow in self._shadows.items():
            _replace(connection, live, shadow)
        for (projection, ledger), position in held.items():
            advance(connection, projection, ledger, position, at[ledger])
        self._forget(connection)


class _Grown(Exception):
    """A ledger was opened while we swapped."""


def _hold(connection: Connection, projection: str, ledger: str) -> int:
    """The projection's position, which no follower can move before the transaction ends."""
    while True:
        position = tracked(connection, projection, ledger)
        try:
            advance(connection, projection, ledger, position, position)
        except Overtaken:  # between the two statements
            continue
        return position


def _shadows(tables: Sequence[Table]) -> dict[str, Table]:
    """Tables of the same form by the live one's name; their indexes keep their names after the swap."""
    metadata, token, shadows = MetaData(), token_hex(4), {}
    for table in tables:
        shadow = table.to_metadata(metadata, name=table.name + SUFFIX)
        for index in shadow.indexes:
            index.name = quoted_name(f"{index.name}_{token}", quote=None)
        shadows[table.name] = shadow
    return shadows


def _replace(connection: Connection, live: str, shadow: Table) -> None:
    grants = _grants(connection, live)
    connection.exec_driver_sql(f"DROP TABLE {live}")
    connection.exec_driver_sql(f"ALTER TABLE {shadow.name} RENAME TO {live}")
    quote = connection.dialect.identifier_preparer.quote_identifier
    for grantee, privilege in grants:
        role = grantee if grantee == "PUBLIC" else quote(grantee)
        connection.exec_driver_sql(f"GRANT {privilege} ON {live} TO {role}")


def _grants(connection: Connection, table: str) -> list[tuple[str, str]]:
    if connection.dialect.name != "postgresql":
        return []
    query = text(
        "SELECT grantee, privilege_type FROM information_schema.role_table_grants "
        "WHERE table_schema = current_schema() AND table_name = :table AND grantee <> current_user"
    )
    return [(row.grantee, row.privilege_type) for row in connection.execute(query, {"table": table})]
