"""Beside the course: which command leads to which event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.beside.commands import (
    AnswerComplaint,
    AnswerRedo,
    FlagMatter,
    HandBackCase,
    NoteParticulars,
    ReceiveComplaint,
)
from records.beside.events import (
    CaseHandedBack,
    ComplaintAnswered,
    ComplaintReceived,
    MatterFlagged,
    ParticularsNoted,
    RedoAnswered,
)
from records.course.shapes import Command
from records.event import CaseEvent

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    CaseHandedBack: HandBackCase,
    MatterFlagged: FlagMatter,
    ParticularsNoted: NoteParticulars,
    RedoAnswered: AnswerRedo,
    ComplaintReceived: ReceiveComplaint,
    ComplaintAnswered: AnswerComplaint,
}
"""By the type of the event the command that it came from."""
