"""What there is to say of a linked recording: its right time, who had the device, how late it was stored.

Carries out 全过程记录制度 二 (devices and their clocks) and 三 (uploads at once; copies that name their originals).
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from records.course.case import Case
from records.law.data import Law
from records.moment import Moment
from records.penalty.events import RecordingLinked
from records.register.fold import Register
from records.register.recorders import Offset, corrected, loan_at, offset_at

LoanState = Literal["unknown", "matches", "not-lent", "other"]
"""Whether the device was lent to who recorded: nothing is known of device, time or officer; yes; nobody had it;
somebody else had it.
"""

_HOUR: Final = 3_600_000_000


class RecordingNote(msgspec.Struct, frozen=True, kw_only=True):
    """A recording of a case, with what the registers say of its device at its time."""

    blake3: str
    device: str
    officer: str
    """Person id of who recorded, as the case says; empty where it does not."""
    started_at: str
    """By the device's clock; empty where it gave none."""
    offset: Offset | None
    """By how much that clock was ahead; None: nobody checked it."""
    right_at: str
    """When it began by the right time; empty where the device gave none."""
    loan: LoanState
    lent_to: str
    """Person id of who had the device; empty: nobody."""
    late_hours: int | None
    """After how many whole hours it was stored, when that was too late; None: in time, or nobody knows."""
    attached_days: int | None
    """How many days after it was made it was linked to the case; None: nobody knows."""
    derived_from: str
    derivation: str
    copies: tuple[str, ...]
    """BLAKE3 of the recordings of the case that were made from it."""


def notes_of(case: Case, register: Register, law: Law) -> dict[str, RecordingNote]:
    """Of each recording of the case, by its BLAKE3."""
    linked = [(one.event, one.at) for one in case.happened.get(RecordingLinked, ())]
    return {event.blake3: _note(event, at, case, register, law) for event, at in linked}


def late_hours(event: RecordingLinked, register: Register, law: Law) -> int | None:
    """After how many hours the recording was stored, when that was later than the data allow (三)."""
    made, stored = _parsed(event.ended_at or event.started_at), _parsed(event.stored_at)
    allowed = law.values.get("recording-upload-hours")
    if made is None or stored is None or allowed is None:
        return None
    made = corrected(made, offset_at(register, event.device, made))
    passed = stored.micros - made.micros
    return passed // _HOUR if passed > allowed.number * _HOUR else None


def _note(event: RecordingLinked, linked: Moment, case: Case, register: Register, law: Law) -> RecordingNote:
    told = _parsed(event.started_at)
    offset = offset_at(register, event.device, told) if told else None
    right = corrected(told, offset) if told else None
    state, holder = _loan(event, right, register)
    return RecordingNote(
        blake3=event.blake3,
        device=event.device,
        officer=event.officer,
        started_at=event.started_at,
        offset=offset,
        right_at=str(right or ""),
        loan=state,
        lent_to=holder,
        late_hours=late_hours(event, register, law),
        attached_days=(linked.day - right.day).days if right else None,
        derived_from=event.derived_from,
        derivation=event.derivation,
        copies=tuple(one.blake3 for one in case.every(RecordingLinked) if one.derived_from == event.blake3),
    )


def _loan(event: RecordingLinked, at: Moment | None, register: Register) -> tuple[LoanState, str]:
    """Whether the officer had the device at that time, and who had it."""
    if at is None or event.device not in register.loans:
        return "unknown", ""
    loan = loan_at(register, event.device, at)
    if loan is None:
        return "not-lent", ""
    if not event.officer:
        return "unknown", loan.person
    return ("matches" if loan.person == event.officer else "other"), loan.person


def _parsed(text: str) -> Moment | None:
    return Moment.parse(text) if text else None
