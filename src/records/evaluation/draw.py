"""抽取案卷: what is drawn from, and what follows from it and a public number (docs/draw.md).

The list is the numbers of all decisions of the period whose cases the ledger had as closed before the public number was
known; the plan names that number before anybody knows it. The seed is the SHA-256 of five lines, each number has the
SHA-256 of seed, `file` and number, and the lowest are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from records.course import lots
from records.course.lots import Drawn
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


def draw(stake: Stake, numbers: Iterable[str]) -> Drawn:
    """The files that stake and numbers lead to."""
    lines = (VERSION, stake.evaluation, stake.public_number, stake.value)
    return lots.draw(lines, "file", numbers, stake.how_many)


def files(drawn: Drawn, further: Sequence[str], known: Mapping[str, DrawnFile]) -> tuple[DrawnFile, ...]:
    """What was drawn, then what was chosen beside it, each once; what nobody knows by its number alone."""
    chosen = [one for one in dict.fromkeys(further) if one not in drawn.keys]
    found = [known[one] for one in drawn.keys]
    beside = [known.get(one, DrawnFile(number=one)) for one in chosen]
    return (*found, *(msgspec.structs.replace(one, drawn=False) for one in beside))
