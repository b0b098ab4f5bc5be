"""折抵: what a criminal court imposes for the same act, and the fine and detention that came before (第三十五条)."""

from __future__ import annotations

from decimal import Decimal

from records.course.case import Case
from records.course.judging import begin, cause, stated
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
from records.offence.commands import RecordJudgment
from records.offence.events import CourtJudged
from records.penalty.events import PoliceAnswered
from records.penalty.money import NOTHING, owed, paid


def record_judgment(command: RecordJudgment, case: Case, context: Context) -> list[Event]:
    """What the court imposed; of a fine that the agency imposed before a part or all counts into it.

    What of that part was paid stays paid, and what was not is owed no more. Raises Invalid for what can't be set off.
    """
    judgement = begin(command, case, context, cause(case, context, PoliceAnswered))
    was = as_of(case, context.occurred_at)
    fine = owed(was).get("fine", NOTHING)
    _require_possible(command, was, fine, context)
    judgement.require(not (fine and command.fine_yuan) or command.set_off_yuan is not None, "set-off-missing")
    released = None
    if command.set_off_yuan is not None:
        left = max(NOTHING, fine - paid(was, "fine"))
        released = min(left, max(NOTHING, command.set_off_yuan - paid(was, "fine"))) or None
    return [stated(CourtJudged, command, judgement, context, released_yuan=released)]


def _require_possible(command: RecordJudgment, case: Case, fine: Decimal, context: Context) -> None:
    found = []
    if command.judged_on > context.occurred_at.day:
        found.append(("$.judged_on", "判决日期晚于步骤发生的日期"))
    if command.instrument.strip() in {one.instrument.strip() for one in case.every(CourtJudged)}:
        found.append(("$.instrument", "这份判决书已经记录过，请核对文号"))
    if command.set_off_yuan is not None and command.set_off_yuan > fine:
        said = f"超过本案的罚款（{fine}元）" if fine else "本案没有可以折抵的罚款"
        found.append(("$.set_off_yuan", said))
    if command.set_off_days is not None and "行政拘留" not in case.kinds:
        found.append(("$.set_off_days", "本案没有可以折抵的行政拘留"))
    if found:
        raise Invalid(found)


def require_not_fined_by_court(judgement: Judgement, fine_yuan: Decimal | None, case: Case) -> None:
    """Where the court has fined the act, the agency that had not does so no more (第三十五条第二款)."""
    fined = next((one.instrument for one in case.every(CourtJudged) if one.fine_yuan), "")
    judgement.require(fine_yuan is None or not fined, "fined-by-court", fined)
