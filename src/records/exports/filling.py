"""A record filled from the events of a case and the entries of the registers that it names, and what it lacks.

Pure: whoever exports opens the personal values first, and hands over what a record may hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from records.event import Erased, Event
from records.exports.mapping import Column, Record, Source
from records.identifiers import is_credit_code

_MYRIAD: Final = Decimal(10_000)
_SIX: Final = Decimal("0.000001")


class Said(NamedTuple):
    """An event with the days on which it happened and was recorded."""

    event: Event
    on: date
    recorded_on: date


def fill(form: Record, said: Sequence[Said]) -> dict[str, str]:
    """The record by column, empty where nothing is known; of events of one kind the last one that says something."""
    values = {one.code: _value(one, said) for one in form.column}
    holding = holds(form, values)
    kept = (one for one in form.column if not one.only or holding & set(one.only))
    known = {one.code: values[one.code] or one.otherwise for one in kept}
    return {one.code: known.get(one.code, "") for one in form.column}


def holds(form: Record, values: Mapping[str, str]) -> set[str]:
    """Ids of the conditions that hold of a record."""
    split = {one.code: values.get(one.code, "").split(one.join) for one in form.column}
    return {"always", *(one.id for one in form.condition if set(split[one.column]) & set(one.among))}


def lacking(form: Record, values: Mapping[str, str]) -> list[str]:
    """Codes of the columns that may not be empty in this record, and are; not those computed at the export."""
    holding = holds(form, values)
    return [
        one.code for one in form.column if holding & set(one.needed) and not values.get(one.code) and not one.computed
    ]


def too_long(form: Record, values: Mapping[str, str]) -> list[str]:
    """Codes of the columns whose value is longer than the receiving system takes."""
    return [one.code for one in form.column if one.length is not None and len(values.get(one.code, "")) > one.length]


def _value(column: Column, said: Sequence[Said]) -> str:
    found = next(filter(None, (_said(column, source, said) for source in column.read())), "")
    return column.says if found and column.says else found


def _said(column: Column, source: Source, said: Sequence[Said]) -> str:
    events = (one for one in reversed(said) if one.event.__struct_config__.tag == source.tag)
    return next(filter(None, (_text(column, _at(one, source.path)) for one in events)), "")


def _at(said: Said, path: str) -> Any:
    if path == "@day":
        return said.on
    if path == "@recorded":
        return said.recorded_on
    found: Any = said.event
    for name in path.split("."):
        found = tuple(_get(one, name) for one in found) if isinstance(found, tuple) else _get(found, name)
    return found


def _get(value: Any, name: str) -> Any:
    return None if value is None else getattr(value, name)


def _text(column: Column, value: Any) -> str:
    match value:
        case None | Erased() | "" | ():
            return ""
        case tuple():
            return column.join.join(filter(None, (_text(column, one) for one in value)))
        case Decimal():
            return str((value / _MYRIAD).quantize(_SIX)) if column.form == "amount" else str(value)
        case date():
            return value.strftime("%Y/%m/%d")
        case _:
            text = column.words.get(str(value), str(value))
            return _part(column, text)


def _part(column: Column, text: str) -> str:
    if column.part == "organisation-code":
        return text[8:17] if is_credit_code(text) else ""
    return text


def sources(columns: Iterable[Column]) -> set[Source]:
    """All sources of columns."""
    return {source for one in columns for source in one.read()}
