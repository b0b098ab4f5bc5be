"""Commands whose every free text is a mark: their schemas are walked, so that a new field is marked by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
from msgspec import inspect

from penal import as_given
from records.penalty.commands import Command

KEPT: Final = frozenset(
    {
        *("type", "occurred_at", "begun_at", "ended_at"),
        # who acts, by ids of the registers
        *("agency", "matter", "handlers", "approved_by", "decided_by", "officers", "presider", "person", "member"),
        *("reviewer", "device", "mediator"),
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
        ),
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
                if name in KEPT or name == "entry" or (name == "items" and _are_texts(field.type)):
                    fields |= {name: given[name]} if name in given else {}
                else:
                    here = f"{path}.{name}" if path else name
                    fields[name] = _walk(field.type, given.get(name), here, say)
            return fields
        case inspect.VarTupleType():
            return [_walk(kind.item_type, one, f"{path}[{at}]", say) for at, one in enumerate(_listed(kind, given))]
        case inspect.StrType():
            return say(path)
        case _:
            return given


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
