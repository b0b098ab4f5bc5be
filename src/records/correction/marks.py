"""Corrections of published information (更正): the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from records.correction import events as e
from records.course.mark import EARLIEST, Mark, Marking, Place
from records.event import CaseEvent

MOMENTS: Final[frozenset[str]] = frozenset(
    {
        "correction-found",
        "correction-to-check",
        "correction-to-answer",
        "correction-evidence-lacking",
        "correction-evidence-asked",
        "correction-evidence-due",
        "correction-evidence-recorded",
        "information-checked",
        "correction-decided",
        "correction-accepted",
        "correction-reply-served",
        "correction-completed",
    }
)
"""The moments that law data may name beside those of every case."""


def _requested(event: e.CorrectionRequested, here: Place) -> Iterator[Mark]:
    """The agency's terms run from the day on which it has what it needs: the request with evidence. Until then it is
    the term to ask for evidence that runs.
    """
    moments: tuple[str, ...]
    if event.source == "agency":
        moments = ("correction-found", "correction-to-check")
    elif event.materials or event.files:
        moments = ("correction-to-check", "correction-to-answer")
    else:
        moments = ("correction-evidence-lacking",)
    yield from (here.dated(moment, event.received_on) for moment in moments)


def _asked(event: e.EvidenceAsked, here: Place) -> Iterator[Mark]:
    """The limit of who was asked is one day from here: its last is the one that was named."""
    yield here.mark("correction-evidence-asked")
    yield here.dated("correction-evidence-due", date.fromordinal(max(event.bring_by, EARLIEST).toordinal() - 1))


def _decided(event: e.CorrectionDecided, here: Place) -> Iterator[Mark]:
    yield here.mark("correction-decided")
    if event.accepted:
        yield here.mark("correction-accepted")


MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    e.CorrectionRequested: _requested,
    e.EvidenceAsked: _asked,
    e.EvidenceRecorded: lambda _, here: [here.mark("correction-evidence-recorded")],
    e.InformationChecked: lambda _, here: [here.mark("information-checked")],
    e.CorrectionDecided: _decided,
    e.ReplyServed: lambda _, here: [here.mark("correction-reply-served")],
    e.CorrectionCompleted: lambda _, here: [here.mark("correction-completed")],
}
"""By the type of the event."""
