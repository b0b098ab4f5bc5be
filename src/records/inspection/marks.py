"""Inspections: the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from records.course.mark import EARLIEST, Mark, Marking, Place
from records.event import CaseEvent
from records.inspection.events import (
    FindingHandedOver,
    InspectionApproved,
    InspectionConcluded,
    InspectionOpened,
    InspectorsArrived,
    RecordSigned,
    RectificationChecked,
    RectificationOrdered,
)
from records.inspection.plan_events import DrawCommitted, DrawMade, DrawPublished, PlanOpened

MOMENTS: Final[frozenset[str]] = frozenset(
    {
        "inspection-opened",
        "inspection-urgent",
        "inspection-approved",
        "inspectors-arrived",
        "inspection-record-signed",
        "inspection-concluded",
        "inspection-settled",
        "handover-needed",
        "finding-handed-over",
        "rectify-by",
        "rectification-checked",
        "plan-ends",
        "plan-last-day",
        "draw-known",
        "draw-made",
        "draw-published",
    }
)
"""The moments that law data may name beside those of every case."""

_DAY: Final = timedelta(days=1)


def _plan_opened(event: PlanOpened, here: Place) -> Iterator[Mark]:
    """The last day of the plan, and the day before, from which a term of one day ends with it."""
    for last in sorted(one.ends_on for one in event.items)[-1:]:
        yield here.dated("plan-ends", last)
        yield here.dated("plan-last-day", max(last, EARLIEST + _DAY) - _DAY)


def _opened(event: InspectionOpened, here: Place) -> Iterator[Mark]:
    yield here.mark("inspection-opened")
    if event.urgent.strip():
        yield here.mark("inspection-urgent")


def _concluded(event: InspectionConcluded, here: Place) -> Iterator[Mark]:
    """A result that asks for nothing more settles the inspection."""
    yield here.mark("inspection-concluded")
    if event.outcome == "offence":
        yield here.mark("handover-needed")
    elif event.outcome != "rectify":
        yield here.mark("inspection-settled")


def _checked(event: RectificationChecked, here: Place) -> Iterator[Mark]:
    yield here.mark("rectification-checked", event.order)
    yield here.mark("inspection-settled" if event.done else "handover-needed")


def _handed_over(_: FindingHandedOver, here: Place) -> Iterator[Mark]:
    yield here.mark("finding-handed-over")
    yield here.mark("inspection-settled")


MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    PlanOpened: _plan_opened,
    InspectionOpened: _opened,
    InspectionApproved: lambda _, here: [here.mark("inspection-approved")],
    InspectorsArrived: lambda _, here: [here.mark("inspectors-arrived")],
    RecordSigned: lambda _, here: [here.mark("inspection-record-signed")],
    InspectionConcluded: _concluded,
    RectificationOrdered: lambda event, here: [here.dated("rectify-by", event.correct_by, event.number)],
    RectificationChecked: _checked,
    FindingHandedOver: _handed_over,
    DrawCommitted: lambda event, here: [here.dated("draw-known", event.known_on, str(event.draw))],
    DrawPublished: lambda event, here: [here.mark("draw-published", str(event.draw))],
    DrawMade: lambda event, here: [here.mark("draw-made", str(event.draw))],
}
"""By the type of an event the marks that it makes; one that is not here makes none."""
