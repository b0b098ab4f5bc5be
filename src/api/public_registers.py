"""The registers that everybody reads, of any day (`on`): agencies, officers, reviewers, letters, benchmarks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from typing import Final

import msgspec
from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api import pages
from api.answers import Json
from api.jurisdictions import Jurisdictions
from api.reading import OPEN, conditional, readable
from projections.information import matter_title, public_registers
from projections.law_texts import law_texts
from projections.officials import official_names
from records.errors import NotFound
from records.law.data import Law
from records.law.entries import ORDINARY
from records.register.events import AgencyRegistered, BenchmarkPublished, DelegationGranted
from records.register.fold import Register
from records.reviewing.staff import ReviewersShare, reviewers_share
from records.store.directory import Ledgers
from records.store.kept import Kept


class PublicOfficer(msgspec.Struct, frozen=True, kw_only=True):
    """An officer whose certificate holds on the day."""

    name: str
    """Empty once it was erased."""
    certificate: str
    """执法证号."""
    category: str
    agency: str
    """Code."""
    agency_name: str
    valid_from: date
    valid_to: date


class PublicReviewer(msgspec.Struct, frozen=True, kw_only=True):
    """A legal reviewer on the day; the number of the qualification stays with the agency."""

    name: str
    agency: str
    agency_name: str
    valid_from: date
    valid_to: date | None
    qualified: bool
    """Whether a 法律职业资格 is registered."""
    training_hours: int
    """In the year of the day, up to the day."""


class PublicLetter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter of delegation that holds on the day."""

    letter: DelegationGranted
    delegator_name: str
    delegate_name: str


class PublicBenchmark(msgspec.Struct, frozen=True, kw_only=True):
    """A discretion benchmark in force on the day."""

    benchmark: BenchmarkPublished
    matter_name: str


class Registers(msgspec.Struct, frozen=True, kw_only=True):
    """All of them on one day."""

    agencies: tuple[AgencyRegistered, ...]
    officers: tuple[PublicOfficer, ...]
    reviewers: tuple[PublicReviewer, ...]
    share: ReviewersShare
    delegations: tuple[PublicLetter, ...]
    benchmarks: tuple[PublicBenchmark, ...]


TITLES: Final = {
    "agencies": "执法主体",
    "officers": "执法人员",
    "reviewers": "法制审核人员",
    "delegations": "委托执法",
    "benchmarks": "裁量基准",
}
"""By the name in the address, in the order of the page."""

_KINDS: Final = {"agency": "行政机关", "authorised": "法律法规授权的组织", "entrusted": "受委托组织"}
_POWERS: Final = {"penalty": "行政处罚", "licence": "行政许可", "other": "其他"}


def routes(ledgers: Ledgers) -> APIRouter:
    """`/public/{ledger}/registers/{name}` and the page `/{ledger}/registers`."""
    router, shown = APIRouter(), PublicRegisters(ledgers)
    open_to_all = APIRouter(prefix="/public/{ledger}/registers", tags=["public"])
    readable(open_to_all, "/{name}", shown.json)
    router.include_router(open_to_all)
    router.add_api_route("/{ledger}/registers", shown.page, methods=["GET", "HEAD"], include_in_schema=False)
    return router


class PublicRegisters:
    """The endpoints; none asks who is there."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._engine, self._jurisdictions = ledgers.engine, Jurisdictions(ledgers.engine)

    def json(self, request: Request, ledger: str, name: str, on: str = "") -> Response:
        """一个名录：`agencies`、`officers`、`reviewers`、`delegations` 或者 `benchmarks`；`on` 为日期，可查任一日。"""
        if name not in TITLES:
            raise NotFound("register", name)
        site, day, found = self._read(ledger, on)
        more = {"share": found.share} if name == "reviewers" else {}
        body = Json({"ledger": site, "on": day, name: getattr(found, name), **more}).body
        return conditional(request, bytes(body), "application/json", headers=OPEN)

    def page(self, request: Request, ledger: str, on: str = "") -> Response:
        """全部名录，某一日的。"""
        site, day, found = self._read(ledger, on)
        words = {"titles": TITLES, "kinds": _KINDS, "powers": _POWERS}
        return pages.show(request, "registers.html", site=site, on=day, asked=on, found=found, **words)

    def _read(self, ledger: str, on: str) -> tuple[object, date, Registers]:
        site, day = self._jurisdictions.get(ledger), self._jurisdictions.day(ledger, on)
        with self._engine.connect() as connection:
            return site, day, registers_on(connection, ledger, day)


def registers_on(connection: Connection, ledger: str, on: date) -> Registers:
    """The registers as they hold on a day, by all that is entered."""
    register, law = public_registers(connection, ledger), law_texts(connection, ledger).law(on, ORDINARY)
    known = sha256(repr((ledger, register.position, on, law.values)).encode()).hexdigest()
    key = f"{connection.engine.url} {known}"
    found = _KEPT.get(key)
    if found is None:
        found = _unnamed(register, law, on)
        _KEPT.put(key, found)
    return _named(found, official_names(connection, ledger))


_KEPT: Final[Kept[Registers]] = Kept(64)
"""By all that they depend on the registers of the days that were asked for last, with nobody's name: one that is erased
is nowhere.
"""


def _named(found: Registers, names: dict[str, str]) -> Registers:
    """With names in the place of the ids of persons."""
    replace = msgspec.structs.replace
    return replace(
        found,
        officers=tuple(replace(one, name=names.get(one.name, "")) for one in found.officers),
        reviewers=tuple(replace(one, name=names.get(one.name, "")) for one in found.reviewers),
    )


def _unnamed(register: Register, law: Law, on: date) -> Registers:
    """With the ids of persons in the place of their names."""
    agencies = tuple(one for one in (register.agency(code, on) for code in register.agencies) if one)
    called = _names(register, on)
    return Registers(
        agencies=agencies,
        officers=tuple(_officers(register, called, on)),
        reviewers=tuple(_reviewers(register, called, on)),
        share=reviewers_share(register, law, on),
        delegations=tuple(
            PublicLetter(letter=one, delegator_name=called(one.delegator), delegate_name=called(one.delegate))
            for agency in register.agencies
            for one in register.delegations_of(agency, on)
        ),
        benchmarks=tuple(
            PublicBenchmark(benchmark=held, matter_name=matter_title(register, matter))
            for matter in register.benchmarks
            if (held := register.benchmark(matter, on))
        ),
    )


def _officers(register: Register, called: Callable[[str], str], on: date) -> Iterator[PublicOfficer]:
    for person, certificates in register.officers.items():
        for agency in dict.fromkeys(one.agency for one in certificates):
            found = register.officer(person, agency, on)
            if found is not None:
                yield PublicOfficer(
                    name=person,
                    certificate=found.certificate,
                    category=found.category,
                    agency=agency,
                    agency_name=called(agency),
                    valid_from=found.valid_from,
                    valid_to=found.valid_to,
                )


def _reviewers(register: Register, called: Callable[[str], str], on: date) -> Iterator[PublicReviewer]:
    for person in register.reviewers:
        found = register.reviewer(person, on)
        if found is not None:
            yield PublicReviewer(
                name=person,
                agency=found.agency,
                agency_name=called(found.agency),
                valid_from=found.valid_from,
                valid_to=found.valid_to,
                qualified=bool(found.qualification.strip()),
                training_hours=register.training_hours(person, on.year, on),
            )


def _names(register: Register, on: date) -> Callable[[str], str]:
    """What an agency is called on the day; its code when it is none then."""

    def called(code: str) -> str:
        found = register.agency(code, on)
        return found.name if found else code

    return called
