"""A licence as all cases about it leave it, and who may not apply: what other cases mean for this one.

Carries out 行政许可法 第五十七条, 第七十条, 第七十八条 and 第七十九条. Cases are those of the matter that are noted in
the ledger; whatever happened to a licence on paper is known only by what a clerk entered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

import msgspec

from records.course.case import Case, Happened
from records.course.decided import Decided
from records.law.data import Law
from records.law.deadline import add_months
from records.licence.events import (
    AcceptanceDeemed,
    AcceptanceRefused,
    ApplicationAccepted,
    ApplicationForwarded,
    ApplicationWithdrawn,
    LicenceActionOpened,
    LicenceApplied,
    LicenceCancelled,
    LicenceChanged,
    LicenceGranted,
    LicenceRefused,
    LicenceRevoked,
    LicenceWithdrawn,
    RenewalDeemed,
)

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


def applied(case: Case) -> LicenceApplied | None:
    """The application, None for a case that the agency began."""
    return case.opened if isinstance(case.opened, LicenceApplied) else None


def looked_at(case: Case) -> LicenceApplied | LicenceActionOpened | None:
    """What opened a case of this procedure."""
    return case.opened if isinstance(case.opened, LicenceApplied | LicenceActionOpened) else None


def standing(name: str, case: Case, others: Mapping[str, Case]) -> Standing | None:
    """The licence that the case of that id granted, after what the other cases of its matter did to it."""
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
        valid_until=_until(granted, about),
        ended_by=granted.number if case.undone else next((one.number for one in ends), ""),
    )


def _ends(case: Case) -> Iterable[Ended]:
    return (*case.every(LicenceWithdrawn), *case.every(LicenceRevoked), *case.every(LicenceCancelled))


def as_long_again(begun: date, ended: date) -> date:
    """The last day of a term as long as the one from `begun` to `ended`, which begins on the day after it.

    In whole months where it was one of whole months, else in days.
    """
    follows = ended + timedelta(days=1)
    months = (follows.year - begun.year) * 12 + follows.month - begun.month
    if months > 0 and add_months(begun, months) == follows:
        return add_months(follows, months) - timedelta(days=1)
    return ended + (follows - begun)


def _until(granted: LicenceGranted, about: Iterable[Case]) -> date | None:
    """The last day after the change or renewal that came last; one that was undone counts no more."""
    last: tuple[int, date | None] = (0, granted.valid_until)
    for case in about:
        for kind in (RenewalDeemed, LicenceChanged):
            for one in case.happened.get(kind, ()) if not case.undone else ():
                last = max(last, (one.at.micros, one.event.valid_until), key=lambda found: found[0])
    return last[1]


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


# ---- First come ----


def accepted_on(case: Case) -> date | None:
    """From when the application counts as accepted; None while it does not."""
    found = case.last(ApplicationAccepted) or case.last(AcceptanceDeemed)
    return found.accepted_on if found else None


def place_in_line(case: Case) -> tuple[date, int] | None:
    """Where it stands in the order of acceptance: by day, and within the day by time; None while it is not accepted.

    What silence accepted was accepted when it came in (第三十二条第一款第四项).
    """
    day = accepted_on(case)
    if day is None:
        return None
    at = case.at(ApplicationAccepted)
    came = case.filed_at
    moment = at if at is not None and at.day == day else came
    return day, moment.micros if moment else 0


def is_open(case: Case) -> bool:
    """Whether nothing was decided of an application, and nobody took it back."""
    over = any(kind in case.happened for kind in (ApplicationWithdrawn, ApplicationForwarded))
    return not over and not isinstance(case.decided, Decided)


def queued_before(own: str, cases: Mapping[str, Case]) -> str:
    """Id of a case that was accepted before the `own` one and is undecided; empty: there is none (第五十七条).

    `cases` lie in the order of the ledger, which decides between those of one moment.
    """
    order = {name: number for number, name in enumerate(cases)}
    mine = place_in_line(cases[own]) if own in cases else None
    for name, case in cases.items():
        place, opened = place_in_line(case), applied(case)
        if name == own or place is None or opened is None or opened.application != "new" or not is_open(case):
            continue
        if mine is None or (place, order[name]) < (mine, order[own]):
            return name
    return ""


def taken(others: Mapping[str, Case], on: date) -> int:
    """How many licences of the matter hold on a day."""
    found = (standing(name, case, others) for name, case in others.items())
    return sum(one is not None and one.holds(on) for one in found)
