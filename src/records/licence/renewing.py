"""延续: what the law makes of a renewal that nobody decided on before the licence ended (行政许可法 第五十条第二款).

It holds from the midnight after the last day on, whether or not the timer has noted it by then.
"""

from __future__ import annotations

from datetime import date, timedelta

from records.course.case import Case
from records.course.sequence import as_of
from records.law.deadline import add_months
from records.licence.asked import applied
from records.licence.events import RenewalDeemed
from records.licence.received import lacks_materials, undecided
from records.moment import Moment


def renewed_by_law(case: Case, on: date) -> bool:
    """Whether a licence that ended before that day counts as renewed: asked for in time and whole, and undecided at
    the end of its last day.
    """
    if RenewalDeemed in case.happened:
        return True
    one = applied(case)
    if one is None or one.application != "renewal" or not one.in_time:
        return False
    if one.licence_until is None or on <= one.licence_until:
        return False
    was = as_of(case, _end_of(one.licence_until))
    return undecided(was) and not lacks_materials(was)


def keeps_its_place(case: Case, on: date) -> bool:
    """Whether it is the renewal, asked for in time, of a licence that still holds, or holds on by law; whatever else
    makes a licence last longer asks for a new one.
    """
    one = applied(case)
    if one is None or one.application != "renewal" or not one.in_time:
        return False
    return one.licence_until is None or on <= one.licence_until or renewed_by_law(case, on)


def renewed_until(case: Case) -> date | None:
    """The last day of the term that a renewal by law gives: as long as the one before (P); None where it is unknown."""
    one = applied(case)
    if one is None or one.licence_from is None or one.licence_until is None:
        return None
    return as_long_again(one.licence_from, one.licence_until)


def expired_at(case: Case) -> int:
    """When the licence that is to be renewed ended, in microseconds since 1970; 0 for one without a last day."""
    one = applied(case)
    return 0 if one is None or one.licence_until is None else _end_of(one.licence_until).micros


def _end_of(day: date) -> Moment:
    return Moment(Moment.of(day + timedelta(days=1)).micros - 1)


def as_long_again(begun: date, ended: date) -> date:
    """The last day of a term as long as the one from `begun` to `ended`, which begins on the day after it.

    In whole months where it was one of whole months, else in days.
    """
    follows = ended + timedelta(days=1)
    months = (follows.year - begun.year) * 12 + follows.month - begun.month
    if months > 0 and add_months(begun, months) == follows:
        return add_months(follows, months) - timedelta(days=1)
    return ended + (follows - begun)
