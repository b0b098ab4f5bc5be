"""案卷预评: the automatic result of a case as it stands, worked out once for all who look while nothing has changed."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from records.evaluation.automatic import Automatic, automatic
from records.event import case_stream
from records.store.directory import Ledgers
from records.store.kept import Kept

RESULTS_KEPT: Final = 1000
"""Of some kilobytes each."""


class _Stand(NamedTuple):
    """All that a result depends on, beside the software."""

    version: int
    """Of the case."""
    registers_to: int
    """Position to which the registers are known: the law data among them."""
    on: date
    """A term is over with a day."""


class PreEvaluations:
    """The automatic results of all cases. Safe for threads: at worst two work out the same."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._ledgers = ledgers
        self._kept: Kept[tuple[_Stand, Automatic]] = Kept(RESULTS_KEPT)

    def of(self, ledger: str, case: str) -> Automatic:
        """That of a case, which has to be there."""
        opened, stream, name = self._ledgers.get(ledger), case_stream(case), f"{ledger}/{case}"
        register, now = opened.register(), opened.now()
        known = self._kept.get(name)
        if known is not None and known[0] == _Stand(opened.version(stream), register.position, now.day):
            return known[1]
        history = opened.history(stream)
        found = automatic(case, history, register, now)
        self._kept.put(name, (_Stand(history[-1].version, register.position, now.day), found))
        return found
