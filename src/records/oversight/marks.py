"""Supervision of disclosure (公示监督检查): the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from records.course.mark import EARLIEST, Mark, Marking, Place
from records.event import CaseEvent
from records.oversight import events as e

MOMENTS: Final[frozenset[str]] = frozenset(
    {
        "oversight-answered",
        "oversight-rejected",
        "oversight-sample-drawn",
        "oversight-violation-found",
        "oversight-ordered",
        "oversight-rectify-by",
        "oversight-rectified",
        "oversight-verified",
        "oversight-not-accepted",
        "oversight-passed-on",
    }
)
"""The moments that law data may name beside those of every case."""

_DAY: Final = timedelta(days=1)


def _answered(event: e.OversightApproved, here: Place) -> Iterator[Mark]:
    yield here.mark("oversight-answered")
    if not event.approved:
        yield here.mark("oversight-rejected")


def _concluded(event: e.OversightConcluded, here: Place) -> Iterator[Mark]:
    if event.violations:
        yield here.mark("oversight-violation-found")


def _ordered(event: e.DisclosureCorrectionOrdered, here: Place) -> Iterator[Mark]:
    """The term is one day from the day before the last one, so that it ends with the day that the order names."""
    yield here.mark("oversight-ordered")
    if event.due_on is not None:
        yield here.dated("oversight-rectify-by", max(event.due_on, EARLIEST + _DAY) - _DAY, event.number)


def _verified(event: e.RectificationVerified, here: Place) -> Iterator[Mark]:
    yield here.mark("oversight-verified", event.order)
    if not event.accepted:
        yield here.mark("oversight-not-accepted", event.order)


MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    e.OversightApproved: _answered,
    e.OversightSampleDrawn: lambda _, here: [here.mark("oversight-sample-drawn")],
    e.OversightConcluded: _concluded,
    e.DisclosureCorrectionOrdered: _ordered,
    e.RectificationRecorded: lambda event, here: [here.mark("oversight-rectified", event.order)],
    e.RectificationVerified: _verified,
    e.SanctionProposed: lambda _, here: [here.mark("oversight-passed-on")],
    e.OversightReferred: lambda _, here: [here.mark("oversight-passed-on")],
}
"""By the type of the event."""
