"""What a run has done, for the next one: digests, addresses of uploads, receipts. A SQLite file outside the folder.

Every line is on the disk when its method returns, so that a run that was killed is gone on with wherever it was.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from api.ingest.errors import JournalUnusable
from api.ingest.finding import Source, Stamp
from media.durable import make_folder

_TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS file (
        path BLOB PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, inode INTEGER NOT NULL,
        blake3 TEXT NOT NULL, sha256 TEXT NOT NULL, address TEXT NOT NULL DEFAULT '')""",
    """CREATE TABLE IF NOT EXISTS receipt (
        blake3 TEXT NOT NULL, sha256 TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL,
        received_at TEXT NOT NULL, PRIMARY KEY (blake3, name))""",
)


class Known(msgspec.Struct, frozen=True):
    """What is known of a file that is still the same: its digests, and the address of its upload, "" without one."""

    blake3: str
    sha256: str
    address: str = ""


class Journal:
    """Of one site and device. Raises JournalUnusable for what SQLite can't do."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def known(self, source: Source) -> Known | None:
        """What is known of the file, None when it is new or not what it was."""
        row = self._row(
            "SELECT size, mtime_ns, inode, blake3, sha256, address FROM file WHERE path = ?", os.fsencode(source.path)
        )
        return Known(*row[3:]) if row and Stamp(*row[:3]) == source.stamp else None

    def note(self, source: Source, known: Known) -> None:
        """Writes down what is known of a file, in the place of what was."""
        values = (*msgspec.structs.astuple(source.stamp), *msgspec.structs.astuple(known))
        self._write("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?)", os.fsencode(source.path), *values)

    def forget(self, source: Source) -> None:
        """Drops what is known of a file: it is hashed again."""
        self._write("DELETE FROM file WHERE path = ?", os.fsencode(source.path))

    def receive(self, known: Known, name: str, size: int, received_at: str) -> None:
        """Writes down that the site has it for good; `received_at` is RFC 3339."""
        values = (known.blake3, known.sha256, name, size, received_at)
        self._write("INSERT OR REPLACE INTO receipt VALUES (?, ?, ?, ?, ?)", *values)

    def is_received(self, known: Known) -> bool:
        """Whether the site has given a receipt with both digests."""
        found = self._row("SELECT 1 FROM receipt WHERE blake3 = ? AND sha256 = ?", known.blake3, known.sha256)
        return found is not None

    def names(self) -> list[str]:
        """The names of the files that were ever received."""
        with _told():
            return [name for (name,) in self._connection.execute("SELECT DISTINCT name FROM receipt")]

    def _row(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        with _told():
            row: tuple[Any, ...] | None = self._connection.execute(statement, values).fetchone()
            return row

    def _write(self, statement: str, *values: object) -> None:
        with _told():
            self._connection.execute(statement, values)


@contextmanager
def journal_in(folder: Path, site: str, device: str) -> Iterator[Journal]:
    """The journal of a site and device in `folder`, which is made. Raises JournalUnusable when another run has it."""
    make_folder(folder)
    of = hashlib.sha256(f"{site}\n{device}".encode()).hexdigest()[:32]
    with _told():
        connection = sqlite3.connect(folder / f"{of}.sqlite3", timeout=0, isolation_level=None)
    try:
        with _told():
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN EXCLUSIVE")
            for table in _TABLES:
                connection.execute(table)
            connection.execute("COMMIT")
        yield Journal(connection)
    finally:
        connection.close()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            raise JournalUnusable("另一个 ingest 正在为同一站点和设备运行，等它结束再试") from error
        raise JournalUnusable(f"上传记录不能读写（{error}），请检查状态文件夹的磁盘和权限") from error
