"""A command's events on their way into the ledger."""

from __future__ import annotations

import os
from collections.abc import Sequence, Set
from threading import Lock
from typing import Any, Final

from eventsourcing.persistence import StoredEvent

from records.store.failures import Repeated, Taken
from records.store.link import COLUMNS
from records.store.stored import CommandKey, Receipt, SealedEvent

Row = tuple[Any, ...]
"""Values of `link.COLUMNS` from the third."""

POSITION: Final = COLUMNS.index("position") - 2
ENTRY: Final = COLUMNS.index("entry") - 2

_NO_COMMAND: Final[Row] = ("", "", b"")


class Pending:
    """What one command wants written, all or nothing, and what became of it.

    Its events keep their ids however often they are sent, so that those found in the database can be told
    from another's. Until `parked` is released the leader owns `outcome`, from then on the thread that waits.
    """

    __slots__ = ("command", "event_ids", "events", "outcome", "parked", "versions")

    def __init__(self, events: Sequence[StoredEvent], command: CommandKey | None) -> None:
        self.events = events
        self.command = command
        self.event_ids = [event.event_id if isinstance(event, SealedEvent) else os.urandom(16) for event in events]
        self.versions = [(str(event.originator_id), event.originator_version) for event in events]
        self.outcome: Receipt | BaseException | None = None
        self.parked = Lock()
        self.parked.acquire()
        if len(set(self.versions)) < len(events):
            raise Taken(*max(self.versions, key=self.versions.count))

    @property
    def key(self) -> tuple[str, str] | None:
        """The command's principal and key: no two commands of a ledger have the same."""
        return (self.command.principal, self.command.key) if self.command else None

    def conflict(self, versions: Set[tuple[str, int]], keys: Set[tuple[str, str]]) -> Taken | Repeated | None:
        """What is wrong when these versions and keys are another's already."""
        if self.command and self.key in keys:
            return Repeated(self.command)
        return next((Taken(*version) for version in self.versions if version in versions), None)

    def rows(self, first: int, recorded_at: int) -> list[Row]:
        """Rows of `event` from position `first` on, completed with `recorded_at` (microseconds, UTC)."""
        claim = _NO_COMMAND
        if self.command is not None:
            claim = (self.command.principal, self.command.key, self.command.body)
        rows = []
        for position, (event, event_id) in enumerate(zip(self.events, self.event_ids, strict=True), first):
            rows.append((position, *_values(event, event_id, recorded_at), *claim))
            claim = _NO_COMMAND
        return rows


def _values(event: StoredEvent, event_id: bytes, recorded_at: int) -> Row:
    name = (event.originator_id, event.originator_version, event.topic, event_id)
    if not isinstance(event, SealedEvent):
        return (*name, 0, False, "", b"", 0, b"", b"", event.state, b"", False)
    commitments, entry = event.complete(recorded_at)
    return (
        *(
            *name,
            event.occurred_at,
            event.dated,
            event.actor,
            event.rules,
            event.registers_to,
            event.checkpoint,
        ),
        *(commitments, event.state, entry, event.register),
    )
