"""How much may be taken in; checked at creation, so that an upload that began isn't stopped for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from media.errors import NoSpace, TooLong


class Limits(Struct, frozen=True):
    """Bytes: of one upload; of one owner's unfinished uploads together (None: no quota); free on the disk."""

    largest: int = 1 << 40
    quota: int | None = None
    free_floor: int = 1 << 30

    def check(self, folder: Path, length: int, own: Iterable[int], outstanding: int) -> None:
        """Refuse an upload of `length` with `TooLong` or `NoSpace`.

        `own` are the lengths of the owner's unfinished uploads, `outstanding` is what all unfinished uploads
        have yet to send.
        """
        if length > self.largest:
            raise TooLong(self.largest)
        if self.quota is not None and sum(own) + length > self.quota:
            raise NoSpace("quota")
        if shutil.disk_usage(folder).free - outstanding - length < self.free_floor:
            raise NoSpace("disk")
