"""突发事件: marking a case that is dealt with quickly."""

from __future__ import annotations

from records.course.shapes import Brief, Command, Said


class MarkEmergency(Command, frozen=True, kw_only=True, tag="mark-emergency"):
    """Says that the act breaches the response measures of a declared emergency (突发事件)."""

    instrument: Brief
    """Number of the instrument that declared it, as the register has it."""
    measure: Said
