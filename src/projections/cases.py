"""案件: the list of cases for staff, with how far each has come. No personal value is kept here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final, assert_never

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Index,
    PrimaryKeyConstraint,
    RowMapping,
    Select,
    Table,
    Text,
    func,
    select,
)

from projections.pages import Order
from projections.projection import Batch, Projection, Row, Step, Target, json, metadata
from records.moment import Moment
from records.penalty.events import (
    CaseFiled,
    DecisionRevoked,
    DecisionSigned,
    DisclosureReviewed,
    DocumentServed,
    RecordingLinked,
)

case_row: Final = Table(
    "case_row",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("agency_name", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("matter_name", Text, nullable=False),
    Column("handlers", Text, nullable=False),  # JSON list of person ids
    Column("stage", Text, nullable=False),
    Column("stage_title", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("number", Text, nullable=False),
    Column("filed_on", Date, nullable=False),
    Column("decided_on", Date),
    Column("served_on", Date),
    Column("reviewed_on", Date),
    Column("revoked_on", Date),
    Column("recordings", BigInteger, nullable=False),
    Column("back_entered", Boolean, nullable=False),
    Column("defects", BigInteger, nullable=False),
    Column("position", BigInteger, nullable=False),  # of the last step
    Column("recorded_at", BigInteger, nullable=False),  # of the last step; microseconds, UTC
    PrimaryKeyConstraint("ledger", "case_id"),
)
Index("case_row_by_position", case_row.c.ledger, case_row.c.position)


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A case in a list; days are those of occurrence, but for `reviewed_on`, the day of recording."""

    ledger: str
    case_id: str
    title: str
    agency: str
    agency_name: str
    matter: str
    matter_name: str
    handlers: tuple[str, ...]
    """Person ids."""
    stage: str
    """Id of the stage reached, the furthest by the order of the law data."""
    stage_title: str
    version: int
    number: str
    """Of the written decision, empty before it."""
    filed_on: date
    decided_on: date | None
    served_on: date | None
    reviewed_on: date | None
    revoked_on: date | None
    recordings: int
    back_entered: bool
    """Whether any of its steps was entered afterwards."""
    defects: int
    position: int
    """Of the last step."""
    recorded_at: datetime
    """Of the last step."""


class CasePage(msgspec.Struct, frozen=True, kw_only=True):
    """Some cases, and the cursor of those that follow (None: there are no more)."""

    items: tuple[CaseRow, ...]
    next: str | None


def find_case(connection: Connection, ledger: str, case: str) -> CaseRow | None:
    """The case of that id."""
    row = connection.execute(_cases(ledger).where(case_row.c.case_id == case)).mappings().one_or_none()
    return _case(row) if row else None


def list_cases(
    connection: Connection,
    ledger: str,
    reach: Collection[str] | None = None,
    *,
    agency: str = "",
    matter: str = "",
    stage: str = "",
    text: str = "",
    after: str | None = None,
    limit: int = 50,
) -> CasePage:
    """Cases, the one with the latest step first; `text` is looked for in title and number.

    `reach` has the codes of the agencies that may be seen, None for all;
    `after` is the cursor of the page before; Invalid when it is none.
    """
    c, query = case_row.c, _within(_cases(ledger), reach)
    query = query.where(c.agency == agency) if agency else query
    query = query.where(c.matter == matter) if matter else query
    query = query.where(c.stage == stage) if stage else query
    for word in text.split():
        query = query.where(c.title.contains(word, autoescape=True) | c.number.contains(word, autoescape=True))
    found = _ORDER.latest_first(connection, query, after, limit)
    return CasePage(items=tuple(map(_case, found.rows)), next=found.next)


def count_by_stage(
    connection: Connection, ledger: str, reach: Collection[str] | None = None, agency: str = ""
) -> dict[str, int]:
    """How many cases within `reach` have come how far, by stage id."""
    c = case_row.c
    query = _within(select(c.stage, func.count()).where(c.ledger == ledger), reach).group_by(c.stage)
    rows = connection.execute(query.where(c.agency == agency) if agency else query)
    return {str(stage): int(count) for stage, count in rows}


_ORDER: Final = Order(case_row.c.position)
_COLUMNS: Final = tuple(case_row.c[name] for name in CaseRow.__struct_fields__)
_handlers: Final = msgspec.json.Decoder(tuple[str, ...])


def _cases(ledger: str) -> Select[Any]:
    return select(*_COLUMNS).where(case_row.c.ledger == ledger)


def _within(query: Select[Any], reach: Collection[str] | None) -> Select[Any]:
    return query if reach is None else query.where(case_row.c.agency.in_(sorted(reach)))


def _case(row: RowMapping) -> CaseRow:
    values = {
        "handlers": _handlers.decode(row["handlers"]),
        "recorded_at": Moment(row["recorded_at"]).instant,
    }
    return CaseRow(**(dict(row) | values))


# ---- From events to rows ----

_NEW: Final[Row] = {"number": "", "stage": "", "stage_title": "", "back_entered": False} | dict.fromkeys(
    ("recordings", "defects"), 0
)


def project(batch: Batch, target: Target) -> None:
    """Moves each case of the batch on."""
    steps = list(batch.steps())
    found = target.rows(case_row, batch.ledger, "case_id", (step.event.case for step in steps))
    rows = {row["case_id"]: row for row in found}
    for step in steps:
        case = step.event.case
        rows[case] = _after(rows.get(case) or _empty(batch.ledger, case), step)
    target.put(case_row, list(rows.values()))


def _empty(ledger: str, case: str) -> Row:
    days = dict.fromkeys(("decided_on", "served_on", "reviewed_on", "revoked_on"))
    return {"ledger": ledger, "case_id": case, **_NEW, **days}


def _after(row: Row, step: Step) -> Row:
    recorded, event = step.recorded, step.event
    return (
        row
        | _staged(row, step)
        | _changes(row, step)
        | {
            "version": recorded.version,
            "position": recorded.position,
            "recorded_at": recorded.recorded_at,
            "back_entered": row["back_entered"] or event.entry is not None,
            "defects": row["defects"] + len(event.defects),
        }
    )


def _changes(row: Row, step: Step) -> Row:
    event, day = step.event, step.recorded.occurred_at.day
    match event:
        case CaseFiled():
            return _filed(event, step)
        case RecordingLinked():
            return {"recordings": row["recordings"] + 1}
        case DecisionSigned():
            return {"number": event.number, "decided_on": _first(row["decided_on"], day)}
        case DocumentServed():
            return {"served_on": _first(row["served_on"], day)}
        case DisclosureReviewed():
            return {"reviewed_on": _first(row["reviewed_on"], Moment(step.recorded.recorded_at).day)}
        case DecisionRevoked():
            return {"revoked_on": _first(row["revoked_on"], day)}
        case _:
            assert_never(event)


def _filed(event: CaseFiled, step: Step) -> Row:
    day = step.recorded.occurred_at.day
    agency = step.register.agency(event.agency, day)
    matter = step.register.matter(event.matter, event.agency, day)
    return {
        "title": event.title,
        "agency": event.agency,
        "agency_name": agency.name if agency else "",
        "matter": event.matter,
        "matter_name": matter.name if matter else "",
        "handlers": json(event.handlers),
        "filed_on": day,
    }


def _staged(row: Row, step: Step) -> Row:
    """The stage that the step reaches, unless the case had come further already."""
    tag = str(step.event.__struct_config__.tag)
    stages = step.register.law(step.recorded.occurred_at.day).stages
    ids = [stage.id for stage in stages]
    reached = next((stage for stage in stages if tag in stage.events), None)
    before = ids.index(row["stage"]) if row["stage"] in ids else -1
    if reached is None or ids.index(reached.id) < before:
        return {}
    return {"stage": reached.id, "stage_title": reached.title}


def _first(known: date | None, day: date) -> date:
    return min(known or day, day)


PROJECTION: Final = Projection("cases", (case_row,), project)
