"""救济: reconsideration and lawsuit, and what stays performance (行政处罚法 第七十三条; 行政复议法 第四十二条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case
from records.course.judging import begin, stated
from records.course.sequence import pending
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.penalty.commands import EndRelief, LiftStay, SeekRelief, StayPerformance
from records.penalty.events import PerformanceStayed, ReliefEnded, ReliefKind, ReliefSought, StayLifted

_NAMES: Final[Mapping[ReliefKind, str]] = {"reconsideration": "行政复议", "lawsuit": "行政诉讼"}


def seek_relief(command: SeekRelief, case: Case, context: Context) -> list[Event]:
    """Reconsideration or a lawsuit was accepted; performance goes on, the surcharge stands still."""
    judgement = begin(command, case, context, case.signed_at)
    if command.accepted_on > context.occurred_at.day:
        raise Invalid([("$.accepted_on", "受理日期不得晚于记录之日")])
    if case.signed_at is not None and command.accepted_on < case.signed_at.day:
        raise Invalid([("$.accepted_on", "受理日期早于作出决定之日，请核对")])
    return [stated(ReliefSought, command, judgement, context)]


def end_relief(command: EndRelief, case: Case, context: Context) -> list[Event]:
    """The one that is open is over."""
    judgement = begin(command, case, context, case.at(ReliefSought))
    sought = case.last(ReliefSought) if pending(case, ReliefSought, ReliefEnded) else None
    if command.ended_on > context.occurred_at.day:
        raise Invalid([("$.ended_on", "结束日期不得晚于记录之日")])
    if sought is not None and command.kind != sought.kind:
        raise Invalid([("$.kind", f"正在进行的是{_NAMES[sought.kind]}，与填写的类型不一致")])
    if sought is not None and command.ended_on < sought.accepted_on:
        raise Invalid([("$.ended_on", "结束日期早于受理日期，请核对")])
    return [stated(ReliefEnded, command, judgement, context)]


def stay_performance(command: StayPerformance, case: Case, context: Context) -> list[Event]:
    """Performance is stayed by agency, reconsideration body, court or a law: from then nothing is added."""
    judgement = begin(command, case, context, case.signed_at)
    return [stated(PerformanceStayed, command, judgement, context)]


def lift_stay(command: LiftStay, case: Case, context: Context) -> list[Event]:
    """The stay is over; performance goes on from the next day."""
    judgement = begin(command, case, context, case.at(PerformanceStayed))
    return [stated(StayLifted, command, judgement, context)]
