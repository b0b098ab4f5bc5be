"""How the basic information of matters stands on a day: missing, incomplete, outdated, and by when it is due.

An update is due fifteen working days after what it rests on changed (信息公示制度 第十二条第二款), what is missing so
many after the matter was listed. A repeal flags a matter for as long as the list, or what is public, cites it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

import msgspec

from records.basics.complete import cites, lacking, lines_of
from records.law.deadline import due
from records.register.events import (
    BasicInformationPublished,
    BasisChanged,
    BasisRepealed,
    DelegationGranted,
    MatterRegistered,
)
from records.register.fold import Register

LIMIT: Final = "basic-information.update"

Kind = Literal["missing", "incomplete", "basis-repealed", "basis-changed", "matter-changed", "letter-unpublished"]
"""没有公示, 内容不全, 依据废止, 依据变更, 事项变更, 委托书没有由双方公布."""

_CONTENTS: Final = "信息公示制度 第五条"
_UPDATE: Final = "信息公示制度 第十二条第二款"
_LETTER: Final = "行政处罚法 第二十条第二款"


class Flag(msgspec.Struct, frozen=True, kw_only=True):
    """Something about the basic information of a matter that is to be put right."""

    kind: Kind
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


def _standing(matter: MatterRegistered, register: Register, on: date) -> Standing:
    public = register.basic_information(matter.code, matter.agency, on)
    flags = (*_of_contents(public, matter, register, on), *_of_letters(matter, register, on))
    return Standing(
        agency=matter.agency,
        matter=matter.code,
        name=matter.name,
        version=public.version if public else 0,
        published_on=public.valid_from if public else None,
        flags=flags,
    )


def _of_contents(
    public: BasicInformationPublished | None, matter: MatterRegistered, register: Register, on: date
) -> Iterator[Flag]:
    if public is None:
        yield _flag("missing", "基本信息没有公示", _CONTENTS, matter.valid_from, register, on)
    else:
        if missing := lacking(public.information, matter.code, matter.agency, on, register):
            titles = "、".join(one.title for one in missing)
            yield _flag("incomplete", titles, _CONTENTS, public.valid_from, register, on)
        if matter.valid_from > public.valid_from:
            yield _flag("matter-changed", "事项清单有变更", _UPDATE, matter.valid_from, register, on)
    yield from _of_bases(public, matter, register, on)


def _of_bases(
    public: BasicInformationPublished | None, matter: MatterRegistered, register: Register, on: date
) -> Iterator[Flag]:
    """A repeal of what is still cited, by the list or by what is public; a change that came after the publication."""
    shown = public.information.basis if public else ()
    for change in reversed(register.bases_ended(on)):
        in_list, in_public = cites(lines_of(matter), change), cites(shown, change)
        if isinstance(change, BasisChanged):
            outdated = (in_list or in_public) and (public is None or public.valid_from < change.valid_from)
        else:
            outdated = in_list or in_public
        if outdated:
            kind: Kind = "basis-repealed" if isinstance(change, BasisRepealed) else "basis-changed"
            said = f"{change.law}{change.article}（{change.instrument}）"
            yield _flag(kind, said, _UPDATE, change.valid_from, register, on)


def _of_letters(matter: MatterRegistered, register: Register, on: date) -> Iterator[Flag]:
    letters = (one for one in register.delegations_of(matter.agency, on) if matter.code in one.matters)
    for letter in letters:
        if missing := unpublished(letter, register, on):
            names = "、".join(_name(code, register, on) for code in missing)
            said = f"委托书{letter.number}没有由{names}公布"
            yield _flag("letter-unpublished", said, _LETTER, letter.valid_from, register, on)


def unpublished(letter: DelegationGranted, register: Register, on: date) -> tuple[str, ...]:
    """Codes of the sides that had not published the letter by that day."""
    by = register.announced_by(letter.number, on)
    return tuple(one for one in (letter.delegator, letter.delegate) if one not in by)


def _name(code: str, register: Register, on: date) -> str:
    agency = register.agency(code, on)
    return agency.name if agency else code


def _flag(kind: Kind, what: str, article: str, since: date, register: Register, on: date) -> Flag:
    limit = register.law(since, "basic-information").limits.get(LIMIT)
    limit = limit or register.law(on, "basic-information").limits[LIMIT]  # a matter of before the regulation
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
