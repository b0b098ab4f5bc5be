"""Compulsory measures: the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

import msgspec

from records.course.mark import EARLIEST, Mark, Marking, Place
from records.event import CaseEvent
from records.measure.events import (
    ExaminationEnded,
    ExaminationSet,
    GroundGone,
    HeldSettled,
    MeasureCarriedOut,
    MeasureExtended,
    MeasureLapsed,
    MeasureReleased,
    MeasureRequestAnswered,
)
from records.moment import Moment

MOMENTS: Final[frozenset[str]] = frozenset(
    {
        "measure-answered",
        "carried-out",
        "carried-out-urgently",
        "brought-back",
        "term-begun",
        "held-longer",
        "liberty-until",
        "fate-decided",
        "release-decided",
        "held-lapsed",
        "extension-issued",
        "ground-gone",
        "released",
        "release-issued",
        "to-return",
        "item-returned",
    }
)
"""The moments that law data may name beside those of every case."""

_HOUR: Final = 3_600_000_000
"""Microseconds."""


def _answered(event: MeasureRequestAnswered, here: Place) -> Iterator[Mark]:
    yield here.mark("measure-answered")
    if not event.approved:
        yield here.mark("measure-refused")
        yield here.mark("ground-gone")


def _carried_out(event: MeasureCarriedOut, here: Place) -> Iterator[Mark]:
    yield here.mark("carried-out")
    if event.urgent:
        yield here.mark("carried-out-urgently")
        yield from (_at(one, 0, "brought-back", here) for one in (event.returned_at,) if one)
    # The limit is an hour from here, so that it ends with the time that is named.
    yield from (_at(one, _HOUR, "liberty-until", here, event.number) for one in (event.ends_at,) if one)
    subjects = [f"{event.number}#{index}" for index in range(1, len(event.items) + 1)] or [event.number]
    for subject in subjects:
        yield here.mark("held", subject)
        if not event.ends_at:
            yield here.mark("term-begun", subject, amount=max(1, (event.until - here.occurred_at.day).days))


def _at(time: str, earlier: int, moment: str, here: Place, subject: str = "") -> Mark:
    """A mark at a time that the event names."""
    at = Moment(Moment.parse(time).micros - earlier)
    return msgspec.structs.replace(here, occurred_at=at).mark(moment, subject)


def _extended(event: MeasureExtended, here: Place) -> Iterator[Mark]:
    yield here.mark("held-longer", amount=event.days)
    yield here.mark("extension-issued", event.number)


def _examined(event: ExaminationSet, here: Place) -> Iterator[Mark]:
    """What was not told in writing counts (第二十五条第三款). The day before the first one counts still."""
    if event.told:
        before = date.fromordinal(max(event.begins_on, EARLIEST).toordinal() - 1)
        until = event.ends_on.isoformat()
        yield from (here.mark("testing-begun", one, on=before, until=until) for one in event.items)


def _examination_ended(event: ExaminationEnded, here: Place) -> Iterator[Mark]:
    yield from (here.mark("testing-ended", one, on=event.ended_on) for one in event.items)


def _released(event: MeasureReleased, here: Place) -> Iterator[Mark]:
    yield here.mark("released")
    yield here.mark("release-issued", event.number)
    for one in event.items:
        yield here.mark("release-decided", one)
        yield _to_return(one, here)


def _lapsed(event: MeasureLapsed, here: Place) -> Iterator[Mark]:
    for one in event.items:
        yield here.mark("held-lapsed", one)
        yield _to_return(one, here)


def _to_return(subject: str, here: Place) -> Mark:
    """A thing has to go back; whoever was held is free with it."""
    return here.mark("to-return" if "#" in subject else "held-gone", subject)


def _settled(event: HeldSettled, here: Place) -> Iterator[Mark]:
    """A return follows a release or the end of the term: it is no decision of its own."""
    yield here.mark("held-gone", event.item)
    yield here.mark("item-returned" if event.fate == "returned" else "fate-decided", event.item)


MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    MeasureRequestAnswered: _answered,
    MeasureCarriedOut: _carried_out,
    MeasureExtended: _extended,
    ExaminationSet: _examined,
    ExaminationEnded: _examination_ended,
    GroundGone: lambda _, here: [here.mark("ground-gone")],
    MeasureReleased: _released,
    MeasureLapsed: _lapsed,
    HeldSettled: _settled,
}
"""By the type of an event the marks that it makes; one that is not here makes none."""
