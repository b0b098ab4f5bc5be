"""公示监督检查: what supervisors choose from and lead, results by year for all (信息公示制度 第十五条, 第十六条)."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from fastapi import APIRouter, Request, Response

from api import pages
from api.access import Door
from api.answers import Json
from api.filters import clean
from api.jurisdictions import Jurisdictions
from api.reading import OPEN, PRIVATE, conditional, readable
from projections.oversight import list_oversights, year_results
from projections.oversight_candidates import candidates
from records.errors import Invalid
from records.store.directory import Ledgers

STAGES: Final = {
    "planned": "等待批准",
    "rejected": "未获批准",
    "approved": "等待抽样",
    "drawn": "正在评分",
    "concluded": "已出具意见",
    "closed": "已结案",
}
WHY: Final = {
    "published-late": "逾期公示",
    "unpublished": "逾期未公示",
    "correction-late": "更正逾期",
    "withdrawal-late": "撤下逾期",
    "other-late": "其他公示期限逾期",
    "mismatch": "事项与名录不一致",
}


def routes(ledgers: Ledgers, door: Door) -> APIRouter:
    """Views for supervisors, results for all as JSON and as a page."""
    router, open_to_all, views = APIRouter(), APIRouter(tags=["public"]), OversightViews(ledgers, door)
    of = "/api/{ledger}/supervision/disclosure"
    router.add_api_route(f"{of}-candidates", views.candidates, methods=["GET"], tags=["supervision"])
    router.add_api_route(f"{of}-oversights", views.oversights, methods=["GET"], tags=["supervision"])
    readable(open_to_all, "/public/{ledger}/oversight", views.public)
    router.include_router(open_to_all)
    for path, page in (("/staff/{ledger}/oversight", views.staff), ("/{ledger}/oversight", views.page)):
        router.add_api_route(path, page, methods=["GET", "HEAD"], include_in_schema=False)
    return router


class OversightViews:
    """The endpoints."""

    def __init__(self, ledgers: Ledgers, door: Door) -> None:
        self._ledgers, self._engine, self._door = ledgers, ledgers.engine, door
        self._jurisdictions = Jurisdictions(ledgers.engine)

    def candidates(self, request: Request, ledger: str, agency: str = "") -> Response:
        """抽样线索，按机关列出：公示、更正、撤下等期限逾期的，事项与名录不一致的；`agency` 为机关代码。"""
        self._door(request, "supervise", ledger)
        opened = self._ledgers.get(ledger)
        with self._engine.connect() as connection:
            found = candidates(connection, ledger, opened.register(), opened.now().day, clean(agency))
        return Json({"items": found}, headers={"Cache-Control": PRIVATE})

    def oversights(self, request: Request, ledger: str) -> Response:
        """公示监督检查的全部案件：被检查机关、进度、得分、责令改正和整改情况。"""
        self._door(request, "supervise", ledger)
        with self._engine.connect() as connection:
            found = list_oversights(connection, ledger)
        return Json({"items": found}, headers={"Cache-Control": PRIVATE})

    def public(self, request: Request, ledger: str, year: str = "", agency: str = "") -> Response:
        """公示监督检查结果，按年度和被检查机关：次数、得分、等次、责令改正、整改；不含个人姓名。"""
        site = self._jurisdictions.get(ledger)
        with self._engine.connect() as connection:
            found = year_results(connection, ledger, year=_year(year), agency=clean(agency))
        body = Json({"ledger": site, "items": found}).body
        return conditional(request, bytes(body), "application/json", headers=OPEN)

    def page(self, request: Request, ledger: str) -> Response:
        """公示监督检查结果页。"""
        site = self._jurisdictions.get(ledger)
        with self._engine.connect() as connection:
            found = year_results(connection, ledger)
        years = [(year, list(some)) for year, some in groupby(found, key=lambda one: one.year)]
        return pages.show(request, "oversight.html", site=site, years=years)

    def staff(self, request: Request, ledger: str) -> Response:
        """监督人员的公示监督页：抽样线索、检查案件、年度结果。"""
        principal = self._door(request, "supervise", ledger)
        opened = self._ledgers.get(ledger)
        with self._engine.connect() as connection:
            found = candidates(connection, ledger, opened.register(), opened.now().day)
            listed = list_oversights(connection, ledger)
            results = year_results(connection, ledger)
        agencies = [(some[0], some) for _, some in ((key, list(group)) for key, group in groupby(found, _agency))]
        return pages.show_private(
            "staff_oversight.html",
            principal=principal,
            site=self._jurisdictions.get(ledger),
            agencies=agencies,
            listed=listed,
            results=results,
            stages=STAGES,
            why=WHY,
        )


def _agency(one: object) -> str:
    return str(getattr(one, "agency", ""))


def _year(text: str) -> int | None:
    """A year of a query, None for none. Raises Invalid."""
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) == 4 and text > "0000":
        return int(text)
    raise Invalid([("year", "应为年份，如 2026")])
