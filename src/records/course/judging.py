"""How every step of a penalty is judged first: by the law data, which name who takes it and what it waits for."""

from __future__ import annotations

from typing import Any, Final, TypeVar
from uuid import UUID, uuid5

from records.course.case import Case
from records.course.facts import FACTS, recused
from records.course.officers import require_agency
from records.course.sequence import as_of
from records.event import CaseEvent
from records.judgement import Context, Judgement
from records.law.entries import Actor
from records.law.entries import Step as StepRule
from records.moment import Moment
from records.penalty.commands import Command, SomebodyGiven
from records.penalty.events import HearingArranged, Somebody
from records.register.acting import certified

E = TypeVar("E", bound=CaseEvent)


def begin(
    command: Command,
    case: Case,
    context: Context,
    cause: Moment | None = None,
    *,
    also: tuple[str, ...] = (),
    spared: bool = False,
) -> Judgement:
    """Judges what holds for every step: its time, its agency, who takes it, what it waits for and what bars it.

    `cause` is when the step happened on which this one rests; `also` are persons who may act though their account
    is of another agency; `spared` says that the day of the step follows from law, however far back it lies.
    """
    judgement = Judgement(context, case.matter)
    judgement.timing(cause or case.filed_at, spared=spared)
    if context.actor != "system":
        require_agency(judgement, case.agency, context, *also)
    tag = str(command.__struct_config__.tag)
    step = context.law.steps.get(tag) or context.law_now.steps[tag]
    for code in unmet(step, case, context):
        judgement.require(False, code)
    _require_actor(judgement, step, case, context)
    return judgement


def unmet(step: StepRule, case: Case, context: Context) -> list[str]:
    """Codes of the rules that do not let the step pass, each once.

    What it needs is asked of the case as it was when the step occurred, and so is what bars it. What has come since
    bars a live step as well: a paper alone may enter what happened before. What bars it comes first: a clerk who is
    told what is lacking would else go and bring it in vain.
    """
    law = context.law if context.law.steps else context.law_now
    bars = {one.id: one.code for one in law.bars.values() if step.id not in one.spares}
    barring = [(fact, code) for some in (bars, step.bars) for fact, code in some.items()]
    found, was = seen_by(case, context), as_of(case, context.occurred_at)
    barred = [code for fact, code in barring if any(FACTS[fact](one, context) for one in found)]
    lacking = [code for fact, code in step.needs.items() if not FACTS[fact](was, context)]
    return list(dict.fromkeys((*barred, *lacking)))


def seen_by(case: Case, context: Context) -> tuple[Case, ...]:
    """The case as that is asked which would bar the step: as it was then, and of a live step also as it stands."""
    was = as_of(case, context.occurred_at)
    return (was,) if case is was or context.entry is not None else (case, was)


def cause(case: Case, context: Context, kind: type[CaseEvent]) -> Moment | None:
    """When the step happened that this one rests on: the last of the kind before it, else the last that there is."""
    return as_of(case, context.occurred_at).at(kind) or case.at(kind)


def stated(kind: type[E], command: Command, judgement: Judgement, context: Context, /, **more: Any) -> E:
    """The event of that kind which says what the command says, field by field of the same name, and `more`."""
    known = set(kind.__struct_fields__) & set(command.__struct_fields__) - {"entry"}
    given = {name: getattr(command, name) for name in known}
    own = {"case": context.case, "entry": context.entry, "defects": judgement.defects}
    return kind(**(given | own | more))


def somebodies(given: tuple[SomebodyGiven, ...], context: Context, role: str) -> tuple[Somebody, ...]:
    """Third persons with an id of their own each, so that each can be erased alone."""
    space = UUID(context.new_id)
    return tuple(
        Somebody(person=str(uuid5(space, f"{role} {index}")), name=one.name, contact=one.contact)
        for index, one in enumerate(given)
    )


_REFUSED_BY: Final[dict[Actor, str]] = {
    "handler": "handler-only",
    "unit-head": "unit-head-only",
    "head": "head-only",
    "reviewer": "reviewer-not-qualified",
    "presider": "presider-only",
    "secrecy-reviewer": "secrecy-reviewer-is-handler",
    "disclosure-officer": "reviewer-is-handler",
    "archivist": "archivist-only",
    "recording-officer": "other-agency",
    "supervisor": "supervisor-only",
    "agency": "other-agency",
    "system": "system-only",
}


def acts_as(actor: Actor, case: Case, context: Context) -> bool:
    """Whether the person who acts may take a step of that actor, by the registers of the step's day."""
    person, register, day = context.person_acting, context.register, context.occurred_at.day
    match actor:
        case "handler":
            return person in case.handlers
        case "unit-head":
            return register.is_unit_head(case.agency, person, day)
        case "head":
            return register.is_head(case.agency, person, day)
        case "reviewer":
            return register.reviewer(person, day) is not None
        case "presider":
            arranged = case.last(HearingArranged)
            return arranged is not None and arranged.presider == person
        case "system":
            return context.actor == "system"
        case "secrecy-reviewer" | "disclosure-officer" | "archivist" | "recording-officer" | "supervisor" | "agency":
            return bool(person)  # the account's role is asked for at the door


def wrong_actor(step: StepRule, case: Case, context: Context) -> str:
    """Code of the rule by which the person who acts may not take the step; empty when they may."""
    if not any(acts_as(actor, case, context) for actor in step.actors):
        return _REFUSED_BY[step.actors[0]]
    return _uncertified(step, case, context)


def _uncertified(step: StepRule, case: Case, context: Context) -> str:
    """Code of the rule by which a handler may not act without a certificate of the day (第四十二条, 第五十五条).

    Money that was taken is handed in, and a recording linked, by whoever did it, with a certificate or without.
    """
    others = (actor for actor in step.actors if actor != "handler")
    if "handler" not in step.actors or step.uncertified or any(acts_as(one, case, context) for one in others):
        return ""
    day = context.occurred_at.day
    standing = certified(context.register, context.person_acting, case.agency, case.matter, context.procedure, day)
    return "" if standing is True else standing or "officer-not-certified"


def _require_actor(judgement: Judgement, step: StepRule, case: Case, context: Context) -> None:
    """Live, the account shows who acts; a paper is entered by somebody else, so the paper's own names are judged."""
    judgement.require(context.person_acting not in recused(case), "officer-recused")
    if context.entry is None and (code := wrong_actor(step, case, context)):
        judgement.require(False, code)
