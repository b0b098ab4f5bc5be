"""执行协议 (行政强制法 第四十二条), and what the party performs by itself."""

from __future__ import annotations

from itertools import pairwise

from records.course.case import Case
from records.course.judging import begin, cause, stated
from records.course.sequence import as_of
from records.enforcement.acting_commands import BreakAgreement, MakeAgreement, PerformAgreement, RecordFulfilment
from records.enforcement.acting_events import (
    AgreementBroken,
    AgreementMade,
    AgreementStagePerformed,
    FulfilmentRecorded,
)
from records.enforcement.appeal import opened_of
from records.enforcement.events import DemandIssued, EnforcementDecided
from records.enforcement.money import NOTHING, has_receipt, left, performed_stages
from records.enforcement.standing import require_basis
from records.errors import Invalid
from records.event import Event
from records.judgement import Context


def make_agreement(command: MakeAgreement, case: Case, context: Context) -> list[Event]:
    """Stages that harm nobody; surcharge or late fee may be waived where the party makes good, the duty itself never.

    Raises Invalid for stages that don't make up what is owed.
    """
    judgement, was = begin(command, case, context), as_of(case, context.occurred_at)
    require_basis(judgement, case, context)
    judgement.require(command.harmless, "agreement-harms")
    waives = command.waived_yuan is not None
    judgement.require(not waives or bool(command.remedy.strip()), "waiver-without-remedy")
    decided, demand = was.last(EnforcementDecided), was.last(DemandIssued)
    charged = (decided.surcharge_yuan if decided else demand.surcharge_yuan if demand else None) or NOTHING
    judgement.require((command.waived_yuan or NOTHING) <= charged, "waiver-of-principal")
    _require_stages(command, was, context)
    return [stated(AgreementMade, command, judgement, context)]


def _require_stages(command: MakeAgreement, case: Case, context: Context) -> None:
    if command.stages[0].due_on < context.occurred_at.day:
        raise Invalid([("$.stages", "第一阶段的履行日期不得早于达成协议之日")])
    if any(later.due_on <= one.due_on for one, later in pairwise(command.stages)):
        raise Invalid([("$.stages", "各阶段履行日期应当由早到晚，不得重复")])
    amounts = [one.amount_yuan for one in command.stages if one.amount_yuan is not None]
    owed = left(case) - (command.waived_yuan or NOTHING)
    if context.entry is None and owed > 0 and sum(amounts, NOTHING) != owed:
        raise Invalid([("$.stages", f"各阶段金额之和应当等于尚未履行的数额（减免后{owed}元）")])


def perform_agreement(command: PerformAgreement, case: Case, context: Context) -> list[Event]:
    """The party performed a stage. Raises Invalid for one that there is not, or that was performed before."""
    judgement = begin(command, case, context, cause(case, context, AgreementMade))
    _require_stage(command.stage, case, context)
    if command.performed_on > context.occurred_at.day:
        raise Invalid([("$.performed_on", "履行日期不得晚于记录之日")])
    _require_receipt(command, as_of(case, context.occurred_at))
    return [stated(AgreementStagePerformed, command, judgement, context)]


def break_agreement(command: BreakAgreement, case: Case, context: Context) -> list[Event]:
    """A stage was not performed on its day: enforcement goes on. Raises Invalid while its day has not passed."""
    judgement = begin(command, case, context, cause(case, context, AgreementMade))
    _require_stage(command.stage, case, context)
    agreement = case.last(AgreementMade)
    if agreement is not None and command.stage <= len(agreement.stages):
        due_on = context.register.calendar.next_working(agreement.stages[command.stage - 1].due_on)
        if context.occurred_at.day <= due_on:
            raise Invalid([("$.stage", f"这一阶段的履行期限尚未届满（{due_on}）")])
    return [stated(AgreementBroken, command, judgement, context)]


def _require_stage(stage: int, case: Case, context: Context) -> None:
    agreement, was = case.last(AgreementMade), as_of(case, context.occurred_at)
    if agreement is not None and stage > len(agreement.stages):
        raise Invalid([("$.stage", f"执行协议共有{len(agreement.stages)}个阶段，请核对")])
    if stage in performed_stages(was):
        raise Invalid([("$.stage", "这一阶段已经履行，请核对")])


def _require_receipt(command: PerformAgreement | RecordFulfilment, case: Case) -> None:
    if has_receipt(case, command.receipt):
        raise Invalid([("$.receipt", "这一票据号码已经在本案中登记过，请核对票据")])


def record_fulfilment(command: RecordFulfilment, case: Case, context: Context) -> list[Event]:
    """The party performed by itself, in whole or in part; enforcement stops there (第三十七条, 第五十一条)."""
    judgement, was = begin(command, case, context), as_of(case, context.occurred_at)
    opened = opened_of(case)
    if command.performed_on > context.occurred_at.day:
        raise Invalid([("$.performed_on", "履行日期不得晚于记录之日")])
    if opened is not None and command.performed_on < opened.decided_on:
        raise Invalid([("$.performed_on", "履行日期早于据以执行的决定作出之日，请核对")])
    _require_receipt(command, was)
    rest = left(was)
    if context.entry is None and command.amount_yuan is not None and command.amount_yuan > rest:
        raise Invalid([("$.amount_yuan", f"超过尚未履行的数额（{rest}元），请核对")])
    return [stated(FulfilmentRecorded, command, judgement, context)]
