"""Compulsory measures: values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from api.forms import Option
from records.course.case import Case
from records.course.drafting import DraftSubmitted
from records.course.shapes import Command
from records.law.deadline import run_on, standing
from records.measure import commands as c
from records.measure.events import MeasureRequested
from records.measure.facts import open_examinations
from records.measure.holding import LIMIT, carried_out, held, item, owed, sold, subjects, to_give_back


def _decision(sources: Any) -> dict[str, Any]:
    """What the reviewed draft says, else the request; with the longest term that the law gives."""
    case, context = sources.case, sources.context
    requested, draft = case.last(MeasureRequested), case.last(DraftSubmitted)
    known: dict[str, Any] = {"valid_until": _longest(sources)}
    if requested is not None:
        known |= {name: getattr(requested, name) for name in ("facts", "reasons", "basis")}
        if requested.measure == "freeze":
            known["amount_yuan"] = requested.value_yuan
        if requested.urgent and context.person_acting in case.handlers:
            known["decided_by"] = context.person_acting
    if draft is not None:
        names = ("content", "facts", "evidence", "basis", "reasons", "relief", "amount_yuan")
        known |= {name: getattr(draft.draft, name) for name in names}
    return known


def _longest(sources: Any) -> Any:
    limit = sources.context.law.limits.get(LIMIT)
    return run_on(sources.context.occurred_at.day, limit.length, standing(())) if limit else None


def _settling(sources: Any) -> dict[str, Any]:
    """What goes back first; of what was sold, all that it brought."""
    back = to_give_back(sources.case)
    if not back:
        return {}
    sale = sold(sources.case, back[0])
    return {"item": back[0], "fate": "returned", "amount_yuan": sale.proceeds_yuan if sale else None}


def _compensation(sources: Any) -> dict[str, Any]:
    left = owed(sources.case, sources.context.law)
    name = next(iter(left), "")
    return {"item": name, "amount_yuan": left.get(name), "paid_on": sources.context.now.day}


def _examination(sources: Any) -> dict[str, Any]:
    waiting = open_examinations(sources.case)
    return {"number": waiting[0].number if len(waiting) == 1 else "", "ended_on": sources.context.now.day}


MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    c.DecideMeasure: _decision,
    c.EndExamination: _examination,
    c.SettleItem: _settling,
    c.CompensateParty: _compensation,
}


def _options(names: Iterable[str], case: Case) -> tuple[Option, ...]:
    """Items with what they are called."""
    lines = ((name, item(case, name)) for name in names)
    return tuple(Option(name, f"{line.name}（{line.quantity}），{name}" if line else name) for name, line in lines)


def _all(case: Case) -> tuple[str, ...]:
    found = carried_out(case)
    return subjects(found.event) if found else ()


def _signers(sources: Any) -> tuple[Option, ...]:
    """The heads; of an urgent measure also the handlers, who issue the decision on the spot."""
    case, register, day = sources.case, sources.context.register, sources.context.occurred_at.day
    known = dict.fromkeys(one.person for one in register.heads.get(case.agency, ()))
    requested = case.last(MeasureRequested)
    issuers = case.handlers if requested is not None and requested.urgent else ()
    found: tuple[Option, ...] = sources.people(
        [*(one for one in known if register.is_head(case.agency, one, day)), *issuers]
    )
    return found


CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {
    "leaders-and-handlers": _signers,
    "held": lambda sources: _options(held(sources.case), sources.case),
    "held-open": lambda sources: _options((*held(sources.case), *to_give_back(sources.case)), sources.case),
    "held-once": lambda sources: _options(_all(sources.case), sources.case),
    "compensable": lambda sources: _options(owed(sources.case, sources.context.law), sources.case),
    "examinations": lambda sources: tuple(
        Option(one.number, f"{one.number}（{one.institute}）") for one in open_examinations(sources.case)
    ),
}
