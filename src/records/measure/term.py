"""期限: a measure ends on its day, whatever day that is, unless the head lengthened it before.

Carries out 行政强制法 第二十五条, 第二十八条第四项, 第三十二条 and 第三十三条.
"""

from __future__ import annotations

from datetime import date, timedelta

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.judging import begin, cause, stated
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.measure.commands import ExtendMeasure, LapseMeasure
from records.measure.events import MeasureCarriedOut, MeasureExtended, MeasureLapsed
from records.measure.holding import held, is_over, last_days
from records.moment import Moment
from records.penalty.powers import require_decider


def extend_measure(command: ExtendMeasure, case: Case, context: Context) -> list[Event]:
    """The head lengthens a measure that runs, with reasons, by no more in all than the law gives."""
    judgement = begin(command, case, context, cause(case, context, MeasureCarriedOut))
    was = as_of(case, context.occurred_at)
    require_decider(judgement, command.decided_by, case, context)
    require_contents(judgement, command, context)
    running = [one for one in held(was) if not is_over(was, one, context)]
    judgement.require(bool(running), "measure-over")
    given = sum(one.days for one in was.every(MeasureExtended)) + command.days
    judgement.require(given <= _longest_extension(was, context), "extension-too-long")
    number, taken = take_number(judgement, command, case, context)
    until = _last_day(was, context) + timedelta(days=command.days)
    return [stated(MeasureExtended, command, judgement, context, number=number, until=until), *taken]


def _longest_extension(case: Case, context: Context) -> int:
    """Calendar days in all; nothing for a measure on a person, whose law gives its hours."""
    carried = case.last(MeasureCarriedOut)
    kind = carried.measure if carried else "other"
    provided = context.register.measure(case.matter, kind, context.occurred_at.day)
    if provided is not None and provided.extension_days and provided.level != "local-regulation":
        return provided.extension_days
    general = context.law.values.get("measure-extension-days")
    return general.number if general is not None and kind != "liberty" else 0


def _last_day(case: Case, context: Context) -> date:
    """The first of the last days of what is held, which a test may have put off for some."""
    days, names = last_days(case, context.register), held(case)
    return min((days[one] for one in names if one in days), default=context.occurred_at.day)


def lapse_measure(command: LapseMeasure, case: Case, context: Context) -> list[Event]:
    """The timer notes what was held beyond its day, and so what has to go back. Raises Invalid while the term runs."""
    judgement = begin(command, case, context, cause(case, context, MeasureCarriedOut))
    judgement.require_now(context.actor == "system", "system-only")
    over = tuple(one for one in held(case) if is_over(case, one, context))
    if not over:
        raise Invalid([("$", "没有期限届满的物品")])
    return [stated(MeasureLapsed, command, judgement, context, items=over, due_on=_due_on(over, case, context))]


def _due_on(over: tuple[str, ...], case: Case, context: Context) -> date:
    """The last day of them, or of what was held of a person the day on which it had to end."""
    days, carried = last_days(case, context.register), case.last(MeasureCarriedOut)
    ends = [days[one] for one in over if one in days]
    if not ends and carried is not None and carried.ends_at:
        return Moment.parse(carried.ends_at).day
    return max(ends, default=context.occurred_at.day)
