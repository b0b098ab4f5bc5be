"""被申请人、利害关系人 are told, and whoever speaks is answered, before the decision."""

from __future__ import annotations

from records.course.case import Case, Happened
from records.course.documents import require_contents, take_number
from records.course.judging import begin, cause, somebodies, stated
from records.course.sequence import ordinal
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.petition.commands import (
    AnswerPetitionStatement,
    RecordPetitionStatement,
    TellRespondent,
    TellThirdParty,
)
from records.petition.events import (
    PetitionAccepted,
    PetitionStatementAnswered,
    PetitionStatementRecorded,
    RespondentTold,
    ThirdPartyTold,
)


def tell_respondent(command: TellRespondent, case: Case, context: Context) -> list[Event]:
    """The respondent of a ruling gets a copy of the application."""
    judgement = begin(command, case, context, cause(case, context, PetitionAccepted))
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(RespondentTold, command, judgement, context, number=number), *taken]


def tell_third_party(command: TellThirdParty, case: Case, context: Context) -> list[Event]:
    """Who has a direct interest is told what is intended."""
    judgement = begin(command, case, context, cause(case, context, PetitionAccepted))
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    people = somebodies(command.people, context, "third-party")
    return [stated(ThirdPartyTold, command, judgement, context, number=number, people=people), *taken]


def record_petition_statement(command: RecordPetitionStatement, case: Case, context: Context) -> list[Event]:
    """Whatever is said is recorded whenever it is said, also after the term."""
    judgement = begin(command, case, context, cause(case, context, PetitionAccepted))
    item = f"意见{ordinal(case, PetitionStatementRecorded)}"
    people = somebodies(command.people, context, "speaker")
    return [stated(PetitionStatementRecorded, command, judgement, context, item=item, people=people)]


def answer_petition_statement(command: AnswerPetitionStatement, case: Case, context: Context) -> list[Event]:
    """Each statement is examined and answered once."""
    found = _find(case, command.item)
    judgement = begin(command, case, context, found.at if found else None)
    if found is None:
        raise Invalid([("$.item", "本案没有这一条意见，请填写意见编号，如“意见1”")])
    if any(one.item == command.item for one in case.every(PetitionStatementAnswered)):
        raise Invalid([("$.item", "这一条意见已经答复")])
    return [stated(PetitionStatementAnswered, command, judgement, context)]


def _find(case: Case, item: str) -> Happened | None:
    return next((one for one in case.happened.get(PetitionStatementRecorded, ()) if one.event.item == item), None)
