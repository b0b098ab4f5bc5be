"""计划、批准、抽样: planned before anybody knows the number by which the sample is drawn (信息公示制度 第十五条)."""

from __future__ import annotations

from records.course.beginning import begin_case, opened
from records.course.case import Case
from records.course.judging import begin, stated
from records.course.period import Period
from records.course.privacy import shows_numbers
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, before
from records.moment import Moment
from records.oversight.commands import ApproveOversight, DrawOversightSample, OpenOversight
from records.oversight.events import OversightApproved, OversightOpened, OversightSampleDrawn
from records.oversight.sample import Drawing, draw, items
from records.oversight.scoring import weights
from records.penalty.powers import require_decider


def open_oversight(command: OpenOversight, case: Case, context: Context) -> list[Event]:
    """A supervising agency plans to look at another registered one."""
    del case
    known = weights(context.law if context.law.values else context.law_now)
    if unknown := [at for at, one in enumerate(command.criteria) if one not in known]:
        raise Invalid([(f"$.criteria[{at}]", "没有这一项评分标准，请核对") for at in unknown])
    judgement = begin_case(command, context, officers=False, listed=False)
    day = context.occurred_at.day
    judgement.require(context.register.agency(command.inspected, day) is not None, "inspected-not-registered")
    judgement.require(command.inspected != command.agency, "oversight-of-itself")
    period = Period(command.period_from, command.period_to)
    judgement.require(not period.is_ahead(context), "oversight-period-ahead")
    judgement.require(not period.is_before(command.inspected, context), "oversight-period-before-agency")
    judgement.require(not period.is_longer_than("oversight-period-months", context), "oversight-period-too-long")
    return opened(OversightOpened, command, judgement, context, criteria=command.criteria or tuple(known))


def approve_oversight(command: ApproveOversight, case: Case, context: Context) -> list[Event]:
    """The head of the supervising agency decides on the plan while the public number is still unknown."""
    judgement, plan = begin(command, case, context), case.last(OversightOpened)
    require_decider(judgement, command.approved_by, case, context)
    if plan is not None and command.approved:
        unknown = before(context.occurred_at, Moment.parse(plan.known_from))
        judgement.require(unknown, "oversight-number-known")
    return [stated(OversightApproved, command, judgement, context)]


def draw_oversight_sample(command: DrawOversightSample, case: Case, context: Context) -> list[Event]:
    """Draws by the public number. Raises Invalid where nothing had to be published and nothing else is named."""
    judgement = begin(command, case, context, case.at(OversightApproved))
    plan = case.last(OversightOpened)
    if plan is None:
        raise Invalid([("$.value", "没有检查计划，不能抽样")])
    judgement.require(plan.period_to < context.occurred_at.day, "oversight-period-running")
    known = not before(context.occurred_at, Moment.parse(plan.known_from))
    judgement.require(known, "oversight-draw-too-early")
    judgement.require_now(not shows_numbers(command.proof, *command.further), "personal-data-shown")
    pool = context.pool or {}
    period = (plan.period_from, plan.period_to)
    stake = Drawing(plan.agency, plan.inspected, *period, plan.public_number, command.value, plan.sample_size)
    drawn = draw(stake, [key for key, one in pool.items() if one.of_period])
    sample = items(drawn, command.further, pool)
    if not sample and context.pool is not None:
        raise Invalid([("$.further", "检查期间没有应当公示的决定，请写明要检查的其他公示信息")])
    more = {"pool": drawn.pool, "pool_digest": drawn.digest, "seed": drawn.seed, "items": sample}
    return [stated(OversightSampleDrawn, command, judgement, context, **more)]
