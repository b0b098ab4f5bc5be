"""Legal review by others (法制审核): what happened."""

from __future__ import annotations

from records.event import CaseEvent


class CountyReviewRequested(CaseEvent, frozen=True, kw_only=True, tag="county-review-requested/1"):
    """Nobody of the agency may review the draft: the county's justice agency is asked (重大执法决定法制审核制度 一)."""

    county: str
    """Code of the agency that is asked; it reads the case from here on."""
    reason: str


class CountyReviewReceived(CaseEvent, frozen=True, kw_only=True, tag="county-review-received/1"):
    """The county has the draft and its materials: from here its clock runs."""

    lacking: tuple[str, ...] = ()
    """Titles of the materials that were due and not handed over: while something lacks, the clock does not start."""
