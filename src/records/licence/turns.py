"""先后顺序: who was accepted before whom, and how many licences hold, where their number is limited.

Carries out 行政许可法 第五十七条. What counts is when an acceptance happened, not when it was entered or noted: silence
has accepted with the end of its term, and a paper stands where its day puts it. A renewal that was asked for too late
stands in line like a new application.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from records.course.case import Case
from records.course.sequence import as_of
from records.judgement import Context
from records.licence.asked import applied, looked_at
from records.licence.events import AcceptanceDeemed, ApplicationAccepted, LicenceChanged, LicenceGranted
from records.licence.received import received_on, silent, undecided
from records.licence.standing import paper_licences, standing
from records.moment import Moment

Place = tuple[date, int]
"""A place in line: the day, and the microsecond since 1970 within it; of a day alone its beginning."""


class Overtaking(NamedTuple):
    """A decision that went to somebody who was accepted later."""

    case: str
    number: str


def is_limited(matter: str, context: Context) -> bool:
    """Whether the number of licences of the matter is limited on the day of the step."""
    terms = context.register.licence_matter(matter, context.occurred_at.day)
    return terms is not None and terms.number_limit is not None


def accepted_on(case: Case) -> date | None:
    """From when the application counts as accepted; None while it does not."""
    found = case.last(ApplicationAccepted) or case.last(AcceptanceDeemed)
    return found.accepted_on if found else None


def place_in_line(case: Case, context: Context) -> Place | None:
    """Where it stands in the order of acceptance; None while it is not accepted.

    What silence accepted was accepted when it came in (第三十二条第一款第四项), also before anybody has noted it.
    """
    day = accepted_on(case)
    if day is None:
        return _by_receipt(case) if silent(case, context) else None
    at = case.at(ApplicationAccepted)
    moment = at if at is not None and at.day == day else case.filed_at
    return day, moment.micros if moment else 0


def coming_place(case: Case, context: Context) -> Place | None:
    """The place of an application that is accepted with the step."""
    was = as_of(case, context.occurred_at)
    if silent(was, context):
        return _by_receipt(was)
    return context.occurred_at.day, context.occurred_at.micros


def _by_receipt(case: Case) -> Place | None:
    day, came = received_on(case), case.filed_at
    return None if day is None else (day, came.micros if came else 0)


def waits_in_line(case: Case) -> bool:
    """Whether it is an application that takes a place: a new one, or a renewal that came too late (第五十条)."""
    one = applied(case)
    return one is not None and (one.application == "new" or (one.application == "renewal" and not one.in_time))


def queued_before(own: str, cases: Mapping[str, Case], context: Context) -> str:
    """Id of a case that was accepted before the `own` one and is undecided; empty: there is none.

    `cases` lie in the order of the ledger, which decides between those of one moment.
    """
    order = {name: number for number, name in enumerate(cases)}
    mine = place_in_line(cases[own], context) if own in cases else None
    for name, case in cases.items():
        place = place_in_line(case, context)
        if name == own or place is None or not waits_in_line(case) or not undecided(case):
            continue
        if mine is None or (place, order[name]) < (mine, order[own]):
            return name
    return ""


def taken(others: Mapping[str, Case], on: date, own: Case | None = None) -> int:
    """How many licences of the matter hold on a day, beside the one that the `own` case is about.

    One on paper is known once a case is about it.
    """
    about = looked_at(own) if own is not None else None
    without = (about.related_case, about.licence) if about else ("", "")
    found = (standing(name, case, others, on) for name, case in others.items() if name != without[0])
    papers = (holds for number, holds in paper_licences(others, on).items() if number != without[1])
    return sum(one is not None and one.holds(on) for one in found) + sum(papers)


def overtook(place: Place, own: str, cases: Mapping[str, Case], context: Context) -> tuple[Overtaking, ...]:
    """The decisions that stand and gave a place to others who were accepted after that one in line."""
    found: list[Overtaking] = []
    for name, case in cases.items():
        its = place_in_line(case, context)
        if name == own or case.undone or its is None or its <= place or not waits_in_line(case):
            continue
        decided = case.last(LicenceGranted) or case.last(LicenceChanged)
        if decided is not None:
            found.append(Overtaking(name, decided.number))
    return tuple(found)


def as_then(cases: Mapping[str, Case], moment: Moment) -> dict[str, Case]:
    """The cases as a paper of that moment found them."""
    return {name: as_of(case, moment) for name, case in cases.items()}
