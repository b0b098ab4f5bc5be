"""Publication catalogues (公示目录): the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from records.catalogue.events import (
    CatalogueAnnounced,
    CatalogueApproved,
    CatalogueRedrafted,
    LegalityChecked,
    SecrecyChecked,
)
from records.course.mark import Mark, Marking, Place
from records.event import CaseEvent

MOMENTS: Final[frozenset[str]] = frozenset(
    {"draft-secrecy-checked", "draft-legality-checked", "draft-approved", "draft-published", "draft-written-anew"}
)
"""The moments that law data may name beside those of every case."""


def _approved(event: CatalogueApproved, here: Place) -> Iterator[Mark]:
    if event.agreed:
        yield here.mark("draft-approved")


MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    SecrecyChecked: lambda _, here: [here.mark("draft-secrecy-checked")],
    LegalityChecked: lambda _, here: [here.mark("draft-legality-checked")],
    CatalogueRedrafted: lambda _, here: [here.mark("draft-written-anew")],
    CatalogueApproved: _approved,
    CatalogueAnnounced: lambda _, here: [here.recording("draft-published")],  # public with its event
}
"""By the type of the event."""
