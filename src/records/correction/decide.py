"""Corrections of published information (更正): who decides on which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.correction.commands import (
    AskEvidence,
    CheckInformation,
    CompleteCorrection,
    CorrectDisclosure,
    DecideCorrection,
    RecordEvidence,
    ReplyCorrection,
    RequestCorrection,
    ServeReply,
)
from records.correction.correcting import correct_disclosure
from records.correction.deciding import complete_correction, decide_correction, reply_correction, serve_reply
from records.correction.requesting import ask_evidence, check_information, record_evidence, request_correction
from records.course.decider import Decider
from records.course.shapes import Command

DECIDERS: Final[Mapping[type[Command], Decider]] = {
    RequestCorrection: request_correction,
    AskEvidence: ask_evidence,
    RecordEvidence: record_evidence,
    CheckInformation: check_information,
    DecideCorrection: decide_correction,
    ReplyCorrection: reply_correction,
    ServeReply: serve_reply,
    CompleteCorrection: complete_correction,
    CorrectDisclosure: correct_disclosure,
}
"""By the type of the command."""

OUTER: Final[frozenset[str]] = frozenset({"correction-decider-is-handler", "correction-page-not-corrected"})
"""Rules on what other cases or registers say: their verdict stays as it was at entry."""
