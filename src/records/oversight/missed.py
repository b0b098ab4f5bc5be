"""Which terms of disclosure (公示) a case missed by a day (信息公示制度 第十二条至第十六条)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from records.course.lookup import Kept, Sources
from records.course.moments import Moments, after
from records.course.steps import OFFICE_PROCEDURES
from records.course.terms import Term, terms
from records.errors import NotFound
from records.event import CaseEvent, case_stream
from records.judgement import Context
from records.oversight.clocks import is_of_disclosure
from records.oversight.sample import Pooled


def of_disclosure(history: Iterable[Kept], context: Context) -> tuple[Term, ...]:
    """The agency's terms of disclosure that have started in a case, by every clock."""
    moments = Moments()
    for one in history:
        if isinstance(one.event, CaseEvent):
            moments = after(moments, one.event, one.occurred_at, one.recorded_at, one.position, one.version)
    found = terms(moments, context.register)
    return tuple(one for one in found if one.bound == "agency" and is_of_disclosure(one.limit_id, moments.procedure))


def late_ones(found: Iterable[Term], on: date) -> tuple[str, ...]:
    """Ids of those that were kept late, or are open and over by the day."""
    late = (
        one.limit_id
        for one in found
        if one.in_time is False or (one.kept_on is None and one.lapsed_on is None and not one.right and one.due_on < on)
    )
    return tuple(dict.fromkeys(late))


def other_cases(keys: Iterable[str], agency: str, context: Context, sources: Sources) -> Iterator[tuple[str, Pooled]]:
    """What is no decision, by the id of its case: a correction, basic information, a catalogue of the agency."""
    for key in keys:
        try:
            case = sources.load(key)
        except NotFound:
            continue
        if case.agency == agency and case.procedure in OFFICE_PROCEDURES:
            found = of_disclosure(sources.history(case_stream(key)), context)
            yield key, Pooled(case=key, of_period=False, missed=late_ones(found, context.occurred_at.day))
