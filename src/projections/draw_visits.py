"""抽中以后的检查: which drawn objects were visited, so that those that nobody has visited can be told.

A visit is there with the first arrival that stands. Nothing of it is public: a visit that is not announced would be.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy import Column, Connection, Date, Index, Integer, PrimaryKeyConstraint, Table, Text, func, select

from projections.projection import Batch, Projection, Row, Step, Target, metadata
from records.inspection.events import InspectionOpened, InspectorsArrived

draw_visit: Final = Table(
    "draw_visit",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),  # of the inspection
    Column("plan_case", Text, nullable=False),
    Column("draw", Integer, nullable=False),
    Column("object", Text, nullable=False),
    Column("visited_on", Date, nullable=False),
    PrimaryKeyConstraint("ledger", "case_id"),
)
Index("draw_visit_by_plan", draw_visit.c.ledger, draw_visit.c.plan_case)


def visited(connection: Connection, ledger: str, plan_case: str) -> Mapping[tuple[int, str], date]:
    """By draw and object of a plan the day of the first visit."""
    c = draw_visit.c
    query = (
        select(c.draw, c.object, func.min(c.visited_on))
        .where(c.ledger == ledger, c.plan_case == plan_case)
        .group_by(c.draw, c.object)
    )
    return {(draw, key): on for draw, key, on in connection.execute(query)}


def project(batch: Batch, target: Target) -> None:
    """The visit of each inspection by a draw that took a step, as it stands after it."""
    drawn = {step.event.case: step for step in batch.steps() if _by_draw(step)}
    target.remove(draw_visit, batch.ledger, "case_id", drawn)
    target.add(draw_visit, [row for step in drawn.values() for row in _rows(batch.ledger, step)])


def _by_draw(step: Step) -> bool:
    opened = step.case.last(InspectionOpened)
    return opened is not None and bool(opened.plan_case and opened.draw)


def _rows(ledger: str, step: Step) -> list[Row]:
    opened, arrived = step.case.last(InspectionOpened), step.case.happened.get(InspectorsArrived, ())
    if opened is None or not arrived:
        return []
    return [
        {
            "ledger": ledger,
            "case_id": step.event.case,
            "plan_case": opened.plan_case,
            "draw": opened.draw,
            "object": opened.object_key,
            "visited_on": min(one.at.day for one in arrived),
        }
    ]


PROJECTION: Final = Projection("draw-visits", (draw_visit,), project)
