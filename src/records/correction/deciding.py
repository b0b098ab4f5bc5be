"""决定、答复、送达: neither an acceptance nor a refusal ends without the written answer (信息公示制度 第十三条)."""

from __future__ import annotations

from typing import Final

from records.correction.commands import CompleteCorrection, DecideCorrection, ReplyCorrection, ServeReply
from records.correction.events import (
    CorrectionCompleted,
    CorrectionDecided,
    CorrectionReplied,
    CorrectionRequested,
    DisclosureCorrected,
    InformationChecked,
    ReplyMethod,
    ReplyServed,
)
from records.correction.facts import has_evidence
from records.course.case import Case
from records.course.disclosure import involved
from records.course.documents import require_contents, take_number
from records.course.judging import begin, cause, somebodies, stated
from records.course.privacy import shows_numbers
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import Event
from records.judgement import Context

_PROVEN_BY: Final[frozenset[ReplyMethod]] = frozenset({"post", "entrusted", "electronic", "public-notice"})
"""Ways in which nobody hands the answer over: a postal number, a receipt or a picture shows it."""


def decide_correction(command: DecideCorrection, case: Case, context: Context) -> list[Event]:
    """A person who had no part in the case that the page is of, nor in its publication, decides as the check found.

    Where the decision itself is wrong, the page is not: whoever asks is told to have the decision amended.
    """
    was = as_of(case, context.occurred_at)
    judgement = begin(command, case, context, cause(case, context, InformationChecked))
    checked, related = was.last(InformationChecked), context.related
    is_own = context.entry is not None or command.decided_by == context.person_acting
    judgement.require(is_own, "correction-decider-other")
    took_part = involved(related) | context.disclosers if isinstance(related, Case) else frozenset[str]()
    judgement.require(command.decided_by not in took_part, "correction-decider-is-handler")
    found = checked.error_in if checked else None
    of_decision = found == "decision" and (command.accepted or command.ground != "decision-itself")
    judgement.require(not of_decision, "correction-of-decision")
    judgement.require(not command.accepted or found in ("publication", None), "correction-without-error")
    without_proof = command.ground == "unproven" and has_evidence(was)
    judgement.require(not without_proof, "correction-evidence-there")
    return [stated(CorrectionDecided, command, judgement, context)]


def reply_correction(command: ReplyCorrection, case: Case, context: Context) -> list[Event]:
    """The answer in writing, under the next number of its series."""
    judgement = begin(command, case, context, cause(case, context, CorrectionDecided))
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(CorrectionReplied, command, judgement, context, number=number), *taken]


def serve_reply(command: ServeReply, case: Case, context: Context) -> list[Event]:
    """The answer reaches who asked; a refusal to sign needs a witness, a photo or a recording (民诉法 第八十九条)."""
    judgement = begin(command, case, context, cause(case, context, CorrectionReplied))
    noted = bool(command.witnesses or command.proof.strip())
    judgement.require(noted or not (command.refused or command.method == "left"), "refusal-needs-witness")
    judgement.require(command.method not in _PROVEN_BY or bool(command.proof.strip()), "service-needs-proof")
    judgement.require(noted or bool(command.recipients), "correction-reply-recipient")
    replied = as_of(case, context.occurred_at).last(CorrectionReplied)
    return [
        stated(
            ReplyServed,
            command,
            judgement,
            context,
            number=replied.number if replied else "",
            recipients=somebodies(command.recipients, context, "recipient"),
            witnesses=somebodies(command.witnesses, context, "witness"),
        )
    ]


def complete_correction(command: CompleteCorrection, case: Case, context: Context) -> list[Event]:
    """What was accepted is corrected: the page of the case has its new version, or it is said where the other
    information stands now.
    """
    judgement = begin(command, case, context, cause(case, context, CorrectionDecided))
    judgement.require_now(not context.names_others, "third-person-named")
    judgement.require_now(not shows_numbers(command.note, command.where), "personal-data-shown")
    opened, related = case.last(CorrectionRequested), context.related
    if opened is None or not opened.related_case:
        if not command.where.strip():
            raise Invalid([("$.where", "请写明更正后的信息公示在哪里")])
        return [stated(CorrectionCompleted, command, judgement, context)]
    made = _made(related, context.case) if isinstance(related, Case) else None
    judgement.require(made is not None, "correction-page-not-corrected")
    of_page = {"page": opened.page, "number": opened.number}
    return [stated(CorrectionCompleted, command, judgement, context, **of_page)]


def _made(related: Case, correction: str) -> DisclosureCorrected | None:
    """The new version that the correction led to."""
    found = (one for one in related.every(DisclosureCorrected) if one.related_case == correction)
    return next(found, None)
