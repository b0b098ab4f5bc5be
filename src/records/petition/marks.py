"""Petitions (裁决、给付、确认、奖励): the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from records.course.mark import EARLIEST, Mark, Marking, Place
from records.event import CaseEvent
from records.petition import events as e

MOMENTS: Final[frozenset[str]] = frozenset(
    {
        "petition-supplement-asked",
        "petition-supplement-due",
        "petition-supplemented",
        "petition-accepted",
        "petition-general-term",
        "petition-sector-term",
        "petition-refused",
        "petition-withdrawn",
        "respondent-told",
        "respondent-notice-served",
        "respondent-answered",
        "third-party-notice-served",
        "third-party-answered",
        "petition-statement",
        "petition-statement-answered",
        "petition-mediated",
        "list-displayed",
        "display-objection",
        "petition-granted",
        "grant-paid",
        "recovery-ordered",
        "recovered",
        "petition-finished",
    }
)
"""The moments that law data may name beside those of every case."""


def _supplement(event: e.PetitionSupplementAsked, here: Place) -> Iterator[Mark]:
    yield here.mark("petition-supplement-asked")
    yield here.dated("petition-supplement-due", _day_before(event.bring_by))


def _day_before(day: date) -> date:
    """The limit is one day from here: its last is the one that the paper names."""
    return date.fromordinal(max(day, EARLIEST).toordinal() - 1)


def _accepted(event: e.PetitionAccepted, here: Place) -> Iterator[Mark]:
    yield here.mark("petition-accepted")
    if event.decide_by is None:
        yield here.mark("petition-general-term")
    else:
        yield here.dated("petition-sector-term", _day_before(event.decide_by))


def _statement(event: e.PetitionStatementRecorded, here: Place) -> Iterator[Mark]:
    yield here.mark("petition-statement", event.item)
    if event.by in _ANSWERED:
        yield here.mark(_ANSWERED[event.by])


_ANSWERED: Final[Mapping[str, str]] = {
    "respondent": "respondent-answered",
    "third-party": "third-party-answered",
    "objector": "display-objection",
}


def _decided(event: e.PetitionDecided, here: Place) -> Iterator[Mark]:
    if event.outcome != "refused":
        yield here.mark("petition-granted")


def _granted(event: e.GrantPaid, here: Place) -> Iterator[Mark]:
    yield here.dated("grant-paid", event.paid_on)
    if event.final:
        yield here.dated("petition-finished", event.paid_on)


def _stopped(event: e.GrantStopped, here: Place) -> Iterator[Mark]:
    yield here.mark("recovery-ordered" if event.recover_yuan else "petition-finished")


MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    e.PetitionSupplementAsked: _supplement,
    e.PetitionSupplemented: lambda _, here: (here.mark("petition-supplemented"),),
    e.PetitionAccepted: _accepted,
    e.PetitionRefused: lambda _, here: (here.mark("petition-refused"),),
    e.PetitionWithdrawn: lambda _, here: (here.mark("petition-withdrawn"), here.mark("petition-finished")),
    e.RespondentTold: lambda _, here: (here.mark("respondent-told"),),
    e.PetitionStatementRecorded: _statement,
    e.PetitionStatementAnswered: lambda event, here: (here.mark("petition-statement-answered", event.item),),
    e.MediationConcluded: lambda _, here: (here.mark("petition-mediated"),),
    e.ListDisplayed: lambda _, here: (here.mark("list-displayed"),),
    e.PetitionExtended: lambda event, here: (here.mark("extended", amount=event.days),),
    e.PetitionDecided: _decided,
    e.GrantPaid: _granted,
    e.GrantStopped: _stopped,
    e.GrantRecovered: lambda event, here: (here.dated("recovered", event.paid_on),),
    e.PetitionPerformed: lambda _, here: (here.mark("petition-finished"),),
}
"""By the type of an event the marks that it makes; one that is not here makes none."""
