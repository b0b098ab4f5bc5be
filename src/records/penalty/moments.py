"""The moments of a case, from which its terms run and by which they are kept: a pure mapping of its events.

The law data name them (`records/law/limits.toml`). Most are the occurrence of one event; some follow from several, as
that the fine is paid or that nothing is left but to close: `records.penalty.conclusions` finds those.
A publication and a withdrawal happen when they are recorded; a payment counts on its day, a request by post on that
of the postmark. What an entry that was a mistake had said is taken back with `EntryVoided`.

Nothing here is a text or a personal value: numbers of documents, codes, days and amounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final, Literal, assert_never, get_args

import msgspec

from records.moment import Moment
from records.penalty.events import (
    AddressConfirmed,
    ArchiveReopened,
    CaseArchived,
    CaseClosed,
    CaseDiscussed,
    CaseFiled,
    CasePassed,
    CaseResumed,
    CaseReviewed,
    CaseSuspended,
    ConsentWithdrawn,
    CorrectionChecked,
    CorrectionOrdered,
    DecisionRevoked,
    DecisionSigned,
    DefenceRecorded,
    DefenceReviewed,
    DefenceWaived,
    DeferralDecided,
    DeferralRequested,
    DisclosureReviewed,
    DocumentServed,
    EntryVoided,
    EvidenceAdded,
    EvidenceMarked,
    EvidencePreserved,
    FilingApproved,
    GoodsHandedOver,
    HandlersChanged,
    HearingArranged,
    HearingEnded,
    HearingHeld,
    HearingReported,
    HearingRequested,
    InspectionRecorded,
    ItemDisposed,
    LeadDismissed,
    LeadRegistered,
    NoticeGiven,
    NoticePublished,
    OpinionEndorsed,
    OpinionSubmitted,
    PaymentRecorded,
    PenaltyDeclined,
    PenaltyEvent,
    PerformanceStayed,
    PersonQuestioned,
    PoliceAnswered,
    PreservationApproved,
    PreservationLapsed,
    RecordingLinked,
    RecordingWaived,
    RecusalDecided,
    RecusalRequested,
    ReliefEnded,
    ReliefSought,
    ReviewReturned,
    ReviewSubmitted,
    SampleTaken,
    ServiceAttempted,
    StayLifted,
    SurchargeImposed,
    TermExtended,
    TransferDecided,
    TransferReported,
    TransferSent,
)
from records.penalty.state import UNDOING, Penalty

Name = Literal[
    "lead",
    "lead-dismissed",
    "filed",
    "filing-approved",
    "acted",
    "acted-gravely",
    "discovered",
    "preserved",
    "item-disposed",
    "item-lapsed",
    "correction-due",
    "correction-checked",
    "notice-served",
    "hearing-right",
    "defence",
    "defence-waived",
    "hearing-waived",
    "defence-reviewed",
    "hearing-requested",
    "review-submitted",
    "reviewed",
    "review-returned",
    "signed",
    "penalised",
    "served",
    "announced",
    "fined",
    "paid",
    "published",
    "revoked",
    "undone",
    "instrument",
    "withdrawn",
    "deferral-requested",
    "deferral-decided",
    "transfer-reported",
    "transfer-decided",
    "transfer-approved",
    "transfer-sent",
    "police-answered",
    "police-filed",
    "goods-handed-over",
    "transferred",
    "passed",
    "ended",
    "closed",
    "over",
    "archived",
    "notice-issued",
    "notice-served-by",
    "suspended-until",
    "resumed",
]
"""What a limit may name."""

Fact = Literal[
    "act",
    "grave",
    "hearing-told",
    "charged",
    "surcharge",
    "payment",
    "instalment",
    "public",
    "revocation",
    "received",
    "declined-served",
    "police-declined",
    "suspended",
    "reopened",
    "relief-sought",
    "relief-ended",
    "stayed",
    "stay-lifted",
    "extended",
]
"""What moments that depend on several events are found from."""

_DECISIONS: Final = ("decision", "no-penalty")
"""Documents that end the case with a decision."""

_EARLIEST: Final = date(1900, 1, 1)
"""Before it no moment is told from another: no law gives a term that began then."""

KNOWN: Final[frozenset[str]] = frozenset(get_args(Name))
"""The moments that law data may name."""


class Mark(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A moment of a case, by the event at `position` that made `version`; marks are in order as they occurred."""

    at: int
    """When it occurred, in microseconds since 1970."""
    version: int
    moment: Name | Fact
    subject: str = ""
    """What it is about when a case has several: number of a document, `NUMBER#1` of an item; else empty."""
    position: int = 0
    on: date = date.min
    """The day in Asia/Shanghai on which it counts."""
    recorded_at: int = 0
    """When it entered the log, in microseconds since 1970."""
    dated: bool = False
    """Whether only its day is known."""
    amount: int = 0
    """Of money in fen, of a longer term in calendar days."""
    until: str = ""
    """The last day of a suspension, as a date, when it was known beforehand."""

    @property
    def recorded_on(self) -> date:
        """The day in Asia/Shanghai on which it entered the log."""
        return Moment(self.recorded_at).day


class Opening(msgspec.Struct, frozen=True, array_like=True):
    """Whose case it is, by the lead or by the filing."""

    version: int
    agency: str
    """Code."""
    matter: str
    """Code, empty while a lead has none."""


class Moments(msgspec.Struct, frozen=True, kw_only=True):
    """What of a case its terms depend on: the marks of the entries that count, in the order of the log."""

    marks: tuple[Mark, ...] = ()
    opened: tuple[Opening, ...] = ()

    @property
    def agency(self) -> str:
        """Code of the agency whose case it is."""
        return self.opened[-1].agency if self.opened else ""

    @property
    def matter(self) -> str:
        """Code of the matter, empty while nobody has said."""
        return self.opened[-1].matter if self.opened else ""


# ---- From events to marks ----


def after(
    moments: Moments, event: PenaltyEvent, occurred_at: Moment, recorded_at: int, position: int, version: int
) -> Moments:
    """The moments of a case after one more event, in the order of the log."""
    if isinstance(event, EntryVoided):
        return Moments(
            marks=tuple(mark for mark in moments.marks if mark.version != event.version),
            opened=tuple(one for one in moments.opened if one.version != event.version),
        )
    opened = moments.opened
    if isinstance(event, LeadRegistered | CaseFiled):
        opened = (*opened, Opening(version, event.agency, event.matter))
    return Moments(
        marks=(*moments.marks, *marks(event, occurred_at, recorded_at, position, version)),
        opened=opened,
    )


def of(case: Penalty) -> Moments:
    """The moments of a case as it stands, each as if recorded when it occurred; without whose case it is."""
    happened = (one for some in case.happened.values() for one in some)
    return Moments(
        marks=tuple(mark for one in happened for mark in marks(one.event, one.at, one.at.micros, 0, one.version))
    )


class _Place(msgspec.Struct, frozen=True):
    """Where and when an event stands, and the marks that it makes there."""

    occurred_at: Moment
    recorded_at: int
    position: int
    version: int

    def mark(
        self, moment: Name | Fact, subject: str = "", *, amount: int = 0, on: date | None = None, until: str = ""
    ) -> Mark:
        """On the day of the event, or on another that it counts from."""
        at = self.occurred_at
        day = at.day if on is None else on
        return Mark(
            at.micros, self.version, moment, subject, self.position, day, self.recorded_at, at.dated, amount, until
        )

    def dated(self, moment: Name | Fact, on: date, subject: str = "", *, amount: int = 0) -> Mark:
        """On a day of its own, which the event names."""
        at = Moment.of(max(on, _EARLIEST))
        return Mark(at.micros, self.version, moment, subject, self.position, at.day, self.recorded_at, True, amount)

    def recording(self, moment: Name | Fact) -> Mark:
        """What happens when it is recorded, whatever day the paper says."""
        day = Moment(self.recorded_at).day
        return Mark(self.recorded_at, self.version, moment, "", self.position, day, self.recorded_at)


def marks(  # noqa: PLR0915  # a table of contents
    event: PenaltyEvent, occurred_at: Moment, recorded_at: int, position: int, version: int
) -> Iterator[Mark]:
    """The marks that one event makes; `recorded_at` in microseconds since 1970."""
    here = _Place(occurred_at, recorded_at, position, version)
    match event:
        case LeadRegistered():
            yield here.mark("lead")
            yield here.dated("discovered", event.discovered_on)
        case LeadDismissed():
            yield here.mark("lead-dismissed")
        case CaseFiled():
            yield here.mark("filed")
            if event.entry is not None:  # the paper bears the head's approval
                yield here.mark("filing-approved")
            yield here.dated("act", event.acted_on)
            yield here.dated("discovered", event.discovered_on)
        case FilingApproved():
            yield here.mark("filing-approved")
        case EvidencePreserved():
            yield from (here.mark("preserved", f"{event.number}#{item}") for item in range(1, len(event.items) + 1))
        case ItemDisposed():
            yield here.mark("item-disposed", event.item)
        case PreservationLapsed():
            yield here.mark("item-lapsed", event.item)
        case CorrectionOrdered():
            yield here.mark("correction-due", event.number, on=event.correct_by)
        case CorrectionChecked():
            yield here.mark("correction-checked")
        case OpinionSubmitted():
            yield here.mark("grave", amount=int("grave-harm" in event.qualities))
        case NoticeGiven():
            yield from (here.mark("hearing-told", event.number) for _ in range(event.hearing_told))
        case DefenceRecorded():
            yield here.mark("defence")
        case DefenceWaived():
            yield here.mark("defence-waived")
            if event.hearing_too:
                yield here.mark("hearing-waived")
        case DefenceReviewed():
            yield here.mark("defence-reviewed")
        case HearingRequested():
            posted = event.posted_on
            yield here.mark("hearing-requested") if posted is None else here.dated("hearing-requested", posted)
        case ReviewSubmitted():
            yield here.mark("review-submitted")
        case ReviewReturned():
            yield here.mark("review-returned")
        case CaseReviewed():
            yield here.mark("reviewed")
        case DecisionSigned():
            yield here.mark("signed")
            yield here.mark("penalised", amount=_fen(event.fine_yuan))
            yield here.mark("charged", amount=_fen(event.confiscated_yuan))
        case PenaltyDeclined():
            yield here.mark("signed")
        case TransferReported():
            yield here.mark("transfer-reported")
        case TransferDecided():
            yield here.mark("transfer-decided")
            if event.approved:
                yield here.mark("transfer-approved")
        case TransferSent():
            yield here.mark("transfer-sent")
        case PoliceAnswered():
            yield here.mark("police-answered")
            yield here.mark("police-filed" if event.filed else "police-declined")
        case GoodsHandedOver():
            yield here.mark("goods-handed-over")
        case CasePassed():
            yield here.mark("passed")
        case NoticePublished():
            yield here.mark("notice-issued", event.number, on=event.issued_on)
            if event.document in _DECISIONS:
                yield here.mark("announced", on=event.issued_on)
        case DocumentServed():
            yield from _served(event, here)
        case DisclosureReviewed():
            yield here.recording("published")
            if event.copy is not None:
                yield here.recording("public")
        case DecisionRevoked():
            yield here.mark("revoked")
            if event.effect in UNDOING:
                yield here.mark("undone")
            yield here.dated("received", event.instrument.received_on)
            yield here.recording("revocation")
        case PaymentRecorded():
            yield here.dated("payment", event.paid_on, event.purpose, amount=_fen(event.amount_yuan))
        case DeferralRequested():
            yield here.mark("deferral-requested")
        case DeferralDecided():
            yield here.mark("deferral-decided")
            if event.granted:
                yield from _plan(event, here)
        case SurchargeImposed():
            yield here.mark("surcharge", amount=_fen(event.amount_yuan))
        case ReliefSought():
            yield here.mark("relief-sought", event.kind, on=event.accepted_on)
        case ReliefEnded():
            yield here.mark("relief-ended", event.kind, on=event.ended_on)
        case PerformanceStayed():
            yield here.mark("stayed")
        case StayLifted():
            yield here.mark("stay-lifted")
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
        case (
            InspectionRecorded()
            | PersonQuestioned()
            | SampleTaken()
            | EvidenceAdded()
            | EvidenceMarked()
            | PreservationApproved()
            | RecordingLinked()
            | RecordingWaived()
            | OpinionEndorsed()
            | HearingArranged()
            | HearingHeld()
            | HearingEnded()
            | HearingReported()
            | CaseDiscussed()
            | AddressConfirmed()
            | ConsentWithdrawn()
            | ServiceAttempted()
            | RecusalRequested()
            | RecusalDecided()
            | HandlersChanged()
            | EntryVoided()
        ):
            return
        case _:
            assert_never(event)


def _served(event: DocumentServed, here: _Place) -> Iterator[Mark]:
    """Whichever way it is served, a paper that was announced has reached the party."""
    yield here.mark("notice-served-by", event.number)
    if event.document == "notice":
        yield here.mark("notice-served", event.number)
    if event.document in _DECISIONS:
        yield here.mark("served")
    if event.document == "no-penalty":
        yield here.mark("declined-served")


def _plan(event: DeferralDecided, here: _Place) -> Iterator[Mark]:
    """The parts in the order in which they are due; `subject` is the number of each."""
    parts = sorted(event.plan, key=lambda one: one.due_on)
    for number, part in enumerate(parts, 1):
        yield here.mark("instalment", str(number), on=part.due_on, amount=_fen(part.amount_yuan))


def _fen(amount: Decimal | None) -> int:
    return int((amount or Decimal(0)) * 100)
