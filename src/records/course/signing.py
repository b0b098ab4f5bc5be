"""How a decision of any procedure but the ordinary penalty is signed: by the head, as reviewed, with its contents."""

from __future__ import annotations

from typing import Any, TypeVar

from records.course.case import Case
from records.course.decided import Decide, Decided
from records.course.documents import DOCUMENTS, require_contents, take_number
from records.course.drafting import digest_of, drafted
from records.course.facts import FACTS
from records.course.judging import begin, stated
from records.course.redo import require_not_repeated
from records.course.sequence import as_of
from records.event import Event
from records.judgement import Context, Judgement
from records.moment import Moment
from records.penalty.events import CaseReviewed
from records.penalty.powers import require_decider

D = TypeVar("D", bound=Decided)


def begin_signing(command: Decide, case: Case, context: Context, cause: Moment | None = None) -> Judgement:
    """Judges what holds for every decision: the step itself, a registered agency, the head, and that the document says
    what was reviewed where a review was due. What the procedure asks beyond it follows, and then `signed`.
    """
    judgement, was = begin(command, case, context, cause), as_of(case, context.occurred_at)
    registered = context.register.agency(case.agency, context.occurred_at.day) is not None
    judgement.require(registered, "agency-not-registered")
    require_decider(judgement, command.decided_by, case, context)
    reviewed = was.last(CaseReviewed)
    if reviewed is not None and FACTS["review-due"](was, context):
        digest = digest_of(drafted(command, DOCUMENTS[type(command)]))
        judgement.require(reviewed.digest == digest, "draft-changed")
    require_contents(judgement, command, context)
    require_not_repeated(judgement, command, was)
    return judgement


def signed(
    kind: type[D], command: Decide, judgement: Judgement, case: Case, context: Context, /, **more: Any
) -> list[Event]:
    """The decision under the next number of its series."""
    number, taken = take_number(judgement, command, case, context)
    return [stated(kind, command, judgement, context, number=number, **more), *taken]
