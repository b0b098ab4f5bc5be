"""Compulsory enforcement by the agency: who decides on which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.decider import Decider
from records.course.shapes import Command
from records.enforcement import acting_commands as a
from records.enforcement import commands as c
from records.enforcement.acting import record_act
from records.enforcement.agreeing import break_agreement, make_agreement, perform_agreement, record_fulfilment
from records.enforcement.attacking import end_basis_relief, note_basis_relief
from records.enforcement.basis import EndBasisRelief, NoteBasisRelief, NoteBasisRevoked
from records.enforcement.clearing import clear_at_once, tell_of_clearing
from records.enforcement.deciding import decide_enforcement, decide_substitution
from records.enforcement.demanding import announce_demolition, issue_demand
from records.enforcement.halting import (
    complete_enforcement,
    resume_enforcement,
    suspend_enforcement,
    terminate_enforcement,
)
from records.enforcement.opening import open_enforcement
from records.enforcement.reverting import note_reversal, restore_property
from records.enforcement.telling import note_basis_revoked

DECIDERS: Final[Mapping[type[Command], Decider]] = {
    c.OpenEnforcement: open_enforcement,
    NoteBasisRelief: note_basis_relief,
    EndBasisRelief: end_basis_relief,
    NoteBasisRevoked: note_basis_revoked,
    c.IssueDemand: issue_demand,
    c.AnnounceDemolition: announce_demolition,
    c.DecideEnforcement: decide_enforcement,
    c.DecideSubstitution: decide_substitution,
    c.ClearAtOnce: clear_at_once,
    c.TellOfClearing: tell_of_clearing,
    a.RecordAct: record_act,
    a.MakeAgreement: make_agreement,
    a.PerformAgreement: perform_agreement,
    a.BreakAgreement: break_agreement,
    a.RecordFulfilment: record_fulfilment,
    a.SuspendEnforcement: suspend_enforcement,
    a.ResumeEnforcement: resume_enforcement,
    a.TerminateEnforcement: terminate_enforcement,
    a.CompleteEnforcement: complete_enforcement,
    a.NoteReversal: note_reversal,
    a.RestoreProperty: restore_property,
}
"""By the type of the command."""
