"""The portal: what the public sees as pages, without login, cookie or script (信息公示制度 第十条)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api import pages, periods
from api.chart import draw
from api.figures import report
from api.filters import Asked, Filters, clean
from api.jurisdictions import Jurisdiction, Jurisdictions
from api.reading import is_id
from projections.disclosures import (
    count_disclosures,
    count_withheld,
    facets,
    find_disclosure,
    list_disclosures,
)
from projections.draws import find_draw, list_draws
from projections.information import matter_title, public_registers
from projections.jurisdictions import limits_on
from projections.licences import public_licences
from projections.publishing import find_more
from projections.withdrawals import count_withdrawals, find_withdrawal, list_withdrawals
from records.course.steps import PROCEDURES
from records.errors import NotFound
from records.store.directory import Ledgers

NOTICES = 3
"""Latest notices of withdrawal on the first page."""


def routes(ledgers: Ledgers) -> APIRouter:
    """The pages. They come last in the app, since their first segment may be any ledger's name."""
    router, portal = APIRouter(include_in_schema=False), Portal(ledgers)
    for path, page in (
        ("/", portal.front),
        ("/about", portal.about),
        ("/{ledger}", portal.slash),
        ("/{ledger}/", portal.home),
        ("/{ledger}/disclosures/{page}", portal.disclosure),
        ("/{ledger}/withdrawals", portal.withdrawals),
        ("/{ledger}/withdrawals/{page}", portal.withdrawal),
        ("/{ledger}/statistics", portal.statistics),
        ("/{ledger}/draws", portal.draws),
        ("/{ledger}/draws/{page}/{draw}", portal.draw),
        ("/{ledger}/licences", portal.licences),
    ):
        router.add_api_route(path, page, methods=["GET", "HEAD"])
    return router


class Portal:
    """The endpoints; each reads in one transaction and shows a template."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._engine = ledgers.engine
        self._jurisdictions = Jurisdictions(ledgers.engine)

    def front(self, request: Request, wanted: Asked, cursor: str = "") -> Response:
        """首页：只有一个账本时为该账本的首页，否则为账本目录。"""
        sites = self._jurisdictions.all()
        if len(sites) != 1:
            return pages.show(request, "ledgers.html", sites=sites)
        return self._home(request, sites[0], wanted, cursor)

    def about(self, request: Request) -> Response:
        """关于本站：哪些可以核对，哪些还不能。"""
        sites = self._jurisdictions.all()
        return pages.show(request, "about.html", site=sites[0] if len(sites) == 1 else None)

    def slash(self, ledger: str) -> Response:
        """没有斜杠的地址。"""
        return RedirectResponse(f"/{self._jurisdictions.get(ledger).name}/", 308)

    def home(self, request: Request, ledger: str, wanted: Asked, cursor: str = "") -> Response:
        """一个账本的首页：检索、最新公示、最新撤回、不予公示件数。"""
        return self._home(request, self._jurisdictions.get(ledger), wanted, cursor)

    def _home(self, request: Request, site: Jurisdiction, wanted: Filters, cursor: str) -> Response:
        with self._engine.connect() as connection:
            return pages.show(
                request,
                "home.html",
                site=site,
                wanted=wanted,
                later=bool(cursor),
                count=count_disclosures(connection, site.name, **wanted.arguments()),
                found=list_disclosures(connection, site.name, after=cursor or None, **wanted.arguments()),
                facets=facets(connection, site.name),
                notices=list_withdrawals(connection, site.name, limit=NOTICES).items,
                withdrawn=count_withdrawals(connection, site.name),
                withheld=count_withheld(connection, site.name),
            )

    def disclosure(self, request: Request, ledger: str, page: str) -> Response:
        """一件公示信息；已撤回的，为撤回公告。"""
        site = self._jurisdictions.get(ledger)
        with self._engine.connect() as connection:
            found = find_disclosure(connection, ledger, page) if is_id(page) else None
            notice = find_withdrawal(connection, ledger, page) if found else None
            more = find_more(connection, ledger, page) if found else None
        if found is None:
            raise NotFound("disclosure", page)
        if found.status == "ended":
            return pages.show(request, "ended.html", site=site, former=found, more=more)
        if found.copy is None:
            return pages.show(request, "withdrawal.html", site=site, notice=notice, former=found, more=more)
        return pages.show(request, "disclosure.html", site=site, page=found, copy=found.copy, more=more)

    def withdrawals(self, request: Request, ledger: str, cursor: str = "") -> Response:
        """撤回公告目录。"""
        site = self._jurisdictions.get(ledger)
        with self._engine.connect() as connection:
            found = list_withdrawals(connection, ledger, after=cursor or None)
            count = count_withdrawals(connection, ledger)
        return pages.show(request, "withdrawals.html", site=site, found=found, count=count, later=bool(cursor))

    def withdrawal(self, request: Request, ledger: str, page: str) -> Response:
        """一件撤回公告。"""
        site = self._jurisdictions.get(ledger)
        with self._engine.connect() as connection:
            notice = find_withdrawal(connection, ledger, page) if is_id(page) else None
            more = find_more(connection, ledger, page) if notice else None
        if notice is None:
            raise NotFound("withdrawal", page)
        return pages.show(request, "withdrawal.html", site=site, notice=notice, former=notice, more=more)

    def draws(self, request: Request, ledger: str, cursor: str = "") -> Response:
        """已公示抽查计划的抽签，最新的计划在前。"""
        site = self._jurisdictions.get(ledger)
        with self._engine.connect() as connection:
            found = list_draws(connection, ledger, after=cursor or None)
        return pages.show(request, "draws.html", site=site, found=found, later=bool(cursor))

    def draw(self, request: Request, ledger: str, page: str, draw: str) -> Response:
        """一次抽签：名单、号码、种子和结果，任何人可以重新计算。"""
        site = self._jurisdictions.get(ledger)
        number = int(draw) if draw.isascii() and draw.isdigit() and len(draw) < 7 else 0
        with self._engine.connect() as connection:
            found = find_draw(connection, ledger, page, number) if is_id(page) and number else None
            if found is None:
                raise NotFound("draw", f"{page}/{draw}")
            matter = matter_title(public_registers(connection, ledger), found.fixed.matter)
        return pages.show(request, "draw.html", site=site, draw=found, matter=matter)

    def licences(self, request: Request, ledger: str, cursor: str = "") -> Response:
        """许可名录：决定已经公示的许可，最新的在前。"""
        site, today = self._jurisdictions.get(ledger), self._jurisdictions.today(ledger)
        with self._engine.connect() as connection:
            found = public_licences(connection, ledger, today, after=cursor or None)
        return pages.show(request, "licences.html", site=site, found=found, today=today, later=bool(cursor))

    def statistics(self, request: Request, ledger: str, wanted: Asked, period: str = "") -> Response:
        """统计：各环节用时和各项期限的按期率，按月、机关、事项；`period` 为年份或者月份，也可用 `year`。"""
        site, today = self._jurisdictions.get(ledger), self._jurisdictions.today(ledger)
        name = periods.read(clean(period)) or str(wanted.year or "")
        with self._engine.connect() as connection:
            limits = limits_on(connection, ledger, today, PROCEDURES)
            shown = report(connection, ledger, limits, today, name, wanted.agency)
        chart = draw([line.figures for line in shown.months]) if shown.months else None
        values = {"site": site, "report": shown, "chart": chart, "agency": wanted.agency, "today": today}
        return pages.show(request, "statistics.html", **values)
