"""Events of a penalty by the ordinary procedure (行政处罚法 第五章第三节)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from records.event import ERASED, AgeClass, CaseEvent, PartyKind, PersonText

PenaltyKind = Literal[
    "警告",
    "通报批评",
    "罚款",
    "没收违法所得",
    "没收非法财物",
    "暂扣许可证件",
    "降低资质等级",
    "吊销许可证件",
    "限制开展生产经营活动",
    "责令停产停业",
    "责令关闭",
    "限制从业",
    "行政拘留",
    "其他",
]
"""Kinds of penalty, 行政处罚法 第九条, in the words of the 双公示 records (CF_CFLB)."""

ServiceMethod = Literal[
    "in-person",
    "household",
    "receiving-clerk",
    "left",
    "post",
    "entrusted",
    "electronic",
    "public-notice",
]
"""How a document is served: 民事诉讼法 第八十八条至第九十五条; 行政处罚法 第六十一条."""

Ground = Literal["secret-or-privacy", "security", "hinders-enforcement", "other-law"]
"""Grounds 1 to 4 on which information is kept from the public: 信息公示制度 第八条."""

Outcome = Literal["open", "redacted", "withheld"]

RevocationEffect = Literal["revoked", "changed", "confirmed-illegal", "void", "redo-ordered"]
"""What became of the decision: 信息公示制度 第十四条; 行政处罚法 第四十八条."""

CopyField = Literal["party", "facts", "reasons", "amounts", "content"]
"""Fields of a public copy that a review may mask."""

RecordingStage = Literal["inspection", "evidence", "notice", "hearing", "decision", "service", "other"]


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """The party of a case (当事人), as it was known when the case was filed."""

    person: str
    kind: PartyKind
    age: AgeClass | None = None
    """None for organisations."""
    name: PersonText = ERASED
    number: PersonText = ERASED
    address: PersonText = ERASED
    representative: PersonText = ERASED
    """法定代表人 or operator of an organisation."""


class CaseFiled(CaseEvent, frozen=True, kw_only=True, tag="case-filed/1"):
    """A case is filed (立案, 行政处罚法 第五十四条)."""

    title: str
    matter: str
    agency: str
    handlers: tuple[str, ...]
    """Person ids of the officers in charge (承办人)."""
    approved_by: str
    """Person id of the head who approved the filing."""
    party: Party
    acted_on: date
    """Day of the act, or of its end when it went on."""
    discovered_on: date
    place: str
    facts: str


class RecordingLinked(CaseEvent, frozen=True, kw_only=True, tag="recording-linked/1"):
    """A recording is bound to the case by its digest (全过程记录制度 二)."""

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


class DecisionSigned(CaseEvent, frozen=True, kw_only=True, tag="decision-signed/1"):
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


class DocumentServed(CaseEvent, frozen=True, kw_only=True, tag="document-served/1"):
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


class PublicCopy(msgspec.Struct, frozen=True, kw_only=True):
    """What the public sees of a decision, word for word; a masked field is None."""

    number: str
    title: str
    agency: str
    agency_code: str
    matter: str
    matter_name: str
    party: str | None
    party_kind: PartyKind
    kinds: tuple[PenaltyKind, ...]
    content: str | None
    fine_yuan: Decimal | None
    confiscated_yuan: Decimal | None
    facts: str | None
    basis: tuple[str, ...]
    reasons: str | None
    decided_on: date


class DisclosureReviewed(CaseEvent, frozen=True, kw_only=True, tag="disclosure-reviewed/1"):
    """What of a decision becomes public, with this event: open, redacted or withheld (信息公示制度 第八条)."""

    disclosure: str
    """Id of the public page, not that of the case."""
    number: str
    outcome: Outcome
    grounds: tuple[Ground, ...] = ()
    basis: str = ""
    """Provision under which something is kept back."""
    masked: tuple[CopyField, ...] = ()
    copy: PublicCopy | None = None
    """None when withheld."""
    next_review_on: date | None = None


class Instrument(msgspec.Struct, frozen=True, kw_only=True):
    """The document that undoes a decision."""

    kind: Literal["reconsideration", "judgment", "superior", "own"]
    """复议决定, 判决, 上级机关决定, 自行纠正."""
    number: str
    body: str
    dated_on: date
    received_on: date
    """When it reached the agency: the withdrawal's days count from here."""


class DecisionRevoked(CaseEvent, frozen=True, kw_only=True, tag="decision-revoked/1"):
    """A decision is undone by an instrument; its public body is withdrawn at once (信息公示制度 第十四条)."""

    number: str
    effect: RevocationEffect
    instrument: Instrument
    explanation: str
    """What the public notice says."""


PenaltyEvent = CaseFiled | RecordingLinked | DecisionSigned | DocumentServed | DisclosureReviewed | DecisionRevoked
