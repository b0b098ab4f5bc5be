from __future__ import annotations

from records.event import Event
from records.judgement import Context
from records.penalty.commands import AddEvidence, MarkEvidence
from records.penalty.state import Penalty


def add_evidence(command: AddEvidence, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def mark_evidence(command: MarkEvidence, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
