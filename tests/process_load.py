"""Clients that spread over the processes of a deployment: each request of a case goes to another process.

Whatever one process has answered, the next one must know. A request is sent again under its key while a process is
busy, so that every step is taken once.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import cycle
from threading import Thread
from typing import Any, Final, NamedTuple

import httpx
import msgspec

from api.access import digest
from api.founding import found
from api.settings import Settings
from media_app import uploaded
from penal import (
    AGENCY,
    ARCHIVIST,
    HANDLERS,
    HEAD,
    LAWYER,
    PLAIN,
    REVIEWER,
    SECRECY,
    UNIT_HEAD,
    command,
    people_and_matter,
    sender_of,
    timely,
)
from records.application import Sender, record_entry
from records.identifiers import is_citizen_number
from records.moment import SHANGHAI
from records.penalty.commands import (
    ApproveFiling,
    ArchiveCase,
    Command,
    FileCase,
    LinkRecording,
    PartyGiven,
    RecordPayment,
)
from records.register.events import AccessGranted, Role
from records.store.directory import Ledgers

LEDGER: Final = "jianzhang"
DEVICE: Final = "device-1"
STEPS: Final = len(PLAIN) + 1
"""Commands of a case: those of a plain one, and the link of its recording."""

_ACCOUNTS: Final[dict[str, tuple[Role, ...]]] = {
    **dict.fromkeys(HANDLERS, ("officer",)),
    HEAD: ("officer",),
    UNIT_HEAD: ("unit-head",),
    LAWYER: ("legal-reviewer",),
    SECRECY: ("secrecy-reviewer",),
    REVIEWER: ("disclosure-officer",),
    ARCHIVIST: ("archivist",),
}


def found_town(ledgers: Ledgers, settings: Settings) -> None:
    """A ledger that goes by real time, with an agency, its people, a matter, and an account for each client."""
    found(ledgers, settings, LEDGER, "监漳镇", "140429", "名录管理员")
    accounts = [_account(name, f"person:{name}", roles, AGENCY) for name, roles in _ACCOUNTS.items()]
    entries = [*people_and_matter(), *accounts, _account(DEVICE, "device:recorder-1", ("device",), "")]
    for number, entry in enumerate(entries):
        record_entry(ledgers.get(LEDGER), entry, Sender("system", "system", f"town:{number}", bytes(32)))


def _account(principal: str, subject: str, roles: tuple[Role, ...], agency: str) -> AccessGranted:
    return AccessGranted(
        principal=principal, subject=subject, roles=roles, token=digest(token(principal)), agency=agency
    )


def token(principal: str) -> str:
    """The token of an account of this town."""
    return f"{LEDGER}.{principal}"


# ---- What a case sends ----


def steps(serial: int, recording: str) -> Iterator[Command]:
    """All commands of a case, in order; only this function knows which."""
    now = datetime.now(SHANGHAI)
    for _, kind, given in PLAIN:
        yield command(kind, **(given | timely(kind, now) | _own(kind, serial, now.date() - timedelta(days=1))))
        if kind is ApproveFiling:
            yield LinkRecording(object=recording, stage="inspection")


def _own(kind: type[Command], serial: int, day: date) -> dict[str, Any]:
    """What tells a case from all others: one act is fined once, and a paper has its own number."""
    if kind is FileCase:
        party = PartyGiven(kind="natural", name="张三丰", number=_citizen(serial % 40), address="监漳村12号")
        return {"party": party, "acted_on": day, "discovered_on": day, "place": f"监漳镇中心街{serial}号"}
    if kind is RecordPayment:
        return {"receipt": f"晋财{serial:04}"}
    return {"file_number": f"罚-{serial:04}"} if kind is ArchiveCase else {}


def _citizen(serial: int) -> str:
    body = f"14042919900101{serial:03}"
    return next(body + check for check in "0123456789X" if is_citizen_number(body + check))


# ---- Clients ----


class Acknowledged(NamedTuple):
    """A command, and what was answered to it."""

    principal: str
    key: str
    path: str
    body: bytes
    answer: dict[str, Any]


class Clerk(Thread):
    """Takes cases from filing to archive, one after the other, each request at the next process."""

    def __init__(self, bases: list[str], serials: range) -> None:
        super().__init__(name=f"clerk-{serials.start}")
        self.acknowledged: list[Acknowledged] = []
        self.failure: Exception | None = None
        self._bases, self._serials = bases, serials

    def run(self) -> None:
        """See the class."""
        clients = [httpx.Client(base_url=base, trust_env=False, timeout=30) for base in self._bases]
        turns = cycle(clients[self._serials.start % len(clients) :] + clients[: self._serials.start % len(clients)])
        try:
            for serial in self._serials:
                self._case(serial, turns)
        except Exception as error:  # shown by the test, which looks at every clerk
            self.failure = error
        finally:
            for client in clients:
                client.close()

    def _case(self, serial: int, turns: Iterator[httpx.Client]) -> None:
        recording, case = self._upload(next(turns)), ""
        for number, sent in enumerate(steps(serial, recording)):
            path = f"/api/{LEDGER}/cases/{case}/steps" if case else f"/api/{LEDGER}/cases"
            case = self.send(next(turns), f"{serial}:{number}", path, sent)

    def _upload(self, http: httpx.Client) -> str:
        """One process takes an upload from its first byte to its last; it is linked at another one."""
        headers = {"Authorization": f"Bearer {token(DEVICE)}", "Tus-Resumable": "1.0.0"}
        with httpx.Client(base_url=http.base_url, headers=headers, trust_env=False, timeout=30) as device:
            return uploaded(device, os.urandom(20_000), filetype="video/mp4")

    def send(self, http: httpx.Client, key: str, path: str, sent: Command) -> str:
        """Sends a command until it is taken; returns its case."""
        principal, body = sender_of(type(sent)), msgspec.json.encode(sent)
        headers = {"Authorization": f"Bearer {token(principal)}", "Idempotency-Key": key}
        while (answer := http.post(path, content=body, headers=headers)).status_code == 503:
            time.sleep(0.05)
        assert answer.status_code == 201, f"{key} {sent}: {answer.status_code} {answer.text}"
        self.acknowledged.append(Acknowledged(principal, key, path, body, answer.json()))
        return str(answer.json()["case"])
