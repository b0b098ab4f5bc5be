"""Levies and fees: the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from records.course.mark import EARLIEST, Mark, Marking, Place
from records.event import CaseEvent
from records.levy import events as e

MOMENTS: Final[frozenset[str]] = frozenset(
    {
        "levy-assessed",
        "levy-notice-served",
        "levy-statement",
        "levy-statement-answered",
        "levy-due",
        "levy-deferred",
        "levy-payment",
        "levy-settled",
        "levy-relief-requested",
        "levy-relief-decided",
        "levy-overpaid",
        "levy-refunded",
        "levy-reconciled",
    }
)
"""The moments that law data may name beside those of every case."""


def _decided(event: e.LevyDecided, here: Place) -> Iterator[Mark]:
    yield _due(event.pay_by, here)


def _due(day: date, here: Place, subject: str = "") -> Mark:
    """The limit is one day from here: its last is the one that the document names."""
    return here.dated("levy-due", date.fromordinal(max(day, EARLIEST).toordinal() - 1), subject)


def _statement(event: e.LevyStatementRecorded, here: Place) -> Iterator[Mark]:
    yield here.mark("levy-statement")
    if event.waived:
        yield here.mark("levy-statement-answered")  # nothing is left to be answered


def _paid(event: e.LevyPaid, here: Place) -> Iterator[Mark]:
    yield here.dated("levy-payment", event.paid_on)
    if event.settles:
        yield here.dated("levy-settled", event.paid_on)
    if event.over_yuan > 0:
        yield here.dated("levy-overpaid", event.paid_on, _entry(here))


def _relief(event: e.LevyReliefDecided, here: Place) -> Iterator[Mark]:
    yield here.mark("levy-relief-decided", event.item)
    if event.defer_until is not None:
        yield here.mark("levy-deferred")
        yield _due(event.defer_until, here, event.number)
    yield from _settled(event, here)


def _settled(event: e.LevyReliefDecided | e.LevyAdjusted, here: Place) -> Iterator[Mark]:
    """What is left once the amount has changed: nothing to pay, or something that goes back."""
    if event.settles:
        yield here.mark("levy-settled")
    if event.over_yuan > 0:
        yield here.mark("levy-overpaid", _entry(here))


def _entry(here: Place) -> str:
    """What tells one surplus from another: the entry by which it came about."""
    return str(here.version)


def _refunded(event: e.RefundPaid, here: Place) -> Iterator[Mark]:
    if event.left_yuan == 0:
        yield here.dated("levy-refunded", event.paid_on)


MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    e.LevyAssessed: lambda _, here: (here.mark("levy-assessed"),),
    e.LevyStatementRecorded: _statement,
    e.LevyStatementAnswered: lambda _, here: (here.mark("levy-statement-answered"),),
    e.LevyDecided: _decided,
    e.LevyPaid: _paid,
    e.LevyReliefRequested: lambda event, here: (here.mark("levy-relief-requested", event.item),),
    e.LevyReliefDecided: _relief,
    e.LevyAdjusted: _settled,
    e.LevyReconciled: lambda _, here: (here.mark("levy-reconciled"),),
    e.RefundPaid: _refunded,
}
"""By the type of an event the marks that it makes; one that is not here makes none."""
