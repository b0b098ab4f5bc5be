"""Compulsory enforcement by the agency: which command leads to which event, and which issue a numbered document.

The demand and what becomes of the decision in reconsideration and court are those of the application to the court too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.enforcement import acting_commands as a
from records.enforcement import acting_events as e
from records.enforcement.basis import (
    BasisReliefEnded,
    BasisReliefNoted,
    BasisRevoked,
    EndBasisRelief,
    NoteBasisRelief,
    NoteBasisRevoked,
)
from records.enforcement.commands import (
    AnnounceDemolition,
    ClearAtOnce,
    DecideEnforcement,
    DecideSubstitution,
    IssueDemand,
    OpenEnforcement,
    TellOfClearing,
)
from records.enforcement.events import (
    ClearedAtOnce,
    ClearingTold,
    DemandIssued,
    DemolitionAnnounced,
    EnforcementDecided,
    EnforcementOpened,
    SubstituteDecided,
)
from records.event import CaseEvent

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    EnforcementOpened: OpenEnforcement,
    BasisReliefNoted: NoteBasisRelief,
    BasisReliefEnded: EndBasisRelief,
    BasisRevoked: NoteBasisRevoked,
    DemandIssued: IssueDemand,
    DemolitionAnnounced: AnnounceDemolition,
    EnforcementDecided: DecideEnforcement,
    SubstituteDecided: DecideSubstitution,
    ClearedAtOnce: ClearAtOnce,
    ClearingTold: TellOfClearing,
    e.ActRecorded: a.RecordAct,
    e.AgreementMade: a.MakeAgreement,
    e.AgreementStagePerformed: a.PerformAgreement,
    e.AgreementBroken: a.BreakAgreement,
    e.FulfilmentRecorded: a.RecordFulfilment,
    e.EnforcementSuspended: a.SuspendEnforcement,
    e.EnforcementResumed: a.ResumeEnforcement,
    e.EnforcementTerminated: a.TerminateEnforcement,
    e.EnforcementCompleted: a.CompleteEnforcement,
    e.ReversalNoted: a.NoteReversal,
    e.PropertyRestored: a.RestoreProperty,
}
"""By the type of the event the command that it came from; what opens a case comes first."""

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {
    IssueDemand: "demand",
    AnnounceDemolition: "demolition-notice",
    DecideEnforcement: "enforcement-decision",
    DecideSubstitution: "substitute-decision",
    a.SuspendEnforcement: "enforcement-suspension",
    a.TerminateEnforcement: "enforcement-termination",
}
"""The commands that issue a document with a number."""
