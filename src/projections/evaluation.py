"""案卷评查 results: every file of a concluded evaluation, by agency, year and handling unit (全过程记录制度 一, 四).

No person stands here: the rules that files fell under, their points and grades.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Final

import msgspec
from sqlalchemy import BigInteger, Column, Connection, PrimaryKeyConstraint, Table, Text, select

from projections.projection import Batch, Projection, Row, Step, Target, json, metadata
from records.evaluation.events import EvaluationConcluded, EvaluationOpened, FileGrade, Part
from records.evaluation.standing import drawn_files, results

evaluated_file: Final = Table(
    "evaluated_file",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),  # of the evaluation
    Column("number", Text, nullable=False),  # of the file's decision
    Column("agency", Text, nullable=False),
    Column("agency_name", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("unit_name", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("year", BigInteger, nullable=False),  # of the summary
    Column("score", BigInteger),  # none of a file that a veto fails
    Column("grade", Text, nullable=False),
    Column("corrected", BigInteger, nullable=False),  # 1: a person departed from the automatic result
    Column("rules", Text, nullable=False),  # JSON list of part and title of each rule
    PrimaryKeyConstraint("ledger", "case_id", "number"),
)


class RuleCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many files fell under a rule."""

    part: Part
    title: str
    files: int


class EvaluationResult(msgspec.Struct, frozen=True, kw_only=True):
    """The files of an agency and handling unit that a year's evaluations looked at."""

    year: int
    """In which the summary was signed."""
    agency: str
    """Code."""
    agency_name: str
    unit: str
    """Code of the body whose officers handled the cases; empty of paper files."""
    unit_name: str
    files: int
    excellent: int
    passed: int
    failed: int
    mean: Decimal | None
    """Of those that have points, of a hundred, one decimal."""
    corrected: int
    """Files whose automatic result a person corrected."""
    rules: tuple[RuleCount, ...]
    """The rules that files fell under, the most frequent first."""


_RULES: Final = msgspec.json.Decoder(list[tuple[Part, str]])


def evaluation_results(
    connection: Connection, ledger: str, *, year: int | None = None, agency: str = ""
) -> tuple[EvaluationResult, ...]:
    """By year, the latest first, agency and unit."""
    c = evaluated_file.c
    query = select(evaluated_file).where(c.ledger == ledger)
    query = query.where(c.agency == agency) if agency else query
    query = query.where(c.year == year) if year is not None else query
    rows = [dict(one) for one in connection.execute(query).mappings()]
    rows.sort(key=_place)
    return tuple(_result(list(some)) for _, some in groupby(rows, key=_place))


def _place(row: Row) -> tuple[int, str, str]:
    return -row["year"], row["agency"], row["unit"]


def _result(rows: list[Row]) -> EvaluationResult:
    first = rows[0]
    counts = Counter((part, title) for row in rows for part, title in _RULES.decode(row["rules"]))
    frequent = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return EvaluationResult(
        year=first["year"],
        agency=first["agency"],
        agency_name=first["agency_name"],
        unit=first["unit"],
        unit_name=first["unit_name"],
        files=len(rows),
        excellent=_count(rows, "excellent"),
        passed=_count(rows, "passed"),
        failed=_count(rows, "failed"),
        mean=_mean([row["score"] for row in rows if row["score"] is not None]),
        corrected=sum(row["corrected"] for row in rows),
        rules=tuple(RuleCount(part=part, title=title, files=files) for (part, title), files in frequent),
    )


def _count(rows: Iterable[Row], grade: FileGrade) -> int:
    return sum(row["grade"] == grade for row in rows)


def _mean(points: list[int]) -> Decimal | None:
    return (Decimal(sum(points)) / len(points)).quantize(Decimal("0.1"), ROUND_HALF_UP) if points else None


def project(batch: Batch, target: Target) -> None:
    """The files of each evaluation that took a step, once its summary is signed."""
    steps = {step.event.case: step for step in batch.steps() if EvaluationOpened in step.case.happened}
    target.remove(evaluated_file, batch.ledger, "case_id", set(steps))
    target.put(evaluated_file, [row for step in steps.values() for row in _rows(batch.ledger, step)])


def _rows(ledger: str, step: Step) -> Iterable[Row]:
    case, opened, at = step.case, step.case.last(EvaluationOpened), step.case.at(EvaluationConcluded)
    if opened is None or at is None:
        return
    found = results(case)
    for file in drawn_files(case):
        one = found.get(file.number)
        if one is None:
            continue
        yield {
            "ledger": ledger,
            "case_id": step.event.case,
            "number": file.number,
            "agency": opened.evaluated,
            "agency_name": _name(step, opened.evaluated),
            "unit": file.unit,
            "unit_name": _name(step, file.unit),
            "procedure": file.procedure,
            "year": at.day.year,
            "score": one.score,
            "grade": one.grade,
            "corrected": int(one.hits != file.hits),
            "rules": json([(hit.part, hit.title) for hit in one.hits]),
        }


def _name(step: Step, code: str) -> str:
    known = step.register.agency(code, step.recorded.occurred_at.day) if code else None
    return known.name if known else code


PROJECTION: Final = Projection("evaluation", (evaluated_file,), project)
