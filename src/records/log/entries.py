"""Where the entries of a log come from."""

from __future__ import annotations

from typing import Protocol


class Entries(Protocol):
    """The entries of one log as they were recorded, in the order of positions, the first at position 1."""

    def read(self, after: int, limit: int) -> list[bytes]:
        """The entries from position `after` + 1 on, `limit` at most; empty at the end.

        None is ever skipped: a gap, or an event without an entry, raises Corrupt.
        """
