"""What a decider is: from a command, the case and what else it depends on to events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from records.course.case import Case
from records.event import Event
from records.judgement import Context

Decider = Callable[[Any, Case, Context], list[Event]]
"""Takes a command of its own type. Raises Refused, Invalid, or NotFound for what is not there."""
