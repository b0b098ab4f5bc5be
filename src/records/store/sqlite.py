"""The embedded database: one file, one writer at a time, durable at each commit."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import starmap
from typing import Any, Final

from records.store.link import COLUMNS
from records.store.stored import StoredRow

BUSY_MS: Final = 5_000
"""How long a writer waits for another process's transaction before it reports the database as locked."""

_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_TAKEN: Final = {
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_TRIGGER,  # that of schema.py, which looks at the same keys first
}

_VALUES: Final = ["?"] * (len(COLUMNS) - 3) + ["NULLIF(?, '')", "NULLIF(?, '')", "NULLIF(?, x'')"]
_INSERT: Final = " ".join(["INSERT INTO event (", ", ".join(COLUMNS), ") VALUES (", ", ".join(_VALUES), ")"])

_DATED: Final = StoredRow.__struct_fields__.index("dated")

_NOW: Final = "SELECT CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER) * 1000"


def set_up(connection: sqlite3.Connection) -> None:
    """Settings that SQLite keeps for a connection and not in the file."""
    connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what a view drops is gone from the file too


class SqliteLink:
    """The ledger's path to SQLite."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """See Link."""
        return self._connection.execute(sql.replace("$", "?"), values).fetchall()

    def events(self, sql: str, values: Sequence[object]) -> list[StoredRow]:
        """See Link. SQLite has no booleans."""
        rows = [(*row[:_DATED], bool(row[_DATED]), *row[_DATED + 1 :]) for row in self.rows(sql, values)]
        return list(starmap(StoredRow, rows))

    def write(self, ledger: str, recorded_at: int, rows: Sequence[tuple[object, ...]]) -> None:
        """See Link."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._connection.executemany(_INSERT, [(ledger, recorded_at, *row) for row in rows])
            self._connection.execute("COMMIT")
        except BaseException:
            self._connection.rollback()
            raise

    def now(self) -> int:
        """See Link; to the millisecond."""
        return int(self.rows(_NOW, ())[0][0])

    def give_back(self) -> None:
        """See Link."""
        if self._connection.in_transaction:
            self._connection.rollback()


def conflict(error: BaseException) -> bool:
    """Whether another writer was first: a key is taken, or the file stayed locked."""
    code = getattr(error, "sqlite_errorcode", 0)
    return code in _TAKEN or code & 0xFF in _BUSY


def lost(_error: BaseException) -> bool:
    """Whether the connection broke: a file has none that could."""
    return False
