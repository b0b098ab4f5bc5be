"""启动检查: by a draw of a published plan or for a cause of its own, approved by the head, told in writing ."""

from __future__ import annotations

from typing import Final

from records.course.beginning import begin_case, opened
from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.judging import begin, stated
from records.course.officers import require_officers
from records.course.sequence import as_of
from records.event import Event
from records.identifiers import is_credit_code
from records.inspection.commands import ApproveInspection, IssueInspectionNotice, OpenInspection
from records.inspection.events import InspectionApproved, InspectionNoticed, InspectionOpened
from records.inspection.facts import FACTS
from records.inspection.plan_events import PlanApproved, PlanOpened
from records.inspection.teams import committed, excused, order_of, team
from records.judgement import Context, Judgement

OUTER: Final = frozenset(
    {
        "inspection-without-cause",
        "plan-not-published",
        "matter-not-planned",
        "plan-period-over",
        "not-drawn",
    }
)
"""Rules on the plan's case, which a step that is decided again does not have before it."""


def open_inspection(command: OpenInspection, _: Case, context: Context) -> list[Event]:
    """A handler opens it; without a plan or a cause nobody is inspected."""
    judgement = begin_case(command, context)
    if command.origin == "plan":
        return _by_plan(command, judgement, context)
    judgement.require(bool(command.cause.strip()), "inspection-without-cause")
    return opened(InspectionOpened, command, judgement, context)


def _by_plan(command: OpenInspection, judgement: Judgement, context: Context) -> list[Event]:
    """The plan is published and in its period, and object and officers are those that were drawn."""
    plan = context.related if isinstance(context.related, Case) else None
    drafted, day = plan.last(PlanOpened) if plan else None, context.occurred_at.day
    own = plan is not None and drafted is not None and plan.agency == command.agency
    judgement.require(own, "inspection-without-cause")
    if plan is None or drafted is None:
        return opened(InspectionOpened, command, judgement, context)
    was = as_of(plan, context.occurred_at)
    judgement.require(FACTS["plan-published"](was, context), "plan-not-published")
    lists, order = committed(was, command.draw), order_of(was, command.draw, command.object_key)
    judgement.require(lists is None or lists.matter == command.matter, "matter-not-planned")
    item = drafted.items[lists.item - 1] if lists else None
    judgement.require(item is None or item.begins_on <= day <= item.ends_on, "plan-period-over")
    left = tuple(one for one in order if one not in excused(was))
    first = team(left, frozenset(), command.agency, command.matter, context)
    as_drawn = bool(order) and set(first) == set(command.handlers) and _is_the_party(command)
    judgement.require(as_drawn, "not-drawn")
    approved = was.last(PlanApproved)
    more = {"plan": approved.number if approved else "", "plan_case": command.related_case, "drawn_order": left}
    return opened(InspectionOpened, command, judgement, context, **more)


def _is_the_party(command: OpenInspection) -> bool:
    """Whether a code that was drawn is that of the party; a number of the directory stands for itself."""
    number = command.party.number
    return not is_credit_code(command.object_key) or not number or number == command.object_key


def approve_inspection(command: ApproveInspection, case: Case, context: Context) -> list[Event]:
    """The head approves it; a later approval takes the place of an earlier one."""
    judgement = begin(command, case, context)
    judgement.require(command.announced or bool(command.reason.strip()), "unannounced-needs-reason")
    return [stated(InspectionApproved, command, judgement, context)]


def issue_inspection_notice(command: IssueInspectionNotice, case: Case, context: Context) -> list[Event]:
    """The notice tells what is inspected by whom and when, and what the inspected person may ask for."""
    judgement = begin(command, case, context)
    require_officers(judgement, command.officers, case.agency, context, case)
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(InspectionNoticed, command, judgement, context, number=number), *taken]
