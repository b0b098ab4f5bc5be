from __future__ import annotations

from records.event import Event
from records.judgement import Context
from records.penalty.commands import ApprovePreservation, DisposeItem, LapsePreservation, PreserveEvidence
from records.penalty.state import Penalty


def approve_preservation(command: ApprovePreservation, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def preserve_evidence(command: PreserveEvidence, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def dispose_item(command: DisposeItem, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def lapse_preservation(command: LapsePreservation, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
