"""音像记录: which recordings cases have to have and have, how late they were stored, who used them for what.

A recording counts in the month of the step that had to be recorded (`records.course.occasions`); where the whole case
is one occasion, in the month in which it first had to be made. Its law is that of the day of the case's last step.
Carries out 全过程记录制度 二 to 四.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final, Literal, get_args

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Index,
    PrimaryKeyConstraint,
    Select,
    Table,
    Text,
    and_,
    func,
    select,
)

from projections.cases import case_row, within
from projections.projection import Batch, Projection, Row, Step, Target, metadata
from records.course.coverage import CoverageState, coverage
from records.course.recorded import late_hours
from records.judgement import Context
from records.moment import Moment
from records.penalty.events import RecordingLinked
from records.register.events import Purpose, RecordingUsed, UseAction
from records.store.schema import tracking

recording_duty: Final = Table(
    "recording_duty",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("duty", Text, nullable=False),
    Column("occasion", BigInteger, nullable=False),  # which one of the duty's, from 1 on
    Column("title", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("month", Text, nullable=False),  # 2026-01
    Column("occurred_at", Text, nullable=False),  # of the occasion, empty where it is the whole case
    Column("state", Text, nullable=False),
    PrimaryKeyConstraint("ledger", "case_id", "duty", "occasion"),
)

recording_kept: Final = Table(
    "recording_kept",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("blake3", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("stored_at", Text, nullable=False),  # RFC 3339, empty where nobody wrote it down
    Column("late_hours", BigInteger),  # None: in time, or nobody knows
    Column("linked_on", Date, nullable=False),
    Column("counts", Boolean, nullable=False),  # false: the entry was a mistake, and is void
    Column("position", BigInteger, nullable=False),
    PrimaryKeyConstraint("ledger", "case_id", "blake3"),
)
Index("recording_kept_by_blake3", recording_kept.c.blake3, recording_kept.c.ledger)

recording_use: Final = Table(
    "recording_use",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("blake3", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("used_at", BigInteger, nullable=False),  # microseconds, UTC
    Column("month", Text, nullable=False),
    PrimaryKeyConstraint("ledger", "position"),
)
Index("recording_use_by_blake3", recording_use.c.ledger, recording_use.c.blake3)

Dimension = Literal["agency", "procedure", "step", "month"]
DIMENSIONS: Final[tuple[Dimension, ...]] = get_args(Dimension)
_COLUMNS: Final = {
    "agency": recording_duty.c.agency,
    "procedure": recording_duty.c.procedure,
    "step": recording_duty.c.duty,
    "month": recording_duty.c.month,
}


_LACKING: Final[tuple[CoverageState, ...]] = ("missing", "waiver-defective")


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """How many recordings had to be made, by what became of them; a dimension that was not asked for is empty."""

    agency: str = ""
    procedure: str = ""
    step: str = ""
    """Id of the duty: the stage of the recording."""
    month: str = ""
    required: int
    linked: int
    waived: int
    defective: int
    """Waivers with a defect, which stand for nothing."""
    missing: int


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A recording that a case lacks, for one occasion."""

    case_id: str
    case_title: str
    procedure: str
    agency: str
    duty: str
    title: str
    occurred_at: str
    """When the step occurred that had to be recorded; empty: the whole case."""
    month: str
    state: Literal["missing", "waiver-defective"]
    status: str
    """Of the case."""


class LateRecording(msgspec.Struct, frozen=True, kw_only=True):
    """A recording that was stored later than it should have been (三)."""

    case_id: str
    case_title: str
    blake3: str
    stage: str
    device: str
    stored_at: str
    late_hours: int


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody looked at a recording, or took it away."""

    blake3: str
    case_id: str
    agency: str
    person: str
    purpose: Purpose
    action: UseAction
    used_at: datetime
    position: int


class UseFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How often recordings were used for a purpose in a month."""

    month: str
    purpose: Purpose
    views: int
    exports: int
    recordings: int
    """Different ones."""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A case that has a recording, as far as its use is concerned."""

    case_id: str
    agency: str
    handlers: tuple[str, ...]


# ---- Queries ----


def coverage_by(
    connection: Connection,
    ledger: str,
    by: Collection[Dimension],
    reach: Collection[str] | None = None,
    *,
    agency: str = "",
    procedure: str = "",
    month: str = "",
) -> tuple[Coverage, ...]:
    """The sums by some dimensions, in their order; `reach` as `projections.cases.within` reads it."""
    wanted = [one for one in DIMENSIONS if one in by]
    columns = [_COLUMNS[one].label(one) for one in wanted]
    c = recording_duty.c
    counted: Select[Any] = select(*columns, c.state.label("state"), func.count().label("number"))
    query = counted.where(c.ledger == ledger)
    query = _seen(query, recording_duty, reach)
    for column, value in ((c.agency, agency), (c.procedure, procedure), (c.month, month)):
        query = query.where(column == value) if value else query
    sums: dict[tuple[str, ...], Counter[str]] = {}
    for row in connection.execute(query.group_by(*[_COLUMNS[one] for one in wanted], c.state)).mappings():
        sums.setdefault(tuple(str(row[one]) for one in wanted), Counter())[str(row["state"])] += int(row["number"])
    return tuple(_sum(dict(zip(wanted, key, strict=True)), found) for key, found in sorted(sums.items()))


def _sum(named: dict[Dimension, str], found: Counter[str]) -> Coverage:
    linked, waived, defective, missing = (found[one] for one in get_args(CoverageState))
    sums = Coverage(required=found.total(), linked=linked, waived=waived, defective=defective, missing=missing)
    return msgspec.structs.replace(sums, **named)


def gaps(
    connection: Connection, ledger: str, reach: Collection[str] | None = None, limit: int = 200
) -> tuple[Gap, ...]:
    """The recordings that cases lack, the newest month first; at most `limit` of them."""
    c = recording_duty.c
    named = (c.case_id, c.agency, c.procedure, c.duty, c.title, c.occurred_at, c.month, c.state)
    titled: Select[Any] = select(*named, case_row.c.title.label("case_title"), case_row.c.status)
    query = _joined(titled, recording_duty).where(c.ledger == ledger, c.state.in_(_LACKING))
    query = query.where(within(reach)) if reach is not None else query
    found = connection.execute(query.order_by(c.month.desc(), c.case_id, c.duty, c.occasion).limit(limit)).mappings()
    return tuple(Gap(**row) for row in found)


def late_recordings(
    connection: Connection, ledger: str, reach: Collection[str] | None = None, limit: int = 200
) -> tuple[LateRecording, ...]:
    """What was stored too late, the newest first."""
    c = recording_kept.c
    named = (c.case_id, c.blake3, c.stage, c.device, c.stored_at, c.late_hours)
    query = _joined(select(*named, case_row.c.title.label("case_title")), recording_kept)
    query = query.where(c.ledger == ledger, c.late_hours.is_not(None), c.counts.is_(True))
    query = query.where(within(reach)) if reach is not None else query
    found = connection.execute(query.order_by(c.position.desc(), c.blake3).limit(limit)).mappings()
    return tuple(LateRecording(**row) for row in found)


def position_of(connection: Connection, ledger: str) -> int:
    """Position of the last event of the ledger that this view has seen; 0 when it has seen none."""
    c = tracking.c
    query = select(c.position).where(c.projection == PROJECTION.name, c.ledger == ledger)
    return connection.scalar(query) or 0


def holding(connection: Connection, ledger: str, digest: str, reach: Collection[str] | None = None) -> tuple[Held, ...]:
    """The cases that have the object as a recording, or had it until that was found to be a mistake."""
    c = recording_kept.c
    query = _joined(select(c.case_id, case_row.c.agency, case_row.c.handlers), recording_kept)
    query = query.where(c.ledger == ledger, c.blake3 == digest)
    query = query.where(within(reach)) if reach is not None else query
    found = connection.execute(query.order_by(c.position)).mappings()
    return tuple(
        Held(
            case_id=row["case_id"],
            agency=row["agency"],
            handlers=msgspec.json.decode(row["handlers"], type=tuple[str, ...]),
        )
        for row in found
    )


def uses(
    connection: Connection,
    ledger: str,
    reach: Collection[str] | None = None,
    *,
    blake3: str = "",
    case: str = "",
    limit: int = 200,
) -> tuple[Use, ...]:
    """Who used recordings for what, the last first; of one recording or case where it is named."""
    c = recording_use.c
    named = (c.blake3, c.case_id, c.agency, c.person, c.purpose, c.action, c.used_at, c.position)
    whole: Select[Any] = select(*named).where(c.ledger == ledger)
    query = _seen(whole, recording_use, reach)
    query = query.where(c.blake3 == blake3) if blake3 else query
    query = query.where(c.case_id == case) if case else query
    found = connection.execute(query.order_by(c.position.desc()).limit(limit)).mappings()
    return tuple(Use(**(dict(row) | {"used_at": Moment(row["used_at"]).instant})) for row in found)


def use_figures(
    connection: Connection, ledger: str, reach: Collection[str] | None = None, *, month: str = ""
) -> tuple[UseFigures, ...]:
    """How often recordings were used, by month and purpose."""
    c = recording_use.c
    views = func.count().filter(c.action == "view").label("views")
    exports = func.count().filter(c.action == "export").label("exports")
    different = func.count(c.blake3.distinct()).label("recordings")
    query = _seen(select(c.month, c.purpose, views, exports, different).where(c.ledger == ledger), recording_use, reach)
    query = query.where(c.month == month) if month else query
    found = connection.execute(query.group_by(c.month, c.purpose).order_by(c.month, c.purpose)).mappings()
    return tuple(UseFigures(**row) for row in found)


def _joined(query: Select[Any], table: Table) -> Select[Any]:
    same = and_(case_row.c.ledger == table.c.ledger, case_row.c.case_id == table.c.case_id)
    return query.select_from(table).join(case_row, same)


def _seen(query: Select[Any], table: Table, reach: Collection[str] | None) -> Select[Any]:
    """What is of the cases that an account reads."""
    return query if reach is None else _joined(query, table).where(within(reach))


# ---- From events to rows ----


def project(batch: Batch, target: Target) -> None:
    """Looks after each step which recordings its case has to have, and writes down each that is used."""
    steps = list(batch.steps())
    _duties(batch.ledger, steps, target)
    _recordings(batch.ledger, steps, target)
    target.put(recording_use, list(_uses(batch)))


def _duties(ledger: str, steps: Iterable[Step], target: Target) -> None:
    by_case: dict[str, list[Step]] = {}
    for step in steps:
        by_case.setdefault(step.event.case, []).append(step)
    rows: dict[str, dict[tuple[str, int], Row]] = {case: {} for case in by_case}
    for row in target.rows(recording_duty, ledger, "case_id", by_case):
        rows[row["case_id"]][row["duty"], row["occasion"]] = row
    for case, some in by_case.items():
        for step in some:
            rows[case] = {(row["duty"], row["occasion"]): row for row in _after(ledger, step, rows[case])}
    target.remove(recording_duty, ledger, "case_id", by_case)
    target.add(recording_duty, [row for found in rows.values() for row in found.values()])


def _after(ledger: str, step: Step, before: Mapping[tuple[str, int], Row]) -> Iterator[Row]:
    """The duties of the case after a step; that of a whole case which was there keeps its month."""
    for one in coverage(step.case, _context(step)):
        was = before.get((one.duty, one.occasion))
        began = Moment.parse(one.occurred_at) if one.occurred_at else step.recorded.occurred_at
        yield {
            "ledger": ledger,
            "case_id": step.event.case,
            "duty": one.duty,
            "occasion": one.occasion,
            "title": one.title,
            "agency": step.case.agency,
            "procedure": step.case.procedure,
            "month": was["month"] if was and not one.occurred_at else began.day.isoformat()[:7],
            "occurred_at": one.occurred_at,
            "state": one.state,
        }


def _context(step: Step) -> Context:
    now = Moment(step.recorded.recorded_at)
    return Context(
        case=step.event.case,
        procedure=step.case.procedure,
        agency=step.case.agency,
        actor="system",
        now=now,
        occurred_at=now,
        register=step.register,
    )


def _recordings(ledger: str, steps: Iterable[Step], target: Target) -> None:
    """A row per recording that was ever linked: what has one keeps it a recording, also when the entry is void."""
    last = {step.event.case: step for step in steps}
    known = {(row["case_id"], row["blake3"]): row for row in target.rows(recording_kept, ledger, "case_id", last)}
    for step in steps:
        if isinstance(step.event, RecordingLinked):
            known[step.event.case, step.event.blake3] = _kept(ledger, step, step.event)
    found = (row | {"counts": row["blake3"] in last[case].case.recordings} for (case, _), row in known.items())
    target.put(recording_kept, list(found))


def _kept(ledger: str, step: Step, event: RecordingLinked) -> Row:
    linked_on: date = step.recorded.occurred_at.day
    return {
        "ledger": ledger,
        "case_id": event.case,
        "blake3": event.blake3,
        "stage": event.stage,
        "device": event.device,
        "stored_at": event.stored_at,
        "late_hours": late_hours(event, step.register, step.register.law(linked_on, step.case.procedure)),
        "linked_on": linked_on,
        "position": step.recorded.position,
    }


def _uses(batch: Batch) -> Iterator[Row]:
    for recorded, _, _ in batch.seen:
        event = recorded.event
        if isinstance(event, RecordingUsed):
            yield {
                "ledger": batch.ledger,
                "position": recorded.position,
                "blake3": event.blake3,
                "case_id": event.case,
                "agency": event.agency,
                "person": event.person,
                "purpose": event.purpose,
                "action": event.action,
                "used_at": recorded.occurred_at.micros,
                "month": recorded.occurred_at.day.isoformat()[:7],
            }


PROJECTION: Final = Projection("coverage", (recording_duty, recording_kept, recording_use), project)
