"""What the name of a recorder's file says (全过程记录制度 三): device, user, start, sequence, by the vendor's pattern.

The patterns are data (`law/recorders/`). Of a name that fits none of them nothing is guessed: a recording with a wrong
officer or a wrong hour would be worse evidence than one without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Final

import msgspec

from records.errors import Corrupt
from records.moment import SHANGHAI

Text = Annotated[str, msgspec.Meta(min_length=1)]

_FIELDS: Final = re.compile(r"\{(\w+)\}")
_ENDING: Final = re.compile(r"\.[0-9A-Za-z]{1,5}")
_NAMED: Final = ("device", "user", "start", "sequence")


class Vendor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pattern of file names."""

    id: Text
    title: Text
    name: Text
    """The name without its ending, with `{device}`, `{user}`, `{start}` and `{sequence}` in it."""
    device: Text
    """Regular expression of what the vendor calls a device; so of the others."""
    user: Text
    sequence: Text
    source: Text
    since: date
    verified: bool = False


class RecorderName(msgspec.Struct, frozen=True, kw_only=True):
    """What a name says."""

    vendor: str
    """Id of the pattern."""
    device: str
    """The device's own name for itself, which the register may know as its serial number."""
    user: str
    """What the recorder calls its user: a badge or account, no person of the registers."""
    started_at: datetime
    """By the recorder's clock, taken as that of Shanghai."""
    sequence: int


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    vendor: tuple[Vendor, ...]


def recorder_name(name: str, vendors: Iterable[Vendor] | None = None) -> RecorderName | None:
    """What the file's name says; None when it fits no pattern, or two that say different things.

    `name` is the name alone, without a folder. A start that is no time of the calendar fits nothing.
    """
    stem, dot, ending = name.rpartition(".")
    if not dot or _ENDING.fullmatch(dot + ending) is None:
        return None
    found = [_read(stem, one) for one in (seed_vendors() if vendors is None else vendors)]
    said = {msgspec.structs.replace(one, vendor=""): one for one in found if one is not None}
    return next(iter(said.values())) if len(said) == 1 else None


def _read(stem: str, vendor: Vendor) -> RecorderName | None:
    match = _pattern(vendor).fullmatch(stem)
    if match is None:
        return None
    try:
        start = datetime.strptime(match["start"], "%Y%m%d%H%M%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        return None
    device, user, sequence = match["device"], match["user"], int(match["sequence"])
    return RecorderName(vendor=vendor.id, device=device, user=user, started_at=start, sequence=sequence)


@lru_cache(maxsize=64)
def _pattern(vendor: Vendor) -> re.Pattern[str]:
    """The pattern as it is tried. Corrupt where it lacks a field, or an expression is none."""
    parts = _FIELDS.split(vendor.name)
    own = {"device": vendor.device, "user": vendor.user, "start": "[0-9]{14}", "sequence": vendor.sequence}
    if sorted(parts[1::2]) != sorted(_NAMED):
        msg = f"{vendor.id}: the name has to have each of {', '.join(_NAMED)} once"
        raise Corrupt(msg)
    pieces = (f"(?P<{part}>{own[part]})" if at % 2 else re.escape(part) for at, part in enumerate(parts))
    try:
        return re.compile("".join(pieces))
    except re.error as error:
        msg = f"{vendor.id}: {error}"
        raise Corrupt(msg) from error


@lru_cache(maxsize=1)
def seed_vendors() -> tuple[Vendor, ...]:
    """The patterns that come with the software. Corrupt where one can't be tried."""
    text = (files("records.law") / "recorders" / "patterns.toml").read_text(encoding="utf-8")
    vendors = msgspec.toml.decode(text, type=_File).vendor
    for one in vendors:
        _pattern(one)
    return vendors
