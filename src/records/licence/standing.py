"""A licence as all cases about it leave it, and who may not apply: what other cases mean for this one.

Carries out 行政许可法 第五十条, 第七十条, 第七十八条 and 第七十九条. Cases are those of the matter that are noted in
the ledger; whatever happened to a licence on paper is known only by what a clerk entered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from records.course.case import Case, Happened
from records.law.data import Law
from records.law.deadline import add_months
from records.licence.asked import applied, looked_at
from records.licence.events import (
    AcceptanceRefused,
    LicenceCancelled,
    LicenceChanged,
    LicenceGranted,
    LicenceRefused,
    LicenceRevoked,
    LicenceWithdrawn,
    RenewalDeemed,
)
from records.licence.renewing import expired_at, renewed_by_law, renewed_until

Ended = LicenceWithdrawn | LicenceRevoked | LicenceCancelled


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A licence that was granted, as it stands."""

    number: str
    """Of the decision that granted it."""
    matter: str
    agency: str
    holder: str
    """Person id."""
    valid_from: date
    valid_until: date | None = None
    """Last day, after all that was renewed; None: it has no term."""
    ended_by: str = ""
    """Number of what ended it before its last day; empty: nothing did."""

    def holds(self, on: date) -> bool:
        """Whether it is in force on that day."""
        return not self.ended_by and (self.valid_until is None or on <= self.valid_until)


class Bar(msgspec.Struct, frozen=True):
    """Why somebody may not apply in a matter."""

    until: date
    """Last day."""
    number: str
    """Of the decision by which it is so."""


def standing(name: str, case: Case, others: Mapping[str, Case], on: date) -> Standing | None:
    """The licence that the case of that id granted, after what the other cases of its matter did to it, and what the
    law had made of a renewal by that day.
    """
    granted, opened = case.last(LicenceGranted), applied(case)
    if granted is None or opened is None:
        return None
    about = [one for one in others.values() if (found := looked_at(one)) is not None and found.related_case == name]
    ends = [end for one in about if not one.undone for end in _ends(one)]
    return Standing(
        number=granted.number,
        matter=opened.matter,
        agency=opened.agency,
        holder=opened.party.person if opened.party else "",
        valid_from=granted.valid_from,
        valid_until=_until(granted.valid_until, about, on),
        ended_by=granted.number if case.undone else next((one.number for one in ends), ""),
    )


def _ends(case: Case) -> Iterable[Ended]:
    return (*case.every(LicenceWithdrawn), *case.every(LicenceRevoked), *case.every(LicenceCancelled))


def paper_licences(others: Mapping[str, Case], on: date) -> dict[str, bool]:
    """By number the licences on paper that cases of the matter are about, and whether each is in force on that day."""
    about: dict[str, list[Case]] = {}
    for case in others.values():
        found = looked_at(case)
        if found is not None and found.licence and not found.related_case:
            about.setdefault(found.licence, []).append(case)
    return {number: _holds_on_paper(some, on) for number, some in about.items()}


def _holds_on_paper(about: list[Case], on: date) -> bool:
    said = [found.licence_until for one in about if (found := looked_at(one)) is not None]
    until = _until(None if None in said else max(filter(None, said), default=None), about, on)
    ended = any(True for one in about if not one.undone for _ in _ends(one))
    return not ended and (until is None or on <= until)


def _until(granted: date | None, about: Iterable[Case], on: date) -> date | None:
    """The last day after the change or renewal that came last; one that was undone counts no more."""
    found = [one for case in about if not case.undone for one in _longer(case, on)]
    return max(found, key=lambda one: one[0], default=(0, granted))[1]


def _longer(case: Case, on: date) -> Iterable[tuple[int, date | None]]:
    """When a case made the licence hold until when: by a decision, or by law, noted or not."""
    changed = case.happened.get(LicenceChanged, ())
    yield from ((one.at.micros, one.event.valid_until) for one in changed)
    noted = case.happened.get(RenewalDeemed, ())
    yield from ((one.at.micros, one.event.valid_until) for one in noted)
    if not noted and renewed_by_law(case, on):
        yield expired_at(case), renewed_until(case)


# ---- Who may not apply ----

_FALSE_PAPERS: Final = "false-papers-bar-months"
_FRAUD: Final = "fraud-bar-months"


def bar(person: str, on: date, others: Iterable[Case], law: Law) -> Bar | None:
    """The bar that lasts longest of those that lie on a person on a day, by cases of the same matter."""
    mine = (one for one in others if one.party is not None and one.party.person == person and not one.undone)
    found = [one for case in mine for one in _bars(case, law) if on <= one.until]
    return max(found, key=lambda one: one.until, default=None)


def _bars(case: Case, law: Law) -> Iterable[Bar]:
    opened = looked_at(case)
    if opened is None or not opened.safety:
        return
    refused = (case.happened.get(LicenceRefused, ()), case.happened.get(AcceptanceRefused, ()))
    for one in (one for some in refused for one in some if one.event.ground == "false-papers"):
        yield _barred(one, law, _FALSE_PAPERS)
    for one in (one for one in case.happened.get(LicenceRevoked, ()) if one.event.ground == "fraud"):
        yield _barred(one, law, _FRAUD)


def _barred(one: Happened, law: Law, value: str) -> Bar:
    months = law.values[value].number
    return Bar(add_months(one.at.day, months), one.event.number)
