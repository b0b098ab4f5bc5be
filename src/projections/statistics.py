"""统计: sums by agency, matter and month of Asia/Shanghai, kept up to date event by event.

A count is a fact of its event: cases, decisions, amounts and services of the month in which they occurred;
reviews, revocations, refusals and back-entries of the month in which they were recorded. A term counts in
the month of the step that kept it, or of the revocation that let it lapse: by occurrence and by record side
by side. A term that is over and not kept yet is in `projections.due.count_overdue`, since only a clock can
tell. When a calendar or rules are adopted, terms are judged again and the sums follow.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    PrimaryKeyConstraint,
    Select,
    Table,
    Text,
    delete,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from projections.counting import Count, judged, month, worth
from projections.projection import Batch, Projection, Row, Step, Target, json, metadata
from projections.terms import Moments, decode, moved, terms
from records.penalty.events import CaseFiled
from records.register.fold import Register

statistic: Final = Table(
    "statistic",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("month", Text, nullable=False),  # 2026-01
    Column("measure", Text, nullable=False),
    Column("limit_id", Text, nullable=False),  # of a TermMeasure, else empty
    Column("value", BigInteger, nullable=False),
    PrimaryKeyConstraint("ledger", "agency", "matter", "month", "measure", "limit_id"),
)

statistic_case: Final = Table(
    "statistic_case",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("moments", Text, nullable=False),  # JSON of Moments
    Column("counted", Text, nullable=False),  # JSON of the Counts of its terms that are in the sums
    PrimaryKeyConstraint("ledger", "case_id"),
)


# ---- What is given out ----


class TermFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How often one limit was kept, judged by when the steps occurred and by when they were recorded."""

    limit_id: str
    on_time_occurred: int = 0
    late_occurred: int = 0
    on_time_recorded: int = 0
    late_recorded: int = 0


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Sums for what `agency`, `matter` and `month` name; one that is empty was summed over."""

    agency: str = ""
    matter: str = ""
    month: str = ""
    cases_filed: int = 0
    decisions: int = 0
    fines_fen: int = 0
    confiscated_fen: int = 0
    served: int = 0
    disclosed: int = 0
    withheld: int = 0
    revoked: int = 0
    refusals: int = 0
    back_entries: int = 0
    terms: tuple[TermFigures, ...] = ()


Dimension = Literal["agency", "matter", "month"]


# ---- Queries ----


def statistics(
    connection: Connection,
    ledger: str | None = None,
    *,
    by: tuple[Dimension, ...] = (),
    agency: str = "",
    matter: str = "",
    first_month: str = "",
    last_month: str = "",
) -> tuple[Figures, ...]:
    """One row per value of the dimensions `by`, in their order; months as `2026-01`, both included.

    Without dimensions it is one row, of zeros when nothing happened.
    """
    columns = [statistic.c[name] for name in by]
    c, query = statistic.c, _sums(columns)
    query = query.where(c.ledger == ledger) if ledger else query
    query = query.where(c.agency == agency) if agency else query
    query = query.where(c.matter == matter) if matter else query
    query = query.where(c.month >= first_month) if first_month else query
    query = query.where(c.month <= last_month) if last_month else query
    groups: dict[tuple[str, ...], dict[tuple[str, str], int]] = {} if by else {(): {}}
    for *key, measure, limit, value in connection.execute(query):
        groups.setdefault(tuple(key), {})[measure, limit] = int(value)
    return tuple(_figures(dict(zip(by, key, strict=True)), sums) for key, sums in groups.items())


def _sums(columns: list[Column[Any]]) -> Select[Any]:
    c = statistic.c
    grouped = (*columns, c.measure, c.limit_id)
    return select(*grouped, func.sum(c.value)).group_by(*grouped).order_by(*grouped)


def _figures(names: dict[Any, str], sums: dict[tuple[str, str], int]) -> Figures:
    limits = sorted({limit for _, limit in sums if limit})
    by_limit = {limit: {measure: value for (measure, one), value in sums.items() if one == limit} for limit in limits}
    figures = tuple(TermFigures(limit_id=limit, **found) for limit, found in by_limit.items())
    plain: dict[str, Any] = {measure: value for (measure, limit), value in sums.items() if not limit}
    return Figures(**(names | plain), terms=figures)


# ---- From events to rows ----

_COUNTED: Final = msgspec.json.Decoder(tuple[Count, ...])
_NONE: Final[Row] = {"agency": "", "matter": "", "counted": "[]"}

_Case = tuple[Row, Moments]
_Sums = Counter[tuple[str, str, Count]]
"""What is added, by agency and matter."""


def project(batch: Batch, target: Target) -> None:
    """Adds what the batch's events are worth, and what they change of the terms of their cases."""
    sums: _Sums = Counter()
    _judge(target, _counted(batch, target, sums), batch.register, sums)
    if batch.changes_terms:
        for portion in target.portions(statistic_case, batch.ledger, "case_id"):
            _judge(target, [(row, decode(row["moments"])) for row in portion], batch.register, sums)
    _add(target, batch.ledger, sums)


def _counted(batch: Batch, target: Target, sums: _Sums) -> list[_Case]:
    """The cases that took a step, with their moments moved; events are added to the sums on the way."""
    steps, refusals = list(batch.steps()), list(batch.refusals())
    named = [step.event.case for step in steps] + [refused.case for _, refused in refusals]
    rows = {row["case_id"]: row for row in target.rows(statistic_case, batch.ledger, "case_id", named)}
    stored = {step.event.case: rows[step.event.case]["moments"] for step in steps if step.event.case in rows}
    for step in steps:
        row = rows[step.event.case] = _row(rows, batch.ledger, step)
        sums.update({(row["agency"], row["matter"], count): value for count, value in worth(step)})
    for recorded, refused in refusals:
        row = rows.get(refused.case, _NONE)
        sums[row["agency"], row["matter"], Count(month(recorded.recorded_at), "refusals")] += 1
    return [(rows[case], moments) for case, moments in moved(steps, stored).items()]


def _row(rows: dict[str, Row], ledger: str, step: Step) -> Row:
    event = step.event
    row = rows.get(event.case) or {"ledger": ledger, "case_id": event.case, **_NONE}
    if isinstance(event, CaseFiled):
        return row | {"agency": event.agency, "matter": event.matter}
    return row


def _judge(target: Target, cases: list[_Case], register: Register, sums: _Sums) -> None:
    """Writes the cases with the counts of their terms as they are judged now, and adds the difference."""
    changed = []
    for case, moments in cases:
        counts = tuple(count for term in terms(moments, register) for count in judged(term))
        for count in counts:
            sums[case["agency"], case["matter"], count] += 1
        for count in _COUNTED.decode(case["counted"]):
            sums[case["agency"], case["matter"], count] -= 1
        changed.append(case | {"moments": json(moments), "counted": json(counts)})
    target.put(statistic_case, changed)


def _add(target: Target, ledger: str, sums: _Sums) -> None:
    table = target.table(statistic)
    rows = [
        {"ledger": ledger, "agency": agency, "matter": matter, **count._asdict(), "value": value}
        for (agency, matter, count), value in sorted(sums.items())
        if value
    ]
    if not rows:
        return
    insert = (sqlite if target.connection.dialect.name == "sqlite" else postgresql).insert(table)
    value = {"value": table.c.value + insert.excluded.value}
    target.connection.execute(insert.on_conflict_do_update(index_elements=_KEY, set_=value), rows)
    target.connection.execute(delete(table).where(table.c.ledger == ledger, table.c.value == 0))


_KEY: Final = [column.name for column in statistic.primary_key]

PROJECTION: Final = Projection("statistics", (statistic, statistic_case), project)
