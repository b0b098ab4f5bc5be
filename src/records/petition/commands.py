"""Commands of an application for a ruling, a payment, a confirmation or a reward: what a clerk may ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from records.course.decided import Decide
from records.course.opened import Open
from records.course.shapes import Body, Brief, Command, Items, Line, Said, Somebodies, Yuan
from records.petition.display import Displayed
from records.petition.events import Criterion, PetitionKind, Speaker

Listed = Annotated[Items, msgspec.Meta(min_length=1)]


class ReceivePetition(Open, frozen=True, kw_only=True, tag="receive-petition"):
    """Enters an application that came in."""

    kind: PetitionKind
    request: Said
    reasons: Body = ""
    materials: Listed
    respondents: Somebodies = ()
    beneficiaries: Somebodies = ()
    amount_yuan: Yuan | None = None
    natural_resources: bool = False

    @property
    def procedure(self) -> str:
        """Id of the procedure."""
        return self.kind


class AskSupplement(Command, frozen=True, kw_only=True, tag="ask-petition-supplement"):
    """Tells once all that is missing."""

    number: Brief = ""
    missing: Items = ()
    bring_by: date


class RecordSupplement(Command, frozen=True, kw_only=True, tag="record-petition-supplement"):
    """Records what was brought."""

    materials: Items = ()
    complete: bool


class AcceptPetition(Command, frozen=True, kw_only=True, tag="accept-petition"):
    """Accepts the application."""

    number: Brief = ""
    content: Body = ""
    decide_by: date | None = None
    term_basis: Brief = ""


class RefusePetition(Decide, frozen=True, kw_only=True, tag="refuse-petition"):
    """Does not accept it."""


class WithdrawPetition(Command, frozen=True, kw_only=True, tag="withdraw-petition"):
    """Records that the applicant takes it back."""

    reason: Said
    proof: Line


class TellRespondent(Command, frozen=True, kw_only=True, tag="tell-respondent"):
    """Sends the respondent a copy, to be answered."""

    number: Brief = ""
    content: Body = ""
    materials: Items = ()


class TellThirdParty(Command, frozen=True, kw_only=True, tag="tell-third-party"):
    """Tells who has a direct interest."""

    number: Brief = ""
    people: Annotated[Somebodies, msgspec.Meta(min_length=1)]
    interest: Said
    content: Body = ""


class RecordPetitionStatement(Command, frozen=True, kw_only=True, tag="record-petition-statement"):
    """Records an answer, an opinion or an objection."""

    by: Speaker
    people: Somebodies = ()
    points: Listed


class AnswerPetitionStatement(Command, frozen=True, kw_only=True, tag="answer-petition-statement"):
    """Says what was found of it."""

    item: Line
    accepted: bool
    conclusion: Said


class HoldMediation(Command, frozen=True, kw_only=True, tag="hold-mediation"):
    """Records a mediation with its result."""

    place: Line
    mediator: Line
    outcome: Literal["agreed", "failed", "declined"]
    record: Said
    signature: Literal["signed", "refused"]


class ConcludeMediation(Command, frozen=True, kw_only=True, tag="conclude-mediation"):
    """Issues the agreement (行政调解书)."""

    number: Brief = ""
    content: Body = ""
    performance: Body = ""


class ExaminePetition(Command, frozen=True, kw_only=True, tag="examine-petition"):
    """Records what the handlers found and propose."""

    findings: Said
    criteria: Annotated[tuple[Criterion, ...], msgspec.Meta(max_length=50)] = ()
    basis: Items = ()
    proposal: Literal["grant", "partly", "refuse"]
    third_party_interest: bool = False
    amount_yuan: Yuan | None = None


class ProposeReward(Command, frozen=True, kw_only=True, tag="propose-reward"):
    """Proposes a reward."""

    deeds: Said
    award: Line
    amount_yuan: Yuan | None = None
    proposed_by: Line


class DisplayList(Command, frozen=True, kw_only=True, tag="display-list"):
    """Displays who is to get what."""

    entries: Annotated[tuple[Displayed, ...], msgspec.Meta(min_length=1, max_length=500)]
    carriers: Listed
    objections_to: Line


class ExtendPetition(Command, frozen=True, kw_only=True, tag="extend-petition"):
    """Lets the decision come later."""

    number: Brief = ""
    working_days: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    reasons: Body = ""
    basis: Items = ()


class DecidePetition(Decide, frozen=True, kw_only=True, tag="decide-petition"):
    """The head decides."""

    outcome: Literal["granted", "partly", "refused"]
    amount_yuan: Yuan | None = None
    each_yuan: Yuan | None = None
    pay_from: date | None = None
    pay_to: date | None = None


class RecordGrant(Command, frozen=True, kw_only=True, tag="record-grant"):
    """Records that it was paid or handed over."""

    amount_yuan: Yuan | None = None
    paid_on: date
    means: Literal["bank", "cash", "handed-over"] = "bank"
    receipt: Line
    recipients: Somebodies = ()
    period: Brief = ""
    final: bool


class StopGrant(Command, frozen=True, kw_only=True, tag="stop-grant"):
    """Ends the payments, and says what has to come back."""

    number: Brief = ""
    ground: Literal["condition-gone", "fraud", "mistake", "died", "given-up"]
    from_on: date
    recover_yuan: Yuan | None = None
    content: Body = ""
    facts: Body = ""
    basis: Items = ()
    reasons: Body = ""
    relief: Body = ""
    decided_by: Line


class RecordRecovery(Command, frozen=True, kw_only=True, tag="record-recovery"):
    """Records what came back."""

    amount_yuan: Yuan
    paid_on: date
    receipt: Line


class ServeParticipant(Command, frozen=True, kw_only=True, tag="serve-participant"):
    """Records that a document reached the respondent or a third party."""

    document: Literal["petition-decision", "mediation-agreement", "petition-non-acceptance"]
    role: Literal["respondent", "third-party"]
    people: Annotated[Somebodies, msgspec.Meta(min_length=1)]
    method: Literal["in-person", "household", "receiving-clerk", "left", "post", "entrusted", "electronic"]
    proof: Brief = ""
    refused: bool = False
    witnesses: Somebodies = ()


class RecordPetitionPerformance(Command, frozen=True, kw_only=True, tag="record-petition-performance"):
    """Records that what was ruled, agreed or confirmed was carried out."""

    result: Said
    proof: Line
