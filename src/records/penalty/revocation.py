"""撤销: a decision undone, and its public body withdrawn (信息公示制度 第十四条; 行政处罚法 第四十八条)."""

from __future__ import annotations

from records.event import Event
from records.judgement import Context
from records.penalty.commands import RevokeDecision
from records.penalty.disclosure import decided
from records.penalty.events import DecisionRevoked
from records.penalty.judging import begin, stated
from records.penalty.privacy import shows_numbers
from records.penalty.state import Penalty


def revoke_decision(command: RevokeDecision, case: Penalty, context: Context) -> list[Event]:
    """An instrument that has reached the agency undoes a decision that stands; the notice names no person."""
    instrument, decision = command.instrument, decided(case)
    judgement = begin(command, case, context, case.signed_at, also=_competent(case, context))
    judgement.require(decision is not None, "no-decision")
    judgement.require(case.revocation is None, "decision-revoked")
    signed_on = case.signed_at.day if case.signed_at else instrument.dated_on
    in_order = signed_on <= instrument.dated_on <= instrument.received_on <= context.occurred_at.day
    judgement.require(in_order, "instrument-not-received")
    # The notice is published now, whatever a paper did before: so a back-entry is refused as well.
    judgement.require_now(not shows_numbers(*notice_texts(command)), "personal-data-shown")
    judgement.require_now(not context.names_party, "party-not-masked")
    judgement.require_now(not context.names_others, "third-person-named")
    judgement.require_now(not context.locates_party, "personal-data-shown")
    number = decision.number if decision else ""
    return [stated(DecisionRevoked, command, judgement, context, number=number)]


def _competent(case: Penalty, context: Context) -> tuple[str, ...]:
    """One of the handlers or the agency's head, whichever agency the account acts for."""
    person = context.person_acting
    is_head = context.register.is_head(case.agency, person, context.now.day)
    return (*case.handlers, person) if is_head else case.handlers


def notice_texts(command: RevokeDecision) -> tuple[str, ...]:
    """The free texts of the public notice."""
    return command.explanation, command.instrument.number, command.instrument.body
