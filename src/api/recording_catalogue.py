"""音像记录目录 for everybody: what has to be recorded, from where to where, and how long it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request, Response

from api import pages
from api.answers import Json
from api.jurisdictions import Jurisdictions
from api.reading import OPEN, conditional, readable
from projections.information import agency_titles, public_registers
from projections.law_texts import law_texts
from projections.recording_catalogue import RecordingCatalogue, recording_catalogue
from records.course.steps import EVERY_PROCEDURE
from records.errors import NotFound
from records.law.entries import Medium
from records.store.directory import Ledgers

KEPT: Final[Mapping[str, str]] = {"file": "与案卷的保管期限相同"}
"""How long a recording is kept, in words; of months the page counts them."""

_MEDIA: Final[Mapping[Medium, str]] = {"video": "录像", "audio": "录音", "image": "照相"}


def routes(ledgers: Ledgers) -> APIRouter:
    """The catalogue as JSON and as a page, whole or of one procedure."""
    router, catalogue = APIRouter(), Catalogue(ledgers)
    open_to_all = APIRouter(tags=["public"])
    readable(open_to_all, "/public/{ledger}/recording-catalogue", catalogue.get)
    readable(open_to_all, "/public/{ledger}/recording-catalogue/{procedure}", catalogue.get)
    router.include_router(open_to_all)
    for path in ("/{ledger}/recording-catalogue", "/{ledger}/recording-catalogue/{procedure}"):
        router.add_api_route(path, catalogue.page, methods=["GET", "HEAD"], include_in_schema=False)
    return router


class Catalogue:
    """The endpoints; none asks who is there."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._engine, self._jurisdictions = ledgers.engine, Jurisdictions(ledgers.engine)

    def get(self, request: Request, ledger: str, procedure: str = "", on: str = "") -> Response:
        """音像记录目录：各执法类别应当音像记录的环节、方式、起止、内容、保存期限和免予的情形；`on` 为日期。"""
        body = Json(self._found(ledger, procedure, on)).body
        return conditional(request, bytes(body), "application/json", headers=OPEN)

    def page(self, request: Request, ledger: str, procedure: str = "", on: str = "") -> Response:
        """音像记录目录页。"""
        site, found = self._jurisdictions.get(ledger), self._found(ledger, procedure, on)
        with self._engine.connect() as connection:
            names = agency_titles(public_registers(connection, ledger))
        values = {"found": found, "names": names, "kept": KEPT, "media": _MEDIA, "procedure": procedure, "asked": on}
        return pages.show(request, "recording_catalogue.html", site=site, **values)

    def _found(self, ledger: str, procedure: str, on: str) -> RecordingCatalogue:
        if procedure and procedure not in EVERY_PROCEDURE:
            raise NotFound("procedure", procedure)
        day = self._jurisdictions.day(ledger, on)
        with self._engine.connect() as connection:
            found = recording_catalogue(law_texts(connection, ledger), day)
        if not procedure:
            return found
        own = tuple(one for one in found.procedures if one.procedure == procedure)
        return RecordingCatalogue(
            on=found.on, procedures=own, grounds=found.grounds, unlinked_months=found.unlinked_months
        )
