"""Legal review by others (法制审核): who decides on which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.decider import Decider
from records.course.shapes import Command
from records.reviewing.commands import ReceiveCountyReview, RequestCountyReview
from records.reviewing.county import receive_county_review, request_county_review

DECIDERS: Final[Mapping[type[Command], Decider]] = {
    RequestCountyReview: request_county_review,
    ReceiveCountyReview: receive_county_review,
}
"""By the type of the command."""

OUTER: Final[frozenset[str]] = frozenset()
"""Rules on what other cases or registers say: their verdict stays as it was at entry."""
