"""Reads a stored object from its first byte to its last, and says what of it is not as it was stored."""

from __future__ import annotations

from typing import Literal, NamedTuple

from blake3 import blake3

from media.errors import Corrupt, NoObject
from media.store import ObjectStore

Wrong = Literal["missing", "size", "differs", "unlocked"]


class Inspected(NamedTuple):
    """What was found."""

    wrong: Wrong | None
    size: int
    """Bytes that are there."""


def inspect(store: ObjectStore, digest: str, size: int | None = None, version: str = "") -> Inspected:
    """Hashes the object, or a version of it. `size` is what it should have, if that is known.

    Raises StoreUnavailable.
    """
    try:
        found = store.size(digest, version)
        if size is not None and found != size:
            return Inspected("size", found)
        hashed = blake3()
        for chunk in store.open(digest, 0, found, version):
            hashed.update(chunk)
        if hashed.hexdigest() != digest:
            return Inspected("differs", found)
        return Inspected("unlocked" if store.locked(digest, version) is False else None, found)
    except NoObject:
        return Inspected("missing", 0)
    except Corrupt:  # it ended while we read
        return Inspected("size", 0)
