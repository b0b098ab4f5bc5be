"""Compulsory enforcement by the agency: the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from records.course.mark import EARLIEST, Mark, Marking, Place
from records.enforcement import acting_events as e
from records.enforcement.basis import BasisReliefEnded, BasisReliefNoted, BasisRevoked, EnforcedOpened
from records.enforcement.events import (
    ClearedAtOnce,
    ClearingTold,
    DemandIssued,
    DemolitionAnnounced,
    EnforcementOpened,
)
from records.event import CaseEvent

MOMENTS: Final[frozenset[str]] = frozenset(
    {
        "basis-served",
        "basis-served-untold",
        "basis-appealed",
        "basis-sued",
        "basis-relief-served",
        "appeal-over",
        "appeal-over-again",
        "surcharge-begun",
        "surcharge-stopped",
        "demand-served",
        "demand-term",
        "demolition-term",
        "cleared-absent",
        "clearing-told",
        "agreement-due",
        "agreement-kept",
        "agreement-broken",
        "fulfilled",
        "enforcement-suspended",
        "enforcement-resumed",
        "enforcement-acted",
        "enforcement-over",
        "reversal-noted",
        "nothing-to-restore",
        "property-restored",
    }
)
"""The moments that law data may name beside those of every case."""


def opening(event: EnforcedOpened, here: Place) -> Iterator[Mark]:
    """From the service of the decision the terms run in which it can be attacked."""
    yield here.dated("basis-served" if event.relief_told else "basis-served-untold", event.served_on)
    if event.reliefs:
        yield here.mark("basis-appealed")
    if event.appeal_over_on is not None:
        yield here.dated("appeal-over", event.appeal_over_on)


def _opened(event: EnforcementOpened, here: Place) -> Iterator[Mark]:
    yield from opening(event, here)
    if event.surcharge_from is not None:
        yield here.dated("surcharge-begun", event.surcharge_from)


def _appealed(event: BasisReliefNoted, here: Place) -> Iterator[Mark]:
    yield here.mark("basis-appealed", on=event.accepted_on)
    if event.kind == "lawsuit":
        yield here.mark("basis-sued", on=event.accepted_on)


def _relief_ended(event: BasisReliefEnded, here: Place) -> Iterator[Mark]:
    if event.kind == "reconsideration" and event.outcome in {"upheld", "rejected"}:
        yield here.dated("basis-relief-served", event.served_on)
    if event.appeal_over_on is not None:
        yield here.dated("appeal-over-again", event.appeal_over_on)


def _demanded(event: DemandIssued, here: Place) -> Iterator[Mark]:
    yield here.mark("demand-term", event.number, on=_before(event.perform_by))


def _cleared(event: ClearedAtOnce, here: Place) -> Iterator[Mark]:
    if not event.party_present:
        yield here.mark("cleared-absent")


def _agreed(event: e.AgreementMade, here: Place) -> Iterator[Mark]:
    """`subject` is the number of the stage. A surcharge that is waived runs no more."""
    if event.waived_yuan is not None:
        yield here.mark("surcharge-stopped")
    for number, stage in enumerate(event.stages, 1):
        yield here.mark("agreement-due", str(number), on=_before(stage.due_on))


def _before(day: date) -> date:
    """The limit is one day from here: its last is the one that is named."""
    return max(day, EARLIEST + timedelta(days=1)) - timedelta(days=1)


def _over(_event: CaseEvent, here: Place) -> Iterator[Mark]:
    yield here.mark("enforcement-over")
    yield here.mark("ended")


def _restores(event: e.ReversalNoted) -> bool:
    """Of a decision that is gone all goes back; of one that was changed, what the agency has found."""
    return event.ground == "basis-revoked" or event.amount_yuan is not None or bool(event.items)


MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    EnforcementOpened: _opened,
    BasisReliefNoted: _appealed,
    BasisReliefEnded: _relief_ended,
    BasisRevoked: lambda event, here: [here.mark("reversal-noted")] if event.restores else [],
    DemandIssued: _demanded,
    DemolitionAnnounced: lambda event, here: [here.mark("demolition-term", event.number, on=_before(event.remove_by))],
    ClearedAtOnce: _cleared,
    ClearingTold: lambda _, here: [here.mark("clearing-told")],
    e.ActRecorded: lambda _, here: [here.mark("enforcement-acted")],
    e.AgreementMade: _agreed,
    e.AgreementStagePerformed: lambda event, here: [
        here.mark("agreement-kept", str(event.stage), on=event.performed_on)
    ],
    e.AgreementBroken: lambda _, here: [here.mark("agreement-broken")],
    e.FulfilmentRecorded: lambda event, here: [here.mark("fulfilled", on=event.performed_on)] if event.whole else [],
    e.EnforcementSuspended: lambda _, here: [here.mark("enforcement-suspended")],
    e.EnforcementResumed: lambda _, here: [here.mark("enforcement-resumed")],
    e.EnforcementTerminated: _over,
    e.EnforcementCompleted: _over,
    e.ReversalNoted: lambda event, here: [here.mark("reversal-noted" if _restores(event) else "nothing-to-restore")],
    e.PropertyRestored: lambda _, here: [here.mark("property-restored")],
}
"""By the type of an event the marks that it makes; one that is not here makes none."""
