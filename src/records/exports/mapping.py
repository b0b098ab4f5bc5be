"""The forms of others as data (`law/exports/`): 双公示 of penalties and licences, and the yearly report of enforcement.

Receiving systems differ in names, lengths and conditions, so nothing of them is code. A source is written
`TAG PATH`, as `case-filed/1 party.name`; of several the first that says something counts. `@day` is the day on which
the event happened, `@recorded` the one on which it was recorded.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Final, Literal, NamedTuple

import msgspec

from records.event import Event

Text = Annotated[str, msgspec.Meta(min_length=1)]

DAYS: Final = ("@day", "@recorded")
"""Paths that name no field of the event, but when it happened and when it was recorded."""


class Source(NamedTuple):
    """A field of an event."""

    tag: str
    path: str


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A circumstance of a record, seen in the record itself: its column has one of these among its values."""

    id: Text
    column: Text
    among: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of a record."""

    code: Text
    title: Text
    length: int | None = None
    """Characters at most."""
    form: Literal["text", "date", "amount"] = "text"
    """`amount`: 万元 with six decimals, out of yuan."""
    sources: tuple[Text, ...] = ()
    part: Literal["", "organisation-code"] = ""
    """What of the value counts: positions 9 to 17 of a 统一社会信用代码."""
    words: dict[str, str] = {}
    """By value of the event the word of the record."""
    join: str = "；"
    """Between several values."""
    says: str = ""
    """What stands here, in the place of the value, when an event says anything."""
    otherwise: str = ""
    """What stands here when no event says anything."""
    computed: str = ""
    """By what rule it is computed at the export, when no event says it."""
    only: tuple[Text, ...] = ()
    """Conditions in any of which it is given; empty: always."""
    needed: tuple[Text, ...] = ()
    """Conditions in any of which it may not be empty; `always`."""

    def read(self) -> tuple[Source, ...]:
        """Its sources, in order. ValueError for one that is none."""
        return tuple(source(one) for one in self.sources)


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of record, as another system takes it."""

    id: Text
    title: Text
    article: Text
    since: date
    verified: bool
    """Whether lengths and conditions were checked against the published standard."""
    begins: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    """Tags of the decisions each of which makes a record."""
    condition: tuple[Condition, ...] = ()
    column: Annotated[tuple[Column, ...], msgspec.Meta(min_length=1)]


class Figure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of a table of the yearly report."""

    code: Text
    title: Text
    unit: Literal["件", "宗", "次", "元", "人", "%"]
    sources: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    counts: Literal["events", "cases", "heaviest", "sum", "share"]
    """Each event, each case once, each case under its heaviest class, the sum of the amounts, or a share of others."""
    among: tuple[Text, ...] = ()
    """Values of the source that count; empty: all."""
    weight: int = 0
    """Of classes, from light to heavy; a case counts under the heaviest."""
    day: Literal["@day", "@recorded"] = "@day"
    """Which day puts it into a year."""

    def read(self) -> tuple[Source, ...]:
        """Its sources, in order. ValueError for one that is none."""
        return tuple(source(one) for one in self.sources)


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the yearly report."""

    id: Text
    title: Text
    figure: Annotated[tuple[Figure, ...], msgspec.Meta(min_length=1)]


class Report(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The yearly report of enforcement."""

    id: Text
    title: Text
    article: Text
    since: date
    verified: bool
    table: Annotated[tuple[Table, ...], msgspec.Meta(min_length=1)]


def source(text: str) -> Source:
    """A source as data have it. ValueError for what is none."""
    tag, between, path = text.partition(" ")
    if not (between and tag and path) or " " in path:
        msg = f"{text!r} is no source: TAG PATH"
        raise ValueError(msg)
    return Source(tag, path)


@cache
def record(name: str) -> Record:
    """A kind of record by the name of its file."""
    return msgspec.toml.decode(_text(name), type=Record)


@cache
def yearly_report() -> Report:
    """The columns of the yearly report."""
    return msgspec.toml.decode(_text("yearly_report"), type=Report)


def _text(name: str) -> str:
    return (files("records.law") / "exports" / f"{name}.toml").read_text(encoding="utf-8")


def field_of(kind: type[Event], path: str) -> bool:
    """Whether events of that type have the field, through structs, lists of structs and what may be absent."""
    if path in DAYS:
        return True
    found: msgspec.inspect.Type | None = msgspec.inspect.type_info(kind)
    for name in path.split("."):
        found = _below(found, name) if found is not None else None
    return found is not None


def _below(kind: msgspec.inspect.Type, name: str) -> msgspec.inspect.Type | None:
    match kind:
        case msgspec.inspect.StructType():
            return next((one.type for one in kind.fields if one.name == name), None)
        case msgspec.inspect.VarTupleType():
            return _below(kind.item_type, name)
        case msgspec.inspect.UnionType():
            return next((found for one in kind.types if (found := _below(one, name)) is not None), None)
        case _:
            return None
