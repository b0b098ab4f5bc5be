"""Matters whose basic information is missing, incomplete, flagged or late (信息公示制度 第五条, 第十二条)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api import pages
from api.access import Door
from api.answers import Json
from api.filters import moment
from api.jurisdictions import Jurisdictions
from api.reading import PRIVATE
from records.basics.standing import Standing, standings
from records.register.acting import reaches
from records.store.directory import Ledgers


def routes(ledgers: Ledgers, door: Door) -> APIRouter:
    """The list as JSON and as a page."""
    router, outdated = APIRouter(), Outdated(ledgers, door)
    path = "/api/{ledger}/supervision/basic-information"
    router.add_api_route(path, outdated.get, methods=["GET"], tags=["supervision"])
    page = "/staff/{ledger}/basic-information"
    router.add_api_route(page, outdated.page, methods=["GET", "HEAD"], include_in_schema=False)
    return router


class Outdated:
    """The endpoints; a supervisor sees all agencies, everybody else their own."""

    def __init__(self, ledgers: Ledgers, door: Door) -> None:
        self._ledgers, self._door = ledgers, door
        self._jurisdictions = Jurisdictions(ledgers.engine)

    def get(self, request: Request, ledger: str, on: str = "") -> Response:
        """基本信息没有公示、内容不全、依据有变化或者逾期的事项，各有到期日；`on` 为日期。"""
        found = self._found(request, ledger, on)
        return Json({"items": found}, headers={"Cache-Control": PRIVATE})

    def page(self, request: Request, ledger: str) -> Response:
        """同一份清单。"""
        principal, found = self._door(request, "read-cases", ledger), self._found(request, ledger, "")
        site = self._jurisdictions.get(ledger)
        return pages.show_private("staff_information.html", principal=principal, site=site, items=found)

    def _found(self, request: Request, ledger: str, on: str) -> list[Standing]:
        reach = self._door.reach(self._door(request, "read-cases", ledger))
        held = self._ledgers.get(ledger)
        day = (moment("on", on) or held.now()).day
        found = (one for one in standings(held.register(), day) if not one.is_whole)
        return [one for one in found if reach is None or reaches(reach, one.agency, one.matter)]
