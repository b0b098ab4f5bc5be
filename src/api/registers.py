"""Registers: what cases are judged by, read as of a day, written by the registrar.

An entry of a register is a statement of fact: it is taken in the form in which it is recorded, so that its fields
are declared once. Persons and access are the exceptions: the server gives the person's id and the token.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, get_args

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from uuid_utils import uuid7

from api.access import Door, Principal, digest, new_token
from api.answers import Json, accepted
from api.bodies import Body, decode, read, takes
from api.cases import if_match, moment, sender
from api.register_view import VIEWS
from records.application import record_entry
from records.errors import Conflict, Corrupt, Invalid, NotFound
from records.event import PartyKind
from records.identifiers import is_citizen_number, is_credit_code
from records.law.data import in_force, parse
from records.penalty.commands import Line
from records.register.events import (
    AccessGranted,
    AccessRevoked,
    AgencyRegistered,
    CalendarAdopted,
    DeviceRegistered,
    HeadAppointed,
    MatterRegistered,
    MatterWithdrawn,
    OfficerEnded,
    OfficerRegistered,
    PersonRegistered,
    Role,
    RulesAdopted,
)
from records.store.directory import Ledgers
from records.store.ledger import Ledger

Entry = (
    AgencyRegistered
    | HeadAppointed
    | OfficerRegistered
    | OfficerEnded
    | MatterRegistered
    | MatterWithdrawn
    | CalendarAdopted
    | RulesAdopted
    | DeviceRegistered
    | AccessRevoked
)

ENTRIES = tuple(kind.__name__ for kind in get_args(Entry))

BodyBytes = Annotated[bytes, Depends(read)]


class RegisterPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Registers a person or organisation, once per number."""

    kind: PartyKind
    name: Line
    number: str = ""
    address: str = ""


class GrantAccess(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Opens an account for a person or device of the registers; the answer has the token, once."""

    principal: Line
    subject: Annotated[str, msgspec.Meta(pattern="^(person|device):.+$")]
    roles: Annotated[tuple[Role, ...], msgspec.Meta(min_length=1)]
    agency: str = ""
    valid_to: date | None = None


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

    def get(self, request: Request, ledger: str, name: str, on: str = "") -> Response:
        """名录：机关、人员、事项、设备、日历、规则，可查任一日期（`on`）的情况。"""
        self._door(request, "read-registers", ledger)
        found = self._ledgers.get(ledger)
        if name not in VIEWS:
            raise NotFound("register", name)
        return Json(VIEWS[name](found, (moment("on", on) or found.now()).day), headers={"Cache-Control": "no-store"})

    def record(self, request: Request, ledger: str, body: BodyBytes) -> Response:
        """登记一条名录信息。"""
        principal = self._door(request, "write-registers", ledger)
        asked: Body[Entry] = decode(request, body, Entry)
        _check(asked.value, self._ledgers.get(ledger))
        return self._append(request, principal, asked.value, asked.digest)

    def person(self, request: Request, ledger: str, body: BodyBytes) -> Response:
        """登记一名人员或者一个组织，同一号码只登记一次；答复给出其编号。"""
        principal = self._door(request, "write-registers", ledger)
        asked: Body[RegisterPerson] = decode(request, body, RegisterPerson)
        _check_number(asked.value)
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
        token = new_token(ledger)
        event, found = _grant(asked.value, token), self._ledgers.get(ledger)
        written = record_entry(found, event, sender(request, principal, asked.digest))
        if written.events != (event,):
            raise Conflict(event.stream, "该请求已经处理过，令牌只给出一次；遗失的请撤销后重新开立")
        return Json({"principal": asked.value.principal, "token": token}, 201)

    def _append(self, request: Request, principal: Principal, event: Any, body: bytes) -> Response:
        ledger: Ledger = self._ledgers.get(principal.ledger)
        written = record_entry(ledger, event, sender(request, principal, body), if_match(request))
        answer = accepted(written, event.stream)
        return Json(answer, 201, {"ETag": f'"{answer.version}"'})


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


def _check(entry: Entry, ledger: Ledger) -> None:
    """Refuses what a schema can't say."""
    match entry:
        case AgencyRegistered() if not is_credit_code(entry.code):
            raise Invalid([("$.code", "统一社会信用代码不正确，请核对（校验码不符）")])
        case OfficerRegistered() if not isinstance(entry.name, str) or not entry.name:
            raise Invalid([("$.name", "请填写姓名")])
        case AgencyRegistered() | HeadAppointed() | MatterRegistered() | OfficerRegistered():
            if entry.valid_to is not None and entry.valid_to < entry.valid_from:
                raise Invalid([("$.valid_to", "截止日期早于起始日期")])
        case RulesAdopted():
            _check_rules(entry, ledger)
        case _:
            return


def _check_rules(entry: RulesAdopted, ledger: Ledger) -> None:
    """What steps are judged by stays there: without a rule's article no step could be refused."""
    try:
        parse(entry.name, entry.text)
    except Corrupt as error:
        raise Invalid([("$.text", f"不是有效的法规数据：{error}")]) from error
    register, today = ledger.register(), ledger.now().day
    before, after = register.law(today), in_force({**register.texts, entry.name: entry.text}, today)
    if lost := sorted((before.rules.keys() - after.rules.keys()) | (before.values.keys() - after.values.keys())):
        raise Invalid([("$.text", f"缺少现行的条目：{'、'.join(lost)}")])


def _check_number(given: RegisterPerson) -> None:
    right = is_citizen_number if given.kind == "natural" else is_credit_code
    if given.number and not right(given.number):
        raise Invalid([("$.number", "号码不正确，请核对（校验码不符）")])
