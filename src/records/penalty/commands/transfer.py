"""移送: to the police and to other agencies."""

from __future__ import annotations

from typing import Literal

from records.course.shapes import Body, Brief, Command, Line, Persons, Said
from records.penalty.commands.deciding import Listed


class ReportTransfer(Command, frozen=True, kw_only=True, tag="report-transfer"):
    """Two officers report that a crime is suspected."""

    officers: Persons
    crime: Line
    reasons: Said


class DecideTransfer(Command, frozen=True, kw_only=True, tag="decide-transfer"):
    """The head decides whether the case goes to the police."""

    approved: bool
    reasons: Said


class SendTransfer(Command, frozen=True, kw_only=True, tag="send-transfer"):
    """Sends the case to the police, with its materials."""

    to: Line
    materials: Listed
    number: Brief = ""


class RecordPoliceAnswer(Command, frozen=True, kw_only=True, tag="record-police-answer"):
    """Records what the police decided."""

    filed: bool
    instrument: Line
    reasons: Body = ""


class ObjectTransfer(Command, frozen=True, kw_only=True, tag="object-transfer"):
    """Objects to the police's decision to file no case."""

    to: Literal["police", "procuratorate"]
    instrument: Line
    reasons: Said


class HandOverGoods(Command, frozen=True, kw_only=True, tag="hand-over-goods"):
    """Hands goods and papers to the police."""

    items: Listed
    party_told: bool


class PassCase(Command, frozen=True, kw_only=True, tag="pass-case"):
    """Passes the case to the agency that is competent."""

    to: Line
    reasons: Said
    number: Brief = ""
