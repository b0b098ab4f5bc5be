"""Beside the course: the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.beside.events import ComplaintAnswered, ComplaintReceived, RedoAnswered
from records.course.mark import Marking
from records.event import CaseEvent

MOMENTS: Final[frozenset[str]] = frozenset({"complaint-received", "complaint-answered", "redo-answered"})
"""The moments that law data may name beside those of every case."""

MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    RedoAnswered: lambda _, here: (here.mark("redo-answered"),),
    ComplaintReceived: lambda event, here: (here.dated("complaint-received", event.received_on, event.item),),
    ComplaintAnswered: lambda event, here: (here.mark("complaint-answered", event.item),),
}
"""By the type of an event the marks that it makes; one that is not here makes none."""
