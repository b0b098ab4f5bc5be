"""The spool's rows in SQLite: what each upload is.

WAL with synchronous=FULL: a row that was written is there after a power cut. The offset isn't in it, it is
the length of the upload's file; so a PATCH costs no row, but for one with a checksum (`unchecked_from`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from threading import RLock

from msgspec import Struct, convert

from media.errors import AlreadyBound, NoUpload, Terminated

FILE = "spool.sqlite3"
PARTIAL = "partial"
FINAL = "final;"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS upload (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    length INTEGER NOT NULL CHECK (length >= 0),
    metadata TEXT NOT NULL,
    declared TEXT NOT NULL,
    created_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('receiving', 'complete', 'bound', 'terminated')),
    unchecked_from INTEGER,
    blake3 TEXT NOT NULL DEFAULT '',
    sha256 TEXT NOT NULL DEFAULT '',
    version_id TEXT NOT NULL DEFAULT '',
    deferred INTEGER NOT NULL DEFAULT 0,
    concat TEXT NOT NULL DEFAULT '',
    expired_at TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX IF NOT EXISTS upload_unsettled ON upload (state) WHERE state IN ('receiving', 'complete');
CREATE INDEX IF NOT EXISTS upload_unbound ON upload (blake3) WHERE state = 'complete';
"""

_ADDED = {
    "deferred": "INTEGER NOT NULL DEFAULT 0",
    "concat": "TEXT NOT NULL DEFAULT ''",
    "expired_at": "TEXT NOT NULL DEFAULT ''",
}
"""Columns that spools of before are without."""


class State(StrEnum):
    """Where an upload stands; the last two are final."""

    RECEIVING = "receiving"
    """Bytes are missing, or all are there and the store hasn't got them yet."""
    COMPLETE = "complete"
    """The store has the object; no event refers to it yet, so the spool keeps its file."""
    BOUND = "bound"
    """An event that is committed refers to the object."""
    TERMINATED = "terminated"
    """Ended by its owner, expired, or refused as a whole since its bytes were not the declared ones."""


class Row(Struct, frozen=True):
    """One upload.

    `length` is None until a client that deferred it tells. `unchecked_from` is where a PATCH with a checksum began
    that wasn't verified: bytes from there on are dropped by whoever opens the file. `concat` is the header
    Upload-Concat: "partial", or "final;" and its parts. `expired_at` says when an unfinished upload was given up.
    """

    id: str
    owner: str
    length: int | None
    metadata: str
    declared: str
    created_at: str
    state: State = State.RECEIVING
    unchecked_from: int | None = None
    blake3: str = ""
    sha256: str = ""
    version_id: str = ""
    concat: str = ""
    expired_at: str = ""

    @property
    def is_partial(self) -> bool:
        """Whether it is for others to be made of, and no object of its own."""
        return self.concat == PARTIAL

    @property
    def parts(self) -> list[str]:
        """The uploads that it is made of, in order; none when it grows by itself."""
        return parts_of(self.concat) if self.is_final else []

    @property
    def is_final(self) -> bool:
        """Whether it is made of others."""
        return self.concat.startswith(FINAL)

    def is_whole(self, size: int) -> bool:
        """Whether `size` bytes are all of it."""
        return size == self.length


def connect(folder: Path) -> sqlite3.Connection:
    """Open the spool's database, which is made when it isn't there."""
    database = sqlite3.connect(folder / FILE, isolation_level=None, check_same_thread=False, timeout=10)
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.executescript(_SCHEMA)
    there = {row["name"] for row in database.execute("PRAGMA table_info(upload)")}
    for name, kind in _ADDED.items():
        if name not in there:
            database.execute(f"ALTER TABLE upload ADD COLUMN {name} {kind}")
    return database


class Journal:
    """Rows of uploads, for one process; each method is one durable transaction, from any thread."""

    def __init__(self, folder: Path) -> None:
        self._database = connect(folder)
        self._lock = RLock()

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._database.close()

    def add(self, row: Row) -> None:
        """Write a new upload down."""
        with self._transaction() as database:
            database.execute(
                "INSERT INTO upload (id, owner, length, deferred, metadata, declared, created_at, state, concat)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(row.id, row.owner, row.length or 0, row.length is None),
                    *(row.metadata, row.declared, row.created_at, row.state, row.concat),
                ),
            )

    def tell_length(self, upload: str, length: int) -> None:
        """Write the length of an upload down that was deferred; one that is known stays."""
        with self._transaction() as database:
            database.execute(
                "UPDATE upload SET length = ?, deferred = 0 WHERE id = ? AND deferred = 1", (length, upload)
            )

    def get(self, upload: str) -> Row:
        """Return the row of an upload; raises `NoUpload`."""
        rows = self._rows("SELECT * FROM upload WHERE id = ?", upload)
        if not rows:
            raise NoUpload(upload)
        return rows[0]

    def unsettled(self) -> list[Row]:
        """Return the uploads that have files: those receiving, and those complete but not bound."""
        return self._rows("SELECT * FROM upload WHERE state IN ('receiving', 'complete') ORDER BY created_at, id")

    def mark_unchecked(self, upload: str, start: int | None) -> None:
        """Say from which byte on a PATCH is unverified; None says that all bytes count."""
        with self._transaction() as database:
            database.execute("UPDATE upload SET unchecked_from = ? WHERE id = ?", (start, upload))

    def mark_checked(self, upload: str, start: int) -> None:
        """Say that the PATCH from `start` on was verified, unless another has begun elsewhere since."""
        with self._transaction() as database:
            database.execute(
                "UPDATE upload SET unchecked_from = NULL WHERE id = ? AND unchecked_from = ?", (upload, start)
            )

    def complete(self, upload: str, blake3: str, sha256: str, version_id: str) -> Row:
        """Say that the store has the object, and the catalogue knows it."""
        with self._transaction() as database:
            changed = database.execute(
                "UPDATE upload SET state = 'complete', blake3 = ?, sha256 = ?, version_id = ?"
                " WHERE id = ? AND state IN ('receiving', 'complete')",
                (blake3, sha256, version_id, upload),
            )
            if not changed.rowcount:
                raise Terminated(upload)
            return self.get(upload)

    def unbound(self) -> list[str]:
        """Return the digests of the objects that no event refers to, as far as it was told."""
        with self._lock:
            found = self._database.execute("SELECT DISTINCT blake3 FROM upload WHERE state = 'complete'").fetchall()
        return [digest for (digest,) in found]

    def bind(self, digest: str) -> list[str]:
        """Say that an event refers to the object; returns the uploads whose files may go."""
        with self._transaction() as database:
            found = database.execute(
                "UPDATE upload SET state = 'bound' WHERE blake3 = ? AND state = 'complete' RETURNING id",
                (digest,),
            )
            return [upload for (upload,) in found.fetchall()]

    def terminate(self, upload: str) -> None:
        """Say that the upload is gone; the row stays so that its owner is told. Raises `AlreadyBound`."""
        with self._transaction() as database:
            changed = database.execute(
                "UPDATE upload SET state = 'terminated' WHERE id = ? AND state IN ('receiving', 'complete')",
                (upload,),
            )
            if not changed.rowcount:
                raise AlreadyBound(upload)

    def expire(self, upload: str, at: str) -> bool:
        """Give an upload up that isn't whole; False when it was settled or ended meanwhile."""
        with self._transaction() as database:
            changed = database.execute(
                "UPDATE upload SET state = 'terminated', expired_at = ? WHERE id = ? AND state = 'receiving'",
                (at, upload),
            )
            return bool(changed.rowcount)

    def _rows(self, query: str, *values: str) -> list[Row]:
        with self._lock:
            found = self._database.execute(query, values).fetchall()
        return [_row(dict(row)) for row in found]

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")


def parts_of(concat: str) -> list[str]:
    """Return the ids of the uploads whose addresses a final Upload-Concat names, absolute or not, in order."""
    return [url.rstrip("/").rpartition("/")[2] for url in concat.removeprefix(FINAL).split()]


def _row(values: dict[str, object]) -> Row:
    if values.pop("deferred"):
        values["length"] = None
    return convert(values, Row)
