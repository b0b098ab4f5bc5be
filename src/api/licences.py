"""许可名录 as JSON: who holds which licence until when, and how it ended."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.access import Door
from api.answers import Json
from api.filters import moment
from api.reading import PRIVATE
from projections.licences import licences
from records.store.directory import Ledgers


def routes(ledgers: Ledgers, door: Door) -> APIRouter:
    """The route `/api/{ledger}/licences`."""
    router, found = APIRouter(), Licences(ledgers, door)
    router.add_api_route("/api/{ledger}/licences", found.get, methods=["GET"], tags=["licences"])
    return router


class Licences:
    """The endpoint."""

    def __init__(self, ledgers: Ledgers, door: Door) -> None:
        self._ledgers, self._door = ledgers, door

    def get(self, request: Request, ledger: str, matter: str = "", on: str = "", cursor: str = "") -> Response:
        """许可名录：文号、证件编号、被许可人（编号）、事项、有效期和状态，可查任一日期（`on`）的情况。"""
        self._door(request, "read-registers", ledger)
        day = (moment("on", on) or self._ledgers.get(ledger).now()).day
        with self._ledgers.engine.connect() as connection:
            found = licences(connection, ledger, day, matter=matter, after=cursor or None)
        headers = {"Cache-Control": PRIVATE}
        if found.next is not None:
            headers["Link"] = f'<{request.url.include_query_params(cursor=found.next)}>; rel="next"'
        return Json(found, headers=headers)
