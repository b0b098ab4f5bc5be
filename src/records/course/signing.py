"""How a decision of any procedure but the ordinary penalty is signed: by the head, as reviewed, with its contents."""

from __future__ import annotations

from typing import Any, TypeVar

from records.course.case import Case
from records.course.decided import Decide, Decided
from records.course.documents import DOCUMENTS, require_contents, take_number
from records.course.drafted_fields import told
from records.course.drafting import DraftSubmitted, digest_of, drafted
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
        judgement.require(_says_as_drafted(command, was, reviewed), "draft-changed")
    require_contents(judgement, command, context)
    require_not_repeated(judgement, command, was)
    return judgement


def require_as_drafted(judgement: Judgement, command: Decide, case: Case, context: Context) -> None:
    """What only such a decision says is as it was reviewed too: its term of payment, its method, its conditions.

    Asked after all that the procedure asks of those fields, and of nobody whose decision differs already in the rest.
    """
    was = as_of(case, context.occurred_at)
    reviewed = was.last(CaseReviewed)
    if reviewed is None or not FACTS["review-due"](was, context) or not _says_as_drafted(command, was, reviewed):
        return
    handed = _reviewed_draft(was, reviewed)
    judgement.require(handed is None or not handed.whole or handed.draft.more == told(command), "draft-changed")


def _says_as_drafted(command: Decide, case: Case, reviewed: CaseReviewed) -> bool:
    """Whether the decision says what was reviewed, in the fields that every decision has."""
    handed = _reviewed_draft(case, reviewed)
    more = handed.draft.more if handed else ()
    return reviewed.digest == digest_of(drafted(command, DOCUMENTS[type(command)], more))


def _reviewed_draft(case: Case, reviewed: CaseReviewed) -> DraftSubmitted | None:
    return next((one for one in reversed(case.every(DraftSubmitted)) if one.digest == reviewed.digest), None)


def signed(
    kind: type[D], command: Decide, judgement: Judgement, case: Case, context: Context, /, **more: Any
) -> list[Event]:
    """The decision under the next number of its series, as it was drafted."""
    require_as_drafted(judgement, command, case, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(kind, command, judgement, context, number=number, **more), *taken]
