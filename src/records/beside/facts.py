"""Beside the course: what a case is, as yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.beside.events import CaseHandedBack, ComplaintAnswered, ComplaintReceived, MatterFlagged
from records.course.case import Case
from records.course.complained import unanswered
from records.course.fact import Fact, awaits
from records.judgement import Context
from records.penalty.events import CasePassed, HandlersChanged
from records.register.acting import certified


def stranded(case: Case, context: Context) -> tuple[str, ...]:
    """The handlers who were officers of a body that acted in the agency's name, and acts no more in this case."""
    of = (case.agency, case.matter, context.procedure, context.occurred_at.day)
    return tuple(one for one in case.handlers if isinstance(certified(context.register, one, *of), str))


def open_complaints(case: Case) -> tuple[ComplaintReceived, ...]:
    """The complaints that nobody has answered."""
    return unanswered(ComplaintReceived, ComplaintAnswered, case)


FACTS: Final[Mapping[str, Fact]] = {
    "delegation-lapsed": lambda case, context: bool(stranded(case, context)),
    "handed-back": awaits(CaseHandedBack, HandlersChanged),
    "complaint-open": lambda case, _: bool(open_complaints(case)),
    "matter-flagged": awaits(MatterFlagged, CasePassed),
}
"""By the name that the law data use."""
