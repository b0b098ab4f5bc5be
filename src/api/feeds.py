"""Feeds of disclosures and of withdrawals, over all ledgers and of one: JSON Feed, Atom with archives, CSV.

The archive of a day (Asia/Shanghai) is there once no more entries can come to it, and doesn't change: it has of a
disclosure only what stays when it is withdrawn. The current document has every entry since the last archived day, at
least the latest fifty, with their bodies, and the latest notices in place of what was withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import cast

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.archives import Archives, parse
from api.feed import TITLES, Feed
from api.jurisdictions import Jurisdictions
from api.reading import GUARD, OPEN, REVALIDATE, readable
from projections.feeds import Kind
from projections.follower import Lag
from records.errors import NotFound
from records.store.directory import Ledgers


def routes(ledgers: Ledgers, lag: Callable[[], Sequence[Lag]]) -> APIRouter:
    """The routes under `/feeds`; `lag` says how far the projections are behind."""
    router, feeds = APIRouter(prefix="/feeds", tags=["feeds"]), Feeds(ledgers, Archives(ledgers, lag))
    readable(router, "/{kind}.{form}", feeds.all)
    readable(router, "/{ledger}/{kind}.{form}", feeds.one)
    readable(router, "/{kind}/archive/{day}.atom", feeds.archive_all)
    readable(router, "/{ledger}/{kind}/archive/{day}.atom", feeds.archive_one)
    readable(router, "/{kind}/after/{day}.atom", feeds.after_all)
    readable(router, "/{ledger}/{kind}/after/{day}.atom", feeds.after_one)
    return router


class Feeds:
    """The endpoints: `kind` is disclosures or withdrawals, `form` json, atom or csv."""

    def __init__(self, ledgers: Ledgers, archives: Archives) -> None:
        self._engine, self._archives = ledgers.engine, archives
        self._jurisdictions = Jurisdictions(ledgers.engine)

    def all(self, request: Request, kind: str, form: str, cursor: str = "") -> Response:
        """全部账本的公示（disclosures）或者撤回（withdrawals）：json、atom 或者 csv。"""
        return self._current(self._feed(request, "", kind), form, cursor)

    def one(self, request: Request, ledger: str, kind: str, form: str, cursor: str = "") -> Response:
        """一个账本的公示（disclosures）或者撤回（withdrawals）：json、atom 或者 csv。"""
        return self._current(self._feed(request, ledger, kind), form, cursor)

    def archive_all(self, request: Request, kind: str, day: str) -> Response:
        """全部账本一日的归档（RFC 5005），内容不再变化。"""
        return self._archive(self._feed(request, "", kind), parse(day))

    def archive_one(self, request: Request, ledger: str, kind: str, day: str) -> Response:
        """一个账本一日的归档（RFC 5005），内容不再变化。"""
        return self._archive(self._feed(request, ledger, kind), parse(day))

    def after_all(self, request: Request, kind: str, day: str) -> Response:
        """转到该日之后的归档；没有的，转到当前文档。"""
        return self._after(self._feed(request, "", kind), parse(day))

    def after_one(self, request: Request, ledger: str, kind: str, day: str) -> Response:
        """转到该日之后的归档；没有的，转到当前文档。"""
        return self._after(self._feed(request, ledger, kind), parse(day))

    def _feed(self, request: Request, ledger: str, kind: str) -> Feed:
        if kind not in TITLES:
            raise NotFound("feed", kind)
        sites = [self._jurisdictions.get(ledger)] if ledger else self._jurisdictions.all()
        return Feed(request, self._engine, cast("Kind", kind), ledger or None, sites)

    def _current(self, feed: Feed, form: str, cursor: str) -> Response:
        match form:
            case "json":
                return feed.json(cursor or None)
            case "csv":
                return feed.csv()
            case "atom":
                return feed.atom(self._archives)
            case _:
                raise NotFound("feed", form)

    def _archive(self, feed: Feed, day: date) -> Response:
        if day >= self._archives.open_from(feed.ledger):
            raise NotFound("archive", str(day))
        return feed.archive(self._archives, day)

    def _after(self, feed: Feed, day: date) -> Response:
        with self._engine.connect() as connection:
            found = self._archives.after(connection, feed.kind, feed.ledger, day)
        address = feed.address(f"/archive/{found}.atom" if found else ".atom")
        return RedirectResponse(address, 307, {"Cache-Control": REVALIDATE, **GUARD, **OPEN})
