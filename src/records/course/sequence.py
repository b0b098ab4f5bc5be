"""What came before what in a case, what reached the party, and whether a term is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from sys import maxsize
from typing import Final

import msgspec

from records.course.case import Case, Happened
from records.event import CaseEvent
from records.judgement import Context
from records.law.deadline import due
from records.moment import Moment
from records.penalty.events import DocumentKind, DocumentServed, EntryVoided

_LAST: Final = maxsize
"""The version of a step that is not entered yet."""


def came_after(one: Happened, other: Happened) -> bool:
    """By time; on one date of which an hour is not known, by the order in which they were entered."""
    if one.at.dated or other.at.dated:
        return (one.at.day, one.version) > (other.at.day, other.version)
    return (one.at.micros, one.version) > (other.at.micros, other.version)


def as_of(case: Case, moment: Moment) -> Case:
    """The case as a step finds it that occurred then and is entered after all others; it is never without what is void.

    What occurred on a day of which no hour is known comes before whatever else of that day is entered after it.
    """
    step = Happened(None, moment, _LAST)
    if all(came_after(step, some[-1]) for some in case.happened.values()):  # each kind lies in the order of time
        return case
    found = {kind: tuple(one for one in some if came_after(step, one)) for kind, some in case.happened.items()}
    return msgspec.structs.replace(case, happened={kind: some for kind, some in found.items() if some})


def ordinal(case: Case, kind: type[CaseEvent]) -> int:
    """Which one of its kind the next will be, after voided ones too: so a name that bears it never means two things."""
    tag = str(kind.__struct_config__.tag).partition("/")[0]
    voided = sum(one.voided.partition("/")[0] == tag for one in case.every(EntryVoided))
    return len(case.every(kind)) + voided + 1


def since(case: Case, kind: type[CaseEvent], cause: Happened) -> Sequence[Happened]:
    """The events of that kind that came after another one."""
    return [one for one in case.happened.get(kind, ()) if came_after(one, cause)]


def follows(case: Case, kind: type[CaseEvent], cause: type[CaseEvent]) -> bool:
    """Whether the last event of `kind` came after the last one of `cause`, or there was no cause."""
    mine, its = case.happened.get(kind), case.happened.get(cause)
    if not mine:
        return False
    return not its or came_after(mine[-1], its[-1])


def pending(case: Case, cause: type[CaseEvent], *answers: type[CaseEvent]) -> bool:
    """Whether there is a cause that none of the answers has followed."""
    return cause in case.happened and not any(follows(case, answer, cause) for answer in answers)


def service_of(case: Case, document: DocumentKind, number: str = "") -> Happened | None:
    """The service by which the document reached the party: the first of it, a later one moves no term.

    Without a number it is the document of that kind that was served last.
    """
    found = [one for one in case.happened.get(DocumentServed, ()) if one.event.document == document]
    its = number or (found[-1].event.number if found else "")
    return next((one for one in found if one.event.number == its), None)


def served_at(case: Case, document: DocumentKind, number: str = "") -> Moment | None:
    """When the document (of that number) reached the party."""
    service = service_of(case, document, number)
    return service.at if service else None


def is_over(limit: str, start: Moment, context: Context, on: date | None = None) -> bool:
    """Whether a term that began with `start` had ended before a day, that of the step when none is given.

    False when no law gives the term.
    """
    found = context.law_on(start.day).limits.get(limit)
    day = on or context.occurred_at.day
    return found is not None and due(found, start.day, context.register.calendar).on < day
