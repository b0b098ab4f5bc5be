"""Reads a ledger for projections: batches of events, each with the registers as known with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

from projections.projection import Batch, Seen
from records.errors import Corrupt
from records.register.events import RegisterEvent
from records.register.fold import Register, fold
from records.store.ledger import Ledger
from records.store.mapper import Recorded
from records.tags import is_register

EVENTS_AT_ONCE: Final = 500
"""Events of a batch: more gain nothing, and each batch stays in memory as a whole."""


class Reader:
    """Batches of one ledger. For one thread at a time.

    Registers are folded on from batch to batch; when a batch does not follow the one before, they are read
    again from the ledger up to there.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._register = Register()
        self._at = 0  # position up to which _register is folded

    @property
    def name(self) -> str:
        """The ledger's name."""
        return self.ledger.ledger_name

    def read(self, after: int, limit: int = EVENTS_AT_ONCE) -> Batch | None:
        """The next events after a position, None when there are none.

        Corrupt when one of them can't be opened or is missing.
        """
        recorded = self.ledger.batch(after, limit)
        if not recorded:
            return None
        if recorded[-1].position != after + len(recorded):
            msg = f"{self.name} has a gap between positions {after} and {recorded[-1].position}"
            raise Corrupt(msg)
        if self._at != after:
            self._register = self.ledger.register_at(after)
        seen = tuple(self._see(recorded))
        self._register, self._at = seen[-1].register, recorded[-1].position
        return Batch(self.name, after, seen)

    def _see(self, recorded: list[Recorded]) -> Iterator[Seen]:
        register = self._register
        for one in recorded:
            if is_register(one.stream):
                register = fold(register, [(one.position, cast("RegisterEvent", one.event))])
            yield Seen(one, register)
