"""Reads a ledger for projections: batches of events, each with the registers and the case as known with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, cast

from projections.projection import Batch, Seen
from records.course.case import Case, evolve
from records.course.case import fold as fold_case
from records.errors import Corrupt
from records.event import CaseEvent
from records.register.events import RegisterEvent
from records.register.fold import Register, fold
from records.store.kept import Kept
from records.store.ledger import Ledger
from records.store.mapper import Recorded
from records.tags import is_register

EVENTS_AT_ONCE: Final = 500
"""Events of a batch: more gain nothing, and each batch stays in memory as a whole."""

_CASES_KEPT: Final = 4_096


class Reader:
    """Batches of one ledger. For one thread at a time.

    Registers and cases are folded on from batch to batch; when a batch does not follow the one before, they are
    read again from the ledger up to there.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._register = Register()
        self._at = 0  # position up to which _register is folded
        self._cases: Kept[tuple[Case, int]] = Kept(_CASES_KEPT)

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
        return Batch(self.name, after, seen, self._cases_at, self.ledger.salted, self.ledger.public_acts)

    def _see(self, recorded: list[Recorded]) -> Iterator[Seen]:
        register = self._register
        for one in recorded:
            if is_register(one.stream):
                register = fold(register, [(one.position, cast("RegisterEvent", one.event))])
            yield Seen(one, register, self._after(one) if isinstance(one.event, CaseEvent) else None)

    def _after(self, one: Recorded) -> Case:
        """The case after an event of it."""
        before, version = self._cases.get(one.stream) or (Case(), 0)
        if version != one.version - 1:
            before = self._before(one)
        case = evolve(before, cast("CaseEvent", one.event), one.occurred_at, one.version)
        self._cases.put(one.stream, (case, one.version))
        return case

    def _cases_at(self, position: int) -> Iterator[tuple[str, Case]]:
        for stream in self.ledger.case_streams(position):
            known = [past for past in self.ledger.history(stream) if past.position <= position]
            yield cast("CaseEvent", known[0].event).case, _folded(known)

    def _before(self, one: Recorded) -> Case:
        """The case as its earlier events made it."""
        return _folded(past for past in self.ledger.history(one.stream) if past.version < one.version)


def _folded(steps: Iterable[Recorded]) -> Case:
    in_order = sorted(steps, key=lambda past: (past.occurred_at.micros, past.version))
    return fold_case((cast("CaseEvent", past.event), past.occurred_at, past.version) for past in in_order)
