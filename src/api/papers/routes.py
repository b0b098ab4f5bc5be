"""Documents over HTTP: what a case has, and one more edition for who asks. PDF and text are read under `/objects`."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from api.access import Door
from api.answers import Json
from api.bodies import Body, decode, read, takes
from api.cases import sender
from api.papers.listing import documents_of_case
from api.papers.printing import Printer
from records.register.commands import Reason
from records.store.directory import Ledgers

BodyBytes = Annotated[bytes, Depends(read)]


class PrintDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Renders a document of a step once more, by the template of today."""

    step: Annotated[int, msgspec.Meta(ge=1)]
    """Version of the case that the step made."""
    paper: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    """Id of the form."""
    reason: Reason
    """Why it is printed again; without any name or number."""


def routes(ledgers: Ledgers, door: Door, printer: Printer) -> APIRouter:
    """The routes `/api/{ledger}/cases/{case}/documents`."""
    router = APIRouter(prefix="/api/{ledger}/cases/{case}/documents", tags=["cases"])
    documents = Documents(ledgers, door, printer)
    router.add_api_route("", documents.get, methods=["GET"])
    router.add_api_route("", documents.print, methods=["POST"], status_code=201, openapi_extra=takes("PrintDocument"))
    return router


class Documents:
    """The endpoints."""

    def __init__(self, ledgers: Ledgers, door: Door, printer: Printer) -> None:
        self._ledgers, self._door, self._printer = ledgers, door, printer

    def get(self, request: Request, ledger: str, case: str) -> Response:
        """案件的文书：每一步骤形成的文书、各个版本的 PDF 和电子文本，以及没有生成的原因。"""
        self._door.to_case(request, ledger, case)
        return Json(documents_of_case(self._ledgers.get(ledger), case), headers={"Cache-Control": "no-store"})

    def print(self, request: Request, ledger: str, case: str, body: BodyBytes) -> Response:
        """重新生成一份文书，作为新的版本；按今天使用的模板。"""
        self._door.to_case(request, ledger, case)
        principal = self._door(request, "print-document", ledger)
        asked: Body[PrintDocument] = decode(request, body, PrintDocument)
        given, sent = asked.value, sender(request, principal, asked.digest)
        made = self._printer.print(self._ledgers.get(ledger), case, given.step, given.paper, sent, given.reason)
        return Json(made, 201, {"Cache-Control": "no-store"})
