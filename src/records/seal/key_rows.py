"""The tables of a key store: wrapped keys, and the index by which a person is found again. The same on both databases.

`wrapping` has one row: the master key that keys are wrapped by now. Whoever adds a key holds that row until it is
there, so that no key is added under a former master key once a rotation has begun.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple, TypeVar

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    delete,
    func,
    inspect,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from records.store.clock import wall_clock
from records.store.engine import borrow, read, writing

_AT_ONCE: Final = 500
"""Rows of one statement."""

_metadata: Final = MetaData()
key: Final = Table(
    "key",
    _metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("ledger", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("wrapped", LargeBinary),  # NULL once it is destroyed
    Column("destroyed_at", BigInteger),  # microseconds, UTC
    Column("master", LargeBinary),  # id of the master key that wraps it; NULL: made before there was this column
    UniqueConstraint("ledger", "owner"),
)
person_index: Final = Table(
    "person_index",
    _metadata,
    Column("ledger", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("person", Text, nullable=False),
    PrimaryKeyConstraint("ledger", "digest"),
)
Index("person_index_by_person", person_index.c.ledger, person_index.c.person)
wrapping: Final = Table(
    "wrapping",
    _metadata,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("master", LargeBinary, nullable=False),
)

_WRAPPED: Final = "SELECT wrapped FROM key WHERE id = $1"
_ADD: Final = """WITH held AS (SELECT master FROM wrapping WHERE master = $1 {})
INSERT INTO key (id, ledger, owner, wrapped, master) SELECT $2, $3, $4, $5, master FROM held WHERE true
ON CONFLICT DO NOTHING RETURNING id"""
_PERSON: Final = "SELECT person FROM person_index WHERE ledger = $1 AND digest = $2"


T = TypeVar("T")


class KeyRow(NamedTuple):
    """A key as it is kept."""

    id: bytes
    ledger: str
    owner: str
    wrapped: bytes | None
    """None once it is destroyed."""
    destroyed_at: int | None = None
    """Microseconds since 1970 in UTC."""


class IndexRow(NamedTuple):
    """That a person is found by a keyed digest of their number."""

    ledger: str
    digest: bytes
    person: str


class KeyRows:
    """The tables in one database. What a method wrote is durable when it returns; safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def install(self) -> None:
        """Makes what is missing. For one process at a time."""
        if self._engine.dialect.name == "sqlite":
            with borrow(self._engine) as link:  # the journal can't be changed inside a transaction
                link.rows("PRAGMA journal_mode = WAL", ())
        with writing(self._engine) as connection:
            _metadata.create_all(connection)
            if "master" not in {one["name"] for one in inspect(connection).get_columns("key")}:
                kind = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
                connection.exec_driver_sql(f"ALTER TABLE key ADD COLUMN master {kind}")

    # ---- Keys ----

    def wrapped(self, identity: bytes) -> tuple[bytes | None] | None:
        """The wrapped key, None in its place when it was destroyed; None when there never was one."""
        found = read(self._engine, lambda link: link.rows(_WRAPPED, (identity,)))
        return (found[0][0],) if found else None

    def add(self, master: bytes, rows: Sequence[KeyRow]) -> bool:
        """Keeps those whose id is not there. False, and nothing is kept, when another master key wraps by now."""
        if len(rows) == 1 and self._add_one(master, rows[0]):
            return True
        with writing(self._engine) as connection:
            if connection.scalar(select(wrapping.c.master).with_for_update(read=True)) != master:
                return False
            values = [row._asdict() | {"master": None if row.wrapped is None else master} for row in rows]
            connection.execute(_insert(connection, key), values)
            return True

    def _add_one(self, master: bytes, row: KeyRow) -> bool:
        """Whether it was not there and is now: each new case waits for its key, so it takes one statement."""
        if row.wrapped is None:
            return False
        values = (master, row.id, row.ledger, row.owner, row.wrapped)
        statement = _ADD.format("FOR SHARE" if self._engine.dialect.name == "postgresql" else "")
        with borrow(self._engine) as link:
            return bool(link.rows(statement, values))

    def destroy(self, ledger: str, rows: Sequence[KeyRow], persons: Collection[str]) -> int:
        """Destroys these keys, known or not, and what finds the persons; returns how many keys were there.

        Nothing is written when all of that is done.
        """
        if not self._is_left(ledger, rows, persons):
            return 0
        found = 0
        with writing(self._engine) as connection:
            for some in _portions(rows):
                ids, now = [row.id for row in some], wall_clock()
                c, gone = key.c, {"wrapped": None, "master": None, "destroyed_at": now}
                there = update(key).where(c.id.in_(ids), c.wrapped.is_not(None)).values(gone)
                found += connection.execute(there).rowcount
                connection.execute(_insert(connection, key), [row._asdict() | gone for row in some])
            for names in _portions(sorted(persons)):
                connection.execute(delete(person_index).where(*_found_by(ledger, names)))
        self._forget()
        return found

    def _is_left(self, ledger: str, rows: Sequence[KeyRow], persons: Collection[str]) -> bool:
        with self._engine.connect() as connection:
            for some in _portions(rows):
                ids = [row.id for row in some]
                query = select(func.count()).where(key.c.id.in_(ids), key.c.wrapped.is_(None))
                if connection.scalar(query) != len(ids):
                    return True
            indexed = (
                select(person_index.c.person).where(*_found_by(ledger, one)) for one in _portions(sorted(persons))
            )
            return any(connection.scalar(query.limit(1)) is not None for query in indexed)

    def _forget(self) -> None:
        """Has SQLite overwrite what its journal still has of destroyed keys, unless somebody reads it right now."""
        if self._engine.dialect.name == "sqlite":
            with borrow(self._engine) as link:
                link.rows("PRAGMA wal_checkpoint(TRUNCATE)", ())

    # ---- Persons ----

    def identify(self, row: IndexRow) -> None:
        """Keeps the row unless there is one for its ledger and digest."""
        with writing(self._engine) as connection:
            connection.execute(_insert(connection, person_index), row._asdict())

    def identified(self, ledger: str, digest: bytes) -> str:
        """The person, empty when there is none."""
        found = read(self._engine, lambda link: link.rows(_PERSON, (ledger, digest)))
        return str(found[0][0]) if found else ""

    # ---- Master keys ----

    def master(self) -> bytes:
        """Id of the master key that keys are wrapped by now, empty before there is one."""
        with self._engine.connect() as connection:
            return connection.scalar(select(wrapping.c.master)) or b""

    def turn_to(self, master: bytes) -> None:
        """Has keys be wrapped by this one from now on, once those that are being added are there."""
        with writing(self._engine) as connection:
            connection.execute(_insert(connection, wrapping), {"place": 1, "master": master})
            connection.execute(update(wrapping).values(master=master))

    def is_empty(self) -> bool:
        """Whether no key is kept."""
        with self._engine.connect() as connection:
            return connection.scalar(select(key.c.id).limit(1)) is None

    def count(self) -> int:
        """How many keys are kept that were not destroyed."""
        with self._engine.connect() as connection:
            return connection.scalar(select(func.count()).where(key.c.wrapped.is_not(None))) or 0

    def wrapped_by_others(self, master: bytes, limit: int) -> list[tuple[bytes, bytes]]:
        """Ids and wrapped keys that another master key wraps, `limit` at most."""
        c = key.c
        others = or_(c.master.is_(None), c.master != master)
        query = select(c.id, c.wrapped).where(c.wrapped.is_not(None), others).order_by(c.id).limit(limit)
        with self._engine.connect() as connection:
            return [(bytes(row.id), bytes(row.wrapped)) for row in connection.execute(query)]

    def rewrap(self, master: bytes, rows: Sequence[tuple[bytes, bytes, bytes]]) -> None:
        """Puts keys that are wrapped anew in the place of what they were: id, before, after.

        One that was destroyed meanwhile stays so.
        """
        c = key.c
        with writing(self._engine) as connection:
            for identity, before, after in rows:
                same = (c.id == identity, c.wrapped == before)
                connection.execute(update(key).where(*same).values(wrapped=after, master=master))

    def end_of_rotation(self) -> None:
        """What may be thrown away once no key is wrapped by a former master key any more."""
        self._forget()

    # ---- Whole ----

    def all_keys(self) -> Iterator[list[KeyRow]]:
        """All of them, destroyed ones too, some hundred at a time."""
        c, last = key.c, b""
        query = select(c.id, c.ledger, c.owner, c.wrapped, c.destroyed_at).order_by(c.id).limit(_AT_ONCE)
        while True:
            with self._engine.connect() as connection:
                rows = [KeyRow(*row) for row in connection.execute(query.where(c.id > last))]
            if not rows:
                return
            yield rows
            last = rows[-1].id

    def all_persons(self) -> Iterator[list[IndexRow]]:
        """All rows that find persons, some hundred at a time."""
        c = person_index.c
        place, last = tuple_(c.ledger, c.digest), ("", b"")
        query = select(c.ledger, c.digest, c.person).order_by(c.ledger, c.digest).limit(_AT_ONCE)
        while True:
            with self._engine.connect() as connection:
                rows = [IndexRow(*row) for row in connection.execute(query.where(place > tuple_(*last)))]
            if not rows:
                return
            yield rows
            last = (rows[-1].ledger, rows[-1].digest)


def _found_by(ledger: str, persons: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    return (person_index.c.ledger == ledger, person_index.c.person.in_(persons))


def _portions(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]


def _insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Inserts what is not there."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement: postgresql.Insert | sqlite.Insert = dialect.insert(table)
    return statement.on_conflict_do_nothing()
