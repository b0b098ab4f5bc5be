"""Corrections of published information (更正): commands, events, and who issues a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.correction import commands as c
from records.correction import events as e
from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.event import CaseEvent

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    e.CorrectionRequested: c.RequestCorrection,
    e.EvidenceAsked: c.AskEvidence,
    e.EvidenceRecorded: c.RecordEvidence,
    e.InformationChecked: c.CheckInformation,
    e.CorrectionDecided: c.DecideCorrection,
    e.CorrectionReplied: c.ReplyCorrection,
    e.ReplyServed: c.ServeReply,
    e.CorrectionCompleted: c.CompleteCorrection,
    e.DisclosureCorrected: c.CorrectDisclosure,
}
"""By the type of the event the command that it came from; what opens a case comes first."""

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {c.ReplyCorrection: "correction-reply"}
"""The commands that issue a document with a number."""
