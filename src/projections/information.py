"""What agencies publish of themselves (信息公示制度 第三条 to 第五条): entries of the registers for everybody.

The entries are kept as they are recorded, and folded as the registers are: so a page says of any day what a decision of
that day was judged by, and opens no key. Names of officers and reviewers
are left out of these entries: `projections.officials` has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
from sqlalchemy import BigInteger, Column, Connection, PrimaryKeyConstraint, Table, Text, func, select

from projections.projection import Batch, Projection, Target, json, metadata
from records.register.events import (
    AgencyRegistered,
    BasicInformationPublished,
    BasisChanged,
    BasisRepealed,
    BenchmarkPublished,
    CataloguePublished,
    DelegationAnnounced,
    DelegationEnded,
    DelegationGranted,
    ListPublished,
    MatterRegistered,
    MatterWithdrawn,
    OfficerEnded,
    OfficerRegistered,
    ReviewerRegistered,
    TrainingRecorded,
)
from records.register.fold import Register, fold
from records.store.kept import Kept

Shown = (
    AgencyRegistered
    | MatterRegistered
    | MatterWithdrawn
    | DelegationGranted
    | DelegationEnded
    | DelegationAnnounced
    | CataloguePublished
    | ListPublished
    | BasicInformationPublished
    | BasisRepealed
    | BasisChanged
    | OfficerRegistered
    | OfficerEnded
    | ReviewerRegistered
    | TrainingRecorded
    | BenchmarkPublished
)

public_entry: Final = Table(
    "public_entry",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("entry", Text, nullable=False),  # JSON of the event
    PrimaryKeyConstraint("ledger", "position"),
)
_ENTRY: Final = msgspec.json.Decoder(Shown)


_KEPT: Final[Kept[Register]] = Kept(32)
"""By database and ledger the registers that were folded last."""


def public_registers(connection: Connection, ledger: str) -> Register:
    """The registers as far as everybody reads them, to be asked for a day; `position` is that of the last entry.

    Entries never change, so what was folded is kept, and only newer ones are read. A database that was restored may
    end before: then all is read again.
    """
    key = f"{connection.engine.url} {ledger}"
    last = connection.scalar(select(func.max(public_entry.c.position)).where(public_entry.c.ledger == ledger)) or 0
    known = _KEPT.get(key)
    if known is None or known.position > last:
        known = Register()
    if known.position < last:
        known = fold(known, _entries(connection, ledger, known.position, last))
        _KEPT.put(key, known)
    return known


def _entries(connection: Connection, ledger: str, after: int, last: int) -> Iterator[tuple[int, Shown]]:
    c = public_entry.c
    query = select(c.position, c.entry).where(c.ledger == ledger, c.position > after, c.position <= last)
    for position, entry in connection.execute(query.order_by(c.position)):
        yield position, _ENTRY.decode(entry)


def agency_titles(register: Register) -> dict[str, str]:
    """What each agency was called last, by its code."""
    return {code: entries[0].name for code, entries in register.agencies.items()}


def matter_title(register: Register, code: str) -> str:
    """What a matter was called last; its code when nobody listed it."""
    return next((one.name for one in register.matters.get(code, ())), code)


def project(batch: Batch, target: Target) -> None:
    """A row per entry."""
    seen = [(one.recorded.position, one.recorded.event) for one in batch.seen]
    entries = [(position, event) for position, event in seen if isinstance(event, Shown)]
    rows = [{"ledger": batch.ledger, "position": position, "entry": json(event)} for position, event in entries]
    target.put(public_entry, rows)


PROJECTION: Final = Projection("information", (public_entry,), project)
