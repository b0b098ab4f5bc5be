"""Which stages a case has gone past without them, and without a gap: no hearing was asked for, no lead came first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from records.course.case import Case
from records.course.closing import lacking
from records.judgement import Context
from records.law.entries import Stage
from records.penalty.events import CaseClosed, LeadDismissed

_LAST: Final = "archive"
"""What is left to do when a case is over, in every procedure."""


def passed_over(stages: Sequence[Stage], case: Case, context: Context) -> frozenset[str]:
    """Ids of the stages, of those of the procedure in their order, that are past and are no gap of the file.

    Whether one was taken all the same is not looked at. A step that was due may be missing beside what makes a gap:
    its defects say so.
    """
    return frozenset(_past(stages, case)) - frozenset(lacking(case, context)) - {_LAST}


def _past(stages: Sequence[Stage], case: Case) -> Iterator[str]:
    """All of a case that is over; before that those in front of its first step, and of its decision."""
    if CaseClosed in case.happened or LeadDismissed in case.happened:
        yield from (one.id for one in stages)
    for event in (case.opened, case.decided):
        if event is not None:
            yield from _before(stages, str(event.__struct_config__.tag))


def _before(stages: Sequence[Stage], tag: str) -> Iterator[str]:
    """Ids of the stages in front of the one that an event of that tag reaches; none where it reaches none."""
    reached = next((at for at, one in enumerate(stages) if tag in one.events), 0)
    yield from (one.id for one in stages[:reached])
