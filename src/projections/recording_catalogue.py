"""音像记录目录 for everybody: which recordings the law data of a ledger ask for (全过程记录制度 二)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from projections.law_texts import LawTexts
from records.course.coverage import unlinked_months
from records.course.steps import EVERY_PROCEDURE
from records.law.entries import ORDINARY, Duty, Waiver


class ProcedureDuties(msgspec.Struct, frozen=True, kw_only=True):
    """The recordings that cases of a procedure have to have."""

    procedure: str
    title: str
    agency: str
    """Code, where the agency asks for them by rules of its own; empty: all agencies."""
    duties: tuple[Duty, ...]


class RecordingCatalogue(msgspec.Struct, frozen=True, kw_only=True):
    """What has to be recorded on a day, by procedure; what a recording may be waived for; how long the rest is kept."""

    on: date
    procedures: tuple[ProcedureDuties, ...]
    grounds: tuple[Waiver, ...]
    unlinked_months: int | None
    """None where the data say nothing of it."""


def recording_catalogue(texts: LawTexts, on: date) -> RecordingCatalogue:
    """The catalogue of a day, by the law data that a ledger has adopted."""
    law = texts.law(on, ORDINARY)
    of_all = {one: texts.law(on, one).duties for one in EVERY_PROCEDURE}
    shared = [_duties(one, "", tuple(duties.values())) for one, duties in of_all.items()]
    own = [one for agency in sorted(texts.own) for one in _own(agency, texts, of_all, on)]
    return RecordingCatalogue(
        on=on,
        procedures=tuple(one for one in (*shared, *own) if one.duties),
        grounds=tuple(law.waivers.values()),
        unlinked_months=unlinked_months(law),
    )


def _own(agency: str, texts: LawTexts, of_all: Mapping[str, Mapping[str, Duty]], on: date) -> Iterator[ProcedureDuties]:
    """What an agency asks for beyond that."""
    for procedure, shared in of_all.items():
        duties = texts.law(on, procedure, agency).duties
        yield _duties(procedure, agency, tuple(one for key, one in duties.items() if shared.get(key) != one))


def _duties(procedure: str, agency: str, duties: tuple[Duty, ...]) -> ProcedureDuties:
    return ProcedureDuties(procedure=procedure, title=EVERY_PROCEDURE[procedure], agency=agency, duties=duties)
