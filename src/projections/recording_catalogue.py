"""音像记录目录 for everybody: which recordings the law data of a ledger ask for (全过程记录制度 二).

The adopted texts are kept as they are, those that say something of recordings; which of them hold on a day, the law
data say themselves. No key is opened.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec
from sqlalchemy import Column, Connection, PrimaryKeyConstraint, Table, Text, select

from projections.projection import Batch, Projection, Target, metadata
from records.course.coverage import unlinked_months
from records.course.steps import EVERY_PROCEDURE
from records.law.data import in_force
from records.law.entries import ORDINARY, Duty, Waiver
from records.law.file import parse
from records.law.own import law_of
from records.register.events import AgencyRulesAdopted, RulesAdopted

catalogue_text: Final = Table(
    "recording_catalogue_text",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("agency", Text, nullable=False),  # code, empty for what all share
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("ledger", "agency", "name"),
)


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


def recording_catalogue(connection: Connection, ledger: str, on: date) -> RecordingCatalogue:
    """The catalogue of a day, from the texts that the ledger has adopted last."""
    c = catalogue_text.c
    texts: dict[str, dict[str, str]] = {}
    for row in connection.execute(select(c.agency, c.name, c.text).where(c.ledger == ledger).order_by(c.name)):
        texts.setdefault(row.agency, {})[row.name] = row.text
    shared = texts.pop("", {})
    law = in_force(shared, on, ORDINARY)
    return RecordingCatalogue(
        on=on,
        procedures=(*_shared(shared, on), *_own(shared, texts, on)),
        grounds=tuple(law.waivers.values()),
        unlinked_months=unlinked_months(law),
    )


def _shared(shared: dict[str, str], on: date) -> tuple[ProcedureDuties, ...]:
    found = ((one, tuple(in_force(shared, on, one).duties.values())) for one in EVERY_PROCEDURE)
    return tuple(_duties(procedure, "", duties) for procedure, duties in found if duties)


def _own(shared: dict[str, str], texts: dict[str, dict[str, str]], on: date) -> tuple[ProcedureDuties, ...]:
    """What agencies ask for beyond that."""
    found = []
    for agency, own in sorted(texts.items()):
        for procedure in EVERY_PROCEDURE:
            of_all = in_force(shared, on, procedure).duties
            duties = law_of(shared, own, on, procedure).duties
            added = tuple(one for key, one in duties.items() if of_all.get(key) != one)
            found += [_duties(procedure, agency, added)] if added else []
    return tuple(found)


def _duties(procedure: str, agency: str, duties: tuple[Duty, ...]) -> ProcedureDuties:
    return ProcedureDuties(procedure=procedure, title=EVERY_PROCEDURE[procedure], agency=agency, duties=duties)


def project(batch: Batch, target: Target) -> None:
    """Keeps the texts that speak of recordings; one that no longer does takes the place of the former all the same."""
    found = {}
    for recorded, _, _ in batch.seen:
        event = recorded.event
        if isinstance(event, RulesAdopted | AgencyRulesAdopted):
            agency = event.agency if isinstance(event, AgencyRulesAdopted) else ""
            row = {"ledger": batch.ledger, "agency": agency, "name": event.name, "text": event.text}
            found[agency, event.name] = row | ({} if _speaks(event.name, event.text) else {"text": ""})
    target.put(catalogue_text, list(found.values()))


def _speaks(name: str, text: str) -> bool:
    file = parse(name, text)
    return bool(file.duty or file.waiver or file.value)


PROJECTION: Final = Projection("recording_catalogue", (catalogue_text,), project)
