"""What agencies publish of themselves (信息公示制度 第三条 to 第五条): entries of the registers for everybody.

The entries are kept as they are recorded, and folded as the registers are: so a page says of any day what a decision of
that day was judged by, and opens no key. Names of officers and reviewers
are left out of these entries: `projections.officials` has them.
"""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import BigInteger, Column, Connection, PrimaryKeyConstraint, Table, Text, select

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


def public_registers(connection: Connection, ledger: str) -> Register:
    """The registers as far as everybody reads them, to be asked for a day."""
    c = public_entry.c
    query = select(c.position, c.entry).where(c.ledger == ledger).order_by(c.position)
    return fold(Register(), ((position, _ENTRY.decode(entry)) for position, entry in connection.execute(query)))


def agency_titles(register: Register) -> dict[str, str]:
    """What each agency was called last, by its code."""
    return {code: entries[0].name for code, entries in register.agencies.items()}


def project(batch: Batch, target: Target) -> None:
    """A row per entry."""
    seen = [(one.recorded.position, one.recorded.event) for one in batch.seen]
    entries = [(position, event) for position, event in seen if isinstance(event, Shown)]
    rows = [{"ledger": batch.ledger, "position": position, "entry": json(event)} for position, event in entries]
    target.put(public_entry, rows)


PROJECTION: Final = Projection("information", (public_entry,), project)
