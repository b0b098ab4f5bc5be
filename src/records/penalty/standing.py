from __future__ import annotations

from records.event import Event
from records.judgement import Context
from records.penalty.commands import (
    ChangeHandlers,
    DecideRecusal,
    ExtendTerm,
    RequestRecusal,
    ResumeCase,
    SuspendCase,
    VoidEntry,
)
from records.penalty.state import Penalty


def request_recusal(command: RequestRecusal, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def decide_recusal(command: DecideRecusal, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def change_handlers(command: ChangeHandlers, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def suspend_case(command: SuspendCase, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def resume_case(command: ResumeCase, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def extend_term(command: ExtendTerm, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def void_entry(command: VoidEntry, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
