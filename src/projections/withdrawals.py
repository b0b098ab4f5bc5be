"""撤回: notices in place of published decisions that were revoked (信息公示制度 第十四条, 处罚法 第四十八条).

A decision that is withheld once its page was public, since it was tagged as secret, has a notice too: it names no
instrument and explains nothing. A notice is there with the revocation, or with the review when that was entered
after the revocation. A revoked decision that never was public has none. A further revocation, as by a court after
a reconsideration, changes what the notice says and not since when it stands; a paper of an instrument that came in
before it changes nothing.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final, Literal, assert_never

import msgspec
from sqlalchemy import (
    BigInteger,
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

from projections.pages import Order, Slice
from projections.projection import Batch, Projection, Row, Target, metadata
from records.course.documents import document_of
from records.moment import Moment
from records.penalty.events import DecisionRevoked, DisclosureReviewed, RevocationEffect
from records.publishing.events import DisclosureReReviewed, PublicationEnded
from records.store.mapper import Recorded

withdrawal: Final = Table(
    "withdrawal",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),  # never given out
    Column("id", Text, nullable=False),  # of the public page, empty when there is none
    Column("number", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("agency_code", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("document", Text, nullable=False),  # id of the document that was decided, empty where none counts
    Column("published_at", BigInteger),  # microseconds, UTC
    Column("effect", Text),
    Column("instrument_kind", Text),
    Column("instrument_number", Text),
    Column("instrument_body", Text),
    Column("instrument_dated_on", Date),
    Column("instrument_received_on", Date),
    Column("explanation", Text),
    Column("position", BigInteger),  # of the event with which the notice is public
    Column("withdrawn_at", BigInteger),  # microseconds, UTC; NULL while there is no notice
    PrimaryKeyConstraint("ledger", "case_id"),
)
Index("withdrawal_by_id", withdrawal.c.ledger, withdrawal.c.id)
Index("withdrawal_by_place", withdrawal.c.withdrawn_at, withdrawal.c.ledger, withdrawal.c.position)


# ---- What is given out ----


Effect = RevocationEffect | Literal["withheld"]
"""What became of the decision, or that its page was taken down for a secret."""


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """A notice that stands in place of a page that was public."""

    ledger: str
    id: str
    """That of the page that was public."""
    position: int
    """Of the event with which the notice is public."""
    number: str
    agency: str
    agency_code: str
    procedure: str
    """Id of the procedure that its case follows."""
    document: str
    """Id of the document that the decision is, empty where an entry of it was a mistake."""
    published_at: datetime
    effect: Effect
    instrument_kind: Literal["reconsideration", "judgment", "superior", "own"] | None
    """None, as all of the instrument, of a page that was taken down for a secret."""
    instrument_number: str | None
    instrument_body: str | None
    instrument_dated_on: date | None
    instrument_received_on: date | None
    explanation: str | None
    withdrawn_at: datetime


class WithdrawalPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some notices, and the cursor of those that follow (None: there are no more)."""

    items: tuple[Withdrawal, ...]
    next: str | None


# ---- Queries ----


def find_withdrawal(connection: Connection, ledger: str, disclosure_id: str) -> Withdrawal | None:
    """The notice in place of the page of that id, None when the page is not withdrawn."""
    row = connection.execute(_notices(ledger).where(withdrawal.c.id == disclosure_id)).mappings().one_or_none()
    return _withdrawal(row) if row else None


def list_withdrawals(
    connection: Connection, ledger: str | None = None, *, after: str | None = None, limit: int = 20
) -> WithdrawalPage:
    """Notices, latest first, of one ledger or of all. `after` is the cursor of the page before."""
    query = _notices(ledger)
    return _page(_ORDER.latest_first(connection, query, after, limit))


def withdrawals_in_order(
    connection: Connection, ledger: str | None = None, *, after: str | None = None, limit: int = 100
) -> WithdrawalPage:
    """Notices, earliest first: what a feed with archives is made of."""
    query = _notices(ledger)
    return _page(_ORDER.earliest_first(connection, query, after, limit))


def count_withdrawals(connection: Connection, ledger: str | None = None) -> int:
    """How many notices there are."""
    return connection.scalar(_notices(ledger).with_only_columns(func.count())) or 0


_ORDER: Final = Order(withdrawal.c.withdrawn_at, withdrawal.c.ledger, withdrawal.c.position)
_COLUMNS: Final = tuple(withdrawal.c[name] for name in Withdrawal.__struct_fields__)


def _notices(ledger: str | None) -> Select[Any]:
    query = select(*_COLUMNS).where(withdrawal.c.withdrawn_at.is_not(None))
    return query.where(withdrawal.c.ledger == ledger) if ledger else query


def _page(found: Slice) -> WithdrawalPage:
    return WithdrawalPage(items=tuple(map(_withdrawal, found.rows)), next=found.next)


def _withdrawal(row: RowMapping) -> Withdrawal:
    times = {name: Moment(row[name]).instant for name in ("published_at", "withdrawn_at")}
    return Withdrawal(**(dict(row) | times))


# ---- From events to rows ----

_NEW: Final[Row] = dict.fromkeys(column.name for column in withdrawal.c) | {
    "id": "",
    "number": "",
    "agency": "",
    "agency_code": "",
    "procedure": "",
    "document": "",
}
_Concerned = DisclosureReviewed | DecisionRevoked | PublicationEnded
"""All other events change nothing here."""


def project(batch: Batch, target: Target) -> None:
    """Puts a notice where a decision is revoked, or withheld, whose page was public."""
    steps = [(step, step.event) for step in batch.steps() if isinstance(step.event, _Concerned)]
    found = target.rows(withdrawal, batch.ledger, "case_id", (event.case for _, event in steps))
    rows = {row["case_id"]: row for row in found}
    for step, event in steps:
        row = rows.get(event.case) or _NEW | {"ledger": batch.ledger, "case_id": event.case}
        decided = step.case.decided
        said = {"procedure": step.case.procedure, "document": document_of(decided) if decided else ""}
        rows[event.case] = _after(row, step.recorded, event) | said
    target.put(withdrawal, list(rows.values()))


def _after(row: Row, recorded: Recorded, event: _Concerned) -> Row:
    match event:
        case DisclosureReReviewed():
            return row | _published_again(recorded, event)
        case PublicationEnded():
            return row | {"id": ""}  # it is public no more: what becomes of it then needs no notice
        case DisclosureReviewed():
            return _noticed(row | _WITHHELD, recorded) if _takes_down(row, event) else row | _published(recorded, event)
        case DecisionRevoked():
            return _noticed(row | _revoked(event, row), recorded)
        case _:
            assert_never(event)


def _noticed(row: Row, recorded: Recorded) -> Row:
    """The notice is public with what came first, when there is a page that it stands for."""
    if not row["id"] or row["withdrawn_at"] is not None:
        return row
    return row | {"position": recorded.position, "withdrawn_at": recorded.recorded_at}


def _takes_down(row: Row, event: DisclosureReviewed) -> bool:
    return event.copy is None and bool(row["id"]) and row["withdrawn_at"] is None


_WITHHELD: Final[Row] = {"effect": "withheld"}
_CLEARED: Final[Row] = {"effect": None, "position": None, "withdrawn_at": None}


def _published_again(recorded: Recorded, event: DisclosureReReviewed) -> Row:
    """A page that was taken down and is public again has no notice any more."""
    return _published(recorded, event) | _CLEARED if event.former == "withheld" and event.copy is not None else {}


def _published(recorded: Recorded, event: DisclosureReviewed) -> Row:
    if event.copy is None:
        return {}
    return {
        "id": event.disclosure,
        "number": event.copy.number,
        "agency": event.copy.agency,
        "agency_code": event.copy.agency_code,
        "published_at": recorded.recorded_at,
    }


def _revoked(event: DecisionRevoked, row: Row) -> Row:
    """What the notice says: by the instrument that reached the agency last."""
    said = row["instrument_received_on"]
    if said is not None and event.instrument.received_on < said:
        return {}
    return {
        "effect": event.effect,
        "instrument_kind": event.instrument.kind,
        "instrument_number": event.instrument.number,
        "instrument_body": event.instrument.body,
        "instrument_dated_on": event.instrument.dated_on,
        "instrument_received_on": event.instrument.received_on,
        "explanation": event.explanation,
    }


PROJECTION: Final = Projection("withdrawals", (withdrawal,), project)
