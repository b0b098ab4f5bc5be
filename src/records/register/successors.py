"""Who is competent now for what an agency had that has ended: 执法机关职能调整 (信息公示制度 第十条, 第十二条).

No entry of the registers names a successor: it is who has the matters today that the agency had.
"""

from __future__ import annotations

from datetime import date

from records.register.events import AgencyRegistered
from records.register.fold import Register


def has_ended(register: Register, agency: str, on: date) -> bool:
    """Whether the registers know the agency, and it is none any more on that day."""
    known = register.agencies.get(agency, ())
    return any(one.valid_from <= on for one in known) and register.agency(agency, on) is None


def successors(register: Register, agency: str, on: date, matter: str = "") -> tuple[AgencyRegistered, ...]:
    """The agencies that have on that day what the agency had, or that one matter; in the order of the registers."""
    codes = [matter] if matter else [code for code, some in register.matters.items() if _had(agency, some)]
    return tuple(
        found
        for other in register.agencies
        if other != agency and any(register.matter(code, other, on) for code in codes)
        if (found := register.agency(other, on)) is not None
    )


def _had(agency: str, entries: tuple[object, ...]) -> bool:
    return any(getattr(one, "agency", "") == agency for one in entries)


def ended_of(register: Register, codes: frozenset[str], on: date) -> tuple[str, ...]:
    """Codes of the ended agencies whose one successor is among those: what is open of them is theirs now."""
    ended = (one for one in register.agencies if has_ended(register, one, on))
    return tuple(one for one in ended if len(some := successors(register, one, on)) == 1 and some[0].code in codes)


def who_now(register: Register, agency: str, on: date, matter: str = "") -> str:
    """A sentence that says of an ended agency who is competent instead."""
    name = next(one.name for one in register.agencies[agency])
    names = "、".join(one.name for one in successors(register, agency, on, matter))
    if names:
        return f"{name}已不再行使行政执法职权，其事项现由{names}负责，请向{names}投诉、举报"
    return f"{name}已不再行使行政执法职权，没有登记承接其事项的机关，请从列表中选择其他机关，如其上级机关"
