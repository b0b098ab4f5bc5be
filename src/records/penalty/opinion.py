"""案件处理意见: what the handlers propose, and the unit head's word on it (行政处罚法 第三十条至第三十四条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.judging import begin, cause, seen_by, stated
from records.course.officers import require_officers
from records.course.sequence import pending
from records.event import Event
from records.judgement import Context, Judgement
from records.penalty.commands import EndorseOpinion, SubmitOpinion
from records.penalty.events import OpinionEndorsed, OpinionSubmitted
from records.penalty.old_and_new import compared, require_lighter
from records.penalty.powers import require_kinds


def submit_opinion(command: SubmitOpinion, case: Case, context: Context) -> list[Event]:
    """The handlers propose what is to become of the case; a new opinion replaces the last one."""
    judgement = begin(command, case, context)
    require_officers(judgement, case.handlers, case.agency, context)
    if command.proposal == "penalty":
        _require_proposable(judgement, command, case, context)
    return [stated(OpinionSubmitted, command, judgement, context)]


def _require_proposable(judgement: Judgement, command: SubmitOpinion, case: Case, context: Context) -> None:
    """A penalty has a basis, is of a kind that the matter allows, and fits the party's age and what lightens it."""
    age = case.filed.party.age if case.filed else None
    judgement.require(age != "under-14", "party-under-14")
    require_kinds(judgement, command.kinds, case, context)
    require_lighter(judgement, compared(case, context), command.fine_yuan)
    judgement.require(any(one.strip() for one in command.basis), "opinion-without-basis")
    grounded = command.mitigation == "" or bool(command.mitigation_ground.strip())
    judgement.require(grounded, "mitigation-needs-ground")
    judgement.require(age != "14-17" or command.mitigation in ("lighter", "mitigated"), "minor-not-lightened")


def endorse_opinion(command: EndorseOpinion, case: Case, context: Context) -> list[Event]:
    """The unit head or the head, who handles not the case, agrees with the opinion or gives it back, once."""
    judgement = begin(command, case, context, cause(case, context, OpinionSubmitted))
    # A paper is entered by a handler as well as by anybody else: only a live step shows who endorses.
    own = context.entry is None and context.person_acting in case.handlers
    judgement.require(not own, "endorser-is-handler")
    judgement.require(all(map(_is_unread, seen_by(case, context))), "opinion-read-already")
    return [stated(OpinionEndorsed, command, judgement, context)]


def _is_unread(case: Case) -> bool:
    return OpinionSubmitted not in case.happened or pending(case, OpinionSubmitted, OpinionEndorsed)
