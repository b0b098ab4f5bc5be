"""Commands of a penalty on the spot, and of money that officers take."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from records.course.decided import Decide
from records.course.opened import Open
from records.course.shapes import Body, Brief, Command, Items, Line, PartyGiven, Said, Yuan
from records.penalty.commands.deciding import Kinds, Listed
from records.penalty.events.deciding import DefencePoint, Mitigation
from records.spot.collecting import CollectionGround
from records.spot.events import SIMPLE, TurningReason

Receipts = Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=100)]


class OpenSpot(Open, frozen=True, kw_only=True, tag="open-spot"):
    """Begins a case on the spot: certificates are shown, the act is found."""

    party: PartyGiven
    acted_on: date
    place: Line
    facts: Said
    certificates_shown: bool

    @property
    def procedure(self) -> str:
        """The simple one."""
        return SIMPLE


class TellSpot(Command, frozen=True, kw_only=True, tag="tell-spot"):
    """Tells the party what is intended, and its rights."""

    kinds: Kinds
    fine_yuan: Yuan | None = None
    confiscated_yuan: Yuan | None = None
    content: Said
    facts: Said
    reasons: Said
    basis: Listed
    rights_told: bool


class HearSpot(Command, frozen=True, kw_only=True, tag="hear-spot"):
    """Records what the party says against it, and the answers."""

    points: Items = ()
    answers: Annotated[tuple[DefencePoint, ...], msgspec.Meta(max_length=100)] = ()


class DecideSpot(Decide, frozen=True, kw_only=True, tag="decide-spot"):
    """Fills in the decision on the spot, and hands it over."""

    kinds: Kinds
    fine_yuan: Yuan | None = None
    confiscated_yuan: Yuan | None = None
    place: Brief = ""
    performance: Body = ""
    bank: Brief = ""
    collect_now: bool = False
    surcharge: bool = False
    correction: Body = ""
    mitigation: Mitigation = ""
    mitigation_ground: Body = ""
    degree: Brief = ""
    departure: Body = ""
    distinct: Body = ""
    provision: Body = ""
    handed_over: bool
    recipient: Brief = ""
    """Who took it."""
    relation: Brief = ""
    refused: bool = False
    refusal_note: Body = ""
    witness: Brief = ""


class ReportSpot(Command, frozen=True, kw_only=True, tag="report-spot"):
    """Reports the decision to the agency for its records."""

    materials: Listed
    note: Body = ""


class TurnSpot(Command, frozen=True, kw_only=True, tag="turn-spot"):
    """Ends the case here, and names the one that deals with the act by the ordinary procedure."""

    reason: TurningReason
    explanation: Said
    related_case: Line
    """Id."""


class CollectFine(Command, frozen=True, kw_only=True, tag="collect-fine"):
    """Records money that an officer took from the party."""

    ground: CollectionGround
    amount_yuan: Yuan
    receipt: Brief = ""
    finance_receipt: bool
    place: Line
    reason: Body = ""
    request: Body = ""
    on_water: bool = False


class RecordLanding(Command, frozen=True, kw_only=True, tag="record-landing"):
    """Records that the officers are back on land."""

    place: Line


class HandInFines(Command, frozen=True, kw_only=True, tag="hand-in-fines"):
    """Hands money in to the agency."""

    receipts: Receipts
    amount_yuan: Yuan
    voucher: Line


class DepositFines(Command, frozen=True, kw_only=True, tag="deposit-fines"):
    """Pays it in at the bank."""

    receipts: Receipts
    amount_yuan: Yuan
    bank: Line
    voucher: Line
