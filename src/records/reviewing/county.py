"""Review by the county where nobody of the agency may review (重大执法决定法制审核制度 一)."""

from __future__ import annotations

from records.course.case import Case
from records.course.drafting import DraftSubmitted
from records.course.judging import begin, cause, stated
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.penalty.events import ReviewSubmitted
from records.reviewing.available import available, is_superior
from records.reviewing.commands import ReceiveCountyReview, RequestCountyReview
from records.reviewing.events import CountyReviewReceived, CountyReviewRequested


def request_county_review(command: RequestCountyReview, case: Case, context: Context) -> list[Event]:
    """By the handlers or their unit's head, once a draft is submitted; never while somebody of the agency may review.

    Raises Invalid for an agency that has nobody either, or that is the case's own.
    """
    submitted = cause(case, context, ReviewSubmitted) or cause(case, context, DraftSubmitted)
    judgement = begin(command, case, context, submitted)
    if command.county == case.agency or not available(command.county, case, context):
        raise Invalid([("$.county", "该机关没有登记当日可以审核本案的法制审核人员，请选择县级法制审核机构")])
    judgement.require(is_superior(command.county, case.agency, context), "county-not-superior")
    return [stated(CountyReviewRequested, command, judgement, context)]


def receive_county_review(command: ReceiveCountyReview, case: Case, context: Context) -> list[Event]:
    """By a reviewer of the county, whose clock starts with it, unless the materials are incomplete."""
    asked = cause(case, context, CountyReviewRequested)
    person = context.person_acting
    held = context.register.reviewer(person, context.occurred_at.day)
    comes = held is not None and held.agency == case.reviewed_by
    judgement = begin(command, case, context, asked, also=(person,) if comes else ())
    if context.entry is None:
        judgement.require(comes, "review-with-county")
    was = as_of(case, context.occurred_at)
    submitted = was.last(ReviewSubmitted) or was.last(DraftSubmitted)
    return [stated(CountyReviewReceived, command, judgement, context, lacking=submitted.lacking if submitted else ())]
