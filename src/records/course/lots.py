"""抽签: drawing from a list by a public number, by a rule that anyone follows with `sha256sum` and `sort`.

Lines are digested as a file of theirs: each followed by a line feed. The seed is the digest of what a draw depends on,
each key has a digest of its own under the seed, and the lowest are drawn. Byte by byte: `docs/draw.md`; policy (P).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple


class Drawn(NamedTuple):
    """A draw, as anybody can follow it."""

    pool: tuple[str, ...]
    digest: str
    """Of the pool, in hex."""
    seed: str
    keys: tuple[str, ...]


def digest_of(*lines: str) -> str:
    """SHA-256 in hex of the lines as a file."""
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def listed(keys: Iterable[str]) -> tuple[str, ...]:
    """A list as it is drawn from: each key once, in the order of its bytes."""
    return tuple(sorted(set(keys), key=str.encode))


def in_order(seed: str, kind: str, keys: Iterable[str], *under: str) -> tuple[str, ...]:
    """The keys in the order of their digests under the seed: of each the digest of seed, `kind`, `under` and key."""
    return tuple(sorted(keys, key=lambda key: digest_of(seed, kind, *under, key)))


def draw(stake: Sequence[str], kind: str, keys: Iterable[str], count: int) -> Drawn:
    """The `count` keys that come first; the seed is the digest of the lines of `stake` and of that of the list."""
    pool = listed(keys)
    digest = digest_of(*pool)
    seed = digest_of(*stake, digest)
    return Drawn(pool, digest, seed, in_order(seed, kind, pool)[:count])
