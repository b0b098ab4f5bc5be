from __future__ import annotations

from records.event import Event
from records.judgement import Context
from records.penalty.commands import DeclinePenalty
from records.penalty.state import Penalty


def decline_penalty(command: DeclinePenalty, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
