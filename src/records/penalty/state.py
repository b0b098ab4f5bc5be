"""A penalty case as its events leave it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple, assert_never

import msgspec

from records.event import AgeClass
from records.moment import Moment
from records.penalty.events import (
    CaseFiled,
    DecisionRevoked,
    DecisionSigned,
    DisclosureReviewed,
    DocumentServed,
    PenaltyEvent,
    RecordingLinked,
)

Deciding = CaseFiled | DecisionSigned | DocumentServed | DisclosureReviewed | DecisionRevoked
"""Events that decide a stage: the last of each kind is the one that counts."""


class Happened(NamedTuple):
    """An event of a case and when it occurred."""

    event: PenaltyEvent
    at: Moment


class Penalty(msgspec.Struct, frozen=True, kw_only=True):
    """The case: for each stage the event that decides it and when that occurred."""

    filed: CaseFiled | None = None
    filed_at: Moment | None = None
    recordings: tuple[str, ...] = ()
    """BLAKE3 of each linked recording."""
    decision: DecisionSigned | None = None
    signed_at: Moment | None = None
    service: DocumentServed | None = None
    served_at: Moment | None = None
    disclosure: DisclosureReviewed | None = None
    revocation: DecisionRevoked | None = None

    @property
    def handlers(self) -> tuple[str, ...]:
        """Person ids of the officers in charge."""
        return self.filed.handlers if self.filed else ()

    @property
    def agency(self) -> str:
        """Code of the agency whose case it is."""
        return self.filed.agency if self.filed else ""


def fold(happened: Iterable[tuple[PenaltyEvent, Moment]]) -> Penalty:
    """The case after events in the order in which they occurred: `evolve` one by one, without the cases between."""
    recordings: list[str] = []
    changes: dict[str, Any] = {}
    for event, at in happened:
        if isinstance(event, RecordingLinked):
            recordings.append(event.blake3)
        else:
            changes |= _changes(event, at)
    return Penalty(recordings=tuple(recordings), **changes)


def evolve(case: Penalty, event: PenaltyEvent, at: Moment) -> Penalty:
    """The case after one more event; never refuses."""
    if isinstance(event, RecordingLinked):
        return msgspec.structs.replace(case, recordings=(*case.recordings, event.blake3))
    return msgspec.structs.replace(case, **_changes(event, at))


def _changes(event: Deciding, at: Moment) -> dict[str, Any]:
    """The fields of the case that an event sets."""
    match event:
        case CaseFiled():
            return {"filed": event, "filed_at": at}
        case DecisionSigned():
            return {"decision": event, "signed_at": at}
        case DocumentServed():
            return {"service": event, "served_at": at}
        case DisclosureReviewed():
            return {"disclosure": event}
        case DecisionRevoked():
            return {"revocation": event}
        case _:
            assert_never(event)


def age_class(born: date, on: date) -> AgeClass:
    """Class of age on a day: a full year is reached the day after the birthday (法释〔2006〕1号 第二条, by analogy)."""
    years = on.year - born.year - ((on.month, on.day) <= (born.month, born.day))
    if years < 14:
        return "under-14"
    return "14-17" if years < 18 else "adult"
