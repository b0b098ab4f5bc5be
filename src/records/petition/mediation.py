"""调解: tried before a ruling, its result on record; an agreement ends the case (中办发〔2018〕75号)."""

from __future__ import annotations

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.facts import recused
from records.course.judging import begin, cause, stated
from records.course.officers import require_officers
from records.event import Event
from records.judgement import Context
from records.petition.commands import ConcludeMediation, HoldMediation
from records.petition.events import MediationConcluded, MediationHeld, RespondentTold


def hold_mediation(command: HoldMediation, case: Case, context: Context) -> list[Event]:
    """Both sides are heard about an agreement; one that was reached bears their signatures."""
    judgement = begin(command, case, context, cause(case, context, RespondentTold))
    require_officers(judgement, case.handlers, case.agency, context)
    judgement.require(command.mediator not in recused(case), "officer-recused")
    confirmed = command.outcome != "agreed" or command.signature == "signed"
    judgement.require(confirmed, "mediation-unsigned")
    return [stated(MediationHeld, command, judgement, context)]


def conclude_mediation(command: ConcludeMediation, case: Case, context: Context) -> list[Event]:
    """The agreement is written down, and ends the case with its service on both sides."""
    judgement = begin(command, case, context, cause(case, context, MediationHeld))
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(MediationConcluded, command, judgement, context, number=number), *taken]
