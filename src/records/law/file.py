"""A file of law data: how it is read, which procedures its entries belong to, and the files that a new ledger adopts.

A ledger adopts the texts by events (`rules-adopted/1`): the files of this folder only seed what is adopted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Final

import msgspec

from records.errors import Corrupt
from records.law.entries import (
    EVERY,
    ORDINARY,
    AnyEntry,
    Bar,
    Carrier,
    Credit,
    Deduction,
    Document,
    Duty,
    E,
    Entry,
    Information,
    Limit,
    Material,
    Outcome,
    Particular,
    Question,
    Rule,
    Stage,
    Step,
    Task,
    Text,
    Threshold,
    Value,
    Veto,
    Void,
    Waiver,
    Writing,
    belongs,
)

_GENERAL: Final = ("value", "information", "particular", "carrier", "credit", "waiver")
"""Kinds of entries that hold in every procedure."""


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of law data as it is read."""

    procedures: tuple[Text, ...] = (ORDINARY,)
    """Ids of the procedures that its entries belong to, where they don't say so themselves. Rules that don't, and
    values, belong to all of them."""
    rule: tuple[Rule, ...] = ()
    limit: tuple[Limit, ...] = ()
    stage: tuple[Stage, ...] = ()
    value: tuple[Value, ...] = ()
    step: tuple[Step, ...] = ()
    bar: tuple[Bar, ...] = ()
    document: tuple[Document, ...] = ()
    duty: tuple[Duty, ...] = ()
    threshold: tuple[Threshold, ...] = ()
    question: tuple[Question, ...] = ()
    material: tuple[Material, ...] = ()
    outcome: tuple[Outcome, ...] = ()
    task: tuple[Task, ...] = ()
    void: tuple[Void, ...] = ()
    writing: tuple[Writing, ...] = ()
    information: tuple[Information, ...] = ()
    particular: tuple[Particular, ...] = ()
    carrier: tuple[Carrier, ...] = ()
    credit: tuple[Credit, ...] = ()
    veto: tuple[Veto, ...] = ()
    deduction: tuple[Deduction, ...] = ()
    waiver: tuple[Waiver, ...] = ()

    @property
    def entries(self) -> tuple[AnyEntry, ...]:
        """All of them."""
        kinds = self.__struct_fields__[1:]
        return tuple(entry for name in kinds for entry in getattr(self, name))

    def procedures_of(self, entry: Entry) -> tuple[str, ...]:
        """The procedures that one of its entries belongs to."""
        return entry.procedures or ((EVERY,) if isinstance(entry, Rule) else self.procedures)

    def own(self, procedure: str, day: date) -> Iterator[tuple[str, str]]:
        """Kind and key of the entries that name the procedure and hold by that day: from then on they stand in the
        place of those for every procedure.
        """
        for kind in _scoped_kinds():
            named = (one for one in getattr(self, kind) if procedure in self.procedures_of(one))
            yield from ((kind, one.key) for one in named if one.since <= day)

    def of(self, procedure: str, own: Collection[tuple[str, str]]) -> File:
        """What of it holds in the procedure, which has some entries of its `own` in this file or another."""

        def holds(kind: str, one: E) -> bool:
            named = self.procedures_of(one)
            return procedure in named or (belongs(one, named, procedure) and (kind, one.key) not in own)

        scoped = {kind: tuple(one for one in getattr(self, kind) if holds(kind, one)) for kind in _scoped_kinds()}
        return msgspec.structs.replace(self, **scoped)

    def of_all(self) -> File:
        """All of it together, with of each rule the one for every procedure."""
        return msgspec.structs.replace(self, rule=tuple(one for one in self.rule if EVERY in self.procedures_of(one)))


def _scoped_kinds() -> tuple[str, ...]:
    return tuple(name for name in File.__struct_fields__[1:] if name not in _GENERAL)


class CalendarFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A year's notice as it stands in `calendars/`."""

    year: int
    notice: Text
    off: tuple[date, ...]
    working: tuple[date, ...]


@lru_cache(maxsize=64)
def parse(name: str, text: str) -> File:
    """Reads a file of law data. Corrupt names file, key and reason."""
    try:
        return msgspec.convert(_read(text), File, builtin_types=(date,))
    except msgspec.DecodeError as error:
        msg = f"{name}: {error}"
        raise Corrupt(msg) from error


def _read(text: str) -> dict[str, object]:
    """The tables of a file. A text of before a term could have several moments that keep it names the one as it is."""
    tables = msgspec.toml.decode(text, type=dict[str, object])
    limits = tables.get("limit")
    for limit in limits if isinstance(limits, list) else ():
        if isinstance(limit, dict) and isinstance(kept_by := limit.get("kept_by"), str):
            limit["kept_by"] = [kept_by]
    return tables


def seed_texts() -> dict[str, str]:
    """The texts that a new ledger adopts, by file name."""
    folder = files("records.law")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    return {name: (folder / name).read_text(encoding="utf-8") for name in names}


def seed_calendars() -> list[CalendarFile]:
    """The years' notices that a new ledger adopts, in order."""
    folder = files("records.law") / "calendars"
    years = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    return [msgspec.toml.decode((folder / name).read_text(encoding="utf-8"), type=CalendarFile) for name in years]
