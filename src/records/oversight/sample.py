"""抽样: what is drawn from, and what follows from it and a public number (docs/draw.md).

The list is every decision of the period that had to be published, whether it was or not: the numbers that the inspected
agency's series gave out. It is what the ledger had of them before the public number was known, which the plan names.
The seed is the SHA-256 of eight lines, each key has the SHA-256 of seed, `item` and key, and the lowest are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

import msgspec

from records.course import lots
from records.course.lots import Drawn
from records.oversight.events import SampleItem

VERSION: Final = "mingjing-oversight-draw/1"
"""First line of what the seed is the digest of; another rule gets another."""


class Pooled(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that may be looked at."""

    case: str
    of_period: bool = True
    """Whether it is drawn from: else it can be chosen alone."""
    missed: tuple[str, ...] = ()
    """Ids of the terms of disclosure that were missed, each clock by itself."""


class Drawing(NamedTuple):
    """What the draw depends on."""

    agency: str
    """Code of the supervising agency."""
    inspected: str
    """Code."""
    period_from: date
    period_to: date
    public_number: str
    """As the plan names it."""
    value: str
    size: int
    """How many are drawn."""


def draw(stake: Drawing, keys: Iterable[str]) -> Drawn:
    """The sample that stake and keys lead to."""
    period = (stake.period_from.isoformat(), stake.period_to.isoformat())
    lines = (VERSION, stake.agency, stake.inspected, *period, stake.public_number, stake.value)
    return lots.draw(lines, "item", keys, stake.size)


def items(drawn: Drawn, further: Sequence[str], pool: Mapping[str, Pooled]) -> tuple[SampleItem, ...]:
    """The sample: what was drawn, then what was chosen beside it, each once."""
    chosen = [key for key in dict.fromkeys(further) if key not in drawn.keys]
    return tuple(_item(key, pool.get(key), drawn=True) for key in drawn.keys) + tuple(
        _item(key, pool.get(key), drawn=False) for key in chosen
    )


def _item(key: str, known: Pooled | None, *, drawn: bool) -> SampleItem:
    of = known or Pooled(case="")
    return SampleItem(key=key, case=of.case, drawn=drawn, missed=of.missed)
