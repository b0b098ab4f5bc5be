"""Commands whose every free text is a mark: their schemas are walked, so that a new field is marked by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec
from msgspec import inspect

from penal import as_given
from records.course.drafting import DraftedField
from records.penalty.commands import Command

KEPT: Final = frozenset(
    {
        *("type", "occurred_at", "begun_at", "ended_at"),
        # who acts, by ids of the registers
        *("agency", "matter", "handlers", "approved_by", "decided_by", "officers", "presider", "person", "member"),
        *("reviewer", "device", "mediator", "author", "checker", "approver"),
        *("evaluated_by", "told_by", "answered_by", "proposed_by", "ordered_by", "referred_by", "verified_by"),
        # other agencies, by their codes
        *("inspected", "evaluated", "county"),
        # what names a part of the case, another case, an uploaded object or an entry of the law data
        *(
            "item",
            "id",
            "object",
            "scan",
            "subject",
            "photo",
            "related_case",
            "order",
            "period",
            "seizure",
            "receipts",
            "objects",
            "files",
            "file",
            "criteria",
            "criterion",
            "rule",
            "struck",
            "steps",
        ),
        # of what stands on a carrier
        "digest",
        # of a measure, whose hours are counted, and of a draw: when what is known
        *("returned_at", "ends_at", "known_from"),
        # of the map
        "region",
        # of the party, made apart; of a document, in the form of its series
        "number",
        # what only another answer asks for
        *("closed_reason", "mitigation_ground"),
    }
)
"""Fields that a clerk doesn't write freely."""

_IDS: Final = frozenset({(DraftedField, "name")})
"""Fields of a name that others write freely, and that is an id here."""

Say = Callable[[str], str]
"""The text of a field, by its path."""


def marked(kind: type[Command], say: Say, base: Mapping[str, Any], **changes: Any) -> Any:
    """The command of a plain case, as `base` has it, with what `say` gives in every free text, then with `changes`."""
    given = msgspec.to_builtins(as_given(kind, dict(base)))
    fields = _walk(inspect.type_info(kind), given, "", say)
    return as_given(kind, fields | changes)


def _walk(kind: inspect.Type, given: Any, path: str, say: Say) -> Any:
    match kind:
        case inspect.Metadata():
            return _walk(kind.type, given, path, say)
        case inspect.StructType():
            fields = {name: value for name, value in given.items() if name == "type"}
            for field in kind.fields:
                name = field.encode_name
                if is_kept(name, field.type) or (kind.cls, name) in _IDS:
                    fields |= {name: given[name]} if name in given else {}
                else:
                    here = f"{path}.{name}" if path else name
                    fields[name] = _walk(field.type, given.get(name), here, say)
            return fields
        case inspect.VarTupleType():
            return [_walk(kind.item_type, one, f"{path}[{at}]", say) for at, one in enumerate(_listed(kind, given))]
        case inspect.StrType():
            return say(path)
        case inspect.UnionType() if given is not None and len(some := _there(kind)) == 1:
            return _walk(some[0], given, path, say)
        case _:
            return given


def _there(kind: inspect.UnionType) -> list[inspect.Type]:
    return [one for one in kind.types if not isinstance(one, inspect.NoneType)]


def is_kept(name: str, kind: inspect.Type) -> bool:
    """Whether nothing is written freely in a field of that name and type."""
    names_a_kind = name == "information" and isinstance(kind, inspect.StrType)
    return name in KEPT or name == "entry" or names_a_kind or (name == "items" and _are_texts(kind))


def texts_of(kind: type[Command]) -> Iterator[str]:
    """The paths of every free text of a command, without the places in lists."""
    return _texts(inspect.type_info(kind), "")


def _texts(kind: inspect.Type, path: str) -> Iterator[str]:
    match kind:
        case inspect.Metadata():
            yield from _texts(kind.type, path)
        case inspect.UnionType():
            yield from (one for some in kind.types for one in _texts(some, path))
        case inspect.StructType():
            for field in kind.fields:
                name = field.encode_name
                if not is_kept(name, field.type) and (kind.cls, name) not in _IDS:
                    yield from _texts(field.type, f"{path}.{name}" if path else name)
        case inspect.VarTupleType():
            yield from _texts(kind.item_type, path)
        case inspect.StrType():
            yield path
        case _:
            pass


def placeless(path: str) -> str:
    """A path without the places in lists: `entries[0].fields[1]` is `entries.fields`."""
    return _PLACE.sub("", path)


_PLACE: Final = re.compile(r"\[[0-9]+\]")


def _are_texts(kind: inspect.Type) -> bool:
    """Of `items`, whether they name what is there already, and don't describe something."""
    return isinstance(kind, inspect.VarTupleType) and not isinstance(kind.item_type, inspect.StructType)


def _listed(kind: inspect.VarTupleType, given: Any) -> list[Any]:
    """The elements that are given; of texts and third persons at least one."""
    item = kind.item_type.type if isinstance(kind.item_type, inspect.Metadata) else kind.item_type
    whole = isinstance(item, inspect.StructType) and {one.name for one in item.fields} == {"name", "contact"}
    if not given and (whole or isinstance(item, inspect.StrType)):
        return [{}]
    return list(given or [])
