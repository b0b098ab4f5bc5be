"""A borrowed connection on the ledger's own path, past the ORM and the SQL compiler.

Replaying a case and writing a batch are what the ledger is judged by: there the statements' text is fixed,
values go to the driver as they are and come back as tuples, in binary where the protocol has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol

from records.store.stored import StoredRow

COLUMNS: Final = (
    *(
        "ledger",
        "recorded_at",
        "position",
        "stream",
        "version",
        "tag",
        "event_id",
        "occurred_at",
        "dated",
        "actor",
    ),
    *("rules", "registers_to", "checkpoint", "commitments", "sealed", "entry", "register"),
    *("principal", "command", "body"),
)
"""Columns of `event` in the order in which they are written; the first two are the same for all rows of a
batch, the last three are empty instead of NULL, so that each batch size has one statement to prepare.
"""


class Link(Protocol):
    """One connection outside of any transaction. Statements name their parameters `$1`, `$2` and so on.

    The driver's errors pass through as they are; `conflict` and `lost` tell what they mean.
    """

    def rows(self, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """All rows of a statement, over what is committed now."""

    def events(self, sql: str, values: Sequence[object]) -> list[StoredRow]:
        """The same for a statement that selects the fields of `StoredRow`, in their order."""

    def write(self, ledger: str, recorded_at: int, rows: Sequence[tuple[object, ...]]) -> None:
        """Inserts rows of `event` (`COLUMNS` from the third) in one transaction, durable when this returns.

        After an error nothing was written, unless the connection is lost: then nobody knows yet.
        """

    def now(self) -> int:
        """The database's clock: microseconds since 1970 in UTC."""

    def give_back(self) -> None:
        """Makes the connection fit for others; raises when it isn't."""
