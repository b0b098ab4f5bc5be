"""待办: what waits in which case, for whom, since when and until when.

The law data say what waits while which facts hold (`[[task]]`). A task that waits for nothing but the end of a term
(`after_terms`) is given out once that term is over: the due list knows, also when a calendar is adopted later. No
personal value is kept here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, Final

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Index,
    PrimaryKeyConstraint,
    RowMapping,
    Select,
    Table,
    Text,
    and_,
    exists,
    func,
    or_,
    select,
)

from projections.cases import case_row, within
from projections.due import due_term
from projections.pages import Order
from projections.projection import Batch, Projection, Row, Seen, Target, json, metadata
from records.course.case import Case
from records.course.facts import FACTS
from records.course.sequence import pending
from records.event import CaseEvent
from records.judgement import Context
from records.law.entries import Actor, Task
from records.moment import Moment
from records.penalty.events import ArchiveReopened, CaseArchived, HearingArranged
from records.register.events import AgencyRulesAdopted, RulesAdopted

waiting: Final = Table(
    "waiting",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("persons", Text, nullable=False),  # JSON list of person ids; empty: anybody of the role
    Column("since", Date, nullable=False),
    Column("position", BigInteger, nullable=False),  # of the event since which it waits
    Column("limit_id", Text),
    Column("after_terms", Boolean, nullable=False),
    PrimaryKeyConstraint("ledger", "case_id", "task"),
)
Index("waiting_by_role", waiting.c.ledger, waiting.c.role, waiting.c.position)

_WAITED_FOR: Final = (
    "defence",
    "hearing-request",
    "notice-term",
    "payment",
    "supervision-answer",
    "demand.term",
    "surcharge.thirty",
    "demolition.term",
    "court.demand",
    "appeal.reconsideration",
    "appeal.lawsuit",
    "appeal.untold",
    "appeal.after-reconsideration",
    "plan-period",
    "oversight-rectification",
    "evaluation-objection",
)
"""Terms whose end lets a case go on without anybody doing anything."""

_ALSO: Final = (
    ("publication.guidance", "publication.catalogue"),
    ("publication.regulation", "publication.catalogue"),
    ("fulfilment.regulation", "fulfilment.catalogue"),
    ("draft-publication", "basic-information.update"),
    ("draft-publication", "basic-information.catalogue"),
)
"""By the term of a task another one that is kept by the same step, and may end sooner: as by the agency's own catalogue
(信息公示制度 第四条).
"""

_OVERDUE: Final = "payment"
"""Of them the one that a plan gives several of: what waits for it waits for the first."""

_LOOKED_AT: Final = 50
"""Cases between two statements when rules are adopted: a transaction that is silent for seconds is ended."""

_END_OF_TIME: Final = Moment.of(date(9998, 12, 31))


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """Something that waits for somebody."""

    case_id: str
    case_title: str
    procedure: str
    """Id of the procedure that the case follows."""
    task: str
    title: str
    role: Actor
    step: str
    """Tag of the command that does it."""
    agency: str
    since: date
    until: date | None
    """Last day of its term, None without one."""
    position: int


class QueuePage(msgspec.Struct, frozen=True, kw_only=True):
    """Some of what waits, and the cursor of what follows (None: there is no more)."""

    items: tuple[Waiting, ...]
    next: str | None


# ---- Queries ----


def queue(
    connection: Connection,
    ledger: str,
    role: Actor,
    today: date,
    *,
    reach: Collection[str] | None = None,
    person: str = "",
    after: str | None = None,
    limit: int = 50,
) -> QueuePage:
    """What waits for a role, the longest first; for one person, what is theirs or anybody's of the role.

    `reach` has whose cases are seen, as `projections.cases.within` reads it, None for all; `after` is the cursor of the
    page before; Invalid when it is none.
    """
    query = _ready(_given(), ledger, today, reach, person).where(waiting.c.role == role)
    found = _ORDER.earliest_first(connection, query, after, limit)
    return QueuePage(items=tuple(map(_item, found.rows)), next=found.next)


def counts(
    connection: Connection, ledger: str, today: date, *, reach: Collection[str] | None = None, person: str = ""
) -> dict[str, int]:
    """How much waits for each role."""
    query = _ready(select(waiting.c.role, func.count()), ledger, today, reach, person).group_by(waiting.c.role)
    return {str(role): int(count) for role, count in connection.execute(query)}


def tasks_of(connection: Connection, ledger: str, case: str, today: date) -> tuple[Waiting, ...]:
    """What waits in one case."""
    query = _ready(_given(), ledger, today, None, "").where(waiting.c.case_id == case)
    return tuple(map(_item, connection.execute(query.order_by(waiting.c.position)).mappings()))


_ORDER: Final = Order(waiting.c.position, waiting.c.case_id, waiting.c.task)
_SAME_CASE: Final = and_(case_row.c.ledger == waiting.c.ledger, case_row.c.case_id == waiting.c.case_id)


def _given() -> Select[Any]:
    c, term = waiting.c, due_term.alias()
    # A limit has variants for another start (`correction-reply.after`): whichever of them runs is the one that is due.
    also = (and_(c.limit_id == one, term.c.limit_id == other) for one, other in _ALSO)
    is_its = or_(term.c.limit_id == c.limit_id, term.c.limit_id.like(c.limit_id + ".%"), *also)
    own = (term.c.ledger == c.ledger, term.c.case_id == c.case_id, is_its)
    until = select(func.min(term.c.due_on)).where(*own, term.c.state == "open").scalar_subquery()
    named = (c.case_id, c.task, c.title, c.role, c.step, c.agency, c.since, c.position)
    of = (case_row.c.title.label("case_title"), case_row.c.procedure)
    return select(*named, *of, until.label("until")).join(case_row, _SAME_CASE)


def _ready(query: Select[Any], ledger: str, today: date, reach: Collection[str] | None, person: str) -> Select[Any]:
    c, term = waiting.c, due_term.alias()
    running = exists().where(
        term.c.ledger == c.ledger,
        term.c.case_id == c.case_id,
        term.c.limit_id.in_(_WAITED_FOR),
        term.c.state == "open",
        term.c.due_on >= today,
    )
    overdue = exists().where(
        term.c.ledger == c.ledger,
        term.c.case_id == c.case_id,
        term.c.limit_id == _OVERDUE,
        term.c.state == "open",
        term.c.due_on < today,
    )
    query = query.where(c.ledger == ledger, or_(c.after_terms.is_(False), ~running, overdue))
    query = query.where(_reached(reach)) if reach is not None else query
    mine = or_(c.persons == "[]", c.persons.contains(f'"{person}"', autoescape=True))
    return query.where(mine) if person else query


def _reached(reach: Collection[str]) -> ColumnElement[bool]:
    row, c = case_row.alias(), waiting.c
    whole = [one for one in reach if "/" not in one]
    if len(whole) == len(reach):
        return c.agency.in_(sorted(whole))
    its = row.c.agency == c.agency  # what waits for who answers in another agency's case is theirs alone
    of_case = exists().where(row.c.ledger == c.ledger, row.c.case_id == c.case_id, its, within(reach, row))
    return or_(c.agency.in_(sorted(whole)), of_case)


def _item(row: RowMapping) -> Waiting:
    return Waiting(**row)


# ---- From events to rows ----


def project(batch: Batch, target: Target) -> None:
    """Looks after each step what waits in its case now, and in every case when rules are adopted.

    What waited before keeps its day.
    """
    own = _steps(batch)
    adopted = [one for one in batch.seen if isinstance(one.recorded.event, RulesAdopted | AgencyRulesAdopted)]
    before = batch.cases_at(batch.after) if adopted else iter(())
    while known := dict(islice(before, _LOOKED_AT)):
        _look(batch.ledger, {case: [*own.pop(case, ()), *adopted] for case in known}, known, target)
    _look(batch.ledger, {case: [*steps, *adopted] for case, steps in own.items()}, {}, target)


def _steps(batch: Batch) -> dict[str, list[Seen]]:
    found: dict[str, list[Seen]] = {}
    for one in batch.seen:
        if isinstance(one.recorded.event, CaseEvent):
            found.setdefault(one.recorded.event.case, []).append(one)
    return found


def _look(ledger: str, seen: Mapping[str, list[Seen]], known: Mapping[str, Case], target: Target) -> None:
    """Goes through what was seen of each case, which is `known` as it was before; one that is not had not begun."""
    rows: dict[str, dict[str, Row]] = {case: {} for case in seen}
    for row in target.rows(waiting, ledger, "case_id", seen):
        rows[row["case_id"]][row["task"]] = row
    for name, some in seen.items():
        case = known.get(name)
        for one in sorted(some, key=lambda one: one.recorded.position):
            case = one.case or case
            if case is not None and (one.case or not pending(case, CaseArchived, ArchiveReopened)):
                rows[name] = {row["task"]: row for row in _after(ledger, name, case, one, rows[name])}
    target.remove(waiting, ledger, "case_id", seen)
    target.add(waiting, [row for waits in rows.values() for row in waits.values()])


def _after(ledger: str, name: str, case: Case, seen: Seen, before: Mapping[str, Row]) -> Iterator[Row]:
    recorded = seen.recorded
    now = Moment(recorded.recorded_at)
    context = Context(
        case=name,
        procedure=case.procedure,
        agency=case.agency,
        actor="system",
        now=now,
        occurred_at=now,
        register=seen.register,
    )
    later = msgspec.structs.replace(context, occurred_at=_END_OF_TIME)
    for task in context.law.tasks.values():
        ready = _waits(task, case, context)
        if ready or _waits(task, case, later):
            since = before.get(task.id, {"since": now.day, "position": recorded.position})
            yield {
                "ledger": ledger,
                "case_id": name,
                "task": task.id,
                "title": task.title,
                "role": task.role,
                "step": task.step,
                "agency": case.answering.get(task.step, case.agency),
                "persons": json(_persons(task, case)),
                "since": since["since"],
                "position": since["position"],
                "limit_id": task.limit,
                "after_terms": not ready,
            }


def waits(case: Case, context: Context) -> tuple[Task, ...]:
    """What waits in a case as it stands, asked of the case itself: what comes next after a step that was just taken."""
    return tuple(task for task in context.law.tasks.values() if _waits(task, case, context))


def _waits(task: Task, case: Case, context: Context) -> bool:
    """Whether it waits; a state that bars its step (as a suspension) hides it."""
    bars = (bar for bar in context.law.bars.values() if task.step not in bar.spares)
    return (
        all(FACTS[fact](case, context) for fact in task.when)
        and not any(FACTS[fact](case, context) for fact in task.unless)
        and not any(FACTS[bar.id](case, context) for bar in bars)
    )


def _persons(task: Task, case: Case) -> tuple[str, ...]:
    """Whose it is, when the case says so."""
    if task.role == "handler":
        return case.handlers
    arranged = case.last(HearingArranged)
    return (arranged.presider,) if task.role == "presider" and arranged else ()


PROJECTION: Final = Projection("queues", (waiting,), project)
