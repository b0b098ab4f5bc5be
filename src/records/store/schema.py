"""The tables of the ledger, and what keeps `event` append-only inside the database.

`event` holds every event of every ledger. Its positions come from the writer and its keys all begin with the
ledger, so that the same table can be distributed by `ledger`: there is no sequence, no foreign key, and on
PostgreSQL no trigger.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import (
    event as listen,
)

from records.store.engine import borrow, writing

metadata: Final = MetaData()

event: Final = Table(
    "event",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("position", BigInteger, nullable=False),  # from 1, without gaps
    Column("stream", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("tag", Text, nullable=False),
    Column("event_id", LargeBinary, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),  # microseconds, UTC; never goes backwards
    Column("occurred_at", BigInteger, nullable=False),  # microseconds, UTC
    Column("dated", Boolean, nullable=False),
    Column("actor", Text, nullable=False),
    Column("rules", LargeBinary, nullable=False),
    Column("registers_to", BigInteger, nullable=False),
    Column("checkpoint", LargeBinary, nullable=False),
    Column("commitments", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("entry", LargeBinary, nullable=False),
    Column("register", Boolean, nullable=False),
    # Of a command's events, only the first carries who sent it, under which key, and its body's digest.
    Column("principal", Text),
    Column("command", Text),
    Column("body", LargeBinary),
    PrimaryKeyConstraint("ledger", "position"),
    UniqueConstraint("ledger", "stream", "version"),
    # A rowid would be one more unique key that INSERT OR REPLACE could meet.
    sqlite_with_rowid=False,
)

_FIRST = event.c.principal.is_not(None)
Index(
    "event_command",
    *(event.c.ledger, event.c.principal, event.c.command),
    unique=True,
    postgresql_where=_FIRST,
    sqlite_where=_FIRST,
)
Index(
    "event_register",
    *(event.c.ledger, event.c.position),
    postgresql_where=event.c.register,
    sqlite_where=event.c.register,
)

tracking: Final = Table(
    "tracking",
    metadata,
    Column("projection", Text, nullable=False),
    Column("ledger", Text, nullable=False),
    Column("position", BigInteger, nullable=False),  # the last one applied; 0: none
    PrimaryKeyConstraint("projection", "ledger"),
)

lease: Final = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),  # of the work that one process at a time does
    Column("holder", Text, nullable=False),  # the process that does it, or did it last
    Column("until", BigInteger, nullable=False),  # microseconds, UTC, by the database's clock; 0: given back
    Column("epoch", BigInteger, nullable=False),  # goes up whenever somebody takes it
)


def _after_create(statement: str, dialect: str) -> None:
    clause = DDL(statement)  # type: ignore[no-untyped-call]  # SQLAlchemy has no annotation there
    listen.listen(event, "after_create", clause.execute_if(dialect=dialect))


_REFUSALS: Final = (
    """CREATE TRIGGER IF NOT EXISTS event_is_never_updated BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'an event is never updated'); END""",
    """CREATE TRIGGER IF NOT EXISTS event_is_never_deleted BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END""",
    # INSERT OR REPLACE deletes the row it meets without a DELETE trigger: so it may meet none.
    """CREATE TRIGGER IF NOT EXISTS event_is_never_replaced BEFORE INSERT ON event
    WHEN EXISTS (SELECT 1 FROM event WHERE ledger = NEW.ledger AND position = NEW.position)
    OR EXISTS (SELECT 1 FROM event WHERE ledger = NEW.ledger AND stream = NEW.stream AND version =
    NEW.version) OR EXISTS (SELECT 1 FROM event WHERE ledger = NEW.ledger AND principal = NEW.principal
               AND command = NEW.command AND NEW.principal IS NOT NULL)
    BEGIN SELECT RAISE(ABORT, 'an event is never replaced'); END""",
)
for _statement in _REFUSALS:
    _after_create(_statement, "sqlite")

# Sealed bytes and digests don't compress: PostgreSQL needn't try, and a row of 2 to 8 kB stays in one piece.
for _statement in (
    "ALTER TABLE event ALTER COLUMN sealed SET STORAGE EXTERNAL",
    "ALTER TABLE event ALTER COLUMN commitments SET STORAGE EXTERNAL",
    "ALTER TABLE event SET (toast_tuple_target = 8160)",
):
    _after_create(_statement, "postgresql")


def install(engine: Engine, app_role: str | None = None) -> None:
    """Creates what is missing of the ledger's tables; what is there stays as it is.

    On PostgreSQL the owner of the tables runs this, and `app_role`, an existing role other than the owner,
    then may only INSERT and SELECT on `event`. On SQLite triggers refuse everything else for everybody.
    """
    if engine.dialect.name == "sqlite":
        with borrow(engine) as link:  # the journal can't be changed inside a transaction
            link.rows("PRAGMA journal_mode = WAL", ())  # stays so in the file
    with writing(engine) as connection:
        metadata.create_all(connection)
        if app_role is not None:
            _grant(connection, app_role)


def _grant(connection: Connection, app_role: str) -> None:
    role = connection.dialect.identifier_preparer.quote_identifier(app_role)
    connection.exec_driver_sql(f"REVOKE ALL ON event, tracking, lease FROM PUBLIC, {role}")
    connection.exec_driver_sql(f"GRANT SELECT, INSERT ON event TO {role}")
    connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON tracking TO {role}")
    connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE ON lease TO {role}")
