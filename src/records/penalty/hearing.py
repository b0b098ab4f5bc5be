from __future__ import annotations

from records.event import Event
from records.judgement import Context
from records.penalty.commands import ArrangeHearing, EndHearing, HoldHearing, ReportHearing, RequestHearing
from records.penalty.state import Penalty


def request_hearing(command: RequestHearing, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def arrange_hearing(command: ArrangeHearing, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def hold_hearing(command: HoldHearing, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def end_hearing(command: EndHearing, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def report_hearing(command: ReportHearing, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
