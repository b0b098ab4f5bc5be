"""What kind of case it is, and whether the application was accepted (行政许可法 第三十二条)."""

from __future__ import annotations

from datetime import date
from typing import Final

from records.course.case import Case
from records.course.decided import Decided
from records.course.fact import Fact
from records.course.sequence import is_over
from records.judgement import Context
from records.licence.asked import applied
from records.licence.events import (
    AcceptanceDeemed,
    AcceptanceRefused,
    ApplicationAccepted,
    ApplicationEnded,
    ApplicationForwarded,
    ApplicationWithdrawn,
    LicenceActionOpened,
    MaterialsSupplemented,
    RenewalDeemed,
    SupplementAsked,
)


def is_application(*kinds: str) -> Fact:
    """The fact that it is an application, of one of those kinds."""
    return lambda case, _: (one := applied(case)) is not None and (not kinds or one.application in kinds)


def is_action(*actions: str) -> Fact:
    """The fact that the agency looks at a licence again, for one of those ends."""

    def holds(case: Case, _: Context) -> bool:
        opened = case.opened
        return isinstance(opened, LicenceActionOpened) and (not actions or opened.action in actions)

    return holds


def accepted(case: Case) -> bool:
    """Whether the application was accepted, by a step or by silence that was noted."""
    return ApplicationAccepted in case.happened or AcceptanceDeemed in case.happened


def silent(case: Case, context: Context) -> bool:
    """Whether the five working days went by without an answer: it counts as accepted (第三十二条第一款第四项)."""
    if applied(case) is None or accepted(case) or AcceptanceRefused in case.happened:
        return False
    if supplement_open(case, context):
        return False
    complete = [one for one in case.happened.get(MaterialsSupplemented, ()) if one.event.complete]
    limit, start = ("acceptance-again", complete[0].at) if complete else ("acceptance", case.filed_at)
    return start is not None and is_over(limit, start, context)


def received_on(case: Case) -> date | None:
    """When the application came in whole: from then it is accepted when nobody answers."""
    complete = [one for one in case.happened.get(MaterialsSupplemented, ()) if one.event.complete]
    start = complete[0].at if complete else case.filed_at
    return start.day if start else None


def lacks_materials(case: Case) -> bool:
    """Whether something that was asked for is still missing."""
    complete = any(one.complete for one in case.every(MaterialsSupplemented))
    return SupplementAsked in case.happened and not complete


def supplement_open(case: Case, _: Context) -> bool:
    """The fact that something that was asked for is still missing."""
    return lacks_materials(case)


_OUT_OF_HAND: Final = (ApplicationWithdrawn, ApplicationForwarded, ApplicationEnded)


def out_of_hand(case: Case) -> bool:
    """Whether the application is out of the agency's hands without a decision: taken back, sent on, or at its end."""
    return any(kind in case.happened for kind in _OUT_OF_HAND)


def undecided(case: Case) -> bool:
    """Whether an application still waits for its decision."""
    return not out_of_hand(case) and not isinstance(case.decided, Decided)


def application_pending(case: Case, _: Context) -> bool:
    """The fact that an application has neither a decision nor an end that the law gives it (第三十八条、第四十二条)."""
    return applied(case) is not None and RenewalDeemed not in case.happened and undecided(case)
