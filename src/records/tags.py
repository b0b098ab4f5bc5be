"""Every event type by its stable tag."""

from __future__ import annotations

from typing import Final, get_args

from records.basics.events import FORMER as BASICS
from records.course.drafting import FORMER as DRAFTING
from records.course.steps import COMMANDS
from records.event import Event
from records.penalty.events.former import TRANSLATIONS as PENAL
from records.register.events import RegisterEvent

__all__ = ["EVENTS", "TRANSLATIONS", "is_register"]

TRANSLATIONS: Final = {**PENAL, **DRAFTING, **BASICS}
"""From each former type of an event to what the same event is today."""

EVENTS: Final[dict[str, type[Event]]] = {
    str(cls.__struct_config__.tag): cls for cls in (*get_args(RegisterEvent), *COMMANDS, *TRANSLATIONS)
}
"""Tags are only ever added: a stored event never changes its meaning."""

_JUDGED_BY: Final = (
    "ledger",
    "clock",
    "agency",
    "officer",
    "reviewer",
    "matter",
    "delegation",
    "number-form",
    "emergency",
    "calendar",
    "rules",
    "template",
    "catalogue",
    "list",
    "basics",
    "basis",
    "device",
    "access",
)


def is_register(stream: str) -> bool:
    """Whether cases are judged by this stream, so that it is read before a decision."""
    return stream.partition(":")[0] in _JUDGED_BY
