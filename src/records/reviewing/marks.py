"""Legal review by others (法制审核): the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.mark import Marking
from records.event import CaseEvent
from records.reviewing.events import CountyReviewReceived, CountyReviewRequested

MOMENTS: Final[frozenset[str]] = frozenset(
    {"review-incomplete", "county-review-requested", "county-review-received", "county-review-incomplete"}
)
"""The moments that law data may name beside those of every case."""

MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    CountyReviewRequested: lambda _, here: (here.mark("county-review-requested"),),
    CountyReviewReceived: lambda event, here: (
        here.mark("county-review-incomplete" if event.lacking else "county-review-received"),
    ),
}
"""By the type of the event."""
