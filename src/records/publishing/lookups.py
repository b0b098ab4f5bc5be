"""Publication beside any decision (公示): what is read before a step is decided."""

from __future__ import annotations

from typing import Final

from records.course.case import Case
from records.course.disclosure import shown_texts
from records.course.lookup import Lookups, Prepared, Sources
from records.course.lookups import named_in
from records.publishing.again import shown_anew
from records.publishing.commands import OverrideListMismatch, RecordCarrier, ReReviewDisclosure


def with_reason(prepared: Prepared, _: Case, command: OverrideListMismatch, sources: Sources) -> Prepared:
    """Whether the reason, which is public, names anybody of the case."""
    return named_in(prepared, (command.reason,), sources)


def with_place(prepared: Prepared, _: Case, command: RecordCarrier, sources: Sources) -> Prepared:
    """Whether the place and the address of a carrier, which are public, name anybody of the case."""
    return named_in(prepared, (command.place, command.url), sources)


def with_opened(prepared: Prepared, case: Case, command: ReReviewDisclosure, sources: Sources) -> Prepared:
    """Names, numbers and addresses of the case's people in what would become public that is not so yet."""
    decision = case.decided
    return named_in(prepared, shown_texts(shown_anew(command, case), decision), sources) if decision else prepared


LOOKUPS: Final[Lookups] = {
    ReReviewDisclosure: (with_opened,),
    RecordCarrier: (with_place,),
    OverrideListMismatch: (with_reason,),
}
"""What these steps look up."""
