"""Publication beside any decision (公示): what is read before a step is decided."""

from __future__ import annotations

from typing import Final

from records.course.case import Case
from records.course.lookup import Lookups, Prepared, Sources
from records.course.lookups import named_in, with_names
from records.publishing.commands import OverrideListMismatch, ReReviewDisclosure


def with_reason(prepared: Prepared, _: Case, command: OverrideListMismatch, sources: Sources) -> Prepared:
    """Whether the reason, which is public, names anybody of the case."""
    return named_in(prepared, (command.reason,), sources)


LOOKUPS: Final[Lookups] = {ReReviewDisclosure: (with_names,), OverrideListMismatch: (with_reason,)}
"""What these steps look up."""
