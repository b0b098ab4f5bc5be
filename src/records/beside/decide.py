"""Beside the course: a case handed back, a matter flagged, particulars noted, complaints answered.

Carries out 行政处罚法 第二十条, 第二十四条 and 第七十五条.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from records.beside.commands import (
    AnswerComplaint,
    AnswerRedo,
    FlagMatter,
    HandBackCase,
    NoteParticulars,
    ReceiveComplaint,
)
from records.beside.events import (
    CaseHandedBack,
    ComplaintAnswered,
    ComplaintReceived,
    MatterFlagged,
    ParticularsNoted,
    PartyPapers,
    RedoAnswered,
)
from records.beside.facts import stranded
from records.course.case import Case
from records.course.complaints import begin_answer, received
from records.course.decider import Decider
from records.course.judging import begin, stated
from records.course.shapes import Command
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.penalty.events import RedoLinked
from records.register.events import DelegationGranted


def hand_back_case(command: HandBackCase, case: Case, context: Context) -> list[Event]:
    """By itself, once the letter is over by which officers of another body handle the case."""
    judgement = begin(command, case, context)
    officers = stranded(case, context)
    letter = _letter(officers, case, context)
    known = {
        "letter": letter.number if letter else "",
        "delegate": letter.delegate if letter else "",
        "last_day": letter.valid_to if letter else _day_before(context),
    }
    return [stated(CaseHandedBack, command, judgement, context, handlers=officers, **known)]


def _letter(officers: tuple[str, ...], case: Case, context: Context) -> DelegationGranted | None:
    """The letter by which they acted, the one that held last; one that covered the matter before any other."""
    register = context.register
    bodies = {one.agency for person in officers for one in register.officers.get(person, ())}
    letters = (one for some in register.delegations.values() for one in some if one.delegator == case.agency)
    mine = [one for one in letters if one.delegate in bodies]
    return max(mine, key=lambda one: (case.matter in one.matters, one.valid_to), default=None)


def flag_matter(command: FlagMatter, case: Case, context: Context) -> list[Event]:
    """By itself, once the matter is no longer listed: what is decided goes on, what is not can't be decided."""
    judgement = begin(command, case, context)
    listed = (one for one in context.register.matters.get(case.matter, ()) if one.agency == case.agency)
    ends = [one.valid_to for one in listed if one.valid_to is not None]
    last_day = max(ends, default=_day_before(context))
    return [stated(MatterFlagged, command, judgement, context, matter=case.matter, last_day=last_day)]


def _day_before(context: Context) -> date:
    return context.occurred_at.day - timedelta(days=1)


def note_particulars(command: NoteParticulars, case: Case, context: Context) -> list[Event]:
    """Numbers of the party and of who represents it, under the party's own key; the documents stay as they are."""
    judgement = begin(command, case, context)
    person = case.party.person if case.party else ""
    given = {name: getattr(command, name) for name in PartyPapers.__struct_fields__ if name != "person"}
    papers = PartyPapers(person=person, **given)
    return [stated(ParticularsNoted, command, judgement, context, papers=papers)]


def receive_complaint(command: ReceiveComplaint, case: Case, context: Context) -> list[Event]:
    """Anybody may complain of what the agency did, whatever has become of the case (第七十五条)."""
    return received(ComplaintReceived, _COMPLAINT, command, case, context)


def answer_complaint(command: AnswerComplaint, case: Case, context: Context) -> list[Event]:
    """What was looked into; what is found to be wrong is put right by the agency itself (第七十五条)."""
    judgement = begin_answer((ComplaintReceived, ComplaintAnswered), _COMPLAINT, command, case, context)
    judgement.require(not command.founded or bool(command.correction.strip()), "complaint-uncorrected")
    return [stated(ComplaintAnswered, command, judgement, context)]


def answer_redo(command: AnswerRedo, case: Case, context: Context) -> list[Event]:
    """By hand: a case that was linked before anybody noted it here, or the reason why nothing is decided anew.

    Raises Invalid for a case that does not decide this one's decision anew.
    """
    judgement, other = begin(command, case, context), context.related
    if command.related_case:
        links = other.every(RedoLinked) if other is not None else ()
        if not any(one.supersedes == context.case for one in links):
            raise Invalid([("$.related_case", "这一案件没有关联本案的决定，请先在该案中关联被责令重新作出的决定")])
    return [stated(RedoAnswered, command, judgement, context, by=command.related_case)]


_COMPLAINT: Final = "申诉检举"


DECIDERS: Final[Mapping[type[Command], Decider]] = {
    HandBackCase: hand_back_case,
    FlagMatter: flag_matter,
    NoteParticulars: note_particulars,
    AnswerRedo: answer_redo,
    ReceiveComplaint: receive_complaint,
    AnswerComplaint: answer_complaint,
}
"""By the type of the command."""
