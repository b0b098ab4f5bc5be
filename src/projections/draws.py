"""抽签: what everybody sees of the draws of published plans (`docs/draw.md`).

With the lists fixed their digests, sizes and the named number are there; lists, number and result come with the
publication of the draw, so that a visit that is not announced is not announced by this page.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
from sqlalchemy import Column, Connection, Index, Integer, PrimaryKeyConstraint, RowMapping, Table, Text, select

from projections.pages import Order
from projections.projection import Batch, Projection, Row, Step, Target, json, metadata
from records.inspection.plan_events import DrawCommitted, DrawPublished, PlanApproved, PlanOpened
from records.inspection.teams import made
from records.penalty.events import DisclosureReviewed

draw_row: Final = Table(
    "draw_row",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("page", Text, nullable=False),  # id of the plan's public page
    Column("draw", Integer, nullable=False),
    Column("fixed", Text, nullable=False),  # JSON of Fixed
    Column("result", Text),  # JSON of Result, once it is public
    PrimaryKeyConstraint("ledger", "case_id", "draw"),
)
Index("draw_row_by_page", draw_row.c.ledger, draw_row.c.page, draw_row.c.draw)


class Fixed(msgspec.Struct, frozen=True, kw_only=True):
    """What is public as soon as the lists are fixed."""

    plan: str
    """Number of the plan."""
    matter: str
    """Code."""
    public_number: str
    known_from: str
    count: int
    """How many objects are drawn."""
    objects: int
    """Length of the list of objects."""
    officers: int
    objects_digest: str
    officers_digest: str
    fixed_at: str
    """When the lists were fixed, as it occurred."""


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """An object and who inspects it."""

    object: str
    officers: tuple[str, ...]
    """执法证号."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What anybody needs to draw once more, and what was drawn."""

    value: str
    proof: str
    seed: str
    objects: tuple[str, ...]
    officers: tuple[str, ...]
    """执法证号."""
    drawn: tuple[Pair, ...]


class Draw(msgspec.Struct, frozen=True, kw_only=True):
    """A draw of a published plan."""

    page: str
    """Id of the plan's public page."""
    draw: int
    """Which draw of the plan it is."""
    fixed: Fixed
    result: Result | None = None


class DrawPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some of them without their lists, and the cursor of those that follow (None: there are no more)."""

    items: tuple[Draw, ...]
    next: str | None


# ---- Queries ----

_ORDER: Final = Order(draw_row.c.page, draw_row.c.draw)
_FIXED: Final = msgspec.json.Decoder(Fixed)
_RESULT: Final = msgspec.json.Decoder(Result)


def list_draws(connection: Connection, ledger: str, *, after: str | None = None, limit: int = 50) -> DrawPage:
    """The draws, the latest plan's first. `after` is the cursor of the page before; Invalid when it is none."""
    c = draw_row.c
    query = select(c.page, c.draw, c.fixed).where(c.ledger == ledger)
    found = _ORDER.latest_first(connection, query, after, limit)
    items = (Draw(page=row["page"], draw=row["draw"], fixed=_FIXED.decode(row["fixed"])) for row in found.rows)
    return DrawPage(items=tuple(items), next=found.next)


def find_draw(connection: Connection, ledger: str, page: str, draw: int) -> Draw | None:
    """A draw with its lists and its result, as far as they are public."""
    c = draw_row.c
    query = select(c.page, c.draw, c.fixed, c.result).where(c.ledger == ledger, c.page == page, c.draw == draw)
    row = connection.execute(query).mappings().one_or_none()
    return _draw(row) if row else None


def _draw(row: RowMapping) -> Draw:
    result = _RESULT.decode(row["result"]) if row["result"] else None
    return Draw(page=row["page"], draw=row["draw"], fixed=_FIXED.decode(row["fixed"]), result=result)


# ---- From events to rows ----


def project(batch: Batch, target: Target) -> None:
    """The draws of each plan that took a step, as they stand after it."""
    plans = {step.event.case: step for step in batch.steps() if PlanOpened in step.case.happened}
    target.remove(draw_row, batch.ledger, "case_id", plans)
    target.add(draw_row, [row for step in plans.values() for row in _rows(batch.ledger, step)])


def _rows(ledger: str, step: Step) -> list[Row]:
    """None while the plan is not public: a withheld one has no page."""
    case = step.case
    approved, reviewed = case.last(PlanApproved), case.last(DisclosureReviewed)
    if approved is None or reviewed is None or reviewed.outcome == "withheld":
        return []
    published = {one.draw for one in case.every(DrawPublished)}
    rows: list[dict[str, Any]] = []
    for happened in case.happened.get(DrawCommitted, ()):
        lists: DrawCommitted = happened.event
        drawn = made(case, lists.draw) if lists.draw in published else None
        fixed = Fixed(
            plan=approved.number,
            matter=lists.matter,
            public_number=lists.public_number,
            known_from=lists.known_from,
            count=lists.count,
            objects=len(lists.objects),
            officers=len(lists.certificates),
            objects_digest=lists.objects_digest,
            officers_digest=lists.certificates_digest,
            fixed_at=str(happened.at),
        )
        result = drawn and Result(
            value=drawn.value,
            proof=drawn.proof,
            seed=drawn.seed,
            objects=lists.objects,
            officers=lists.certificates,
            drawn=tuple(Pair(object=one.object, officers=one.certificates) for one in drawn.drawn),
        )
        rows.append(
            {
                "ledger": ledger,
                "case_id": step.event.case,
                "page": reviewed.disclosure,
                "draw": lists.draw,
                "fixed": json(fixed),
                "result": json(result) if result else None,
            }
        )
    return rows


PROJECTION: Final = Projection("draws", (draw_row,), project)
