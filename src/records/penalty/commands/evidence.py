"""调查取证: what the investigation records."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from records.course.shapes import Body, Brief, Command, Digest, Line, Persons, Said, Somebodies
from records.penalty.events import (
    CorrectionGround,
    EvidenceKind,
    Fate,
    Item,
    RecordingStage,
    Secrecy,
    Signature,
    ToldBy,
    Venue,
)

Things = Annotated[tuple[Item, ...], msgspec.Meta(min_length=1, max_length=100)]


class RecordInspection(Command, frozen=True, kw_only=True, tag="record-inspection"):
    """Records an inspection of a place (现场检查笔录)."""

    officers: Persons
    place: Line
    begun_at: Line
    ended_at: Line
    certificates_shown: bool
    rights_told: bool
    findings: Said
    signature: Signature
    witnesses: Somebodies = ()


class QuestionPerson(Command, frozen=True, kw_only=True, tag="question-person"):
    """Records a questioning (询问笔录), of one person."""

    officers: Persons
    role: Literal["party", "witness", "other"]
    questioned: Somebodies = ()
    begun_at: Line
    ended_at: Line
    place: Line
    venue: Venue
    certificates_shown: bool
    rights_told: bool
    statement: Said
    signature: Signature


class TakeSample(Command, frozen=True, kw_only=True, tag="take-sample"):
    """Takes samples (抽样取证)."""

    officers: Persons
    items: Things
    method: Line
    signature: Signature
    witnesses: Somebodies = ()


class AddEvidence(Command, frozen=True, kw_only=True, tag="add-evidence"):
    """Adds an item of evidence to the file."""

    kind: EvidenceKind
    title: Line
    source: Line
    object: Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{64})?(?![\s\S])")] = ""
    monitored: bool = False
    device_reviewed: Body = ""
    allowed_by: Brief = ""
    secrecy: Secrecy = ""


class TellMonitoring(Command, frozen=True, kw_only=True, tag="tell-monitoring"):
    """Tells the party what electronic monitoring recorded, and where to look and answer (第四十一条)."""

    items: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=100)]
    means: ToldBy
    facts: Said
    inquiry: Said


class RecordMonitoringAnswer(Command, frozen=True, kw_only=True, tag="record-monitoring-answer"):
    """Records that the party looked at what monitoring recorded, or what they say of it."""

    item: Line
    looked: bool
    statement: Said


class MarkEvidence(Command, frozen=True, kw_only=True, tag="mark-evidence"):
    """Says that an item was found true, or bars it from the decision."""

    item: Line
    verdict: Literal["verified", "barred"]
    reason: Said


class ApprovePreservation(Command, frozen=True, kw_only=True, tag="approve-preservation"):
    """The head allows preservation, before it is done."""

    reason: Said


class PreserveEvidence(Command, frozen=True, kw_only=True, tag="preserve-evidence"):
    """Registers and preserves evidence that may be lost (先行登记保存)."""

    officers: Persons
    items: Things
    keeper: Line
    signature: Signature
    witnesses: Somebodies = ()
    number: Brief = ""
    """Only of a back-entered paper: the number that it bears. The same of every other step that takes a number."""


class DisposeItem(Command, frozen=True, kw_only=True, tag="dispose-item"):
    """Gives a preserved item its fate."""

    item: Line
    fate: Fate
    reason: Said


class LapsePreservation(Command, frozen=True, kw_only=True, tag="lapse-preservation"):
    """Notes that an item's days are over; sent by the system when time has passed."""

    item: Line


class LinkRecording(Command, frozen=True, kw_only=True, tag="link-recording"):
    """Binds an uploaded recording to the case by its BLAKE3."""

    object: Digest
    stage: RecordingStage
    device: Brief = ""
    officer: Brief = ""
    """Who recorded; empty: nobody says."""
    derived_from: Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{64})?(?![\s\S])")] = ""
    """The recording of the case that it was cut or redacted from."""
    derivation: Body = ""
    note: Body = ""


class WaiveRecording(Command, frozen=True, kw_only=True, tag="waive-recording"):
    """The unit head or the head accepts why a recording that was due was not made."""

    stage: RecordingStage
    ground: Brief = ""
    reason: Said
    approved_by: Brief = ""
    """Only of a back-entered paper: who accepted it by the paper. Live it is who acts."""


class OrderCorrection(Command, frozen=True, kw_only=True, tag="order-correction"):
    """Orders the party to correct, at once or by a day (责令改正)."""

    content: Said
    correct_by: date | None = None
    number: Brief = ""


class CheckCorrection(Command, frozen=True, kw_only=True, tag="check-correction"):
    """Looks whether what was ordered has been corrected (复查)."""

    done: bool
    findings: Said


class WaiveCorrection(Command, frozen=True, kw_only=True, tag="waive-correction"):
    """Says why nothing is ordered to be corrected: it has been already, or can't be any more."""

    ground: CorrectionGround
    reason: Said
