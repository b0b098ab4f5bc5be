"""Who inspects a drawn object: the first officers in the order of the draw who can act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from records.course.case import Case
from records.course.facts import recused
from records.inspection.drawing import officers_in_order
from records.inspection.events import InspectionOpened
from records.inspection.plan_events import DrawCommitted, DrawMade, OfficerExcused
from records.judgement import Context, Judgement
from records.register.acting import certified

SIZE: Final = 2
"""Officers who are drawn for an object (行政处罚法 第四十二条: at least two)."""


def committed(case: Case, draw: int) -> DrawCommitted | None:
    """The lists of a draw of the plan."""
    return next((one for one in case.every(DrawCommitted) if one.draw == draw), None)


def made(case: Case, draw: int) -> DrawMade | None:
    """What was drawn."""
    return next((one for one in case.every(DrawMade) if one.draw == draw), None)


def order_of(plan: Case, draw: int, key: str) -> tuple[str, ...]:
    """Person ids of the officers in the order in which they come for a drawn object; empty for one that was not."""
    lists, drawn = committed(plan, draw), made(plan, draw)
    if lists is None or drawn is None or key not in {one.object for one in drawn.drawn}:
        return ()
    persons = dict(zip(lists.certificates, lists.officers, strict=True))
    return tuple(persons[one] for one in officers_in_order(drawn.seed, key, lists.certificates))


def excused(case: Case) -> frozenset[str]:
    """Who does not act, by a decision of the head or a recusal in the case."""
    return frozenset({one.person for one in case.every(OfficerExcused)} | recused(case))


def team(order: Sequence[str], out: frozenset[str], agency: str, matter: str, context: Context) -> tuple[str, ...]:
    """The first in the order whose certificates hold on the day of the step and who are not excused."""
    of = (agency, matter, context.procedure, context.occurred_at.day)
    able = (one for one in order if one not in out and certified(context.register, one, *of) is True)
    return tuple(able)[:SIZE]


def require_next_in_order(judgement: Judgement, handlers: tuple[str, ...], case: Case, context: Context) -> None:
    """Whoever takes a drawn inspection over is the next in the order of the draw; of all other cases it asks nothing.

    More officers than the draw gave may come along.
    """
    opened = case.last(InspectionOpened)
    if opened is None or not opened.drawn_order:
        return
    first = team(opened.drawn_order, excused(case), case.agency, case.matter, context)
    judgement.require(set(first) <= set(handlers), "officer-not-next")
