"""A fact of a case, and the plainest kinds of it: that something happened, that something waits."""

from __future__ import annotations

from collections.abc import Callable

from records.judgement import Context
from records.penalty.events import PenaltyEvent
from records.penalty.sequence import pending
from records.penalty.state import Penalty

Fact = Callable[[Penalty, Context], bool]
"""What a case is, of the case and of the context of the step."""


def has(kind: type[PenaltyEvent]) -> Fact:
    """The fact that an event of that kind happened."""
    return lambda case, _: kind in case.happened


def awaits(cause: type[PenaltyEvent], *answers: type[PenaltyEvent]) -> Fact:
    """The fact that a cause has had no answer."""
    return lambda case, _: pending(case, cause, *answers)
