from __future__ import annotations

from records.event import Event
from records.judgement import Context
from records.penalty.commands import DiscussCase
from records.penalty.state import Penalty


def discuss_case(command: DiscussCase, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
