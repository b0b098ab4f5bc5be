"""How much may be taken in, and for how long it may take; checked at creation, so that an upload that began isn't
stopped for it, and at each PATCH of one whose length isn't told yet."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from msgspec import Struct

from media.errors import NoSpace, TooLong


class Limits(Struct, frozen=True):
    """Bytes: of one upload; of one owner's unfinished uploads together (None: no quota); free on the disk.

    `unfinished` is how long an upload waits for its next byte.
    """

    largest: int = 1 << 40
    quota: int | None = None
    free_floor: int = 1 << 30
    unfinished: timedelta = timedelta(days=7)

    def check(self, folder: Path, length: int, own: Iterable[int], outstanding: int) -> None:
        """Refuse an upload of `length` with `TooLong` or `NoSpace`.

        `own` are the lengths of the owner's other unfinished uploads, `outstanding` is what all others have yet to
        send.
        """
        if length > self.largest:
            raise TooLong(self.largest)
        if self.quota is not None and sum(own) + length > self.quota:
            raise NoSpace("quota")
        if length > self._free(folder, outstanding):
            raise NoSpace("disk")

    def room(self, folder: Path, own: Iterable[int], outstanding: int) -> int:
        """Return how many bytes more an upload could take now whose length nobody knows."""
        quota = self.largest if self.quota is None else self.quota - sum(own)
        return max(0, min(self.largest, quota, self._free(folder, outstanding)))

    def _free(self, folder: Path, outstanding: int) -> int:
        return shutil.disk_usage(folder).free - outstanding - self.free_floor
