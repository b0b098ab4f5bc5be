"""Supervision of disclosure (公示监督检查): what may be asked for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from records.course.decided import Decide
from records.course.opened import OpenOffice
from records.course.shapes import Body, Brief, Command, Items, Line, Said, Somebodies
from records.oversight.events import OVERSIGHT, Receiver, SanctionGround, Score

Criteria = Annotated[tuple[Line, ...], msgspec.Meta(max_length=20)]
Keys = Annotated[tuple[Line, ...], msgspec.Meta(max_length=200)]


class OpenOversight(OpenOffice, frozen=True, kw_only=True, tag="open-oversight"):
    """Plans to look at how an agency publishes."""

    party: None = None
    """Who is looked at is an agency, and no party."""
    inspected: Line
    period_from: date
    period_to: date
    sample_size: Annotated[int, msgspec.Meta(ge=1, le=200)]
    criteria: Criteria = ()
    public_number: Line
    known_from: Line
    reason: Body = ""

    @property
    def procedure(self) -> str:
        """Always the same."""
        return OVERSIGHT


class ApproveOversight(Command, frozen=True, kw_only=True, tag="approve-oversight"):
    """The head approves the plan, or does not."""

    approved: bool
    approved_by: Line
    reasons: Body = ""


class DrawOversightSample(Command, frozen=True, kw_only=True, tag="draw-oversight-sample"):
    """Enters the public number, by which the sample is drawn."""

    value: Line
    proof: Line
    further: Keys = ()


class ScoreSampleItem(Command, frozen=True, kw_only=True, tag="score-sample-item"):
    """Records how an item of the sample stands against each criterion."""

    item: Line
    scores: Annotated[tuple[Score, ...], msgspec.Meta(min_length=1, max_length=20)]
    findings: Body = ""


class ConcludeOversight(Decide, frozen=True, kw_only=True, tag="conclude-oversight"):
    """Issues the opinion."""


class OrderDisclosureCorrection(Command, frozen=True, kw_only=True, tag="order-disclosure-correction"):
    """Orders the inspected agency to put right what was found."""

    number: Brief = ""
    items: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=200)]
    content: Body = ""
    basis: Items = ()
    due_on: date | None = None
    ordered_by: Line


class RecordRectification(Command, frozen=True, kw_only=True, tag="record-rectification"):
    """The inspected agency records what it put right."""

    result: Said
    proof: Line
    rectified_on: date


class VerifyRectification(Command, frozen=True, kw_only=True, tag="verify-rectification"):
    """The supervisor looks again."""

    accepted: bool
    findings: Said
    verified_by: Line


class ProposeSanction(Command, frozen=True, kw_only=True, tag="propose-sanction"):
    """Asks the competent body to discipline who answers for it."""

    number: Brief = ""
    ground: SanctionGround
    to: Line
    content: Body = ""
    facts: Body = ""
    basis: Items = ()
    people: Somebodies = ()
    proposed_by: Line


class ReferOversight(Command, frozen=True, kw_only=True, tag="refer-oversight"):
    """Passes on what may be a crime."""

    number: Brief = ""
    to: Receiver
    content: Body = ""
    facts: Body = ""
    basis: Items = ()
    referred_by: Line
