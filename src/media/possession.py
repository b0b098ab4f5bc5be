"""Proving that one has the bytes of an object without sending them: a keyed digest of parts that nobody can foresee.

Whoever only knows an object's digest must not get it: a digest stands in public documents. The key is of one account,
one object and one process, and the parts follow from it: nothing has to be kept of a challenge, and asking again asks
for the same parts, so that who lacks one of them can't wait for a luckier draw.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from hmac import compare_digest

from blake3 import blake3
from msgspec import Struct

RANGES = 64
LONG = 1024
"""Bytes of a part: 64 KiB are read for a proof. Who lacks a tenth of the object passes in 1 of 800 cases, once."""


class Challenge(Struct, frozen=True):
    """What is asked: BLAKE3 with `key` over the `parts`, one after the other."""

    key: bytes
    parts: tuple[tuple[int, int], ...]
    """Start and length of each in bytes."""

    def answer(self, read: Callable[[int, int], Iterator[bytes]]) -> str:
        """Return the right proof; `read` yields the bytes of a part."""
        hasher = blake3(key=self.key)
        for start, length in self.parts:
            for chunk in read(start, length):
                hasher.update(chunk)
        return hasher.hexdigest()

    def holds(self, proof: str, read: Callable[[int, int], Iterator[bytes]]) -> bool:
        """Tell whether a proof is the right one."""
        return compare_digest(proof, self.answer(read))


class Challenges:
    """Challenges of one process; after its end nobody can answer them any more, and bytes have to be sent."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def of(self, owner: str, digest: str, size: int) -> Challenge:
        """Return the challenge of an account for an object of `size` bytes."""
        key = blake3(f"{digest} {owner}".encode(), key=self._secret).digest()
        if size <= RANGES * LONG:
            return Challenge(key, ((0, size),))
        drawn = blake3(b"parts", key=key).digest(8 * RANGES)
        starts = (int.from_bytes(drawn[at : at + 8], "big") % (size - LONG + 1) for at in range(0, 8 * RANGES, 8))
        return Challenge(key, tuple((start, LONG) for start in starts))
