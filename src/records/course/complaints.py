"""申诉、检举、举报: anybody may complain, and is answered with what was found and put right.

Carries out 行政处罚法 第七十五条 and 行政许可法 第六十五条; a procedure has its own kind of both steps.
"""

from __future__ import annotations

from typing import TypeVar

from records.course.case import Case
from records.course.complained import Answer, Answered, Complain, Complained, unanswered
from records.course.judging import begin, somebodies, stated
from records.course.sequence import ordinal
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement

C = TypeVar("C", bound=Complained)
A = TypeVar("A", bound=Answered)


def received(kind: type[C], called: str, command: Complain, case: Case, context: Context) -> list[Event]:
    """A complaint under the next name, as `举报2`. Raises Invalid for one of a later day than its step."""
    if command.received_on > context.occurred_at.day:
        raise Invalid([("$.received_on", f"收到{called}的日期晚于步骤发生的日期")])
    judgement = begin(command, case, context)
    people = somebodies(command.complainants, context, "complainant")
    item = f"{called}{ordinal(case, kind)}"
    return [stated(kind, command, judgement, context, item=item, complainants=people)]


def begin_answer(
    kinds: tuple[type[C], type[A]], called: str, command: Answer, case: Case, context: Context
) -> Judgement:
    """Judges what holds for every answer. Raises Invalid for a complaint that nobody made or that was answered."""
    judgement = begin(command, case, context)
    if command.item not in {one.item for one in unanswered(*kinds, case)}:
        raise Invalid([("$.item", f"本案没有这件待答复的{called}")])
    return judgement
