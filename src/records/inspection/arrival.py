"""到场: whoever a record names was there, by a scan at the door or in another's place (国办发〔2024〕54号)."""

from __future__ import annotations

from collections.abc import Iterator

from records.course.case import Case
from records.course.sequence import as_of, came_after
from records.inspection.events import InspectorsArrived
from records.judgement import Context, Judgement
from records.penalty.events import HandlersChanged


def require_arrived(judgement: Judgement, officers: tuple[str, ...], case: Case, context: Context) -> None:
    """Each of the officers scanned in, or took the case over after the others had.

    Of a case without any arrival, as of every other procedure, it asks nothing: the law data judge that nobody arrived.
    """
    was = as_of(case, context.occurred_at)
    arrived = {person for one in was.every(InspectorsArrived) for person in one.officers}
    there = arrived | set(_replacements(was))
    judgement.require(not arrived or set(officers) <= there, "officer-not-arrived")


def _replacements(case: Case) -> Iterator[str]:
    """Who was put in charge after the first arrival, and had not been before."""
    arrivals = case.happened.get(InspectorsArrived, ())
    before = set(case.opened.handlers if case.opened else ())
    for change in case.happened.get(HandlersChanged, ()):
        if any(came_after(change, one) for one in arrivals[:1]):
            yield from set(change.event.handlers) - before
        before = set(change.event.handlers)
