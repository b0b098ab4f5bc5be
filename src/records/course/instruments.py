"""监督文书和裁判文书: what reconsideration bodies, courts and supervisors ask for, and the proof that it was done.

Carries out 行政复议法 第七十六条 and 第七十七条, 行政处罚法 第七十五条 and 行政诉讼法 第九十四条. An opinion is
reported on in its term; an instrument that names a day has that day. A case with an open one is not closed.
"""

from __future__ import annotations

from records.course.answering import require_days, require_stored
from records.course.case import Case
from records.course.judging import begin, cause, stated
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.penalty.commands import PerformInstrument, ReceiveInstrument
from records.penalty.events import InstrumentPerformed, InstrumentReceived
from records.penalty.relief_facts import open_instruments


def receive_instrument(command: ReceiveInstrument, case: Case, context: Context) -> list[Event]:
    """An instrument came in; it has its number once in a case. Raises Invalid for days that contradict each other."""
    require_stored(command.object, context)
    judgement = begin(command, case, context)
    if any(one.number == command.number for one in case.every(InstrumentReceived)):
        raise Invalid([("$.number", "这一文书已经在本案中登记过，请核对文号")])
    wrong = []
    if command.received_on > context.occurred_at.day:
        wrong.append(("$.received_on", "收到日期不得晚于记录之日"))
    require_days(wrong)
    return [stated(InstrumentReceived, command, judgement, context)]


def perform_instrument(command: PerformInstrument, case: Case, context: Context) -> list[Event]:
    """What an open instrument asks for was done and reported. Raises Invalid for a number that is not open."""
    judgement = begin(command, case, context, cause(case, context, InstrumentReceived))
    waiting = {one.number for one in open_instruments(as_of(case, context.occurred_at))}
    if waiting and command.number not in waiting:
        raise Invalid([("$.number", f"没有这一文号的待履行文书，待履行的有：{'、'.join(sorted(waiting))}")])
    return [stated(InstrumentPerformed, command, judgement, context)]
