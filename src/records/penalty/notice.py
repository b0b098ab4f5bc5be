"""事先告知, 陈述申辩: the party is told before the decision, and heard (行政处罚法 第四十四条, 第四十五条)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from records.course.case import Case, Happened
from records.course.documents import require_contents, take_number
from records.course.heard import notice_told, unread_points
from records.course.judging import begin, cause, stated
from records.course.officers import require_officers
from records.course.sequence import as_of, came_after, since
from records.course.thresholds import Intended, calls_for, intent, is_heavier
from records.errors import Invalid
from records.event import CaseEvent, Event
from records.judgement import Context, Judgement
from records.penalty.commands import GiveNotice, RecordDefence, ReviewDefence, WaiveDefence
from records.penalty.commands.checks import KINDS_WITH_AMOUNT
from records.penalty.events import (
    DefenceRecorded,
    DefenceReviewed,
    DefenceWaived,
    EvidenceAdded,
    HearingHeld,
    InspectionRecorded,
    NoticeGiven,
    OpinionEndorsed,
    OpinionSubmitted,
    PersonQuestioned,
    SampleTaken,
)
from records.penalty.powers import require_kinds

EVIDENCE: Final = (InspectionRecorded, PersonQuestioned, SampleTaken, EvidenceAdded)


def give_notice(command: GiveNotice, case: Case, context: Context) -> list[Event]:
    """Tells what the endorsed opinion proposes, and the right to a hearing where there is one.

    A second notice before the decision replaces the first: the rights begin anew with its service.
    """
    judgement, was = (
        begin(command, case, context, cause(case, context, OpinionEndorsed)),
        as_of(case, context.occurred_at),
    )
    require_officers(judgement, case.handlers, case.agency, context)
    require_kinds(judgement, command.kinds, case, context)
    opinion = was.last(OpinionSubmitted)
    within = opinion is None or opinion.proposal != "penalty" or _is_within(intent(command), intent(opinion))
    judgement.require(within, "notice-beyond-opinion")
    judgement.require(not _is_heavier_for_defence(command, was), "heavier-after-defence")
    require_contents(judgement, command, context)
    _require_hearing_told(judgement, command, was, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(NoticeGiven, command, judgement, context, number=number), *taken]


def _is_within(told: Intended, proposed: Intended) -> bool:
    """Whether no kind and no amount goes beyond what was proposed."""
    if not set(told.kinds) <= set(proposed.kinds):
        return False
    kinds = [(kind, field) for kind, field in KINDS_WITH_AMOUNT.items() if kind in told.kinds]
    return all(_is_no_more(getattr(told, field), getattr(proposed, field)) for _, field in kinds)


def _is_no_more(told: Decimal | None, proposed: Decimal | None) -> bool:
    """A proposal without an amount leaves it open; a notice without one goes beyond a proposal that names one."""
    return proposed is None or (told is not None and told <= proposed)


def _is_heavier_for_defence(command: GiveNotice, case: Case) -> bool:
    """Whether more is told than the last time, and nothing but what the party said is new (第四十五条第二款)."""
    last, said = case.last(NoticeGiven), _last_of(case, DefenceRecorded, HearingHeld)
    if last is None or said is None or not is_heavier(intent(command), intent(last)):
        return False
    return not any(since(case, kind, said) for kind in EVIDENCE)


def _last_of(case: Case, *kinds: type[CaseEvent]) -> Happened | None:
    found = [case.happened[kind][-1] for kind in kinds if kind in case.happened]
    return next((one for one in found if not any(came_after(other, one) for other in found)), None)


def _require_hearing_told(judgement: Judgement, command: GiveNotice, case: Case, context: Context) -> None:
    reached = calls_for("hearing", case, context, by=intent(command))
    detail = "、".join(one.title for one in reached)
    judgement.require(command.hearing_told or not reached, "hearing-not-told", detail)


def record_defence(command: RecordDefence, case: Case, context: Context) -> list[Event]:
    """What the party says is recorded whenever it is said, also after the term."""
    judgement = begin(command, case, context, cause(case, context, NoticeGiven))
    return [stated(DefenceRecorded, command, judgement, context)]


def waive_defence(command: WaiveDefence, case: Case, context: Context) -> list[Event]:
    """The party gives up what it was told of: the notice has reached it."""
    was = as_of(case, context.occurred_at)
    told = notice_told(was)
    served = told or notice_told(case)
    judgement = begin(command, case, context, served.at if served else cause(case, context, NoticeGiven))
    judgement.require(told is not None or NoticeGiven not in was.happened, "notice-first")
    return [stated(DefenceWaived, command, judgement, context)]


def review_defence(command: ReviewDefence, case: Case, context: Context) -> list[Event]:
    """Every point that nobody has answered is answered, those of earlier defences first."""
    judgement = begin(command, case, context, cause(case, context, DefenceRecorded))
    points = len(unread_points(as_of(case, context.occurred_at)))
    if points and len(command.points) != points:
        detail = f"未复核的陈述申辩共{points}点，应当逐点复核，现填写了{len(command.points)}点"
        raise Invalid([("$.points", detail)])
    return [stated(DefenceReviewed, command, judgement, context)]
