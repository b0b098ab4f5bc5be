"""立案: filing a case (行政处罚法 第五十四条)."""

from __future__ import annotations

from records.event import AgeClass, Event
from records.identifiers import birth_date
from records.judgement import Context, Judgement
from records.penalty.commands import ApproveFiling, DismissLead, FileCase, RegisterLead
from records.penalty.events import CaseFiled, Party
from records.penalty.officers import require_agency, require_handler, require_officers
from records.penalty.state import age_class
from records.register.events import PersonRegistered


def file_case(command: FileCase, case: Penalty, context: Context) -> list[Event]:
    """A registered agency opens a case in a listed matter, with two officers and the head's approval."""
    day, judgement = context.occurred_at.day, Judgement(context)
    judgement.timing()
    judgement.require(command.discovered_on <= day, "step-before-its-cause")
    register = context.register
    judgement.require(register.agency(command.agency, day) is not None, "agency-not-registered")
    require_agency(judgement, command.agency, context)
    judgement.require(register.matter(command.matter, command.agency, day) is not None, "matter-not-listed")
    require_officers(judgement, command.handlers, command.agency, context)
    require_handler(judgement, command.handlers, context)
    judgement.require(register.is_head(command.agency, command.approved_by, day), "filing-needs-head")
    filed = CaseFiled(
        case=context.case,
        entry=context.entry,
        defects=judgement.defects,
        title=command.title,
        matter=command.matter,
        agency=command.agency,
        handlers=command.handlers,
        approved_by=command.approved_by,
        party=_party(command, context),
        acted_on=command.acted_on,
        discovered_on=command.discovered_on,
        place=command.place,
        facts=command.facts,
    )
    return [_registration(command, context), filed] if context.person_is_new else [filed]


def _party(command: FileCase, context: Context) -> Party:
    given = command.party
    return Party(
        person=context.person,
        kind=given.kind,
        age=_age(command),
        name=given.name,
        number=given.number,
        address=given.address,
        representative=given.representative,
    )


def _age(command: FileCase) -> AgeClass | None:
    given = command.party
    if given.kind != "natural":
        return None
    born = birth_date(given.number) if given.number else given.born_on
    return age_class(born, command.acted_on) if born else None


def _registration(command: FileCase, context: Context) -> PersonRegistered:
    given = command.party
    return PersonRegistered(
        person=context.person, kind=given.kind, name=given.name, number=given.number, address=given.address
    )


def register_lead(command: RegisterLead, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def dismiss_lead(command: DismissLead, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError


def approve_filing(command: ApproveFiling, case: Penalty, context: Context) -> list[Event]:
    raise NotImplementedError
