from __future__ import annotations

from records.event import Event
from records.judgement import Context
from records.penalty.commands import EndorseOpinion, SubmitOpinion
from records.penalty.state import Penalty


def submit_opinion(command: SubmitOpinion, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def endorse_opinion(command: EndorseOpinion, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
