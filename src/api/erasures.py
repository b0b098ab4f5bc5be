"""Erasing a person's values, by the registrar (个人信息保护法 第四十七条)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.access import Door
from api.answers import Json, entered
from api.bodies import Body, decode, read, takes
from api.cases import sender
from records.erasure import erase_person
from records.register.commands import ErasePerson
from records.store.directory import Ledgers

BodyBytes = Annotated[bytes, Depends(read)]


def routes(ledgers: Ledgers, door: Door) -> APIRouter:
    """The route `/api/{ledger}/erasures`."""
    router, erasures = APIRouter(prefix="/api/{ledger}/erasures", tags=["registers"]), Erasures(ledgers, door)
    router.add_api_route("", erasures.erase, methods=["POST"], status_code=201, openapi_extra=takes("ErasePerson"))
    return router


class Erasures:
    """The endpoint."""

    def __init__(self, ledgers: Ledgers, door: Door) -> None:
        self._ledgers, self._door = ledgers, door

    def erase(self, request: Request, ledger: str, body: BodyBytes) -> Response:
        """清除一个人的姓名、号码和地址：销毁其密钥并记入账本；法定期限没有届满的，不予办理。"""
        principal = self._door(request, "erase-person", ledger)
        asked: Body[ErasePerson] = decode(request, body, ErasePerson)
        written = erase_person(self._ledgers.get(ledger), asked.value, sender(request, principal, asked.digest))
        return Json(entered(written, written.events[0].stream), 201)
