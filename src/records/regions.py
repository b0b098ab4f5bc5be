"""行政区划代码: six digits of a province, prefecture or county (GB/T 2260), nine or twelve of a town or a village.

The form alone is judged, and what lies in what: which codes are given out changes with every decision on boundaries.
"""

from __future__ import annotations

import re
from typing import Final, Literal

RegionLevel = Literal["province", "prefecture", "county", "town", "village"]
"""省级, 地级, 县级, 乡级 (GB/T 10114: nine digits), 村级 (统计用区划代码: twelve digits)."""

_DIGITS: Final = re.compile(r"[0-9]{6}(?:[0-9]{3}(?:[0-9]{3})?)?")
_PROVINCES: Final = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
    ]
)
"""First two digits of each province, autonomous region, municipality and special administrative region."""


def region_level(code: str) -> RegionLevel | None:
    """What the code names; None when it is none, as one whose county has a number and its prefecture none.

    A code of twelve digits that ends in 000 names the town. A few prefectures have towns and no counties (东莞, 中山,
    儋州, 嘉峪关). Full-width digits are none: nothing is made equal here.
    """
    if _DIGITS.fullmatch(code) is None or code[:2] not in _PROVINCES:
        return None
    prefecture, county, town, village = code[2:4], code[4:6], code[6:9], code[9:12]
    if (prefecture == "00" and (county != "00" or town)) or town == "000":
        return None
    if town:
        return "village" if village not in ("", "000") else "town"
    if county != "00":
        return "county"
    return "prefecture" if prefecture != "00" else "province"


def is_region(code: str) -> bool:
    """Whether the code has the form of a region's."""
    return region_level(code) is not None


def stem(code: str) -> str:
    """The digits that all codes inside of the region begin with: `140429` of a county, `14` of its province.

    ValueError when it is no region's.
    """
    match region_level(code):
        case "province":
            return code[:2]
        case "prefecture":
            return code[:4]
        case "county":
            return code[:6]
        case "town":
            return code[:9]
        case "village":
            return code
        case None:
            raise ValueError(code)


def lies_in(code: str, region: str) -> bool:
    """Whether the one region is the other, or lies in it; False where either is none."""
    return is_region(code) and is_region(region) and stem(code).startswith(stem(region))


def around(code: str) -> tuple[str, ...]:
    """The region itself and those that it lies in, the nearest first, as six digits where they have six."""
    if not is_region(code):
        return ()
    wider = (code, code[:9], code[:6], f"{code[:4]}00", f"{code[:2]}0000")
    return tuple(dict.fromkeys(one for one in wider if is_region(one) and lies_in(code, one)))
