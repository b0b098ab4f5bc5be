"""Former forms of events, and how they read today: a stored event never changes its meaning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal
from uuid import NAMESPACE_OID, uuid5

import msgspec

from records.course.people import Somebody
from records.event import CaseEvent, Event
from records.penalty.events.deciding import (
    CaseReviewed,
    DecisionSigned,
    Draft,
    Element,
    PenaltyKind,
    ReviewResult,
    ReviewSubmitted,
)
from records.penalty.events.disclosure import DecisionRevoked, Instrument, RevocationEffect
from records.penalty.events.evidence import (
    EvidenceAdded,
    EvidenceKind,
    PersonQuestioned,
    RecordingLinked,
    RecordingStage,
    RecordingWaived,
    Signature,
)
from records.penalty.events.secrecy import Secrecy
from records.penalty.events.service import DocumentServed, ServiceMethod


class DecisionSigned1(CaseEvent, frozen=True, kw_only=True, tag="decision-signed/1"):
    """The written decision, with the contents of 行政处罚法 第五十九条."""

    number: str
    kinds: tuple[PenaltyKind, ...]
    fine_yuan: Decimal | None = None
    confiscated_yuan: Decimal | None = None
    content: str
    """The penalty in the words of the document."""
    facts: str
    evidence: tuple[str, ...]
    basis: tuple[str, ...]
    reasons: str
    performance: str
    """How and by when to perform (履行方式和期限)."""
    relief: str
    decided_by: str
    """Person id of the head who signed."""


class DecisionSigned2(CaseEvent, frozen=True, kw_only=True, tag="decision-signed/2"):
    """The written decision, before it said which benchmark was applied (第三十七条)."""

    number: str
    kinds: tuple[PenaltyKind, ...]
    fine_yuan: Decimal | None = None
    confiscated_yuan: Decimal | None = None
    content: str
    """The penalty in the words of the document."""
    facts: str
    evidence: tuple[str, ...]
    basis: tuple[str, ...]
    reasons: str
    performance: str
    """How and by when to perform (履行方式和期限)."""
    relief: str
    decided_by: str
    """Person id of the head who signed."""
    bank: str = ""
    """Where a fine is paid (罚缴分离办法 第七条)."""
    surcharge: bool = False
    """Whether the decision says that 3 % a day are added when it is paid late."""
    departure: str = ""
    """Why the fine lies outside the published benchmark, when it does (第三十四条)."""
    distinct: str = ""
    """Why it is another act than the one that the party was fined for, when they look alike (第二十九条)."""


class EvidenceAdded1(CaseEvent, frozen=True, kw_only=True, tag="evidence-added/1"):
    """An item of evidence, before it said which law allows the monitoring that made it (第四十一条)."""

    item: str
    kind: EvidenceKind
    title: str
    source: str
    object: str = ""
    """BLAKE3 of its scan or file, empty for a thing."""
    monitored: bool = False
    device_reviewed: str = ""
    """The legal and technical review of the monitoring device, and where its site is published."""
    secrecy: Secrecy = ""


class ReviewSubmitted1(CaseEvent, frozen=True, kw_only=True, tag="review-submitted/1"):
    """The same, before it said which versions of the rules were hit and which materials lacked."""

    draft: Draft
    digest: str
    materials: tuple[str, ...]
    hit: tuple[str, ...]


class ReviewSubmitted2(CaseEvent, frozen=True, kw_only=True, tag="review-submitted/2"):
    """The same, before it said what was corrected since the last review."""

    draft: Draft
    digest: str
    materials: tuple[str, ...]
    hit: tuple[str, ...]
    hit_since: tuple[date, ...] = ()
    lacking: tuple[str, ...] = ()


class CaseReviewed1(CaseEvent, frozen=True, kw_only=True, tag="case-reviewed/1"):
    """法制审核意见书, before it named the steps that the case needs first."""

    digest: str
    elements: tuple[Element, ...]
    result: ReviewResult
    opinion: str
    reviewer: str = ""
    """Person id of the reviewer; empty when somebody else entered the paper."""


class DocumentServed1(CaseEvent, frozen=True, kw_only=True, tag="document-served/1"):
    """A document reached the party; the day of service is the day of the event."""

    number: str
    method: ServiceMethod
    recipient: str
    refused: bool = False
    """Whether the recipient refused to sign."""
    witness: str = ""
    proof: str = ""
    """What shows the service: receipt, postal number, photo or recording."""
    noticed_on: date | None = None
    """Day on which the public notice was issued, of service by notice."""


class DecisionRevoked1(CaseEvent, frozen=True, kw_only=True, tag="decision-revoked/1"):
    """A decision was undone or changed, before it said what of a changed one stands (行政强制法 第四十一条)."""

    number: str
    effect: RevocationEffect
    instrument: Instrument
    explanation: str
    """What the public notice says."""


class PersonQuestioned1(CaseEvent, frozen=True, kw_only=True, tag="person-questioned/1"):
    """询问笔录, before it said whether it was in a room where cases are handled."""

    officers: tuple[str, ...]
    role: Literal["party", "witness", "other"]
    questioned: tuple[Somebody, ...]
    """One person; empty for the party itself."""
    begun_at: str
    ended_at: str
    place: str
    certificates_shown: bool
    rights_told: bool
    statement: str
    signature: Signature


class RecordingLinked1(CaseEvent, frozen=True, kw_only=True, tag="recording-linked/1"):
    """A recording is bound to the case, before it said who recorded, when it was stored and what it was made from."""

    blake3: str
    sha256: str
    size: int
    """Bytes."""
    media_type: str
    version_id: str
    """Version in the object store, empty where it has none."""
    stage: RecordingStage
    device: str
    started_at: str
    """RFC 3339, by the recorder's clock; empty when it gave none."""
    note: str = ""


class RecordingWaived1(CaseEvent, frozen=True, kw_only=True, tag="recording-waived/1"):
    """A recording was waived, before the grounds for it were data."""

    stage: RecordingStage
    reason: str
    approved_by: str


def _signed(event: DecisionSigned1 | DecisionSigned2) -> DecisionSigned:
    return DecisionSigned(**msgspec.structs.asdict(event))


def _added(event: EvidenceAdded1) -> EvidenceAdded:
    return EvidenceAdded(**msgspec.structs.asdict(event))


def _submitted(event: ReviewSubmitted1 | ReviewSubmitted2) -> ReviewSubmitted:
    return ReviewSubmitted(**msgspec.structs.asdict(event))


def _reviewed(event: CaseReviewed1) -> CaseReviewed:
    return CaseReviewed(**msgspec.structs.asdict(event))


def _questioned(event: PersonQuestioned1) -> PersonQuestioned:
    return PersonQuestioned(**msgspec.structs.asdict(event))


def _linked(event: RecordingLinked1) -> RecordingLinked:
    return RecordingLinked(**msgspec.structs.asdict(event))


def _waived(event: RecordingWaived1) -> RecordingWaived:
    return RecordingWaived(**msgspec.structs.asdict(event))


def _revoked(event: DecisionRevoked1) -> DecisionRevoked:
    """Nobody wrote down what a changed decision came to: its amounts stand as they were."""
    return DecisionRevoked(**msgspec.structs.asdict(event))


def _served(event: DocumentServed1) -> DocumentServed:
    """The names were of class case: they stay readable with the file, under persons that have no key of their own."""
    given = msgspec.structs.asdict(event)
    recipient, witness = given.pop("recipient"), given.pop("witness")
    return DocumentServed(
        document="decision",
        recipients=_somebody(event, recipient),
        witnesses=_somebody(event, witness),
        **given,
    )


def _somebody(event: DocumentServed1, name: str) -> tuple[Somebody, ...]:
    return (Somebody(person=str(uuid5(NAMESPACE_OID, f"{event.case} {name}")), name=name),) if name else ()


TRANSLATIONS: Final[dict[type[Event], Callable[[Any], Event]]] = {
    DecisionSigned1: _signed,
    DecisionSigned2: _signed,
    EvidenceAdded1: _added,
    ReviewSubmitted1: _submitted,
    ReviewSubmitted2: _submitted,
    CaseReviewed1: _reviewed,
    DocumentServed1: _served,
    PersonQuestioned1: _questioned,
    RecordingLinked1: _linked,
    RecordingWaived1: _waived,
    DecisionRevoked1: _revoked,
}
"""From each former type to what the same event is today."""
