"""尚未检查的对象: which objects of a plan's draws nobody has visited, for those who read the plan's case."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import Engine

from projections.draw_visits import visited
from records.course.case import Case
from records.inspection.plan_events import DrawMade, PlanOpened


class DrawProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the visits of a draw have come."""

    draw: int
    """Which draw of the plan it is."""
    drawn: int
    """How many objects were drawn."""
    unvisited: tuple[str, ...]
    """统一社会信用代码 or directory numbers of those that nobody has visited, in the order in which they were drawn."""
    last_visit_on: date | None
    """The latest first visit of an object; None before there is one."""


def draw_progress(engine: Engine, ledger: str, name: str, case: Case) -> tuple[DrawProgress, ...]:
    """Of each draw that was made what is left to visit; nothing of a case that is no plan."""
    if PlanOpened not in case.happened:
        return ()
    with engine.connect() as connection:
        there = visited(connection, ledger, name)
    return tuple(
        DrawProgress(
            draw=one.draw,
            drawn=len(one.drawn),
            unvisited=tuple(pair.object for pair in one.drawn if (one.draw, pair.object) not in there),
            last_visit_on=max((on for (draw, _), on in there.items() if draw == one.draw), default=None),
        )
        for one in case.every(DrawMade)
    )
