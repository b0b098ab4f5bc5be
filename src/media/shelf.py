"""The folder of the uploads that a spool has under way: a file and a row of each, how much room is left, and until when
it waits for more.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

from media.durable import flush_folder
from media.errors import NoSpace
from media.journal import Journal, Row, State
from media.limits import Limits
from media.metadata import Metadata


class Shelf:
    """The files beside the rows. Whoever asks for room holds a lock until the row is there that takes it."""

    def __init__(self, folder: Path, journal: Journal, limits: Limits, name: str) -> None:
        self.folder, self.limits = folder, limits
        self._journal, self._name = journal, name

    def path(self, upload: str) -> Path:
        """Return where the bytes of an upload are."""
        return self.folder / f"{upload}.part"

    def size(self, upload: str) -> int:
        """Return how many bytes an upload has, 0 when its file is gone."""
        try:
            return self.path(upload).stat().st_size
        except FileNotFoundError:
            return 0

    def add(self, owner: str, length: int | None, metadata: Metadata, concat: str) -> Row:
        """Make the file and the row of a new upload, both durable."""
        upload = f"{self._name}-{secrets.token_hex(16)}" if self._name else secrets.token_hex(16)
        row = Row(upload, owner, length, metadata.raw, metadata.blake3, datetime.now(UTC).isoformat(), concat=concat)
        self.path(upload).touch(mode=0o600, exist_ok=False)
        flush_folder(self.folder)
        self._journal.add(row)
        return row

    def drop_needless(self) -> list[str]:
        """Remove the files whose upload is settled or unknown; returns their ids."""
        keep = {row.id for row in self._journal.unsettled()}
        needless = [path for path in self.folder.glob("*.part") if path.stem not in keep]
        for path in needless:
            path.unlink(missing_ok=True)
        return [path.stem for path in needless]

    # ---- Room ----

    def check_room(self, owner: str, length: int, but: str = "") -> None:
        """Refuse an upload of `length` with `TooLong` or `NoSpace`; `but` is its id when it is there already."""
        self.limits.check(self.folder, length, *self._others(owner, but))

    def most(self, row: Row, offset: int) -> int:
        """Return how many bytes an upload may have; as many as there is room for while nobody knows its length."""
        if row.length is not None:
            return row.length
        own, outstanding = self._others(row.owner, row.id)
        most = self.limits.room(self.folder, own, outstanding - offset)
        if most <= offset:
            raise NoSpace("disk")
        return most

    def _others(self, owner: str, but: str) -> tuple[list[int], int]:
        """Of the unfinished uploads but one, the lengths of the owner's, and what all have yet to send."""
        rows = [row for row in self._journal.unsettled() if row.state is State.RECEIVING and row.id != but]
        sizes = {row.id: self.size(row.id) for row in rows}
        own = [row.length if row.length is not None else sizes[row.id] for row in rows if row.owner == owner]
        return own, sum((row.length or 0) - sizes[row.id] for row in rows if row.length is not None)

    # ---- Time ----

    def expires(self, row: Row, size: int) -> datetime | None:
        """Return when an upload of `size` bytes is given up: the term begins anew with each byte that comes.

        None for one of which all bytes are there, unless it is a part of another: it waits for the store, not for
        its client.
        """
        if row.state is not State.RECEIVING or (row.is_whole(size) and not row.is_partial):
            return None
        try:
            touched = self.path(row.id).stat().st_mtime
        except FileNotFoundError:
            return None
        return datetime.fromtimestamp(touched, UTC) + self.limits.unfinished

    def is_overdue(self, row: Row) -> bool:
        """Tell whether an upload waited in vain for longer than that."""
        expires = self.expires(row, self.size(row.id))
        return expires is not None and expires < datetime.now(UTC)
