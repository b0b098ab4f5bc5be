"""Commands of an application to the court."""

from __future__ import annotations

from datetime import date
from typing import Literal

from records.course.decided import Decide
from records.course.shapes import Body, Command, Items, Line, Said, Yuan
from records.court.events import CourtPlace
from records.enforcement.acting_events import Destination
from records.enforcement.basis import OpenOnDecision


class OpenCourtCase(OpenOnDecision, frozen=True, kw_only=True, tag="open-court-case"):
    """Opens a case in which the court is asked to enforce a decision."""

    own_power: bool = False
    deferred_until: date | None = None

    @property
    def procedure(self) -> str:
        """Id of the procedure of the case that it opens."""
        return "court-application"


class SignApplication(Decide, frozen=True, kw_only=True, tag="sign-court-application"):
    """Signs the application (强制执行申请书)."""

    court: Body
    court_place: CourtPlace
    immovable: bool
    decision_paper: Body
    party_view: Body
    demand_state: Body
    object_state: Body
    other_materials: Items = ()
    sealed: bool
    urgent: bool = False
    urgent_reason: Body = ""
    amount_yuan: Yuan | None = None


class SubmitApplication(Command, frozen=True, kw_only=True, tag="submit-court-application"):
    """Hands it to the court."""

    receipt: Line
    fee_yuan: Yuan | None = None


class RecordCourtAnswer(Command, frozen=True, kw_only=True, tag="record-court-answer"):
    """Records whether the court accepts it."""

    accepted: bool
    instrument: Line
    reason: Body = ""
    received_on: date


class NoteCourtHearing(Command, frozen=True, kw_only=True, tag="note-court-hearing"):
    """Records that the court hears both sides."""

    ground: Literal["no-facts", "no-basis", "illegal"]
    statement: Said


class RecordCourtRuling(Command, frozen=True, kw_only=True, tag="record-court-ruling"):
    """Records whether the court rules to enforce."""

    enforce: bool
    instrument: Line
    reason: Body = ""
    received_on: date


class AskHigherCourt(Command, frozen=True, kw_only=True, tag="ask-higher-court"):
    """Asks the next higher court."""

    about: Literal["non-acceptance", "non-enforcement"]
    instrument: Line
    reasons: Said


class RecordHigherRuling(Command, frozen=True, kw_only=True, tag="record-higher-ruling"):
    """Records what it ruled."""

    about: Literal["non-acceptance", "non-enforcement"]
    granted: bool
    instrument: Line
    received_on: date


class RecordCourtEnforcement(Command, frozen=True, kw_only=True, tag="record-court-enforcement"):
    """Records what came of the court's enforcement."""

    result: Literal["whole", "part", "none"]
    amount_yuan: Yuan | None = None
    destination: Destination = ""
    cost_yuan: Yuan | None = None
    instrument: Line
    received_on: date


class DropApplication(Command, frozen=True, kw_only=True, tag="drop-court-application"):
    """Ends the case without the court, or takes the application back."""

    ground: Literal["performed", "basis-revoked", "out-of-time", "other"]
    reason: Said
