"""An act that is punished: which command leads to which event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.shapes import Command
from records.event import CaseEvent
from records.offence import commands as c
from records.offence import events as e

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    e.JurisdictionChecked: c.CheckJurisdiction,
    e.RulesCompared: c.CompareRules,
    e.CourtJudged: c.RecordJudgment,
    e.ConfiscatedSettled: c.SettleConfiscated,
    e.ProceedsHandedIn: c.HandInProceeds,
}
"""By the type of the event the command that it came from."""
