"""拟订、抽取: planned before anybody knows the number by which the files are drawn (全过程记录制度 一)."""

from __future__ import annotations

from records.course.beginning import begin_case, opened
from records.course.case import Case
from records.course.judging import begin, stated
from records.course.period import Period
from records.course.privacy import shows_numbers
from records.errors import Invalid
from records.evaluation.commands import DrawFiles, OpenEvaluation
from records.evaluation.draw import Stake, draw, files
from records.evaluation.events import EvaluationOpened, FilesDrawn
from records.event import Event
from records.judgement import Context, before
from records.moment import Moment


def open_evaluation(command: OpenEvaluation, case: Case, context: Context) -> list[Event]:
    """An agency plans to evaluate files of its own or of another registered one, while the number is unknown."""
    del case
    judgement = begin_case(command, context, officers=False, listed=False)
    registered = context.register.agency(command.evaluated, context.occurred_at.day) is not None
    judgement.require(registered, "evaluated-not-registered")
    judgement.require(before(context.occurred_at, Moment.parse(command.known_from)), "evaluation-number-known")
    period = Period(command.period_from, command.period_to)
    judgement.require(not period.is_ahead(context), "evaluation-period-ahead")
    judgement.require(not period.is_before(command.evaluated, context), "evaluation-period-before-agency")
    judgement.require(not period.is_longer_than("evaluation-period-months", context), "evaluation-period-too-long")
    return opened(EvaluationOpened, command, judgement, context)


def draw_files(command: DrawFiles, case: Case, context: Context) -> list[Event]:
    """Draws by the public number. Raises Invalid where the period has no file and no other is named.

    What is named beside the draw has to be a file: of one that nobody knows there is nothing to evaluate.
    """
    judgement = begin(command, case, context, case.at(EvaluationOpened))
    plan = case.last(EvaluationOpened)
    if plan is None:
        raise Invalid([("$.value", "没有评查计划，不能抽取案卷")])
    judgement.require(plan.period_to < context.occurred_at.day, "evaluation-period-running")
    known = not before(context.occurred_at, Moment.parse(plan.known_from))
    judgement.require(known, "evaluation-draw-too-early")
    judgement.require_now(not shows_numbers(command.proof, *command.further), "personal-data-shown")
    pool = context.pool or {}
    unknown = [one for one in command.further if one not in pool] if context.pool is not None else []
    judgement.require(not unknown, "evaluation-file-unknown", "、".join(unknown))
    of_period = [number for number, one in pool.items() if one.of_period]
    drawn = draw(Stake(context.case, plan.public_number, command.value, plan.how_many), of_period)
    found = files(drawn, command.further, {number: one.file for number, one in pool.items()})
    if not found and context.pool is not None:
        raise Invalid([("$.further", "评查期间没有已经结案的案卷，请写明要评查的其他案卷的文号")])
    more = {"pool": drawn.pool, "pool_digest": drawn.digest, "seed": drawn.seed, "files": found}
    return [stated(FilesDrawn, command, judgement, context, **more)]
