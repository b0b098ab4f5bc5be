"""Who may act in a penalty: two certified officers on the day of each step (行政处罚法 第四十二条)."""

from __future__ import annotations

from records.judgement import Context, Judgement

_OFFICERS_AT_LEAST = 2


def require_officers(judgement: Judgement, handlers: tuple[str, ...], agency: str, context: Context) -> None:
    """At least two handlers, and each with a certificate of the agency that holds on the day of the step."""
    day = context.occurred_at.day
    judgement.require(len(set(handlers)) >= _OFFICERS_AT_LEAST, "two-officers")
    certified = [person for person in handlers if context.register.officer(person, agency, day)]
    judgement.require(len(certified) == len(handlers), "officer-not-certified")


def require_agency(judgement: Judgement, agency: str, context: Context, *others: str) -> None:
    """The account acts for the agency whose case it is, or its person is one of the `others` that the step allows.

    Who sends the step sends it now, whenever it was taken: so a back-entry is refused as well.
    """
    judgement.require_now(agency in context.agencies or context.person_acting in others, "other-agency")


def require_handler(judgement: Judgement, handlers: tuple[str, ...], context: Context, *others: str) -> None:
    """The step is taken by one of the handlers, or by one of the `others` that the step allows."""
    judgement.require(context.person_acting in (*handlers, *others), "handler-only")
