"""An act that is punished: values that the case gives to forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from records.course.shapes import Command
from records.offence.commands import (
    CheckJurisdiction,
    CompareRules,
    HandInProceeds,
    RecordJudgment,
    SettleConfiscated,
)
from records.offence.events import FineRule
from records.offence.goods import proceeds_held, unsettled
from records.penalty.money import owed


def _jurisdiction(sources: Any) -> dict[str, Any]:
    agency = sources.context.register.agency(sources.case.agency, sources.context.occurred_at.day)
    return {"region": agency.region} if agency else {}


def _rules(sources: Any) -> dict[str, Any]:
    """The matter's own rule with the range of its benchmark, as the first of them."""
    case, context = sources.case, sources.context
    day = context.occurred_at.day
    matter, found = context.register.matter(case.matter, case.agency, day), context.register.benchmark(case.matter, day)
    if matter is None or found is None or not matter.basis:
        return {}
    law = matter.basis[0]
    lowest = Decimal(min(one.from_yuan for one in found.ranges))
    highest = Decimal(max(one.to_yuan for one in found.ranges))
    return {"rules": (FineRule(basis=f"{law.law} {law.article}", from_yuan=lowest, to_yuan=highest),)}


def _judgment(sources: Any) -> dict[str, Any]:
    fine = owed(sources.case).get("fine")
    return {"set_off_yuan": fine} if fine else {}


def _settling(sources: Any) -> dict[str, Any]:
    waiting = unsettled(sources.case)
    return {"item": waiting[0]} if waiting else {}


def _handing_in(sources: Any) -> dict[str, Any]:
    return {"amount_yuan": proceeds_held(sources.case), "paid_on": sources.context.now.day}


MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    CheckJurisdiction: _jurisdiction,
    CompareRules: _rules,
    RecordJudgment: _judgment,
    SettleConfiscated: _settling,
    HandInProceeds: _handing_in,
}
