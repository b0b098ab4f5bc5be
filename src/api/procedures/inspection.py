"""Inspections: values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from api.forms import Option
from api.wording import day
from records.course.shapes import Command
from records.inspection import commands as c
from records.inspection import plan_commands as pc
from records.inspection.events import InspectionApproved, InspectionNoticed, InspectionOpened, InspectorsArrived
from records.inspection.facts import open_orders, unpublished_draws
from records.inspection.plan_events import DrawCommitted, PlanOpened
from records.inspection.teams import excused
from records.penalty.events import InspectionRecorded

if TYPE_CHECKING:
    from api.choices import Sources

Values = dict[str, Any]


def _plan(sources: Sources) -> Values:
    """The plan in words, a line for each matter."""
    opened, register = sources.case.last(PlanOpened), sources.context.register

    def name(code: str) -> str:
        found = register.matter(code, sources.case.agency, sources.context.occurred_at.day)
        return found.name if found else code

    lines = (
        f"{number}. {name(one.matter)}：{one.scope}，抽查比例{one.percent}%，{day(one.begins_on)}至{day(one.ends_on)}"
        for number, one in enumerate(opened.items if opened else (), 1)
    )
    return {"content": "\n".join(lines), "basis": _basis(sources)}


def _publication(sources: Sources) -> Values:
    waiting = unpublished_draws(sources.case)
    return {"draw": waiting[0].draw} if waiting else {}


def _basis(sources: Sources) -> tuple[str, ...]:
    case = sources.case
    matter = sources.context.register.matter(case.matter, case.agency, sources.context.occurred_at.day)
    return tuple(f"{one.law} {one.article}" for one in matter.basis) if matter else ()


def _year(sources: Sources) -> Values:
    return {"year": sources.context.now.day.year}


def _days(sources: Sources) -> Values:
    today = sources.context.now.day
    return {"begins_on": today, "ends_on": today}


def _notice(sources: Sources) -> Values:
    approved = sources.case.last(InspectionApproved)
    said = {"content": approved.content, "visit_on": approved.begins_on} if approved else {}
    return said | {"basis": _basis(sources)}


def _arrived(sources: Sources) -> Values:
    noticed = sources.case.last(InspectionNoticed)
    return {"officers": noticed.officers} if noticed else {}


def _there(sources: Sources) -> Values:
    arrived = sources.case.last(InspectorsArrived)
    return {"officers": arrived.officers} if arrived else {}


def _signers(sources: Sources) -> Values:
    recorded = (person for one in sources.case.every(InspectionRecorded) for person in one.officers)
    return {"officers": tuple(dict.fromkeys(recorded))}


def _result(sources: Sources) -> Values:
    recorded = sources.case.last(InspectionRecorded)
    return {"facts": recorded.findings if recorded else "", "basis": _basis(sources)}


def _rectification(sources: Sources) -> Values:
    return {"basis": _basis(sources)}


def _check(sources: Sources) -> Values:
    waiting = open_orders(sources.case)
    return {"order": waiting[0].number} if len(waiting) == 1 else {}


def _drawn_officers(sources: Sources) -> tuple[Option, ...]:
    """Those of the draws, in the order in which they were drawn where there is one, without who is excused."""
    opened = sources.case.last(InspectionOpened)
    lists = (person for one in sources.case.every(DrawCommitted) for person in one.officers)
    out = excused(sources.case)
    return sources.people(one for one in (*(opened.drawn_order if opened else ()), *lists) if one not in out)


def _orders(sources: Sources) -> tuple[Option, ...]:
    return tuple(
        Option(one.number, f"{one.number}（限{day(one.correct_by)}前整改）") for one in open_orders(sources.case)
    )


MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    pc.OpenPlan: _year,
    pc.ApprovePlan: _plan,
    pc.PublishDraw: _publication,
    c.ApproveInspection: _days,
    c.IssueInspectionNotice: _notice,
    c.ScanIn: _arrived,
    c.ShowCertificates: _there,
    c.SignRecord: _signers,
    c.ConcludeInspection: _result,
    c.OrderRectification: _rectification,
    c.CheckRectification: _check,
}

CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {
    "drawn-officers": _drawn_officers,
    "rectifications": _orders,
}
