"""案卷评查: the automatic result of a case for staff, results by year for all (全过程记录制度 一, 四)."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from fastapi import APIRouter, Request, Response

from api import pages
from api.access import Door
from api.answers import Json
from api.filters import clean
from api.jurisdictions import Jurisdictions
from api.pre_evaluation import PreEvaluations
from api.reading import OPEN, PRIVATE, conditional, readable
from projections.evaluation import evaluation_results
from records.errors import Invalid
from records.store.directory import Ledgers

_YEAR: Final = 4


def routes(ledgers: Ledgers, door: Door, results: PreEvaluations) -> APIRouter:
    """A view for staff, results for all as JSON and as a page."""
    router, open_to_all, views = APIRouter(), APIRouter(tags=["public"]), EvaluationViews(ledgers, door, results)
    router.add_api_route("/api/{ledger}/cases/{case}/pre-evaluation", views.case, methods=["GET"], tags=["cases"])
    readable(open_to_all, "/public/{ledger}/file-evaluations", views.public)
    router.include_router(open_to_all)
    router.add_api_route("/{ledger}/file-evaluations", views.page, methods=["GET", "HEAD"], include_in_schema=False)
    return router


class EvaluationViews:
    """The endpoints."""

    def __init__(self, ledgers: Ledgers, door: Door, results: PreEvaluations) -> None:
        self._engine, self._door, self._results = ledgers.engine, door, results
        self._jurisdictions = Jurisdictions(ledgers.engine)

    def case(self, request: Request, ledger: str, case: str) -> Response:
        """案卷预评：按现行评查标准自动得出的否决情形、扣分项目、得分和等次。"""
        self._door.to_case(request, ledger, case)
        return Json(self._results.of(ledger, case), headers={"Cache-Control": PRIVATE})

    def public(self, request: Request, ledger: str, year: str = "", agency: str = "") -> Response:
        """案卷评查结果，按年度、机关和承办机构：卷数、等次、平均分、常见问题；不含个人姓名。"""
        site = self._jurisdictions.get(ledger)
        with self._engine.connect() as connection:
            found = evaluation_results(connection, ledger, year=_year(year), agency=clean(agency))
        body = Json({"ledger": site, "items": found}).body
        return conditional(request, bytes(body), "application/json", headers=OPEN)

    def page(self, request: Request, ledger: str) -> Response:
        """案卷评查结果页。"""
        site = self._jurisdictions.get(ledger)
        with self._engine.connect() as connection:
            found = evaluation_results(connection, ledger)
        years = [(year, list(some)) for year, some in groupby(found, key=lambda one: one.year)]
        return pages.show(request, "file_evaluations.html", site=site, years=years)


def _year(text: str) -> int | None:
    """A year of a query, None for none. Raises Invalid."""
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) == _YEAR and text > "0000":
        return int(text)
    raise Invalid([("year", "应为年份，如 2026")])
