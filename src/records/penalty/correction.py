from __future__ import annotations

from records.event import Event
from records.judgement import Context
from records.penalty.commands import CheckCorrection, OrderCorrection
from records.penalty.state import Penalty


def order_correction(command: OrderCorrection, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def check_correction(command: CheckCorrection, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
