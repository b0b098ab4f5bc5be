"""Legal review by others (法制审核): what may be asked for."""

from __future__ import annotations

from records.course.shapes import Body, Command, Line


class RequestCountyReview(Command, frozen=True, kw_only=True, tag="request-county-review"):
    """Asks the county's justice agency to review the draft that was submitted, since nobody of the agency may."""

    county: Line
    reason: Body


class ReceiveCountyReview(Command, frozen=True, kw_only=True, tag="receive-county-review"):
    """A reviewer of the county notes that the draft and its materials have come."""
