"""What the fields of commands are made of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from records.event import BackEntry, PartyKind

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Brief = Annotated[str, msgspec.Meta(max_length=200)]
Body = Annotated[str, msgspec.Meta(max_length=20_000)]
Said = Annotated[str, msgspec.Meta(min_length=1, max_length=20_000)]
"""A text that has to be there."""
Items = Annotated[tuple[Annotated[str, msgspec.Meta(max_length=2_000)], ...], msgspec.Meta(max_length=100)]
Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}(?![\s\S])")]
Yuan = Annotated[Decimal, msgspec.Meta(extra_json_schema={"type": "string", "format": "decimal"})]
Persons = Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=20)]
"""Person ids."""


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every step may say beside its own fields."""

    occurred_at: str = ""
    """RFC 3339 with a zone, or a date; empty means now."""
    entry: BackEntry | None = None
    """Makes the step a back-entry (补录)."""


class PartyGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The party as the clerk knows it."""

    kind: PartyKind
    name: Line
    number: Brief = ""
    """居民身份证号码 of a natural person, 统一社会信用代码 of the others; empty when unknown."""
    born_on: date | None = None
    """Asked of a natural person without a number."""
    address: Brief = ""
    representative: Brief = ""


class SomebodyGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A third person as the clerk knows them."""

    name: Line
    contact: Brief = ""


Somebodies = Annotated[tuple[SomebodyGiven, ...], msgspec.Meta(max_length=20)]


def is_money(amount: Decimal) -> bool:
    """Whether it is a positive amount of yuan as money is written: at most two decimals, and below ten trillion."""
    if not amount.is_finite() or not 0 < amount < 10**13:
        return False
    exponent = amount.as_tuple().exponent
    return isinstance(exponent, int) and -2 <= exponent <= 0  # 2E+2 is a number, but not how money is written
