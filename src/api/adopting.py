"""Taking over what a new release brings as law data: the ledger adopts it by events, and says what is different.

A registrar may not change what past steps were judged by (`api.rule_checks`). A release may: it mends mistakes, adds
the texts of chapters that the software did not judge before, and confirms figures. So it is the operator's act, with
every difference shown beforehand; past steps keep the digest of what they were judged by.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Final, Literal, NamedTuple

import msgspec
from sqlalchemy import Engine
from uuid_utils import uuid7

from api.rule_checks import Key, entries_of
from records.law.entries import AnyEntry
from records.law.file import CalendarFile, seed_calendars, seed_texts
from records.register.events import CalendarAdopted, RegisterEvent, RulesAdopted
from records.register.fold import Register
from records.store.ledger import Ledger
from records.store.stored import CommandKey
from records.store.turn import turn

_ACTOR: Final = "system"
_STREAMS: Final = ("rules", "calendar")


class Difference(NamedTuple):
    """One piece of law data that the release has otherwise than the ledger."""

    kind: Literal["added", "removed", "changed", "confirmed"]
    """新增, 删去, 改变, 核对 (only that the figure was compared with the text of the law)."""
    key: Key
    before: AnyEntry | None
    after: AnyEntry | None


def differences(register: Register) -> list[Difference]:
    """What adopting the release's law data would change, in the order of keys."""
    before = entries_of(register.texts)
    after = entries_of({**register.texts, **seed_texts()})
    keys = sorted(before.keys() | after.keys(), key=str)
    return list(_differing((key, _one(before.get(key)), _one(after.get(key))) for key in keys))


def new_calendars(register: Register) -> list[CalendarFile]:
    """The years of the release that the ledger has not adopted."""
    return [one for one in seed_calendars() if one.year not in register.calendar.years]


def is_behind(register: Register) -> bool:
    """Whether the release has law data that the ledger lacks or has otherwise; what it has beyond them is its own."""
    return any(one.kind != "removed" for one in differences(register))


def adopt(engine: Engine, ledger: Ledger) -> int:
    """Adopts every file of the release that the ledger has otherwise, and the missing years; returns how many.

    All or none. Raises Conflict when somebody else adopted something meanwhile: then the differences are others.
    """
    with turn(engine, f"registers of {ledger.ledger_name}"):
        return _adopt(ledger)


def _adopt(ledger: Ledger) -> int:
    expected = {stream: ledger.version(stream) for stream in _STREAMS}
    register = ledger.register()
    entries = _entries(register)
    if entries:
        ledger.append(
            entries,
            expected=expected,
            command=CommandKey(_ACTOR, f"adopt:{uuid7()}", sha256(b"").digest()),
            occurred_at=ledger.now(),
            actor=_ACTOR,
            law=None,
            registers_to=register.position,
        )
    return len(entries)


def _entries(register: Register) -> list[RegisterEvent]:
    texts = seed_texts().items()
    return [
        *(RulesAdopted(name=name, text=text) for name, text in texts if register.texts.get(name) != text),
        *(
            CalendarAdopted(year=one.year, notice=one.notice, off=one.off, working=one.working)
            for one in new_calendars(register)
        ),
    ]


def _one(entries: list[AnyEntry] | None) -> AnyEntry | None:
    return entries[0] if entries else None


def _differing(pairs: Iterator[tuple[Key, AnyEntry | None, AnyEntry | None]]) -> Iterator[Difference]:
    for key, before, after in pairs:
        if before == after:
            continue
        if before is None or after is None:
            yield Difference("added" if before is None else "removed", key, before, after)
        else:
            confirmed = msgspec.structs.replace(before, verified=after.verified) == after
            yield Difference("confirmed" if confirmed else "changed", key, before, after)
