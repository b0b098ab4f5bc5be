"""The form of a command, drawn from its schema: what is asked, how, and in which words.

A field's `name` is where its value stands in the command, with dots (`party.name`); within rows, the form puts the
row's number between (`items.0.name`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final, Literal

import msgspec
from msgspec import inspect

from api.form_labels import LABELS, Key
from api.wording import WORDS
from records.penalty.commands import Command

Kind = Literal[
    "line", "text", "number", "money", "date", "time", "flag", "answer", "choice", "choices", "lines", "pick", "picks",
    "fixed", "struct", "rows",
]  # fmt: skip
"""A line, a long text, a whole number, yuan, a day, an instant, a box to tick, yes or no, one of some words, several
of them, a text per line, one or several of what a register or the case has, what the form itself fills in, fields
together, and rows of fields.
"""

SHORT: Final = 200
"""Characters up to which a text is one line."""

_APART: Final = frozenset({"occurred_at", "entry"})
"""Fields of every command, which have a box of their own."""


class Option(msgspec.Struct, frozen=True):
    """A value that can be chosen, and its word."""

    value: str
    word: str


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One question of a form."""

    name: str
    kind: Kind
    label: str
    hint: str = ""
    required: bool = False
    may_be_empty: bool = False
    """Whether an empty text is an answer, which the law may find lacking."""
    longest: int = 0
    """Characters at most; 0: any number."""
    source: str = ""
    """Where the choices come from (`api.choices`)."""
    options: tuple[Option, ...] = ()
    parts: tuple[Field, ...] = ()
    group: str = ""
    """Heading of the part of the form that begins with it."""
    whole: bool = False
    """Whether what is chosen is a whole number."""
    paper: bool = False
    """Whether only a back-entered paper has it."""

    @property
    def own(self) -> str:
        """The last part of its name."""
        return self.name.rpartition(".")[2]


@cache
def fields_of(command: type[Command]) -> tuple[Field, ...]:
    """What the command's own form asks, in the order in which the command declares it."""
    tag = str(command.__struct_config__.tag)
    shape = inspect.type_info(command)
    assert isinstance(shape, inspect.StructType)
    asked = (one for one in shape.fields if one.name not in _APART and not isinstance(one.type, inspect.NoneType))
    return tuple(_field(one, Key(tag, (one.name,), command.__name__), "") for one in asked)


@cache
def defaults_of(command: type[Command]) -> dict[str, str]:
    """What the command takes where nothing is chosen."""
    shape = inspect.type_info(command)
    assert isinstance(shape, inspect.StructType)
    chosen = {one.name for one in fields_of(command) if one.kind == "choice"}
    return {one.name: one.default for one in shape.fields if one.name in chosen and isinstance(one.default, str)}


@cache
def entry_of(command: type[Command]) -> tuple[Field, ...]:
    """What a back-entry says of itself (`entry.reason` and so on)."""
    tag = str(command.__struct_config__.tag)
    shape = inspect.type_info(command)
    assert isinstance(shape, inspect.StructType)
    entry = next(one for one in shape.fields if one.name == "entry")
    inner, _ = _without_none(entry.type)
    assert isinstance(inner, inspect.StructType)
    return _parts(inner, Key(tag, ("entry",), ""), "entry.")


def walk(fields: tuple[Field, ...]) -> Iterator[Field]:
    """All fields with those within them."""
    for field in fields:
        yield field
        yield from walk(field.parts)


def _field(given: inspect.Field, key: Key, prefix: str) -> Field:
    inner, optional = _without_none(given.type)
    source = key.find(LABELS.source)
    shape: dict[str, Any] = _shape(inner, key, source)
    return Field(
        name=prefix + given.name,
        label=key.find(LABELS.label),
        hint=key.find(LABELS.hint),
        required=given.required and not optional,
        source=source,
        paper=not LABELS.paper.isdisjoint(key.names),
        group=LABELS.group.get(key.names[0], ""),
        **(shape | _answer(shape, given)),
    )


def _answer(shape: dict[str, Any], given: inspect.Field) -> dict[str, Any]:
    """Yes or no has to be said where the command has no default for it."""
    if shape["kind"] == "flag" and given.required:
        return {"kind": "answer"}
    return {}


def _shape(given: inspect.Type, key: Key, source: str) -> dict[str, Any]:
    """How a value of the type is asked for."""
    match given:
        case inspect.StrType():
            return _text(given, source)
        case inspect.IntType():
            return {"kind": "pick" if source else "number", "whole": True}
        case inspect.DecimalType():
            return {"kind": "money"}
        case inspect.DateType():
            return {"kind": "date"}
        case inspect.BoolType():
            return {"kind": "flag"}
        case inspect.LiteralType():
            return {"kind": "choice", "options": _options(given, key)}
        case inspect.VarTupleType():
            return _several(given, key, source)
        case inspect.StructType():
            return {"kind": "struct", "parts": _parts(given, key, ".".join(key.path) + ".")}
        case _:
            msg = f"no form for {given}"
            raise TypeError(msg)


def _text(given: inspect.StrType, source: str) -> dict[str, Any]:
    longest = given.max_length or 0
    empty = {"longest": longest, "may_be_empty": not given.min_length and not given.pattern}
    if source == "time":
        return {"kind": "time"}
    if source == "questions":
        return {"kind": "fixed"}
    if source not in ("", "uploads", "line"):
        return {"kind": "pick"}
    return {"kind": "line" if 0 < longest <= SHORT or source == "line" else "text", **empty}


def _several(given: inspect.VarTupleType, key: Key, source: str) -> dict[str, Any]:
    item, empty = given.item_type, not given.min_length
    match item:
        case inspect.LiteralType():
            return {"kind": "choices", "options": _options(item, key)}
        case inspect.StructType():
            return {"kind": "rows", "parts": _parts(item, key, "")}
        case inspect.StrType():
            if source:
                return {"kind": "picks"}
            return {"kind": "lines", "longest": item.max_length or 0, "may_be_empty": empty}
        case _:
            msg = f"no form for a list of {item}"
            raise TypeError(msg)


def _parts(struct: inspect.StructType, key: Key, prefix: str) -> tuple[Field, ...]:
    """The fields of a struct; those of a row are named without the row."""
    name = struct.cls.__name__
    return tuple(_field(one, key.below(one.name, name), prefix) for one in struct.fields)


def _options(given: inspect.LiteralType, key: Key) -> tuple[Option, ...]:
    """The values in the order of their words. Raises KeyError for a value that has none."""
    words = WORDS[key.find(LABELS.words)]
    missing = {str(one) for one in given.values if one not in words}
    if missing:
        raise KeyError(".".join((key.command, *key.path)), sorted(missing))
    return tuple(Option(str(value), word) for value, word in words.items() if value in given.values)


def _without_none(given: inspect.Type) -> tuple[inspect.Type, bool]:
    """The type that may be missing, and whether it may."""
    if isinstance(given, inspect.Metadata):
        return _without_none(given.type)
    if isinstance(given, inspect.UnionType):
        inner = [one for one in given.types if not isinstance(one, inspect.NoneType)]
        return _without_none(inner[0])[0], len(inner) < len(given.types)
    return given, False
