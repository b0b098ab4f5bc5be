"""What a decider is: from a command, the case and what else it depends on to events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from records.course.case import Case
from records.course.shapes import Command
from records.errors import Invalid, Refused
from records.event import Event
from records.judgement import Context

Decider = Callable[[Any, Case, Context], list[Event]]
"""Takes a command of its own type. Raises Refused, Invalid, or NotFound for what is not there."""


def fails(decider: Decider, command: Command, case: Case, context: Context) -> bool:
    """Whether a step is refused already by what is known: its lookups, which may read much, are then spared."""
    try:
        decider(command, case, context)
    except (Refused, Invalid):
        return True
    return False
