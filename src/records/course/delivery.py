"""送达: how and when a document reached the party (行政处罚法 第六十一条; 民事诉讼法 第八十七条至第九十五条)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from records.course.case import Case
from records.course.documents import DECISIONS, Issued, issued
from records.course.judging import begin, seen_by, somebodies, stated
from records.course.officers import require_officers
from records.course.sequence import served_at
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement, before
from records.moment import Moment
from records.penalty.commands import (
    AttemptService,
    ConfirmAddress,
    PublishNotice,
    ServeDocument,
    SomebodyGiven,
    WithdrawConsent,
)
from records.penalty.events import (
    AddressConfirmed,
    ConsentWithdrawn,
    DocumentServed,
    NoticePublished,
    ServiceAttempted,
    Somebody,
)
from records.register.fold import Register

_Serving = AttemptService | PublishNotice | ServeDocument

_NEED_PROOF: Final = ("post", "entrusted", "electronic")
"""Ways in which no officer hands the paper over: a postal number, that body's receipt or the system's shows it."""


def confirm_address(command: ConfirmAddress, case: Case, context: Context) -> list[Event]:
    """The party signs where papers reach it, and whether electronically; a later paper replaces an earlier one."""
    judgement = begin(command, case, context)
    judgement.require(bool(command.contact) or not command.electronic, "electronic-address-missing")
    contact = somebodies(command.contact, context, "contact")
    return [stated(AddressConfirmed, command, judgement, context, contact=contact)]


def withdraw_consent(command: WithdrawConsent, case: Case, context: Context) -> list[Event]:
    """Ends the consent to electronic service, for papers that are served later."""
    judgement = begin(command, case, context)
    judgement.require(_consents(case, context.occurred_at), "no-electronic-consent")
    return [stated(ConsentWithdrawn, command, judgement, context)]


def attempt_service(command: AttemptService, case: Case, context: Context) -> list[Event]:
    """Two officers tried to serve a document that was issued, and could not."""
    paper = issued(case, command.document)
    judgement = begin(command, case, context, paper.at if paper else None)
    judgement.require(paper is not None, "nothing-to-serve")
    number = paper.number if paper else ""
    _require_standing(judgement, command, case, context)
    _require_unserved(judgement, command, case, context, number)
    require_officers(judgement, case.handlers, case.agency, context)
    return [stated(ServiceAttempted, command, judgement, context, number=number)]


def publish_notice(command: PublishNotice, case: Case, context: Context) -> list[Event]:
    """A public notice is issued when another way has failed, with the reasons on file (民事诉讼法 第九十五条)."""
    paper = issued(case, command.document)
    judgement = begin(command, case, context, paper.at if paper else None)
    judgement.require(paper is not None, "nothing-to-serve")
    number = paper.number if paper else ""
    _require_standing(judgement, command, case, context)
    _require_unserved(judgement, command, case, context, number)
    judgement.require(_has_failed(case, command, number, context.occurred_at), "notice-too-early")
    judgement.require(bool(command.reason.strip()), "notice-needs-reasons")
    issued_on = context.occurred_at.day
    return [stated(NoticePublished, command, judgement, context, number=number, issued_on=issued_on)]


def serve_document(command: ServeDocument, case: Case, context: Context) -> list[Event]:
    """Two certified officers serve a document that stands, once, with the proof that the method asks for.

    When the term of a public notice is over, the timer records the service.
    """
    paper = issued(case, command.document, command.number)
    # The day of a service by a notice on file is that on which its term ended, however late it is recorded.
    by_law = accomplished_on(command, case, context.register) == context.occurred_at.day
    judgement = begin(command, case, context, paper.at if paper else None, spared=by_law)
    _require_issued(judgement, command, case, context, paper)
    number = paper.number if paper else command.number
    _require_standing(judgement, command, case, context)
    judgement.require(not number or served_at(case, command.document, number) is None, "already-served")
    _require_servers(judgement, command, case, context)
    _require_proof(judgement, command, case, context)
    noticed_on = None
    if command.method == "public-notice":
        noticed_on = _require_notice(judgement, command, case, context, paper)
    return [
        stated(
            DocumentServed,
            command,
            judgement,
            context,
            number=number,
            recipients=_named(command.recipient, context, "recipient"),
            witnesses=_named(command.witness, context, "witness"),
            noticed_on=noticed_on,
        )
    ]


def accomplished_on(command: ServeDocument, case: Case, register: Register) -> date | None:
    """The day on which a public notice on file has served the document, whoever records it (民事诉讼法 第九十五条).

    None for any other way, and when no such notice is on file or no law gives its term.
    """
    notices = [one.issued_on for one in _notices(command, case)]
    noticed_on = command.noticed_on or (notices[-1] if notices else None)
    on_file = command.method == "public-notice" and noticed_on in notices
    return _over_on(noticed_on, register) if on_file and noticed_on else None


def _over_on(noticed_on: date, register: Register) -> date | None:
    """The last day of the term of a notice, by the law of the day on which it was issued."""
    term = register.law(noticed_on).values.get("notice-days")
    return noticed_on + timedelta(days=term.number) if term else None


def _notices(command: ServeDocument, case: Case) -> list[NoticePublished]:
    """The public notices of the document on file."""
    paper = issued(case, command.document, command.number)
    return [one for one in case.every(NoticePublished) if paper and one.number == paper.number]


def _require_issued(
    judgement: Judgement, command: ServeDocument, case: Case, context: Context, paper: Issued | None
) -> None:
    if paper is None and command.number and context.entry is None and issued(case, command.document):
        raise Invalid([("$.number", "本案没有发出过这一编号的文书，请核对文号")])
    if command.document == "decision":
        judgement.require(paper is not None, "no-decision")
    else:
        judgement.require(paper is not None, "nothing-to-serve")


def _require_standing(judgement: Judgement, command: _Serving, case: Case, context: Context) -> None:
    """A decision that was undone is served no more."""
    undone = any(one.undone for one in seen_by(case, context))
    judgement.require(command.document not in DECISIONS or not undone, "decision-revoked")


def _require_unserved(
    judgement: Judgement, command: AttemptService | PublishNotice, case: Case, context: Context, number: str
) -> None:
    """What had reached the party by then is neither tried nor announced again."""
    served = served_at(case, command.document, number) if number else None
    judgement.require(served is None or before(context.occurred_at, served), "already-served")


def _require_servers(judgement: Judgement, command: ServeDocument, case: Case, context: Context) -> None:
    """Officers serve; the timer only says that the term of a notice is over."""
    if context.actor == "system":
        judgement.require_now(command.method == "public-notice", "handler-only")
    else:
        require_officers(judgement, case.handlers, case.agency, context)


def _require_proof(judgement: Judgement, command: ServeDocument, case: Case, context: Context) -> None:
    noted = bool(command.witness.strip() or command.proof.strip())
    judgement.require(noted or not (command.refused or command.method == "left"), "refusal-needs-witness")
    consents = command.method != "electronic" or _consents(case, context.occurred_at)
    judgement.require(consents, "no-electronic-consent")
    judgement.require(command.method not in _NEED_PROOF or bool(command.proof.strip()), "service-needs-proof")


def _require_notice(
    judgement: Judgement, command: ServeDocument, case: Case, context: Context, paper: Issued | None
) -> date:
    """A notice follows its document, and serves when the term of its own day is over (民事诉讼法 第九十五条).

    Returns the day on which it was issued. Raises Invalid when no day is known, or another one is on file.
    """
    notices = _notices(command, case)
    noticed_on = command.noticed_on or (notices[-1].issued_on if notices else None)
    if noticed_on is None:
        raise Invalid([("$.noticed_on", "案卷中没有这份文书的公告，请填写发出公告的日期")])
    on_file = noticed_on in {one.issued_on for one in notices}
    if context.actor == "system":
        judgement.require_now(on_file, "notice-too-early")
    elif notices and not on_file:
        raise Invalid([("$.noticed_on", f"与案卷中发出公告的日期（{notices[-1].issued_on}）不一致，请核对")])
    judgement.require(bool(command.proof.strip() or notices), "notice-needs-reasons")
    judgement.require(paper is None or paper.at.day <= noticed_on, "step-before-its-cause")
    over_on = _over_on(noticed_on, context.register)
    judgement.require(over_on is not None and over_on <= context.occurred_at.day, "notice-not-over")
    if over_on is not None and over_on < context.occurred_at.day:
        said = f"公告送达之日为公告期满之日（{over_on}），请填写这一日或者留空；案卷中没有公告的，请补录"
        raise Invalid([("$.occurred_at", said)])
    return noticed_on


def _has_failed(case: Case, command: PublishNotice, number: str, now: Moment) -> bool:
    """Whether a try to serve the document had failed by then."""
    tries = case.happened.get(ServiceAttempted, ())
    its = [one.at for one in tries if one.event.document == command.document and one.event.number == number]
    return any(not before(now, at) for at in its)


def _consents(case: Case, now: Moment) -> bool:
    """Whether the party had consented to electronic service and not taken it back (行政处罚法 第六十一条第二款)."""
    said = [one for kind in (AddressConfirmed, ConsentWithdrawn) for one in case.happened.get(kind, ())]
    last = max(
        (one for one in said if not before(now, one.at)), key=lambda one: (one.at.micros, one.version), default=None
    )
    return last is not None and isinstance(last.event, AddressConfirmed) and last.event.electronic


def _named(name: str, context: Context, role: str) -> tuple[Somebody, ...]:
    """The person of that name, under a key of their own."""
    return somebodies((SomebodyGiven(name=name),), context, role) if name.strip() else ()
