"""The decision that is enforced in reconsideration and court (行政复议法 第二十条; 行政诉讼法 第四十五条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.judging import begin, stated
from records.course.sequence import as_of
from records.enforcement.appeal import Ended, appeal_over_on, opened_of
from records.enforcement.basis import BasisReliefEnded, BasisReliefNoted, EndBasisRelief, NoteBasisRelief
from records.errors import Invalid
from records.event import Event
from records.judgement import Context


def note_basis_relief(command: NoteBasisRelief, case: Case, context: Context) -> list[Event]:
    """Reconsideration or a lawsuit against the decision was accepted: nobody may demolish or go to court meanwhile."""
    judgement, opened = begin(command, case, context), opened_of(case)
    found = []
    if command.accepted_on > context.occurred_at.day:
        found.append(("$.accepted_on", "受理日期不得晚于记录之日"))
    if opened is not None and command.accepted_on < opened.decided_on:
        found.append(("$.accepted_on", "受理日期早于据以执行的决定作出之日，请核对"))
    if found:
        raise Invalid(found)
    return [stated(BasisReliefNoted, command, judgement, context)]


def end_basis_relief(command: EndBasisRelief, case: Case, context: Context) -> list[Event]:
    """It is over, with what the party can do from then on."""
    judgement, was = begin(command, case, context, case.at(BasisReliefNoted)), as_of(case, context.occurred_at)
    if max(command.ended_on, command.served_on) > context.occurred_at.day or command.served_on < command.ended_on:
        raise Invalid([("$.served_on", "送达日期不得早于作出日期，也不得晚于记录之日")])
    opened, noted = opened_of(case), was.last(BasisReliefNoted)
    # What ends a lawsuit leaves no term: a reconsideration that is entered as one would take the party's away.
    if noted is not None and context.entry is None and command.kind != noted.kind:
        raise Invalid([("$.kind", "与已经记录受理的复议或者诉讼不一致，请核对")])
    before = [Ended(one.kind, one.outcome, one.served_on) for one in was.every(BasisReliefEnded)]
    now = Ended(command.kind, command.outcome, command.served_on)
    end = (
        appeal_over_on(opened.served_on, told=opened.relief_told, ended=[*before, now], context=context)
        if opened
        else None
    )
    return [stated(BasisReliefEnded, command, judgement, context, appeal_over_on=end)]
