"""Publication beside any decision (公示): the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, get_args

from records.course.mark import Mark, Marking, Place
from records.event import CaseEvent
from records.inspection.events import TestReported
from records.penalty.events import SecrecyReviewed
from records.publishing.events import (
    CarrierFailed,
    CarrierKind,
    CarrierRecalled,
    CarrierRecorded,
    CreditRepaired,
    FulfilmentPublished,
    PublicationEnded,
    PublicationHeld,
    TestPublished,
)

MOMENTS: Final[frozenset[str]] = frozenset(
    {
        "test-reported",
        "test-published",
        "test-public",
        "test-moot",
        "re-review-from",
        "re-reviewed",
        "re-review-moot",
        "kept-private",
        "carrier-failed",
        "carrier-done",
        "recall-due",
        "carrier-recalled",
        "fulfilment-changed",
        "fulfilment-published",
        "shown-person",
        "shown-organisation",
        "credit-repaired",
        "publication-held",
        "hold-over",
        "publication-ended",
        *(f"carried-{one}" for one in get_args(CarrierKind)),
    }
)
"""The moments that law data may name beside those of every case."""


def _reviewed(event: SecrecyReviewed, here: Place) -> Iterator[Mark]:
    if event.result != "secret":
        yield here.recording("secrecy-allows")


def _recorded(event: CarrierRecorded, here: Place) -> Iterator[Mark]:
    """A publication happens when it is recorded, on whichever carrier."""
    yield here.recording(f"carried-{event.carrier}")
    yield here.recording("carrier-done", event.carrier)
    if event.carrier != "portal":
        until = event.to_on.isoformat() if event.to_on else ""
        yield here.mark("carrier-item", event.item, until=until)


MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    SecrecyReviewed: _reviewed,
    CarrierRecorded: _recorded,
    CarrierFailed: lambda event, here: [here.mark("carrier-failed", event.carrier)],
    CarrierRecalled: lambda event, here: [here.mark("carrier-recalled", event.item)],
    FulfilmentPublished: lambda _, here: [here.recording("fulfilment-published")],
    CreditRepaired: lambda _, here: [here.mark("credit-repaired")],
    PublicationHeld: lambda _, here: [here.recording("publication-held")],
    PublicationEnded: lambda _, here: [here.recording("publication-ended")],
    TestPublished: lambda event, here: [here.recording("test-published", event.report)],
    TestReported: lambda event, here: [here.mark("test-reported", event.report)],
}
"""By the type of the event."""
