"""From opinion to decision: what is proposed, told, heard, reviewed and signed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from records.course.shapes import Body, Brief, Command, Items, Line, Said, Somebodies, Yuan
from records.penalty.events import (
    DefencePoint,
    Draft,
    Element,
    Mitigation,
    NoPenaltyGround,
    PenaltyKind,
    Proposal,
    Quality,
    ReviewResult,
    View,
)

Kinds = Annotated[tuple[PenaltyKind, ...], msgspec.Meta(min_length=1)]
Entry = Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]
Listed = Annotated[tuple[Entry, ...], msgspec.Meta(min_length=1, max_length=100)]
"""A list that has to have something in it."""


class SubmitOpinion(Command, frozen=True, kw_only=True, tag="submit-opinion"):
    """The handlers propose what is to become of the case (案件处理意见书)."""

    proposal: Proposal
    kinds: tuple[PenaltyKind, ...] = ()
    fine_yuan: Yuan | None = None
    confiscated_yuan: Yuan | None = None
    facts: Said
    basis: Items = ()
    reasons: Said
    mitigation: Mitigation = ""
    mitigation_ground: Body = ""
    qualities: tuple[Quality, ...] = ()


class EndorseOpinion(Command, frozen=True, kw_only=True, tag="endorse-opinion"):
    """The unit head agrees with the opinion, or gives it back."""

    agreed: bool
    note: Said


class GiveNotice(Command, frozen=True, kw_only=True, tag="give-notice"):
    """Issues the notice of the intended penalty (事先告知书); it is served by a step of its own."""

    kinds: Kinds
    fine_yuan: Yuan | None = None
    confiscated_yuan: Yuan | None = None
    content: Said
    facts: Said
    reasons: Said
    basis: Listed
    hearing_told: bool = False
    number: Brief = ""


class RecordDefence(Command, frozen=True, kw_only=True, tag="record-defence"):
    """Records what the party says against the notice (陈述申辩)."""

    form: Literal["written", "spoken"]
    points: Listed


class WaiveDefence(Command, frozen=True, kw_only=True, tag="waive-defence"):
    """Records that the party clearly gives up defence (放弃陈述申辩)."""

    hearing_too: bool
    proof: Line


class ReviewDefence(Command, frozen=True, kw_only=True, tag="review-defence"):
    """Answers the defence point by point (复核)."""

    points: Annotated[tuple[DefencePoint, ...], msgspec.Meta(min_length=1, max_length=100)]
    conclusion: Said


class RequestHearing(Command, frozen=True, kw_only=True, tag="request-hearing"):
    """Records that the party asks for a hearing."""

    form: Literal["written", "spoken"]
    posted_on: date | None = None


class ArrangeHearing(Command, frozen=True, kw_only=True, tag="arrange-hearing"):
    """Issues the hearing notice (听证通知书); it is served by a step of its own."""

    held_on: date
    place: Line
    presider: Line
    public: bool
    closed_reason: Body = ""
    number: Brief = ""


class HoldHearing(Command, frozen=True, kw_only=True, tag="hold-hearing"):
    """The presider records the hearing (听证笔录)."""

    public: bool
    agents: Somebodies = ()
    statement: Said
    signature: Literal["signed", "refused"]


class EndHearing(Command, frozen=True, kw_only=True, tag="end-hearing"):
    """Ends a hearing that the party gave up, did not come to, or left."""

    reason: Literal["withdrawn", "absent", "left"]
    note: Said


class ReportHearing(Command, frozen=True, kw_only=True, tag="report-hearing"):
    """The presider concludes (听证报告)."""

    opinion: Said


class SubmitReview(Command, frozen=True, kw_only=True, tag="submit-review"):
    """Hands the draft decision and its materials to legal review."""

    draft: Draft
    corrected: Body = ""
    """What was corrected, after a review that asked for it."""
    materials: Listed


class ReturnReview(Command, frozen=True, kw_only=True, tag="return-review"):
    """The reviewer gives incomplete materials back."""

    missing: Listed


class ReviewCase(Command, frozen=True, kw_only=True, tag="review-case"):
    """The reviewer's opinion on the ten elements (法制审核意见书)."""

    elements: Annotated[tuple[Element, ...], msgspec.Meta(min_length=1, max_length=20)]
    result: ReviewResult
    opinion: Said
    reviewer: Brief = ""
    """Only of a back-entered paper: person id of who reviewed."""
    steps: Annotated[tuple[Line, ...], msgspec.Meta(max_length=20)] = ()
    """Ids of the steps that the case needs first, where the result asks for steps."""


class DiscussCase(Command, frozen=True, kw_only=True, tag="discuss-case"):
    """Minutes of the collective discussion (集体讨论记录)."""

    views: Annotated[tuple[View, ...], msgspec.Meta(min_length=1, max_length=50)]
    result: Said
    agreed: bool


class SignDecision(Command, frozen=True, kw_only=True, tag="sign-decision"):
    """Signs the written decision and takes its number."""

    kinds: Kinds
    fine_yuan: Yuan | None = None
    confiscated_yuan: Yuan | None = None
    content: Body
    facts: Body
    evidence: Items
    basis: Items
    reasons: Body
    performance: Body
    relief: Body
    decided_by: Line
    bank: Brief = ""
    surcharge: bool = False
    departure: Body = ""
    distinct: Body = ""
    degree: Brief = ""
    gains_yuan: Yuan | None = None
    returned_yuan: Yuan | None = None
    returned_proof: Body = ""
    gains_exception: Body = ""
    number: Brief = ""


class DeclinePenalty(Command, frozen=True, kw_only=True, tag="decline-penalty"):
    """Signs the decision not to punish (不予行政处罚决定书)."""

    grounds: Annotated[tuple[NoPenaltyGround, ...], msgspec.Meta(min_length=1)]
    facts: Body
    basis: Items
    reasons: Body
    education: Body = ""
    relief: Body
    decided_by: Line
    number: Brief = ""
