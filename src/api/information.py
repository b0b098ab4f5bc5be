"""What agencies publish of themselves (信息公示制度 第三条 to 第五条), as JSON and pages, of any day (`on`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

import msgspec
from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api import pages
from api.answers import Json
from api.jurisdictions import Jurisdictions
from api.reading import OPEN, conditional, readable
from projections.information import public_registers
from projections.law_texts import law_texts
from records.basics.complete import ended
from records.basics.standing import unpublished
from records.errors import NotFound
from records.law.entries import ORDINARY
from records.register.events import (
    AgencyRegistered,
    BasicInformationPublished,
    CataloguePublished,
    DelegationGranted,
    ListKind,
    ListPublished,
    MatterRegistered,
)
from records.register.fold import Register
from records.store.directory import Ledgers

LISTS: Final[dict[ListKind, str]] = {
    "power": "权力清单",
    "responsibility": "责任清单",
    "inspection": "随机抽查事项清单",
}


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One of several that took each other's place."""

    version: int
    valid_from: date


class AgencyCatalogue(msgspec.Struct, frozen=True, kw_only=True):
    """An agency with the catalogue that holds on the day, and all that it has had."""

    agency: str
    """Code."""
    name: str
    catalogue: CataloguePublished | None
    versions: tuple[Version, ...]


class AgencyLists(msgspec.Struct, frozen=True, kw_only=True):
    """An agency with its lists of the day by kind (power, responsibility, inspection), and all that it has had."""

    agency: str
    name: str
    lists: dict[ListKind, ListPublished | None]
    versions: dict[ListKind, tuple[Version, ...]]


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter of delegation that covers the matter, and who has not published it (行政处罚法 第二十条第二款)."""

    letter: DelegationGranted
    delegate_name: str
    unpublished: tuple[str, ...]
    """Names of the sides that have not published it."""


class MatterInformation(msgspec.Struct, frozen=True, kw_only=True):
    """A matter that is listed on the day, with its basic information then."""

    matter: MatterRegistered
    agency_name: str
    basic: BasicInformationPublished | None
    versions: tuple[Version, ...]
    ended: tuple[str, ...]
    """Laws and articles that it cites and that have ended."""
    letters: tuple[Letter, ...]


def routes(ledgers: Ledgers) -> APIRouter:
    """The routes under `/public/{ledger}`, and the pages of the portal."""
    router, shown = APIRouter(), Information(ledgers)
    open_to_all = APIRouter(prefix="/public/{ledger}", tags=["public"])
    readable(open_to_all, "/catalogues", shown.catalogues)
    readable(open_to_all, "/lists", shown.lists)
    readable(open_to_all, "/basic-information", shown.matters)
    readable(open_to_all, "/basic-information/{agency}/{matter}", shown.matter)
    router.include_router(open_to_all)
    for path, page in (
        ("/{ledger}/catalogue", shown.catalogue_page),
        ("/{ledger}/lists", shown.lists_page),
        ("/{ledger}/matters", shown.matters_page),
        ("/{ledger}/matters/{agency}/{matter}", shown.matter_page),
    ):
        router.add_api_route(path, page, methods=["GET", "HEAD"], include_in_schema=False)
    return router


class Information:
    """The endpoints; none asks who is there."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._engine, self._jurisdictions = ledgers.engine, Jurisdictions(ledgers.engine)

    def catalogues(self, request: Request, ledger: str, on: str = "") -> Response:
        """各机关的公示目录和历次版本；`on` 为日期，可查任一日施行的目录。"""
        return self._json(request, ledger, on, lambda register, day: {"agencies": catalogues_on(register, day)})

    def lists(self, request: Request, ledger: str, on: str = "") -> Response:
        """各机关的权力清单、责任清单、随机抽查事项清单和历次版本；`on` 为日期。"""
        return self._json(request, ledger, on, lambda register, day: {"agencies": lists_on(register, day)})

    def matters(self, request: Request, ledger: str, on: str = "") -> Response:
        """各事项的基本信息和委托书；`on` 为日期。"""
        return self._json(request, ledger, on, lambda register, day: {"matters": list(matters_on(register, day))})

    def matter(self, request: Request, ledger: str, agency: str, matter: str, on: str = "") -> Response:
        """一个事项的基本信息；`on` 为日期。"""
        return self._json(request, ledger, on, lambda register, day: {"matter": _matter(register, agency, matter, day)})

    def catalogue_page(self, request: Request, ledger: str, on: str = "") -> Response:
        """公示目录。"""
        return self._page(
            request,
            ledger,
            on,
            "catalogue.html",
            lambda register, day, connection: {
                "agencies": catalogues_on(register, day),
                "titles": _titles(connection, ledger, day),
            },
        )

    def lists_page(self, request: Request, ledger: str, on: str = "") -> Response:
        """权力清单、责任清单、随机抽查事项清单。"""
        return self._page(
            request,
            ledger,
            on,
            "lists.html",
            lambda register, day, _: {"agencies": lists_on(register, day), "kinds": LISTS},
        )

    def matters_page(self, request: Request, ledger: str, on: str = "") -> Response:
        """执法事项。"""
        return self._page(
            request, ledger, on, "matters.html", lambda register, day, _: {"matters": list(matters_on(register, day))}
        )

    def matter_page(self, request: Request, ledger: str, agency: str, matter: str, on: str = "") -> Response:
        """一个事项的基本信息。"""
        return self._page(
            request, ledger, on, "matter.html", lambda register, day, _: {"one": _matter(register, agency, matter, day)}
        )

    def _json(self, request: Request, ledger: str, on: str, make: Callable[[Register, date], Any]) -> Response:
        site = self._jurisdictions.get(ledger)
        day = self._jurisdictions.day(ledger, on)
        with self._engine.connect() as connection:
            found = make(public_registers(connection, ledger), day)
        body = Json({"ledger": site, "on": day, **found}).body
        return conditional(request, bytes(body), "application/json", headers=OPEN)

    def _page(
        self,
        request: Request,
        ledger: str,
        on: str,
        template: str,
        make: Callable[[Register, date, Connection], dict[str, Any]],
    ) -> Response:
        site = self._jurisdictions.get(ledger)
        day = self._jurisdictions.day(ledger, on)
        with self._engine.connect() as connection:
            found = make(public_registers(connection, ledger), day, connection)
        asked = f"?on={day.isoformat()}" if on else ""
        return pages.show(request, template, site=site, on=day, asked=asked, **found)


def _titles(connection: Connection, ledger: str, on: date) -> dict[str, str]:
    """What the law data of the day call each kind of information, by its id; of one that they lack, those of later."""
    texts = law_texts(connection, ledger)
    kinds = (one for day in (date.max, on) for one in texts.law(day, ORDINARY).informations.values())
    return {one.id: one.title for one in kinds}


def catalogues_on(register: Register, on: date) -> list[AgencyCatalogue]:
    """Every agency that is registered on the day."""
    return [
        AgencyCatalogue(
            agency=one.code,
            name=one.name,
            catalogue=register.catalogue(one.code, on),
            versions=_versions(register.catalogues.get(one.code, ())),
        )
        for one in _agencies(register, on)
    ]


def lists_on(register: Register, on: date) -> list[AgencyLists]:
    """Every agency that is registered on the day."""
    return [
        AgencyLists(
            agency=one.code,
            name=one.name,
            lists={kind: register.list_of(kind, one.code, on) for kind in LISTS},
            versions={kind: _versions(register.lists.get((kind, one.code), ())) for kind in LISTS},
        )
        for one in _agencies(register, on)
    ]


def matters_on(register: Register, on: date) -> Iterator[MatterInformation]:
    """Every matter that is listed on the day, agency by agency."""
    for agency in _agencies(register, on):
        for code in register.matters:
            found = register.matter(code, agency.code, on)
            if found is not None:
                yield _information(found, agency.name, register, on)


def _agencies(register: Register, on: date) -> list[AgencyRegistered]:
    return [found for code in register.agencies if (found := register.agency(code, on))]


def _matter(register: Register, agency: str, matter: str, on: date) -> MatterInformation:
    """Raises NotFound for a matter that the agency did not have on the day."""
    found, registered = register.matter(matter, agency, on), register.agency(agency, on)
    if found is None or registered is None:
        raise NotFound("matter", f"{agency}/{matter}")
    return _information(found, registered.name, register, on)


def _information(matter: MatterRegistered, name: str, register: Register, on: date) -> MatterInformation:
    letters = (one for one in register.delegations_of(matter.agency, on) if matter.code in one.matters)
    basic = register.basic_information(matter.code, matter.agency, on)
    repeals = ended(basic.information, on, register) if basic else ()
    return MatterInformation(
        matter=matter,
        agency_name=name,
        basic=basic,
        versions=_versions(register.basics.get((matter.code, matter.agency), ())),
        ended=tuple(f"{one.law}{one.article}（自{one.valid_from}起，{one.instrument}）" for one in repeals),
        letters=tuple(_letter(one, register, on) for one in letters),
    )


def _letter(letter: DelegationGranted, register: Register, on: date) -> Letter:
    names = {code: _name(code, register, on) for code in (letter.delegator, letter.delegate)}
    missing = tuple(names[code] for code in unpublished(letter, register, on))
    return Letter(letter=letter, delegate_name=names[letter.delegate], unpublished=missing)


def _name(code: str, register: Register, on: date) -> str:
    found = register.agency(code, on)
    return found.name if found else code


def _versions(
    entries: tuple[CataloguePublished | ListPublished | BasicInformationPublished, ...],
) -> tuple[Version, ...]:
    return tuple(Version(version=one.version, valid_from=one.valid_from) for one in entries)
