"""合法、及时、准确、便民: the four principles of disclosure as figures that anybody sees (信息公示制度 第二条).

Each is counted from the events and nothing else; none is a mark that somebody gives.
"""

from __future__ import annotations

from typing import Final

import msgspec
from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api import pages
from api.answers import Json
from api.jurisdictions import Jurisdictions
from api.public_registers import registers_on
from api.reading import OPEN, conditional, readable
from projections.corrections import CorrectionFigures, corrections_figures
from projections.disclosures import count_disclosures
from projections.jurisdictions import limits_on
from projections.statistics import statistics
from projections.withdrawals import count_withdrawals
from records.course.steps import PROCEDURES
from records.store.directory import Ledgers

_CLOCK: Final = "publication."
"""How the limits of publication are named: one per clock."""

_OWN_CLOCK: Final = "publication.catalogue"
"""The clock of agencies whose own catalogue is stricter than the law (第四条): shown where one is."""


class Lawful(msgspec.Struct, frozen=True, kw_only=True):
    """合法: what the rules let pass, found broken, or refused."""

    steps: int
    """Steps on record, those that were entered afterwards included."""
    defective: int
    """Of these, the ones that broke a rule and say so."""
    refused: int
    """Steps that were tried and refused with the article."""


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """及时: how often one clock of publication was kept."""

    limit: str
    title: str
    on_time: int
    late: int


class Convenient(msgspec.Struct, frozen=True, kw_only=True):
    """便民: what anybody reads without a login."""

    disclosures: int
    withdrawals: int
    officers: int
    corrections: int
    asked: int
    """Corrections that somebody outside asked for."""


class FourPrinciples(msgspec.Struct, frozen=True, kw_only=True):
    """All four."""

    lawful: Lawful
    timely: tuple[Clock, ...]
    """Publications by each clock: each breach counts by itself (第十二条)."""
    accurate: CorrectionFigures
    convenient: Convenient


def routes(ledgers: Ledgers) -> APIRouter:
    """`/public/{ledger}/principles` and the page `/{ledger}/principles`."""
    router, shown = APIRouter(), Principles(ledgers)
    open_to_all = APIRouter(prefix="/public/{ledger}", tags=["public"])
    readable(open_to_all, "/principles", shown.json)
    router.include_router(open_to_all)
    router.add_api_route("/{ledger}/principles", shown.page, methods=["GET", "HEAD"], include_in_schema=False)
    return router


class Principles:
    """The endpoints; none asks who is there."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._engine, self._jurisdictions = ledgers.engine, Jurisdictions(ledgers.engine)

    def json(self, request: Request, ledger: str) -> Response:
        """合法、及时、准确、便民四项原则的数字，由全部记录随时算出。"""
        site = self._jurisdictions.get(ledger)
        body = Json({"ledger": site, "principles": self._read(ledger)}).body
        return conditional(request, bytes(body), "application/json", headers=OPEN)

    def page(self, request: Request, ledger: str) -> Response:
        """四项原则。"""
        site = self._jurisdictions.get(ledger)
        return pages.show(request, "four_principles.html", site=site, one=self._read(ledger))

    def _read(self, ledger: str) -> FourPrinciples:
        today = self._jurisdictions.today(ledger)
        with self._engine.connect() as connection:
            limits = limits_on(connection, ledger, today, PROCEDURES)
            titles = {one.id: one.title for some in limits.values() for one in some.values() if is_clock(one.id)}
            shown = registers_on(connection, ledger, today)
            return principles(connection, ledger, titles, officers=len(shown.officers))


def is_clock(limit: str) -> bool:
    """Whether a limit is one of the clocks of publication."""
    return limit.startswith(_CLOCK)


def principles(connection: Connection, ledger: str, titles: dict[str, str], *, officers: int) -> FourPrinciples:
    """The figures of a ledger; `titles` has the clocks of publication by the id of their limit."""
    sums = statistics(connection, ledger)[0]
    counted = {one.limit_id for one in sums.terms}
    corrected = corrections_figures(connection, ledger)
    return FourPrinciples(
        lawful=Lawful(steps=sums.steps, defective=sums.defective, refused=sums.refusals),
        timely=tuple(
            Clock(
                limit=limit,
                title=title,
                on_time=sum(one.on_time_recorded for one in sums.terms if one.limit_id == limit),
                late=sum(one.late_recorded for one in sums.terms if one.limit_id == limit),
            )
            for limit, title in titles.items()
            if limit != _OWN_CLOCK or limit in counted
        ),
        accurate=corrected,
        convenient=Convenient(
            disclosures=count_disclosures(connection, ledger),
            withdrawals=count_withdrawals(connection, ledger),
            officers=officers,
            corrections=corrected.made,
            asked=corrected.requests,
        ),
    )
