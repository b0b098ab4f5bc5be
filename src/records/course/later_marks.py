"""The marks of what follows a decision: service, disclosure, performance, relief, closing; and of what halts a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, assert_never

from records.course.case import UNDOING
from records.course.documents import DECISIONS
from records.course.mark import EARLIEST, Mark, Place, fen
from records.course.moment_names import Name
from records.penalty.events import (
    ApplicationPassedOn,
    ApplicationTaken,
    ArchiveReopened,
    CaseArchived,
    CaseClosed,
    CaseResumed,
    CaseSuspended,
    DecisionRevoked,
    DeferralDecided,
    DeferralRequested,
    DisclosureReviewed,
    DocumentServed,
    EmergencyMarked,
    InstrumentPerformed,
    InstrumentReceived,
    NoticePublished,
    PaymentRecorded,
    PerformanceStayed,
    ReliefAnswered,
    ReliefCopyReceived,
    ReliefEnded,
    ReliefKind,
    ReliefSought,
    RepaymentMade,
    SecrecyTagged,
    StayLifted,
    SurchargeImposed,
    TermExtended,
)
from records.publishing.shown_marks import by_secrecy, shown

_ANSWERED: Final[Mapping[ReliefKind, Name]] = {
    "reconsideration": "reconsideration-answered",
    "lawsuit": "lawsuit-answered",
}
_OVER: Final[Mapping[ReliefKind, Name]] = {"reconsideration": "reconsideration-over", "lawsuit": "lawsuit-over"}

Later = (
    NoticePublished
    | DocumentServed
    | DisclosureReviewed
    | SecrecyTagged
    | DecisionRevoked
    | PaymentRecorded
    | DeferralRequested
    | DeferralDecided
    | SurchargeImposed
    | ReliefSought
    | ReliefEnded
    | PerformanceStayed
    | StayLifted
    | ApplicationTaken
    | ApplicationPassedOn
    | ReliefCopyReceived
    | ReliefAnswered
    | InstrumentReceived
    | InstrumentPerformed
    | RepaymentMade
    | CaseClosed
    | CaseArchived
    | ArchiveReopened
    | CaseSuspended
    | CaseResumed
    | TermExtended
    | EmergencyMarked
)


def later(event: Later, here: Place) -> Iterator[Mark]:  # noqa: PLR0915  # a table of contents
    """The marks of such a step."""
    match event:
        case NoticePublished():
            yield here.mark("notice-issued", event.number, on=event.issued_on)
            if event.document in DECISIONS:
                yield here.mark("announced", on=event.issued_on)
        case DocumentServed():
            yield from _served(event, here)
        case DisclosureReviewed():
            yield here.recording("published")
            yield here.recording("withheld" if event.copy is None else "public", event.number, amount=by_secrecy(event))
            yield from shown(event, here)
        case SecrecyTagged():
            yield here.recording("tagged", event.subject, amount=int(bool(event.secrecy)))
        case DecisionRevoked():
            yield here.mark("revoked")
            if event.effect in UNDOING:
                yield here.mark("undone")
            if event.effect == "redo-ordered" and event.instrument.kind == "reconsideration":
                yield here.dated("redo-ordered", event.instrument.received_on)
            yield from _changed(event, here)
            yield here.dated("received", event.instrument.received_on)
            yield here.recording("revocation")
        case PaymentRecorded():
            yield here.dated("payment", event.paid_on, event.purpose, amount=fen(event.amount_yuan))
        case DeferralRequested():
            yield here.mark("deferral-requested")
        case DeferralDecided():
            yield here.mark("deferral-decided")
            if event.granted:
                yield from _plan(event, here)
        case SurchargeImposed():
            yield here.mark("surcharge", amount=fen(event.amount_yuan))
        case ReliefSought():
            yield here.mark("relief-sought", event.kind, on=event.accepted_on)
        case ReliefEnded():
            yield here.mark("relief-ended", event.kind, on=event.ended_on)
            yield here.mark(_OVER[event.kind], on=event.ended_on)
        case PerformanceStayed():
            yield here.mark("stayed")
        case StayLifted():
            yield here.mark("stay-lifted")
        case ApplicationTaken():
            yield here.dated("application-held", event.received_on)
        case ApplicationPassedOn():
            yield here.mark("application-passed-on")
        case ReliefCopyReceived():
            yield here.dated(_copy(event), event.received_on)
        case ReliefAnswered():
            yield here.mark(_ANSWERED[event.kind])
        case InstrumentReceived():
            if event.kind == "opinion":
                yield here.dated("opinion-received", event.received_on, event.number)
            if event.due_on is not None:  # the limit is one day from here: its last is the one that is named
                before = date.fromordinal(max(event.due_on, EARLIEST).toordinal() - 1)
                yield here.dated("instrument-term", before, event.number)
        case InstrumentPerformed():
            yield here.mark("instrument-performed", event.number)
        case RepaymentMade():
            yield here.dated("repayment", event.paid_on, event.purpose, amount=fen(event.amount_yuan))
        case CaseClosed():
            yield here.mark("closed")
        case CaseArchived():
            yield here.mark("archived")
        case ArchiveReopened():
            yield here.mark("reopened")
        case CaseSuspended():
            # A term stands still only where the law says so (第六十条); a case without a basis waits all the same.
            if event.basis.strip():
                yield here.mark("suspended", until=event.until.isoformat() if event.until else "")
            if event.until is not None:
                yield here.mark("suspended-until", on=event.until)
        case CaseResumed():
            yield here.mark("resumed")
        case TermExtended():
            yield here.mark("extended", amount=event.days)
        case EmergencyMarked():
            if event.digest:  # a paper may name what declared no emergency
                yield here.mark("emergency")
        case _:
            assert_never(event)


def _served(event: DocumentServed, here: Place) -> Iterator[Mark]:
    """Whichever way it is served, a paper that was announced has reached the party."""
    yield here.mark("notice-served-by", event.number)
    yield here.mark(f"{event.document}-served", event.number)  # each kind of paper may begin a term of its own
    if event.document in DECISIONS:
        yield here.mark("served")
    if event.document == "no-penalty":
        yield here.mark("declined-served")


def _changed(event: DecisionRevoked, here: Place) -> Iterator[Mark]:
    """What an instrument made of the amounts; `subject` is the purpose."""
    amounts = {"fine": event.fine_yuan, "confiscated": event.confiscated_yuan}
    if event.effect == "changed":
        given = ((purpose, amount) for purpose, amount in amounts.items() if amount is not None)
        yield from (here.mark("changed", purpose, amount=fen(amount)) for purpose, amount in given)


def _copy(event: ReliefCopyReceived) -> Name:
    """From which the term to answer runs, by kind of relief and procedure."""
    if event.kind == "lawsuit":
        return "lawsuit-copy"
    return "reconsideration-copy-simple" if event.procedure == "simple" else "reconsideration-copy"


def _plan(event: DeferralDecided, here: Place) -> Iterator[Mark]:
    """The parts in the order in which they are due; `subject` is the number of each."""
    parts = sorted(event.plan, key=lambda one: one.due_on)
    for number, part in enumerate(parts, 1):
        yield here.mark("instalment", str(number), on=part.due_on, amount=fen(part.amount_yuan))
