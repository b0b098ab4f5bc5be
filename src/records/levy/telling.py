"""事先告知: of a large levy the party is told, and heard, before it is decided (P)."""

from __future__ import annotations

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.judging import begin, cause, stated
from records.course.sequence import served_at
from records.event import Event
from records.judgement import Context
from records.levy.commands import AnswerLevyStatement, GiveLevyNotice, RecordLevyStatement
from records.levy.events import LevyNoticeGiven, LevyStatementAnswered, LevyStatementRecorded
from records.levy.money import assessed


def give_levy_notice(command: GiveLevyNotice, case: Case, context: Context) -> list[Event]:
    """Tells what was assessed, with facts, basis and reasons."""
    judgement = begin(command, case, context)
    judgement.require(command.amount_yuan == assessed(case), "levy-beyond-assessment", f"{assessed(case)}元")
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(LevyNoticeGiven, command, judgement, context, number=number), *taken]


def record_levy_statement(command: RecordLevyStatement, case: Case, context: Context) -> list[Event]:
    """What the party says is recorded whenever it is said, also after the term."""
    notice = case.last(LevyNoticeGiven)
    served = served_at(case, "levy-notice", notice.number) if notice else None
    judgement = begin(command, case, context, served or cause(case, context, LevyNoticeGiven))
    return [stated(LevyStatementRecorded, command, judgement, context)]


def answer_levy_statement(command: AnswerLevyStatement, case: Case, context: Context) -> list[Event]:
    """What the party stated is examined before the decision."""
    judgement = begin(command, case, context, cause(case, context, LevyStatementRecorded))
    return [stated(LevyStatementAnswered, command, judgement, context)]
