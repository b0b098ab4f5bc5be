from __future__ import annotations

from records.event import Event
from records.judgement import Context
from records.penalty.commands import QuestionPerson, RecordInspection, TakeSample
from records.penalty.state import Penalty


def record_inspection(command: RecordInspection, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def question_person(command: QuestionPerson, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def take_sample(command: TakeSample, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
