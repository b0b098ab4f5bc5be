"""Commands of a compulsory measure."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from records.course.decided import Decide
from records.course.opened import Open
from records.course.shapes import Body, Brief, Command, Items, Line, Persons, Said, Somebodies, Yuan
from records.measure.events import PROCEDURE, Bearer, ExaminationKind, HeldFate, ReleaseGround, Thing
from records.penalty.events import Signature
from records.register.events import MeasureKind

Named = Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=200)]
"""Items, as `NUMBER#1`."""


class RequestMeasure(Open, frozen=True, kw_only=True, tag="request-measure"):
    """Reports a measure to the head, who allows it before it is taken; an urgent one right afterwards."""

    measure: MeasureKind
    facts: Said
    reasons: Said
    basis: Annotated[Items, msgspec.Meta(min_length=1)]
    value_yuan: Yuan | None = None
    premises: bool = False
    urgent: bool = False
    urgency: Body = ""
    related_case: Brief = ""

    @property
    def procedure(self) -> str:
        """Compulsory measures."""
        return PROCEDURE


class AnswerMeasureRequest(Command, frozen=True, kw_only=True, tag="answer-measure-request"):
    """The head allows the measure or not."""

    approved: bool
    reason: Said


class DecideMeasure(Decide, frozen=True, kw_only=True, tag="decide-measure"):
    """Signs the decision: the head; where it is urgent, a handler issues it on the spot."""

    amount_yuan: Yuan | None = None


class HeldGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of the inventory as it is drawn up on the spot."""

    kind: Thing = "goods"
    name: Line
    quantity: Brief = ""
    condition: Brief = ""
    identifier: Brief = ""
    place: Brief = ""
    photo: Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{64})?(?![\s\S])")] = ""
    relation: Brief = ""
    necessity: bool = False
    held_by: Brief = ""
    amount_yuan: Yuan | None = None
    account: Brief = ""
    """Its number."""


class CarryOutMeasure(Command, frozen=True, kw_only=True, tag="carry-out-measure"):
    """Records on the spot what was done (现场笔录), with the inventory."""

    officers: Persons
    place: Line
    begun_at: Line
    ended_at: Line
    certificates_shown: bool
    rights_told: bool
    defence: Body = ""
    findings: Said
    signature: Signature
    witnesses: Somebodies = ()
    items: Annotated[tuple[HeldGiven, ...], msgspec.Meta(max_length=200)] = ()
    delivered: bool
    recipient: Brief = ""
    """Who took the decision and the inventory; empty: nobody did."""
    relation: Brief = ""
    bank_notified: bool = False
    family_told: bool = False
    returned_at: Brief = ""
    ends_at: Brief = ""


class ArrangeCustody(Command, frozen=True, kw_only=True, tag="arrange-custody"):
    """Says who keeps the items."""

    items: Named
    keeper: Line
    by: Literal["agency", "third-party"]
    place: Line
    use: bool = False
    cost_yuan: Yuan | None = None
    borne_by: Bearer = "agency"


class ReportHarm(Command, frozen=True, kw_only=True, tag="report-harm"):
    """Reports that an item was used, damaged, moved or lost."""

    item: Line
    harm: Literal["used", "damaged", "moved", "lost"]
    by: Literal["agency", "third-party", "other"]
    facts: Said
    amount_yuan: Yuan


class SetExamination(Command, frozen=True, kw_only=True, tag="set-examination"):
    """Fixes the time of a test and tells the party in writing."""

    number: Brief = ""
    items: Named
    kind: ExaminationKind
    institute: Brief
    begins_on: date
    ends_on: date
    told: bool
    cost_yuan: Yuan | None = None
    borne_by: Bearer = "agency"


class EndExamination(Command, frozen=True, kw_only=True, tag="end-examination"):
    """Notes the result of a test."""

    number: Line
    """Of the paper that told of it."""
    ended_on: date
    result: Said


class ExtendMeasure(Command, frozen=True, kw_only=True, tag="extend-measure"):
    """The head lengthens the term."""

    number: Brief = ""
    days: Annotated[int, msgspec.Meta(ge=1, le=3_650)]
    reasons: Body
    decided_by: Line


class NoteGroundGone(Command, frozen=True, kw_only=True, tag="note-ground-gone"):
    """Notes that the measure is to be ended, and why."""

    ground: Literal["no-offence", "unrelated", "settled", "not-needed"]
    facts: Said


class ReleaseMeasure(Command, frozen=True, kw_only=True, tag="release-measure"):
    """The head ends the measure, for all items or some."""

    number: Brief = ""
    items: Annotated[tuple[Line, ...], msgspec.Meta(max_length=200)] = ()
    """Empty: all that are held."""
    ground: ReleaseGround
    reasons: Body
    decided_by: Line


class LapseMeasure(Command, frozen=True, kw_only=True, tag="lapse-measure"):
    """Notes that the term of items is over; sent by the system when time has passed."""


class SellItem(Command, frozen=True, kw_only=True, tag="sell-item"):
    """Records the sale of an item that would not keep."""

    item: Line
    cause: Literal["perishable", "hard-to-keep"]
    reason: Said
    means: Literal["auction", "sale"]
    proceeds_yuan: Yuan
    market_yuan: Yuan
    receipt: Line


class SettleItem(Command, frozen=True, kw_only=True, tag="settle-item"):
    """Records the end of an item."""

    item: Line
    fate: HeldFate
    reason: Said
    basis: Brief = ""
    to: Brief = ""
    instrument: Brief = ""
    related_case: Brief = ""
    object: Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{64})?(?![\s\S])")] = ""
    party_told: bool = False
    receipt: Brief = ""
    amount_yuan: Yuan | None = None
    fee_yuan: Yuan | None = None


class CompensateParty(Command, frozen=True, kw_only=True, tag="compensate-party"):
    """Records what was paid for harm, or for a sale far below the market."""

    item: Line
    amount_yuan: Yuan
    paid_on: date
    receipt: Line
