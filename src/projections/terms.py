"""The terms of a case: pure functions of its moments and the registers, for due list and statistics.

A term runs from the day on which its cause occurred, under the law data in force on that day. It is kept on
the day on which the step occurred and proven on the day on which it was recorded; a publication and a
withdrawal happen when they are recorded, so both days are the same. Of several events for one moment, which
only back-entry allows, the one that occurred first counts.

The three publication terms run side by side. A review that withholds the decision fulfils the duty behind
them (信息公示制度 第八条), so they end with its recording as with a publication. A revocation lets every open
term lapse but that of withdrawal, which runs only where something was public. Payment is asked only of a
fine, and no event says yet that it was made: that term stays open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Literal, assert_never

import msgspec

from projections.projection import Step
from records.law.data import CaseMoment, Limit
from records.law.deadline import due
from records.moment import Moment
from records.penalty.events import (
    CaseFiled,
    DecisionRevoked,
    DecisionSigned,
    DisclosureReviewed,
    DocumentServed,
    RecordingLinked,
)
from records.register.fold import Register

TermState = Literal["open", "kept", "lapsed"]


class Mark(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A moment of a case: `at` microseconds, by the event at `position`, `on` a day, recorded on another."""

    at: int
    position: int
    on: date
    recorded_on: date


class Moments(msgspec.Struct, frozen=True, kw_only=True):
    """What of a case its terms depend on."""

    marks: dict[CaseMoment, Mark] = {}
    fined: bool = False
    public: bool = False
    """Whether something of it was published, not withheld."""
    revoked: Mark | None = None


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A limit that runs, or ran, in a case; days are those of Asia/Shanghai."""

    limit_id: str
    title: str
    article: str
    bound: Literal["agency", "party"]
    starts_on: date
    due_on: date
    warn_on: date
    """The working day on which it has to be done at the latest."""
    provisional: bool
    """Whether a year was counted whose calendar is not adopted."""
    kept_on: date | None = None
    """Day on which the step occurred."""
    proven_on: date | None = None
    """Day on which it was recorded."""
    lapsed_on: date | None = None
    """Day on which a revocation ended the duty before it was kept."""


_DECODER: Final = msgspec.json.Decoder(Moments)


def state(term: Term) -> TermState:
    """Whether a term was kept, in time or not, has lapsed, or is open."""
    if term.kept_on:
        return "kept"
    return "lapsed" if term.lapsed_on else "open"


def after(moments: Moments, step: Step) -> Moments:
    """The moments of a case after one more step."""
    event = step.event
    match event:
        case CaseFiled():
            return _marked(moments, "filed", step)
        case DecisionSigned():
            fined = moments.fined or event.fine_yuan is not None
            return msgspec.structs.replace(_marked(moments, "signed", step), fined=fined)
        case DocumentServed():
            return _marked(moments, "served", step)
        case DisclosureReviewed():
            return _published(moments, step, public=event.copy is not None)
        case DecisionRevoked():
            return _revoked(moments, step, event)
        case RecordingLinked():
            return moments
        case _:
            assert_never(event)


def moved(steps: Sequence[Step], stored: Mapping[str, str]) -> dict[str, Moments]:
    """The moments of the cases that took these steps; `stored` has their JSON so far, by case."""
    found = {case: _DECODER.decode(text) for case, text in stored.items()}
    for step in steps:
        found[step.event.case] = after(found.get(step.event.case, Moments()), step)
    return found


def decode(text: str) -> Moments:
    """The moments of a case from their JSON."""
    return _DECODER.decode(text)


def terms(moments: Moments, register: Register) -> Iterator[Term]:
    """The limits that have started, in the order of the law data, as the registers know calendar and law."""
    for moment, start in moments.marks.items():
        for limit in register.law(start.on).limits.values():
            if limit.starts == moment and _concerns(limit, moments):
                yield _term(limit, start, moments, register)


def _term(limit: Limit, start: Mark, moments: Moments, register: Register) -> Term:
    last = due(limit, start.on, register.calendar)
    kept = moments.marks.get(limit.kept_by)
    lapsed = moments.revoked if kept is None and limit.kept_by != "withdrawn" else None
    return Term(
        limit_id=limit.id,
        title=limit.title,
        article=limit.article,
        bound=limit.bound,
        starts_on=start.on,
        due_on=last.on,
        warn_on=last.warn_on,
        provisional=last.provisional,
        kept_on=kept.on if kept else None,
        proven_on=kept.recorded_on if kept else None,
        lapsed_on=lapsed.on if lapsed else None,
    )


def _concerns(limit: Limit, moments: Moments) -> bool:
    return moments.fined or limit.kept_by != "paid"


def _marked(moments: Moments, moment: CaseMoment, step: Step) -> Moments:
    return _with(moments, moment, _mark(step))


def _published(moments: Moments, step: Step, *, public: bool) -> Moments:
    return msgspec.structs.replace(_with(moments, "published", _recording(step)), public=moments.public or public)


def _revoked(moments: Moments, step: Step, event: DecisionRevoked) -> Moments:
    mark = _mark(step)
    moments = msgspec.structs.replace(moments, revoked=min(moments.revoked or mark, mark))
    if not moments.public:
        return moments
    received = Moment.of(event.instrument.received_on)
    instrument = msgspec.structs.replace(mark, at=received.micros, on=received.day)
    return _with(_with(moments, "instrument", instrument), "withdrawn", _recording(step))


def _with(moments: Moments, moment: CaseMoment, mark: Mark) -> Moments:
    first = min(moments.marks.get(moment, mark), mark)
    return msgspec.structs.replace(moments, marks=moments.marks | {moment: first})


def _mark(step: Step) -> Mark:
    recorded = step.recorded
    occurred = recorded.occurred_at
    return Mark(occurred.micros, recorded.position, occurred.day, Moment(recorded.recorded_at).day)


def _recording(step: Step) -> Mark:
    """The mark of what happens when it is recorded, whatever day the paper says."""
    recorded = step.recorded
    day = Moment(recorded.recorded_at).day
    return Mark(recorded.recorded_at, recorded.position, day, day)
