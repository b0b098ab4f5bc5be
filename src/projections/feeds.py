"""What feeds are archived by: the disclosures and the notices of one day, and the days that have any (RFC 5005).

An archived page must never change, and a disclosure may be withdrawn: so what an archive takes of one is what stays
of it then, and the page itself has the rest.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal, get_args

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Select, func, select

from projections.disclosures import Status, disclosure
from projections.withdrawals import Withdrawal, withdrawal
from records.moment import Moment

Kind = Literal["disclosures", "withdrawals"]


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """That a decision was published: what is left of a page that is withdrawn."""

    ledger: str
    id: str
    number: str
    agency: str
    procedure: str
    document: str
    published_at: datetime


def published_between(connection: Connection, ledger: str | None, first: int, stop: int) -> tuple[Published, ...]:
    """The pages that became public in a span of microseconds, `stop` excluded, current and withdrawn."""
    query = _between("disclosures", Published.__struct_fields__, ledger, first, stop)
    return tuple(
        Published(**(dict(row) | {"published_at": Moment(row["published_at"]).instant}))
        for row in connection.execute(query).mappings()
    )


def withdrawn_between(connection: Connection, ledger: str | None, first: int, stop: int) -> tuple[Withdrawal, ...]:
    """The notices that became public in a span of microseconds, `stop` excluded."""
    query = _between("withdrawals", Withdrawal.__struct_fields__, ledger, first, stop)
    return tuple(
        Withdrawal(**(dict(row) | {name: Moment(row[name]).instant for name in ("published_at", "withdrawn_at")}))
        for row in connection.execute(query).mappings()
    )


def last_before(connection: Connection, kind: Kind, ledger: str | None, stop: int) -> int | None:
    """When the last one before `stop` became public, in microseconds; None when there is none."""
    return _edge(connection, func.max(_AT[kind]), kind, ledger, _AT[kind] < stop)


def first_from(connection: Connection, kind: Kind, ledger: str | None, first: int) -> int | None:
    """When the first one from `first` on became public."""
    return _edge(connection, func.min(_AT[kind]), kind, ledger, _AT[kind] >= first)


_AT: Final[dict[Kind, Column[int]]] = {
    "disclosures": disclosure.c.published_at,
    "withdrawals": withdrawal.c.withdrawn_at,
}
_PUBLIC: Final[dict[Kind, ColumnElement[bool]]] = {
    "disclosures": disclosure.c.status.in_(get_args(Status)),
    "withdrawals": withdrawal.c.withdrawn_at.is_not(None),
}


def _between(kind: Kind, columns: tuple[str, ...], ledger: str | None, first: int, stop: int) -> Select[Any]:
    at, table = _AT[kind], _AT[kind].table
    query = select(*(table.c[name] for name in columns)).where(_PUBLIC[kind], at >= first, at < stop)
    query = query.where(table.c.ledger == ledger) if ledger else query
    return query.order_by(at, table.c.ledger, table.c.position)


def _edge(
    connection: Connection,
    edge: ColumnElement[int],
    kind: Kind,
    ledger: str | None,
    where: ColumnElement[bool],
) -> int | None:
    query = select(edge).where(_PUBLIC[kind], where)
    return connection.scalar(query.where(_AT[kind].table.c.ledger == ledger) if ledger else query)
