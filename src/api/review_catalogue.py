"""重大执法决定法制审核: catalogue and flowchart for everybody, as JSON and as pages (法制审核制度 二、四)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from fastapi import APIRouter, Request, Response

from api import pages
from api.answers import Json
from api.jurisdictions import Jurisdictions
from api.reading import OPEN, conditional, readable
from api.review_chart import Chart, chart, has_review, mermaid
from api.review_words import criteria, when
from projections.information import agency_titles, public_registers
from projections.law_texts import LawTexts, law_texts
from records.course.steps import EVERY_PROCEDURE
from records.errors import NotFound
from records.law.entries import OFFICE, ORDINARY, Threshold
from records.store.directory import Ledgers


class MajorDecision(msgspec.Struct, frozen=True, kw_only=True):
    """A rule of the catalogue, in the version that holds on the day."""

    id: str
    title: str
    criteria: tuple[str, ...]
    """In Chinese: whom it is for, and what reaches it."""
    article: str
    since: date
    verified: bool
    policy: bool


class DueMaterial(msgspec.Struct, frozen=True, kw_only=True):
    """What has to come with a draft."""

    id: str
    title: str
    when: str


class ProcedureCatalogue(msgspec.Struct, frozen=True, kw_only=True):
    """The catalogue of one procedure."""

    procedure: str
    title: str
    agency: str
    """Code, where the agency has rules of its own; empty: all agencies."""
    rules: tuple[MajorDecision, ...]
    materials: tuple[DueMaterial, ...]


def routes(ledgers: Ledgers) -> APIRouter:
    """The routes under `/public/{ledger}`, and the pages of the portal."""
    router, shown = APIRouter(), Reviews(ledgers)
    open_to_all = APIRouter(tags=["public"])
    readable(open_to_all, "/public/{ledger}/review-catalogue", shown.catalogue)
    readable(open_to_all, "/public/{ledger}/review-flowchart", shown.flowchart)
    readable(open_to_all, "/public/{ledger}/review-flowchart/{procedure}", shown.flowchart)
    router.include_router(open_to_all)
    for path, page in (
        ("/{ledger}/review-catalogue", shown.catalogue_page),
        ("/{ledger}/review-flowchart", shown.flowchart_page),
        ("/{ledger}/review-flowchart/{procedure}", shown.flowchart_page),
    ):
        router.add_api_route(path, page, methods=["GET", "HEAD"], include_in_schema=False)
    return router


class Reviews:
    """The endpoints; none asks who is there."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._engine, self._jurisdictions = ledgers.engine, Jurisdictions(ledgers.engine)

    def catalogue(self, request: Request, ledger: str, on: str = "") -> Response:
        """重大执法决定法制审核目录：各执法类别应当审核的情形和送审材料；`on` 为日期，可查任一日的目录。"""
        site, day = self._jurisdictions.get(ledger), self._jurisdictions.day(ledger, on)
        return _json(request, {"ledger": site, "on": day, "procedures": catalogue_on(self._rules(ledger), day)})

    def flowchart(self, request: Request, ledger: str, procedure: str = ORDINARY, on: str = "") -> Response:
        """一种执法类别的法制审核流程：由规则画出，逐步列出，并附 Mermaid 文本；`on` 为日期。"""
        site, day = self._jurisdictions.get(ledger), self._jurisdictions.day(ledger, on)
        found, lines = self._chart(ledger, procedure, day)
        return _json(
            request, {"ledger": site, "on": day, "procedure": procedure, "chart": found, "mermaid": "\n".join(lines)}
        )

    def catalogue_page(self, request: Request, ledger: str, on: str = "") -> Response:
        """重大执法决定法制审核目录。"""
        site, day = self._jurisdictions.get(ledger), self._jurisdictions.day(ledger, on)
        with self._engine.connect() as connection:
            names = agency_titles(public_registers(connection, ledger))
        found = catalogue_on(self._rules(ledger), day)
        return pages.show(request, "review_catalogue.html", site=site, on=day, asked=on, found=found, names=names)

    def flowchart_page(self, request: Request, ledger: str, procedure: str = ORDINARY, on: str = "") -> Response:
        """法制审核流程图。"""
        site, day = self._jurisdictions.get(ledger), self._jurisdictions.day(ledger, on)
        found, lines = self._chart(ledger, procedure, day)
        titles = {one: title for one, title in EVERY_PROCEDURE.items() if one not in OFFICE}
        values = {"procedure": procedure, "titles": titles, "chart": found, "mermaid": "\n".join(lines)}
        return pages.show(request, "review_flowchart.html", site=site, on=day, asked=on, **values)

    def _chart(self, ledger: str, procedure: str, on: date) -> tuple[Chart, list[str]]:
        if procedure not in EVERY_PROCEDURE or procedure in OFFICE:
            raise NotFound("procedure", procedure)
        law = self._rules(ledger).law(on, procedure)
        if not has_review(law):
            raise NotFound("flowchart", f"{procedure}/{on}")
        return chart(law), list(mermaid(law))

    def _rules(self, ledger: str) -> LawTexts:
        with self._engine.connect() as connection:
            return law_texts(connection, ledger)


def catalogue_on(rules: LawTexts, on: date) -> list[ProcedureCatalogue]:
    """The catalogue of a day: of each procedure, and of each agency what it has otherwise."""
    procedures = [one for one in EVERY_PROCEDURE if one not in OFFICE]
    shared = {one: _catalogue(rules, on, one, "") for one in procedures}
    own = [one for agency in sorted(rules.own) for one in _own(rules, on, agency, shared)]
    return [one for one in (*shared.values(), *own) if one.rules]


def _own(rules: LawTexts, on: date, agency: str, shared: dict[str, ProcedureCatalogue]) -> Iterator[ProcedureCatalogue]:
    for procedure, of_all in shared.items():
        found = _catalogue(rules, on, procedure, agency)
        yield msgspec.structs.replace(
            found,
            rules=tuple(one for one in found.rules if one not in of_all.rules),
            materials=tuple(one for one in found.materials if one not in of_all.materials),
        )


def _catalogue(rules: LawTexts, on: date, procedure: str, agency: str) -> ProcedureCatalogue:
    law = rules.law(on, procedure, agency)
    return ProcedureCatalogue(
        procedure=procedure,
        title=EVERY_PROCEDURE[procedure],
        agency=agency,
        rules=tuple(_rule(one) for one in law.thresholds.values() if one.calls_for == "review"),
        materials=tuple(DueMaterial(id=one.id, title=one.title, when=when(one)) for one in law.materials.values()),
    )


def _rule(rule: Threshold) -> MajorDecision:
    given = {name: getattr(rule, name) for name in ("id", "title", "article", "since", "verified", "policy")}
    return MajorDecision(**given, criteria=criteria(rule))


def _json(request: Request, found: dict[str, object]) -> Response:
    return conditional(request, bytes(Json(found).body), "application/json", headers=OPEN)
