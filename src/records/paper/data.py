"""The forms of documents as data: which step makes which, and what each says in which order.

The files `records/law/papers/*.toml` come with the software, one or more for each procedure. They say how a document
is worded, not what the law asks of it: mandatory fields are law data that a ledger adopts (`documents.toml`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Final, Literal

import msgspec

from records.errors import Corrupt
from records.law.entries import Entry, Text

TEMPLATES: Final = ("decision", "form", "record", "receipt", "plain")
"""Templates that the software has: 决定书, 审批表, 笔录, 送达回证, and what is laid out like none of them."""


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of a table."""

    label: Text
    text: Text
    """With places as `{item.name}`; `{item.index}` counts the rows."""


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a document."""

    kind: Literal["prose", "cell", "list", "grid"] = "prose"
    label: str = ""
    text: str = ""
    """With places as `{event.facts}` (`records.paper.filling`)."""
    each: str = ""
    """Path of what a list or grid has a line for."""
    columns: tuple[Column, ...] = ()
    when: str = ""
    """Fact of the sources without which the part is left out: a path, `!path`, or `path=value`."""
    must: bool = False
    """Whether a place of it that says nothing keeps the document from being printed."""
    half: bool = False
    signed: str = ""
    """Of a cell: who signs it, and the date, with places."""


class SignatureOf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who signs."""

    label: Text
    said: str = ""
    """What is known of it, with places."""
    when: str = ""


class PaperForm(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of document."""

    id: Text
    title: Text
    events: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    """Tags of the steps that make it, with their version."""
    when: str = ""
    """Condition on the step (`event.…`) without which it makes none."""
    template: Literal["decision", "form", "record", "receipt", "plain"] = "plain"
    document: str = ""
    """Id among the numbered documents of the law data, whose mandatory fields hold for it too."""
    number: str = ""
    """Its number, with places."""
    addressee: str = ""
    section: tuple[Section, ...] = ()
    signature: tuple[SignatureOf, ...] = ()
    seal: bool = False
    note: str = ""

    @property
    def key(self) -> str:
        """What tells the form from others."""
        return self.id


class PaperFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of forms."""

    paper: tuple[PaperForm, ...] = ()


def read(name: str, text: str) -> PaperFile:
    """Reads a file of forms. Corrupt names file, key and reason."""
    try:
        tables = msgspec.toml.decode(text, type=dict[str, object])
        return msgspec.convert(tables, PaperFile, builtin_types=(date,))
    except msgspec.DecodeError as error:
        msg = f"{name}: {error}"
        raise Corrupt(msg) from error


@cache
def paper_files() -> Mapping[str, PaperFile]:
    """All files of forms, by name, in the order of their names."""
    folder = files("records.law") / "papers"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    return {name: read(name, (folder / name).read_text(encoding="utf-8")) for name in names}


@cache
def forms() -> Mapping[str, tuple[PaperForm, ...]]:
    """Versions of each form by its id, the latest first."""
    found: dict[str, list[PaperForm]] = {}
    for file in paper_files().values():
        for form in file.paper:
            found.setdefault(form.id, []).append(form)
    return {key: tuple(sorted(some, key=lambda one: one.since, reverse=True)) for key, some in found.items()}


def form_of(paper: str, on: date) -> PaperForm | None:
    """The form of that id as it holds on a day."""
    return next((one for one in forms().get(paper, ()) if one.since <= on), None)


@cache
def made_by(tag: str) -> tuple[str, ...]:
    """Ids of the documents that a step of that tag may make, in the order of the files."""
    return tuple(key for key, some in forms().items() if any(tag in one.events for one in some))
