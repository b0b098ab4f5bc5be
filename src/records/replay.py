"""Replay of a case: as it was at a time, and as it was known at a time.

"As it was at T" takes the events that had occurred by T, in the order in which they occurred; "as known at T" takes
the prefix that was recorded by T. Both at once: what was known at one time of how it was at another.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import msgspec

from records.event import CaseEvent, Defect
from records.law.data import Stage
from records.moment import Moment
from records.penalty.events import EntryVoided, PenaltyEvent
from records.penalty.state import Penalty, fold
from records.store.mapper import Recorded


class StageReached(msgspec.Struct, frozen=True):
    """How far a case is with one stage of its procedure."""

    id: str
    title: str
    article: str
    status: str
    """`done`, `open`, or `not-checked`: this software does not judge the stage, so nothing is said of it."""
    at: str = ""
    """When it was done, RFC 3339 or a date."""


class Replay(msgspec.Struct, frozen=True):
    """A case up to the times that were asked for."""

    steps: tuple[Recorded, ...]
    """In the order in which they occurred."""
    case: Penalty


def replay(history: Iterable[Recorded], at: Moment | None = None, known_at: Moment | None = None) -> Replay:
    """The case out of its recorded events; without times, as it stands."""
    steps = sorted(
        (one for one in history if _within(one, at, known_at)),
        key=lambda one: (one.occurred_at.micros, one.position),
    )
    case = fold((cast("PenaltyEvent", one.event), one.occurred_at, one.version) for one in steps)
    return Replay(tuple(steps), case)


def _within(one: Recorded, at: Moment | None, known_at: Moment | None) -> bool:
    # That an entry was a mistake holds for every day of the case, once it is known.
    occurred = at is None or one.occurred_at.micros <= at.micros or isinstance(one.event, EntryVoided)
    return occurred and (known_at is None or one.recorded_at <= known_at.micros)


def stages(steps: Iterable[Recorded], procedure: Iterable[Stage]) -> list[StageReached]:
    """Each stage of the procedure with what the steps show of it."""
    first: dict[str, Moment] = {}
    for one in steps:
        first.setdefault(str(one.event.__struct_config__.tag), one.occurred_at)
    return [_stage(stage, first) for stage in procedure]


def _stage(stage: Stage, first: dict[str, Moment]) -> StageReached:
    done = next((first[tag] for tag in stage.events if tag in first), None)
    reached = "done" if done else "open"
    status = reached if stage.checked else "not-checked"
    return StageReached(stage.id, stage.title, stage.article, status, str(done) if done else "")


def defects(steps: Iterable[Recorded]) -> list[Defect]:
    """The defects of all steps, in their order."""
    return [defect for one in steps if isinstance(one.event, CaseEvent) for defect in one.event.defects]
