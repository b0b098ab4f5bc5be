"""A case out of its recorded history: as it stands, and as the ledger had it before a moment."""

from __future__ import annotations

from collections.abc import Iterable

from records.course.case import Case, fold
from records.course.lookup import Kept
from records.event import CaseEvent
from records.moment import Moment


def stands(history: Iterable[Kept]) -> Case:
    """The case after all of the history, whatever else its stream holds."""
    ordered = sorted(history, key=lambda one: (one.occurred_at.micros, one.version))
    return fold((one.event, one.occurred_at, one.version) for one in ordered if isinstance(one.event, CaseEvent))


def recorded_before(history: Iterable[Kept], moment: Moment) -> list[Kept]:
    """What was recorded before a moment, of whichever day it tells: nothing that came in since adds to it."""
    return [one for one in history if one.recorded_at < moment.micros]
