"""实施强制执行 (行政强制法 第四十三条, 第四十四条, 第四十七条至第四十九条, 第五十一条)."""

from __future__ import annotations

from datetime import datetime

from records.course.case import Case
from records.course.judging import begin, cause, somebodies, stated
from records.course.on_site import require_confirmed, require_on_site
from records.course.sequence import as_of, came_after
from records.enforcement.acting_commands import RecordAct
from records.enforcement.acting_events import ActRecorded
from records.enforcement.appeal import is_appeal_over
from records.enforcement.commands import ClearAtOnce
from records.enforcement.events import (
    DemandIssued,
    DemolitionAnnounced,
    EnforcementDecided,
    SubstituteDecided,
)
from records.enforcement.facts import FACTS, demand_service
from records.enforcement.hours import is_resting
from records.enforcement.money import has_receipt, left
from records.enforcement.standing import require_basis
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement, before
from records.law.deadline import add_working_days
from records.moment import Moment


def record_act(command: RecordAct, case: Case, context: Context) -> list[Event]:
    """What the decision names is done by two officers, at an hour and on a day that the law allows, with a record."""
    judgement, was = (
        begin(command, case, context, cause(case, context, EnforcementDecided)),
        as_of(case, context.occurred_at),
    )
    require_times(command, context)
    require_basis(judgement, case, context)
    served, begun_on = was.served_at, Moment.parse(command.begun_at).day
    judgement.require(served is None or served.day <= begun_on, "step-before-its-cause")
    require_on_site(judgement, command.officers, case, context)
    _require_decided(judgement, command, was)
    _require_humane(judgement, command, context)
    if command.method == "demolition":
        _require_announced(judgement, was, context)
    if command.method == "substitute":
        _require_substitution(judgement, command, was, context)
    _require_proceeds(judgement, command, was, context)
    require_confirmed(judgement, command.signature, command.witnesses, "execution", case)
    witnesses = somebodies(command.witnesses, context, "witness")
    return [stated(ActRecorded, command, judgement, context, witnesses=witnesses)]


def require_times(visit: RecordAct | ClearAtOnce, context: Context) -> None:
    """Raises Invalid unless the act had ended by the step, and on its day: by that day its officers are judged."""
    ended = Moment.parse(visit.ended_at)
    if before(context.occurred_at, ended):
        raise Invalid([("$.ended_at", "结束时间晚于步骤发生的时间，请核对")])
    if ended.day != context.occurred_at.day:
        raise Invalid(
            [("$.ended_at", "结束时间不在步骤发生之日，请将步骤发生时间填写为结束之时；已经超过录入期限的，请补录")]
        )


def _require_decided(judgement: Judgement, command: RecordAct, case: Case) -> None:
    """Nothing but what was decided, and not before the day that the decision names (第三十七条第二款第三项)."""
    decided = case.decided
    if isinstance(decided, EnforcementDecided):
        judgement.require(command.method in decided.methods, "method-not-decided")
    elif isinstance(decided, SubstituteDecided):
        judgement.require(command.method == "substitute", "method-not-decided")
    if isinstance(decided, EnforcementDecided | SubstituteDecided):
        judgement.require(decided.enforce_on <= Moment.parse(command.begun_at).day, "enforcement-early")


def _require_humane(judgement: Judgement, command: RecordAct, context: Context) -> None:
    begun, ended = datetime.fromisoformat(command.begun_at), datetime.fromisoformat(command.ended_at)
    law = context.law if "night-from-hour" in context.law.values else context.law_now
    resting = is_resting(begun, ended, context.register.calendar, law)
    judgement.require(not resting or bool(command.urgent_reason.strip()), "night-or-holiday")
    judgement.require(not (command.household and command.cuts), "household-cut-off")


def _require_announced(judgement: Judgement, case: Case, context: Context) -> None:
    announced = DemolitionAnnounced in case.happened
    judgement.require(announced, "demolition-unannounced")
    judgement.require(not announced or FACTS["demolition-term-over"](case, context), "demolition-term-running")
    judgement.require(is_appeal_over(case, context), "appeal-period-running")


def _require_substitution(judgement: Judgement, command: RecordAct, case: Case, context: Context) -> None:
    """The party was called on once more, whole working days before; it cost what was planned (第五十一条)."""
    decided, demands = case.happened.get(SubstituteDecided, ()), case.happened.get(DemandIssued, ())
    if not decided:
        return
    again = any(came_after(one, decided[-1]) for one in demands)
    served = demand_service(case) if again else None
    days = context.law.values.get("substitute-demand-days") or context.law_now.values["substitute-demand-days"]
    day = Moment.parse(command.begun_at).day
    calendar = context.register.calendar
    in_time = served is not None and add_working_days(served.at.day, days.number, calendar) < day
    # Whoever was given longer than the law asks for has all of it.
    in_time = in_time and calendar.next_working(demands[-1].event.perform_by) < day
    judgement.require(in_time, "substitute-demand-short")
    within = command.cost_yuan is None or command.cost_yuan <= decided[-1].event.budget_yuan
    judgement.require(within or bool(command.overrun.strip()), "substitute-over-budget")


def _require_proceeds(judgement: Judgement, command: RecordAct, case: Case, context: Context) -> None:
    """An auction is held by an auction house, and money goes to the treasury alone (第四十八条, 第四十九条)."""
    auctioned = command.method in {"auction", "auction-seized"}
    judgement.require(not auctioned or bool(command.auctioneer.strip()), "auction-needs-house")
    if command.amount_yuan is None:
        return
    judgement.require(bool(command.destination), "proceeds-not-to-treasury")
    if has_receipt(case, command.receipt):
        raise Invalid([("$.receipt", "这一票据号码已经在本案中登记过，请核对票据")])
    rest = left(case)
    # A paper says what came in, whatever the record so far knows of what was owed.
    if context.entry is None and command.amount_yuan > rest:
        raise Invalid([("$.amount_yuan", f"超过应当执行的数额（{rest}元），多余的应当退还，不计入执行所得")])
