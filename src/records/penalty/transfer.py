from __future__ import annotations

from records.event import Event
from records.judgement import Context
from records.penalty.commands import (
    DecideTransfer,
    HandOverGoods,
    PassCase,
    RecordPoliceAnswer,
    ReportTransfer,
    SendTransfer,
)
from records.penalty.state import Penalty


def report_transfer(command: ReportTransfer, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def decide_transfer(command: DecideTransfer, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def send_transfer(command: SendTransfer, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def record_police_answer(command: RecordPoliceAnswer, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def hand_over_goods(command: HandOverGoods, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def pass_case(command: PassCase, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
