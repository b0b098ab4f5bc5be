"""A penalty on the spot: the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from records.course.mark import Mark, Marking, Place, fen
from records.event import CaseEvent
from records.spot.collecting import FineCollected, FinesDeposited, FinesHandedIn, OfficersLanded
from records.spot.events import SpotDecided, SpotOpened, SpotReported, SpotTurned

MOMENTS: Final[frozenset[str]] = frozenset(
    {"spot-reported", "spot-turned", "collected", "collected-on-water", "landed", "handed-in", "deposited"}
)
"""The moments that law data may name beside those of every case."""


def _opened(event: SpotOpened, here: Place) -> Iterator[Mark]:
    yield here.dated("act", event.acted_on)
    yield here.dated("discovered", event.discovered_on)


def _decided(event: SpotDecided, here: Place) -> Iterator[Mark]:
    yield here.mark("penalised", amount=fen(event.fine_yuan))
    yield here.mark("charged", amount=fen(event.confiscated_yuan))


def _reported(_: SpotReported, here: Place) -> Iterator[Mark]:
    yield here.mark("spot-reported")


def _turned(_: SpotTurned, here: Place) -> Iterator[Mark]:
    yield here.mark("spot-turned")
    yield here.mark("ended")


def _collected(event: FineCollected, here: Place) -> Iterator[Mark]:
    """Paid with that; `subject` of the others is the receipt, by which it is followed to the bank."""
    yield here.mark("payment", "fine", amount=fen(event.amount_yuan))
    yield here.mark("collected-on-water" if event.on_water else "collected", event.receipt)


def _landed(event: OfficersLanded, here: Place) -> Iterator[Mark]:
    yield from (here.mark("landed", receipt) for receipt in event.receipts)


def _handed_in(event: FinesHandedIn, here: Place) -> Iterator[Mark]:
    yield from (here.mark("handed-in", receipt) for receipt in event.receipts)


def _deposited(event: FinesDeposited, here: Place) -> Iterator[Mark]:
    yield from (here.mark("deposited", receipt) for receipt in event.receipts)


MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    SpotOpened: _opened,
    SpotDecided: _decided,
    SpotReported: _reported,
    SpotTurned: _turned,
    FineCollected: _collected,
    OfficersLanded: _landed,
    FinesHandedIn: _handed_in,
    FinesDeposited: _deposited,
}
"""By the type of an event the marks that it makes; one that is not here makes none."""
