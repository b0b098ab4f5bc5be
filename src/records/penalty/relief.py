from __future__ import annotations

from records.event import Event
from records.judgement import Context
from records.penalty.commands import EndRelief, LiftStay, SeekRelief, StayPerformance
from records.penalty.state import Penalty


def seek_relief(command: SeekRelief, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def end_relief(command: EndRelief, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def stay_performance(command: StayPerformance, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def lift_stay(command: LiftStay, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
