"""What lists of the public part are filtered by, as it stands in the address: the same for pages and JSON."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final
from urllib.parse import urlencode

import msgspec
from fastapi import Depends

from projections.statistics import Dimension
from records.errors import Invalid
from records.moment import Moment

LONGEST: Final = 200
"""Characters of a value at most."""

_YEAR: Final = re.compile(r"[12][0-9]{3}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_DIMENSIONS: Final[tuple[Dimension, ...]] = ("agency", "matter", "procedure", "month")


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """Words that are looked for, an agency's and a matter's code, a procedure's id, and a year of decision."""

    text: str = ""
    agency: str = ""
    matter: str = ""
    procedure: str = ""
    year: int | None = None

    def arguments(self) -> dict[str, Any]:
        """The arguments of the queries."""
        return msgspec.structs.asdict(self)

    def address(self, cursor: str) -> str:
        """The query part of the address of the page after a cursor."""
        given = {"q": self.text, **msgspec.structs.asdict(self)}
        del given["text"]
        return urlencode({name: value for name, value in {**given, "cursor": cursor}.items() if value})


async def read(q: str = "", agency: str = "", matter: str = "", procedure: str = "", year: str = "") -> Filters:
    """The filters in the address. Raises Invalid for a year that is none or a value that is too long."""
    asked = {"q": q, "agency": agency, "matter": matter, "procedure": procedure, "year": year}
    given = {name: clean(value) for name, value in asked.items()}
    wrong = [(name, f"最多 {LONGEST} 个字符") for name, value in given.items() if len(value) > LONGEST]
    if given["year"] and not _YEAR.fullmatch(given["year"]):
        wrong.append(("year", "应为四位数的年份，如 2026"))
    if wrong:
        raise Invalid(wrong)
    return Filters(
        text=given["q"],
        agency=given["agency"],
        matter=given["matter"],
        procedure=given["procedure"],
        year=int(given["year"]) if given["year"] else None,
    )


Asked = Annotated[Filters, Depends(read)]
"""The filters of the request."""


def dimensions(text: str) -> tuple[Dimension, ...]:
    """The dimensions that a comma-separated text names. Raises Invalid for another one."""
    wanted = [one for one in text.split(",") if one]
    if any(one not in _DIMENSIONS for one in wanted):
        raise Invalid([("by", "应为 agency、matter、procedure、month 中的一个或者几个，以逗号分隔")])
    return tuple(one for one in _DIMENSIONS if one in wanted)


def clean(text: str) -> str:
    """A value without control characters, which no text of a page has and a database may refuse."""
    return _CONTROL.sub(" ", text).strip()


def position(text: str) -> int | None:
    """A place in a ledger, None when it is left out. Raises Invalid for what is none."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Invalid([("before", "应为账本中的位置")])
    return int(text)


def moment(name: str, text: str) -> Moment | None:
    """The time or date of a query parameter, None when it is empty."""
    try:
        return Moment.parse(text.replace(" ", "+")) if text else None
    except (ValueError, OverflowError):
        raise Invalid([(name, "应为带时区的时间或者日期")]) from None
