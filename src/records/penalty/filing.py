"""线索与立案: how a case begins (行政处罚法 第三十六条, 第五十四条)."""

from __future__ import annotations

from records.course.case import Case, age_class
from records.course.judging import begin, somebodies, stated, unmet
from records.course.officers import require_agency, require_handler, require_officers, require_own_name
from records.errors import Invalid
from records.event import AgeClass, Event
from records.identifiers import birth_date
from records.judgement import Context, Judgement
from records.penalty.commands import ApproveFiling, DismissLead, FileCase, RegisterLead
from records.penalty.events import CaseFiled, FilingApproved, LeadDismissed, LeadRegistered, Party
from records.register.events import FilingNoted, PersonRegistered


def register_lead(command: RegisterLead, case: Case, context: Context) -> list[Event]:
    """A registered agency notes what it heard of. Its matter may be another agency's: it is noted all the same."""
    judgement = _open(command, case, context)
    reporter = somebodies(command.reporter, context, "reporter")
    return [stated(LeadRegistered, command, judgement, context, reporter=reporter)]


def dismiss_lead(command: DismissLead, case: Case, context: Context) -> list[Event]:
    """An open lead is answered without a case; a head in office approves that."""
    judgement = begin(command, case, context, case.at(LeadRegistered))
    is_head = context.register.is_head(case.agency, command.approved_by, context.occurred_at.day)
    judgement.require(is_head, "dismissal-needs-head")
    return [stated(LeadDismissed, command, judgement, context)]


def file_case(command: FileCase, case: Case, context: Context) -> list[Event]:
    """A registered agency opens a case in a listed matter, with two officers and the head's approval.

    Out of a lead it is the agency of the lead that files it; a case that is filed is not filed again, on paper neither.
    It is noted under its party, so that another agency sees who filed the act first (第二十五条).
    """
    if case.lead is not None and case.lead.agency != command.agency:
        raise Invalid([("$.agency", "应与线索的登记机关一致；由其他机关立案的，请由该机关另行登记")])
    judgement, day, register = _open(command, case, context), context.occurred_at.day, context.register
    judgement.require_now(case.filed is None, "case-filed-already")
    judgement.require(register.matter(command.matter, command.agency, day) is not None, "matter-not-listed")
    require_officers(judgement, command.handlers, command.agency, context)
    if context.entry is None:  # a paper is entered by anybody: it names its handlers itself
        require_handler(judgement, command.handlers, context)
    judgement.require(register.is_head(command.agency, command.approved_by, day), "filing-needs-head")
    filed = stated(CaseFiled, command, judgement, context, party=_party(command, context))
    noted = FilingNoted(person=context.person, case=context.case, acted_on=command.acted_on, place=command.place)
    return [*([_registration(command, context)] if context.person_is_new else []), filed, noted]


def approve_filing(command: ApproveFiling, case: Case, context: Context) -> list[Event]:
    """A head in office confirms the filing, who need not be the one that the filing names."""
    judgement = begin(command, case, context)
    return [stated(FilingApproved, command, judgement, context)]


def _open(command: RegisterLead | FileCase, case: Case, context: Context) -> Judgement:
    """Judges what holds for the first steps, which name the agency themselves."""
    day, judgement = context.occurred_at.day, Judgement(context, command.matter)
    judgement.timing(case.at(LeadRegistered))
    judgement.require(command.discovered_on <= day, "step-before-its-cause")
    judgement.require(context.register.agency(command.agency, day) is not None, "agency-not-registered")
    require_agency(judgement, command.agency, context)
    require_own_name(judgement, command.agency, context)
    tag = str(command.__struct_config__.tag)
    for code in unmet(context.law.steps.get(tag) or context.law_now.steps[tag], case, context):
        judgement.require(False, code)
    return judgement


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
