"""Names of officers and reviewers, public by 信息公示制度 第三条: the one personal value that a public register shows.

The follower opens a name once, when it is registered; the page opens no key. Of a person who is erased nothing stays.
"""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import Column, Connection, PrimaryKeyConstraint, Table, Text, select

from projections.projection import Batch, Projection, Row, Target, metadata
from records.event import Erased
from records.register.events import OfficerRegistered, ReviewerRegistered
from records.store.mapper import Recorded

official_name: Final = Table(
    "official_name",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("name", Text, nullable=False),
    PrimaryKeyConstraint("ledger", "person"),
)


def official_names(connection: Connection, ledger: str) -> dict[str, str]:
    """By person id the name that was registered last."""
    c = official_name.c
    found = connection.execute(select(c.person, c.name).where(c.ledger == ledger))
    return {str(person): str(name) for person, name in found}


def project(batch: Batch, target: Target) -> None:
    """A row per person, from whichever register named them last."""
    rows: dict[str, Row] = {}
    for one in batch.seen:
        event = one.recorded.event
        if isinstance(event, OfficerRegistered | ReviewerRegistered) and (name := _name(batch, one.recorded)):
            rows[event.person] = {"ledger": batch.ledger, "person": event.person, "name": name}
    target.put(official_name, list(rows.values()))
    target.remove(official_name, batch.ledger, "person", batch.erased)


def _name(batch: Batch, recorded: Recorded) -> str:
    """The name that the entry gives, empty when nobody can open it any more."""
    for event in batch.salted(recorded.stream, (recorded.version,)):
        for slot in event.slots:
            if slot.path == "name" and slot.value is not None:
                name: str | Erased = msgspec.json.decode(slot.value, type=str | Erased)
                return name if isinstance(name, str) else ""
    return ""


PROJECTION: Final = Projection("officials", (official_name,), project)
