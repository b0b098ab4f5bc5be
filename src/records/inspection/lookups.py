"""How often a firm was visited: read before officers scan in."""

from __future__ import annotations

from typing import Final

from records.course.case import Case
from records.course.lookup import Lookups, Prepared, Sources
from records.inspection.commands import ScanIn
from records.inspection.events import InspectionOpened, InspectorsArrived
from records.register.events import VisitNoted, visits_stream


def with_visits(prepared: Prepared, case: Case, _: ScanIn, sources: Sources) -> Prepared:
    """How often the party was inspected by plan this year, and whether by the same draw.

    They are read where each visit is noted, and this one is noted after them; a visit that was a mistake is none.
    """
    opened = case.last(InspectionOpened)
    if opened is None or opened.party is None:
        return prepared
    context, stream = prepared.context, visits_stream(opened.party.person)
    entries = sources.history(stream)
    noted = [one.event for one in entries if isinstance(one.event, VisitNoted) and one.event.case != context.case]
    others = [one for one in noted if InspectorsArrived in sources.load(one.case).happened]
    year = [one for one in others if one.planned and one.on.year == context.occurred_at.day.year]
    same = (one.case for one in others if one.draw and (one.plan_case, one.draw) == (opened.plan_case, opened.draw))
    found = prepared.knowing(
        planned_visits=len({one.case for one in year if one.agency == opened.agency}),
        visited_in=next(same, ""),
    )
    return found.after(stream, len(entries))


LOOKUPS: Final[Lookups] = {ScanIn: (with_visits,)}
"""What these steps look up."""
