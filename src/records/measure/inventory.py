"""清单: what is sealed, seized or frozen, line by line (行政强制法 第二十三条, 第二十四条, 第二十九条)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

import msgspec

from records.course.case import Case
from records.judgement import Context, Judgement
from records.measure.commands import CarryOutMeasure, HeldGiven
from records.measure.events import Account, Held, MeasureDecided, MeasureRequested
from records.measure.holding import held, item
from records.measure.identity import account_of, plain, plate_of

_NOTHING: Final = Decimal(0)
_TAIL: Final = 4
"""Digits of an account's number by which two are told apart without naming it."""


def drawn_up(command: CarryOutMeasure) -> tuple[Held, ...]:
    """The lines as they are recorded: of an account no more than the end of its number."""
    return tuple(map(_line, command.items))


def _line(given: HeldGiven) -> Held:
    fields = {name: getattr(given, name) for name in Held.__struct_fields__}
    tail = (account_of(given.account) or given.account.strip())[-_TAIL:]
    return Held(**(fields | {"identifier": given.identifier or tail}))


def accounts(command: CarryOutMeasure, person: str) -> tuple[Account, ...]:
    """The numbers of the accounts, sealed under who has them."""
    lines = enumerate(command.items, 1)
    return tuple(Account(person=person, line=line, number=one.account.strip()) for line, one in lines if one.account)


def require_inventory(
    judgement: Judgement,
    items: tuple[Held, ...],
    requested: MeasureRequested,
    decided: MeasureDecided | None,
    context: Context,
) -> None:
    """Each line says what it is, where it lies and why it is taken, with a picture; none is what may not be taken."""
    freezes = requested.measure == "freeze"
    needed = requested.measure in ("seal", "seize", "freeze")
    judgement.require(bool(items) or not needed, "inventory-lacks")
    complete = all(_is_complete_account(one) if freezes else _is_complete(one) for one in items)
    seen = context.lacking.isdisjoint(one.photo for one in items)
    judgement.require(complete and seen, "inventory-lacks")
    judgement.require(all(bool(one.relation.strip()) for one in items), "goods-unrelated")
    judgement.require(not any(one.necessity for one in items), "necessities-of-life")
    judgement.require(not any(one.held_by.strip() for one in items), "held-already")
    keys = [key for one in items if (key := key_of(one))]
    judgement.require(len(set(keys)) == len(keys) and context.held_elsewhere.isdisjoint(keys), "held-already")
    things = [one for one in context.things if one]
    judgement.require(len(set(things)) == len(things) and not context.things_held, "held-already")
    if freezes:
        sums = sum((one.amount_yuan or _NOTHING for one in items), _NOTHING)
        most = (decided.amount_yuan if decided else None) or _NOTHING
        judgement.require(sums <= most, "freeze-above-case")


def _is_complete(one: Held) -> bool:
    return bool(one.quantity.strip() and one.place.strip() and one.photo)


def _is_complete_account(one: Held) -> bool:
    return one.kind == "account" and bool(one.identifier) and one.amount_yuan is not None


def key_of(one: Held) -> str:
    """What tells a thing from all others of its owner, however it is written: its plate or other identifier, of a place
    its name and where it is; empty: nothing does.
    """
    if one.kind == "account":
        said: Iterable[str] = (one.name, one.identifier)
    elif one.identifier.strip():
        said = (plate_of(one.identifier) or one.identifier,)
    elif one.kind in ("premises", "facility"):
        said = (one.name, one.place)
    else:
        return ""
    return "|".join(map(plain, said))


def keys_held(case: Case) -> frozenset[str]:
    """The keys of what a case holds."""
    found = (item(case, name) for name in held(case))
    return frozenset(key for one in found if one is not None and (key := key_of(one)))


def as_given(one: Held) -> HeldGiven:
    """A line as the command had it; the number of an account is not told again."""
    return HeldGiven(**msgspec.structs.asdict(one))
