"""The period that statistics are of: a year, a month, or the latest twelve months, as it stands in the address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import msgspec

from records.errors import Invalid

MONTHS: Final = 12
"""Months shown when no period is chosen: the latest that have figures."""

_PERIOD: Final = re.compile(r"([12][0-9]{3}(-(0[1-9]|1[0-2]))?)?")


class Period(msgspec.Struct, frozen=True):
    """Months from `first` to `last`, as 2026-01, both included; empty ones: there are no figures at all."""

    name: str
    """As it stands in the address: 2026, 2026-03, or empty for the latest months."""
    first: str
    last: str

    def lasts(self, today: date) -> bool:
        """Whether it reaches into the month of `today`, so that what is under way belongs to it."""
        return not self.name or self.first <= f"{today:%Y-%m}" <= self.last


def read(text: str) -> str:
    """The name of a period, empty for the latest months. Raises Invalid for what is none."""
    if not _PERIOD.fullmatch(text):
        raise Invalid([("period", "应为年份或者月份，如 2026 或者 2026-01")])
    return text


def period(name: str, months: Sequence[str]) -> Period:
    """The period of that name; `months` are those that have figures, in order."""
    if name:
        return Period(name, *((name, name) if "-" in name else (f"{name}-01", f"{name}-12")))
    if not months:
        return Period("", "", "")
    return Period("", max(months[0], back(months[-1], MONTHS - 1)), months[-1])


def without_gaps(months: Iterable[str]) -> list[str]:
    """The months with those between them in which nothing happened."""
    found = set(months)
    if not found:
        return []
    filled, last = [min(found)], max(found)
    while filled[-1] < last:
        filled.append(back(filled[-1], -1))
    return filled


def back(month: str, count: int) -> str:
    """The month so many months before."""
    year, _, number = month.partition("-")
    index = int(year) * 12 + int(number) - 1 - count
    return f"{index // 12:04d}-{index % 12 + 1:02d}"
