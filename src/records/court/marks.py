"""Application to the court for enforcement: the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from records.course.mark import Mark, Marking, Place
from records.court.events import (
    ApplicationDropped,
    ApplicationSigned,
    ApplicationSubmitted,
    CourtAnswered,
    CourtCaseOpened,
    CourtEnforced,
    CourtHearingNoted,
    CourtRuled,
    HigherCourtAsked,
    HigherCourtRuled,
)
from records.enforcement.marks import opening
from records.event import CaseEvent

MOMENTS: Final[frozenset[str]] = frozenset(
    {
        "court-submitted",
        "court-answered",
        "court-accepted",
        "court-declined",
        "court-heard",
        "court-ruled",
        "court-ordered",
        "court-denied",
        "court-urgent",
        "acceptance-objected",
        "ruling-objected",
        "acceptance-reviewed",
        "ruling-reviewed",
        "court-enforced",
        "court-dropped",
    }
)
"""The moments that law data may name beside those of every case."""


def _signed(event: ApplicationSigned, here: Place) -> Iterator[Mark]:
    if event.urgent:
        yield here.mark("court-urgent")


def _answered(event: CourtAnswered, here: Place) -> Iterator[Mark]:
    yield here.mark("court-answered", on=event.received_on)
    yield here.mark("court-accepted" if event.accepted else "court-declined", on=event.received_on)


def _ruled(event: CourtRuled, here: Place) -> Iterator[Mark]:
    yield here.mark("court-ruled", on=event.received_on)
    yield here.mark("court-ordered" if event.enforce else "court-denied", on=event.received_on)


def _asked(event: HigherCourtAsked, here: Place) -> Iterator[Mark]:
    yield here.mark("acceptance-objected" if event.about == "non-acceptance" else "ruling-objected")


def _reviewed(event: HigherCourtRuled, here: Place) -> Iterator[Mark]:
    acceptance = event.about == "non-acceptance"
    yield here.mark("acceptance-reviewed" if acceptance else "ruling-reviewed", on=event.received_on)
    if event.granted:
        yield here.mark("court-accepted" if acceptance else "court-ordered", on=event.received_on)
    else:
        yield here.mark("ended")


def _over(moment: str) -> Marking:
    def marks(_event: CaseEvent, here: Place) -> Iterator[Mark]:
        yield here.mark(moment)
        yield here.mark("ended")

    return marks


def _opened(event: CourtCaseOpened, here: Place) -> Iterator[Mark]:
    """A deferral that was granted ends later than the terms for relief: the three months start at its end."""
    for mark in opening(event, here):
        later = mark.moment == "appeal-over" and event.deferred_until is not None and event.deferred_until > mark.on
        yield here.dated("appeal-over", event.deferred_until) if later and event.deferred_until else mark


MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    CourtCaseOpened: _opened,
    ApplicationSigned: _signed,
    ApplicationSubmitted: lambda _, here: [here.mark("court-submitted")],
    CourtAnswered: _answered,
    CourtHearingNoted: lambda _, here: [here.mark("court-heard")],
    CourtRuled: _ruled,
    HigherCourtAsked: _asked,
    HigherCourtRuled: _reviewed,
    CourtEnforced: _over("court-enforced"),
    ApplicationDropped: _over("court-dropped"),
}
"""By the type of an event the marks that it makes; one that is not here makes none."""
