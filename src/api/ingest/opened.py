"""A recording that is open for reading: what is read is that of the file that was listed, or it isn't read at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from api.ingest.errors import Left, Unsettled
from api.ingest.finding import Source, stamp_of
from api.ingest.stable import is_written
from media.digest import BLOCK, Digests

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

CHANGED = "文件刚刚有改动，等它不再变化再上传"


class Opened:
    """Reads by place. Raises Unsettled once the file isn't what was listed, Left where it can't be read."""

    def __init__(self, source: Source, fd: int) -> None:
        self.source, self._fd = source, fd

    def read(self, offset: int, most: int) -> bytes:
        """`most` bytes from `offset`, fewer only at the end."""
        most = min(most, self.source.stamp.size - offset)
        parts: list[bytes] = []
        while most > 0 and (part := os.pread(self._fd, most, offset)):
            parts.append(part)
            offset, most = offset + len(part), most - len(part)
        self.check()
        if most > 0:
            raise Unsettled(CHANGED)
        return b"".join(parts)

    def digests(self, watch: Callable[[int], None]) -> Digests:
        """The digests of all of it; `watch` is told the bytes that were read."""
        digests, at = Digests(), 0
        while block := self.read(at, BLOCK):
            digests.update(block)
            at += len(block)
            watch(len(block))
        return digests

    def check(self) -> None:
        """Raises Unsettled unless the file and its name are what was listed, and nobody writes it."""
        found = os.fstat(self._fd)
        if not stat.S_ISREG(found.st_mode) or stamp_of(found) != self.source.stamp:
            raise Unsettled(CHANGED)

    def check_at_rest(self) -> None:
        """The same, and that nobody has it open for writing."""
        self.check()
        if is_written(self._fd):
            raise Unsettled("还有程序在写这个文件")

    def delete(self) -> None:
        """Deletes the file if its name still leads to it and it is what was read."""
        self.check_at_rest()
        if stamp_of(self.source.path.lstat()) != self.source.stamp:
            raise Unsettled(CHANGED)
        self.source.path.unlink()


@contextmanager
def opened(source: Source) -> Iterator[Opened]:
    """The file, open. Raises Left with the reason where it can't be opened, read or deleted."""
    try:
        fd = os.open(source.path, _FLAGS)
        try:
            file = Opened(source, fd)
            file.check()
            yield file
        finally:
            os.close(fd)
    except FileNotFoundError as error:
        raise Unsettled("文件已经不在") from error
    except OSError as error:
        raise Left(f"文件不能读取或者删除（{error.strerror}）") from error
