"""统计: sums by agency, matter, procedure and month of Asia/Shanghai, kept up to date event by event.

A count is a fact of its event: cases, papers, decisions, amounts and services of the month in which they occurred;
reviews for the public, refusals and back-entries of the month in which they were recorded; a decision that was undone
or changed once, with the first instrument that was recorded; payments of the month of their day. A term counts in the
month of the step that kept it, or of what let it lapse: by occurrence and by record side by side. A term that is over
and not kept yet is in `projections.due.count_overdue`, since only a clock can tell. How long a stretch of a case
(`projections.spans`) took counts in the month in which it ended.

Of each case it is known what each of its entries is worth, so that one that was a mistake takes back what it added,
and a lead that becomes a case moves to the case's matter. When a calendar or rules are adopted, terms are judged again
and the sums follow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
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

from projections.counting import EDGES, Count, Milestones, Worth, judged, month, took, undone, worth
from projections.projection import Batch, Projection, Row, Step, Target, json, metadata
from projections.spans import BY_PROCEDURE, milestone
from projections.terms import decode, moved
from records.course.moments import Moments
from records.course.terms import terms
from records.law.entries import ORDINARY
from records.penalty.events import EntryVoided
from records.register.fold import Register

statistic: Final = Table(
    "statistic",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("month", Text, nullable=False),  # 2026-01
    Column("measure", Text, nullable=False),
    Column("limit_id", Text, nullable=False),  # of a measure of terms, else empty
    Column("value", BigInteger, nullable=False),
    PrimaryKeyConstraint("ledger", "agency", "matter", "procedure", "month", "measure", "limit_id"),
)

statistic_case: Final = Table(
    "statistic_case",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("moments", Text, nullable=False),  # JSON of Moments
    Column("milestones", Text, nullable=False),  # JSON of Milestones
    Column("entries", Text, nullable=False),  # JSON of what each entry that counts is worth
    Column("counted", Text, nullable=False),  # JSON of all that the case has in the sums
    PrimaryKeyConstraint("ledger", "case_id"),
)


# ---- What is given out ----


class TermFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How often one limit was kept, judged by when the steps occurred and by when they were recorded."""

    limit_id: str
    procedure: str = ORDINARY
    """Whose limit it is: another one may have one of the same id."""
    on_time_occurred: int = 0
    late_occurred: int = 0
    on_time_recorded: int = 0
    late_recorded: int = 0


class SpanFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How long a stretch of the cases took: the days of all of them, and how many there were."""

    span: str
    procedure: str = ORDINARY
    days: int = 0
    """Calendar days of all cases together."""
    cases: int = 0
    within: dict[int, int] = {}
    """How many of the cases took so many days or fewer."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Sums for what `agency`, `matter`, `procedure` and `month` name; one that is empty was summed over."""

    agency: str = ""
    matter: str = ""
    procedure: str = ""
    month: str = ""
    opened: int = 0
    """Cases of any procedure that were filed or opened."""
    decided: int = 0
    """Decisions that a case of any procedure is about; it may have several, as the instalments of a measure."""
    leads: int = 0
    cases_filed: int = 0
    """Of penalties, as what follows up to `served`."""
    notices: int = 0
    hearings: int = 0
    reviews: int = 0
    """Legal reviews."""
    reviews_corrected: int = 0
    """Of these, the ones that did not agree with the draft as it was."""
    decisions: int = 0
    no_penalties: int = 0
    fines_fen: int = 0
    confiscated_fen: int = 0
    served: int = 0
    """Decisions, to punish or not."""
    disclosed: int = 0
    withheld: int = 0
    revoked: int = 0
    transfers: int = 0
    """To the police."""
    paid_fen: int = 0
    surcharge_fen: int = 0
    closed: int = 0
    archived: int = 0
    refusals: int = 0
    back_entries: int = 0
    steps: int = 0
    """Entries of cases that count, by the month in which they were recorded."""
    defective: int = 0
    """Of these, the ones that were found to break a rule when they were entered."""
    spans: tuple[SpanFigures, ...] = ()
    terms: tuple[TermFigures, ...] = ()


Dimension = Literal["agency", "matter", "procedure", "month"]


# ---- Queries ----


def statistics(
    connection: Connection,
    ledger: str | None = None,
    *,
    by: tuple[Dimension, ...] = (),
    agency: str = "",
    matter: str = "",
    procedure: str = "",
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
    query = query.where(c.procedure == procedure) if procedure else query
    query = query.where(c.month >= first_month) if first_month else query
    query = query.where(c.month <= last_month) if last_month else query
    groups: dict[tuple[str, ...], _Measured] = {} if by else {(): {}}
    for *key, measure, limit, of, value in connection.execute(query):
        groups.setdefault(tuple(key), {})[of, measure, limit] = int(value)
    return tuple(_figures(dict(zip(by, key, strict=True)), sums) for key, sums in groups.items())


_Measured = dict[tuple[str, str, str], int]
"""Values by procedure, measure and limit."""


def _sums(columns: list[Column[Any]]) -> Select[Any]:
    c = statistic.c
    grouped = (*columns, c.measure, c.limit_id, c.procedure.label("of"))
    return select(*grouped, func.sum(c.value)).group_by(*grouped).order_by(*grouped)


def _figures(names: dict[Any, str], sums: _Measured) -> Figures:
    terms: dict[tuple[str, str], dict[str, int]] = {}
    spans: dict[str, dict[str, int]] = {}
    plain = Counter[str]()
    for (procedure, measure, limit), value in sums.items():
        if limit:
            terms.setdefault((limit, procedure), {})[measure] = value
        elif "." in measure:
            spans.setdefault(procedure, {})[measure] = value
        else:
            plain[measure] += value
    counted: dict[Any, Any] = {**names, **plain}
    return Figures(
        **counted,
        spans=tuple(_spans(spans)),
        terms=tuple(
            TermFigures(limit_id=limit, procedure=procedure, **found)
            for (limit, procedure), found in sorted(terms.items())
        ),
    )


def _spans(found: dict[str, dict[str, int]]) -> Iterator[SpanFigures]:
    for procedure, known in BY_PROCEDURE.items():
        sums = found.get(procedure, {})
        yield from (_span(one.id, procedure, sums) for one in known if sums.get(f"n.{one.id}"))


def _span(span: str, procedure: str, sums: dict[str, int]) -> SpanFigures:
    classes = accumulate(sums.get(f"n{edge}.{span}", 0) for edge in EDGES)
    within = dict(zip(EDGES, classes, strict=True))
    days, cases = sums.get(f"days.{span}", 0), sums[f"n.{span}"]
    return SpanFigures(span=span, procedure=procedure, days=days, cases=cases, within=within)


# ---- From events to rows ----

_WORTH: Final = msgspec.json.Decoder(Worth)
_ENTRIES: Final = msgspec.json.Decoder(dict[str, Worth])
_MILESTONES: Final = msgspec.json.Decoder(Milestones)

_Sums = Counter[tuple[str, str, str, Count]]
"""What is added, by agency, matter and procedure."""


class _Case(msgspec.Struct):
    """A case under way: its row as it was read, and what is known of it now."""

    row: Row
    moments: Moments
    milestones: Milestones
    entries: dict[str, Worth]
    """What each entry is worth, by its version; those of refused steps by their position, as `refused 12`."""


def project(batch: Batch, target: Target) -> None:
    """Takes what the cases had in the sums out of them, and puts in what they have now."""
    sums: _Sums = Counter()
    changed = _changed(batch, target, sums)
    _judge(target, list(changed.values()), batch.register, sums)
    if batch.changes_terms:
        for portion in target.portions(statistic_case, batch.ledger, "case_id"):
            _judge(target, [_known(row) for row in portion], batch.register, sums)
    _add(target, batch.ledger, sums)


def _changed(batch: Batch, target: Target, sums: _Sums) -> dict[str, _Case]:
    """The cases that took a step, or were refused one; a refusal of no case is added to the sums."""
    steps, refusals = list(batch.steps()), list(batch.refusals())
    named = {step.event.case for step in steps} | {refused.case for _, refused in refusals}
    rows = {row["case_id"]: row for row in target.rows(statistic_case, batch.ledger, "case_id", named)}
    moments = moved(steps, {case: row["moments"] for case, row in rows.items()})
    cases = {case: _case(rows.get(case) or _new(batch.ledger, case), now) for case, now in moments.items()}
    for step in steps:
        _enter(cases[step.event.case], step)
    for recorded, refused in refusals:
        count = Count(month(recorded.recorded_at), "refusals")
        if refused.case in cases:
            cases[refused.case].entries[f"refused {recorded.position}"] = [(count, 1)]
        else:
            sums["", "", "", count] += 1
    return cases


def _enter(case: _Case, step: Step) -> None:
    version, reached = str(step.recorded.version), milestone(step.event)
    case.entries[version] = worth(step)
    if reached is not None:
        case.milestones[version] = reached, step.recorded.occurred_at.day
    if isinstance(step.event, EntryVoided):
        case.entries.pop(str(step.event.version), None)
        case.milestones.pop(str(step.event.version), None)


def _known(row: Row) -> _Case:
    return _case(row, decode(row["moments"]))


def _case(row: Row, moments: Moments) -> _Case:
    return _Case(row, moments, _MILESTONES.decode(row["milestones"]), _ENTRIES.decode(row["entries"]))


def _new(ledger: str, case: str) -> Row:
    empty = {"agency": "", "matter": "", "procedure": "", "milestones": "{}", "entries": "{}", "counted": "[]"}
    return {"ledger": ledger, "case_id": case, **empty}


def _judge(target: Target, cases: list[_Case], register: Register, sums: _Sums) -> None:
    """Writes the cases with all that they count for now, and adds the difference."""
    rows = []
    for case in cases:
        before = case.row
        now = before | {name: getattr(case.moments, name) for name in ("agency", "matter", "procedure")}
        counts = _counts(case, register)
        for count, value in _WORTH.decode(before["counted"]):
            sums[before["agency"], before["matter"], before["procedure"], count] -= value
        for count, value in counts.items():
            sums[now["agency"], now["matter"], now["procedure"], count] += value
        rows.append(now | _told(case, counts))
    target.put(statistic_case, rows)


def _told(case: _Case, counts: Counter[Count]) -> Row:
    """What the row says of the case, in one order however its steps came."""
    return {
        "moments": json(case.moments),
        "milestones": json(dict(sorted(case.milestones.items()))),
        "entries": json(dict(sorted(case.entries.items()))),
        "counted": json(sorted(counts.items())),
    }


def _counts(case: _Case, register: Register) -> Counter[Count]:
    found: Counter[Count] = Counter()
    entered = (one for some in case.entries.values() for one in some)
    for count, value in (*entered, *undone(case.moments), *took(case.moments, case.milestones)):
        found[count] += value
    found.update(count for term in terms(case.moments, register) for count in judged(term))
    return found


def _add(target: Target, ledger: str, sums: _Sums) -> None:
    table = target.table(statistic)
    rows = [
        {"ledger": ledger, "agency": agency, "matter": matter, "procedure": of, **count._asdict(), "value": value}
        for (agency, matter, of, count), value in sorted(sums.items())
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
