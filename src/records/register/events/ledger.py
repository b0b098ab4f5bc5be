"""The ledger itself: its opening, and a sample's clock."""

from __future__ import annotations

from records.event import Event


class LedgerOpened(Event, frozen=True, kw_only=True, tag="ledger-opened/1"):
    """The first event of a ledger: whose it is, and whether it is a sample with a simulated clock."""

    name: str
    title: str
    """The jurisdiction in Chinese, as the pages show it."""
    origin: str
    region: str
    """Code of the administrative region (GB/T 2260), six digits."""
    sample: bool = False

    @property
    def stream(self) -> str:
        """The ledger's own stream."""
        return "ledger"


class ClockSet(Event, frozen=True, kw_only=True, tag="clock-set/1"):
    """A sample's clock moved forwards."""

    micros: int

    @property
    def stream(self) -> str:
        """The clock's stream."""
        return "clock"


class ClockReleased(Event, frozen=True, kw_only=True, tag="clock-released/1"):
    """A sample is filled: its clock is the real one from now on."""

    @property
    def stream(self) -> str:
        """The clock's stream."""
        return "clock"
