"""文书目录 for everybody: every document that the procedures of a ledger have (全过程记录制度 一).

The adopted texts are kept as they are, those that say something of documents, stages or steps; which of them hold on a
day, the law data say themselves. Documents without a number are those that a step makes by its form. No key is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

import msgspec
from sqlalchemy import Column, Connection, PrimaryKeyConstraint, Table, Text, select

from projections.projection import Batch, Projection, Target, metadata
from records.course.steps import COMMANDS, EVERY_PROCEDURE
from records.law.data import Law, in_force
from records.law.entries import Document
from records.law.file import parse
from records.law.own import law_of
from records.paper.data import PaperForm, form_of, forms
from records.register.events import AgencyRulesAdopted, RulesAdopted

document_text: Final = Table(
    "document_catalogue_text",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("agency", Text, nullable=False),  # code, empty for what all share
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("ledger", "agency", "name"),
)


class CatalogueDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document (文书) of a procedure."""

    id: str
    title: str
    series: str
    """代字 of its number; empty of one without a number."""
    fields: tuple[str, ...]
    """Names of the fields that it may not lack by law."""
    parts: tuple[str, ...]
    """Headings of the parts without which it is not printed."""
    stage: str
    """Id of the stage where it is due."""
    stage_title: str
    steps: tuple[str, ...]
    """Tags of the commands that make it."""
    article: str
    since: date
    policy: bool
    """Whether neither regulation nor law fixes it."""


class ProcedureDocuments(msgspec.Struct, frozen=True, kw_only=True):
    """The documents of a procedure, in the order of its stages."""

    procedure: str
    title: str
    agency: str
    """Code, where the agency asks more of them by rules of its own; empty: all agencies."""
    documents: tuple[CatalogueDocument, ...]


def document_catalogue(connection: Connection, ledger: str, on: date) -> tuple[ProcedureDocuments, ...]:
    """The catalogue of a day, from the texts that the ledger has adopted last."""
    c = document_text.c
    texts: dict[str, dict[str, str]] = {}
    for row in connection.execute(select(c.agency, c.name, c.text).where(c.ledger == ledger).order_by(c.name)):
        texts.setdefault(row.agency, {})[row.name] = row.text
    shared = texts.pop("", {})
    of_all = [_documents(one, "", in_force(shared, on, one), on) for one in EVERY_PROCEDURE]
    own = [one for agency, some in sorted(texts.items()) for one in _own(agency, shared, some, on)]
    return tuple(one for one in (*of_all, *own) if one.documents)


def _own(agency: str, shared: Mapping[str, str], own: Mapping[str, str], on: date) -> Iterator[ProcedureDocuments]:
    """What an agency asks otherwise."""
    for procedure in EVERY_PROCEDURE:
        of_all = _documents(procedure, agency, in_force(dict(shared), on, procedure), on).documents
        found = _documents(procedure, agency, law_of(shared, own, on, procedure), on)
        changed = tuple(one for one in found.documents if one not in of_all)
        yield msgspec.structs.replace(found, documents=changed)


def _documents(procedure: str, agency: str, law: Law, on: date) -> ProcedureDocuments:
    found = [*_printed(law, on), *_numbered_alone(law, on)]
    places = {one.id: at for at, one in enumerate(law.stages)}
    found.sort(key=lambda one: places.get(one.stage, len(places)))
    return ProcedureDocuments(
        procedure=procedure, title=EVERY_PROCEDURE[procedure], agency=agency, documents=tuple(found)
    )


def _printed(law: Law, on: date) -> Iterator[CatalogueDocument]:
    """Those that a step of the procedure has printed."""
    for name in forms():
        form = form_of(name, on)
        steps = _steps(form, law) if form else ()
        if form and steps:
            numbered = law.documents.get(form.document)
            if form.document and numbered is None:
                continue  # that of another procedure
            yield _of_form(form, numbered, steps, law)


def _steps(form: PaperForm, law: Law) -> tuple[str, ...]:
    kinds = (command for event, command in COMMANDS.items() if event.__struct_config__.tag in form.events)
    tags = (str(kind.__struct_config__.tag) for kind in kinds)
    return tuple(dict.fromkeys(tag for tag in tags if tag in law.steps))


def _of_form(form: PaperForm, numbered: Document | None, steps: tuple[str, ...], law: Law) -> CatalogueDocument:
    stage = numbered.stage if numbered else law.steps[steps[0]].stage
    source = numbered or form
    return CatalogueDocument(
        id=form.id,
        title=numbered.title if numbered else form.title,
        series=numbered.series if numbered else "",
        fields=numbered.must if numbered else (),
        parts=tuple(dict.fromkeys(one.label for one in form.section if one.must and one.label)),
        stage=stage,
        stage_title=_stage(stage, law),
        steps=steps,
        article=source.article,
        since=source.since,
        policy=source.policy,
    )


def _numbered_alone(law: Law, on: date) -> Iterator[CatalogueDocument]:
    """Numbered documents of which there is no form."""
    known = {form.document for name in forms() if (form := form_of(name, on)) is not None}
    for one in law.documents.values():
        if one.id not in known:
            yield CatalogueDocument(
                id=one.id,
                title=one.title,
                series=one.series,
                fields=one.must,
                parts=(),
                stage=one.stage,
                stage_title=_stage(one.stage, law),
                steps=(),
                article=one.article,
                since=one.since,
                policy=one.policy,
            )


def _stage(name: str, law: Law) -> str:
    return next((one.title for one in law.stages if one.id == name), name)


def project(batch: Batch, target: Target) -> None:
    """Keeps the texts that speak of documents; one that no longer does takes the place of the former all the same."""
    found = {}
    for recorded, _, _ in batch.seen:
        event = recorded.event
        if isinstance(event, RulesAdopted | AgencyRulesAdopted):
            agency = event.agency if isinstance(event, AgencyRulesAdopted) else ""
            row = {"ledger": batch.ledger, "agency": agency, "name": event.name, "text": event.text}
            found[agency, event.name] = row | ({} if _speaks(event.name, event.text) else {"text": ""})
    target.put(document_text, list(found.values()))


def _speaks(name: str, text: str) -> bool:
    file = parse(name, text)
    return bool(file.document or file.stage or file.step)


PROJECTION: Final = Projection("document_catalogue", (document_text,), project)
