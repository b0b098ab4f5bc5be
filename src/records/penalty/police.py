"""How long a case waited at the police, shown apart (行政处罚法 第二十七条; 移送规定 第十条, 第十三条)."""

from __future__ import annotations

from datetime import date

import msgspec

from records.course.conclusions import every
from records.course.moments import Moments


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """From the day on which a case went to the police, or the agency objected, to that on which they gave it back."""

    begins_on: date
    ends_on: date | None
    """None while there is no answer, and of a case that the police took and have."""
    days: int | None
    """Calendar days between them; None while it goes on."""


def police_waits(moments: Moments) -> tuple[Stretch, ...]:
    """The stretches in order. No term stands still for them: the law excludes nothing (行政处罚法 第六十条)."""
    found, stretches = every(moments), list[Stretch]()
    names = ("transfer-sent", "transfer-objected", "police-declined")
    begun: date | None = None
    for mark in sorted(mark for name in names for mark in found.get(name, ())):
        if mark.moment != "police-declined":
            begun = begun or mark.on
        elif begun is not None:
            stretches.append(Stretch(begins_on=begun, ends_on=mark.on, days=(mark.on - begun).days))
            begun = None
    return (*stretches, *([Stretch(begins_on=begun, ends_on=None, days=None)] if begun else []))
