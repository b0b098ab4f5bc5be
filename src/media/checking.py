"""Reads a stored object from its first byte to its last, and says what of it is not as it was stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from blake3 import blake3

from media.errors import Corrupt, NoObject
from media.pace import Pace
from media.store import ObjectStore

Wrong = Literal["missing", "size", "differs", "hidden", "unlocked"]
"""`missing` also of one version that is gone; `hidden`: a delete marker is over the version, which is there."""


class Inspected(NamedTuple):
    """What was found."""

    wrong: Wrong | None
    size: int
    """Bytes that are there."""


def inspect(store: ObjectStore, digest: str, size: int | None = None, version: str = "") -> Inspected:
    """Hashes the object, or a version of it, and asks for its lock. `size` is what it should have, if that is known.

    Raises StoreUnavailable.
    """
    found = look(store, digest, size, version, Pace())
    if found.wrong is not None:
        return found
    try:
        return Inspected("unlocked" if store.locked(digest, version) is False else None, found.size)
    except NoObject:
        return Inspected("missing", 0)


def look(store: ObjectStore, digest: str, size: int | None, version: str, pace: Pace) -> Inspected:
    """The same without the lock. Raises StoreUnavailable, Stopped, and OSError where a disk can't read the bytes."""
    try:
        found = store.size(digest, version)
        if size is not None and found != size:
            return Inspected("size", found)
        hashed = blake3()
        for chunk in chunks_of(store, digest, found, version, pace):
            hashed.update(chunk)
        if hashed.hexdigest() != digest:
            return Inspected("differs", found)
        return Inspected("hidden" if version and not store.exists(digest) else None, found)
    except NoObject:
        return Inspected("missing", 0)
    except Corrupt:  # it ended while we read
        return Inspected("size", 0)


def chunks_of(store: ObjectStore, digest: str, size: int, version: str, pace: Pace) -> Iterator[bytes]:
    """The bytes of an object, a piece at a time as the pace allows. Raises what `look` raises, and `NoObject`."""
    for start in range(0, size, pace.piece):
        length = min(pace.piece, size - start)
        pace.wait(length)
        yield from store.open(digest, start, length, version)


def verified(chunks: Iterator[bytes], digest: str) -> Iterator[bytes]:
    """The same bytes; raises `Corrupt` at their end if they are not those of the digest."""
    hashed = blake3()
    for chunk in chunks:
        hashed.update(chunk)
        yield chunk
    if hashed.hexdigest() != digest:
        raise Corrupt(f"the bytes are not those of {digest}")
