from __future__ import annotations

from records.event import Event
from records.judgement import Context
from records.penalty.commands import DecideDeferral, ImposeSurcharge, RecordPayment, RequestDeferral
from records.penalty.state import Penalty


def record_payment(command: RecordPayment, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def request_deferral(command: RequestDeferral, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def decide_deferral(command: DecideDeferral, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def impose_surcharge(command: ImposeSurcharge, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
