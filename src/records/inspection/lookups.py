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
    year = (one for one in noted if one.planned and one.on.year == context.occurred_at.day.year)
    planned = {one.case for one in year if one.agency == opened.agency}
    same = (one.case for one in noted if one.draw and (one.plan_case, one.draw) == (opened.plan_case, opened.draw))
    # Only cases that would count are read: a firm's visits of former years stay where they are.
    found = prepared.knowing(
        planned_visits=sum(_stands(one, sources) for one in planned),
        visited_in=next((one for one in same if _stands(one, sources)), ""),
    )
    return found.after(stream, len(entries))


def _stands(case: str, sources: Sources) -> bool:
    """Whether the visit of that case was none that is void."""
    return InspectorsArrived in sources.load(case).happened


LOOKUPS: Final[Lookups] = {ScanIn: (with_visits,)}
"""What these steps look up."""
