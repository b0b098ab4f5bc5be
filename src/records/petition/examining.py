"""审查: conditions, home visit, proposal, display of the list with persons masked; a later decision for a reason."""

from __future__ import annotations

from datetime import date
from typing import Final

from records.course.case import Case
from records.course.disclosure import MASKED_NAME
from records.course.documents import require_contents, take_number
from records.course.judging import begin, cause, stated
from records.course.moments import of
from records.course.officers import require_officers
from records.course.privacy import shows_numbers
from records.course.terms import terms
from records.event import Event
from records.judgement import Context
from records.law.deadline import add_working_days
from records.petition.commands import DisplayList, ExaminePetition, ExtendPetition, ProposeReward
from records.petition.display import Displayed
from records.petition.events import (
    ListDisplayed,
    PetitionAccepted,
    PetitionExamined,
    PetitionExtended,
    RewardProposed,
)

_TERMS: Final = frozenset({"petition-decision", "petition-decision.sector"})


def examine_petition(command: ExaminePetition, case: Case, context: Context) -> list[Event]:
    """Two officers say what they found; of a payment each condition, with its proof."""
    judgement = begin(command, case, context, cause(case, context, PetitionAccepted))
    require_officers(judgement, case.handlers, case.agency, context)
    checked = case.procedure != "payment" or bool(command.criteria)
    judgement.require(checked, "eligibility-not-checked")
    eligible = command.proposal == "refuse" or all(one.met for one in command.criteria)
    judgement.require(eligible, "not-eligible")
    return [stated(PetitionExamined, command, judgement, context)]


def propose_reward(command: ProposeReward, case: Case, context: Context) -> list[Event]:
    """A reward is proposed, for deeds that are named."""
    judgement = begin(command, case, context, cause(case, context, PetitionAccepted))
    return [stated(RewardProposed, command, judgement, context)]


def display_list(command: DisplayList, case: Case, context: Context) -> list[Event]:
    """The list is displayed with natural persons masked, and no number or address of theirs."""
    judgement = begin(command, case, context, cause(case, context, PetitionAccepted))
    judgement.require(all(map(_is_masked, command.entries)), "display-not-masked")
    return [stated(ListDisplayed, command, judgement, context)]


def _is_masked(line: Displayed) -> bool:
    named = line.organisation or bool(MASKED_NAME.fullmatch(line.shown))
    return named and not shows_numbers(line.shown, line.place, line.note)


def extend_petition(command: ExtendPetition, case: Case, context: Context) -> list[Event]:
    """The head lets the decision come later, before its term is over; by more only where the sector's law says so."""
    judgement = begin(command, case, context, cause(case, context, PetitionAccepted))
    due_on = _due_on(case, context)
    judgement.require(due_on is None or context.occurred_at.day <= due_on, "term-over")
    most = context.law.values.get("petition-extension-days") or context.law_now.values["petition-extension-days"]
    by_law = any(one.strip() for one in command.basis)
    judgement.require(by_law or command.working_days <= most.number, "extension-too-long")
    require_contents(judgement, command, context)
    days = 0
    if due_on is not None:
        days = (add_working_days(due_on, command.working_days, context.register.calendar) - due_on).days
    number, taken = take_number(judgement, command, case, context)
    return [stated(PetitionExtended, command, judgement, context, number=number, days=days), *taken]


def _due_on(case: Case, context: Context) -> date | None:
    """The last day of the decision's term, None while none runs."""
    found = (one.due_on for one in terms(of(case), context.register) if one.limit_id in _TERMS)
    return next(found, None)
