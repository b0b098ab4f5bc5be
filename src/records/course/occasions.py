"""Which recording shows which step: a step that has to be recorded is an occasion of its own (全过程记录制度 二).

An occasion is settled by an original recording whose medium fits, else by a waiver:

1. A recording that says when it was made, its clock set right, shows every occasion whose hours it overlaps: from begin
   to end where the step says them, else the moment at which it occurred; of a paper without an hour the whole day.
2. One that overlaps none shows one occasion of its day, and one that says no time one of any day, that no other shows.
   It is the last one before the recording was made (or linked, where nobody knows), else the first one after it.
3. A waiver settles one of those that are left, by the same rule; one with a defect stands for none that a lawful one
   could stand for, and leaves it open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final, NamedTuple

import msgspec
from msgspec.structs import replace

from records.course.case import Case, Happened
from records.course.fact import Fact
from records.course.steps import COMMANDS
from records.judgement import Context
from records.law.entries import Duty
from records.moment import SHANGHAI, Moment
from records.penalty.events import RecordingLinked, RecordingWaived
from records.register.fold import Register
from records.register.recorders import corrected, offset_at

SOUND_OR_PICTURE: Final = ("video", "audio")
"""What a recording is where no duty says it."""


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """A step that has to be recorded, with what shows it."""

    at: Moment | None
    """When it occurred; None: the whole case is one occasion."""
    recordings: tuple[str, ...] = ()
    """BLAKE3 of the originals that show it."""
    waived: RecordingWaived | None = None
    """Why there is none."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing is lacking: a waiver with a defect is none."""
        return bool(self.recordings) or (self.waived is not None and not self.waived.defects)


class _Span(NamedTuple):
    """Microseconds, UTC, both included."""

    begun: int
    ended: int

    def overlaps(self, other: _Span) -> bool:
        return self.begun <= other.ended and other.begun <= self.ended


class _Made(NamedTuple):
    """A recording as linked, with its hours by the right time; None: it says none."""

    one: Happened
    span: _Span | None

    @property
    def at(self) -> int:
        return self.span.begun if self.span else self.one.at.micros


def occasions(duty: Duty, case: Case, context: Context, holds: Fact) -> tuple[Occasion, ...]:
    """What the duty asks of the case as it stands, in the order of time; `holds` is its fact."""
    if not holds(case, context):
        return ()
    found = tuple(_own(duty, case, context, holds))
    return shown(found, duty.id, duty.media, case, context.register) if found else (_whole(duty, case),)


def shown(
    steps: Sequence[Happened], stage: str, media: Collection[str], case: Case, register: Register
) -> tuple[Occasion, ...]:
    """The steps, in the order of time, each with the recordings and waivers of the stage that count for it."""
    spans = [_span(one) for one in steps]
    found: list[tuple[str, ...]] = [() for _ in steps]
    for made in _made(_fitting(stage, media, case), register):
        digest = made.one.event.blake3
        overlapped = [index for index, span in enumerate(spans) if made.span and span.overlaps(made.span)]
        own = overlapped or _nearest([index for index in _open(found) if _same_day(made, steps[index])], made.at, steps)
        for index in own:
            found[index] = (*found[index], digest)
    waived: dict[int, RecordingWaived] = {}
    for one in _waivers(stage, case):
        for index in _nearest([index for index in _open(found) if index not in waived], one.at.micros, steps):
            waived[index] = one.event
    return tuple(
        Occasion(at=one.at, recordings=recordings, waived=None if recordings else waived.get(index))
        for index, (one, recordings) in enumerate(zip(steps, found, strict=True))
    )


def _own(duty: Duty, case: Case, context: Context, holds: Fact) -> Iterator[Happened]:
    """The steps of the duty by each of which alone its fact holds, as a service that was a leaving."""
    kinds = [kind for kind in case.happened if str(COMMANDS[kind].__struct_config__.tag) in duty.steps]
    others = {kind: some for kind, some in case.happened.items() if kind not in kinds}
    steps = [(kind, one) for kind in kinds for one in case.happened[kind]]
    for kind, one in sorted(steps, key=lambda step: (step[1].at.micros, step[1].version)):
        if holds(replace(case, happened={**others, kind: (one,)}), context):
            yield one


def _whole(duty: Duty, case: Case) -> Occasion:
    """Of a duty without steps: any recording or waiver of its stage is the case's."""
    recordings = tuple(one.event.blake3 for one in _fitting(duty.id, duty.media, case))
    waivers = _waivers(duty.id, case)
    return Occasion(at=None, recordings=recordings, waived=waivers[0].event if waivers and not recordings else None)


def _fitting(stage: str, media: Collection[str], case: Case) -> list[Happened]:
    """The originals of the stage whose medium fits; a copy that was cut or redacted stands for nothing."""
    linked: Iterable[Happened] = case.happened.get(RecordingLinked, ())
    mine = [one for one in linked if one.event.stage == stage and not one.event.derived_from]
    return [one for one in mine if is_of(media, one.event)]


def is_of(media: Collection[str], recording: RecordingLinked) -> bool:
    """Whether the recording is of one of the media, by its media type."""
    return recording.media_type.partition("/")[0] in media


def _waivers(stage: str, case: Case) -> list[Happened]:
    """Those of the stage, the lawful ones first."""
    found = [one for one in case.happened.get(RecordingWaived, ()) if one.event.stage == stage]
    return sorted(found, key=lambda one: bool(one.event.defects))


def _made(linked: Iterable[Happened], register: Register) -> list[_Made]:
    """Those that say their time first, in its order; then the others as they were linked."""
    found = [_Made(one, _hours(one.event, register)) for one in linked]
    return sorted(found, key=lambda made: (made.span is None, made.at, made.one.version))


def _hours(recording: RecordingLinked, register: Register) -> _Span | None:
    told = recording.started_at or recording.ended_at
    if not told:
        return None
    begun, ended = Moment.parse(told), Moment.parse(recording.ended_at or told)
    offset = offset_at(register, recording.device, begun)
    return _Span(corrected(begun, offset).micros, corrected(ended, offset).micros)


def _span(step: Happened) -> _Span:
    begun, ended = _told(step.event, "begun_at"), _told(step.event, "ended_at")
    if begun and ended:
        return _Span(begun.micros, ended.micros)
    if not step.at.dated:
        return _Span(step.at.micros, step.at.micros)
    last = datetime.combine(step.at.day + timedelta(days=1), time(), SHANGHAI)
    return _Span(step.at.micros, Moment.of(last).micros - 1)


def _told(event: Any, field: str) -> Moment | None:
    text = getattr(event, field, "")
    return Moment.parse(text) if text else None


def _open(found: Sequence[tuple[str, ...]]) -> list[int]:
    return [index for index, recordings in enumerate(found) if not recordings]


def _same_day(made: _Made, step: Happened) -> bool:
    if made.span is None:
        return True
    return Moment(made.span.begun).day <= step.at.day <= Moment(made.span.ended).day


def _nearest(among: Sequence[int], at: int, steps: Sequence[Happened]) -> list[int]:
    """The last of the steps before then, else the first after it; none of none."""
    before = [index for index in among if steps[index].at.micros <= at]
    return [before[-1]] if before else [*among[:1]]
