"""The progress page: by the code on a served paper, without a login; who guesses learns nothing, and is slowed down."""

from __future__ import annotations

from functools import partial
from typing import Final

import msgspec
from fastapi import APIRouter, Request, Response

from api import pages
from api.answers import Json
from api.bodies import decode, takes
from api.cases import BodyBytes
from api.corrections import slowed
from api.jurisdictions import Jurisdictions
from api.limiter import Limiter, address_of
from api.not_taken import NOT_TAKEN, later, not_taken
from api.posted import SMALL, Posted, answered
from api.progress_view import CaseProgress, progress_of
from api.query_codes import find_case
from records.errors import NotFound
from records.store.directory import Ledgers

_EACH, _TOGETHER, _WINDOW = 10, 6_000, 600.0
"""Wrong codes of one address, and of all, within so many seconds."""

_UNKNOWN: Final = "没有这个查询码，请核对送达文书上的查询码；仍查不到的，请向办理机关询问。"
_SLOW: Final = "查询得太频繁，请过一会儿再查。"
_AWAY: Final = "系统暂时不能查询，请过几分钟再查；您填写的查询码还在下面。"


class ProgressAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The code, as it is printed."""

    code: str


def routes(ledgers: Ledgers) -> APIRouter:
    """The page `/{ledger}/progress` and the same as JSON. The code stands in no address: those are in logs."""
    router, progress = APIRouter(), PartyProgress(ledgers)
    router.add_api_route("/{ledger}/progress", progress.form, methods=["GET", "HEAD"], include_in_schema=False)
    router.add_api_route("/{ledger}/progress", progress.show, methods=["POST"], include_in_schema=False)
    router.add_api_route(
        "/public/{ledger}/progress",
        progress.answer,
        methods=["POST"],
        tags=["public"],
        response_class=Response,
        openapi_extra=takes("ProgressAsked"),
    )
    return router


class PartyProgress:
    """The endpoints."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._ledgers, self._jurisdictions = ledgers, Jurisdictions(ledgers.engine)
        self._wrong = Limiter(ledgers.engine, "progress", _EACH, _TOGETHER, _WINDOW)

    def form(self, ledger: str) -> Response:
        """填写查询码的页面。"""
        return self._page(ledger, None, "", 200)

    async def show(self, request: Request, ledger: str) -> Response:
        """按查询码显示办理进展。"""
        return await answered(request, partial(self._shown, request, ledger), most=SMALL, seconds=30)

    def _shown(self, request: Request, ledger: str, posted: Posted) -> Response:
        code = posted.fields.get("code", "")
        try:
            found, wait = self._find(request, ledger, code)
        except NotFound:
            raise
        except NOT_TAKEN as error:
            _, status = not_taken(error)
            return later(self._page(ledger, None, _AWAY, status, code))
        if wait:
            return later(self._page(ledger, None, _SLOW, 429, code), wait)
        return self._page(ledger, found, "" if found else _UNKNOWN, 200 if found else 404, "" if found else code)

    def answer(self, request: Request, ledger: str, body: BodyBytes) -> Response:
        """办理进展：`code` 为送达文书上的查询码。查询码不对的，一律是同样的答复；查询得太频繁的，稍后再查。"""
        asked: ProgressAsked = decode(request, body, ProgressAsked).value
        found, wait = self._find(request, ledger, asked.code)
        if wait:
            return slowed(wait)
        if found is None:
            raise NotFound("code", "")
        return Json(found, headers={"Cache-Control": "private, no-store"})

    def _find(self, request: Request, ledger: str, code: str) -> tuple[CaseProgress | None, int]:
        """What the code opens; and the seconds to wait for who sent too many wrong ones, also with a right one.

        Each try is counted before the code is looked at, and given back if it was right: tries at once are as many as
        tries one after the other. What all together guess wrong keeps nobody out who has a right one.
        """
        own, address = self._ledgers.get(ledger), address_of(request)
        if wait := self._wrong.hold(own, address):
            return None, wait
        case = find_case(own, code)
        if case is None:
            return None, self._wrong.take_together(own)
        self._wrong.give_back(own, address)
        return progress_of(own, case), 0

    def _page(self, ledger: str, found: CaseProgress | None, wrong: str, status: int, code: str = "") -> Response:
        site = self._jurisdictions.get(ledger)
        return pages.show_private("progress.html", status=status, site=site, found=found, wrong=wrong, code=code)
