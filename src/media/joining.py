"""Making one file of several, in the kernel (sendfile(2)): for uploads that came in parts (tus 1.0, Concatenation)."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path

from media.durable import flush
from media.errors import Corrupt, NoSpace


def join(parts: Sequence[Path], whole: Path) -> None:
    """Append to `whole` what it lacks of the bytes of `parts` in order, and flush it; so it may be repeated.

    Raises FileNotFoundError for a part that is gone, and `NoSpace`.
    """
    with whole.open("r+b", buffering=0) as target:
        there = target.seek(0, os.SEEK_END)
        for part in parts:
            with part.open("rb", buffering=0) as source:
                size = os.fstat(source.fileno()).st_size
                _copy(source.fileno(), target.fileno(), min(there, size), size)
                there = max(there - size, 0)
    flush(whole)


def _copy(source: int, target: int, start: int, end: int) -> None:
    try:
        while start < end:
            copied = os.sendfile(target, source, start, end - start)
            if not copied:
                raise Corrupt("a part of an upload became shorter")
            start += copied
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise NoSpace("disk") from error
        raise
