"""Founding a ledger: its first event, the law data and calendars it adopts, and its first account."""

from __future__ import annotations

from hashlib import sha256

from uuid_utils import uuid7

from api.access import digest, new_token
from api.settings import Settings
from records.application import Sender, record_entry
from records.errors import Invalid
from records.law.file import seed_calendars, seed_texts
from records.moment import Moment
from records.register.events import (
    AccessGranted,
    CalendarAdopted,
    LedgerOpened,
    PersonRegistered,
    RegisterEvent,
    RulesAdopted,
)
from records.store.directory import Ledgers

_ACTOR = "system"


def found(
    ledgers: Ledgers,
    settings: Settings,
    name: str,
    title: str,
    region: str,
    registrar: str,
    start: Moment | None = None,
) -> str:
    """Opens the ledger and returns the registrar's token. Raises Invalid or Conflict.

    `start` makes it a sample whose clock begins there, and says so in its first event and its origin.
    """
    if not registrar.strip():
        raise Invalid([("$.registrar", "请填写名录管理员姓名")])
    origin = f"{settings.origin}/{'sample/' if start else ''}{name}"
    opened = LedgerOpened(name=name, title=title, origin=origin, region=region, sample=start is not None)
    ledger, token = ledgers.create(opened, _ACTOR, start), new_token(name)
    for entry in _entries(registrar, token):
        sender = Sender(_ACTOR, _ACTOR, f"found:{uuid7()}", sha256(b"").digest())
        record_entry(ledger, entry, sender)
    return token


def _entries(registrar: str, token: str) -> list[RegisterEvent]:
    person = str(uuid7())
    rules = [RulesAdopted(name=name, text=text) for name, text in seed_texts().items()]
    calendars = [
        CalendarAdopted(year=year.year, notice=year.notice, off=year.off, working=year.working)
        for year in seed_calendars()
    ]
    return [
        *rules,
        *calendars,
        PersonRegistered(person=person, kind="natural", name=registrar, number="", address=""),
        AccessGranted(
            principal="registrar",
            subject=f"person:{person}",
            roles=("registrar",),
            token=digest(token),
        ),
    ]
