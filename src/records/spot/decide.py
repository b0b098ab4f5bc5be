"""A penalty on the spot: who decides on which step, of the money that officers take too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.decider import Decider
from records.course.shapes import Command
from records.spot.collection import collect_fine, deposit_fines, hand_in_fines, record_landing
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
from records.spot.decision import decide_spot
from records.spot.ending import report_spot, turn_spot
from records.spot.visit import hear_spot, open_spot, tell_spot

DECIDERS: Final[Mapping[type[Command], Decider]] = {
    OpenSpot: open_spot,
    TellSpot: tell_spot,
    HearSpot: hear_spot,
    DecideSpot: decide_spot,
    ReportSpot: report_spot,
    TurnSpot: turn_spot,
    CollectFine: collect_fine,
    RecordLanding: record_landing,
    HandInFines: hand_in_fines,
    DepositFines: deposit_fines,
}
"""By the type of the command."""

OUTER: Final = frozenset({"not-the-ordinary-case", "receipt-used"})
"""Rules on what other cases are, or did."""
