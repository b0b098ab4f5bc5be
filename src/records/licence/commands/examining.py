"""Examination: who is told and heard, what does not count, what is found."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from records.course.shapes import Brief, Command, Items, Line, Said, Somebodies
from records.licence.kinds import Concerned, Finding, Proposed, Special
from records.penalty.events import ToldBy


class TellInterested(Command, frozen=True, kw_only=True, tag="tell-interested"):
    """Tells whom a decision would touch."""

    to: Concerned
    interested: Somebodies = ()
    content: Said
    hearing_told: bool = False
    means: ToldBy


class HearInterested(Command, frozen=True, kw_only=True, tag="hear-interested"):
    """Records what they say of it."""

    by: Concerned
    points: Items = ()
    hearing_waived: bool = False
    answer: Said


class AnnounceHearing(Command, frozen=True, kw_only=True, tag="announce-hearing"):
    """Announces a hearing to everybody."""

    ground: Literal["required", "public-interest"]
    carriers: Annotated[Items, msgspec.Meta(min_length=1)]
    content: Said


class BeginSpecialTime(Command, frozen=True, kw_only=True, tag="begin-special-time"):
    """Tells of time that does not count (特别程序时间告知书)."""

    what: Special
    until: date
    reason: Said
    number: Brief = ""


class EndSpecialTime(Command, frozen=True, kw_only=True, tag="end-special-time"):
    """Records that it is over."""

    period: Line
    result: Said


class ExtendLicenceTerm(Command, frozen=True, kw_only=True, tag="extend-licence-term"):
    """Lengthens the term and tells why (延长期限告知书)."""

    reason: Said
    number: Brief = ""


class ForwardApplication(Command, frozen=True, kw_only=True, tag="forward-application"):
    """Sends what was examined first to the agency that decides."""

    to: Line
    opinion: Said


class ConcludeExamination(Command, frozen=True, kw_only=True, tag="conclude-examination"):
    """The examiners say what they find (审查意见)."""

    proposal: Proposed
    findings: Said
    qualities: tuple[Finding, ...] = ()
