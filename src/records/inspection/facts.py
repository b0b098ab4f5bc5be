"""Inspections: what a case is, as yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case
from records.course.fact import Fact, has
from records.course.sequence import pending
from records.inspection.events import (
    CertificatesShown,
    FindingHandedOver,
    InspectionApproved,
    InspectionConcluded,
    InspectionNoticed,
    InspectionOpened,
    InspectorsArrived,
    RecordSigned,
    RectificationChecked,
    RectificationOrdered,
    TestReported,
)
from records.inspection.plan_events import DrawCommitted, DrawMade, DrawPublished, PlanApproved, PlanOpened
from records.judgement import Context
from records.penalty.events import DisclosureReviewed, InspectionRecorded, SampleTaken

# ---- Plan and draw ----


def _plan_published(case: Case, _: Context) -> bool:
    """Whether the approved plan is public: what was withheld is not."""
    reviewed = case.last(DisclosureReviewed)
    return PlanApproved in case.happened and reviewed is not None and reviewed.outcome != "withheld"


def _plan_over(case: Case, context: Context) -> bool:
    """Whether the last day of the plan has come."""
    opened = case.last(PlanOpened)
    return opened is not None and all(one.ends_on <= context.occurred_at.day for one in opened.items)


def unpublished_draws(case: Case) -> tuple[DrawMade, ...]:
    """The draws whose lists and result are not public yet."""
    public = {one.draw for one in case.every(DrawPublished)}
    return tuple(one for one in case.every(DrawMade) if one.draw not in public)


def _draw_open(case: Case, _: Context) -> bool:
    return len(case.every(DrawCommitted)) > len(case.every(DrawMade))


# ---- Visit ----


def _visit_allowed(case: Case, _: Context) -> bool:
    """Approved beforehand, or so urgent that the approval follows (国办发〔2024〕54号)."""
    opened = case.last(InspectionOpened)
    return InspectionApproved in case.happened or (opened is not None and bool(opened.urgent.strip()))


def _record_signed(case: Case, _: Context) -> bool:
    """Whether the last record was signed by the officers."""
    return InspectionRecorded in case.happened and not pending(case, InspectionRecorded, RecordSigned)


def _tested(case: Case, _: Context) -> bool:
    """Whether there is a report on the samples, if any were taken."""
    return not pending(case, SampleTaken, TestReported)


def open_orders(case: Case) -> tuple[RectificationOrdered, ...]:
    """The orders to put right that no check has found carried out, without those that a later one took up again."""
    done = {one.order for one in case.every(RectificationChecked) if one.done}
    last = case.every(RectificationOrdered)[-1:]
    return tuple(one for one in last if one.number not in done)


def unchecked_orders(case: Case) -> tuple[RectificationOrdered, ...]:
    """The orders that nobody has looked at again."""
    checked = {one.order for one in case.every(RectificationChecked)}
    return tuple(one for one in case.every(RectificationOrdered) if one.number not in checked)


def _outcome(case: Case) -> str:
    concluded = case.last(InspectionConcluded)
    return concluded.outcome if concluded else ""


def _rectification_due(case: Case, _: Context) -> bool:
    """Whether the result asks for an order that nobody has given."""
    return _outcome(case) == "rectify" and RectificationOrdered not in case.happened


def _handover_due(case: Case, _: Context) -> bool:
    """Whether an offence, or what was not put right, waits to be handed over."""
    refused = any(not one.done for one in case.every(RectificationChecked)[-1:])
    return (_outcome(case) == "offence" or refused) and FindingHandedOver not in case.happened


def _complete(case: Case, context: Context) -> bool:
    if PlanOpened in case.happened:
        settled = not _draw_open(case, context) and not unpublished_draws(case)
        return settled and _plan_over(case, context) and _plan_published(case, context)
    if case.undone:
        return True
    settled = not _rectification_due(case, context) and not _handover_due(case, context)
    orders = not open_orders(case) or FindingHandedOver in case.happened
    return _outcome(case) != "" and case.service is not None and settled and orders


def _licensee(case: Case, _: Context) -> bool:
    opened = case.last(InspectionOpened)
    return opened is not None and bool(opened.licence.strip())


def _visit_and(fact: Fact) -> Fact:
    return lambda case, context: InspectionOpened in case.happened and fact(case, context)


FACTS: Final[Mapping[str, Fact]] = {
    "inspection-plan": has(PlanOpened),
    "plan-published": _plan_published,
    "draw-open": _draw_open,
    "draw-made": has(DrawMade),
    "draw-unpublished": lambda case, _: bool(unpublished_draws(case)),
    "inspection-visit": has(InspectionOpened),
    "inspection-approved": has(InspectionApproved),
    "inspection-allowed": _visit_allowed,
    "inspection-noticed": has(InspectionNoticed),
    "inspectors-arrived": has(InspectorsArrived),
    "inspection-certificates": has(CertificatesShown),
    "inspection-recorded": has(InspectionRecorded),
    "inspection-record-signed": _record_signed,
    "sampled": has(SampleTaken),
    "inspection-tested": _visit_and(_tested),
    "inspection-untested": lambda case, context: not _tested(case, context),
    "inspection-concluded": has(InspectionConcluded),
    "inspection-ready": _visit_and(lambda case, context: _record_signed(case, context) and _tested(case, context)),
    "rectification-due": _rectification_due,
    "rectification-ordered": has(RectificationOrdered),
    "rectification-unchecked": lambda case, _: bool(unchecked_orders(case)),
    "handover-due": _handover_due,
    "inspection-handed-over": has(FindingHandedOver),
    "licensee-inspected": _licensee,
    "inspection-complete": _complete,
}
"""By the name that the law data use."""

PARTS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "inspection": {
        "planning": ("inspection-plan", "decided"),
        "draw": ("draw-open", "draw-made"),
        "approval": ("inspection-visit", "inspection-approved"),
        "announcement": ("inspection-visit", "inspection-noticed"),
        "arrival": ("inspection-visit", "inspectors-arrived"),
        "evidence": ("inspection-visit", "inspection-recorded"),
        "sign-inspection-record": ("inspection-visit", "inspection-record-signed"),
        "report-inspection-test": ("sampled", "inspection-tested"),
        "decision": ("inspection-visit", "inspection-concluded"),
        "service": ("inspection-concluded", "decision-served"),
        "disclosure": ("decided", "disclosed"),
        "execution": ("rectification-due", "rectification-ordered"),
        "hand-over-finding": ("handover-due", "inspection-handed-over"),
    }
}
"""By procedure and id of a stage the fact that makes it due in the file, and the fact that it is there."""
