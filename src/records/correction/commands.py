"""Corrections of published information (更正): what may be asked for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from records.correction.events import CorrectionSource, ErrorIn, RefusalGround, ReplyMethod
from records.course.opened import OpenOffice
from records.course.shapes import Body, Brief, Command, Digest, Items, Line, Said, Somebodies

Files = Annotated[tuple[Digest, ...], msgspec.Meta(max_length=20)]
"""BLAKE3 of objects that are stored."""

Listed = Annotated[Items, msgspec.Meta(min_length=1)]


class RequestCorrection(OpenOffice, frozen=True, kw_only=True, tag="request-correction"):
    """Opens a correction: asked for by somebody, or found by the agency itself."""

    source: CorrectionSource
    requesters: Somebodies = ()
    received_on: date
    related_case: Brief = ""
    """Id of the case whose public page it is about."""
    published_at: Body = ""
    claim: Said
    proposed: Body = ""
    materials: Items = ()
    files: Files = ()

    @property
    def procedure(self) -> str:
        """Id of the procedure."""
        return "correction"


class AskEvidence(Command, frozen=True, kw_only=True, tag="ask-evidence"):
    """Asks for the evidence that is lacking."""

    missing: Listed
    bring_by: date


class RecordEvidence(Command, frozen=True, kw_only=True, tag="record-evidence"):
    """Records the evidence that came in afterwards."""

    materials: Items = ()
    files: Files = ()


class CheckInformation(Command, frozen=True, kw_only=True, tag="check-information"):
    """Records what the check of the public information found."""

    findings: Said
    error_in: ErrorIn


class DecideCorrection(Command, frozen=True, kw_only=True, tag="decide-correction"):
    """Accepts or refuses."""

    accepted: bool
    ground: RefusalGround | None = None
    reasons: Said
    decided_by: Line


class ReplyCorrection(Command, frozen=True, kw_only=True, tag="reply-correction"):
    """Issues the written answer."""

    number: Brief = ""
    content: Body = ""
    reasons: Body = ""
    relief: Body = ""


class ServeReply(Command, frozen=True, kw_only=True, tag="serve-reply"):
    """Records how the answer reached who asked."""

    method: ReplyMethod
    recipients: Somebodies = ()
    refused: bool = False
    witnesses: Somebodies = ()
    proof: Brief = ""


class CompleteCorrection(Command, frozen=True, kw_only=True, tag="complete-correction"):
    """Records that what was accepted is corrected where it is public."""

    note: Said
    where: Body = ""


class CorrectDisclosure(Command, frozen=True, kw_only=True, tag="correct-disclosure"):
    """Gives the public page of a case its next version. What is left empty stays as it is."""

    related_case: Line
    """Id of the correction by which it was accepted."""
    note: Annotated[str, msgspec.Meta(min_length=1, max_length=5_000)]
    party_shown: Brief = ""
    facts_shown: Body = ""
    content_shown: Body = ""
    reasons_shown: Body = ""
    matter_name: Brief = ""
    agency_name: Brief = ""
    hide_before: bool = False
    """The former text had something that must not be public: it is shown no more."""
