"""Events of any type, made out of the type itself: one that is always the same, and every one that there can be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from records.event import ERASED, Event


def strategy(kind: type[Event]) -> st.SearchStrategy[Any]:
    """Events of one type, every field drawn."""
    return _drawn(inspect.type_info(kind))


def _drawn(kind: inspect.Type) -> st.SearchStrategy[Any]:
    match kind:
        case inspect.StructType() if kind.cls is type(ERASED):
            return st.just(ERASED)
        case inspect.StructType():
            return st.builds(kind.cls, **{field.name: _drawn(field.type) for field in kind.fields})
        case inspect.Metadata():
            return _drawn(kind.type)
        case inspect.UnionType():
            return st.one_of(*map(_drawn, kind.types))
        case inspect.VarTupleType():
            return st.lists(_drawn(kind.item_type), max_size=3).map(tuple)
        case inspect.LiteralType():
            return st.sampled_from(kind.values)
        case _:
            return _PLAIN[type(kind)]


_PLAIN: dict[type[inspect.Type], st.SearchStrategy[Any]] = {
    inspect.StrType: st.text(),
    inspect.IntType: st.integers(-(2**63), 2**63 - 1),
    inspect.BoolType: st.booleans(),
    inspect.DateType: st.dates(),
    inspect.DecimalType: st.decimals(allow_nan=False, allow_infinity=False),
    inspect.NoneType: st.none(),
}


def example(kind: type[Event]) -> Any:
    """One event of a type, no field of it empty."""
    return _fixed(inspect.type_info(kind), "event", 0)


def _fixed(kind: inspect.Type, name: str, index: int) -> Any:
    match kind:
        case inspect.StructType():
            return kind.cls(**{field.name: _fixed(field.type, field.encode_name, index) for field in kind.fields})
        case inspect.Metadata():
            return _fixed(kind.type, name, index)
        case inspect.UnionType():
            return _fixed(next(one for one in kind.types if not _is_blank(one)), name, index)
        case inspect.VarTupleType():
            return tuple(_fixed(kind.item_type, name, number) for number in range(2))
        case inspect.LiteralType():
            return sorted(map(str, kind.values))[index]
        case inspect.StrType():
            return f"{name} “{index}” 之值\n"
        case _:
            return _FIXED[type(kind)]


def _is_blank(kind: inspect.Type) -> bool:
    return isinstance(kind, inspect.NoneType) or (isinstance(kind, inspect.StructType) and kind.cls is type(ERASED))


_FIXED: dict[type[inspect.Type], Any] = {
    inspect.IntType: 1_773_626_400_000_000,
    inspect.BoolType: True,
    inspect.DateType: date(2026, 3, 16),
    inspect.DecimalType: Decimal("1234.50"),
}


def as_json(event: Event) -> Any:
    """The event as JSON would have it."""
    return msgspec.json.decode(msgspec.json.encode(event))
