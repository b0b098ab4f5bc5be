"""What stands at a position of which the entry alone is known (`records.store.losses`)."""

from __future__ import annotations

from typing import Final

from records.event import Event

STREAM: Final = "lost"
"""The stream of such positions."""

TAG: Final = "position-lost/1"


class PositionLost(Event, frozen=True, kw_only=True, tag=TAG):
    """Something was recorded here, and nobody can say what. Whoever reads the ledger steps over it."""

    @property
    def stream(self) -> str:
        """The stream of all lost positions."""
        return STREAM
