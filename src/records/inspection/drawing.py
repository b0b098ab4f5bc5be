"""抽签: objects and officers drawn at random, by a rule that anyone can follow with `sha256sum` and `sort`.

The lists are recorded, by digest, before a number is known that is made public elsewhere and that nobody here can
choose. The seed is a digest of both; each object and each pair of object and officer has a digest of its own under the
seed, and the lowest ones are drawn. Byte by byte: `docs/draw.md`; policy (P), the law asks for chance alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from records.course.lots import digest_of, in_order

VERSION: Final = "mingjing-draw/1"
"""First line of what the seed is the digest of; another rule gets another."""


class Stake(NamedTuple):
    """What is fixed before the public number is known."""

    plan: str
    """Number of the approved plan, as 监漳检计〔2026〕1号."""
    draw: int
    """Which draw of the plan it is, from 1 on."""
    source: str
    """The public number that was named beforehand, in words."""
    objects: str
    """Digest of the list of objects."""
    officers: str
    """Digest of the list of officers."""


def seed_of(stake: Stake, value: str) -> str:
    """SHA-256 in hex of the seven lines that the draw depends on; `value` is the public number."""
    return digest_of(VERSION, stake.plan, str(stake.draw), stake.source, value, stake.objects, stake.officers)


def objects_drawn(seed: str, objects: Sequence[str], count: int) -> tuple[str, ...]:
    """The first `count` objects in the order of their digests under the seed."""
    return in_order(seed, "object", objects)[:count]


def officers_in_order(seed: str, drawn: str, officers: Sequence[str]) -> tuple[str, ...]:
    """All officers in the order in which they come for one drawn object: who can't act is followed by the next."""
    return in_order(seed, "officer", officers, drawn)


def how_many(objects: int, percent: int) -> int:
    """How many objects a share comes to, never less than it: 7 of 61 at 10 %."""
    return -(-objects * percent // 100)
