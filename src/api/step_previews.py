"""What a step would record beyond what was typed: its number, what the system adds, the defects it would note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

import msgspec

from api.form_labels import LABELS
from api.wording import WORDS, day, word, yuan
from records.event import CaseEvent, Defect, Event
from records.penalty.commands import Command


class Line(msgspec.Struct, frozen=True):
    """A field that the system fills in, and what would stand in it."""

    label: str
    value: str


class Preview(msgspec.Struct, frozen=True):
    """The step as it would be recorded now."""

    lines: tuple[Line, ...]
    defects: tuple[Defect, ...]


def preview(command: Command, events: Iterable[Event]) -> Preview:
    """What the events say beyond the command."""
    steps = [one for one in events if isinstance(one, CaseEvent)]
    lines = (line for one in steps for line in _added(command, one))
    return Preview(tuple(lines), tuple(defect for one in steps for defect in one.defects))


def _added(command: Command, event: CaseEvent) -> Iterator[Line]:
    for name, label in LABELS.added.items():
        value = getattr(event, name, None)
        if value and value != getattr(command, name, None):
            yield Line(label, word(value, name) if name in WORDS else _said(value))


def _said(value: object) -> str:
    match value:
        case date():
            return day(value)
        case Decimal():
            return yuan(value)
        case tuple():
            return "、".join(map(str, value))
        case _:
            return str(value)
