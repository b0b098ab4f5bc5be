"""备案 and 转为普通程序: what follows a decision on the spot, or comes in its place (第五十一条, 第五十二条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.judging import begin, stated
from records.errors import NotFound
from records.event import Event
from records.judgement import Context
from records.law.entries import ORDINARY
from records.spot.commands import ReportSpot, TurnSpot
from records.spot.events import SpotReported, SpotTurned


def report_spot(command: ReportSpot, case: Case, context: Context) -> list[Event]:
    """The officers report the decision to their agency, with the papers that it keeps."""
    judgement = begin(command, case, context, case.signed_at)
    return [stated(SpotReported, command, judgement, context)]


def turn_spot(command: TurnSpot, case: Case, context: Context) -> list[Event]:
    """Another case of the agency has taken the act up by the ordinary procedure: this one ends.

    Raises NotFound for a case that there is not; a paper that names none such is marked.
    """
    judgement, other = begin(command, case, context), context.related
    if other is None and context.entry is None:
        raise NotFound("case", command.related_case)
    judgement.require(isinstance(other, Case) and _takes_up(other, case), "not-the-ordinary-case")
    return [stated(SpotTurned, command, judgement, context)]


def _takes_up(other: Case, case: Case) -> bool:
    """Whether it is filed by the ordinary procedure, by the same agency against the same party."""
    if other.procedure != ORDINARY or other.filed is None or case.party is None:
        return False
    return (other.agency, other.filed.party.person) == (case.agency, case.party.person)
