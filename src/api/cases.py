"""Cases: opening one, taking its steps, its state and its timeline."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from typing import Annotated, Any, Final
from uuid import uuid4

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from api.access import Door, Principal
from api.answers import Accepted, Json, accepted
from api.bodies import Body, decode, read, takes
from api.case_view import case_view, timeline_view
from api.desks import CaseDesks
from api.filters import moment
from api.party_copy import party_copy
from api.receipts import Receipts
from records.application import Sender
from records.course.shapes import Command
from records.course.steps import OPENING_TYPES, STEP_TYPES
from records.errors import Invalid
from records.event import case_stream
from records.store.ledger import Written

_VERSION = re.compile(r'"?([0-9]{1,18})"?')
_WEAK = re.compile(r'W/"[^"]*"')
_NEVER = -1
"""A version that no stream has."""

OPENINGS = tuple(kind.__name__ for kind in OPENING_TYPES)
STEPS = tuple(kind.__name__ for kind in STEP_TYPES)
_OPENING: Final[Any] = reduce(or_, OPENING_TYPES)
_STEP: Final[Any] = reduce(or_, STEP_TYPES)

BodyBytes = Annotated[bytes, Depends(read)]


def routes(desks: CaseDesks, door: Door, receipts: Receipts) -> APIRouter:
    """The routes under `/api/{ledger}/cases`."""
    router, cases = APIRouter(prefix="/api/{ledger}/cases", tags=["cases"]), Cases(desks, door, receipts)
    router.add_api_route("", cases.open, methods=["POST"], status_code=201, openapi_extra=takes(*OPENINGS))
    router.add_api_route("/{case}/steps", cases.step, methods=["POST"], status_code=201, openapi_extra=takes(*STEPS))
    router.add_api_route("/{case}", cases.get, methods=["GET"])
    router.add_api_route("/{case}/party-copy", cases.party_copy, methods=["GET"])
    router.add_api_route("/{case}/timeline", cases.timeline, methods=["GET"])
    return router


class Cases:
    """The endpoints; each decodes, calls the case desk, and encodes."""

    def __init__(self, desks: CaseDesks, door: Door, receipts: Receipts) -> None:
        self._desks, self._door, self._receipts = desks, door, receipts

    def open(self, request: Request, ledger: str, body: BodyBytes) -> Response:
        """登记线索或者立案：以第一个步骤开立案件，编号由系统给出；`wait=checkpoint` 时，能够证明已记入日志后再答复。"""
        self._door(request, "read-cases", ledger)
        waits = self._receipts.asked(request)
        asked: Body[Command] = decode(request, body, _OPENING)
        principal = self._door(request, permission(asked.value), ledger)
        self._allow_back_entry(request, ledger, asked.value)
        written = self._desks.open(ledger, asked.value, sender(request, principal, asked.digest))
        case = next(one.stream for one in written.events if one.stream.startswith("case:"))
        answer = self._accepted(ledger, written, case, waits=waits)
        return _created(answer, {"Location": f"/api/{ledger}/cases/{answer.case}"})

    def step(self, request: Request, ledger: str, case: str, body: BodyBytes) -> Response:
        """办理一个步骤；依法不能办理的，以 409 说明条款；`wait=checkpoint` 时，能够证明已记入日志后再答复。"""
        self._door(request, "read-cases", ledger)
        waits = self._receipts.asked(request)
        asked: Body[Command] = decode(request, body, _STEP)
        principal = self._door(request, permission(asked.value), ledger)
        self._allow_back_entry(request, ledger, asked.value)
        written = self._desks.step(
            ledger, case, asked.value, sender(request, principal, asked.digest), if_match(request)
        )
        return _created(self._accepted(ledger, written, case_stream(case), waits=waits), {})

    def get(self, request: Request, ledger: str, case: str) -> Response:
        """案件现状：各阶段的办理情况、当事人、决定、送达、公示和缺陷。"""
        reach = self._door.reach(self._door.to_case(request, ledger, case))
        view = case_view(self._desks.ledger(ledger), self._desks.engine, case, reach)
        return Json(view, headers={"ETag": f'"{view.version}"', "Cache-Control": "no-store"})

    def party_copy(self, request: Request, ledger: str, case: str) -> Response:
        """可以提供给当事人的案卷内容：文书、证据、音像记录和决定，不含标注为涉密的内容。"""
        self._door.to_case(request, ledger, case)
        copy = party_copy(case, self._desks.get(ledger).load(case).case)
        return Json(copy, headers={"Cache-Control": "no-store"})

    def timeline(
        self, request: Request, ledger: str, case: str, at: str = "", known_at: str = "", changes: bool = False
    ) -> Response:
        """案件时间线：`at` 为当时的情况，`known_at` 为当时已知的情况；`changes` 为真时附上每一步带来的变化。"""
        self._door.to_case(request, ledger, case)
        times = (moment("at", at), moment("known_at", known_at))
        view = timeline_view(self._desks.ledger(ledger), case, *times, changes=changes)
        return Json(view, headers={"Cache-Control": "no-store"})

    def _accepted(self, ledger: str, written: Written, stream: str, *, waits: bool) -> Accepted:
        answer = accepted(written, stream)
        if not waits:
            return answer
        return msgspec.structs.replace(answer, receipt=self._receipts.awaited(ledger, written, answer.receipt))

    def _allow_back_entry(self, request: Request, ledger: str, command: Command) -> None:
        if command.entry is not None:
            self._door(request, "back-entry", ledger)


def permission(command: Command) -> str:
    """The permission that a step asks for: its command's tag."""
    return str(command.__struct_config__.tag)


def sender(request: Request, principal: Principal, digest: bytes) -> Sender:
    """Who sends the request, under the key that they gave, or one that nobody else has."""
    key = request.headers.get("idempotency-key", "").strip('"') or str(uuid4())
    if len(key) > 200 or key.startswith("record:"):
        raise Invalid([("Idempotency-Key", "最多 200 个字符，不得以 record: 开头")])
    return Sender(principal.name, principal.actor, key, digest, principal.grant.agency)


def if_match(request: Request) -> int | None:
    """The version that the client has seen, None when it doesn't say."""
    given = request.headers.get("if-match", "*")
    if given == "*":
        return None
    if match := _VERSION.fullmatch(given):
        return int(match[1])
    if _WEAK.fullmatch(given):  # RFC 9110, 13.1.1: compared strongly, so it matches nothing
        return _NEVER
    raise Invalid([("If-Match", '应为案件的版本号，如 "3"')])


def _created(answer: Any, headers: dict[str, str]) -> Response:
    return Json(answer, 201, {**headers, "ETag": f'"{answer.version}"'})
