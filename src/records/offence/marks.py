"""An act that is punished: the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.mark import Marking, fen
from records.event import CaseEvent
from records.offence.events import ConfiscatedSettled, CourtJudged, ProceedsHandedIn

MOMENTS: Final[frozenset[str]] = frozenset({"auctioned", "proceeds-handed-in"})
"""The moments that law data may name beside those of every case."""

MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    CourtJudged: lambda event, here: (here.mark("set-off", amount=fen(event.released_yuan)),),
    ConfiscatedSettled: lambda event, here: (here.mark("auctioned", event.item),) if event.fate == "auctioned" else (),
    ProceedsHandedIn: lambda _, here: (here.mark("proceeds-handed-in"),),
}
"""By the type of an event the marks that it makes; one that is not here makes none."""
