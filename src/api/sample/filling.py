"""Fills the sample through HTTP: registers, accounts, the recording, then every step at its time."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any, Final

import httpx
from blake3 import blake3
from rich.console import Console

from api.progress import watched
from api.sample.bodies import Bodies
from api.sample.plan import Action, Row, plan
from api.sample.scan import scan
from api.sample.town import Town, recording

_DUTIES: Final = {
    "head": "officer",
    "handler": "officer",
    "disclosure-officer": "disclosure-officer",
    "supervisor": "supervisor",
}
"""Roles that the duties of the sample's people come with; a legal reviewer has none yet."""

Accounts = dict[str, dict[str, str]]


def fill(client: httpx.Client, town: Town, registrar: str, console: Console) -> Accounts:
    """Sends everything and returns the accounts to try it with. RuntimeError for a request that must not fail."""
    console.print("登记机关、人员、事项和设备……")
    filling = _Filling(client, town, registrar)
    filling.registers()
    filling.accounts()
    linked = filling.upload(town.registers["device"][0]["id"], "video/mp4", recording())
    scanned = filling.upload(_papers_officer(town), "image/png", scan())
    bodies = Bodies(town, filling.people, filling.agencies, linked, scanned)
    actions = plan(town)
    with watched(console, "逐步办理四十个案件") as watch:
        for done, action in enumerate(actions):
            watch(done, len(actions))
            filling.send(action, bodies)
        watch(len(actions), len(actions))
    filling.post("registrar", "clock", {"to": None}, "clock:released")
    console.print(f"已办理 {len(actions)} 个步骤。")
    return filling.logins(town)


class _Filling:
    def __init__(self, client: httpx.Client, town: Town, registrar: str) -> None:
        self._client, self._town = client, town
        self._tokens = {"registrar": registrar}
        self._cases: dict[str, str] = {}
        self._names: dict[str, str] = {"registrar": "样本名录管理员"}
        self.people: dict[str, str] = {}
        self.agencies: dict[str, Row] = {agency["id"]: agency for agency in town.registers["agency"]}

    def post(self, by: str, path: str, body: Any, key: str, expected: int = 201) -> Any:
        """Sends one request of a person or device of the sample."""
        answer = self._client.post(
            f"/api/{self._town.name}/{path}",
            json=body,
            headers={"Authorization": f"Bearer {self._tokens[by]}", "Idempotency-Key": f"sample:{key}"},
        )
        if answer.status_code not in (expected, 200):
            msg = f"{path} {key}: {answer.status_code} {answer.text}"
            raise RuntimeError(msg)
        return answer.json()

    def registers(self) -> None:
        """Persons first, since everything else names them."""
        since = self._town.registers_from.isoformat()
        for person in self._town.registers["person"]:
            given = {"kind": "natural", "name": person["name"], "number": person["number"]}
            answer = self.post("registrar", "registers/persons", given, f"person:{person['id']}")
            self.people[person["id"]], self._names[person["id"]] = answer["person"], person["name"]
        for entry in self._entries(since):
            self.post("registrar", "registers/entries", entry, f"entry:{entry['type']}:{_name(entry)}")

    def _entries(self, since: str) -> list[Row]:
        registers = self._town.registers
        entries = []
        for agency in registers["agency"]:
            entries.append({"type": "agency-registered/1", "region": self._town.region, "valid_from": since})
            entries[-1] |= {key: agency[key] for key in ("code", "name", "short", "kind", "address", "phone")}
            head = {"agency": agency["code"], "person": self.people[agency["head"]], "valid_from": since}
            entries.append({"type": "head-appointed/1", **head})
        entries += [self._officer(person) for person in registers["person"] if "certificate" in person]
        entries += [self._matter(matter, since) for matter in registers["matter"]]
        for device in registers["device"]:
            known = {"device": device["id"], "agency": self.agencies[device["agency"]]["code"]}
            entries.append(
                {"type": "device-registered/1", "model": device["model"], "serial": device["serial"], **known}
            )
        return entries

    def _officer(self, person: Row) -> Row:
        return {
            "type": "officer-registered/1",
            "person": self.people[person["id"]],
            "agency": self.agencies[person["agency"]]["code"],
            "name": person["name"],
            "certificate": person["certificate"],
            "category": person["category"],
            "valid_from": person["valid_from"].isoformat(),
            "valid_to": person["valid_to"].isoformat(),
        }

    def _matter(self, matter: Row, since: str) -> Row:
        basis = [{key: one[key] for key in ("law", "article", "summary")} for one in matter["basis"]]
        return {
            "type": "matter-registered/1",
            "code": matter["code"],
            "name": matter["name"],
            "agency": self.agencies[matter["agency"]]["code"],
            "basis": basis,
            "power": matter["power"],
            "instrument": matter.get("instrument", ""),
            "kinds": matter["kinds"],
            "valid_from": since,
        }

    def accounts(self) -> None:
        """An account for each person with a duty, and for each recorder."""
        for person in self._town.registers["person"]:
            roles = sorted({_DUTIES[duty] for duty in person["duties"] if duty in _DUTIES})
            if "officer" in roles:
                roles.append("back-entry")
            if roles:
                self._grant(person["id"], f"person:{self.people[person['id']]}", roles, person["agency"])
        for device in self._town.registers["device"]:
            self._names[device["id"]] = f"{device['model']} {device['serial']}"
            self._grant(device["id"], f"device:{device['id']}", ["device"], device["agency"])

    def _grant(self, name: str, subject: str, roles: list[str], agency: str) -> None:
        code = self.agencies[agency]["code"]
        given = {"principal": name, "subject": subject, "roles": roles, "agency": code}
        answer = self.post("registrar", "registers/access", given, f"access:{name}")
        self._tokens[name] = answer["token"]

    def upload(self, by: str, media_type: str, data: bytes) -> str:
        """Uploads a recording or a scan through tus, and returns its BLAKE3."""
        headers = {"Authorization": f"Bearer {self._tokens[by]}", "Tus-Resumable": "1.0.0"}
        metadata = {"filetype": media_type, "blake3": blake3(data).hexdigest()}
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

    def send(self, action: Action, bodies: Bodies) -> None:
        """Moves the clock to a step's time and sends it."""
        self._move_clock(action.sent_at)
        case = action.case["id"]
        path = "cases" if action.kind == "file-case" else f"cases/{self._cases[case]}/steps"
        key = f"{case}:{action.kind}{':again' if action.repeated else ''}"
        answer = self.post(action.by, path, bodies.body(action), key, 409 if action.repeated else 201)
        if action.kind == "file-case":
            self._cases[case] = answer["case"]

    def _move_clock(self, to: datetime) -> None:
        self.post("registrar", "clock", {"to": to.isoformat()}, f"clock:{to.isoformat()}")

    def logins(self, town: Town) -> Accounts:
        """One account per role, to try the sample with."""
        chosen = {"registrar": "registrar", "device": town.registers["device"][0]["id"]}
        for person in town.registers["person"]:
            for duty in person["duties"]:
                if duty in _DUTIES:
                    chosen.setdefault("decider" if duty == "head" else _DUTIES[duty], person["id"])
        return {role: {"name": self._names[name], "token": self._tokens[name]} for role, name in sorted(chosen.items())}


def _papers_officer(town: Town) -> str:
    """Sample id of the officer who enters what was done on paper."""
    return next(str(case["handlers"][0]) for case in town.cases if "back_entry" in case)


def _name(entry: Row) -> str:
    return str(entry.get("code") or entry.get("person") or entry.get("device"))
