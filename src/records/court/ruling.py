"""受理, 裁定, 复议, 执行结果 (行政强制法 第五十六条至第六十条)."""

from __future__ import annotations

from datetime import date

from records.course.case import Case
from records.course.judging import begin, cause, stated
from records.course.sequence import as_of, is_over
from records.court.commands import (
    AskHigherCourt,
    NoteCourtHearing,
    RecordCourtAnswer,
    RecordCourtEnforcement,
    RecordCourtRuling,
    RecordHigherRuling,
)
from records.court.events import (
    ApplicationSubmitted,
    CourtAnswered,
    CourtEnforced,
    CourtHearingNoted,
    CourtRuled,
    HigherCourtAsked,
    HigherCourtRuled,
)
from records.court.facts import OBJECTIONS, denial
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.moment import Moment


def record_court_answer(command: RecordCourtAnswer, case: Case, context: Context) -> list[Event]:
    """The court took the application, or gave it back with reasons."""
    judgement = begin(command, case, context, cause(case, context, ApplicationSubmitted))
    _require_day(command.received_on, case.at(ApplicationSubmitted), context)
    return [stated(CourtAnswered, command, judgement, context)]


def note_court_hearing(command: NoteCourtHearing, case: Case, context: Context) -> list[Event]:
    """The court hears both sides: it has thirty days then."""
    judgement = begin(command, case, context, cause(case, context, CourtAnswered))
    return [stated(CourtHearingNoted, command, judgement, context)]


def record_court_ruling(command: RecordCourtRuling, case: Case, context: Context) -> list[Event]:
    """It is enforced, or not; a no has reasons (第五十八条第二款)."""
    judgement = begin(command, case, context, cause(case, context, CourtAnswered))
    _require_day(command.received_on, case.at(ApplicationSubmitted), context)
    return [stated(CourtRuled, command, judgement, context)]


def ask_higher_court(command: AskHigherCourt, case: Case, context: Context) -> list[Event]:
    """Within fifteen days from when the ruling came in."""
    judgement, was = begin(command, case, context), as_of(case, context.occurred_at)
    found = denial(was)
    if found is not None:
        about, received = found
        if command.about != about:
            raise Invalid([("$.about", "与人民法院的裁定不一致，请核对")])
        judgement.require(not is_over(OBJECTIONS[about], received, context), "court-objection-late")
    return [stated(HigherCourtAsked, command, judgement, context)]


def record_higher_ruling(command: RecordHigherRuling, case: Case, context: Context) -> list[Event]:
    """What the higher court ruled stands."""
    judgement = begin(command, case, context, cause(case, context, HigherCourtAsked))
    asked = case.last(HigherCourtAsked)
    if asked is not None and asked.about != command.about:
        raise Invalid([("$.about", "与申请复议的事项不一致，请核对")])
    _require_day(command.received_on, case.at(HigherCourtAsked), context)
    return [stated(HigherCourtRuled, command, judgement, context)]


def record_court_enforcement(command: RecordCourtEnforcement, case: Case, context: Context) -> list[Event]:
    """What came in went to the treasury (第六十条第三款)."""
    judgement = begin(command, case, context, cause(case, context, CourtRuled))
    paid_in = command.amount_yuan is None or bool(command.destination)
    judgement.require(paid_in, "proceeds-not-to-treasury")
    _require_day(command.received_on, case.at(ApplicationSubmitted), context)
    return [stated(CourtEnforced, command, judgement, context)]


def _require_day(received_on: date, since: Moment | None, context: Context) -> None:
    if received_on > context.occurred_at.day:
        raise Invalid([("$.received_on", "收到日期不得晚于记录之日")])
    if since is not None and received_on < since.day:
        raise Invalid([("$.received_on", "收到日期早于上一步骤的日期，请核对")])
