"""抽查计划 and 抽签: what may be asked for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from records.course.decided import Decide
from records.course.opened import Open
from records.course.shapes import Command, Line, Said
from records.inspection.plan_events import Excuse, Source

Key = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Z][0-9A-Z-]{0,39}(?![\s\S])")]
"""统一社会信用代码, or a number in the agency's directory of objects; never a person's number."""
Number = Annotated[int, msgspec.Meta(ge=1, le=1_000)]
Public = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^\S(?:[^\n\r]*\S)?(?![\s\S])")]
"""One line without blanks at its ends, since each of its bytes counts."""


class ItemGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of the plan."""

    matter: Line
    scope: Line
    percent: Annotated[int, msgspec.Meta(ge=1, le=100)]
    begins_on: date
    ends_on: date


class OpenPlan(Open, frozen=True, kw_only=True, tag="open-inspection-plan"):
    """Drafts a yearly plan of random inspections (年度抽查计划)."""

    year: Annotated[int, msgspec.Meta(ge=2000, le=2200)]
    items: Annotated[tuple[ItemGiven, ...], msgspec.Meta(min_length=1, max_length=100)]

    @property
    def procedure(self) -> str:
        """Id of the procedure of the case that it opens."""
        return "inspection"


class ApprovePlan(Decide, frozen=True, kw_only=True, tag="approve-inspection-plan"):
    """The head approves the plan."""


class CommitDraw(Command, frozen=True, kw_only=True, tag="commit-draw"):
    """Fixes the lists of a draw, and names the public number that will decide on it."""

    item: Number
    objects: Annotated[tuple[Key, ...], msgspec.Meta(min_length=1, max_length=5_000)]
    officers: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=200)]
    """Person ids."""
    source: Source
    public_number: Public
    known_from: Line


class MakeDraw(Command, frozen=True, kw_only=True, tag="make-draw"):
    """Enters the public number, by which objects and officers are drawn."""

    value: Public
    proof: Line


class PublishDraw(Command, frozen=True, kw_only=True, tag="publish-draw"):
    """Makes lists, number and result of a draw public."""

    draw: Number


class ExcuseOfficer(Command, frozen=True, kw_only=True, tag="excuse-officer"):
    """The head excuses a drawn officer, so that the next in the order takes the place."""

    person: Line
    ground: Excuse
    reason: Said
