"""检查结果: told in writing; what was found is put right and looked at again, or handed over (国办发〔2024〕54号)."""

from __future__ import annotations

from typing import Final

from records.course.case import Case, Happened
from records.course.documents import require_contents, take_number
from records.course.judging import begin, stated
from records.course.on_site import require_on_site
from records.course.signing import begin_signing, signed
from records.errors import Invalid
from records.event import Event
from records.inspection.commands import (
    CheckRectification,
    ConcludeInspection,
    HandOverFinding,
    OrderRectification,
)
from records.inspection.events import (
    FindingHandedOver,
    InspectionConcluded,
    RecordSigned,
    RectificationChecked,
    RectificationOrdered,
)
from records.judgement import Context

OUTER: Final = frozenset({"handover-other-case"})
"""Rules on the case that takes the finding over."""


def conclude_inspection(command: ConcludeInspection, case: Case, context: Context) -> list[Event]:
    """The head signs what the inspection found, under the next number."""
    judgement = begin_signing(command, case, context, case.at(RecordSigned))
    return signed(InspectionConcluded, command, judgement, case, context)


def order_rectification(command: OrderRectification, case: Case, context: Context) -> list[Event]:
    """The inspected person is told what to put right, and by when."""
    judgement = begin(command, case, context)
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(RectificationOrdered, command, judgement, context, number=number), *taken]


def check_rectification(command: CheckRectification, case: Case, context: Context) -> list[Event]:
    """At least two officers look again. Raises Invalid for an order that the case does not have."""
    found = _order(case, command.order)
    judgement = begin(command, case, context, found.at if found else None)
    if found is None:
        raise Invalid([("$.order", "本案没有这一编号的责令整改通知书，请核对文号")])
    require_on_site(judgement, command.officers, case, context)
    return [stated(RectificationChecked, command, judgement, context)]


def hand_over_finding(command: HandOverFinding, case: Case, context: Context) -> list[Event]:
    """What was found goes to a penalty case of the same person, or out of the house."""
    judgement = begin(command, case, context)
    if command.related_case:
        other = context.related if isinstance(context.related, Case) else None
        penal = other is not None and other.procedure.startswith("penalty") and other.agency == case.agency
        same = penal and _person(other) == _person(case)
        judgement.require(same, "handover-other-case")
    return [stated(FindingHandedOver, command, judgement, context)]


def _order(case: Case, number: str) -> Happened | None:
    return next((one for one in case.happened.get(RectificationOrdered, ()) if one.event.number == number), None)


def _person(case: Case | None) -> str:
    return case.party.person if case is not None and case.party is not None else ""
