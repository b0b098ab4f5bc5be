"""The moments of a case, from which its terms run and by which they are kept: a pure mapping of its events.

The law data name them (`records/law/limits.toml`). Most are the occurrence of one event; some follow from several, as
that the fine is paid or that nothing is left but to close: `records.penalty.conclusions` finds those.
A publication and a withdrawal happen when they are recorded; a payment counts on its day, a request by post on that
of the postmark. What an entry that was a mistake had said is taken back with `EntryVoided`.

Nothing here is a text or a personal value: numbers of documents, codes, days and amounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import msgspec

from records.moment import Moment
from records.penalty.course_marks import Course, course
from records.penalty.events import (
    AddressConfirmed,
    CaseDiscussed,
    CaseFiled,
    ConsentWithdrawn,
    CorrectionWaived,
    EntryVoided,
    EvidenceMarked,
    EvidenceSupplemented,
    GoodsReturned,
    HandlersChanged,
    HearingArranged,
    HearingEnded,
    HearingHeld,
    HearingReported,
    InspectionRecorded,
    LeadRegistered,
    MonitoringAnswered,
    OpinionEndorsed,
    PenaltyEvent,
    PersonQuestioned,
    PreservationApproved,
    RecordingLinked,
    RecordingWaived,
    RecusalDecided,
    RecusalRequested,
    RedoLinked,
    SampleTaken,
    SecrecyReviewed,
    ServiceAttempted,
)
from records.penalty.later_marks import Later, later
from records.penalty.mark import Mark, Place
from records.penalty.moment_names import KNOWN, Fact, Name
from records.penalty.state import Penalty

__all__ = ["KNOWN", "Fact", "Mark", "Moments", "Name", "Opening", "after", "marks", "of"]

_Silent = (
    InspectionRecorded
    | PersonQuestioned
    | SampleTaken
    | EvidenceMarked
    | MonitoringAnswered
    | PreservationApproved
    | RecordingLinked
    | RecordingWaived
    | CorrectionWaived
    | SecrecyReviewed
    | OpinionEndorsed
    | HearingArranged
    | HearingHeld
    | HearingEnded
    | HearingReported
    | CaseDiscussed
    | AddressConfirmed
    | ConsentWithdrawn
    | ServiceAttempted
    | RecusalRequested
    | RecusalDecided
    | HandlersChanged
    | EvidenceSupplemented
    | GoodsReturned
    | RedoLinked
    | EntryVoided
)
"""Events from which no term runs and by which none is kept."""


class Opening(msgspec.Struct, frozen=True, array_like=True):
    """Whose case it is, by the lead or by the filing."""

    version: int
    agency: str
    """Code."""
    matter: str
    """Code, empty while a lead has none."""


class Moments(msgspec.Struct, frozen=True, kw_only=True):
    """What of a case its terms depend on: the marks of the entries that count, in the order of the log."""

    marks: tuple[Mark, ...] = ()
    opened: tuple[Opening, ...] = ()

    @property
    def agency(self) -> str:
        """Code of the agency whose case it is."""
        return self.opened[-1].agency if self.opened else ""

    @property
    def matter(self) -> str:
        """Code of the matter, empty while nobody has said."""
        return self.opened[-1].matter if self.opened else ""


# ---- From events to marks ----


def after(
    moments: Moments, event: PenaltyEvent, occurred_at: Moment, recorded_at: int, position: int, version: int
) -> Moments:
    """The moments of a case after one more event, in the order of the log."""
    if isinstance(event, EntryVoided):
        return Moments(
            marks=tuple(mark for mark in moments.marks if mark.version != event.version),
            opened=tuple(one for one in moments.opened if one.version != event.version),
        )
    opened = moments.opened
    if isinstance(event, LeadRegistered | CaseFiled):
        opened = (*opened, Opening(version, event.agency, event.matter))
    return Moments(
        marks=(*moments.marks, *marks(event, occurred_at, recorded_at, position, version)),
        opened=opened,
    )


def of(case: Penalty) -> Moments:
    """The moments of a case as it stands, each as if recorded when it occurred; without whose case it is."""
    happened = (one for some in case.happened.values() for one in some)
    return Moments(
        marks=tuple(mark for one in happened for mark in marks(one.event, one.at, one.at.micros, 0, one.version))
    )


def marks(event: PenaltyEvent, occurred_at: Moment, recorded_at: int, position: int, version: int) -> Iterator[Mark]:
    """The marks that one event makes; `recorded_at` in microseconds since 1970."""
    here = Place(occurred_at, recorded_at, position, version)
    if isinstance(event, Course):
        yield from course(event, here)
    elif isinstance(event, Later):
        yield from later(event, here)
    elif not isinstance(event, _Silent):
        assert_never(event)
