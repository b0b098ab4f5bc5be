"""决定: on what was examined, displayed and heard; who must go to reconsideration first is told so."""

from __future__ import annotations

from records.course.case import Case
from records.course.facts import FACTS
from records.course.judging import cause
from records.course.signing import begin_signing, signed
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
from records.petition.commands import DecidePetition
from records.petition.events import (
    PetitionAccepted,
    PetitionDecided,
    PetitionExamined,
    PetitionKind,
    PetitionReceived,
)

_DISPLAYED = ("payment", "reward")
"""Procedures in which what is to be granted is displayed first."""


def decide_petition(command: DecidePetition, case: Case, context: Context) -> list[Event]:
    """The head decides; what is granted was found due, and displayed where it has to be."""
    judgement = begin_signing(command, case, context, cause(case, context, PetitionAccepted))
    listed = context.register.matter(case.matter, case.agency, context.occurred_at.day)
    judgement.require(listed is not None, "matter-not-listed")
    grants = command.outcome != "refused"
    if grants:
        _require_due(judgement, case, context)
        if case.procedure == "payment" and command.amount_yuan is None and command.each_yuan is None:
            raise Invalid([("$.amount_yuan", "准予给付的，请填写给付的总额或者每次的金额")])
    told = not _is_about_resources(case) or ("先" in command.relief and "复议" in command.relief)
    judgement.require(told, "petition-reconsideration-first")
    return signed(PetitionDecided, command, judgement, case, context, kind=_kind(case))


def _kind(case: Case) -> PetitionKind:
    received = case.last(PetitionReceived)
    return received.kind if received else "payment"


def _require_due(judgement: Judgement, case: Case, context: Context) -> None:
    examined = case.last(PetitionExamined)
    eligible = examined is None or all(one.met for one in examined.criteria)
    judgement.require(eligible, "not-eligible")
    if case.procedure in _DISPLAYED:
        judgement.require(FACTS["list-displayed"](case, context), "display-first")
        over = not FACTS["list-displayed"](case, context) or FACTS["display-over"](case, context)
        judgement.require(over, "display-not-over")


def _is_about_resources(case: Case) -> bool:
    received = case.last(PetitionReceived)
    return received is not None and received.natural_resources
