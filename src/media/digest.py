"""Digests of recordings: BLAKE3 names an object, SHA-256 is kept beside it for courts."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Protocol

from blake3 import blake3

BLOCK = 1 << 20
"""Bytes read at once from a file; BLAKE3 and SHA-256 gain nothing from more."""

_HEX = re.compile(r"[0-9a-f]{64}\Z")


class Hasher(Protocol):
    """What hashlib and blake3 have in common."""

    def update(self, data: bytes, /) -> object:
        """Take more bytes in."""

    def digest(self) -> bytes:
        """Return the digest of all bytes so far."""


def hasher(algorithm: str) -> Hasher:
    """Return a new hasher for a tus checksum; KeyError when the algorithm isn't one of `ALGORITHMS`."""
    return {"sha1": _sha1, "sha256": hashlib.sha256, "blake3": blake3}[algorithm]()


def _sha1() -> Hasher:
    return hashlib.sha1(usedforsecurity=False)  # tus 1.0 asks for it; it guards a link, not a record


ALGORITHMS = ("sha1", "sha256", "blake3")
"""Names for Tus-Checksum-Algorithm; a server with the extension must support sha1 (tus 1.0, Checksum)."""


def is_digest(text: str) -> bool:
    """Tell whether the text is a digest as we write it: 64 lower-case hexadecimal digits."""
    return _HEX.match(text) is not None


class Digests:
    """BLAKE3 and SHA-256 of the same bytes, going on as they arrive."""

    __slots__ = ("_blake3", "_sha256")

    def __init__(self) -> None:
        self._blake3 = blake3()
        self._sha256 = hashlib.sha256()

    def update(self, data: bytes) -> None:
        """Take more bytes in."""
        self._blake3.update(data)
        self._sha256.update(data)

    def copy(self) -> Digests:
        """Return an independent copy: what the state is to go back to when the next bytes are refused."""
        twin = Digests()
        twin._blake3, twin._sha256 = self._blake3.copy(), self._sha256.copy()
        return twin

    @property
    def blake3(self) -> str:
        """BLAKE3 so far, 64 hexadecimal digits."""
        return self._blake3.hexdigest()

    @property
    def sha256(self) -> str:
        """SHA-256 so far, 64 hexadecimal digits."""
        return self._sha256.hexdigest()


def of_file(path: Path) -> Digests:
    """Hash a whole file; neither library can save its state, so a restart reads the spool file again."""
    digests = Digests()
    with path.open("rb", buffering=0) as file:
        while block := file.read(BLOCK):
            digests.update(block)
    return digests
