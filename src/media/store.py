"""Where objects live for good: named by the BLAKE3 digest of their bytes, stored once, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

CHUNK = 256 * 1024
"""Bytes that `open` yields at most at once."""


class ObjectStore(Protocol):
    """A write-once store of objects under their digest (64 hexadecimal digits of BLAKE3).

    Promises:
    - When `put` returns, the object is durable under its digest, whole, and can be read by every process.
      When it fails or the process dies in it, there is either the whole object or none, never a part.
    - Putting a digest that is already there changes nothing and returns the version that is there, also when
      two put it at the same moment.
    - No method holds an object in memory; `open` yields chunks of at most `CHUNK` bytes.
    - A store that can't be reached raises `StoreUnavailable` from any method.
    All methods may be called from any thread.
    """

    def put(self, path: Path, digest: str, size: int) -> str:
        """Store the bytes of a file that the caller has hashed and flushed; returns the version id or "".

        Raises `Corrupt` when the store holds this digest with another size. The file may be linked into the
        store: nobody may write to it afterwards.
        """

    def open(self, digest: str, start: int, length: int, version: str = "") -> Iterator[bytes]:
        """Yield exactly `length` bytes from byte `start` on, of a version when the store keeps versions.

        The first `next` raises `NoObject` when there is none; `Corrupt` says that bytes ended too early.
        """

    def size(self, digest: str, version: str = "") -> int:
        """Return the size in bytes of the object, or of a version of it; raises `NoObject`."""

    def locked(self, digest: str, version: str = "") -> bool | None:
        """Tell whether the object, or a version of it, is under a lock against deletion; raises `NoObject`.

        None: the store promises none.
        """

    def exists(self, digest: str) -> bool:
        """Tell whether the object is there and can be read."""

    def replace(self, digest: str, size: int, chunks: Iterator[bytes], instead_of: str = "") -> str:
        """Put `size` bytes, which `chunks` gives and verifies, in the place of what is there.

        When it returns, the digest has these bytes, durable and whole. When it fails, when `chunks` raises, or when the
        process dies in it, what was there before is as it was.

        Returns the version id or "". `instead_of` is the version that was damaged or is gone, whose lock the new one
        gets if it is still there. Raises what `chunks` raises, and `StoreUnavailable` also where another one is
        replacing something just now.
        """


class MendableStore(ObjectStore, Protocol):
    """A store that tells whether it is there at all, so that what is missing can be put right again."""

    def check_there(self) -> None:
        """Raise `StoreUnavailable` where it looks as if the store itself were away: no object is missing then."""
