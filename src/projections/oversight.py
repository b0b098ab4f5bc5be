"""公示监督检查: what each inspection of an agency's disclosure came to, for supervisors, assessment and the public.

No person is here, and no text that somebody wrote: counts, scores, grades, numbers of opinions and names of agencies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Date, PrimaryKeyConstraint, RowMapping, Table, Text, select

from projections.projection import Batch, Projection, Row, Step, Target, metadata
from records.course.case import Case
from records.oversight.events import (
    DisclosureCorrectionOrdered,
    Grade,
    OversightApproved,
    OversightConcluded,
    OversightOpened,
    OversightReferred,
    RectificationVerified,
    SanctionProposed,
)
from records.oversight.scoring import sample, scored
from records.penalty.events import CaseClosed

Stage = Literal["planned", "rejected", "approved", "drawn", "concluded", "closed"]
"""已拟订, 未获批准, 已批准, 已抽样, 已出具意见, 已结案."""

oversight_row: Final = Table(
    "oversight_row",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("inspected", Text, nullable=False),
    Column("inspected_name", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("period_from", Date, nullable=False),
    Column("period_to", Date, nullable=False),
    Column("number", Text, nullable=False),  # of the opinion, empty before it
    Column("concluded_on", Date),
    Column("score", Text, nullable=False),  # of a hundred, empty without one
    Column("grade", Text, nullable=False),
    Column("items", BigInteger, nullable=False),
    Column("scored", BigInteger, nullable=False),
    Column("violations", BigInteger, nullable=False),
    Column("orders", BigInteger, nullable=False),
    Column("rectified", BigInteger, nullable=False),
    Column("escalated", BigInteger, nullable=False),
    Column("sanctions", BigInteger, nullable=False),
    Column("referrals", BigInteger, nullable=False),
    Column("position", BigInteger, nullable=False),  # of the last step
    PrimaryKeyConstraint("ledger", "case_id"),
)


# ---- What is given out ----


class Oversight(msgspec.Struct, frozen=True, kw_only=True):
    """An inspection, as supervisors see it."""

    case_id: str
    title: str
    agency: str
    """Code of the supervising agency."""
    inspected: str
    """Code."""
    inspected_name: str
    stage: Stage
    period_from: date
    period_to: date
    number: str
    """Of the opinion, empty before it."""
    concluded_on: date | None
    score: Decimal | None
    """Of a hundred."""
    grade: Grade
    items: int
    """In the sample."""
    scored: int
    violations: int
    """Items of which a criterion was not met in full."""
    orders: int
    rectified: int
    """Orders whose rectification was accepted."""
    escalated: int
    """Orders whose rectification was not accepted."""
    sanctions: int
    referrals: int


class Opinion(msgspec.Struct, frozen=True, kw_only=True):
    """A written opinion, as the public sees it."""

    number: str
    concluded_on: date
    period_from: date
    period_to: date
    score: Decimal | None
    grade: Grade
    items: int
    violations: int


class YearResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a year's inspections of an agency came to: what its yearly assessment counts (信息公示制度 第十五条)."""

    year: int
    """In which the opinions were signed."""
    inspected: str
    """Code."""
    inspected_name: str
    count: int
    """How often it was inspected."""
    items: int
    score: Decimal | None
    """Mean of its opinions, of a hundred, one decimal."""
    grade: Grade
    """The lowest of its opinions."""
    violations: int
    orders: int
    rectified: int
    escalated: int
    sanctions: int
    referrals: int
    opinions: tuple[Opinion, ...]


# ---- Queries ----

_GRADES: Final[tuple[Grade, ...]] = ("failed", "passed", "excellent", "")
"""The lowest first."""

_NAMES: Final = tuple(oversight_row.c[name] for name in Oversight.__struct_fields__)


def list_oversights(connection: Connection, ledger: str, limit: int = 200) -> tuple[Oversight, ...]:
    """All inspections, the one with the latest step first."""
    c = oversight_row.c
    query = select(*_NAMES).where(c.ledger == ledger).order_by(c.position.desc()).limit(limit)
    return tuple(map(_oversight, connection.execute(query).mappings()))


def year_results(
    connection: Connection, ledger: str, *, year: int | None = None, agency: str = ""
) -> tuple[YearResult, ...]:
    """By year, the latest first, and by agency what its opinions came to."""
    c = oversight_row.c
    query = select(*_NAMES).where(c.ledger == ledger, c.number != "")
    query = query.where(c.inspected == agency) if agency else query
    if year is not None:
        query = query.where(c.concluded_on.between(date(year, 1, 1), date(year, 12, 31)))
    rows = sorted(map(_oversight, connection.execute(query).mappings()), key=_place)
    return tuple(_result(*key, list(some)) for key, some in groupby(rows, key=lambda one: _place(one)[:2]))


def _place(one: Oversight) -> tuple[int, str, date, str]:
    on = one.concluded_on or date.min
    return -on.year, one.inspected, on, one.number


def _result(minus_year: int, inspected: str, found: list[Oversight]) -> YearResult:
    points = [one.score for one in found if one.score is not None]
    mean = (sum(points, Decimal(0)) / len(points)).quantize(Decimal("0.1"), ROUND_HALF_UP) if points else None
    sums = {name: sum(getattr(one, name) for one in found) for name in _SUMMED}
    return YearResult(
        year=-minus_year,
        inspected=inspected,
        inspected_name=found[-1].inspected_name,
        count=len(found),
        score=mean,
        grade=min((one.grade for one in found), key=_GRADES.index),
        opinions=tuple(map(_opinion, found)),
        **sums,
    )


_SUMMED: Final = ("items", "violations", "orders", "rectified", "escalated", "sanctions", "referrals")


def _opinion(one: Oversight) -> Opinion:
    values = {name: getattr(one, name) for name in Opinion.__struct_fields__}
    return Opinion(**values)


def _oversight(row: RowMapping) -> Oversight:
    return Oversight(**(dict(row) | {"score": Decimal(row["score"]) if row["score"] else None}))


# ---- From events to rows ----


def project(batch: Batch, target: Target) -> None:
    """Each inspection that took a step, as it stands after it."""
    steps = {step.event.case: step for step in batch.steps() if OversightOpened in step.case.happened}
    target.put(oversight_row, [row for step in steps.values() for row in _rows(batch.ledger, step)])
    gone = {step.event.case for step in batch.steps()} - steps.keys()
    target.remove(oversight_row, batch.ledger, "case_id", gone)


def _rows(ledger: str, step: Step) -> Iterable[Row]:
    case, opened = step.case, step.case.last(OversightOpened)
    if opened is None:
        return
    known = step.register.agency(opened.inspected, step.recorded.occurred_at.day)
    yield {
        "ledger": ledger,
        "case_id": step.event.case,
        "title": opened.title,
        "agency": opened.agency,
        "inspected": opened.inspected,
        "inspected_name": known.name if known else opened.inspected,
        "stage": _stage(case),
        "period_from": opened.period_from,
        "period_to": opened.period_to,
        **_concluded(case),
        "items": len(sample(case)),
        "scored": len(scored(case)),
        **_followed(case),
        "position": step.recorded.position,
    }


def _concluded(case: Case) -> Mapping[str, Any]:
    concluded, at = case.last(OversightConcluded), case.at(OversightConcluded)
    return {
        "number": concluded.number if concluded else "",
        "concluded_on": at.day if at else None,
        "score": str(concluded.score) if concluded and concluded.score is not None else "",
        "grade": concluded.grade if concluded else "",
        "violations": len(concluded.violations) if concluded else 0,
    }


def _followed(case: Case) -> Mapping[str, int]:
    """Of each order the last look at it counts."""
    looks = {one.order: one.accepted for one in case.every(RectificationVerified)}
    return {
        "orders": len(case.every(DisclosureCorrectionOrdered)),
        "rectified": sum(looks.values()),
        "escalated": len(looks) - sum(looks.values()),
        "sanctions": len(case.every(SanctionProposed)),
        "referrals": len(case.every(OversightReferred)),
    }


def _stage(case: Case) -> Stage:
    if CaseClosed in case.happened:
        return "closed"
    if OversightConcluded in case.happened:
        return "concluded"
    if sample(case):
        return "drawn"
    approved = case.last(OversightApproved)
    if approved is None:
        return "planned"
    return "approved" if approved.approved else "rejected"


PROJECTION: Final = Projection("oversight", (oversight_row,), project)
