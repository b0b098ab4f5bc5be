"""保管和检测: who keeps the items, what tests cost, what is made up for (行政强制法 第二十五条, 第二十六条)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.judging import begin, cause, stated
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
from records.measure.commands import ArrangeCustody, EndExamination, ReportHarm, SetExamination
from records.measure.events import (
    CustodyArranged,
    ExaminationEnded,
    ExaminationSet,
    HarmFound,
    MeasureCarriedOut,
)
from records.measure.facts import open_examinations
from records.measure.holding import held, is_over, item


def arrange_custody(command: ArrangeCustody, case: Case, context: Context) -> list[Event]:
    """The agency keeps the items and pays for it; what is sealed a third party may keep. Nobody uses them."""
    judgement = begin(command, case, context, cause(case, context, MeasureCarriedOut))
    _check_held(command.items, case, context)
    carried = case.last(MeasureCarriedOut)
    sealed = carried is None or carried.measure == "seal"
    judgement.require(command.by == "agency" or sealed, "third-party-custody")
    judgement.require(not command.use, "goods-used")
    judgement.require(command.borne_by == "agency", "cost-not-borne")
    return [stated(CustodyArranged, command, judgement, context)]


def report_harm(command: ReportHarm, case: Case, context: Context) -> list[Event]:
    """What became of an item in custody is recorded whoever did it: the agency answers for it, and pays first."""
    judgement = begin(command, case, context, cause(case, context, MeasureCarriedOut))
    if item(case, command.item) is None:
        raise Invalid([("$.item", _UNKNOWN)])
    return [stated(HarmFound, command, judgement, context)]


def set_examination(command: SetExamination, case: Case, context: Context) -> list[Event]:
    """The time of a test does not count when it is fixed, not beyond what policy lets it be, and the party has it in
    writing, before it begins.

    Raises Invalid for days that contradict each other, and for an item that is not held or is with another test.
    """
    judgement = begin(command, case, context, cause(case, context, MeasureCarriedOut))
    _check_held(command.items, case, context)
    _check_days(command, case, context)
    require_contents(judgement, command, context)
    judgement.require(command.told, "examination-not-told")
    _require_short(judgement, command, case, context)
    judgement.require(command.borne_by == "agency", "cost-not-borne")
    judgement.require(not any(is_over(case, one, context) for one in command.items), "measure-over")
    number, taken = take_number(judgement, command, case, context)
    return [stated(ExaminationSet, command, judgement, context, number=number), *taken]


def _require_short(judgement: Judgement, command: SetExamination, case: Case, context: Context) -> None:
    """No item is with tests longer than the days that its tests may take together (P): what has no end of its own would
    keep the term from ending.
    """
    law = context.law if "examination-days" in context.law.values else context.law_now
    most, new = law.values["examination-days"].number, _days(command.begins_on, command.ends_on)
    before = max((_days_tested(case, one) for one in command.items), default=0)
    judgement.require(before + new <= most, "examination-too-long", f"最多{most}日，此前已经{before}日。")


def _days_tested(case: Case, name: str) -> int:
    """How long the tests of an item took, or may take while their result is not there."""
    ended = {one.number: one.ended_on for one in case.every(ExaminationEnded)}
    tests = (one for one in case.every(ExaminationSet) if name in one.items)
    return sum(_days(one.begins_on, min(ended.get(one.number, one.ends_on), one.ends_on)) for one in tests)


def _days(begins_on: date, ends_on: date) -> int:
    """Calendar days, the first and the last one among them."""
    return (ends_on - begins_on).days + 1


def _check_days(command: SetExamination, case: Case, context: Context) -> None:
    if command.ends_on < command.begins_on:
        raise Invalid([("$.ends_on", "结束日期早于开始日期")])
    if context.entry is None and command.begins_on < context.occurred_at.day:
        raise Invalid([("$.begins_on", "检测期间应当事先明确并书面告知，不能早于告知之日")])
    busy = {one for examination in open_examinations(case) for one in examination.items}
    if context.entry is None and (both := [one for one in command.items if one in busy]):
        raise Invalid([("$.items", f"{'、'.join(both)}正在检测，请先记录检测结果")])


def end_examination(command: EndExamination, case: Case, context: Context) -> list[Event]:
    """The result is there: the term goes on from the next day, also when it is there before the time was over."""
    found = [one for one in case.happened.get(ExaminationSet, ()) if one.event.number == command.number]
    judgement = begin(command, case, context, found[-1].at if found else None)
    if not found:
        raise Invalid([("$.number", "本案没有这一编号的检测（鉴定）期间告知书")])
    if command.number not in {one.number for one in open_examinations(case)}:
        raise Invalid([("$.number", "该次检测的结果已经记录")])
    if not found[-1].event.begins_on <= command.ended_on <= context.occurred_at.day:
        raise Invalid([("$.ended_on", "结束日期应当在检测开始之日至今日之间")])
    return [stated(ExaminationEnded, command, judgement, context, items=found[-1].event.items)]


_UNKNOWN = "本案没有查封、扣押、冻结这件物品，请填写“决定书文号#序号”，如“监漳强措〔2026〕1号#1”"


def _check_held(items: Iterable[str], case: Case, context: Context) -> None:
    known = held(as_of(case, context.occurred_at))
    if len(set(items)) < len(tuple(items)):
        raise Invalid([("$.items", "同一物品填写了两次")])
    if wrong := [index for index, one in enumerate(items) if one not in known]:
        raise Invalid([(f"$.items[{index}]", "该物品不在查封、扣押、冻结之中，请核对") for index in wrong])
