"""The entries of a log, read out of the table of events."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine

from records.errors import Corrupt
from records.store.engine import read

_ENTRIES: Final = """SELECT position, entry FROM event
WHERE ledger = $1 AND position > $2 AND position <= $3 ORDER BY position"""


class StoredEntries:
    """`Entries` of one ledger of the database. May be asked by any thread."""

    def __init__(self, engine: Engine, ledger: str) -> None:
        self._engine, self._ledger = engine, ledger

    def read(self, after: int, limit: int) -> list[bytes]:
        """See Entries."""
        values = (self._ledger, after, after + limit)
        rows = read(self._engine, lambda link: link.rows(_ENTRIES, values))
        if rows and rows[-1][0] != after + len(rows):  # positions are unique and in order
            missing = next(at for at, row in enumerate(rows, after + 1) if row[0] != at)
            msg = f"{self._ledger} has no event at position {missing}, but has later ones"
            raise Corrupt(msg)
        entries: list[bytes] = [entry for _, entry in rows]
        if b"" in entries:
            msg = f"{self._ledger}: the event at position {after + 1 + entries.index(b'')} has no log entry"
            raise Corrupt(msg)
        return entries
