"""撤销: a decision undone, and its public body withdrawn (信息公示制度 第十四条; 行政处罚法 第四十八条)."""

from __future__ import annotations

from records.event import Event
from records.judgement import Context, Judgement
from records.penalty.commands import RevokeDecision
from records.penalty.events import DecisionRevoked
from records.penalty.officers import require_agency
from records.penalty.privacy import shows_numbers
from records.penalty.state import Penalty


def revoke_decision(command: RevokeDecision, case: Penalty, context: Context) -> list[Event]:
    """An instrument that has reached the agency undoes a decision that stands; the notice names no person."""
    judgement, instrument = Judgement(context), command.instrument
    judgement.timing(case.signed_at)
    _require_competent(judgement, case, context)
    judgement.require(case.decision is not None, "no-decision")
    judgement.require(case.revocation is None, "decision-revoked")
    signed_on = case.signed_at.day if case.signed_at else instrument.dated_on
    in_order = signed_on <= instrument.dated_on <= instrument.received_on <= context.occurred_at.day
    judgement.require(in_order, "instrument-not-received")
    # The notice is published now, whatever a paper did before: so a back-entry is refused as well.
    judgement.require_now(not shows_numbers(*notice_texts(command)), "personal-data-shown")
    judgement.require_now(not context.names_party, "party-not-masked")
    judgement.require_now(not context.locates_party, "personal-data-shown")
    return [
        DecisionRevoked(
            case=context.case,
            entry=context.entry,
            defects=judgement.defects,
            number=case.decision.number if case.decision else "",
            effect=command.effect,
            instrument=instrument,
            explanation=command.explanation,
        )
    ]


def _require_competent(judgement: Judgement, case: Penalty, context: Context) -> None:
    """An account of the case's agency, one of its handlers, or the agency's head."""
    heads = (context.person_acting,) if _is_head(case, context) else ()
    require_agency(judgement, case.agency, context, *case.handlers, *heads)


def _is_head(case: Penalty, context: Context) -> bool:
    return context.register.is_head(case.agency, context.person_acting, context.now.day)


def notice_texts(command: RevokeDecision) -> tuple[str, ...]:
    """The free texts of the public notice."""
    return command.explanation, command.instrument.number, command.instrument.body
