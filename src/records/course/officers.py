"""Who may act in a case: two certified officers on the day of each step (行政处罚法 第二十条, 第四十二条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.facts import recused
from records.course.took_part import ever_handlers, investigators, presiders
from records.judgement import Context, Judgement
from records.penalty.events import CaseReviewed
from records.penalty.validity import OFFICERS_AT_LEAST
from records.register.acting import acts_for, certified, hindrance

__all__ = [
    "ever_handlers",
    "investigators",
    "presiders",
    "require_agency",
    "require_handler",
    "require_officers",
    "require_own_name",
    "reviewers",
]


def require_officers(
    judgement: Judgement, handlers: tuple[str, ...], agency: str, context: Context, case: Case | None = None
) -> None:
    """At least two officers, each with a certificate that holds on the day of the step: of the agency, or of a body
    that acts in its name on that day.

    With the `case`, none of them was recused in it: give it where a step names officers of its own.
    """
    judgement.require(len(set(handlers)) >= OFFICERS_AT_LEAST, "two-officers")
    of = (agency, judgement.matter, context.procedure, context.occurred_at.day)
    found = [certified(context.register, person, *of) for person in handlers]
    for code in dict.fromkeys(one for one in found if one is not None and one is not True):
        judgement.require(False, code)
    judgement.require(None not in found, "officer-not-certified")
    if case is not None:
        judgement.require(recused(case).isdisjoint(handlers), "officer-recused")


def require_agency(judgement: Judgement, agency: str, context: Context, *others: str) -> None:
    """The account acts for the agency whose case it is, by itself or by a letter of delegation that holds and covers
    the matter; or its person is one of the `others` that the step allows.

    Who sends the step sends it now, whenever it was taken: so a back-entry is refused as well.
    """
    person, register, day = context.person_acting, context.register, context.now.day
    of = (judgement.matter, context.procedure, day)
    if person in others:
        return
    if agency not in context.agencies:
        acts = acts_for(register, agency, context.agencies, *of)
        judgement.require_now(acts, hindrance(register, agency, context.agencies, *of) or "other-agency")
    elif agency not in register.agencies_of(person, day):  # it may be an account in the hands of another body's officer
        standing = certified(register, person, agency, *of)
        judgement.require_now(not isinstance(standing, str), str(standing))


def require_own_name(judgement: Judgement, agency: str, context: Context) -> None:
    """A body that was let act by another has no case of its own: it acts in the delegator's name (第二十条第三款)."""
    registered = context.register.agency(agency, context.occurred_at.day)
    judgement.require(registered is None or registered.kind != "entrusted", "delegation-own-name")


def require_handler(judgement: Judgement, handlers: tuple[str, ...], context: Context, *others: str) -> None:
    """The step is taken by one of the handlers, or by one of the `others` that the step allows."""
    judgement.require(context.person_acting in (*handlers, *others), "handler-only")


def reviewers(case: Case) -> frozenset[str]:
    """Who gave a legal review in the case."""
    return frozenset(one.reviewer for one in case.every(CaseReviewed) if one.reviewer)
