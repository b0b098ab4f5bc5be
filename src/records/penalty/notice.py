from __future__ import annotations

from records.event import Event
from records.judgement import Context
from records.penalty.commands import GiveNotice, RecordDefence, ReviewDefence, WaiveDefence
from records.penalty.state import Penalty


def give_notice(command: GiveNotice, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def record_defence(command: RecordDefence, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def waive_defence(command: WaiveDefence, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def review_defence(command: ReviewDefence, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
