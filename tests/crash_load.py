"""Clerks who go on working whatever happens to the server: they file cases, upload recordings and take steps.

Each request is sent again under the same key until an answer was received in full; only then it is noted as
acknowledged. What a clerk sends depends on the seed alone, so that a failure can be looked at again.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import count
from random import Random
from threading import Condition, Event, Thread
from typing import Any, NamedTuple

import httpx
import msgspec
from blake3 import blake3

from api.access import digest
from api.founding import found
from api.settings import Settings
from penal import (
    AGENCY,
    BEFORE_DECISION,
    HANDLERS,
    HEAD,
    MATTER,
    REVIEWER,
    UNIT_HEAD,
    command,
    decision,
    filing,
    review,
    sender_of,
    timely,
)
from plain_catalogue import in_force_for
from records.application import Sender, record_entry
from records.course.shapes import Command as Step
from records.identifiers import is_citizen_number
from records.moment import SHANGHAI
from records.penalty.commands import LinkRecording, PartyGiven, ReviewSecrecy, ServeDocument
from records.register.events import (
    AccessGranted,
    AgencyRegistered,
    HeadAppointed,
    MatterRegistered,
    OfficerRegistered,
    RegisterEvent,
    Role,
    UnitHeadAppointed,
)
from records.store.directory import Ledgers

LEDGER = "jianzhang"
CLERKS = 5
DEVICE = "device-1"

_SINCE, _ALWAYS = date(2020, 1, 1), date(2099, 12, 31)
_TUS = {"Tus-Resumable": "1.0.0"}
_KIB = 1024


# ---- The town ----


def found_town(ledgers: Ledgers, settings: Settings) -> None:
    """A ledger that goes by real time, with an agency, its people, a matter, and an account for each client."""
    found(ledgers, settings, LEDGER, "监漳镇", "140429", "名录管理员")
    for number, entry in enumerate(_entries()):
        record_entry(ledgers.get(LEDGER), entry, Sender("system", "system", f"town:{number}", bytes(32)))


def _entries() -> Iterator[RegisterEvent]:
    yield AgencyRegistered(
        code=AGENCY, name="监漳镇人民政府", short="监漳", kind="agency", region="140429", valid_from=_SINCE
    )
    yield HeadAppointed(agency=AGENCY, person=HEAD, valid_from=_SINCE)
    yield UnitHeadAppointed(agency=AGENCY, person=UNIT_HEAD, valid_from=_SINCE)
    for person in HANDLERS:
        held = {"certificate": f"证-{person}", "category": "综合执法", "name": "王五"}
        yield OfficerRegistered(person=person, agency=AGENCY, valid_from=_SINCE, valid_to=_ALWAYS, **held)
    yield MatterRegistered(
        code=MATTER, name="对占道经营的处罚", agency=AGENCY, basis=(), power="law", kinds=("罚款",), valid_from=_SINCE
    )
    yield in_force_for(AGENCY)
    for clerk in range(CLERKS):
        yield _access(f"clerk-{clerk}", f"person:{HANDLERS[clerk % 2]}", "officer")
    yield _access(HEAD, f"person:{HEAD}", "officer")
    yield _access(UNIT_HEAD, f"person:{UNIT_HEAD}", "unit-head")
    yield _access(REVIEWER, f"person:{REVIEWER}", "disclosure-officer", AGENCY)
    yield _access(DEVICE, "device:recorder-1", "device")


def _access(principal: str, subject: str, role: Role, agency: str = "") -> AccessGranted:
    secret = digest(token(principal))
    return AccessGranted(principal=principal, subject=subject, roles=(role,), token=secret, agency=agency)


def token(principal: str) -> str:
    """The token of an account of this town."""
    return f"{LEDGER}.{principal}"


# ---- What was acknowledged ----


class Command(NamedTuple):
    """A command, and the whole answer to it."""

    principal: str
    key: str
    path: str
    body: bytes
    headers: dict[str, str]
    answer: dict[str, Any]


@dataclass
class Recording:
    """An upload; `acknowledged` bytes of its content were answered to, `blake3` once it was whole."""

    path: str
    content: bytes
    acknowledged: int = 0
    blake3: str = ""


@dataclass
class Notes:
    """What all clients have sent and been told. Lists and sets only grow, each entry in one step."""

    sent: set[tuple[str, str]] = field(default_factory=set)
    commands: list[Command] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)
    """Positions of acknowledged refusals."""
    recordings: list[Recording] = field(default_factory=list)
    batching: Event = field(default_factory=Event)
    """Set when a command is sent that is answered by several events."""
    broken: int = 0
    """Requests that got no answer."""


# ---- Clients ----


class Line:
    """Where the server is; clients wait while there is none."""

    def __init__(self) -> None:
        self._base = ""
        self._closed = False
        self._changed = Condition()  # owns both

    def put(self, base: str) -> None:
        """Says where the server is from now on; empty: it is away."""
        with self._changed:
            self._base = base
            self._changed.notify_all()

    def close(self) -> None:
        """Says that there will be none any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait(self) -> str:
        """The address, as soon as there is one. Raises Closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._base or self._closed)
            if self._closed:
                raise Closed
            return self._base


class Closed(Exception):
    """The test is over, for good or ill."""


_FENCED = ("superseded", "wrong-offset")
"""A request that the clerk broke off may reach the server after the next one: tus says to ask for the offset then."""


class Unexpected(AssertionError):
    """An answer that no client should ever get here."""


class Clerk(Thread):
    """Works on one case after the other until told to stop, then finishes the one at hand."""

    def __init__(self, number: int, seed: int, line: Line, notes: Notes) -> None:
        super().__init__(name=f"clerk-{number}")
        self.enough = Event()
        self.failure: Exception | None = None
        self._seed, self._line, self._notes = f"{seed}:{number}", line, notes
        self._http = httpx.Client(trust_env=False, timeout=30)

    def run(self) -> None:
        """See the class."""
        try:
            with self._http:
                for serial in count():
                    if self.enough.is_set():
                        return
                    self._work(serial, Random(f"{self._seed}:{serial}"))
        except Exception as error:  # shown by the test, which looks at every clerk
            self.failure = error

    def _work(self, serial: int, random: Random) -> None:
        early = self._upload(random) if random.random() < 0.3 else ""
        place = f"中心街{self.name}之{serial}号"  # one act is fined once
        filed = self._command(f"{serial}:file", "", filing(place=place, **_filing(random)))
        steps = f"/{filed['case']}/steps"
        if random.random() < 0.3:
            self._refused(f"{serial}:early", steps, _service())
        recorded = early or self._upload(random)
        self._command(f"{serial}:link", steps, LinkRecording(object=recorded, stage="evidence"), if_match=1)
        fine = Decimal(random.randrange(100, 100_000)) / 100
        self._prepare(serial, steps, fine)
        signed = self._command(f"{self.name}:{serial}:sign", steps, decision(fine_yuan=fine), by=HEAD)
        if random.random() < 0.7:
            self._command(f"{serial}:serve", steps, _service(), if_match=signed["version"])
        if random.random() < 0.3:
            self._command(f"{self.name}:{serial}:secrecy", steps, command(ReviewSecrecy), by=REVIEWER)
            self._command(f"{self.name}:{serial}:publish", steps, review(), by=REVIEWER)
        if random.random() < 0.2:
            self._refused(f"{serial}:again", steps, decision())

    # ---- Steps ----

    def _prepare(self, serial: int, steps: str, fine: Decimal) -> None:
        """Everything between filing and decision; the notice takes a number as well."""
        now = datetime.now(SHANGHAI)
        for stage, kind, given in BEFORE_DECISION:
            named = {"fine_yuan": fine} if stage in ("opinion", "notice") else {}
            sent = command(kind, **(given | timely(kind, now) | named))
            by = "" if sender_of(kind) in HANDLERS else sender_of(kind)
            self._command(f"{self.name}:{serial}:{stage}", steps, sent, by=by)

    def _command(self, key: str, path: str, sent: Step, if_match: int | None = None, by: str = "") -> dict[str, Any]:
        principal = by or self.name
        headers = {"If-Match": f'"{if_match}"'} if if_match else {}
        body = msgspec.json.encode(sent)
        answer = self._post(principal, key, path, body, headers)
        if answer.status_code != 201:
            raise Unexpected(f"{self.name} {key}: {answer.status_code} {answer.text}")
        told: dict[str, Any] = answer.json()
        self._notes.commands.append(Command(principal, key, path, body, headers, told))
        return told

    def _refused(self, key: str, path: str, sent: Step) -> None:
        answer = self._post(self.name, key, path, msgspec.json.encode(sent), {})
        if answer.status_code != 409 or answer.json()["type"] != "urn:mingjing:problem:refused":
            raise Unexpected(f"{self.name} {key}: {answer.status_code} {answer.text}")
        self._notes.refusals.append(answer.json()["refusal"])

    def _post(self, principal: str, key: str, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        self._notes.sent.add((principal, key))
        if key.endswith((":file", ":notice", ":sign")):
            self._notes.batching.set()
        given = {**authorised(principal), **headers, "Idempotency-Key": key}
        return self._until_answered("POST", f"/api/{LEDGER}/cases{path}", given, body)

    def _until_answered(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> httpx.Response:
        while True:
            answer = self._try(method, path, headers, body)
            if answer is not None and answer.status_code != 503:
                return answer
            time.sleep(0.01)

    def _try(
        self, method: str, path: str, headers: dict[str, str], body: bytes | Iterator[bytes]
    ) -> httpx.Response | None:
        """The answer, None when it didn't come in full: nobody knows then what became of the request."""
        base = self._line.wait()
        try:
            return self._http.request(method, base + path, headers=headers, content=body)
        except (httpx.NetworkError, httpx.RemoteProtocolError, HungUp):
            self._notes.broken += 1
            return None

    # ---- Uploads ----

    def _upload(self, random: Random) -> str:
        """Uploads a recording in several PATCHes; returns its BLAKE3."""
        content = random.randbytes(random.randrange(50 * _KIB, 400 * _KIB))
        headers = {**authorised(DEVICE), **_TUS, "Upload-Length": str(len(content))}
        if random.random() < 0.5:
            declared = base64.b64encode(blake3(content).hexdigest().encode()).decode()
            headers["Upload-Metadata"] = f"blake3 {declared}"
        made = self._until_answered("POST", "/uploads", headers)
        if made.status_code != 201:
            raise Unexpected(f"{self.name} creates: {made.status_code} {made.text}")
        recording = Recording(made.headers["Location"], content)
        self._notes.recordings.append(recording)
        while not recording.blake3:
            if not self._patch(recording, random):
                self._resume(recording)
        return recording.blake3

    def _patch(self, recording: Recording, random: Random) -> bool:
        """Sends the next piece; False when it has to be asked how far the upload is."""
        start = recording.acknowledged
        piece = recording.content[start : start + random.randrange(10 * _KIB, 120 * _KIB)]
        told = {"Upload-Offset": str(start), "Content-Type": "application/offset+octet-stream"}
        if random.random() < 0.4:
            told["Upload-Checksum"] = f"sha256 {base64.b64encode(sha256(piece).digest()).decode()}"
        headers = {**authorised(DEVICE), **_TUS, **told, "Content-Length": str(len(piece))}
        answer = self._try("PATCH", recording.path, headers, _trickle(piece, hangs_up=random.random() < 0.03))
        if answer is None or (answer.status_code == 409 and answer.json()["type"].endswith(_FENCED)):
            return False
        if answer.status_code != 204 or int(answer.headers["Upload-Offset"]) != start + len(piece):
            raise Unexpected(f"{recording.path} at {start}: {answer.status_code} {answer.headers} {answer.text}")
        self._acknowledge(recording, answer)
        return True

    def _resume(self, recording: Recording) -> None:
        answer = self._until_answered("HEAD", recording.path, {**authorised(DEVICE), **_TUS})
        if answer.status_code != 200 or int(answer.headers["Upload-Offset"]) < recording.acknowledged:
            raise Unexpected(f"{recording.path}: {recording.acknowledged}, {answer.status_code} {answer.headers}")
        self._acknowledge(recording, answer)

    def _acknowledge(self, recording: Recording, answer: httpx.Response) -> None:
        recording.acknowledged = int(answer.headers["Upload-Offset"])
        if recording.acknowledged == len(recording.content):
            recording.blake3 = answer.headers["Mingjing-Blake3"]
            if recording.blake3 != blake3(recording.content).hexdigest():
                raise Unexpected(f"{recording.path} was stored as {recording.blake3}")


def authorised(principal: str) -> dict[str, str]:
    """The header that lets an account in."""
    return {"Authorization": f"Bearer {token(principal)}"}


class HungUp(Exception):
    """The client's own link broke."""


def _trickle(piece: bytes, *, hangs_up: bool) -> Iterator[bytes]:
    for start in range(0, len(piece), 16 * _KIB):
        if hangs_up and start > len(piece) // 2:
            raise HungUp
        yield piece[start : start + 16 * _KIB]
        time.sleep(0.0005)


# ---- Bodies ----


def _filing(random: Random) -> dict[str, Any]:
    """A party out of two hundred: many come again, and clerks meet in the register of persons."""
    party = PartyGiven(kind="natural", name="张三丰", number=_citizen(random.randrange(200)))
    return {"party": party, "acted_on": _SINCE, "discovered_on": _SINCE}


def _citizen(serial: int) -> str:
    body = f"14042919900101{serial:03}"
    return next(body + check for check in "0123456789X" if is_citizen_number(body + check))


def _service() -> ServeDocument:
    return ServeDocument(method="in-person", recipient="本人")
