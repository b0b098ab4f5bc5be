"""管辖: by what the agency is competent for the act (行政处罚法 第二十二条, 第二十五条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.judging import begin, stated
from records.event import Event
from records.judgement import Context
from records.offence.commands import CheckJurisdiction
from records.offence.events import JurisdictionChecked
from records.offence.jurisdiction import SETTLING
from records.regions import lies_in


def check_jurisdiction(command: CheckJurisdiction, case: Case, context: Context) -> list[Event]:
    """The act lies in the agency's region, or something else says that it is competent; nobody filed it before."""
    judgement = begin(command, case, context, case.filed_at)
    agency = context.register.agency(case.agency, context.occurred_at.day)
    inside = agency is not None and lies_in(command.region, agency.region)
    judgement.require(inside or command.ground != "place", "outside-region")
    ours = command.ground in SETTLING or bool(command.distinct.strip())
    judgement.require(ours or not context.filed_in, "filed-elsewhere")
    return [stated(JurisdictionChecked, command, judgement, context, first_in=context.filed_in)]
