"""How a case of any procedure but the ordinary penalty begins: its agency, matter, officers and party."""

from __future__ import annotations

from typing import Any, TypeVar

from records.course.case import Case, age_class
from records.course.judging import stated, unmet
from records.course.officers import require_agency, require_handler, require_officers, require_own_name
from records.course.opened import Open, Opened
from records.course.people import Party
from records.event import AgeClass, Event
from records.identifiers import birth_date
from records.judgement import Context, Judgement
from records.moment import Moment
from records.register.events import PersonRegistered

S = TypeVar("S", bound=Opened)


def begin_case(
    command: Open, context: Context, cause: Moment | None = None, *, officers: bool = True, listed: bool = True
) -> Judgement:
    """Judges what holds for every first step: a registered agency, a matter that is `listed` on that day, and, where
    the procedure wants `officers` from the first step on, two who are certified and one of whom takes the step.
    """
    judgement, day, register = Judgement(context, command.matter), context.occurred_at.day, context.register
    judgement.timing(cause)
    judgement.require(register.agency(command.agency, day) is not None, "agency-not-registered")
    require_agency(judgement, command.agency, context)
    require_own_name(judgement, command.agency, context)
    tag = str(command.__struct_config__.tag)
    for code in unmet(context.law.steps.get(tag) or context.law_now.steps[tag], Case(), context):
        judgement.require(False, code)
    if listed:
        judgement.require(register.matter(command.matter, command.agency, day) is not None, "matter-not-listed")
    if officers:
        require_officers(judgement, command.handlers, command.agency, context)
        if context.entry is None:  # a paper is entered by anybody: it names its handlers itself
            require_handler(judgement, command.handlers, context)
    return judgement


def opened(kind: type[S], command: Open, judgement: Judgement, context: Context, **more: Any) -> list[Event]:
    """The first event of a case of that kind, after the registration of a party who was not known."""
    party = _party(command, context)
    # A kind whose party is never missing has it as a field of its own.
    whom = {"party": party} if "party" in kind.__struct_fields__ else {"parties": (party,) if party else ()}
    event = stated(kind, command, judgement, context, **whom, **more)
    if command.party is None or not context.person_is_new:
        return [event]
    given = command.party
    registered = PersonRegistered(
        person=context.person, kind=given.kind, name=given.name, number=given.number, address=given.address
    )
    return [registered, event]


def _party(command: Open, context: Context) -> Party | None:
    given = command.party
    if given is None:
        return None
    return Party(
        person=context.person,
        kind=given.kind,
        age=_age(command, context),
        name=given.name,
        number=given.number,
        address=given.address,
        representative=given.representative,
    )


def _age(command: Open, context: Context) -> AgeClass | None:
    """On the day of the act where there is one, else on that of the step."""
    given = command.party
    if given is None or given.kind != "natural":
        return None
    born = birth_date(given.number) if given.number else given.born_on
    return age_class(born, getattr(command, "acted_on", None) or context.occurred_at.day) if born else None
