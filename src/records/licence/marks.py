"""Licences: the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from records.course.mark import Mark, Marking, Place
from records.event import CaseEvent
from records.licence import events as e
from records.licence.kinds import Way
from records.penalty.events import HearingEnded, HearingHeld

MOMENTS: Final[frozenset[str]] = frozenset(
    {
        "licence-received",
        "supplement-asked",
        "supplemented",
        "accepted-alone",
        "accepted-jointly",
        "accepted-below",
        "licence-accepted",
        "licence-deemed-accepted",
        "application-withdrawn",
        "application-forwarded",
        "application-ended",
        "interested-told",
        "interested-heard",
        "licence-hearing-right",
        "licence-term-extended",
        "licence-hearing-held",
        "licence-hearing-ended",
        "renewal-eve",
        "renewal-deemed",
        "certificate-due",
        "certificate-issued",
        "licence-compensation-due",
        "licence-compensation-paid",
        "licence-complaint-received",
        "licence-complaint-answered",
    }
)
"""The moments that law data may name beside those of every case."""

_WAYS: Final[Mapping[Way, str]] = {
    "alone": "accepted-alone",
    "joint": "accepted-jointly",
    "first-review": "accepted-below",
}


def _applied(event: e.LicenceApplied, here: Place) -> Iterable[Mark]:
    """The term of a renewal is one day from the eve of the last day: its last day is that one."""
    yield here.mark("licence-received")
    if event.application == "renewal" and event.in_time and event.licence_until is not None:
        yield here.mark("renewal-eve", on=event.licence_until - timedelta(days=1))


def _supplemented(event: e.MaterialsSupplemented, here: Place) -> Iterable[Mark]:
    if event.complete:
        yield here.mark("supplemented")


def _accepted(event: e.ApplicationAccepted | e.AcceptanceDeemed, here: Place) -> Iterable[Mark]:
    yield here.mark("licence-accepted" if isinstance(event, e.ApplicationAccepted) else "licence-deemed-accepted")
    yield here.mark(_WAYS[event.way], on=event.accepted_on)


def _told(event: e.InterestedTold, here: Place) -> Iterable[Mark]:
    yield here.mark("interested-told", event.to)
    if event.hearing_told:
        yield here.mark("licence-hearing-right", event.to)


def _heard(event: e.InterestedHeard, here: Place) -> Iterable[Mark]:
    yield here.mark("interested-heard", event.by)
    if event.hearing_waived:
        yield here.mark("hearing-waived", event.by)


def _granted(event: e.LicenceGranted | e.LicenceChanged, here: Place) -> Iterable[Mark]:
    if event.certificate:
        yield here.mark("certificate-due")


def _taken(event: e.LicenceWithdrawn | e.LicenceRevoked, here: Place) -> Iterable[Mark]:
    if event.compensation_yuan is not None:
        yield here.mark("licence-compensation-due")


def _paid(event: e.LicenceCompensationPaid, here: Place) -> Iterable[Mark]:
    if not event.left_yuan:
        yield here.dated("licence-compensation-paid", event.paid_on)


def _complained(event: e.LicenceComplaintReceived, here: Place) -> Iterable[Mark]:
    yield here.dated("licence-complaint-received", event.received_on, event.item)


MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    e.LicenceApplied: _applied,
    e.SupplementAsked: lambda _, here: (here.mark("supplement-asked"),),
    e.MaterialsSupplemented: _supplemented,
    e.ApplicationAccepted: _accepted,
    e.AcceptanceDeemed: _accepted,
    e.ApplicationWithdrawn: lambda _, here: (here.mark("application-withdrawn"),),
    e.ApplicationForwarded: lambda _, here: (here.mark("application-forwarded"),),
    e.ApplicationEnded: lambda _, here: (here.mark("application-ended"),),
    e.InterestedTold: _told,
    e.InterestedHeard: _heard,
    HearingHeld: lambda _, here: (here.mark("licence-hearing-held"),),
    HearingEnded: lambda _, here: (here.mark("licence-hearing-ended"),),
    e.SpecialTimeBegun: lambda event, here: (
        here.mark("special-time-begun", event.number, until=event.until.isoformat()),
    ),
    e.SpecialTimeEnded: lambda event, here: (here.mark("special-time-ended", event.period),),
    e.LicenceTermExtended: lambda _, here: (here.mark("licence-term-extended"),),
    e.LicenceGranted: _granted,
    e.LicenceChanged: _granted,
    e.LicenceWithdrawn: _taken,
    e.LicenceRevoked: _taken,
    e.RenewalDeemed: lambda _, here: (here.mark("renewal-deemed"),),
    e.CertificateIssued: lambda _, here: (here.mark("certificate-issued"),),
    e.LicenceCompensationPaid: _paid,
    e.LicenceComplaintReceived: _complained,
    e.LicenceComplaintAnswered: lambda event, here: (here.mark("licence-complaint-answered", event.item),),
}
"""By the type of an event the marks that it makes; one that is not here makes none."""
