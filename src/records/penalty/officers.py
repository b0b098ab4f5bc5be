"""Who may act in a penalty: two certified officers on the day of each step (行政处罚法 第四十二条, 第四十三条)."""

from __future__ import annotations

from records.judgement import Context, Judgement
from records.penalty.events import CaseReviewed, HandlersChanged, HearingArranged, HearingHeld
from records.penalty.facts import recused
from records.penalty.state import Penalty
from records.penalty.validity import OFFICERS_AT_LEAST


def require_officers(
    judgement: Judgement, handlers: tuple[str, ...], agency: str, context: Context, case: Penalty | None = None
) -> None:
    """At least two officers, each with a certificate of the agency that holds on the day of the step.

    With the `case`, none of them was recused in it: give it where a step names officers of its own.
    """
    day = context.occurred_at.day
    judgement.require(len(set(handlers)) >= OFFICERS_AT_LEAST, "two-officers")
    certified = [person for person in handlers if context.register.officer(person, agency, day)]
    judgement.require(len(certified) == len(handlers), "officer-not-certified")
    if case is not None:
        judgement.require(recused(case).isdisjoint(handlers), "officer-recused")


def require_agency(judgement: Judgement, agency: str, context: Context, *others: str) -> None:
    """The account acts for the agency whose case it is, or its person is one of the `others` that the step allows.

    Who sends the step sends it now, whenever it was taken: so a back-entry is refused as well.
    """
    judgement.require_now(agency in context.agencies or context.person_acting in others, "other-agency")


def require_handler(judgement: Judgement, handlers: tuple[str, ...], context: Context, *others: str) -> None:
    """The step is taken by one of the handlers, or by one of the `others` that the step allows."""
    judgement.require(context.person_acting in (*handlers, *others), "handler-only")


def ever_handlers(case: Penalty) -> frozenset[str]:
    """Who is or was in charge of the case, also who was recused."""
    first = case.filed.handlers if case.filed else ()
    return frozenset(first).union(*(one.handlers for one in case.every(HandlersChanged)))


def presiders(case: Penalty) -> frozenset[str]:
    """Who presides or presided over a hearing of the case."""
    arranged = (one.presider for one in case.every(HearingArranged))
    return frozenset(arranged) | {one.presider for one in case.every(HearingHeld)}


def reviewers(case: Penalty) -> frozenset[str]:
    """Who gave a legal review in the case."""
    return frozenset(one.reviewer for one in case.every(CaseReviewed) if one.reviewer)
