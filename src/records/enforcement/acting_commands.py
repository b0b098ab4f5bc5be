"""Commands of enforcement from its first act to its end, and back."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from records.course.shapes import Body, Brief, Command, Line, Persons, Said, Somebodies, Yuan
from records.enforcement.acting_events import (
    AgreedStage,
    Destination,
    SuspensionGround,
    TerminationGround,
    Utility,
)
from records.enforcement.events import Method
from records.penalty.events import Signature

Number = Annotated[int, msgspec.Meta(ge=1, le=100)]


class RecordAct(Command, frozen=True, kw_only=True, tag="record-enforcement-act"):
    """Records an act of enforcement (执行笔录)."""

    method: Method
    officers: Persons
    place: Line
    begun_at: Line
    ended_at: Line
    household: bool
    cuts: tuple[Utility, ...] = ()
    urgent_reason: Body = ""
    findings: Said
    signature: Signature
    witnesses: Somebodies = ()
    amount_yuan: Yuan | None = None
    destination: Destination = ""
    receipt: Brief = ""
    auctioneer: Brief = ""
    cost_yuan: Yuan | None = None
    overrun: Body = ""


class MakeAgreement(Command, frozen=True, kw_only=True, tag="make-agreement"):
    """Records the agreement with the party (执行协议)."""

    stages: Annotated[tuple[AgreedStage, ...], msgspec.Meta(min_length=1, max_length=100)]
    harmless: bool
    remedy: Body = ""
    waived_yuan: Yuan | None = None


class PerformAgreement(Command, frozen=True, kw_only=True, tag="perform-agreement"):
    """Records that a stage was performed."""

    stage: Number
    performed_on: date
    receipt: Line


class BreakAgreement(Command, frozen=True, kw_only=True, tag="break-agreement"):
    """Records that the party did not perform the agreement, and goes on with enforcement."""

    stage: Number
    reason: Said


class RecordFulfilment(Command, frozen=True, kw_only=True, tag="record-fulfilment"):
    """Records that the party performed by itself."""

    content: Said
    whole: bool
    amount_yuan: Yuan | None = None
    performed_on: date
    receipt: Brief = ""


class SuspendEnforcement(Command, frozen=True, kw_only=True, tag="suspend-enforcement"):
    """Suspends enforcement (中止执行)."""

    ground: SuspensionGround
    reason: Body
    harmless: bool
    no_means: bool
    number: Brief = ""


class ResumeEnforcement(Command, frozen=True, kw_only=True, tag="resume-enforcement"):
    """Resumes it (恢复执行)."""

    reason: Said


class TerminateEnforcement(Command, frozen=True, kw_only=True, tag="terminate-enforcement"):
    """Ends enforcement for good (终结执行)."""

    ground: TerminationGround
    reason: Body
    proof: Body = ""
    number: Brief = ""


class CompleteEnforcement(Command, frozen=True, kw_only=True, tag="complete-enforcement"):
    """Says that nothing is left to be enforced (执行完毕)."""

    result: Literal["performed", "enforced", "agreement"]
    report: Said


class NoteReversal(Command, frozen=True, kw_only=True, tag="note-reversal"):
    """Notes that what was enforced has to go back (执行回转)."""

    ground: Literal["basis-revoked", "basis-changed", "wrong"]
    instrument: Line
    amount_yuan: Yuan | None = None
    items: Annotated[tuple[Line, ...], msgspec.Meta(max_length=100)] = ()


class RestoreProperty(Command, frozen=True, kw_only=True, tag="restore-property"):
    """Records what went back to the party, was restored or made good."""

    means: Literal["returned", "restored", "compensated"]
    item: Brief = ""
    amount_yuan: Yuan | None = None
    done_on: date
    receipt: Line
