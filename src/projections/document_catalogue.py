"""文书目录 for everybody: every document that the procedures of a ledger have (全过程记录制度 一).

Documents without a number are those that a step makes by its form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from projections.law_texts import LawTexts
from records.course.steps import COMMANDS, EVERY_PROCEDURE
from records.law.data import Law
from records.law.entries import Document
from records.paper.data import PaperForm, form_of, forms


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


def document_catalogue(texts: LawTexts, on: date) -> tuple[ProcedureDocuments, ...]:
    """The catalogue of a day, by the law data that a ledger has adopted."""
    of_all = {one: _documents(one, "", texts.law(on, one), on) for one in EVERY_PROCEDURE}
    own = [one for agency in sorted(texts.own) for one in _own(agency, texts, of_all, on)]
    return tuple(one for one in (*of_all.values(), *own) if one.documents)


def _own(
    agency: str, texts: LawTexts, of_all: Mapping[str, ProcedureDocuments], on: date
) -> Iterator[ProcedureDocuments]:
    """What an agency asks otherwise."""
    for procedure, shared in of_all.items():
        found = _documents(procedure, agency, texts.law(on, procedure, agency), on)
        changed = tuple(one for one in found.documents if one not in shared.documents)
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
