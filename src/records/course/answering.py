"""答复与举证: what the agency owes who reviews its decision, and what it may no longer do meanwhile.

Carries out 行政复议法 第三十二条, 第四十六条, 第四十八条, 第五十四条 and 第七十条, and 行政诉讼法 第三十四条 to
第三十六条 and 第六十七条.
From the copy on the file is frozen: no step gathers evidence any more (the law data bar them all), and what body or
court let the agency add bears a name that no decision cites. What is answered too late proves nothing, unless there is
a reason; an answer that never came shows as a term that is over and as a fact of the case.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from records.course.case import Case
from records.course.judging import begin, cause, seen_by, stated
from records.course.sequence import as_of, is_over, ordinal
from records.errors import Invalid, NotFound
from records.event import Event
from records.judgement import Context
from records.moment import Moment
from records.penalty.commands import (
    AnswerRelief,
    PassOnApplication,
    ReceiveReliefCopy,
    SupplementEvidence,
    TakeApplication,
)
from records.penalty.events import (
    ApplicationPassedOn,
    ApplicationTaken,
    EvidenceSupplemented,
    ReliefAnswered,
    ReliefCopyReceived,
)
from records.penalty.relief_facts import ANSWERS, open_copies

Wrong = list[tuple[str, str]]

_SUPPLEMENT: Final = "补证"
"""Not 证据: a decision cites its evidence as `证据1`, and never finds one of these."""


def take_application(command: TakeApplication, case: Case, context: Context) -> list[Event]:
    """An application was handed to the agency; it goes on in its term if the penalty stands (行政复议法 第三十二条)."""
    require_stored(command.object, context)
    judgement = begin(command, case, context, case.signed_at)
    require_days(received(command.received_on, case, context))
    return [stated(ApplicationTaken, command, judgement, context)]


def pass_on_application(command: PassOnApplication, case: Case, context: Context) -> list[Event]:
    """The application that is held goes to the reconsideration body."""
    judgement = begin(command, case, context, cause(case, context, ApplicationTaken))
    return [stated(ApplicationPassedOn, command, judgement, context)]


def receive_relief_copy(command: ReceiveReliefCopy, case: Case, context: Context) -> list[Event]:
    """The copy came in: from its day the term to answer runs, and the file is frozen."""
    require_stored(command.object, context)
    judgement = begin(command, case, context, case.signed_at)
    require_days(received(command.received_on, case, context))
    open_kinds = {one.event.kind for seen in seen_by(case, context) for one in open_copies(seen)}
    judgement.require(command.kind not in open_kinds, "copy-received-already")
    return [stated(ReliefCopyReceived, command, judgement, context)]


def answer_relief(command: AnswerRelief, case: Case, context: Context) -> list[Event]:
    """The answer to the copy that is open; one that comes late says why (行政诉讼法 第三十四条).

    Raises Invalid when the copy is of the other kind of relief.
    """
    judgement = begin(command, case, context, cause(case, context, ReliefCopyReceived))
    waiting = open_copies(as_of(case, context.occurred_at), unanswered=True)
    its = [one.event for one in waiting if one.event.kind == command.kind]
    if waiting and not its:
        raise Invalid([("$.kind", "等待答复的不是这一种，请核对是行政复议还是行政诉讼")])
    late = bool(its) and is_over(ANSWERS[its[-1].kind, its[-1].procedure], Moment.of(its[-1].received_on), context)
    judgement.require(not late or bool(command.late_reason.strip()), "answer-late")
    return [stated(ReliefAnswered, command, judgement, context)]


def supplement_evidence(command: SupplementEvidence, case: Case, context: Context) -> list[Event]:
    """An item joins the frozen file with the consent of body or court (行政复议法 第四十六条; 行政诉讼法 第三十六条).

    NotFound when the store does not have its object.
    """
    if command.object:
        require_stored(command.object, context)
    judgement = begin(command, case, context, case.signed_at)
    judgement.require(bool(command.consent.strip()), "supplement-needs-consent")
    return [stated(EvidenceSupplemented, command, judgement, context, item=_next_name(case))]


def _next_name(case: Case) -> str:
    """The name after all that were given, those of voided items too: a name never means two things."""
    return f"{_SUPPLEMENT}{ordinal(case, EvidenceSupplemented)}"


def require_stored(digest: str, context: Context) -> None:
    """Raises NotFound when the store does not have the paper that came in."""
    if context.object is None:
        raise NotFound("object", digest)


def received(on: date, case: Case, context: Context) -> Wrong:
    """What is wrong with the day on which a paper about the decision came in."""
    if on > context.occurred_at.day:
        return [("$.received_on", "收到日期不得晚于记录之日")]
    if case.signed_at is not None and on < case.signed_at.day:
        return [("$.received_on", "收到日期早于作出决定之日，请核对")]
    return []


def require_days(wrong: Wrong) -> None:
    """Raises Invalid for days that contradict each other."""
    if wrong:
        raise Invalid(wrong)
