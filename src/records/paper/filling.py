"""Texts with places: `{event.facts}`, `{event.fine_yuan|yuan}`, `{event.signature|word:signature}`.

A place names a path and, after bars, how its value is said. `[[…]]` is left out when a place in it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from records.course.people import Somebody
from records.event import Erased
from records.moment import SHANGHAI, Moment
from records.paper import numerals
from records.paper.sources import Sources, find, says

ERASED_SAID: Final = "（个人信息已清除）"
"""Stands in the place of a personal value that nobody can open any more."""

_PLACE: Final = re.compile(r"\{([^{}]+)\}")
_OPTIONAL: Final = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


class Filled(NamedTuple):
    """A text whose places are filled."""

    text: str
    empty: tuple[str, ...]
    """Places outside `[[…]]` that say nothing."""
    places: int
    """How many places there are outside `[[…]]`."""

    @property
    def silent(self) -> bool:
        """Whether it has places, and none of them says anything."""
        return self.places > 0 and len(self.empty) == self.places


def fill(text: str, sources: Sources, item: object = None) -> Filled:
    """The text with its places filled; an erased value counts as one that says nothing, and is named in the text.

    Each piece is gone through once: braces and brackets in what is put in are never read as places.
    """
    pieces, empty, count = [], list[str](), 0
    for index, piece in enumerate(_OPTIONAL.split(text)):  # every second piece is the inside of [[…]]
        values = [(place[1], *_value(place[1], sources, item)) for place in _PLACE.finditer(piece)]
        silent = [path for path, _, said in values if not said]
        if index % 2 and silent:
            continue
        said = iter(values)
        pieces.append(_PLACE.sub(lambda _, said=said: next(said)[1], piece))
        if not index % 2:
            empty, count = empty + silent, count + len(values)
    return Filled("".join(pieces), tuple(empty), count)


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a text that have anything on them."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def paths(text: str) -> Iterator[str]:
    """The paths that a text names."""
    return (place[1].partition("|")[0] for place in _PLACE.finditer(text))


def formats(text: str) -> Iterator[str]:
    """The names of the ways of saying that a text uses, with what is given to them."""
    return (one for place in _PLACE.finditer(text) for one in place[1].split("|")[1:])


def _value(place: str, sources: Sources, item: object) -> tuple[str, bool]:
    """What stands in a place, and whether it says something."""
    path, *ways = place.split("|")
    value = find(sources, path, item)
    if isinstance(value, Erased):
        return ERASED_SAID, False
    if ways and ways[0].startswith("if:"):
        return _said(value, ways, sources), True
    otherwise = next((way[3:] for way in ways if way.startswith("or:")), "")
    spoken = says(value) or isinstance(value, bool)
    text = _said(value, [way for way in ways if not way.startswith("or:")], sources) if spoken else ""
    return (text, True) if text.strip() else (otherwise, bool(otherwise))


def _said(value: object, ways: list[str], sources: Sources) -> str:
    if not ways:
        return _plainly(value)
    name, _, given = ways[0].partition(":")
    return WAYS[name](value, given, sources)


# ---- How values are said ----


def _plainly(value: object) -> str:
    match value:
        case str():
            return value.strip()
        case bool():
            return "是" if value else "否"
        case Decimal():
            return f"{value:,.2f}元"
        case Moment():
            return value_minute(value)
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case Somebody():
            return ERASED_SAID if isinstance(value.name, Erased) else value.name
        case Erased():
            return ERASED_SAID
        case tuple():
            return "、".join(map(_plainly, value))
        case _:
            return str(value)


def value_minute(at: Moment) -> str:
    """2026年3月5日9时30分, or the bare day where only that is known."""
    local = at.instant.astimezone(SHANGHAI)
    day = f"{local.year}年{local.month}月{local.day}日"
    return day if at.dated else f"{day}{local.hour}时{local.minute:02}分"


def _minute(value: object, _: str, __: Sources) -> str:
    if isinstance(value, datetime):
        return value_minute(Moment.of(value))
    return value_minute(value if isinstance(value, Moment) else Moment.parse(str(value)))


def _day(value: object, _: str, __: Sources) -> str:
    return _plainly(value.day if isinstance(value, Moment) else value)


def _yuan(value: object, _: str, __: Sources) -> str:
    amount = Decimal(str(value))
    return f"人民币{amount:,.2f}元（大写：{numerals.amount(amount)}）"


def _number(value: object, _: str, __: Sources) -> str:
    """A quantity that is no money, without the noughts at its end: 120, 2.5."""
    return f"{Decimal(str(value)).normalize():f}"


def _lines(value: object, _: str, __: Sources) -> str:
    """A numbered line each."""
    given = value if isinstance(value, tuple) else (value,)
    return "\n".join(f"{index}．{_plainly(one)}" for index, one in enumerate(given, 1))


def _joined(value: object, given: str, _: Sources) -> str:
    return (given or "、").join(map(_plainly, value if isinstance(value, tuple) else (value,)))


def _persons(value: object, _: str, sources: Sources) -> str:
    return "、".join(sources.person(str(one)) or str(one) for one in (value if isinstance(value, tuple) else (value,)))


def _matters(value: object, _: str, sources: Sources) -> str:
    codes = map(str, value if isinstance(value, tuple) else (value,))
    return "、".join(sources.matter_name(one) or one for one in codes)


def _agencies(value: object, _: str, sources: Sources) -> str:
    """Names of registered agencies by their codes."""
    codes = map(str, value if isinstance(value, tuple) else (value,))
    return "、".join(sources.agency_name(one) or one for one in codes)


def _officers(value: object, _: str, sources: Sources) -> str:
    """Names with the numbers of the certificates."""
    people = map(str, value if isinstance(value, tuple) else (value,))
    return "、".join(_officer(one, sources) for one in people)


def _officer(person: str, sources: Sources) -> str:
    name, number = sources.person(person) or person, sources.certificate(person)
    return f"{name}（执法证号：{number}）" if number else name


def _word(value: object, kind: str, sources: Sources) -> str:
    known = sources.words.get(kind, {})
    given = value if isinstance(value, tuple) else (value,)
    return "、".join(known.get(one, str(one)) for one in given)


def _if(value: object, given: str, __: Sources) -> str:
    yes, _, no = given.partition(":")
    return yes if says(value) else no


def _contact(value: object, _: str, __: Sources) -> str:
    """Names with the ways in which people are reached."""
    given = value if isinstance(value, tuple) else (value,)
    return "；".join(f"{_plainly(one)}，{_plainly(one.contact)}" for one in given if isinstance(one, Somebody))


def _listed(value: object, _: str, __: Sources) -> str:
    """Items of an inventory by its number and their line: `NUMBER#1` is 1 there."""
    parted = (str(one).partition("#") for one in (value if isinstance(value, tuple) else (value,)))
    return "\n".join(f"{number}清单第{line}项" if line else number for number, _, line in parted)


WAYS: Final[Mapping[str, Callable[[Any, str, Sources], str]]] = {
    "minute": _minute,
    "day": _day,
    "yuan": _yuan,
    "number": _number,
    "lines": _lines,
    "join": _joined,
    "persons": _persons,
    "officers": _officers,
    "matter": _matters,
    "agency": _agencies,
    "word": _word,
    "if": _if,
    "contact": _contact,
    "listed": _listed,
}
"""Ways of saying a value, by the name that the data give them."""
