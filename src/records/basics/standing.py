"""How the basic information of matters stands on a day: missing, incomplete, outdated, and by when it is due.

An update is due fifteen working days after what it rests on changed (信息公示制度 第十二条第二款), what is missing so
many after the matter was listed, or sooner by the agency's own catalogue (第四条). Each is counted from the entry of
the registers that made it due, and is a row of its own. A repeal flags a matter for as long as the list, or what is
public, cites it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

import msgspec

from records.basics.complete import cites, lacking, lines_of
from records.basics.events import Lack, Owed
from records.basics.since import changes, cited_since, lacking_since, listing, published
from records.catalogue.listed import BASIC, promised_days
from records.law.deadline import due
from records.register.events import (
    BasicInformationPublished,
    BasisChanged,
    BasisRepealed,
    DelegationGranted,
    MatterRegistered,
)
from records.register.events.information import BasicInformation
from records.register.fold import Register

LIMIT: Final = "basic-information.update"

_CONTENTS: Final = "信息公示制度 第五条"
_UPDATE: Final = "信息公示制度 第十二条第二款"
_CATALOGUE: Final = "信息公示制度 第四条（本机关公示目录）"
_PROCEDURE: Final = "basic-information"
_LETTER: Final = "行政处罚法 第二十条第二款"


class Flag(msgspec.Struct, frozen=True, kw_only=True):
    """Something about the basic information of a matter that is to be put right."""

    kind: Lack
    what: str
    """What is lacking, or what changed, in Chinese."""
    article: str
    since: date
    """The day from which the term runs."""
    due_on: date
    late: bool
    provisional: bool
    """Whether the term was counted over a year without a notice of its holidays."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A matter of an agency with what is wrong with its basic information."""

    agency: str
    matter: str
    name: str
    version: int
    """Of what is public; 0: nothing is."""
    published_on: date | None
    flags: tuple[Flag, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.flags


def standings(register: Register, on: date) -> Iterator[Standing]:
    """Every matter that is listed on that day, in the order of the registers."""
    for code, entries in register.matters.items():
        for agency in dict.fromkeys(one.agency for one in entries):
            matter = register.matter(code, agency, on)
            if matter is not None and register.agency(agency, on) is not None:
                yield _standing(matter, register, on)


def owed(matter: str, agency: str, register: Register, on: date) -> tuple[Owed, ...]:
    """What a publication of that day puts right about the matter."""
    listed = register.matter(matter, agency, on)
    flags = _of_contents(listed, register, on) if listed is not None else ()
    return tuple(Owed(kind=one.kind, what=one.what, since=one.since) for one in flags)


def _standing(matter: MatterRegistered, register: Register, on: date) -> Standing:
    public = register.basic_information(matter.code, matter.agency, on)
    flags = (*_of_contents(matter, register, on), *_of_letters(matter, register, on))
    return Standing(
        agency=matter.agency,
        matter=matter.code,
        name=matter.name,
        version=public.version if public else 0,
        published_on=public.valid_from if public else None,
        flags=flags,
    )


def _of_contents(matter: MatterRegistered, register: Register, on: date) -> Iterator[Flag]:
    public = register.basic_information(matter.code, matter.agency, on)
    entries = listing(matter, register)
    versions = published(matter, register, on) if public is not None else ()
    count = _Counting(matter.agency, register, on)
    if public is None:
        yield count.flag("missing", "基本信息没有公示", _CONTENTS, entries[-1].valid_from)
    else:
        for one in lacking(public.information, matter.code, matter.agency, on, register):
            since = lacking_since(one, entries, versions, register, on)
            yield count.flag("incomplete", one.title, one.article, since)
        for entry in changes(entries, public.valid_from):
            yield count.flag("matter-changed", "事项清单有变更", _UPDATE, entry.valid_from)
    yield from _of_bases(entries, versions, count)


def _of_bases(
    entries: tuple[MatterRegistered, ...], versions: tuple[BasicInformationPublished, ...], count: _Counting
) -> Iterator[Flag]:
    """A repeal of what is still cited, by the list or by what is public; a change that came after the publication."""
    for change in reversed(count.register.bases_ended(count.on)):

        def is_cited(one: BasicInformation | MatterRegistered, change: BasisRepealed | BasisChanged = change) -> bool:
            return cites(one.basis if isinstance(one, BasicInformation) else lines_of(one), change)

        outdated = is_cited(entries[0]) or (bool(versions) and is_cited(versions[0].information))
        if isinstance(change, BasisChanged) and versions and versions[0].valid_from >= change.valid_from:
            outdated = False
        if outdated:
            kind: Lack = "basis-repealed" if isinstance(change, BasisRepealed) else "basis-changed"
            said = f"{change.law}{change.article}（{change.instrument}）"
            since = max(change.valid_from, cited_since(is_cited, entries, versions))
            yield count.flag(kind, said, _UPDATE, since)


def _of_letters(matter: MatterRegistered, register: Register, on: date) -> Iterator[Flag]:
    letters = (one for one in register.delegations_of(matter.agency, on) if matter.code in one.matters)
    count = _Counting(matter.agency, register, on)
    for letter in letters:
        if missing := unpublished(letter, register, on):
            names = "、".join(_name(code, register, on) for code in missing)
            said = f"委托书{letter.number}没有由{names}公布"
            yield count.flag("letter-unpublished", said, _LETTER, letter.valid_from)


def unpublished(letter: DelegationGranted, register: Register, on: date) -> tuple[str, ...]:
    """Codes of the sides that had not published the letter by that day."""
    by = register.announced_by(letter.number, on)
    return tuple(one for one in (letter.delegator, letter.delegate) if one not in by)


def _name(code: str, register: Register, on: date) -> str:
    agency = register.agency(code, on)
    return agency.name if agency else code


class _Counting(NamedTuple):
    """By what the terms of an agency's matter are counted."""

    agency: str
    register: Register
    on: date

    def flag(self, kind: Lack, what: str, article: str, since: date) -> Flag:
        """With the day by which it is due: by the regulation, or sooner by the agency's catalogue."""
        register, on = self.register, self.on
        limit = register.law(since, _PROCEDURE, self.agency).limits.get(LIMIT)
        limit = limit or register.law(on, _PROCEDURE, self.agency).limits[LIMIT]  # a matter of before the regulation
        days = promised_days(BASIC, self.agency, since, register, register.law(since, _PROCEDURE, self.agency))
        if days is not None and days < limit.length:
            limit, article = msgspec.structs.replace(limit, length=days), f"{article}；{_CATALOGUE}"
        term = due(limit, since, register.calendar)
        return Flag(
            kind=kind,
            what=what,
            article=article,
            since=since,
            due_on=term.on,
            late=term.on < on,
            provisional=term.provisional,
        )
