"""Fills the sample through HTTP: registers, accounts, recordings, then every step at its time."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final, get_args

import httpx
from blake3 import blake3
from rich.console import Console

from api.progress import watched
from api.register_entries import Entry
from api.sample.bodies import Bodies
from api.sample.course import PUBLIC, SYSTEM, Action
from api.sample.informing import lists
from api.sample.outside import USES, asked
from api.sample.plan import entered_at, plan
from api.sample.scan import scan
from api.sample.town import Row, Town, at, recording
from records.evaluation.events import FilesDrawn

_DUTIES: Final = {
    "head": ["decider"],
    "unit-head": ["unit-head"],
    "handler": ["officer", "back-entry"],
    "presider": ["officer"],
    "legal-reviewer": ["legal-reviewer"],
    "secrecy-reviewer": ["secrecy-reviewer"],
    "disclosure-officer": ["disclosure-officer"],
    "archivist": ["archivist"],
    "recording-officer": ["recording-officer"],
    "supervisor": ["supervisor"],
}
"""Roles of the accounts of the sample's people, by their duties."""

_LOGINS: Final = {
    "decider": "head",
    "unit-head": "unit-head",
    "officer": "handler",
    "legal-reviewer": "legal-reviewer",
    "secrecy-reviewer": "secrecy-reviewer",
    "disclosure-officer": "disclosure-officer",
    "archivist": "archivist",
    "recording-officer": "recording-officer",
    "supervisor": "supervisor",
}
"""Logins to try the sample with: each is that of the first person who has the duty."""

RECORDINGS: Final = ("scene", "preservation", "hearing", "service", "measure", "execution")
"""What the sample's recordings show; a case binds each once."""

_KINDS: Final = {str(kind.__struct_config__.tag): kind for kind in get_args(Entry)}
"""The entries of registers by their tags."""

DRAWING: Final = "draw-files"
"""The step after which `@file:N` is known."""
_DRAWN: Final = str(FilesDrawn.__struct_config__.tag)

_LATE: Final = 18

Accounts = dict[str, dict[str, str]]
Timer = Callable[[], None]
"""Has the timer do what is due at the time to which the clock was moved; returns when it is done."""


def fill(client: httpx.Client, town: Town, registrar: str, console: Console, timer: Timer) -> Accounts:
    """Sends everything and returns the accounts to try it with. RuntimeError for a request that must not fail."""
    console.print("登记机关、人员、事项和设备……")
    filling = _Filling(client, town, registrar)
    filling.registers()
    filling.accounts()
    recorder = town.registers["device"][0]
    linked = {
        name: filling.upload(recorder["id"], "video/mp4", recording(name), file_name(town, recorder, number))
        for number, name in enumerate(RECORDINGS, 1)
    }
    scanned = filling.upload(_papers_officer(town), "image/png", scan(), "scan.png")
    bodies, actions = Bodies(town, filling.people, linked, scanned, filling.cases), plan(town)
    with watched(console, "逐步办理一百多个案件") as watch:
        for done, action in enumerate(actions):
            watch(done, len(actions))
            filling.enter(entered_at(action))
            filling.send(action, bodies, timer)
        watch(len(actions), len(actions))
    timer()
    filling.use(linked)
    filling.post("registrar", "clock", {"to": None}, "clock:released")
    console.print(f"已办理 {len(actions)} 个步骤。")
    return filling.logins(town)


def roles(person: Row) -> list[str]:
    """Those of the account of a person, none where their duties need none."""
    return sorted({role for duty in person["duties"] for role in _DUTIES.get(duty, ())})


def entries(town: Town, people: dict[str, str]) -> Iterator[Row]:
    """The entries of the registers, in an order in which each names only what is there."""
    registers, since = town.registers, town.registers_from.isoformat()
    codes = {agency["id"]: agency["code"] for agency in registers["agency"]}
    for agency in registers["agency"]:
        known = {key: agency[key] for key in ("code", "name", "short", "kind", "address", "phone")}
        yield {"type": "agency-registered/1", "region": town.region, "valid_from": since, **known}
        head = {"agency": agency["code"], "person": people[agency["head"]], "valid_from": since}
        yield {"type": "head-appointed/1", **head}
    for person in registers["person"]:
        known = {"person": people[person["id"]], "agency": codes[person["agency"]]}
        if "unit-head" in person["duties"]:
            yield {"type": "unit-head-appointed/1", **known, "valid_from": since}
        if "certificate" in person:
            yield {"type": "officer-registered/1", **known, **_certificate(town, person)}
        if "legal_qualification" in person:
            qualified = {"qualification": person["legal_qualification"], "name": person["name"]}
            yield {"type": "reviewer-registered/1", **known, **qualified, "valid_from": since}
    for matter in registers["matter"]:
        yield _matter(matter, codes[matter["agency"]], since)
    for benchmark in registers["benchmark"]:
        known = {key: benchmark[key] for key in ("matter", "title", "ranges")}
        yield {"type": "benchmark-published/1", **known, "valid_from": since}
    for emergency in registers["emergency"]:
        known = {key: emergency[key] for key in ("number", "title", "body", "digest")}
        first, last = (town.day(offset).isoformat() for offset in emergency["lasts"])
        yield {"type": "emergency-declared/1", **known, "valid_from": first, "valid_to": last}
    for further in registers.get("entry", ()):
        dated = {"valid_from": since} if "valid_from" in _KINDS[further["type"]].__struct_fields__ else {}
        yield dated | _resolved(further, town, codes, people)
    for agency in registers["agency"]:
        yield from lists(town, agency, since)
    for device in registers["device"]:
        known = {"device": device["id"], "agency": codes[device["agency"]]}
        yield {"type": "device-registered/1", "model": device["model"], "serial": device["serial"], **known}


def later(town: Town, people: dict[str, str]) -> list[tuple[datetime, Row]]:
    """The entries that are made within the year, each in the evening of its day."""
    codes = {agency["id"]: agency["code"] for agency in town.registers["agency"]}
    dated = (
        (one["entered"], {name: one[name] for name in one if name != "entered"}) for one in town.registers["later"]
    )
    found = [(at(town.day(day), _LATE, 0), _resolved(one, town, codes, people)) for day, one in dated]
    return sorted(found, key=lambda one: one[0])


def _resolved(value: Any, town: Town, codes: dict[str, str], people: dict[str, str]) -> Any:
    """An entry with what `@day:-30`, `@at:60 08:40`, `@agency:ID` and `@person:ID` stand for.

    `{since}` in a text is the first day.
    """
    if isinstance(value, dict):
        return {name: _resolved(one, town, codes, people) for name, one in value.items()}
    if isinstance(value, list):
        return [_resolved(one, town, codes, people) for one in value]
    if not isinstance(value, str):
        return value
    kind, _, name = value.partition(":")
    match kind:
        case "@day":
            return town.day(int(name)).isoformat()
        case "@at":
            return town.moment(name).isoformat()
        case "@agency":
            return codes[name]
        case "@person":
            return people[name]
        case _:
            return value.replace("{since}", town.starts_on.isoformat())


def _certificate(town: Town, person: Row) -> Row:
    first, last = (town.day(offset).isoformat() for offset in person["certified"])
    known = {key: person[key] for key in ("name", "certificate", "category")}
    return {**known, "valid_from": first, "valid_to": last}


def _matter(matter: Row, agency: str, since: str) -> Row:
    return {
        "type": "matter-registered/1",
        "code": matter["code"],
        "name": matter["name"],
        "agency": agency,
        "basis": [{key: one[key] for key in ("law", "article", "summary")} for one in matter["basis"]],
        "power": matter["power"],
        "instrument": matter.get("instrument", ""),
        "kinds": matter["kinds"],
        "valid_from": since,
    }


class _Filling:
    def __init__(self, client: httpx.Client, town: Town, registrar: str) -> None:
        self._client, self._town = client, town
        self._tokens = {"registrar": registrar}
        self._names: dict[str, str] = {"registrar": "样本名录管理员"}
        self._now: datetime | None = None
        self._later: list[tuple[datetime, Row]] = []
        self.people: dict[str, str] = {}
        self.cases: dict[str, str] = {}

    def post(self, by: str, path: str, body: Any, key: str, expected: int = 201) -> Any:
        """Sends one request of a person or device of the sample."""
        answer = self._client.post(
            f"/api/{self._town.name}/{path}",
            json=body,
            headers={"Authorization": f"Bearer {self._tokens[by]}", "Idempotency-Key": f"sample:{key}"},
        )
        if answer.status_code != expected:
            msg = f"{path} {key}: {answer.status_code} {answer.text}"
            raise RuntimeError(msg)
        return answer.json()

    def registers(self) -> None:
        """Persons first, since everything else names them."""
        for person in self._town.registers["person"]:
            given = {"kind": "natural", "name": person["name"], "number": person["number"]}
            answer = self.post("registrar", "registers/persons", given, f"person:{person['id']}")
            self.people[person["id"]], self._names[person["id"]] = answer["person"], person["name"]
        for number, entry in enumerate(entries(self._town, self.people)):
            self.post("registrar", "registers/entries", entry, f"entry:{number}:{entry['type']}")
        self._later = later(self._town, self.people)

    def enter(self, until: datetime) -> None:
        """Makes the entries of the registers whose time has come by then."""
        while self._later and self._later[0][0] <= until:
            when, entry = self._later.pop(0)
            self._move_clock(when)
            self.post(self._enters(entry), "registers/entries", entry, f"later:{when.isoformat()}:{entry['type']}")

    def _enters(self, entry: Row) -> str:
        """Who lends the recorders of an agency, or else the registrar."""
        of = {one["id"]: one["agency"] for one in self._town.registers["device"]}.get(entry.get("device", ""))
        agency = next((one for one in self._town.registers["agency"] if one["id"] == of), None)
        return self._town.on_duty(agency, "recording-officer") if agency else "registrar"

    def accounts(self) -> None:
        """An account for each person with a duty, and for each recorder."""
        for person in self._town.registers["person"]:
            if held := roles(person):
                self._grant(person["id"], f"person:{self.people[person['id']]}", held, person["agency"])
        for device in self._town.registers["device"]:
            self._names[device["id"]] = f"{device['model']} {device['serial']}"
            self._grant(device["id"], f"device:{device['id']}", ["device"], device["agency"])

    def _grant(self, name: str, subject: str, held: list[str], agency: str) -> None:
        code = next(one["code"] for one in self._town.registers["agency"] if one["id"] == agency)
        given = {"principal": name, "subject": subject, "roles": held, "agency": code}
        answer = self.post("registrar", "registers/access", given, f"access:{name}")
        self._tokens[name] = answer["token"]

    def upload(self, by: str, media_type: str, data: bytes, name: str) -> str:
        """Uploads a recording or a scan through tus, and returns its BLAKE3."""
        headers = {"Authorization": f"Bearer {self._tokens[by]}", "Tus-Resumable": "1.0.0"}
        metadata = {"filename": name, "filetype": media_type, "blake3": blake3(data).hexdigest()}
        encoded = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in metadata.items())
        made = self._client.post(
            "/uploads", headers={**headers, "Upload-Length": str(len(data)), "Upload-Metadata": encoded}
        ).raise_for_status()
        sent = self._client.patch(
            made.headers["Location"],
            content=data,
            headers={**headers, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"},
        ).raise_for_status()
        return str(sent.headers["Mingjing-Blake3"])

    def send(self, action: Action, bodies: Bodies, timer: Timer) -> None:
        """Moves the clock to a step's time and sends it, or lets the timer do so."""
        self._move_clock(entered_at(action))
        body = bodies.body(action)
        if action.by == SYSTEM:
            timer()
            return
        if action.by == PUBLIC:
            self._ask(action, body, timer)
            return
        known = self.cases.get(action.case)
        path = f"cases/{known}/steps" if known else "cases"
        answer = self.post(action.by, path, body, f"{action.case}:{action.label}", 409 if action.refused else 201)
        if action.refused and answer["code"] != action.refused:
            msg = f"{action.case} {action.label}: {answer}"
            raise RuntimeError(msg)
        if not action.refused:
            self.cases[action.case] = answer["case"]
            bodies.note(action, answer["version"])
            if action.kind == DRAWING:
                bodies.note_files(action.case, self._drawn(action.by, answer["case"]))

    def _ask(self, action: Action, body: Row, timer: Timer) -> None:
        """Asks for a correction as anybody does; its case is then the one that is new to who answers for the page."""
        timer()  # the page has to be there
        officer = self._town.on_duty(self._town.agency(self._story(action.case)), "disclosure-officer")
        page = self._get(officer, f"cases/{body['related_case']}")["disclosure"]["disclosure"]
        self._client.post(f"/public/{self._town.name}/corrections", json=asked(body, page)).raise_for_status()
        timer()
        opened = (one["case_id"] for one in self._get(officer, "cases?procedure=correction")["items"])
        self.cases[action.case] = next(one for one in opened if one not in self.cases.values())

    def _drawn(self, by: str, case: str) -> list[str]:
        """The numbers of the files that an evaluation drew, in the order of the draw."""
        steps = self._get(by, f"cases/{case}/timeline")["steps"]
        files = next(one["event"]["files"] for one in reversed(steps) if one["type"] == _DRAWN)
        return [one["number"] for one in files if one["drawn"]]

    def _story(self, name: str) -> Row:
        return next(one for one in self._town.stories if one["id"] == name)

    def _get(self, by: str, path: str) -> Any:
        headers = {"Authorization": f"Bearer {self._tokens[by]}"}
        return self._client.get(f"/api/{self._town.name}/{path}", headers=headers).raise_for_status().json()

    def use(self, recordings: dict[str, str]) -> None:
        """Opens recordings, each time for a purpose that is noted; `recordings` has their BLAKE3 by name."""
        for one in USES:
            params = {"purpose": one.purpose} | ({"export": "1"} if one.export else {})
            headers = {"Authorization": f"Bearer {self._tokens[one.by]}"}
            self._client.get(f"/objects/{recordings[one.recording]}", params=params, headers=headers).raise_for_status()

    def _move_clock(self, to: datetime) -> None:
        if self._now != to:
            self.post("registrar", "clock", {"to": to.isoformat()}, f"clock:{to.isoformat()}")
            self._now = to

    def logins(self, town: Town) -> Accounts:
        """One account per role, to try the sample with."""
        chosen = {"registrar": "registrar", "device": town.registers["device"][0]["id"]}
        for role, duty in _LOGINS.items():
            people = (one["id"] for one in town.registers["person"] if duty in one["duties"])
            chosen[role] = next(people)
        return {role: {"name": self._names[name], "token": self._tokens[name]} for role, name in sorted(chosen.items())}


def file_name(town: Town, recorder: Row, number: int) -> str:
    """As recorders name their files: device, user, start and sequence (`records.recorder_names`)."""
    return f"{recorder['serial'].replace('-', '')}_{number:06}_{town.starts_on:%Y%m%d}090000_{number:04}.mp4"


def _papers_officer(town: Town) -> str:
    """Sample id of the officer who enters what was done on paper."""
    return next(str(case["handlers"][0]) for case in town.cases if "back_entry" in case)
