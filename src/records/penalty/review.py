from __future__ import annotations

from records.event import Event
from records.judgement import Context
from records.penalty.commands import ReturnReview, ReviewCase, SubmitReview
from records.penalty.state import Penalty


def submit_review(command: SubmitReview, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def return_review(command: ReturnReview, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def review_case(command: ReviewCase, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
