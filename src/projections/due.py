"""期限: the terms of all cases, open ones first of all.

Every limit of the adopted law data that has started is here, once for each of its subjects; one that is kept says when
by occurrence and when by record. A right that nobody used ends with its term: who asks for a day finds it lapsed
then, though no step says so. A breach of each of the three publication terms stands by itself. The rows follow from
the moments of a case and from law and calendar as adopted so far: when a calendar is adopted later, they are computed
again. `ripe` is what the timer acts on.
"""

from __future__ import annotations

from datetime import date
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
    Integer,
    PrimaryKeyConstraint,
    RowMapping,
    Select,
    Table,
    Text,
    and_,
    case,
    func,
    or_,
    select,
)

from projections.pages import Order, Slice
from projections.projection import Batch, Projection, Row, Target, json, metadata
from projections.terms import decode, moved
from records.course.moments import Moments
from records.course.terms import Term, TermState, on_day, state, terms
from records.moment import Moment
from records.register.fold import Register

due_case: Final = Table(
    "due_case",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("moments", Text, nullable=False),  # JSON of Moments
    PrimaryKeyConstraint("ledger", "case_id"),
)

due_term: Final = Table(
    "due_term",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("limit_id", Text, nullable=False),
    Column("subject", Text, nullable=False),  # empty when the case has one of it
    Column("title", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("bound", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("due_at", BigInteger),  # microseconds, UTC; of a term in hours
    Column("warn_on", Date, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("right", Boolean, nullable=False),  # over with its last day, and never late
    Column("paused_on", Date),
    Column("kept_on", Date),
    Column("proven_on", Date),
    Column("in_time", Boolean),
    Column("proven_in_time", Boolean),
    Column("lapsed_on", Date),
    Column("then", Text),  # tag of the command that the timer sends
    PrimaryKeyConstraint("ledger", "case_id", "limit_id", "subject"),
)
Index("due_term_by_day", due_term.c.ledger, due_term.c.state, due_term.c.due_on)


# ---- What is given out ----


class CaseTerm(Term, frozen=True, kw_only=True):
    """A term and the case in which it runs."""

    ledger: str
    case_id: str
    agency: str
    """Code."""
    matter: str
    procedure: str
    """Id of the procedure that the case follows."""
    state: TermState


class DuePage(msgspec.Struct, frozen=True, kw_only=True):
    """Some terms, and the cursor of those that follow (None: there are no more)."""

    items: tuple[CaseTerm, ...]
    next: str | None


class Overdue(msgspec.Struct, frozen=True):
    """How many terms of one limit of a procedure are open on a day, and of these, how many are over."""

    procedure: str
    limit_id: str
    title: str
    open: int
    overdue: int


# ---- Queries ----


def due_list(
    connection: Connection,
    ledger: str,
    *,
    states: tuple[TermState, ...] = ("open",),
    agency: str = "",
    limit_id: str = "",
    warn_until: date | None = None,
    today: date | None = None,
    after: str | None = None,
    limit: int = 50,
) -> DuePage:
    """Terms, the most urgent first; `warn_until` leaves out those that need not be acted on by that day.

    `today` is the day on which rights that were not used are found over, None: they are left as the steps left them.
    `after` is the cursor of the page before; Invalid when it is none.
    """
    c, query = due_term.c, _terms(ledger, agency).where(_state(today).in_(states))
    query = query.where(c.limit_id == limit_id) if limit_id else query
    query = query.where(c.warn_on <= warn_until) if warn_until else query
    return _page(_ORDER.earliest_first(connection, query, after, limit), today)


def terms_of(connection: Connection, ledger: str, case: str, today: date | None = None) -> tuple[CaseTerm, ...]:
    """The terms of one case, in the order in which they end; `today` as for `due_list`."""
    c = due_term.c
    query = _terms(ledger, "").where(c.case_id == case).order_by(c.due_on, c.limit_id, c.subject)
    return tuple(_term(row, today) for row in connection.execute(query).mappings())


def count_overdue(connection: Connection, ledger: str, today: date, agency: str = "") -> tuple[Overdue, ...]:
    """Open terms by limit, with those that ended before `today`: what on-time figures don't show yet."""
    c = due_term.c
    over = func.sum((c.due_on < today).cast(Integer))
    told = (c.procedure, c.limit_id, func.max(c.title), func.count(), over)
    query = select(*told).where(c.ledger == ledger, _state(today) == "open")
    query = query.where(c.agency == agency) if agency else query
    rows = connection.execute(query.group_by(c.procedure, c.limit_id).order_by(c.procedure, c.limit_id))
    return tuple(Overdue(*row) for row in rows)


_ON_THE_DAY: Final = ("resume-case",)
"""What is done on the last day of its term, not after it: a case goes on the day after its suspension."""


def ripe(connection: Connection, ledger: str, today: date) -> tuple[CaseTerm, ...]:
    """Terms that are open and have a command for the timer, the oldest first: over before `today`, or due on it."""
    c = due_term.c
    is_due = or_(c.due_on < today, and_(c.due_on == today, c.then.in_(_ON_THE_DAY)))
    query = _terms(ledger, "").where(c.state == "open", is_due, c.then.is_not(None))
    return tuple(map(_term, connection.execute(query.order_by(*_PLACE)).mappings()))


_PLACE: Final = (due_term.c.due_on, due_term.c.case_id, due_term.c.limit_id, due_term.c.subject)
_ORDER: Final = Order(*_PLACE)
_COLUMNS: Final = tuple(due_term.c[name] for name in CaseTerm.__struct_fields__)


def _terms(ledger: str, agency: str) -> Select[Any]:
    query = select(*_COLUMNS).where(due_term.c.ledger == ledger)
    return query.where(due_term.c.agency == agency) if agency else query


def _state(today: date | None) -> ColumnElement[str]:
    """The state of a term on a day, as `records.course.terms.on_day` has it."""
    c = due_term.c
    if today is None:
        return c.state
    return case((and_(c.right, c.state == "open", c.due_on < today), "lapsed"), else_=c.state)


def _page(found: Slice, today: date | None) -> DuePage:
    return DuePage(items=tuple(_term(row, today) for row in found.rows), next=found.next)


def _term(row: RowMapping, today: date | None = None) -> CaseTerm:
    at = Moment(row["due_at"]).instant if row["due_at"] is not None else None
    found = CaseTerm(**(dict(row) | {"due_at": at}))
    now = on_day(found, today) if today else found
    return msgspec.structs.replace(found, lapsed_on=now.lapsed_on, state=state(now))


# ---- From events to rows ----

_Case = tuple[Row, Moments]


def project(batch: Batch, target: Target) -> None:
    """Moves the moments of the cases that took a step, then computes the terms that this changes."""
    cases = _moved(batch, target)
    target.put(due_case, [row for row, _ in cases])
    if batch.changes_terms:
        for portion in target.portions(due_case, batch.ledger, "case_id"):
            _compute(target, batch.ledger, [(row, decode(row["moments"])) for row in portion], batch.register)
    else:
        _compute(target, batch.ledger, cases, batch.register)


def _moved(batch: Batch, target: Target) -> list[_Case]:
    steps = list(batch.steps())
    found = target.rows(due_case, batch.ledger, "case_id", (step.event.case for step in steps))
    moments = moved(steps, {row["case_id"]: row["moments"] for row in found})
    return [(_row(batch.ledger, case, now), now) for case, now in moments.items()]


def _row(ledger: str, case: str, moments: Moments) -> Row:
    return {
        "ledger": ledger,
        "case_id": case,
        "agency": moments.agency,
        "matter": moments.matter,
        "moments": json(moments),
    }


def _compute(target: Target, ledger: str, cases: list[_Case], register: Register) -> None:
    target.remove(due_term, ledger, "case_id", (row["case_id"] for row, _ in cases))
    target.add(due_term, [row for case in cases for row in _rows(*case, register)])


def _rows(case: Row, moments: Moments, register: Register) -> list[Row]:
    own = {name: case[name] for name in ("ledger", "case_id", "agency", "matter")}
    own["procedure"] = moments.procedure
    return [own | _columns(term) | {"state": state(term)} for term in terms(moments, register)]


def _columns(term: Term) -> Row:
    at = Moment.of(term.due_at).micros if term.due_at else None
    return msgspec.structs.asdict(term) | {"due_at": at}


PROJECTION: Final = Projection("due", (due_case, due_term), project)
