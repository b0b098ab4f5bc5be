"""What an entry about a recorder can't be: who has it, who may have it, when it went out and came back."""

from __future__ import annotations

from api.register_fields import Found, unless
from records.moment import Moment
from records.register.events import DeviceClockChecked, DeviceEnded, DeviceLent, DeviceRegistered, DeviceReturned
from records.register.fold import Register
from records.register.recorders import is_over, last_entry_at, loans_of
from records.store.ledger import Ledger

MOST_OFFSET = 10 * 365 * 86_400
"""Seconds that a clock can be wrong by: one that was never set counts from some year of its making."""


def wrong_registration(entry: DeviceRegistered, ledger: Ledger) -> Found:
    """A device that is out of use: another one gets a name of its own."""
    yield from unless(entry.device not in ledger.register().devices_ended, "$.device", "该设备已经停用，请另取名称")


def wrong_loan(entry: DeviceLent, ledger: Ledger) -> Found:
    """A device that is out, or of no use; and an officer without a certificate of that day."""
    register, now = ledger.register(), ledger.now()
    yield from _unknown(entry.device, register)
    at = _time(entry.lent_at)
    if at is None or entry.device not in register.devices:
        yield from unless(at is not None, "$.lent_at", _FORM)
        return
    yield from _in_order("$.lent_at", entry.device, at, now, register)
    yield from unless(not is_over(register, entry.device, at.day), "$.device", "该设备已经停用，不能借出")
    yield from unless(_loan_open(entry.device, register) is None, "$.device", "该设备已经借出，尚未归还，不能再借出")
    agency = register.devices[entry.device].agency
    certified = register.officer(entry.person, agency, at.day) is not None
    yield from unless(certified, "$.person", "该人员当日没有本机关有效的执法证，不能领用设备")
    known = not entry.case or ledger.version(f"case:{entry.case}") > 0
    yield from unless(known, "$.case", "没有这个案件")


def wrong_return(entry: DeviceReturned, ledger: Ledger) -> Found:
    """A device that is not out, or one that comes back before it went."""
    register, now = ledger.register(), ledger.now()
    yield from _unknown(entry.device, register)
    at = _time(entry.returned_at)
    yield from unless(at is not None, "$.returned_at", _FORM)
    if at is not None and entry.device in register.devices:
        yield from _in_order("$.returned_at", entry.device, at, now, register)
        yield from unless(_loan_open(entry.device, register) is not None, "$.device", "该设备没有借出，不能归还")


def wrong_check(entry: DeviceClockChecked, ledger: Ledger) -> Found:
    """A clock of no device, a time that has not come, an offset that no clock has."""
    register, at = ledger.register(), _time(entry.checked_at)
    yield from _unknown(entry.device, register)
    yield from unless(at is not None, "$.checked_at", _FORM)
    if at is not None:
        yield from unless(at.micros <= ledger.now().micros, "$.checked_at", "时间还没有到")
    possible = abs(entry.offset_seconds) <= MOST_OFFSET
    yield from unless(possible, "$.offset_seconds", "误差不可能超过十年，请以秒填写")


def wrong_end(entry: DeviceEnded, ledger: Ledger) -> Found:
    """A device that nobody has registered, or that is out."""
    register = ledger.register()
    yield from _unknown(entry.device, register)
    yield from unless(entry.device not in register.devices_ended, "$.device", "该设备已经停用")
    yield from unless(_loan_open(entry.device, register) is None, "$.device", "该设备已经借出，请先归还再停用")


_FORM = "应为日期和时间，并写明时区，如 2026-01-05T09:30:00+08:00"


def _unknown(device: str, register: Register) -> Found:
    yield from unless(device in register.devices, "$.device", "名录中没有这台设备")


def _loan_open(device: str, register: Register) -> str | None:
    """Who has the device now."""
    loans = loans_of(register, device)
    return loans[-1].person if loans and not loans[-1].returned_at else None


def _in_order(path: str, device: str, at: Moment, now: Moment, register: Register) -> Found:
    """Entries of a device come in their order: what went before is known by then."""
    yield from unless(at.micros <= now.micros, path, "时间还没有到")
    last = last_entry_at(register, device)
    yield from unless(last is None or last.micros <= at.micros, path, "早于该设备的上一次借出或者归还")


def _time(text: str) -> Moment | None:
    """The instant that it names, None for a date alone or what is no time."""
    try:
        found = Moment.parse(text)
    except ValueError:
        return None
    return None if found.dated else found
