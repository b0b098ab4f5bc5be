"""Registers: what cases are judged by, read as of a day, written by the registrar.

An entry of a register is a statement of fact: it is taken in the form in which it is recorded, so that its fields
are declared once. Persons and access are the exceptions: the server gives the person's id and the token.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from uuid_utils import uuid7

from api.access import Door, Forbidden, Principal, digest, new_token
from api.answers import Json, entered
from api.bodies import Body, decode, read, takes
from api.cases import if_match, sender
from api.filters import moment
from api.register_checks import check, check_grant, check_person
from api.register_entries import ENTRIES, Entry, GrantAccess, RegisterPerson
from api.register_view import VIEWS
from records.application import Sender, record_entry
from records.catalogue.entries import require_entry_in_catalogue
from records.errors import Conflict, NotFound, Refused
from records.register.events import (
    AccessGranted,
    DeviceClockChecked,
    DeviceLent,
    DeviceReturned,
    PersonRegistered,
    StepRefused,
)
from records.store.directory import Ledgers
from records.store.ledger import Ledger
from records.store.turn import turn

BodyBytes = Annotated[bytes, Depends(read)]


def routes(ledgers: Ledgers, door: Door) -> APIRouter:
    """The routes under `/api/{ledger}/registers`."""
    router, registers = (
        APIRouter(prefix="/api/{ledger}/registers", tags=["registers"]),
        Registers(ledgers, door),
    )
    router.add_api_route("/entries", registers.record, methods=["POST"], status_code=201, openapi_extra=takes(*ENTRIES))
    router.add_api_route(
        "/persons", registers.person, methods=["POST"], status_code=201, openapi_extra=takes("RegisterPerson")
    )
    router.add_api_route(
        "/access", registers.access, methods=["POST"], status_code=201, openapi_extra=takes("GrantAccess")
    )
    router.add_api_route("/{name}", registers.get, methods=["GET"])
    return router


class Registers:
    """The endpoints."""

    def __init__(self, ledgers: Ledgers, door: Door) -> None:
        self._ledgers, self._door = ledgers, door
        self._threads = Lock()  # those that wait for `_turn`: only one of them takes a connection for it

    def get(self, request: Request, ledger: str, name: str, on: str = "") -> Response:
        """名录：机关、人员、事项、委托、裁量基准、突发事件、编号式样、设备、日历、规则，可查任一日期（`on`）的情况。"""
        self._door(request, "read-registers", ledger)
        found = self._ledgers.get(ledger)
        if name not in VIEWS:
            raise NotFound("register", name)
        return Json(VIEWS[name](found, (moment("on", on) or found.now()).day), headers={"Cache-Control": "no-store"})

    def record(self, request: Request, ledger: str, body: BodyBytes) -> Response:
        """登记一条名录信息。"""
        principal = self._door(request, self._permission(request), ledger)
        asked: Body[Entry] = decode(request, body, Entry)
        self._check_reach(principal, ledger, asked.value)
        found, sent, expected = self._ledgers.get(ledger), sender(request, principal, asked.digest), if_match(request)
        with self._turn(ledger):
            written = found.find_answer(sent.command)
            if written is None:
                check(asked.value, found)
                _require_catalogued(asked.value, found, sent)
                written = record_entry(found, asked.value, sent, expected)
        answer = entered(written, asked.value.stream)
        return Json(answer, 201, {"ETag": f'"{answer.version}"'})

    def _permission(self, request: Request) -> str:
        """What the account has to have: a recording officer enters what becomes of devices, a registrar everything."""
        known = self._door.known(request)
        lends = known is not None and known.may("lend-devices") and not known.may("write-registers")
        return "lend-devices" if lends else "write-registers"

    def _check_reach(self, principal: Principal, ledger: str, entry: Entry) -> None:
        """Raises Forbidden for what a recording officer does not enter, or of another agency's device."""
        if principal.may("write-registers"):
            return
        if not isinstance(entry, DeviceLent | DeviceReturned | DeviceClockChecked):
            raise Forbidden("音像记录管理人员只能登记设备的借出、归还和校时")
        device = self._ledgers.get(ledger).register().devices.get(entry.device)
        if device is not None and device.agency not in (self._door.reach(principal) or ()):
            raise Forbidden("不能登记其他机关的设备")

    @contextmanager
    def _turn(self, ledger: str) -> Iterator[None]:
        """From an entry's check until it is recorded, so that what it was checked against holds."""
        found = self._ledgers.get(ledger)
        with self._threads, turn(self._ledgers.engine, f"registers of {ledger}"), found.naming():
            yield

    def person(self, request: Request, ledger: str, body: BodyBytes) -> Response:
        """登记一名人员或者一个组织，同一号码只登记一次；答复给出其编号。"""
        principal = self._door(request, "write-registers", ledger)
        asked: Body[RegisterPerson] = decode(request, body, RegisterPerson)
        check_person(asked.value)
        found, sent = self._ledgers.get(ledger), sender(request, principal, asked.digest)
        event = _registration(asked.value, found)
        written = found.find_answer(sent.command)
        if written is None and found.version(event.stream):
            return Json({"person": event.person, "known": True})
        written = written or record_entry(found, event, sent)
        return Json({"person": written.events[0].stream.removeprefix("person:"), "known": False}, 201)

    def access(self, request: Request, ledger: str, body: BodyBytes) -> Response:
        """开立账号；令牌只在本次答复中给出。"""
        principal = self._door(request, "write-registers", ledger)
        asked: Body[GrantAccess] = decode(request, body, GrantAccess)
        token, sent = new_token(ledger), sender(request, principal, asked.digest)
        event, found = _grant(asked.value, token), self._ledgers.get(ledger)
        with self._turn(ledger):
            written = found.find_answer(sent.command)
            if written is None:
                check_grant(asked.value, found)
                written = record_entry(found, event, sent)
        if written.events != (event,):
            raise Conflict(event.stream, "该请求已经处理过，令牌只给出一次；遗失的请撤销后重新开立")
        return Json({"principal": asked.value.principal, "token": token}, 201)


def _require_catalogued(entry: Entry, ledger: Ledger, sent: Sender) -> None:
    """An entry that is public with itself is of a kind that the agency's catalogue has; a refusal is recorded."""
    register, today = ledger.register(), ledger.now().day
    try:
        require_entry_in_catalogue(entry, register, today)
    except Refused as refused:
        tag = str(entry.__struct_config__.tag)
        event = StepRefused(case="", step=tag, code=refused.code, article=refused.article, detail=refused.detail)
        own = Sender(sent.principal, sent.actor, f"record:{uuid7()}", sent.body)  # the client's key stays free
        refused.position = record_entry(ledger, event, own, law=register.law(today)).positions[0]
        raise


def _registration(given: RegisterPerson, ledger: Ledger) -> PersonRegistered:
    """The entry under the person's id: a fresh one, or the one that the number has."""
    fresh = str(uuid7())
    person = ledger.identify(given.number, fresh) if given.number else fresh
    return PersonRegistered(person=person, kind=given.kind, name=given.name, number=given.number, address=given.address)


def _grant(given: GrantAccess, token: str) -> AccessGranted:
    return AccessGranted(
        principal=given.principal,
        subject=given.subject,
        roles=given.roles,
        token=digest(token),
        agency=given.agency,
        valid_to=given.valid_to,
    )
