"""抽取案卷: what is drawn from, and what follows from it and a public number (docs/draw.md).

The list is the numbers of all decisions of the period whose cases are closed; the public number is named in the plan,
before anybody knows it. The seed is the SHA-256 of five lines, each number has the SHA-256 of seed, `file` and number,
and the lowest are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec

from records.evaluation.events import DrawnFile

VERSION: Final = "mingjing-evaluation-draw/1"
"""First line of what the seed is the digest of; another rule gets another."""


class Stake(NamedTuple):
    """What the draw depends on."""

    evaluation: str
    """Id of the evaluation's case."""
    public_number: str
    """As the plan names it."""
    value: str
    how_many: int


class Drawn(NamedTuple):
    """The draw, as anybody can follow it."""

    pool: tuple[str, ...]
    digest: str
    seed: str
    numbers: tuple[str, ...]


def draw(stake: Stake, numbers: Iterable[str]) -> Drawn:
    """The files that stake and numbers lead to."""
    pool = tuple(sorted(set(numbers), key=str.encode))
    digest = _digest(*pool)
    seed = _digest(VERSION, stake.evaluation, stake.public_number, stake.value, digest)
    drawn = sorted(pool, key=lambda number: _digest(seed, "file", number))[: stake.how_many]
    return Drawn(pool, digest, seed, tuple(drawn))


def files(drawn: Drawn, further: Sequence[str], known: Mapping[str, DrawnFile]) -> tuple[DrawnFile, ...]:
    """What was drawn, then what was chosen beside it, each once; what this system does not have by its number alone."""
    chosen = [one for one in dict.fromkeys(further) if one not in drawn.numbers]
    found = [known[one] for one in drawn.numbers]
    beside = [known.get(one, DrawnFile(number=one)) for one in chosen]
    return (*found, *(msgspec.structs.replace(one, drawn=False) for one in beside))


def _digest(*lines: str) -> str:
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
