"""无效核查: decided cases that the check of 行政处罚法 第三十八条 calls void or doubtful.

A case is checked after each of its steps, by the registers as known with it, and again when conditions are adopted.
What the registers learn of a day that is over shows here with the case's next step, and at once where the case itself
is read. A decision that is gone is on the list no more. No personal value is kept here.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from itertools import islice
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Index,
    PrimaryKeyConstraint,
    RowMapping,
    Table,
    Text,
    and_,
    func,
    select,
)

from projections.cases import case_row
from projections.pages import Order
from projections.projection import Batch, Projection, Row, Seen, Target, json, metadata
from records.course.case import Case
from records.event import CaseEvent
from records.judgement import Context
from records.moment import Moment
from records.penalty.voidness import Condition, void_check
from records.register.events import RulesAdopted

void_row: Final = Table(
    "void_row",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("conditions", Text, nullable=False),  # JSON of those that are there
    Column("position", BigInteger, nullable=False),  # of the event with which it was checked last
    PrimaryKeyConstraint("ledger", "case_id"),
)
Index("void_row_by_day", void_row.c.ledger, void_row.c.decided_on, void_row.c.case_id)

_LOOKED_AT: Final = 50
"""Cases between two statements when conditions are adopted: a transaction that is silent for seconds is ended."""

VoidVerdict = Literal["void", "doubtful"]


class VoidRow(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that may be void, and why."""

    case_id: str
    case_title: str
    agency: str
    """Code."""
    number: str
    decided_on: date
    verdict: VoidVerdict
    conditions: tuple[Condition, ...]


class VoidPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some of them, and the cursor of those that follow (None: there are no more)."""

    items: tuple[VoidRow, ...]
    next: str | None


# ---- Queries ----

_ORDER: Final = Order(void_row.c.decided_on, void_row.c.case_id)
_CONDITIONS: Final = msgspec.json.Decoder(tuple[Condition, ...])


def void_list(
    connection: Connection,
    ledger: str,
    *,
    verdict: VoidVerdict | Literal[""] = "",
    agency: str = "",
    after: str | None = None,
    limit: int = 50,
) -> VoidPage:
    """Decisions that may be void, the latest first.

    `after` is the cursor of the page before; Invalid when it is none.
    """
    c = void_row.c
    named = (c.case_id, c.agency, c.number, c.decided_on, c.verdict, c.conditions)
    same = and_(case_row.c.ledger == c.ledger, case_row.c.case_id == c.case_id)
    query = select(*named, case_row.c.title.label("case_title")).join(case_row, same).where(c.ledger == ledger)
    query = query.where(c.verdict == verdict) if verdict else query
    query = query.where(c.agency == agency) if agency else query
    found = _ORDER.latest_first(connection, query, after, limit)
    return VoidPage(items=tuple(map(_item, found.rows)), next=found.next)


def count_void(connection: Connection, ledger: str) -> dict[str, int]:
    """How many decisions have each verdict."""
    c = void_row.c
    query = select(c.verdict, func.count()).where(c.ledger == ledger).group_by(c.verdict)
    return {str(verdict): int(count) for verdict, count in connection.execute(query)}


def _item(row: RowMapping) -> VoidRow:
    return VoidRow(**(dict(row) | {"conditions": _CONDITIONS.decode(row["conditions"])}))


# ---- From events to rows ----


def project(batch: Batch, target: Target) -> None:
    """Checks the cases that took a step, and every case when conditions are adopted."""
    last: dict[str, Seen] = {}
    for one in batch.seen:
        if isinstance(one.recorded.event, CaseEvent):
            last[one.recorded.event.case] = one
    adopted = next((one for one in reversed(batch.seen) if _adopts(one)), None)
    if adopted is not None:
        before = batch.cases_at(batch.after)
        while known := dict(islice(before, _LOOKED_AT)):
            _check(batch.ledger, {name: (case, adopted) for name, case in known.items() if name not in last}, target)
    _check(batch.ledger, {name: (one.case, _later(one, adopted)) for name, one in last.items() if one.case}, target)


def _adopts(seen: Seen) -> bool:
    """Whether a text was adopted that has conditions."""
    event: Any = seen.recorded.event
    return isinstance(event, RulesAdopted) and "[[void]]" in event.text


def _later(one: Seen, adopted: Seen | None) -> Seen:
    return adopted if adopted and adopted.recorded.position > one.recorded.position else one


def _check(ledger: str, cases: dict[str, tuple[Case, Seen]], target: Target) -> None:
    rows = [row for name, (case, seen) in cases.items() for row in _rows(ledger, name, case, seen)]
    target.remove(void_row, ledger, "case_id", cases)
    target.add(void_row, rows)


def _rows(ledger: str, name: str, case: Case, seen: Seen) -> Collection[Row]:
    decision, signed_at = case.decision, case.signed_at
    if decision is None or signed_at is None or case.undone:
        return ()
    now = Moment(seen.recorded.recorded_at)
    context = Context(
        case=name,
        procedure=case.procedure,
        agency=case.agency,
        actor="system",
        now=now,
        occurred_at=now,
        register=seen.register,
    )
    found = void_check(case, context)
    if not found.met:
        return ()
    return (
        {
            "ledger": ledger,
            "case_id": name,
            "agency": case.agency,
            "number": decision.number,
            "decided_on": signed_at.day,
            "verdict": found.verdict,
            "conditions": json(found.met),
            "position": seen.recorded.position,
        },
    )


PROJECTION: Final = Projection("voidness", (void_row,), project)
