"""The public part as JSON: anonymous, the same pages for programs (信息公示制度 第十条)."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response

from api.answers import Json
from api.copies import copy_of
from api.filters import Asked, Filters, dimensions
from api.jurisdictions import Jurisdiction, Jurisdictions
from api.published_logs import PublishedLogs
from api.reading import OPEN, conditional, is_id, page_url, readable
from projections.disclosures import (
    Disclosure,
    count_withheld,
    find_disclosure,
    list_disclosures,
)
from projections.publishing import PageMore, find_more, more_of
from projections.statistics import Figures, SpanFigures, TermFigures, statistics
from projections.withdrawals import Withdrawal, find_withdrawal, list_withdrawals
from records.errors import NotFound
from records.store.directory import Ledgers


class PublicDisclosure(msgspec.Struct, frozen=True, kw_only=True):
    """A disclosure with its page, and the notice once it is withdrawn."""

    url: str
    disclosure: Disclosure
    withdrawal: Withdrawal | None = None
    more: PageMore | None = None
    """What stands beside the text: fulfilment, carriers, list, credit, what it replaces."""


class PublicFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Sums for what agency, matter, procedure and month name; one that was not asked for is empty. Amounts in fen."""

    agency: str = ""
    matter: str = ""
    procedure: str = ""
    month: str = ""
    opened: int = 0
    """Cases of any procedure; `decided` are their decisions."""
    decided: int = 0
    cases_filed: int = 0
    notices: int = 0
    hearings: int = 0
    reviews: int = 0
    """Legal reviews; `reviews_corrected` of them did not agree with the draft as it was."""
    reviews_corrected: int = 0
    decisions: int = 0
    no_penalties: int = 0
    fines_fen: int = 0
    confiscated_fen: int = 0
    served: int = 0
    disclosed: int = 0
    withheld: int = 0
    revoked: int = 0
    transfers: int = 0
    paid_fen: int = 0
    surcharge_fen: int = 0
    closed: int = 0
    archived: int = 0
    spans: tuple[SpanFigures, ...] = ()
    terms: tuple[TermFigures, ...] = ()


def routes(ledgers: Ledgers, logs: PublishedLogs) -> APIRouter:
    """The routes under `/public/{ledger}`."""
    router, public = APIRouter(prefix="/public/{ledger}", tags=["public"]), Public(ledgers, logs)
    readable(router, "/disclosures", public.disclosures)
    readable(router, "/disclosures/{page}", public.disclosure)
    readable(router, "/disclosures/{page}/copy", public.copy)
    readable(router, "/withdrawals", public.withdrawals)
    readable(router, "/withdrawals/{page}", public.withdrawal)
    readable(router, "/statistics", public.statistics)
    readable(router, "/withheld", public.withheld)
    return router


class Public:
    """The endpoints; none asks who is there."""

    def __init__(self, ledgers: Ledgers, logs: PublishedLogs) -> None:
        self._engine, self._jurisdictions = ledgers.engine, Jurisdictions(ledgers.engine)
        self._logs = logs

    def disclosures(self, request: Request, ledger: str, wanted: Asked, cursor: str = "") -> Response:
        """公示信息，最新的在前，下一页见 `Link`。

        `q` 检索，`agency`、`matter` 为代码，`procedure` 为执法类别，`year` 为决定年份。
        """
        site = self._jurisdictions.get(ledger)
        with self._engine.connect() as connection:
            found = list_disclosures(connection, ledger, after=cursor or None, **wanted.arguments())
            more = more_of(connection, ledger, [one.id for one in found.items])
        items = [_page(request, one, more=more.get(one.id)) for one in found.items]
        return _answer(request, site, items=items, **_following(request, found.next, wanted))

    def disclosure(self, request: Request, ledger: str, page: str) -> Response:
        """一件公示信息；已撤回的，只有文号、机关和撤回公告。"""
        site = self._jurisdictions.get(ledger)
        with self._engine.connect() as connection:
            found = find_disclosure(connection, ledger, page) if is_id(page) else None
            withdrawn = found is not None and found.status == "withdrawn"
            notice = find_withdrawal(connection, ledger, page) if withdrawn else None
            more = find_more(connection, ledger, page) if found else None
        if found is None:
            raise NotFound("disclosure", page)
        return _answer(request, site, page=_page(request, found, notice, more))

    def copy(self, request: Request, ledger: str, page: str) -> Response:
        """一件公示信息的可验证副本：`mingjing check` 可以离线核对；已撤回的没有，尚未记入已签名日志的为 503。"""
        self._jurisdictions.get(ledger)
        if not is_id(page):
            raise NotFound("copy", page)
        with self._engine.connect() as connection:
            body = copy_of(connection, self._logs, ledger, page)
        named = {"Content-Disposition": f'attachment; filename="{ledger}-{page}.copy.json"'}
        return conditional(request, body, "application/json", headers={**OPEN, **named})

    def withdrawals(self, request: Request, ledger: str, cursor: str = "") -> Response:
        """撤回公告，最新的在前。"""
        site = self._jurisdictions.get(ledger)
        with self._engine.connect() as connection:
            found = list_withdrawals(connection, ledger, after=cursor or None)
        return _answer(request, site, items=found.items, **_following(request, found.next))

    def withdrawal(self, request: Request, ledger: str, page: str) -> Response:
        """一件撤回公告。"""
        site = self._jurisdictions.get(ledger)
        with self._engine.connect() as connection:
            notice = find_withdrawal(connection, ledger, page) if is_id(page) else None
        if notice is None:
            raise NotFound("withdrawal", page)
        return _answer(request, site, notice=notice)

    def statistics(self, request: Request, ledger: str, wanted: Asked, by: str = "month") -> Response:
        """统计：`by` 为 agency、matter、procedure、month 中的一个或者几个（以逗号分隔）；期限按发生和按记录分别计算。

        `spans` 为各环节用时：总日数、件数，以及不超过若干日的件数；金额单位为分。
        """
        site = self._jurisdictions.get(ledger)
        with self._engine.connect() as connection:
            found = statistics(
                connection,
                ledger,
                by=dimensions(by),
                agency=wanted.agency,
                matter=wanted.matter,
                procedure=wanted.procedure,
                first_month=f"{wanted.year}-01" if wanted.year else "",
                last_month=f"{wanted.year}-12" if wanted.year else "",
            )
        return _answer(request, site, items=[one for one in map(_shown, found) if _says_something(one) or not by])

    def withheld(self, request: Request, ledger: str) -> Response:
        """不予公示的件数，按第八条的情形；一件有两种情形的，分别计入。"""
        site = self._jurisdictions.get(ledger)
        with self._engine.connect() as connection:
            found = count_withheld(connection, ledger)
        return _answer(request, site, total=found.total, by_ground=found.by_ground)


def _page(
    request: Request, found: Disclosure, notice: Withdrawal | None = None, more: PageMore | None = None
) -> PublicDisclosure:
    url = page_url(str(request.base_url), found.ledger, found.id)
    return PublicDisclosure(url=url, disclosure=found, withdrawal=notice, more=more)


def _shown(figures: Figures) -> PublicFigures:
    return msgspec.convert(figures, PublicFigures, from_attributes=True)


def _says_something(figures: PublicFigures) -> bool:
    """Whether a row has any public figure: that of refused openings, which belong to no agency, has none."""
    names = {name: getattr(figures, name) for name in ("agency", "matter", "procedure", "month")}
    return figures != PublicFigures(**names)


def _following(request: Request, cursor: str | None, wanted: Filters | None = None) -> dict[str, Any]:
    if cursor is None:
        return {"next": None}
    query = (wanted or Filters()).address(cursor)
    return {"next": f"{request.base_url}{request.url.path.lstrip('/')}?{query}"}


def _answer(request: Request, site: Jurisdiction, **values: Any) -> Response:
    """The values with whose ledger it is; RFC 8288 `next` when a page follows."""
    link = {"Link": f'<{values["next"]}>; rel="next"'} if values.get("next") else {}
    body = Json({"ledger": site, **values}).body
    return conditional(request, bytes(body), "application/json", headers={**OPEN, **link})
