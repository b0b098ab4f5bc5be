"""Beside the course: what a case is, as yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.beside.events import CaseHandedBack, ComplaintAnswered, ComplaintReceived, MatterFlagged, RedoAnswered
from records.course.case import Case
from records.course.complained import unanswered
from records.course.fact import Fact, awaits
from records.judgement import Context
from records.penalty.events import CasePassed, DecisionRevoked, HandlersChanged
from records.register.acting import certified


def stranded(case: Case, context: Context) -> tuple[str, ...]:
    """The handlers who were officers of a body that acted in the agency's name, and acts no more in this case."""
    of = (case.agency, case.matter, context.procedure, context.occurred_at.day)
    return tuple(one for one in case.handlers if isinstance(certified(context.register, one, *of), str))


def open_complaints(case: Case) -> tuple[ComplaintReceived, ...]:
    """The complaints that nobody has answered."""
    return unanswered(ComplaintReceived, ComplaintAnswered, case)


def redo_owed(case: Case) -> bool:
    """Whether an instrument ordered that the decision be made anew, and nobody has said who does (第六十四条)."""
    ordered = any(one.effect == "redo-ordered" for one in case.every(DecisionRevoked))
    return ordered and RedoAnswered not in case.happened


FACTS: Final[Mapping[str, Fact]] = {
    "delegation-lapsed": lambda case, context: bool(stranded(case, context)),
    "handed-back": awaits(CaseHandedBack, HandlersChanged),
    "redo-owed": lambda case, _: redo_owed(case),
    "complaint-open": lambda case, _: bool(open_complaints(case)),
    "matter-flagged": awaits(MatterFlagged, CasePassed),
}
"""By the name that the law data use."""
