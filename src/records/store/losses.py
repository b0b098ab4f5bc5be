"""What a database has lost and its log still has: positions come back as *lost, entry only*.

A database that was restored from an older backup, or a standby that was behind when it took over, ends before the log
does. What was published of the lost positions is their entries; no key opens those, so the rows that come back have an
entry and nothing else, in a stream of their own. They are named for ever, and the ledger goes on behind them.

The public ledger's entries are open: its rows come back whole.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from threading import Lock
from typing import Final

from sqlalchemy import Engine

from records.log import acts
from records.log.errors import Rewritten
from records.log.files import LogFiles
from records.log.published import PublishedStore
from records.log.reading import decided, entries_after
from records.moment import Moment
from records.store.batch import HEAD
from records.store.clock import wall_clock
from records.store.engine import borrow, driver, read
from records.store.lost import STREAM, TAG
from records.store.pending import Row

PUBLIC: Final = "-public"
"""A ledger's public ledger has its name with this behind it."""

_AT_ONCE: Final = 500
_ENTRY: Final = "SELECT entry FROM event WHERE ledger = $1 AND position = $2"
_LAST: Final = "SELECT max(position) FROM event WHERE ledger = $1 AND stream = $2"
_VERSION: Final = "SELECT coalesce(max(version), 0) FROM event WHERE ledger = $1 AND stream = $2"

_log = logging.getLogger(__name__)


class LossGuard:
    """Keeps a ledger from being written to before it has back what its log has. Safe for threads."""

    def __init__(self, engine: Engine, published: PublishedStore) -> None:
        self._engine, self._published = engine, published
        self._floors: dict[str, int] = {}
        self._lock = Lock()  # one at a time brings back, and owns _floors

    def floor(self, log: str) -> int:
        """The position up to which the log is decided: a database that ends before it has lost something.

        While the store is away, the last one that is known; it only ever grows.
        """
        try:
            size = decided(LogFiles(log, self._published)).size
        except Exception as error:  # the store's own: which one it is, is known above us alone
            if log not in self._floors:
                raise
            _log.warning("%s: the log is out of reach, %d entries were known of it: %r", log, self._floors[log], error)
            return self._floors[log]
        with self._lock:
            self._floors[log] = max(size, self._floors.get(log, 0))
        return size

    def last_lost(self, log: str) -> int:
        """The last position of which the entry alone is known, 0 when nothing was ever lost."""
        rows = read(self._engine, lambda link: link.rows(_LAST, (log, STREAM)))
        return int(rows[0][0] or 0)

    def recover(self, ledger: str) -> int:
        """Brings back what the ledger and its public one have lost; how many positions that were.

        Raises Rewritten when the database is not the beginning of the log, and what the store raises when it is away.
        """
        return self.restore(ledger) + self.restore(ledger + PUBLIC)

    def restore(self, log: str) -> int:
        """The same of one log."""
        files = LogFiles(log, self._published)
        state = decided(files)
        with self._lock:
            self._floors[log] = max(state.size, self._floors.get(log, 0))
            count, before, (head, recorded_at) = 0, -1, _head(self._engine, log)
            while before < head < state.size:  # again where another process was first, who may not be at the end
                lost = entries_after(files, max(head - 1, 0), state)
                if head and next(lost)[1] != _entry(self._engine, log, head):
                    raise Rewritten(log, head)
                count += self._write(log, recorded_at, lost)
                before, (head, recorded_at) = head, _head(self._engine, log)
            return count

    def _write(self, log: str, recorded_at: int, lost: Iterator[tuple[int, bytes]]) -> int:
        is_public = log.endswith(PUBLIC)
        made: Callable[[Sequence[tuple[int, bytes]], int], list[Row]] = _public_rows if is_public else _lost_rows
        count, now = 0, max(recorded_at, wall_clock())
        while some := list(islice(lost, _AT_ONCE)):
            version = 0 if is_public else read(self._engine, lambda link: link.rows(_VERSION, (log, STREAM)))[0][0]
            rows = made(some, version)
            try:
                with borrow(self._engine) as link:
                    link.write(log, now, rows)
            except Exception as error:
                if not driver(self._engine).conflict(error):
                    raise
                _log.info("%s: another process brings back what was lost", log)
                return count
            count += len(rows)
            _log.critical("%s: positions %d to %d came back from the log", log, some[0][0], some[-1][0])
        return count


def _head(engine: Engine, log: str) -> tuple[int, int]:
    rows = read(engine, lambda link: link.rows(HEAD, (log,)))
    return (rows[0][0], rows[0][1]) if rows else (0, 0)


def _entry(engine: Engine, log: str, position: int) -> bytes:
    return bytes(read(engine, lambda link: link.rows(_ENTRY, (log, position)))[0][0])


# ---- Rows ----


def _lost_rows(entries: Sequence[tuple[int, bytes]], version: int) -> list[Row]:
    """Rows that have an entry alone. The first bears a key, which ends the answer of the command before."""
    rows = []
    for number, (position, entry) in enumerate(entries, version + 1):
        claim = ("system", f"lost:{position}", b"") if position == entries[0][0] else ("", "", b"")
        rows.append(_row(position, STREAM, number, TAG, entry, 0, claim))
    return rows


def _public_rows(entries: Sequence[tuple[int, bytes]], _: int) -> list[Row]:
    """Rows of a public ledger, which stand in their entries as they are. Raises Malformed."""
    rows = []
    for position, entry in entries:
        said = acts.parse(entry)
        rows.append(_row(position, *said.place, entry, Moment.parse(said.at).micros))
    return rows


def _row(
    position: int,
    stream: str,
    version: int,
    tag: str,
    entry: bytes,
    occurred_at: int,
    claim: tuple[str, str, bytes] = ("", "", b""),
) -> Row:
    named = (position, stream, version, tag, sha256(entry).digest()[:16])
    return (*named, occurred_at, False, "system", b"", 0, b"", b"", b"", entry, False, *claim)
