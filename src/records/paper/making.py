"""From a form and what is known of a step to the document; one that would lack a mandatory field is not made."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from records.errors import RecordError
from records.event import CaseEvent
from records.moment import Moment
from records.paper import numerals
from records.paper.data import PaperForm, Section, SignatureOf, forms, made_by
from records.paper.filling import Filled, fill, paragraphs
from records.paper.paper import Block, Cell, Grid, Paper, Prose, SignatureLine
from records.paper.sources import Sources, find, holds, says

NOTHING: Final = "／"
"""Stands in a cell that says nothing, so that nobody can write into it afterwards."""

_BACK_ENTERED: Final = "本件按补录的内容生成，原件是纸质文书，不一致的以原件为准。"


class PaperLacksField(RecordError):
    """A document would lack what it must say: it is not printed with an empty place.

    `paper` is the form's id, `field` the label of the part or the field that says nothing.
    """

    def __init__(self, paper: str, field: str) -> None:
        super().__init__(f"文书“{paper}”缺少必须载明的内容：{field}")
        self.paper, self.field = paper, field


class EntryVoid(RecordError):
    """The document is that of an entry that was a mistake (作废): nothing is printed of it any more."""


def made(event: CaseEvent) -> tuple[str, ...]:
    """Ids of the documents that the step makes; whether it makes one shows in the step alone."""
    tag = str(event.__struct_config__.tag)
    alone = Sources(
        ledger="", case=event.case, event=event, at=Moment(0), actor="", history=(), agency=None, matter=None
    )
    return tuple(paper for paper in made_by(tag) if any(holds(alone, one.when) for one in forms()[paper]))


def make(form: PaperForm, sources: Sources, must: Collection[str] = ()) -> Paper:
    """The document of the step. `must` names the fields of the step that the law says it may not lack.

    Raises PaperLacksField.
    """
    for name in must:
        if not says(find(sources, f"event.{name}")):
            raise PaperLacksField(form.id, name)
    if sources.agency is None:
        raise PaperLacksField(form.id, "agency")
    back_entered = _BACK_ENTERED if sources.event.entry is not None else ""
    return Paper(
        id=form.id,
        title=form.title,
        agency=sources.agency.name,
        number=_required(form, "number", form.number, sources),
        addressee=fill(form.addressee, sources).text,
        blocks=tuple(_blocks(form, sources)),
        signatures=tuple(_signatures(form.signature, sources)),
        seal=form.seal,
        dated=numerals.day(sources.at.day),
        note="\n".join(filter(None, (fill(form.note, sources).text, back_entered))),
        reference=sources.reference,
        reference_said=_reference(form, sources),
    )


_TO_OTHERS: Final = frozenset({"transfer", "court-application", "inspection-plan"})
"""Papers that go to others than the party."""


def _reference(form: PaperForm, sources: Sources) -> str:
    """Where the receipt is; on a numbered paper for the party also the code for the progress page (第六条)."""
    is_served = bool(form.number and sources.query_code) and form.document not in _TO_OTHERS
    return f"{sources.reference_said}　查询码 {sources.query_code}" if is_served else sources.reference_said


def _required(form: PaperForm, name: str, text: str, sources: Sources) -> str:
    filled = fill(text, sources)
    if filled.empty:
        raise PaperLacksField(form.id, name)
    return filled.text


def _blocks(form: PaperForm, sources: Sources) -> Iterator[Block]:
    for section in form.section:
        if holds(sources, section.when):
            yield from _block(form, section, sources)


def _block(form: PaperForm, section: Section, sources: Sources) -> Iterator[Block]:
    match section.kind:
        case "prose":
            filled = _checked(form, section, fill(section.text, sources))
            if not filled.silent:
                yield Prose(label=section.label, paragraphs=paragraphs(filled.text))
        case "cell":
            filled = _checked(form, section, fill(section.text, sources))
            signed = fill(section.signed, sources)
            yield Cell(
                label=section.label,
                paragraphs=paragraphs(filled.text) or (() if section.signed else (NOTHING,)),
                half=section.half,
                signed="" if signed.silent else signed.text,
            )
        case "list":
            lines = [
                _checked(form, section, fill(section.text, sources, one)).text for one in _each(form, section, sources)
            ]
            if lines:
                yield Prose(label=section.label, paragraphs=tuple(part for line in lines for part in paragraphs(line)))
        case "grid":
            rows = tuple(_row(form, section, sources, one) for one in _each(form, section, sources))
            if rows:
                yield Grid(label=section.label, head=tuple(one.label for one in section.columns), rows=rows)


def _row(form: PaperForm, section: Section, sources: Sources, item: object) -> tuple[str, ...]:
    filled = (_checked(form, section, fill(column.text, sources, item)) for column in section.columns)
    return tuple(one.text or NOTHING for one in filled)


def _each(form: PaperForm, section: Section, sources: Sources) -> Iterator[object]:
    """Each element with its number from 1 on: `item.index` and `item.of`, or the element's own fields."""
    found = find(sources, section.each)
    given = found if isinstance(found, tuple) else ()
    if section.must and not given:
        raise PaperLacksField(form.id, section.label or section.each)
    for index, one in enumerate(given, 1):
        yield Numbered(index, one)


class Numbered:
    """An element of a list that knows its number: `item.index`, `item.self`, else the element's own members."""

    def __init__(self, index: int, of: object) -> None:
        self.index, self.self = str(index), of

    def __getattr__(self, name: str) -> object:
        return getattr(self.self, name)


def _checked(form: PaperForm, section: Section, filled: Filled) -> Filled:
    """The same, when nothing is missing that may not be."""
    if section.must and filled.empty:
        raise PaperLacksField(form.id, section.label or filled.empty[0])
    return filled


def _signatures(given: tuple[SignatureOf, ...], sources: Sources) -> Iterator[SignatureLine]:
    for one in given:
        if holds(sources, one.when):
            yield SignatureLine(label=one.label, said=fill(one.said, sources).text)
