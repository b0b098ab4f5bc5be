"""抽查计划: drafted for a year, approved by the head, published before anything is drawn (国办发〔2024〕54号)."""

from __future__ import annotations

from records.course.beginning import begin_case, opened
from records.course.case import Case
from records.course.signing import begin_signing, signed
from records.event import Event
from records.inspection.plan_commands import ApprovePlan, OpenPlan
from records.inspection.plan_events import PlanApproved, PlanItem, PlanOpened
from records.judgement import Context


def open_plan(command: OpenPlan, _: Case, context: Context) -> list[Event]:
    """A handler drafts the plan; each matter of it is on the agency's list on that day."""
    judgement = begin_case(command, context)
    listed = (context.register.matter(one.matter, command.agency, context.occurred_at.day) for one in command.items)
    judgement.require(None not in tuple(listed), "matter-not-listed")
    items = tuple(
        PlanItem(matter=one.matter, scope=one.scope, percent=one.percent, begins_on=one.begins_on, ends_on=one.ends_on)
        for one in command.items
    )
    return opened(PlanOpened, command, judgement, context, items=items)


def approve_plan(command: ApprovePlan, case: Case, context: Context) -> list[Event]:
    """The head approves it, under the next number."""
    judgement = begin_signing(command, case, context)
    return signed(PlanApproved, command, judgement, case, context)
