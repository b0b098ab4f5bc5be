"""A server of the whole application on a loopback port, and a town whose people speak to it over HTTP alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final

import httpx
import msgspec

from api.deployment import install, open_ledgers
from api.founding import found
from api.server import configure
from api.settings import Settings
from drafts import as_drafted, drafted
from media_app import uploaded
from penal import (
    AGENCY,
    ARCHIVIST,
    BEFORE_DECISION,
    HANDLERS,
    HEAD,
    LAWYER,
    MATTER,
    PRESIDER,
    REVIEWER,
    SECRECY,
    UNIT_HEAD,
    as_given,
    decision,
    filing,
    review,
    revocation,
    sender_of,
    timely,
)
from plain_catalogue import in_force_for
from plain_measure import PROVIDED
from records.application import Sender, record_entry
from records.course.case import Case
from records.course.drafting import Drafted, SubmitDraft
from records.moment import SHANGHAI, Moment
from records.penalty.commands import Command, ReviewSecrecy
from records.store.directory import Ledgers

OTHER_AGENCY: Final = "111404290123458075"
"""Of which `wu` has an account, and which has no case."""
START: Final = datetime(2025, 3, 3, 9, 0, tzinfo=SHANGHAI)
SAMPLE, REAL = "jianzhang", "duancun"

ROLES: Final = {
    "wang": ["officer", "back-entry"],
    "li": ["officer"],
    "chen": ["officer"],
    "zhao": ["officer", "decider"],
    "zhou": ["unit-head"],
    "lu": ["legal-reviewer"],
    "zheng": ["officer"],
    "feng": ["archivist"],
    "qian": ["disclosure-officer"],
    "sun": ["supervisor"],
}
"""Handlers wang and li, a third officer, the head, the unit head, the legal reviewer, who presides hearings, the
archivist, the disclosure officer and the supervisor."""

_NAMES: Final = {
    HANDLERS[0]: "wang",
    HANDLERS[1]: "li",
    HEAD: "zhao",
    UNIT_HEAD: "zhou",
    LAWYER: "lu",
    PRESIDER: "zheng",
    ARCHIVIST: "feng",
    REVIEWER: "qian",
    SECRECY: "qian",
}
"""Who of them is who in the commands of a plain case."""

_NUMBERS = count()


def body(command: Command, **changes: Any) -> dict[str, Any]:
    """A command as a client would send it."""
    fields: dict[str, Any] = msgspec.to_builtins(command) | changes
    return fields


class Town:
    """A sample's ledger; `http` has no token of its own, and its clock is where `now` is."""

    def __init__(self, http: httpx.Client, registrar: str, start: datetime = START) -> None:
        self.http, self.now = http, start
        self.tokens = {"registrar": registrar}
        self.people: dict[str, str] = {}
        self.drafts: dict[str, Drafted] = {}
        """By case the draft that was handed over last."""

    def send(self, who: str, method: str, path: str, **options: Any) -> httpx.Response:
        """A request of somebody; `json` or `content`, `headers`, `params` as httpx takes them."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}", **options.pop("headers", {})}
        return self.http.request(method, f"/api/{SAMPLE}/{path}", headers=headers, **options)

    def post(self, who: str, path: str, content: Any, **headers: str) -> httpx.Response:
        """Sends a body; `Idempotency_Key` and `If_Match` are headers."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send(who, "POST", path, json=content, headers=named)

    def made(self, who: str, path: str, content: Any) -> Any:
        """The answer to a request that must be accepted."""
        answer = self.post(who, path, content)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def get(self, who: str, path: str, **params: str) -> Any:
        """The JSON of a page that must be there."""
        answer = self.send(who, "GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def later(self, **by: float) -> datetime:
        """Moves the clock forwards."""
        self.now += timedelta(**by)
        self.made("registrar", "clock", {"to": self.now.isoformat()})
        return self.now

    # ---- Steps ----

    def filing(self, **changes: Any) -> dict[str, Any]:
        """The body that files a case by wang and li, at a place where no other was."""
        today = self.now.date()
        given = {"handlers": (self.people["wang"], self.people["li"]), "approved_by": self.people["zhao"]}
        given |= {"place": f"监漳镇中心街{next(_NUMBERS)}号"}
        return body(filing(**(given | {"acted_on": today, "discovered_on": today} | changes)))

    def signing(self, **changes: Any) -> dict[str, Any]:
        """The body that signs a decision of 200 yuan by the head."""
        return body(decision(**({"decided_by": self.people["zhao"]} | changes)))

    def serving(self, **changes: Any) -> dict[str, Any]:
        """The body that serves it in person."""
        return {"type": "serve-document", "method": "in-person", "recipient": "张三丰", "relation": "本人", **changes}

    def reviewing(self, **changes: Any) -> dict[str, Any]:
        """The body that publishes it openly, the party masked as 张某某."""
        return body(review(**changes))

    def revoking(self, **changes: Any) -> dict[str, Any]:
        """The body that revokes it by the agency's own decision of today."""
        return body(revocation(self.now.date(), **changes))

    def file(self, **changes: Any) -> str:
        """Files a case; returns its id."""
        return str(self.made("wang", "cases", self.filing(**changes))["case"])

    def step(self, who: str, case: str, content: dict[str, Any]) -> Any:
        """Takes a step that must be accepted."""
        return self.made(who, f"cases/{case}/steps", content)

    def saying(self, kind: type[Command], /, **changes: Any) -> dict[str, Any]:
        """The body of a command of a plain case, with this town's people in it."""
        command = as_given(kind, timely(kind, self.now) | changes)
        text = msgspec.json.encode(command).decode()
        for person, name in _NAMES.items():
            text = text.replace(f'"{person}"', f'"{self.people[name]}"')
        fields: dict[str, Any] = msgspec.json.decode(text)
        return fields

    def take(self, case: str, kind: type[Command], /, **changes: Any) -> Any:
        """Takes a step that must be accepted, as a plain case would."""
        return self.step(_NAMES[sender_of(kind)], case, self.saying(kind, **self.drafting(case, kind, changes)))

    def drafting(self, case: str, kind: type[Command], changes: dict[str, Any]) -> dict[str, Any]:
        """The changes with what a draft has to say beside them, or of a decision with what its draft said."""
        changes = as_drafted(kind, drafted(kind, changes, Case(), self.now), self.drafts.get(case))
        if kind is SubmitDraft:
            said = as_given(SubmitDraft, changes)
            assert isinstance(said, SubmitDraft)
            self.drafts[case] = said.draft
        return changes

    def prepare(self, case: str, **intended: Any) -> str:
        """Takes every step between filing and decision; `intended` changes the penalty that opinion and notice name."""
        for name, kind, given in BEFORE_DECISION:
            self.take(case, kind, **(given | (intended if name in ("opinion", "notice") else {})))
        return case

    def prepared(self, **changes: Any) -> str:
        """A case that only waits for its decision."""
        return self.prepare(self.file(**changes))

    def signed(self, **changes: Any) -> str:
        """A case with a decision."""
        case = self.prepared(**changes)
        self.step("zhao", case, self.signing())
        return case

    def published(self) -> str:
        """A case with a decision that is served and public."""
        case = self.signed()
        self.step("wang", case, self.serving())
        self.take(case, ReviewSecrecy)
        self.step("qian", case, self.reviewing())
        return case

    def cleared(self, **changes: Any) -> str:
        """A case with a decision that was reviewed for secrets."""
        case = self.signed(**changes)
        self.take(case, ReviewSecrecy)
        return case

    def version(self, case: str) -> int:
        """Version of the case."""
        return int(self.get("sun", f"cases/{case}")["version"])

    def paying(self, amount: str, **changes: Any) -> dict[str, Any]:
        """The body that records a payment of the fine on its day."""
        receipt = f"晋财{next(_NUMBERS):06}"
        given = {"purpose": "fine", "paid_on": self.now.date().isoformat(), "receipt": receipt}
        return {"type": "record-payment", "amount_yuan": amount, **given, **changes}

    def repaired(self, **changes: Any) -> dict[str, Any]:
        """The body that records that the credit was repaired, by an instrument of today."""
        today = self.now.date().isoformat()
        of = {"kind": "superior", "number": f"武信修〔{today[:4]}〕1号", "body": "武乡县发展和改革局"}
        days = {"dated_on": today, "received_on": today}
        return {"type": "record-credit-repair", "instrument": {**of, **days, **changes}}

    def upload(self, content: bytes) -> str:
        """Uploads a recording as the recorder does; returns its BLAKE3."""
        headers = {"Authorization": f"Bearer {self.tokens['recorder']}", "Tus-Resumable": "1.0.0"}
        with httpx.Client(base_url=self.http.base_url, headers=headers, trust_env=False) as recorder:
            return uploaded(recorder, content, filetype="video/mp4")

    def on_paper(self) -> dict[str, Any]:
        """The `entry` of a step that was taken on paper, its scan uploaded."""
        return {"reason": "系统上线前的纸质案卷", "scan": self.upload(b"a page")}

    def projected(self) -> None:
        """Returns when the views show all that was recorded."""
        deadline = time.monotonic() + 10
        while any(ledger["behind"] for ledger in self.http.get("/readyz").json()["ledgers"]):
            assert time.monotonic() < deadline, "the follower does not catch up"
            time.sleep(0.02)

    def until(self, holds: Callable[[], bool]) -> None:
        """Returns once it holds; the timer, which looks every few seconds, may have to come first."""
        deadline = time.monotonic() + 30
        while not holds():
            assert time.monotonic() < deadline, "the timer does not come"
            time.sleep(0.1)

    # ---- Registers ----

    def enter(self, entry: dict[str, Any]) -> Any:
        """Adds an entry to a register."""
        return self.made("registrar", "registers/entries", entry)

    def grant(self, name: str, subject: str, *roles: str, **more: str) -> str:
        """Opens an account; returns its token, under which `name` speaks from now on."""
        given = {"principal": name, "subject": subject, "roles": roles, **more}
        self.tokens[name] = str(self.made("registrar", "registers/access", given)["token"])
        return self.tokens[name]

    def settle(self) -> None:
        """Registers agency, people, matter and recorder, and opens an account for each."""
        for name in ROLES:
            person = {"kind": "natural", "name": name}
            self.people[name] = self.made("registrar", "registers/persons", person)["person"]
        for entry in self._entries():
            self.enter(entry)
        for name, roles in ROLES.items():
            self.grant(name, f"person:{self.people[name]}", *roles, agency=AGENCY)
        self.grant("wang-2", f"person:{self.people['wang']}", "disclosure-officer")
        self.grant("wu", f"person:{self.people['chen']}", "officer", "disclosure-officer", agency=OTHER_AGENCY)
        self.grant("recorder", "device:recorder", "device")

    def _entries(self) -> Iterator[dict[str, Any]]:
        since = {"valid_from": "2020-01-01"}
        agency = {"code": AGENCY, "name": "监漳镇人民政府", "short": "监漳", "kind": "agency", "region": "140429"}
        yield {"type": "agency-registered/1", **agency, **since}
        other = {**agency, "code": OTHER_AGENCY, "name": "武乡县市场监督管理局", "short": "武市监"}
        yield {"type": "agency-registered/1", **other, **since}
        yield {"type": "head-appointed/1", "agency": AGENCY, "person": self.people["zhao"], **since}
        yield {"type": "unit-head-appointed/1", "agency": AGENCY, "person": self.people["zhou"], **since}
        reviewer = {"person": self.people["lu"], "agency": AGENCY, "qualification": "A20141404290001"}
        yield {"type": "reviewer-registered/1", **reviewer, "name": "lu", **since}
        for name in ("wang", "li", "chen"):
            yield self.certificate(name)
        matter = {"code": MATTER, "name": "对占道经营的处罚", "agency": AGENCY, "power": "handed-down"}
        kinds, basis = ["警告", "罚款", "没收违法所得"], [{"law": "某某条例", "article": "第十条"}]
        yield {"type": "matter-registered/1", **matter, "basis": basis, "kinds": kinds, **since}
        yield from msgspec.to_builtins(PROVIDED)
        device = {"device": "recorder", "agency": AGENCY, "model": "DSJ-V8", "serial": "0001"}
        yield {"type": "device-registered/1", **device}

    def certificate(self, name: str) -> dict[str, Any]:
        """The entry of an officer's certificate."""
        certified = {"certificate": f"140429{next(_NUMBERS):04}", "category": "综合执法", "name": name}
        term = {"valid_from": "2020-01-01", "valid_to": "2030-12-31"}
        return {"type": "officer-registered/1", "person": self.people[name], "agency": AGENCY, **certified, **term}


class Site:
    """A server with a sample's ledger and one of real time, whose registrar is `real`."""

    def __init__(self, http: httpx.Client, town: Town, real: str) -> None:
        self.http, self.town, self.real = http, town, real


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """A server in a thread, on any free port; yields its address."""
    server = configure(settings)
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server didn't start"
            time.sleep(0.005)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def catalogued(ledgers: Ledgers) -> None:
    """Puts a catalogue of everything in force for the sample's agencies: nothing is published without one."""
    for agency in (AGENCY, OTHER_AGENCY):
        sender = Sender("system", "system", f"catalogue:{agency}", bytes(32))
        record_entry(ledgers.get(SAMPLE), in_force_for(agency), sender)


@contextmanager
def site(database: str, folder: Path, start: datetime = START, **changes: Any) -> Iterator[Site]:
    """The server over an empty database, its ledgers founded and the sample's registers filled, its clock at `start`.

    It renders no document unasked, unless `changes` of its settings say so: else events would come in by themselves.
    """
    given: dict[str, Any] = {"var": folder, "database": database, "port": 0, "documents": "asked"}
    settings = Settings(**(given | changes))
    install(settings)
    with open_ledgers(settings) as ledgers:
        sample = found(ledgers, settings, SAMPLE, "监漳镇", "140429", "登记人", Moment.of(start))
        catalogued(ledgers)
        real = found(ledgers, settings, REAL, "段村镇", "140429", "登记人")
    with serving(settings) as address, httpx.Client(base_url=address, trust_env=False, timeout=30) as http:
        town = Town(http, sample, start)
        town.settle()
        yield Site(http, town, real)
