"""突发事件: a case that is dealt with quickly (行政处罚法 第四十九条)."""

from __future__ import annotations

from records.event import CaseEvent


class EmergencyMarked(CaseEvent, frozen=True, kw_only=True, tag="emergency-marked/1"):
    """The act breaches the measures by which an emergency was answered; the instrument declared it."""

    instrument: str
    """Number of the instrument."""
    declaration: str = ""
    """Title of the instrument, empty when no register knows it."""
    declared_by: str = ""
    digest: str = ""
    """BLAKE3 of the instrument, in hex; empty when it declares no emergency for the day of the act."""
    measure: str
    """The response measure that was breached."""
