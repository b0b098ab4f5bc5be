"""Application to the court for enforcement: which command leads to which event, and which issue a numbered document.

The demand and what becomes of the decision meanwhile are steps of `records.enforcement`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.court import commands as c
from records.court import events as e
from records.event import CaseEvent

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    e.CourtCaseOpened: c.OpenCourtCase,
    e.ApplicationSigned: c.SignApplication,
    e.ApplicationSubmitted: c.SubmitApplication,
    e.CourtAnswered: c.RecordCourtAnswer,
    e.CourtHearingNoted: c.NoteCourtHearing,
    e.CourtRuled: c.RecordCourtRuling,
    e.HigherCourtAsked: c.AskHigherCourt,
    e.HigherCourtRuled: c.RecordHigherRuling,
    e.CourtEnforced: c.RecordCourtEnforcement,
    e.ApplicationDropped: c.DropApplication,
}
"""By the type of the event the command that it came from; what opens a case comes first."""

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {c.SignApplication: "court-application"}
"""The commands that issue a document with a number."""
