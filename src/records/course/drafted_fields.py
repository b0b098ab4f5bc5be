"""What a draft says beside what every decision says: the fields of the command that will decide, as text.

A reviewer agrees to a term of payment, a method or a condition as well (重大执法决定法制审核制度 三).
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any, Final, get_args, get_type_hints

import msgspec

from records.course.decided import Decide
from records.course.documents import DOCUMENTS
from records.course.drafting import Drafted, DraftedField
from records.course.shapes import Command

_FEN: Final = Decimal("0.01")

_MAIN: Final = frozenset(Drafted.__struct_fields__) | set(Command.__struct_fields__) | {"number", "decided_by"}
"""What has a place of its own in the draft, and who signs when and under which number, which no draft can say."""

_DONE: Final = frozenset(
    {
        "collect_now",
        "handed_over",
        "on_the_spot",
        "recipient",
        "refusal_note",
        "refused",
        "relation",
        "sealed",
        "witness",
    }
)
"""What is done as the decision is signed or handed over: no content of it."""


@cache
def deciders(document: str) -> tuple[type[Decide], ...]:
    """The commands that issue a decision of that kind."""
    return tuple(kind for kind, one in DOCUMENTS.items() if one == document and issubclass(kind, Decide))


@cache
def own_fields(kind: type[Decide]) -> tuple[str, ...]:
    """The fields in which such a decision says what not every decision does, in their order."""
    return tuple(one for one in kind.__struct_fields__ if one not in _MAIN and one not in _DONE)


def says(draft: Drafted) -> frozenset[str]:
    """The fields of which a draft of that document can say something."""
    own = (name for kind in deciders(draft.document) for name in own_fields(kind))
    return frozenset({*Drafted.__struct_fields__, *own})


def told(said: Decide) -> tuple[DraftedField, ...]:
    """What a decision says in those fields, by name; what says nothing is left out."""
    found = {name: text_of(getattr(said, name)) for name in own_fields(type(said))}
    return tuple(DraftedField(name=name, text=text) for name, text in sorted(found.items()) if text)


def text_of(value: Any) -> str:
    """A value as the draft has it: the same text for the same value, empty for nothing."""
    match value:
        case None | False:
            return ""
        case True:
            return "true"
        case Decimal():
            return str(value.quantize(_FEN)) if value.is_finite() else str(value)
        case tuple():
            return "\n".join(map(text_of, value))
        case _:
            return str(value)


def value_of(kind: type[Decide], field: DraftedField) -> Any:
    """The value that the field of the command then has. Raises msgspec.ValidationError for a text that is none."""
    shape = _types(kind)[field.name]
    text: Any = field.text.strip()
    return msgspec.convert(text.split("\n") if _is_list(shape) else text, shape, strict=False)


def canonical(draft: Drafted) -> Drafted:
    """The draft with its fields in one order, each as a decision would have it."""
    found = {one.name: _canonical(draft.document, one) for one in draft.more}
    more = tuple(DraftedField(name=name, text=text) for name, text in sorted(found.items()) if text)
    return msgspec.structs.replace(draft, more=more)


def wrong(draft: Drafted) -> list[tuple[str, str]]:
    """The fields that no such decision has, that stand there twice, or whose text is no value, by path."""
    found, seen = [], set()
    for index, one in enumerate(draft.more):
        if not any(one.name in own_fields(kind) for kind in deciders(draft.document)):
            found.append((f"$.draft.more[{index}].name", "这种决定没有这一项内容"))
        elif one.name in seen:
            found.append((f"$.draft.more[{index}].name", "这一项内容填写了不止一次"))
        elif decider_of(draft.document, one) is None:
            found.append((f"$.draft.more[{index}].text", "这一项内容的格式不正确，请按决定书中的填写"))
        seen.add(one.name)
    return found


def decider_of(document: str, field: DraftedField) -> type[Decide] | None:
    """The command that has such a field with such a value; None when no decision of that kind has."""
    kinds = (kind for kind in deciders(document) if field.name in own_fields(kind))
    return next((kind for kind in kinds if _reads(kind, field)), None)


def _canonical(document: str, field: DraftedField) -> str:
    kind = decider_of(document, field)
    return field.text if kind is None else text_of(value_of(kind, field))


def _reads(kind: type[Decide], field: DraftedField) -> bool:
    try:
        value_of(kind, field)
    except msgspec.ValidationError:
        return False
    return True


@cache
def _types(kind: type[Decide]) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _is_list(shape: Any) -> bool:
    """Whether the value is a list of texts: `tuple[…]`, as it stands or with its bounds."""
    inner = get_args(shape)[0] if hasattr(shape, "__metadata__") else shape
    return getattr(inner, "__origin__", None) is tuple
