"""The growing end of an upload's file: one writer at a time, the newest.

After a crash the file's length is the offset. That holds since bytes are only appended, and since filesystems
that order data before the length (ext4 in its default mode, XFS, Btrfs, ZFS) never show a length ahead of its
bytes.
"""

from __future__ import annotations

import errno
import os
from hmac import compare_digest
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from msgspec import Struct

from media import digest
from media.digest import Digests
from media.durable import flush
from media.errors import Mismatch, NoSpace, Superseded, TooLong, WrongOffset

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Checksum(Struct, frozen=True):
    """What the bytes of one PATCH must hash to (tus 1.0, Checksum); `algorithm` is one of `ALGORITHMS`."""

    algorithm: str
    value: bytes


class Tail:
    """The end of one upload's file.

    `lock` guards all fields and is held for no longer than one write; a hash over a whole file is taken under
    it only while there is no writer. `turn` is held by whoever begins a PATCH or settles the upload.
    """

    def __init__(self, path: Path, unchecked_from: int | None) -> None:
        """Take up a file where it was left; bytes of a PATCH that was never verified are dropped."""
        self.lock, self.turn = Lock(), Lock()
        self.path = path
        self.length = path.stat().st_size
        if unchecked_from is not None and unchecked_from < self.length:
            self._cut(unchecked_from)
        self.epoch = 0
        self.ended = False
        self._synced = None if self.length else 0  # None: nobody knows since the file was opened
        self._digests: Digests | None = None
        self._kept: tuple[int, Digests] | None = None  # what to go back to when the PATCH is dropped

    def take_over(self) -> int:
        """Fence every older writer off, drop what it wrote unverified, and return the new epoch."""
        with self.lock:
            if self.ended:
                raise Superseded(self.path.name)
            self._undo()
            self.epoch += 1
            return self.epoch

    def end(self) -> None:
        """Let nobody write any more."""
        with self.lock:
            self.epoch += 1
            self.ended = True

    def digests(self) -> Digests:
        """Return the hashes of all bytes so far; after a restart the file is read once."""
        with self.lock:
            return self._hashed()

    def sync(self) -> int:
        """Make the bytes so far durable; returns how many they are.

        After a failed flush the kernel forgets which pages it couldn't write, so that another would succeed
        without them: what isn't known to be durable is cut off instead, and the file is taken up anew.
        """
        with self.lock:
            length, known = self.length, self._synced
        if known is None or known < length:
            try:
                flush(self.path)
            except FileNotFoundError as error:
                raise Superseded(self.path.name) from error  # the upload was ended just now
            except OSError:
                self._give_up(known)
                raise
            with self.lock:
                self._synced = min(length, self.length)
        return length

    def begin(self, epoch: int, offset: int, *, checked: bool) -> None:
        """Start a PATCH at `offset`; with `checked`, it is dropped when it ends without `keep`."""
        with self.lock:
            self._own(epoch)
            if offset != self.length:
                raise WrongOffset(self.length)
            digests = self._hashed()
            self._kept = (offset, digests.copy()) if checked else None

    def append(self, epoch: int, fd: int, chunk: bytes, most: int) -> None:
        """Write and hash a chunk; raises `Superseded`, `TooLong` beyond `most` bytes, or `NoSpace`."""
        with self.lock:
            self._own(epoch)
            if self.length + len(chunk) > most:
                raise TooLong(most)
            self._write(fd, chunk)
            self._hashed().update(chunk)
            self.length += len(chunk)

    def keep(self, epoch: int) -> None:
        """Say that the PATCH was verified: its bytes stay."""
        with self.lock:
            self._own(epoch)
            self._kept = None

    def drop(self, epoch: int) -> None:
        """Cut an unverified PATCH off, unless a newer writer has come (and has cut it off)."""
        with self.lock:
            if epoch == self.epoch and not self.ended:
                self._undo()

    def _own(self, epoch: int) -> None:
        if epoch != self.epoch:
            raise Superseded(self.path.name)

    def _hashed(self) -> Digests:
        if self._digests is None:
            self._digests = digest.of_file(self.path)
        return self._digests

    def _undo(self) -> None:
        if self._kept:
            length, digests = self._kept
            self._cut(length)
            self._digests, self._kept = digests, None

    def _write(self, fd: int, chunk: bytes) -> None:
        rest = memoryview(chunk)
        try:
            while rest:
                rest = rest[os.write(fd, rest) :]
        except OSError as error:
            self._cut(self.length)
            if error.errno in _FULL:
                raise NoSpace("disk") from error
            raise

    def _cut(self, length: int) -> None:
        os.truncate(self.path, length)
        self.length = length

    def _give_up(self, known: int | None) -> None:
        with self.lock:
            self.epoch += 1
            self.ended = True
            if known is not None:
                self._cut(known)


class Writer:
    """One PATCH: `append` the chunks, then have the spool acknowledge them.

    Leaving its block before that keeps what a resumption can use, or drops it all when there is a checksum.
    """

    def __init__(self, upload: str, tail: Tail, epoch: int, most: int, checksum: Checksum | None) -> None:
        self.upload, self.start, self.checksum = upload, tail.length, checksum
        self._tail, self._epoch, self._most = tail, epoch, most
        self._hasher = digest.hasher(checksum.algorithm) if checksum else None
        self._fd = os.open(tail.path, os.O_WRONLY | os.O_APPEND)

    def append(self, chunk: bytes) -> None:
        """Write the next bytes; they aren't acknowledged yet."""
        self._tail.append(self._epoch, self._fd, chunk, self._most)
        if self._hasher:
            self._hasher.update(chunk)

    def verify(self) -> None:
        """Compare the checksum of the whole PATCH; raises `Mismatch` and drops its bytes."""
        if self.checksum and self._hasher:
            if not compare_digest(self.checksum.value, self._hasher.digest()):
                self._tail.drop(self._epoch)
                raise Mismatch(self.checksum.algorithm)
            self._tail.keep(self._epoch)

    def sync(self) -> int:
        """Make the bytes so far durable; returns how many the upload has."""
        return self._tail.sync()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.close(self._fd)
        self._tail.drop(self._epoch)
