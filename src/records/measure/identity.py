"""同一财物: what tells a thing from all others whoever has it (行政强制法 第二十三条第二款, 第二十九条第二款).

A number that the maker gives, as of a batch, is borne by many things; so only plates of vehicles, places with a number
of their own and whole numbers of accounts are looked for among the property of others.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from records.measure.commands import HeldGiven

_PLATE: Final = re.compile(
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-HJ-NP-Z0-9]{5,6}(?![A-Z0-9])"
)
_ACCOUNT: Final = re.compile("[0-9]{8,}")
_BETWEEN: Final = re.compile(r"[\s·•\-\u2010-\u2015\u2212]+")
_NUMBERED: Final = re.compile("[0-9零一二三四五六七八九十百]+(?:号|栋|幢|单元|室|宗)")


def identity_of(one: HeldGiven) -> str:
    """What it is called in every case, as `plate|晋D12345`; empty for a thing that nothing tells from another's."""
    match one.kind:
        case "account":
            number = _ACCOUNT.fullmatch(_plain(one.account))
            return f"account|{number[0]}" if number else ""
        case "premises" | "facility":
            name, place = _plain(one.name), _plain(one.place)
            return f"place|{place}|{name}" if _NUMBERED.search(place) else ""
        case "goods":
            plate = _PLATE.search(_plain(one.identifier))
            return f"plate|{plate[0]}" if plate else ""


def _plain(text: str) -> str:
    """Without what writers put between signs, in half-width capitals."""
    return _BETWEEN.sub("", normalize("NFKC", text)).upper()
