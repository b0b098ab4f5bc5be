"""Rulings, payments, confirmations, rewards: values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from api.forms import Option
from records.course.case import Case
from records.course.shapes import Command
from records.petition.amounts import to_recover
from records.petition.commands import (
    AnswerPetitionStatement,
    DecidePetition,
    RecordGrant,
    RecordRecovery,
    TellRespondent,
)
from records.petition.events import (
    PetitionDecided,
    PetitionExamined,
    PetitionReceived,
    PetitionStatementAnswered,
    PetitionStatementRecorded,
)

Values = dict[str, Any]

_OUTCOMES: Final = {"grant": "granted", "partly": "partly", "refuse": "refused"}
"""By what the handlers propose."""


def _decision(sources: Any) -> Values:
    case: Case = sources.case
    examined = case.last(PetitionExamined)
    if examined is None:
        return {}
    given: Values = {"outcome": _OUTCOMES[examined.proposal], "facts": examined.findings, "basis": examined.basis}
    return given | ({"amount_yuan": examined.amount_yuan} if examined.proposal != "refuse" else {})


def _grant(sources: Any) -> Values:
    decided = sources.case.last(PetitionDecided)
    amount = (decided.each_yuan or decided.amount_yuan) if decided else None
    return {"amount_yuan": amount, "paid_on": sources.context.now.day}


def _copies(sources: Any) -> Values:
    received = sources.case.last(PetitionReceived)
    return {"materials": received.materials} if received else {}


def _open_statements(case: Case) -> tuple[PetitionStatementRecorded, ...]:
    answered = {one.item for one in case.every(PetitionStatementAnswered)}
    return tuple(one for one in case.every(PetitionStatementRecorded) if one.item not in answered)


def _statement(sources: Any) -> Values:
    waiting = _open_statements(sources.case)
    return {"item": waiting[0].item} if len(waiting) == 1 else {}


def _statements(sources: Any) -> tuple[Option, ...]:
    """Those that wait for an answer, with their first point."""
    return tuple(Option(one.item, f"{one.item}　{one.points[0][:40]}") for one in _open_statements(sources.case))


MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    TellRespondent: _copies,
    AnswerPetitionStatement: _statement,
    DecidePetition: _decision,
    RecordGrant: _grant,
    RecordRecovery: lambda sources: {
        "amount_yuan": to_recover(sources.case),
        "paid_on": sources.context.now.day,
    },
}

CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {"petition-statements": _statements}
