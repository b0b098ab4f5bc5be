"""Who has which recorder, and what its clock said: questions to the registers, as of any time (全过程记录制度 二)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import msgspec

from records.law.deadline import add_working_days
from records.moment import Moment
from records.register.events import DeviceLent, DeviceReturned
from records.register.fold import Register

_MINUTE: Final = 60_000_000
"""In microseconds."""


class Loan(msgspec.Struct, frozen=True, kw_only=True):
    """A device in somebody's hands, or one that was."""

    device: str
    person: str
    """Id of the officer."""
    lent_at: str
    unit: str
    case: str
    due_on: date
    """The last day on which it has to be back."""
    returned_at: str = ""
    """Empty while it is out."""
    condition: str = ""


class Offset(msgspec.Struct, frozen=True, kw_only=True):
    """By how much a device's clock was ahead, by the check that lies nearest."""

    seconds: int
    """Negative: behind."""
    checked_at: str


def loans_of(register: Register, device: str, agency: str = "") -> tuple[Loan, ...]:
    """All loans of the device in the order in which it was lent."""
    events = sorted(register.loans.get(device, ()), key=_when)
    found: list[Loan] = []
    for event in events:
        if isinstance(event, DeviceLent):
            due = _due(register, Moment.parse(event.lent_at).day, agency)
            found.append(
                Loan(
                    device=device,
                    person=event.person,
                    lent_at=event.lent_at,
                    unit=event.unit,
                    case=event.case,
                    due_on=due,
                )
            )
        elif found:
            back = {"returned_at": event.returned_at, "condition": event.condition}
            found[-1] = msgspec.structs.replace(found[-1], **back)
    return tuple(found)


def loan_at(register: Register, device: str, at: Moment) -> Loan | None:
    """The loan in which the device was out at that time, None while nobody had it."""
    agency = register.devices[device].agency if device in register.devices else ""
    begun = [one for one in loans_of(register, device, agency) if Moment.parse(one.lent_at).micros <= at.micros]
    if not begun:
        return None
    last = begun[-1]
    out = not last.returned_at or at.micros < Moment.parse(last.returned_at).micros
    return last if out else None


def is_over(register: Register, device: str, on: date) -> bool:
    """Whether the device is out of use on that day."""
    ended = register.devices_ended.get(device)
    return ended is not None and on > ended.last_day


def offset_at(register: Register, device: str, at: Moment) -> Offset | None:
    """What the check of its clock says that lies nearest to a time; None: nobody has checked it."""
    checks = register.clock_checks.get(device, ())
    nearest = min(checks, key=lambda one: abs(Moment.parse(one.checked_at).micros - at.micros), default=None)
    return Offset(seconds=nearest.offset_seconds, checked_at=nearest.checked_at) if nearest else None


def corrected(at: Moment, offset: Offset | None) -> Moment:
    """The right time of what the device's clock says."""
    if offset is None:
        return at
    return Moment.of(at.instant - timedelta(seconds=offset.seconds))


def use_window(register: Register, at: Moment) -> int:
    """Which stretch of time a use falls into: what one person does within one for one purpose is one use (四)."""
    minutes = register.law(at.day).values.get("recording-use-minutes")
    return at.micros // ((minutes.number if minutes else 30) * _MINUTE)


def _due(register: Register, lent_on: date, agency: str) -> date:
    days = register.law(lent_on, agency=agency).values.get("device-loan-days")
    return add_working_days(lent_on, days.number if days else 1, register.calendar)


def _when(event: DeviceLent | DeviceReturned) -> tuple[int, int]:
    """By time; of the same instant it came back before it went out again."""
    if isinstance(event, DeviceReturned):
        return Moment.parse(event.returned_at).micros, 0
    return Moment.parse(event.lent_at).micros, 1


def last_entry_at(register: Register, device: str) -> Moment | None:
    """When the device was lent or came back last."""
    events = register.loans.get(device, ())
    return Moment(max(_when(one)[0] for one in events)) if events else None
