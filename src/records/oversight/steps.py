"""Supervision of disclosure (公示监督检查): commands, events, and who issues a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.event import CaseEvent
from records.oversight import commands as c
from records.oversight import events as e

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    e.OversightOpened: c.OpenOversight,
    e.OversightApproved: c.ApproveOversight,
    e.OversightSampleDrawn: c.DrawOversightSample,
    e.SampleItemScored: c.ScoreSampleItem,
    e.OversightConcluded: c.ConcludeOversight,
    e.DisclosureCorrectionOrdered: c.OrderDisclosureCorrection,
    e.RectificationRecorded: c.RecordRectification,
    e.RectificationVerified: c.VerifyRectification,
    e.SanctionProposed: c.ProposeSanction,
    e.OversightReferred: c.ReferOversight,
}
"""By the type of the event the command that it came from; what opens a case comes first."""

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {
    c.ConcludeOversight: "oversight-opinion",
    c.OrderDisclosureCorrection: "disclosure-correction",
    c.ProposeSanction: "sanction-proposal",
    c.ReferOversight: "oversight-referral",
}
"""The commands that issue a document with a number."""
