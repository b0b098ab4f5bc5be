"""时间线: every step of a case in one line each, without personal values; and the steps that were refused.

As it was at a time: the steps that had occurred by then. As known at a time: those that were recorded by then. Both
stand in the order in which they occurred; a step known by its date counts from 00:00.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    PrimaryKeyConstraint,
    RowMapping,
    Select,
    Table,
    Text,
    select,
)

from projections.projection import Batch, Projection, Row, Step, Target, json, metadata
from projections.sentences import sentence
from records.event import BackEntry, Defect
from records.moment import Moment
from records.register.events import StepRefused
from records.store.mapper import Recorded

timeline: Final = Table(
    "timeline",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("tag", Text, nullable=False),
    Column("occurred_at", BigInteger, nullable=False),  # microseconds, UTC
    Column("dated", Boolean, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),  # microseconds, UTC
    Column("actor", Text, nullable=False),
    Column("entry", Text),  # JSON of BackEntry, for a step that was entered afterwards
    Column("defects", Text, nullable=False),  # JSON of Defect
    Column("sentence", Text, nullable=False),
    PrimaryKeyConstraint("ledger", "position"),
)
Index("timeline_by_case", timeline.c.ledger, timeline.c.case_id)

refusal: Final = Table(
    "refusal",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("case_id", Text, nullable=False),  # empty when it would have opened one
    Column("step", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),  # microseconds, UTC
    PrimaryKeyConstraint("ledger", "position"),
)
Index("refusal_by_case", refusal.c.ledger, refusal.c.case_id)


# ---- What is given out ----


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a case."""

    position: int
    version: int
    tag: str
    occurred_at: str
    """RFC 3339 in UTC, or a date in Asia/Shanghai when only that is known."""
    dated: bool
    recorded_at: datetime
    actor: str
    entry: BackEntry | None
    """Why and by which paper it was entered afterwards; None for a live step."""
    defects: tuple[Defect, ...]
    sentence: str
    """What happened, in Chinese, without personal values."""


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A live step that the law forbade."""

    position: int
    case_id: str
    """Empty when it would have opened a case."""
    step: str
    """Tag of the command."""
    code: str
    article: str
    detail: str
    actor: str
    recorded_at: datetime


# ---- Queries ----


def entries(
    connection: Connection,
    ledger: str,
    case: str,
    *,
    at: Moment | None = None,
    known_at: Moment | None = None,
) -> tuple[Entry, ...]:
    """The steps that had occurred at `at`, as far as they were recorded at `known_at`, as they occurred."""
    c, query = timeline.c, _steps(ledger, case)
    query = query.where(c.occurred_at <= at.micros) if at else query
    query = query.where(c.recorded_at <= known_at.micros) if known_at else query
    return _entries(connection, query.order_by(c.occurred_at, c.position))


def refusals(connection: Connection, ledger: str, case: str = "") -> tuple[Refusal, ...]:
    """The steps that were refused in a case; without one, those that would have opened it."""
    c = refusal.c
    query = select(*_REFUSAL).where(c.ledger == ledger, c.case_id == case).order_by(c.position)
    return tuple(map(_refusal, connection.execute(query).mappings()))


def latest_refusals(
    connection: Connection, ledger: str, *, before: int | None = None, limit: int = 50
) -> tuple[Refusal, ...]:
    """Refusals of the whole ledger, latest first, from those at positions below `before`."""
    c = refusal.c
    query = select(*_REFUSAL).where(c.ledger == ledger)
    query = query.where(c.position < before) if before is not None else query
    rows = connection.execute(query.order_by(c.position.desc()).limit(limit)).mappings()
    return tuple(map(_refusal, rows))


_ENTRY: Final = tuple(timeline.c[name] for name in Entry.__struct_fields__)
_REFUSAL: Final = tuple(refusal.c[name] for name in Refusal.__struct_fields__)
_back_entry: Final = msgspec.json.Decoder(BackEntry)
_defects: Final = msgspec.json.Decoder(tuple[Defect, ...])


def _steps(ledger: str, case: str) -> Select[Any]:
    return select(*_ENTRY).where(timeline.c.ledger == ledger, timeline.c.case_id == case)


def _entries(connection: Connection, query: Select[Any]) -> tuple[Entry, ...]:
    return tuple(map(_entry, connection.execute(query).mappings()))


def _entry(row: RowMapping) -> Entry:
    values = dict(row) | {
        "occurred_at": str(Moment(row["occurred_at"], row["dated"])),
        "recorded_at": Moment(row["recorded_at"]).instant,
        "entry": _back_entry.decode(row["entry"]) if row["entry"] else None,
        "defects": _defects.decode(row["defects"]),
    }
    return Entry(**values)


def _refusal(row: RowMapping) -> Refusal:
    return Refusal(**(dict(row) | {"recorded_at": Moment(row["recorded_at"]).instant}))


# ---- From events to rows ----


def project(batch: Batch, target: Target) -> None:
    """Writes a line for each step and for each refusal."""
    target.put(timeline, [_line(batch.ledger, step) for step in batch.steps()])
    target.put(refusal, [_refused(batch.ledger, *one) for one in batch.refusals()])


def _line(ledger: str, step: Step) -> Row:
    recorded, event = step.recorded, step.event
    return {
        "ledger": ledger,
        "position": recorded.position,
        "case_id": event.case,
        "version": recorded.version,
        "tag": str(event.__struct_config__.tag),
        "occurred_at": recorded.occurred_at.micros,
        "dated": recorded.occurred_at.dated,
        "recorded_at": recorded.recorded_at,
        "actor": recorded.actor,
        "entry": json(event.entry) if event.entry else None,
        "defects": json(event.defects),
        "sentence": sentence(event),
    }


def _refused(ledger: str, recorded: Recorded, event: StepRefused) -> Row:
    return {
        "ledger": ledger,
        "position": recorded.position,
        "case_id": event.case,
        "step": event.step,
        "code": event.code,
        "article": event.article,
        "detail": event.detail,
        "actor": recorded.actor,
        "recorded_at": recorded.recorded_at,
    }


PROJECTION: Final = Projection("timeline", (timeline, refusal), project)
