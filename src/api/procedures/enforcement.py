"""Compulsory enforcement: values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from api.forms import Option
from projections.cases import decided_cases
from records.course.shapes import Command
from records.course.steps import PROCEDURES
from records.enforcement.acting_commands import CompleteEnforcement, RestoreProperty
from records.enforcement.acting_events import ActRecorded
from records.enforcement.appeal import opened_of
from records.enforcement.commands import DecideEnforcement, DecideSubstitution, IssueDemand
from records.enforcement.events import DemandIssued
from records.enforcement.facts import is_agreement_kept
from records.enforcement.money import NOTHING, principal_left, restoring
from records.register.acting import reaches, scopes

RIGHTS: Final = "收到本催告书后，你（单位）有权进行陈述和申辩。"
"""As the demand tells of them (行政强制法 第三十五条第四项)."""

RELIEF: Final = (
    "不服本决定的，可以自收到本决定书之日起六十日内向本机关所在县（市、区）人民政府申请行政复议，"
    "或者在六个月内向人民法院提起行政诉讼。"
)
"""行政复议法 第二十条, 第二十四条; 行政诉讼法 第四十六条."""


def _demand(sources: Any) -> dict[str, Any]:
    opened = opened_of(sources.case)
    if opened is None:
        return {}
    owed = principal_left(sources.case)
    return {"content": opened.content, "rights": RIGHTS, **({"amount_yuan": owed} if owed > NOTHING else {})}


def _decision(sources: Any) -> dict[str, Any]:
    """What is owed, and what the demand added to it."""
    owed, demand = principal_left(sources.case), sources.case.last(DemandIssued)
    given: dict[str, Any] = {"relief": RELIEF, "decided_by": sources.context.person_acting}
    if owed > NOTHING:
        given |= {"amount_yuan": owed, "surcharge_yuan": demand.surcharge_yuan if demand else None}
    return given


def _completion(sources: Any) -> dict[str, Any]:
    if is_agreement_kept(sources.case):
        return {"result": "agreement"}
    return {"result": "enforced" if ActRecorded in sources.case.happened else "performed"}


def _restoring(sources: Any) -> dict[str, Any]:
    waiting, today = restoring(sources.case), sources.context.now.day
    return {"done_on": today, **({"amount_yuan": waiting.amount_yuan} if waiting.amount_yuan > NOTHING else {})}


MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    IssueDemand: _demand,
    DecideEnforcement: _decision,
    DecideSubstitution: lambda sources: {"relief": RELIEF, "decided_by": sources.context.person_acting},
    CompleteEnforcement: _completion,
    RestoreProperty: _restoring,
}


def _enforceable(sources: Any) -> tuple[Option, ...]:
    """The cases in which the agencies in question have decided, by number and title."""
    register, day = sources.context.register, sources.context.occurred_at.day
    scope = scopes(register, {*sources.context.agencies, sources.case.agency}, day)
    with sources.engine.connect() as connection:
        found = decided_cases(connection, sources.ledger.ledger_name, sources.agencies)
    return tuple(
        Option(one.case_id, f"{one.number}　{one.title}")
        for one in found
        if one.procedure in _DECIDING and reaches(scope, one.agency, one.matter)
    )


_DECIDING: Final = frozenset(PROCEDURES) - {"court-application", "inspection"}
"""Procedures whose decision may bind a party: an application and a result of an inspection decide nothing."""


CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {
    "enforceable": _enforceable,
    "to-restore": lambda sources: tuple(Option(one, one) for one in restoring(sources.case).items),
}
