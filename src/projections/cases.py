"""案件: the list of cases for staff, with how far each has come. No personal value is kept here.

A row says what the case says after its last step, so an entry that was a mistake leaves nothing behind. A case that
is a lead so far has no filing day, and may have no matter yet.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final, Literal, cast

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Index,
    PrimaryKeyConstraint,
    RowMapping,
    Select,
    Table,
    Text,
    and_,
    func,
    or_,
    select,
)

from projections.pages import Order
from projections.projection import Batch, Projection, Row, Step, Target, json, metadata
from records.course.case import Case, Happened
from records.course.decided import Decided
from records.course.documents import DECISIONS
from records.course.opened import Opened
from records.course.sequence import pending
from records.event import CaseEvent
from records.moment import Moment
from records.penalty.events import (
    ArchiveReopened,
    CaseArchived,
    CaseClosed,
    CaseFiled,
    CaseResumed,
    CaseSuspended,
    DecisionRevoked,
    DecisionSigned,
    DisclosureReviewed,
    DocumentServed,
    LeadDismissed,
    LeadRegistered,
    PenaltyDeclined,
    RecordingLinked,
)

CaseStatus = Literal["open", "suspended", "closed", "archived"]
"""A lead that became no case is closed."""

case_row: Final = Table(
    "case_row",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("agency_name", Text, nullable=False),
    Column("answering", Text, nullable=False),  # code of another agency that reads and answers, empty without one
    Column("matter", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("matter_name", Text, nullable=False),
    Column("handlers", Text, nullable=False),  # JSON list of person ids
    Column("party", Text, nullable=False),  # person id, empty while there is none
    Column("stage", Text, nullable=False),
    Column("stage_title", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("number", Text, nullable=False),
    Column("filed_on", Date),
    Column("decided_on", Date),
    Column("served_on", Date),
    Column("reviewed_on", Date),
    Column("reviews", Text, nullable=False),  # JSON of the days on which reviews were recorded, by version
    Column("revoked_on", Date),
    Column("recordings", BigInteger, nullable=False),
    Column("back_entered", Boolean, nullable=False),
    Column("defects", BigInteger, nullable=False),
    Column("position", BigInteger, nullable=False),  # of the last step
    Column("recorded_at", BigInteger, nullable=False),  # of the last step; microseconds, UTC
    PrimaryKeyConstraint("ledger", "case_id"),
)
Index("case_row_by_position", case_row.c.ledger, case_row.c.position)
Index("case_row_by_party", case_row.c.ledger, case_row.c.party)


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A case in a list; days are those of occurrence, but for `reviewed_on`, the day of recording."""

    ledger: str
    case_id: str
    title: str
    agency: str
    agency_name: str
    matter: str
    matter_name: str
    procedure: str
    """Id of the procedure that the case follows."""
    handlers: tuple[str, ...]
    """Person ids."""
    stage: str
    """Id of the stage reached, the furthest by the order of the law data."""
    stage_title: str
    status: CaseStatus
    version: int
    number: str
    """Of the written decision, to punish or not; empty before it."""
    filed_on: date | None
    """None while it is a lead."""
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
    procedure: str = "",
    stage: str = "",
    status: CaseStatus | None = None,
    text: str = "",
    after: str | None = None,
    limit: int = 50,
) -> CasePage:
    """Cases, the one with the latest step first; `text` is looked for in title and number.

    `reach` has what may be seen, as `within` reads it, None for all;
    `after` is the cursor of the page before; Invalid when it is none.
    """
    c, query = case_row.c, _within(_cases(ledger), reach)
    query = query.where(c.agency == agency) if agency else query
    query = query.where(c.matter == matter) if matter else query
    query = query.where(c.procedure == procedure) if procedure else query
    query = query.where(c.stage == stage) if stage else query
    query = query.where(c.status == status) if status else query
    for word in text.split():
        query = query.where(c.title.contains(word, autoescape=True) | c.number.contains(word, autoescape=True))
    found = _ORDER.latest_first(connection, query, after, limit)
    return CasePage(items=tuple(map(_case, found.rows)), next=found.next)


def case_titles(connection: Connection, ledger: str, cases: Collection[str]) -> dict[str, str]:
    """By id what the cases are called."""
    c = case_row.c
    query = select(c.case_id, c.title).where(c.ledger == ledger, c.case_id.in_(cases))
    return {str(case): str(title) for case, title in connection.execute(query)}


def cases_of_party(connection: Connection, ledger: str, person: str) -> tuple[CaseRow, ...]:
    """The filed cases against that person, the one with the latest step first."""
    query = _cases(ledger).where(case_row.c.party == person).order_by(case_row.c.position.desc())
    return tuple(map(_case, connection.execute(query).mappings()))


def decided_cases(connection: Connection, ledger: str, agencies: Collection[str]) -> tuple[CaseRow, ...]:
    """The cases of agencies that have a decision with a number: those that are not closed first, then the latest."""
    c = case_row.c
    query = _cases(ledger).where(c.agency.in_(agencies), c.number != "")
    over = c.status.in_(("closed", "archived"))
    return tuple(map(_case, connection.execute(query.order_by(over, c.decided_on.desc(), c.number)).mappings()))


def count_by_stage(
    connection: Connection, ledger: str, reach: Collection[str] | None = None, agency: str = "", procedure: str = ""
) -> dict[str, int]:
    """How many cases within `reach` have come how far, by stage id."""
    query = _counted(case_row.c.stage, ledger, reach)
    query = query.where(case_row.c.procedure == procedure) if procedure else query
    rows = connection.execute(query.where(case_row.c.agency == agency) if agency else query)
    return {str(stage): int(count) for stage, count in rows}


def count_by_procedure(connection: Connection, ledger: str, reach: Collection[str] | None = None) -> dict[str, int]:
    """How many cases within `reach` follow each procedure, by its id."""
    rows = connection.execute(_counted(case_row.c.procedure, ledger, reach))
    return {str(procedure): int(count) for procedure, count in rows}


def _counted(column: Column[str], ledger: str, reach: Collection[str] | None) -> Select[Any]:
    columns: tuple[ColumnElement[Any], ...] = (column, func.count())
    return _within(select(*columns).where(case_row.c.ledger == ledger), reach).group_by(column)


_ORDER: Final = Order(case_row.c.position)
_COLUMNS: Final = tuple(case_row.c[name] for name in CaseRow.__struct_fields__)
_handlers: Final = msgspec.json.Decoder(tuple[str, ...])
_days_of_reviews: Final = msgspec.json.Decoder(dict[int, date])


def _cases(ledger: str) -> Select[Any]:
    return select(*_COLUMNS).where(case_row.c.ledger == ledger)


def within(reach: Collection[str], row: FromClause = case_row) -> ColumnElement[bool]:
    """Whether a case is one of `reach`: of an agency (`CODE`), or of an agency in one matter (`CODE/MATTER`).

    An agency reads the case of another one too in which it has to answer.
    """
    whole = sorted(one for one in reach if "/" not in one)
    parts = (one.partition("/") for one in sorted(reach) if "/" in one)
    delegated = (and_(row.c.agency == agency, row.c.matter == matter) for agency, _, matter in parts)
    return or_(row.c.agency.in_(whole), row.c.answering.in_(whole), *delegated)


def _within(query: Select[Any], reach: Collection[str] | None) -> Select[Any]:
    return query if reach is None else query.where(within(reach))


def _case(row: RowMapping) -> CaseRow:
    values = {
        "handlers": _handlers.decode(row["handlers"]),
        "recorded_at": Moment(row["recorded_at"]).instant,
    }
    return CaseRow(**(dict(row) | values))


# ---- From events to rows ----


def project(batch: Batch, target: Target) -> None:
    """Writes each case of the batch as its last step there leaves it."""
    steps = list(batch.steps())
    found = target.rows(case_row, batch.ledger, "case_id", (step.event.case for step in steps))
    rows = {row["case_id"]: row for row in found}
    for step in steps:
        rows[step.event.case] = _row(batch.ledger, step, rows.get(step.event.case))
    target.put(case_row, list(rows.values()))


def _row(ledger: str, step: Step, before: Row | None) -> Row:
    recorded, case = step.recorded, step.case
    return {
        "ledger": ledger,
        "case_id": step.event.case,
        "procedure": case.procedure,
        **_opening(step, before),
        "answering": next(iter(case.answering.values()), ""),
        **_stage(step),
        "status": _status(case),
        "version": recorded.version,
        **_days(case),
        **_reviewed(step, before),
        "recordings": len(case.every(RecordingLinked)),
        **_entries(case),
        "position": recorded.position,
        "recorded_at": recorded.recorded_at,
    }


def _opening(step: Step, before: Row | None) -> Row:
    """What the filing says, or the lead before it; names stay as they were known with it."""
    opened, day = step.case.opened or step.case.lead, step.recorded.occurred_at.day
    codes = {"agency": opened.agency if opened else "", "matter": opened.matter if opened else ""}
    party = {"party": step.case.party.person if step.case.party else ""}
    named = {"title": opened.title if opened else "", "handlers": json(step.case.handlers), **party, **codes}
    opens = isinstance(step.event, CaseFiled | LeadRegistered | Opened)
    if before and not opens and all(before[name] == code for name, code in codes.items()):
        return named | {name: before[name] for name in ("agency_name", "matter_name")}
    agency = step.register.agency(codes["agency"], day)
    matter = step.register.matter(codes["matter"], codes["agency"], day)
    return named | {"agency_name": agency.name if agency else "", "matter_name": matter.name if matter else ""}


def _reviewed(step: Step, before: Row | None) -> Row:
    """A review counts from its recording, which the case itself does not know."""
    days = _days_of_reviews.decode(before["reviews"]) if before else {}
    if isinstance(step.event, DisclosureReviewed):
        days[step.recorded.version] = Moment(step.recorded.recorded_at).day
    counting = {one.version for one in step.case.happened.get(DisclosureReviewed, ())}
    days = {version: day for version, day in days.items() if version in counting}
    return {"reviewed_on": min(days.values(), default=None), "reviews": json(days)}


def _days(case: Case) -> Row:
    """Numbers and days; of several events of one kind the first that occurred."""
    decided = [one for kind, some in case.happened.items() if issubclass(kind, _DECISIONS) for one in some]
    services = case.happened.get(DocumentServed, ())
    served = [one for one in services if one.event.document in DECISIONS]
    return {
        "number": case.decided.number if case.decided else "",
        "filed_on": case.filed_at.day if case.filed_at else None,
        "decided_on": _first(decided),
        "served_on": _first(served),
        "revoked_on": _first(case.happened.get(DecisionRevoked, ())),
    }


_DECISIONS: Final = (DecisionSigned, PenaltyDeclined, Decided)


def _first(happened: Collection[Happened]) -> date | None:
    return min((one.at.day for one in happened), default=None)


def _entries(case: Case) -> Row:
    events: list[CaseEvent] = [one.event for some in case.happened.values() for one in some]
    return {
        "back_entered": any(event.entry is not None for event in events),
        "defects": sum(len(event.defects) for event in events),
    }


def _status(case: Case) -> CaseStatus:
    if pending(case, CaseArchived, ArchiveReopened):
        return "archived"
    if CaseClosed in case.happened or (LeadDismissed in case.happened and case.opened is None):
        return "closed"
    return "suspended" if pending(case, CaseSuspended, CaseResumed) else "open"


def _stage(step: Step) -> Row:
    """The furthest stage that any step has reached, by the order of the law data in force at the last one.

    A paper that is served before the decision does not bring the case to the stage of its service.
    """
    counts = (kind for kind in step.case.happened if kind is not DocumentServed or step.case.service is not None)
    reached = {str(cast("type[CaseEvent]", kind).__struct_config__.tag) for kind in counts}
    stages = step.register.law(Moment(step.recorded.recorded_at).day, step.case.procedure).stages
    furthest = next((stage for stage in reversed(stages) if not reached.isdisjoint(stage.events)), None)
    return {"stage": furthest.id if furthest else "", "stage_title": furthest.title if furthest else ""}


PROJECTION: Final = Projection("cases", (case_row,), project)
