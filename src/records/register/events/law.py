"""The law data and calendars that a ledger adopts, and emergencies that are declared."""

from __future__ import annotations

from datetime import date

from records.event import Event


class EmergencyDeclared(Event, frozen=True, kw_only=True, tag="emergency-declared/1"):
    """An emergency (突发事件), by the instrument that declared it; a later entry of its number replaces it.

    A breach of the response measures on a day of it is dealt with quickly (行政处罚法 第四十九条).
    """

    number: str
    """Number of the instrument."""
    title: str
    body: str
    """Who declared it."""
    digest: str
    """BLAKE3 of the instrument, in hex."""
    valid_from: date
    valid_to: date | None = None
    """Last day; None while it goes on."""

    @property
    def stream(self) -> str:
        """The emergency's stream."""
        return f"emergency:{self.number}"


class CalendarAdopted(Event, frozen=True, kw_only=True, tag="calendar-adopted/1"):
    """The State Council's notice of a year's holidays and make-up working days."""

    year: int
    notice: str
    off: tuple[date, ...]
    """Days off by the notice, weekend days among them."""
    working: tuple[date, ...]
    """Weekend days on which work is made up (调休)."""

    @property
    def stream(self) -> str:
        """The calendars' stream."""
        return "calendar"


class RulesAdopted(Event, frozen=True, kw_only=True, tag="rules-adopted/1"):
    """A file of law data that cases are judged by, its whole text; replaces the file of the same name."""

    name: str
    text: str
    """TOML."""

    @property
    def stream(self) -> str:
        """The rules' stream."""
        return "rules"


class AgencyRulesAdopted(Event, frozen=True, kw_only=True, tag="agency-rules-adopted/1"):
    """An agency adopts rules of its own, a file of law data over those that all share; an empty text ends them."""

    agency: str
    """Code."""
    name: str
    text: str

    @property
    def stream(self) -> str:
        """The stream of the agency's own rules."""
        return f"rules:{self.agency}"
