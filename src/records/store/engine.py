"""Connections: SQLAlchemy's for whoever has a transaction of their own, links for the ledger."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from records.store import sqlite
from records.store.link import Link

_POOL: Final = {"pool_size": 10, "max_overflow": 40, "pool_timeout": 10, "pool_use_lifo": True}
SILENT: Final = 10.0
"""Seconds after which the transaction of a process is ended that went silent in it, where others would wait for it."""

_IMMEDIATE: Final = "mingjing_immediate"
_BREAKS: Final = "mingjing_breaks"

T = TypeVar("T")


class Driver(NamedTuple):
    """What differs from one database to the other on the ledger's path."""

    link: Callable[[Any], Link]
    conflict: Callable[[BaseException], bool]
    """Whether an error says that another writer was first."""
    lost: Callable[[BaseException], bool]
    """Whether an error leaves it open if the statement was carried out."""


def connect(url: str) -> Engine:
    """An engine for `sqlite:///path` or `postgresql+psycopg://…`; nothing is opened yet.

    Connections are pooled and may be used by any thread, one at a time. A transaction that will write to
    SQLite is begun by `writing`. No error carries the values of its statement: errors are logged.
    """
    breaks = _Breaks()
    engine = create_engine(make_url(url), execution_options={_BREAKS: breaks}, hide_parameters=True, **_POOL)
    event.listen(engine, "connect", breaks.connected)
    event.listen(engine, "checkout", breaks.taken)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: sqlite.set_up(connection))
        event.listen(engine, "begin", _begin_sqlite)
    return engine


class _Breaks:
    """When a connection of the pool broke last, in monotonic seconds."""

    at = float("-inf")

    def connected(self, _connection: object, record: ConnectionPoolEntry) -> None:
        record.info["since"] = time.monotonic()

    def taken(self, _connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        if record.info["since"] <= self.at:
            raise DisconnectionError  # the pool replaces it


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(_IMMEDIATE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def writing(engine: Engine, *, silent: float = 0) -> Iterator[Connection]:
    """A transaction that will write, committed at the end of the block, rolled back when it raises.

    SQLite gives it the file's only place for a writer at once: a transaction that reads first and writes
    later is thrown out when another one wrote in between. PostgreSQL rolls it back, its locks with it, when nothing
    is heard for `silent` seconds (0: never) of the process, which may be paused, or its machine gone.
    """
    with engine.execution_options(**{_IMMEDIATE: True}).begin() as connection:
        if silent and connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL idle_in_transaction_session_timeout = {int(silent * 1000)}")
        yield connection


def driver(engine: Engine) -> Driver:
    """The ledger's path for this engine's database."""
    return _driver(engine.dialect.name)


@cache
def _driver(dialect: str) -> Driver:
    if dialect == "sqlite":
        return Driver(sqlite.SqliteLink, sqlite.conflict, sqlite.lost)
    from records.store import postgres  # noqa: PLC0415 - psycopg is an extra

    return Driver(postgres.PostgresLink, postgres.conflict, postgres.lost)


@contextmanager
def borrow(engine: Engine) -> Iterator[Link]:
    """A link over one of the pool's connections, for the length of the block.

    When a connection breaks in the block the error passes on, and none of the pool's present connections is
    used again: a server that ended one has mostly ended all.
    """
    pooled = engine.raw_connection()
    link = pooled.info.get("link")
    if link is None:
        link = pooled.info["link"] = driver(engine).link(pooled.driver_connection)
    try:
        yield link
    except BaseException as error:
        if driver(engine).lost(error):
            engine.get_execution_options()[_BREAKS].at = time.monotonic()
            pooled.invalidate(error)
        raise
    finally:
        try:
            if pooled.is_valid:
                link.give_back()
        except BaseException as error:  # in no state for others
            pooled.invalidate(error)
            raise
        finally:
            pooled.close()


def read(engine: Engine, ask: Callable[[Link], T]) -> T:
    """What `ask` reads over a link; asked once more on another one when the connection turns out to be
    broken.
    """
    try:
        with borrow(engine) as link:
            return ask(link)
    except Exception as error:
        if not driver(engine).lost(error):
            raise
    with borrow(engine) as link:
        return ask(link)
