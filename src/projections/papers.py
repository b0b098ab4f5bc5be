"""文书: which documents the steps of a case make, and which of them were rendered: what a printer still has to do.

全过程记录制度 一.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, PrimaryKeyConstraint, Table, Text, and_, or_, select

from projections.projection import Batch, Projection, Row, Step, Target, metadata
from records.paper.events import DocumentRendered
from records.paper.making import made
from records.penalty.events import EntryVoided

paper_due: Final = Table(
    "paper_due",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("paper", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("step", Text, nullable=False),  # case and version in one
    PrimaryKeyConstraint("ledger", "position", "paper"),
)
Index("paper_due_by_step", paper_due.c.ledger, paper_due.c.step)

paper_rendered: Final = Table(
    "paper_rendered",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("paper", Text, nullable=False),
    Column("position", BigInteger, nullable=False),  # of the last rendering
    PrimaryKeyConstraint("ledger", "step", "paper"),
)

_rendered: Final = and_(
    paper_rendered.c.ledger == paper_due.c.ledger,
    paper_rendered.c.step == paper_due.c.step,
    paper_rendered.c.paper == paper_due.c.paper,
)


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A document that nobody has rendered yet."""

    position: int
    """Of its step in the ledger."""
    case_id: str
    version: int
    paper: str


def missing(connection: Connection, ledger: str, after: tuple[int, str] = (0, ""), limit: int = 100) -> tuple[Due, ...]:
    """Documents that are not rendered, in the order of their steps, from those after a position and form."""
    c, (position, paper) = paper_due.c, after
    columns = (c.position, c.case_id, c.version, c.paper)
    beyond = or_(c.position > position, and_(c.position == position, c.paper > paper))
    query = select(*columns).outerjoin(paper_rendered, _rendered).where(c.ledger == ledger, beyond)
    query = query.where(paper_rendered.c.position.is_(None)).order_by(c.position, c.paper).limit(limit)
    return tuple(Due(**row) for row in connection.execute(query).mappings())


def project(batch: Batch, target: Target) -> None:
    """A row for each document that a step makes, and one for each that was rendered; none for a mistaken entry."""
    for one in batch.single():  # an entry may be voided in the batch that it came in
        target.put(paper_due, [row for step in one.steps() for row in _due(one.ledger, step)])
        target.put(paper_rendered, list(_done(one)))
        voided = [
            _step(step.event.case, step.event.version) for step in one.steps() if isinstance(step.event, EntryVoided)
        ]
        target.remove(paper_due, one.ledger, "step", voided)


def _due(ledger: str, step: Step) -> Iterator[Row]:
    row = {"ledger": ledger, "position": step.recorded.position, "case_id": step.event.case}
    row |= {"version": step.recorded.version, "step": _step(step.event.case, step.recorded.version)}
    yield from (row | {"paper": paper} for paper in made(step.event))


def _done(batch: Batch) -> Iterator[Row]:
    for recorded, _, _ in batch.seen:
        event = recorded.event
        if isinstance(event, DocumentRendered):
            row = {"ledger": batch.ledger, "step": _step(event.case, event.step), "paper": event.paper}
            yield row | {"position": recorded.position}


def _step(case: str, version: int) -> str:
    return f"{case}#{version}"


PROJECTION: Final = Projection("papers", (paper_due, paper_rendered), project)
