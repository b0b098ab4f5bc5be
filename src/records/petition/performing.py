"""送达其他当事人 and 履行: who else it concerns has the paper, and what was decided is carried out."""

from __future__ import annotations

from typing import Final

from records.course.case import Case
from records.course.documents import issued
from records.course.judging import begin, somebodies, stated
from records.course.officers import require_officers
from records.event import Event
from records.judgement import Context
from records.petition.commands import RecordPetitionPerformance, ServeParticipant
from records.petition.events import ParticipantServed, PetitionPerformed

_NEED_PROOF: Final = ("post", "entrusted", "electronic")
"""Ways in which no officer hands the paper over."""


def serve_participant(command: ServeParticipant, case: Case, context: Context) -> list[Event]:
    """Two officers serve the respondent or a third party, with the proof that the way asks for (民诉法 第八十七条)."""
    paper = issued(case, command.document)
    judgement = begin(command, case, context, paper.at if paper else None)
    judgement.require(paper is not None, "nothing-to-serve")
    require_officers(judgement, case.handlers, case.agency, context)
    noted = bool(command.witnesses or command.proof.strip())
    judgement.require(noted or not (command.refused or command.method == "left"), "refusal-needs-witness")
    judgement.require(command.method not in _NEED_PROOF or bool(command.proof.strip()), "service-needs-proof")
    people = somebodies(command.people, context, "participant")
    witnesses = somebodies(command.witnesses, context, "witness")
    number = paper.number if paper else ""
    more = {"number": number, "people": people, "witnesses": witnesses}
    return [stated(ParticipantServed, command, judgement, context, **more)]


def record_petition_performance(command: RecordPetitionPerformance, case: Case, context: Context) -> list[Event]:
    """What was ruled, agreed or confirmed was carried out, entered or handed over."""
    judgement = begin(command, case, context, case.signed_at)
    return [stated(PetitionPerformed, command, judgement, context)]
