"""The clock of a sample ledger, moved forwards while it is filled; any other ledger has none (404)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from api.access import Door
from api.answers import Json
from api.bodies import Body, decode, read, takes
from api.cases import sender
from records.application import record_entry
from records.errors import Invalid, NotFound
from records.moment import Moment, rfc3339
from records.register.events import ClockReleased, ClockSet
from records.store.clock import wall_clock
from records.store.directory import Ledgers

BodyBytes = Annotated[bytes, Depends(read)]


class SetClock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the clock is moved to; null: the sample is filled, real time from now on."""

    to: datetime | None


def routes(ledgers: Ledgers, door: Door) -> APIRouter:
    """The route `/api/{ledger}/clock`."""
    router, clock = APIRouter(prefix="/api/{ledger}/clock", tags=["sample"]), Clock(ledgers, door)
    router.add_api_route("", clock.move, methods=["POST"], status_code=201, openapi_extra=takes("SetClock"))
    return router


class Clock:
    """The endpoint."""

    def __init__(self, ledgers: Ledgers, door: Door) -> None:
        self._ledgers, self._door = ledgers, door

    def move(self, request: Request, ledger: str, body: BodyBytes) -> Response:
        """拨快样本账本的模拟时钟；其他账本没有这个地址。"""
        found = self._ledgers.get(ledger)
        opened = found.register().opened
        if opened is None or not opened.sample:
            raise NotFound("clock", ledger)
        principal = self._door(request, "write-registers", ledger)
        asked: Body[SetClock] = decode(request, body, SetClock)
        sent = sender(request, principal, asked.digest)
        written = found.find_answer(sent.command) or record_entry(found, _event(asked.value, found.now()), sent)
        found.register()  # the clock goes by the registers that were read last
        event = written.events[0]
        now = event.micros if isinstance(event, ClockSet) else written.recorded_at
        return Json({"now": rfc3339(now)}, 201)


def _event(asked: SetClock, now: Moment) -> ClockSet | ClockReleased:
    if asked.to is None:
        return ClockReleased()
    if asked.to.tzinfo is None:
        raise Invalid([("$.to", "应为带时区的时间")])
    to = Moment.of(asked.to)
    if to < now or to.micros > wall_clock():
        raise Invalid([("$.to", f"模拟时钟只能拨快，且不能晚于真实时间；现在是 {now}")])
    return ClockSet(micros=to.micros)
