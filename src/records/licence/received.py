"""What kind of case it is, and whether the application was accepted (行政许可法 第三十二条)."""

from __future__ import annotations

from datetime import date

from records.course.case import Case
from records.course.fact import Fact
from records.course.sequence import is_over
from records.judgement import Context
from records.licence.events import (
    AcceptanceDeemed,
    AcceptanceRefused,
    ApplicationAccepted,
    LicenceActionOpened,
    MaterialsSupplemented,
    SupplementAsked,
)
from records.licence.standing import applied


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


def supplement_open(case: Case, _: Context) -> bool:
    """Whether something that was asked for is still missing."""
    complete = any(one.complete for one in case.every(MaterialsSupplemented))
    return SupplementAsked in case.happened and not complete
