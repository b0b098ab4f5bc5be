"""What is wrong with the fields that entries of several registers have: agency, person, matter, term, texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, Protocol

import msgspec

from records.register.fold import Register
from records.store.ledger import Ledger

Found = Iterator[tuple[str, str]]
"""JSONPath of each wrong field, and what is wrong with it in Chinese."""

BLANK: Final = "请填写"


class OfAgency(Protocol):
    """An entry about an agency."""

    @property
    def agency(self) -> str:
        """Its code."""


class OfPerson(Protocol):
    """An entry about somebody."""

    @property
    def person(self) -> str:
        """Id of the person."""


class OfMatter(Protocol):
    """An entry about a matter."""

    @property
    def matter(self) -> str:
        """Its code."""


class Dated(Protocol):
    """An entry that holds from a day, and perhaps until one."""

    @property
    def valid_from(self) -> date:
        """The first day."""

    @property
    def valid_to(self) -> date | None:
        """The last one; None: open."""


def unless(holds: bool, path: str, detail: str) -> Found:
    """The finding, where what should hold does not."""
    if not holds:
        yield path, detail


def blank(given: msgspec.Struct) -> Found:
    """Required texts without any text; of a file of law data, the text is looked at by its own check."""
    for field in msgspec.structs.fields(given):
        value = getattr(given, field.name)
        if field.required and field.name != "text" and isinstance(value, str) and not value.strip():
            yield f"$.{field.name}", BLANK


def inside(path: str, found: Found) -> Found:
    """Findings of a part of an entry, by where the part stands in it."""
    return ((at.replace("$", path), detail) for at, detail in found)


def wrong_agency(entry: OfAgency, ledger: Ledger) -> Found:
    """An agency that is not registered."""
    return unknown_agency(entry.agency, ledger.register())


def unknown_agency(code: str, register: Register) -> Found:
    """The same, of its code alone."""
    yield from unless(code in register.agencies, "$.agency", "名录中没有这个机关")


def wrong_person(entry: OfPerson, ledger: Ledger) -> Found:
    """A person who is not registered."""
    yield from unless(is_known(entry.person, ledger), "$.person", "名录中没有这个人员，或者其个人信息已经清除")


def wrong_matter(entry: OfMatter, ledger: Ledger) -> Found:
    """A matter that is not listed."""
    yield from unless(entry.matter in ledger.register().matters, "$.matter", "没有这个事项")


def wrong_term(entry: Dated, _: Ledger) -> Found:
    """A term that ends before it begins."""
    last = entry.valid_to
    yield from unless(last is None or last >= entry.valid_from, "$.valid_to", "截止日期早于起始日期")


def is_known(person: str, ledger: Ledger) -> bool:
    """Whether the registers have the person: one who was erased gets no entry any more."""
    return ledger.version(f"person:{person}") > 0 and person not in ledger.register().erased
