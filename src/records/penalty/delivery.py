"""送达: how and when the decision reached the party (行政处罚法 第六十一条; 民事诉讼法 第八十八条至第九十五条)."""

from __future__ import annotations

from datetime import date, timedelta

from records.event import Event
from records.judgement import Context, Judgement
from records.penalty.commands import AttemptService, ConfirmAddress, PublishNotice, ServeDocument, WithdrawConsent
from records.penalty.events import DocumentServed
from records.penalty.officers import require_agency, require_handler, require_officers
from records.penalty.state import Penalty


def serve_document(command: ServeDocument, case: Penalty, context: Context) -> list[Event]:
    """Two certified officers serve a decision that stands, once, with the proof that the method asks for."""
    judgement = Judgement(context)
    judgement.timing(case.signed_at)
    require_agency(judgement, case.agency, context)
    judgement.require(case.decision is not None, "no-decision")
    judgement.require(case.revocation is None, "decision-revoked")
    judgement.require(case.service is None, "already-served")
    require_officers(judgement, case.handlers, case.agency, context)
    require_handler(judgement, case.handlers, context)
    noted = bool(command.witness.strip() or command.proof.strip())
    judgement.require(noted or not (command.refused or command.method == "left"), "refusal-needs-witness")
    judgement.require(command.method != "public-notice" or bool(command.proof.strip()), "notice-needs-reasons")
    if command.noticed_on is not None:
        _require_notice(judgement, command.noticed_on, case, context)
    return [
        DocumentServed(
            case=context.case,
            entry=context.entry,
            defects=judgement.defects,
            number=case.decision.number if case.decision else "",
            method=command.method,
            recipient=command.recipient,
            refused=command.refused,
            witness=command.witness,
            proof=command.proof,
            noticed_on=command.noticed_on,
        )
    ]


def _require_notice(judgement: Judgement, noticed_on: date, case: Penalty, context: Context) -> None:
    """A notice follows the decision, and serves when the term of its own day is over (民事诉讼法 第九十五条)."""
    judgement.require(case.signed_at is None or case.signed_at.day <= noticed_on, "step-before-its-cause")
    term = context.register.law(noticed_on).values.get("notice-days")
    over = term is not None and noticed_on + timedelta(days=term.number) <= context.occurred_at.day
    judgement.require(over, "notice-not-over")


def confirm_address(command: ConfirmAddress, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def withdraw_consent(command: WithdrawConsent, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def attempt_service(command: AttemptService, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def publish_notice(command: PublishNotice, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
