"""PostgreSQL through psycopg 3: binary both ways, prepared statements, no transaction but the statement's
own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, starmap
from typing import Any, Final

from psycopg import Connection, InterfaceError, OperationalError, RawCursor
from psycopg.errors import DeadlockDetected, IdleInTransactionSessionTimeout, SerializationFailure, UniqueViolation
from psycopg.pq import TransactionStatus
from psycopg.types.bool import BoolBinaryDumper
from psycopg.types.numeric import Int8BinaryDumper
from psycopg.types.string import BytesBinaryDumper, StrBinaryDumper

from records.store.link import COLUMNS
from records.store.stored import StoredRow

STATEMENT_ROWS: Final = 1_000
"""Rows of one INSERT: the protocol takes 65,535 parameters, and a row needs 18."""

PREPARED_ROWS: Final = 64
"""Up to here the server keeps a prepared statement per number of rows; psycopg keeps a hundred."""

_PER_ROW: Final = len(COLUMNS) - 2
_NOW: Final = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"


class PostgresLink:
    """The ledger's path to PostgreSQL."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        self._cursor = RawCursor(connection)
        # One type per Python type: else the size of a number decides which prepared statement fits.
        self._cursor.adapters.register_dumper(int, Int8BinaryDumper)
        self._cursor.adapters.register_dumper(str, StrBinaryDumper)
        self._cursor.adapters.register_dumper(bytes, BytesBinaryDumper)
        self._cursor.adapters.register_dumper(bool, BoolBinaryDumper)

    def rows(self, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """See Link."""
        self._autocommit()
        return self._cursor.execute(sql, values, binary=True).fetchall()

    def events(self, sql: str, values: Sequence[object]) -> list[StoredRow]:
        """See Link."""
        return list(starmap(StoredRow, self.rows(sql, values)))

    def write(self, ledger: str, recorded_at: int, rows: Sequence[tuple[object, ...]]) -> None:
        """See Link."""
        self._autocommit()
        if len(rows) <= STATEMENT_ROWS:
            self._insert(ledger, recorded_at, rows)
            return
        with self._connection.transaction():
            for start in range(0, len(rows), STATEMENT_ROWS):
                self._insert(ledger, recorded_at, rows[start : start + STATEMENT_ROWS])

    def _insert(self, ledger: str, recorded_at: int, rows: Sequence[tuple[object, ...]]) -> None:
        values = [ledger, recorded_at, *chain.from_iterable(rows)]
        self._cursor.execute(insert(len(rows)), values, prepare=len(rows) <= PREPARED_ROWS)

    def _autocommit(self) -> None:
        if not self._connection.autocommit:  # asking costs less than setting
            self._connection.autocommit = True

    def now(self) -> int:
        """See Link."""
        return int(self.rows(_NOW, ())[0][0])

    def give_back(self) -> None:
        """See Link."""
        if self._connection.info.transaction_status is not TransactionStatus.IDLE:
            self._connection.rollback()
        self._connection.autocommit = False


@lru_cache(maxsize=256)
def insert(count: int) -> bytes:
    """Inserts `count` rows: `$1` is the ledger, `$2` recorded_at, then come the rows' values."""
    rows = [_placeholders(3 + index * _PER_ROW) for index in range(count)]
    return " ".join(["INSERT INTO event (", ", ".join(COLUMNS), ") VALUES ", ", ".join(rows)]).encode()


def _placeholders(first: int) -> str:
    numbers = [f"${number}" for number in range(first, first + _PER_ROW)]
    command = [f"NULLIF({number}, '')" for number in numbers[-3:]]
    return "($1, $2, {})".format(", ".join(numbers[:-3] + command))


def conflict(error: BaseException) -> bool:
    """Whether another writer was first: a key is taken, or the server ended a deadlock at our cost."""
    return isinstance(error, UniqueViolation | DeadlockDetected | SerializationFailure)


def lost(error: BaseException) -> bool:
    """Whether the connection or the server broke: the statement may have been carried out or not."""
    broken = isinstance(error, OperationalError | InterfaceError | IdleInTransactionSessionTimeout)
    return broken and not conflict(error)
