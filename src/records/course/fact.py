"""A fact of a case, and the plainest kinds of it: that something happened, that something waits."""

from __future__ import annotations

from collections.abc import Callable

from records.course.case import Case
from records.course.sequence import pending
from records.event import CaseEvent
from records.judgement import Context

Fact = Callable[[Case, Context], bool]
"""What a case is, of the case and of the context of the step."""


def has(kind: type[CaseEvent]) -> Fact:
    """The fact that an event of that kind happened."""
    return lambda case, _: kind in case.happened


def awaits(cause: type[CaseEvent], *answers: type[CaseEvent]) -> Fact:
    """The fact that a cause has had no answer."""
    return lambda case, _: pending(case, cause, *answers)
