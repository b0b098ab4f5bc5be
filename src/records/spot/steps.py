"""A penalty on the spot: which command leads to which event, and which issue a numbered document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.event import CaseEvent
from records.spot.collecting import FineCollected, FinesDeposited, FinesHandedIn, OfficersLanded
from records.spot.commands import (
    CollectFine,
    DecideSpot,
    DepositFines,
    HandInFines,
    HearSpot,
    OpenSpot,
    RecordLanding,
    ReportSpot,
    TellSpot,
    TurnSpot,
)
from records.spot.events import SpotDecided, SpotHeard, SpotOpened, SpotReported, SpotTold, SpotTurned

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    SpotOpened: OpenSpot,
    SpotTold: TellSpot,
    SpotHeard: HearSpot,
    SpotDecided: DecideSpot,
    SpotReported: ReportSpot,
    SpotTurned: TurnSpot,
    FineCollected: CollectFine,
    OfficersLanded: RecordLanding,
    FinesHandedIn: HandInFines,
    FinesDeposited: DepositFines,
}
"""By the type of the event the command that it came from; what opens a case comes first."""

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {DecideSpot: SpotDecided.document}
"""The commands that issue a document with a number."""
