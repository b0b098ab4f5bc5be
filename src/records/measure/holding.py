"""What a measure holds: its items, which of them are held still, which have to go back, what is owed for them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from records.course.case import Case, Happened
from records.course.moments import of
from records.course.terms import terms
from records.judgement import Context
from records.law.data import Law
from records.measure.events import (
    CompensationPaid,
    HarmFound,
    Held,
    HeldSettled,
    ItemSold,
    MeasureCarriedOut,
    MeasureLapsed,
    MeasureReleased,
)
from records.moment import Moment
from records.register.fold import Register

LIMIT: Final = "measure"
"""The term of a measure."""

_NOTHING: Final = Decimal(0)
_FEN: Final = Decimal("0.01")
_PERCENT: Final = 100


def subjects(carried: MeasureCarriedOut) -> tuple[str, ...]:
    """The items by name (`NUMBER#1`); of a measure without items, as on a person, the number of its decision."""
    named = tuple(f"{carried.number}#{index}" for index in range(1, len(carried.items) + 1))
    return named or (carried.number,)


def carried_out(case: Case) -> Happened | None:
    """The measure as it was carried out, None before."""
    found = case.happened.get(MeasureCarriedOut)
    return found[-1] if found else None


def item(case: Case, name: str) -> Held | None:
    """The item of that name, None for one that there never was."""
    found = carried_out(case)
    if found is None:
        return None
    return dict(zip(subjects(found.event), found.event.items, strict=False)).get(name)


def has_items(case: Case) -> bool:
    """Whether there is something to give back."""
    found = carried_out(case)
    return found is not None and bool(found.event.items)


def held(case: Case) -> tuple[str, ...]:
    """What is held still: neither settled nor released nor lapsed, by a decision that stands."""
    found = carried_out(case)
    if found is None or case.undone:
        return ()
    ended = _freed(case) | _settled(case)
    return tuple(one for one in subjects(found.event) if one not in ended)


def to_give_back(case: Case) -> tuple[str, ...]:
    """What has to go back to the party and has not: released, lapsed, or held by a decision that is gone."""
    found = carried_out(case)
    if found is None or not found.event.items:
        return ()
    freed, settled = _freed(case), _settled(case)
    return tuple(one for one in subjects(found.event) if (one in freed or case.undone) and one not in settled)


def _freed(case: Case) -> set[str]:
    released = {one for event in case.every(MeasureReleased) for one in event.items}
    return released | {one for event in case.every(MeasureLapsed) for one in event.items}


def _settled(case: Case) -> set[str]:
    return {one.item for one in case.every(HeldSettled)}


def last_days(case: Case, register: Register) -> dict[str, date]:
    """The last day of each item as the case stands, with extensions and tests; nothing of a measure on a person."""
    return {one.subject: one.due_on for one in terms(of(case), register) if one.limit_id == LIMIT}


def is_over(case: Case, name: str, context: Context) -> bool:
    """Whether the term of an item was over when the step was taken, whether or not the timer has noted it."""
    found = carried_out(case)
    if found is not None and found.event.ends_at:
        return Moment.parse(found.event.ends_at).micros < context.occurred_at.micros
    last = last_days(case, context.register).get(name)
    return last is not None and last < context.occurred_at.day


def sold(case: Case, name: str) -> ItemSold | None:
    """The sale of an item, None when it was not sold."""
    return next((one for one in case.every(ItemSold) if one.item == name), None)


def owed(case: Case, law: Law) -> dict[str, Decimal]:
    """By item what the party still has to get: for harm, for a sale far below the market (第二十六条, 第二十八条)."""
    found: dict[str, Decimal] = {}
    for one in case.every(HarmFound):
        found[one.item] = found.get(one.item, _NOTHING) + one.amount_yuan
    for sale in case.every(ItemSold):
        found[sale.item] = found.get(sale.item, _NOTHING) + _shortfall(sale, law)
    for paid in case.every(CompensationPaid):
        found[paid.item] = found.get(paid.item, _NOTHING) - paid.amount_yuan
    return {name: amount for name, amount in found.items() if amount > 0}


def _shortfall(sale: ItemSold, law: Law) -> Decimal:
    """What a sale brought less than the item was worth, when that is obviously less; else nothing."""
    least = law.values.get("sale-low-percent")
    is_low = least is not None and sale.proceeds_yuan * _PERCENT < sale.market_yuan * least.number
    return (sale.market_yuan - sale.proceeds_yuan).quantize(_FEN) if is_low else _NOTHING
