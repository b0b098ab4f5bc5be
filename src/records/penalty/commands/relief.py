"""救济之后: answering, instruments, repayment, deciding anew."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from records.course.shapes import Body, Brief, Command, Digest, Line, Said, Yuan
from records.penalty.commands.deciding import Listed
from records.penalty.events import EvidenceKind, InstrumentKind, Purpose, ReliefKind, ReliefProcedure


class TakeApplication(Command, frozen=True, kw_only=True, tag="take-application"):
    """Records an application for reconsideration that the party handed to the agency."""

    body: Line
    received_on: date
    object: Digest


class PassOnApplication(Command, frozen=True, kw_only=True, tag="pass-on-application"):
    """Passes it on to the reconsideration body, since the penalty stands."""

    instrument: Line


class ReceiveReliefCopy(Command, frozen=True, kw_only=True, tag="receive-relief-copy"):
    """Records that the copy of an application or of a claim came in."""

    kind: ReliefKind
    procedure: ReliefProcedure = "ordinary"
    body: Line
    instrument: Line
    received_on: date
    object: Digest


class AnswerRelief(Command, frozen=True, kw_only=True, tag="answer-relief"):
    """Answers it, with evidence and basis."""

    kind: ReliefKind
    instrument: Line
    materials: Listed
    late_reason: Body = ""


class SupplementEvidence(Command, frozen=True, kw_only=True, tag="supplement-evidence"):
    """Adds an item for who reviews the decision, with their consent."""

    kind: EvidenceKind
    title: Line
    source: Line
    object: Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{64})?(?![\s\S])")] = ""
    consent: Body = ""


class ReceiveInstrument(Command, frozen=True, kw_only=True, tag="receive-instrument"):
    """Records an instrument that asks something of the agency."""

    kind: InstrumentKind
    number: Line
    body: Line
    dated_on: date
    received_on: date
    object: Digest
    asks: Said
    due_on: date | None = None


class PerformInstrument(Command, frozen=True, kw_only=True, tag="perform-instrument"):
    """Records what was done about it, with the proof."""

    number: Line
    result: Said
    proof: Line


class MakeRepayment(Command, frozen=True, kw_only=True, tag="make-repayment"):
    """Records money that went back to the party."""

    purpose: Purpose
    amount_yuan: Yuan
    paid_on: date
    means: Literal["bank", "treasury", "cash"] = "bank"
    receipt: Line


class ReturnGoods(Command, frozen=True, kw_only=True, tag="return-goods"):
    """Records a confiscated item that went back, or was made good."""

    item: Line
    means: Literal["returned", "compensated"] = "returned"
    receipt: Line


class LinkRedo(Command, frozen=True, kw_only=True, tag="link-redo"):
    """Says which decision, that was undone, the case decides anew: by its number, or by the case that has it."""

    number: Brief = ""
    related_case: Brief = ""
