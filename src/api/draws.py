"""The draws of random inspections as JSON: anonymous, and enough to draw once more by hand (`docs/draw.md`)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.answers import Json
from api.jurisdictions import Jurisdictions
from api.reading import OPEN, conditional, is_id, readable
from projections.draws import find_draw, list_draws
from records.errors import NotFound
from records.store.directory import Ledgers


def routes(ledgers: Ledgers) -> APIRouter:
    """The routes under `/public/{ledger}/draws`."""
    router, draws = APIRouter(prefix="/public/{ledger}/draws", tags=["public"]), Draws(ledgers)
    readable(router, "", draws.all)
    readable(router, "/{page}/{draw}", draws.one)
    return router


class Draws:
    """The endpoints; none asks who is there."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._engine, self._jurisdictions = ledgers.engine, Jurisdictions(ledgers.engine)

    def all(self, request: Request, ledger: str, cursor: str = "") -> Response:
        """已公示抽查计划的抽签：名单摘要和用来抽签的公开号码，最新的计划在前；下一页见 `Link`。"""
        site = self._jurisdictions.get(ledger)
        with self._engine.connect() as connection:
            found = list_draws(connection, ledger, after=cursor or None)
        following = f"{request.base_url}{request.url.path.lstrip('/')}?cursor={found.next}" if found.next else None
        link = {"Link": f'<{following}>; rel="next"'} if following else {}
        body = Json({"ledger": site, "items": found.items, "next": following}).body
        return conditional(request, bytes(body), "application/json", headers={**OPEN, **link})

    def one(self, request: Request, ledger: str, page: str, draw: int) -> Response:
        """一次抽签：公布以后有两份名单、号码、种子和结果，任何人可以重新计算。"""
        site = self._jurisdictions.get(ledger)
        with self._engine.connect() as connection:
            found = find_draw(connection, ledger, page, draw) if is_id(page) and 0 < draw < 1_000_000 else None
        if found is None:
            raise NotFound("draw", f"{page}/{draw}")
        body = Json({"ledger": site, "draw": found}).body
        return conditional(request, bytes(body), "application/json", headers=OPEN)
