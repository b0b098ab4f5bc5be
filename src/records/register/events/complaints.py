"""投诉、举报 that name no case (信息公示制度 第十条): received from anybody, and dealt with by the agency."""

from __future__ import annotations

from datetime import date

from records.event import ERASED, Event, PersonText


class ComplaintEntered(Event, frozen=True, kw_only=True, tag="complaint-entered/1"):
    """Somebody complains of an agency or reports something; nobody has to say who they are."""

    item: str
    """Its id, a UUID; given by the system."""
    agency: str
    """Code."""
    received_on: date
    summary: str
    person: str
    """Under whose key name and contact stand: an id of its own for each complaint."""
    name: PersonText = ERASED
    contact: PersonText = ERASED

    @property
    def stream(self) -> str:
        """The agency's complaints."""
        return complaints_stream(self.agency)


class ComplaintSettled(Event, frozen=True, kw_only=True, tag="complaint-settled/1"):
    """What was found, and in which case it goes on where it does."""

    item: str
    agency: str
    """Code."""
    answer: str
    case: str = ""
    """Id."""

    @property
    def stream(self) -> str:
        """The agency's complaints."""
        return complaints_stream(self.agency)


def complaints_stream(agency: str) -> str:
    """The stream of what is said of an agency."""
    return f"complaints:{agency}"
