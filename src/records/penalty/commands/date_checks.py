"""Days that no case can have: whatever counts from them would run out of the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
"""Between them a day can be meant."""


def check_dates(command: msgspec.Struct) -> list[tuple[str, str]]:
    """Every day that the command names, also within its parts, can be one."""
    wrong = (path for path, day in _days(command, "$") if not FIRST_DAY <= day <= LAST_DAY)
    return [(path, f"日期应当在{FIRST_DAY.year}年至{LAST_DAY.year}年之间，请核对") for path in wrong]


def _days(value: object, path: str) -> Iterator[tuple[str, date]]:
    if isinstance(value, date):
        yield path, value
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from _days(one, f"{path}[{index}]")
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _days(getattr(value, name), f"{path}.{name}")
