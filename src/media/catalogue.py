"""What is known about each stored object, read beside the spool that writes it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Lock

from msgspec import Struct, convert

from media.journal import connect


class StoredObject(Struct, frozen=True):
    """An object that the store holds durably.

    `size` in bytes; `media_type` as the first uploader declared it, "" when not; `version_id` the store's, ""
    when it keeps none; `started_at` and `ended_at` of the recording in UTC, None when not told.
    """

    blake3: str
    sha256: str
    size: int
    media_type: str
    version_id: str
    started_at: datetime | None
    ended_at: datetime | None


class Catalogue:
    """Reads the objects' rows; may be used from any thread, and by processes that don't serve the spool."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._database = connect(folder)
        self._lock = Lock()

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._database.close()

    def find(self, digest: str) -> StoredObject | None:
        """Return what is known of the object, None while the store hasn't got it."""
        with self._lock:
            row = self._database.execute("SELECT * FROM object WHERE blake3 = ?", (digest,)).fetchone()
        return convert(dict(row), StoredObject) if row else None
