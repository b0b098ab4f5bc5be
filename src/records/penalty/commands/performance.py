"""执行: money, deferral, surcharge, relief and stay."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from records.course.shapes import Body, Brief, Command, Line, Said, Yuan
from records.penalty.events import Instalment, ReliefKind


class RecordPayment(Command, frozen=True, kw_only=True, tag="record-payment"):
    """Records a payment by its receipt."""

    purpose: Literal["fine", "surcharge", "confiscated"]
    amount_yuan: Yuan
    paid_on: date
    channel: Literal["bank", "electronic", "on-the-spot"] = "bank"
    receipt: Line
    request: Body = ""


class RequestDeferral(Command, frozen=True, kw_only=True, tag="request-deferral"):
    """Records that the party asks to pay later or in parts."""

    reason: Said
    proof: Line


class DecideDeferral(Command, frozen=True, kw_only=True, tag="decide-deferral"):
    """The head grants a plan, or doesn't."""

    granted: bool
    reason: Said
    plan: Annotated[tuple[Instalment, ...], msgspec.Meta(max_length=60)] = ()
    number: Brief = ""


class ImposeSurcharge(Command, frozen=True, kw_only=True, tag="impose-surcharge"):
    """Adds the surcharge up to and with a day; the system computes it."""

    last_day: date
    number: Brief = ""


class SeekRelief(Command, frozen=True, kw_only=True, tag="seek-relief"):
    """Records that reconsideration or a lawsuit was accepted."""

    kind: ReliefKind
    body: Line
    instrument: Line
    accepted_on: date


class EndRelief(Command, frozen=True, kw_only=True, tag="end-relief"):
    """Records how it ended."""

    kind: ReliefKind
    outcome: Literal["upheld", "withdrawn", "rejected", "undone"]
    instrument: Line
    ended_on: date


class StayPerformance(Command, frozen=True, kw_only=True, tag="stay-performance"):
    """Stays the performance (停止执行)."""

    by: Literal["agency", "reconsideration", "court", "law"]
    instrument: Line
    reason: Body = ""


class LiftStay(Command, frozen=True, kw_only=True, tag="lift-stay"):
    """Ends the stay."""

    instrument: Line
    reason: Said
