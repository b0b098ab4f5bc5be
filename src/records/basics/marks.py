"""Basic information of matters (基本信息): the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from records.basics.events import BasicsAnnounced, BasicsApproved, BasicsDrafted, BasicsRedrafted
from records.course.mark import Mark, Marking, Place
from records.event import CaseEvent

MOMENTS: Final[frozenset[str]] = frozenset({"basis-changed-on", "basics-published"})
"""The moments that law data may name beside those of every case."""


def _drafted(event: BasicsDrafted, here: Place) -> Iterator[Mark]:
    """What is due by the registers from its own day each, and from the day that is given where they know of none."""
    for one in event.owed:
        yield here.dated("basis-changed-on", one.since, f"{one.what}（{one.since}）")
    if event.changed_on is not None and event.changed_on not in {one.since for one in event.owed}:
        yield here.dated("basis-changed-on", event.changed_on)


def _approved(event: BasicsApproved, here: Place) -> Iterator[Mark]:
    if event.agreed:
        yield here.mark("draft-approved")


def _announced(_: BasicsAnnounced, here: Place) -> Iterator[Mark]:
    for moment in ("draft-published", "basics-published"):
        yield here.recording(moment)  # it is public with its event, whatever day a paper has


MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    BasicsDrafted: _drafted,
    BasicsRedrafted: lambda _, here: [here.mark("draft-written-anew")],
    BasicsApproved: _approved,
    BasicsAnnounced: _announced,
}
"""By the type of the event."""
