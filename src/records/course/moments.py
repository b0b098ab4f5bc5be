"""The moments of a case, from which its terms run and by which they are kept: a pure mapping of its events.

The law data name them (`records/law/limits.toml`). Most are the occurrence of one event; some follow from several, as
that the fine is paid or that nothing is left but to close: `records.course.conclusions` finds those.
A publication and a withdrawal happen when they are recorded; a payment counts on its day, a request by post on that
of the postmark. What an entry that was a mistake had said is taken back with `EntryVoided`.

Nothing here is a text or a personal value: numbers of documents, codes, days and amounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from records.basics.marks import MARKS as BASICS_MARKS
from records.basics.marks import MOMENTS as BASICS_MOMENTS
from records.beside.marks import MARKS as BESIDE_MARKS
from records.beside.marks import MOMENTS as BESIDE_MOMENTS
from records.catalogue.marks import MARKS as CATALOGUE_MARKS
from records.catalogue.marks import MOMENTS as CATALOGUE_MOMENTS
from records.correction.marks import MARKS as CORRECTION_MARKS
from records.correction.marks import MOMENTS as CORRECTION_MOMENTS
from records.course.case import Case
from records.course.decided import Decided
from records.course.drafting import DraftSubmitted
from records.course.later_marks import Later, later
from records.course.mark import Mark, Marking, Place
from records.course.moment_names import KNOWN as _PENAL
from records.course.opened import Opened
from records.court.marks import MARKS as COURT_MARKS
from records.court.marks import MOMENTS as COURT_MOMENTS
from records.enforcement.marks import MARKS as ENFORCEMENT_MARKS
from records.enforcement.marks import MOMENTS as ENFORCEMENT_MOMENTS
from records.evaluation.marks import MARKS as EVALUATION_MARKS
from records.evaluation.marks import MOMENTS as EVALUATION_MOMENTS
from records.event import CaseEvent
from records.inspection.marks import MARKS as INSPECTION_MARKS
from records.inspection.marks import MOMENTS as INSPECTION_MOMENTS
from records.law.entries import ORDINARY
from records.levy.marks import MARKS as LEVY_MARKS
from records.levy.marks import MOMENTS as LEVY_MOMENTS
from records.licence.marks import MARKS as LICENCE_MARKS
from records.licence.marks import MOMENTS as LICENCE_MOMENTS
from records.measure.marks import MARKS as MEASURE_MARKS
from records.measure.marks import MOMENTS as MEASURE_MOMENTS
from records.moment import Moment
from records.offence.marks import MARKS as OFFENCE_MARKS
from records.offence.marks import MOMENTS as OFFENCE_MOMENTS
from records.oversight.marks import MARKS as OVERSIGHT_MARKS
from records.oversight.marks import MOMENTS as OVERSIGHT_MOMENTS
from records.penalty.course_marks import Course, course
from records.penalty.events import (
    CaseFiled,
    EntryVoided,
    LeadRegistered,
)
from records.petition.marks import MARKS as PETITION_MARKS
from records.petition.marks import MOMENTS as PETITION_MOMENTS
from records.publishing.marks import MARKS as PUBLISHING_MARKS
from records.publishing.marks import MOMENTS as PUBLISHING_MOMENTS
from records.reviewing.marks import MARKS as REVIEWING_MARKS
from records.reviewing.marks import MOMENTS as REVIEWING_MOMENTS
from records.spot.marks import MARKS as SPOT_MARKS
from records.spot.marks import MOMENTS as SPOT_MOMENTS

KNOWN: Final[frozenset[str]] = _PENAL.union(
    SPOT_MOMENTS,
    MEASURE_MOMENTS,
    ENFORCEMENT_MOMENTS,
    COURT_MOMENTS,
    LICENCE_MOMENTS,
    INSPECTION_MOMENTS,
    LEVY_MOMENTS,
    PETITION_MOMENTS,
    OFFENCE_MOMENTS,
    BESIDE_MOMENTS,
    CATALOGUE_MOMENTS,
    BASICS_MOMENTS,
    CORRECTION_MOMENTS,
    OVERSIGHT_MOMENTS,
    EVALUATION_MOMENTS,
    PUBLISHING_MOMENTS,
    REVIEWING_MOMENTS,
)
"""The moments that law data may name."""

_OTHERS: Final[Mapping[type[CaseEvent], Marking]] = {
    **SPOT_MARKS,
    **MEASURE_MARKS,
    **ENFORCEMENT_MARKS,
    **COURT_MARKS,
    **LICENCE_MARKS,
    **INSPECTION_MARKS,
    **LEVY_MARKS,
    **PETITION_MARKS,
    **OFFENCE_MARKS,
    **BESIDE_MARKS,
    **CATALOGUE_MARKS,
    **BASICS_MARKS,
    **CORRECTION_MARKS,
    **OVERSIGHT_MARKS,
    **EVALUATION_MARKS,
    **PUBLISHING_MARKS,
    **REVIEWING_MARKS,
}

__all__ = ["KNOWN", "Mark", "Moments", "Opening", "after", "marks", "of"]


class Opening(msgspec.Struct, frozen=True, array_like=True):
    """Whose case it is, by the lead or by the filing."""

    version: int
    agency: str
    """Code."""
    matter: str
    """Code, empty while a lead has none."""
    procedure: str = ORDINARY
    """Id."""


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

    @property
    def procedure(self) -> str:
        """Id of the procedure that the case follows."""
        return self.opened[-1].procedure if self.opened else ORDINARY


# ---- From events to marks ----


def after(
    moments: Moments, event: CaseEvent, occurred_at: Moment, recorded_at: int, position: int, version: int
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
    elif isinstance(event, Opened):
        opened = (*opened, Opening(version, event.agency, event.matter, event.procedure))
    return Moments(
        marks=(*moments.marks, *marks(event, occurred_at, recorded_at, position, version)),
        opened=opened,
    )


def of(case: Case) -> Moments:
    """The moments of a case as it stands, each as if recorded when it occurred."""
    happened = (one for some in case.happened.values() for one in some)
    opened = case.opened
    return Moments(
        marks=tuple(mark for one in happened for mark in marks(one.event, one.at, one.at.micros, 0, one.version)),
        opened=(Opening(0, opened.agency, opened.matter, case.procedure),) if opened else (),
    )


def marks(event: CaseEvent, occurred_at: Moment, recorded_at: int, position: int, version: int) -> Iterator[Mark]:
    """The marks that one event makes; `recorded_at` in microseconds since 1970."""
    here = Place(occurred_at, recorded_at, position, version)
    if isinstance(event, Opened):
        yield here.mark("filed")
    elif isinstance(event, Decided):
        yield here.mark("signed")
        yield here.mark("decided")
    elif isinstance(event, DraftSubmitted):
        yield here.mark("review-incomplete" if event.lacking else "review-submitted")
    if isinstance(event, Course):
        yield from course(event, here)
    elif isinstance(event, Later):
        yield from later(event, here)
    elif marking := _OTHERS.get(type(event)):
        yield from marking(event, here)
