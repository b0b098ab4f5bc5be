"""到场: whoever a record of the visit names was there, and has shown a certificate (国办发〔2024〕54号)."""

from __future__ import annotations

from collections.abc import Iterator

from records.course.case import Case
from records.course.sequence import as_of, came_after
from records.inspection.events import CertificatesShown, InspectorsArrived
from records.judgement import Context, Judgement
from records.penalty.events import HandlersChanged


def require_arrived(
    judgement: Judgement, officers: tuple[str, ...], case: Case, context: Context, *, elsewhere: bool = False
) -> None:
    """Each of the officers scanned in: whoever takes the case over comes and does so too.

    `elsewhere`: the step may be taken away from the place, by those who took the case over after the visit. Of a case
    without any arrival, as of every other procedure, it asks nothing: the law data judge that nobody arrived.
    """
    was = as_of(case, context.occurred_at)
    arrived = {person for one in was.every(InspectorsArrived) for person in one.officers}
    there = arrived | (set(_replacements(was)) if elsewhere else set())
    judgement.require(not arrived or set(officers) <= there, "officer-not-arrived")


def require_identified(judgement: Judgement, officers: tuple[str, ...], case: Case, context: Context) -> None:
    """Who arrived has shown a certificate as well; that nobody has, the law data judge (第五十五条)."""
    was = as_of(case, context.occurred_at)
    arrived = {person for one in was.every(InspectorsArrived) for person in one.officers}
    shown = {person for one in was.every(CertificatesShown) for person in one.officers}
    judgement.require(not shown or arrived & set(officers) <= shown, "certificate-not-shown")


def _replacements(case: Case) -> Iterator[str]:
    """Who was put in charge after the first arrival, and had not been before."""
    arrivals = case.happened.get(InspectorsArrived, ())
    before = set(case.opened.handlers if case.opened else ())
    for change in case.happened.get(HandlersChanged, ()):
        if any(came_after(change, one) for one in arrivals[:1]):
            yield from set(change.event.handlers) - before
        before = set(change.event.handlers)
