"""文书目录 for everybody, as JSON and as a page (全过程记录制度 一)."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from fastapi import APIRouter, Request, Response

from api import pages
from api.answers import Json
from api.form_labels import LABELS
from api.jurisdictions import Jurisdictions
from api.reading import OPEN, conditional, readable
from projections.document_catalogue import CatalogueDocument, ProcedureDocuments, document_catalogue
from projections.information import agency_titles, public_registers
from projections.law_texts import law_texts
from records.course.steps import EVERY_PROCEDURE
from records.errors import NotFound
from records.store.directory import Ledgers

NUMBERING: Final = "机关代字＋文书代字＋〔年份〕＋序号＋号"
"""How every number is written: full-width brackets, no zero in front, no gap in a year's series of an agency."""


class Listed(CatalogueDocument, frozen=True, kw_only=True):
    """A document with its fields in Chinese."""

    field_names: tuple[str, ...]
    numbering: str
    """As 监漳罚决〔2026〕1号, the agency's own letters in front; empty of one without a number."""


def routes(ledgers: Ledgers) -> APIRouter:
    """The catalogue as JSON and as a page, whole or of one procedure."""
    router, catalogue = APIRouter(), Catalogue(ledgers)
    open_to_all = APIRouter(tags=["public"])
    readable(open_to_all, "/public/{ledger}/document-catalogue", catalogue.get)
    readable(open_to_all, "/public/{ledger}/document-catalogue/{procedure}", catalogue.get)
    router.include_router(open_to_all)
    for path in ("/{ledger}/document-catalogue", "/{ledger}/document-catalogue/{procedure}"):
        router.add_api_route(path, catalogue.page, methods=["GET", "HEAD"], include_in_schema=False)
    return router


class Catalogue:
    """The endpoints; none asks who is there."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._engine, self._jurisdictions = ledgers.engine, Jurisdictions(ledgers.engine)

    def get(self, request: Request, ledger: str, procedure: str = "", on: str = "") -> Response:
        """文书目录：各执法类别的文书、编号、必须载明的内容、应当制作的阶段和依据；`on` 为日期。"""
        site, found = self._jurisdictions.get(ledger), self._found(ledger, procedure, on)
        body = Json({"ledger": site, "numbering": NUMBERING, "procedures": found}).body
        return conditional(request, bytes(body), "application/json", headers=OPEN)

    def page(self, request: Request, ledger: str, procedure: str = "", on: str = "") -> Response:
        """文书目录页。"""
        site, found = self._jurisdictions.get(ledger), self._found(ledger, procedure, on)
        with self._engine.connect() as connection:
            names = agency_titles(public_registers(connection, ledger))
        values = {"names": names, "procedure": procedure, "asked": on, "numbering": NUMBERING}
        told = [_told_once(one) for one in found]
        return pages.show(request, "document_catalogue.html", site=site, found=told, **values)

    def _found(self, ledger: str, procedure: str, on: str) -> list[dict[str, Any]]:
        if procedure and procedure not in EVERY_PROCEDURE:
            raise NotFound("procedure", procedure)
        day = self._jurisdictions.day(ledger, on)
        with self._engine.connect() as connection:
            found = document_catalogue(law_texts(connection, ledger), day)
        return [_shown(one, day.year) for one in found if procedure in ("", one.procedure)]


def _shown(found: ProcedureDocuments, year: int) -> dict[str, Any]:
    documents = [
        Listed(
            **msgspec.structs.asdict(one),
            field_names=tuple(_called(name, one) for name in one.fields),
            numbering=f"{one.series}〔{year}〕1号" if one.series else "",
        )
        for one in found.documents
    ]
    return {"procedure": found.procedure, "title": found.title, "agency": found.agency, "documents": documents}


def _told_once(found: dict[str, Any]) -> dict[str, Any]:
    """Without what looks the same as another one: a document may have several forms, by what is decided in it."""
    told: dict[tuple[object, ...], Listed] = {}
    for one in found["documents"]:
        told.setdefault((one.title, one.numbering, one.field_names, one.parts, one.stage), one)
    return found | {"documents": list(told.values())}


def _called(name: str, document: CatalogueDocument) -> str:
    """What forms call the field, as the command that issues the document has it."""
    of_steps = (LABELS.label.get(f"{step}.{name}") for step in document.steps)
    return next(filter(None, of_steps), None) or LABELS.label.get(name, name)
