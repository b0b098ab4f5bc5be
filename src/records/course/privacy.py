"""What tells who a natural person is, however it is written (个人信息保护法 第六条; 政府信息公开条例 第十五条)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from unicodedata import normalize

from records.event import Erased, Event
from records.penalty.events import Party, Somebody

_NAMED: Final = 2
_LOCATED: Final = 6
"""Characters from which on a name, and a number or an address, tells who it is; a shorter one stands in any text."""

_SEPARATORS: Final = re.compile(r"[\s()\[\]{}〔〕【】·•\-\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufeff]+")
"""Spaces, brackets, dashes and what nobody sees: what writers put between the parts of a number or a name."""

_NUMBERS: Final = re.compile(
    r"""(?<![0-9])(?:
    [1-9][0-9]{5}[ -]?(?:1[89]|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][ -]?[0-9]{3}[0-9Xx] # 居民身份证号码, 18 digits
    | [1-9][0-9]{7}(?:0[1-9]|1[0-2])[0-3][0-9]{4}                                       # and of old 15
    | (?:(?:00)?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}                           # mobile telephones
    | 0[0-9]{2,3}[ -]?[0-9]{7,8} | (?:00|(?<=\+))86[ -]?[1-9][0-9]{1,2}[ -]?[0-9]{7,8}   # fixed ones
    | [3-6][0-9]{15,18} | [3-6][0-9]{3}(?:[ -][0-9]{4}){3}(?:[ -][0-9]{1,3})?            # bank cards
    )(?![0-9])
    | [京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][ ·•-]?[A-HJ-NP-Z0-9]{5,6}(?![A-Z0-9])
    """,
    re.VERBOSE,
)
"""Numbers that identify a person: of identity cards, telephones, bank cards and, in the last line, plates of cars."""


def names(party: Party, texts: Iterable[str]) -> bool:
    """Whether a text has the full name of a natural party in it, or that of who represents them."""
    return _stands_in(texts, _NAMED, party.name, party.representative)


def names_somebody(events: Iterable[Event], texts: Iterable[str]) -> bool:
    """Whether a text has the full name of a third person in it whom one of the events names."""
    return _stands_in(tuple(texts), _NAMED, *(one.name for one in _somebodies(events)))


def called(events: Iterable[Event], *names: str | Erased) -> Iterator[str]:
    """Ids of the third persons in the events who have one of these names, as a party does who took a paper in."""
    wanted = {_plain(name) for name in names if isinstance(name, str)} - {""}
    for one in _somebodies(events):
        if isinstance(one.name, str) and _plain(one.name) in wanted:
            yield one.person


def _somebodies(events: Iterable[Event]) -> Iterator[Somebody]:
    values = (getattr(event, name) for event in events for name in event.__struct_fields__)
    return (one for value in values if isinstance(value, tuple) for one in value if isinstance(one, Somebody))


def says(texts: Iterable[str], *values: str | Erased) -> bool:
    """Whether a text has one of these names, numbers or addresses of a person in it."""
    return _stands_in(tuple(texts), _NAMED, *values)


def locates(party: Party, texts: Iterable[str]) -> bool:
    """Whether a text has the number or the address of a natural party in it."""
    return _stands_in(texts, _LOCATED, party.number, party.address)


def _stands_in(texts: Iterable[str], least: int, *values: str | Erased) -> bool:
    known = [one for one in (_plain(value) for value in values if isinstance(value, str)) if len(one) >= least]
    return any(value in text for text in map(_plain, texts) for value in known)


def shows_numbers(*texts: str) -> bool:
    """Whether a text has a number in it that identifies a person, as it stands or with the separators taken out."""
    return any(_NUMBERS.search(normalize("NFKC", text)) or _NUMBERS.search(_plain(text).upper()) for text in texts)


def _plain(text: str) -> str:
    """The text as it is compared: full-width forms made plain, capitals small, separators taken out."""
    return _SEPARATORS.sub("", normalize("NFKC", text)).casefold()
