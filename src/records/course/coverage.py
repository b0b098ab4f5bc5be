"""Which recordings a case has to have, and what became of each: linked, waived or missing (全过程记录制度 二)."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec.structs import replace

from records.course.case import Case
from records.course.facts import FACTS
from records.course.occasions import Occasion, occasions
from records.judgement import Context
from records.law.data import Law
from records.law.entries import Duty

CoverageState = Literal["linked", "waived", "waiver-defective", "missing"]
"""已关联, 经批准免予, 免予不合规定, 缺少."""


class Covered(msgspec.Struct, frozen=True, kw_only=True):
    """A recording that the case has to have, for one occasion (`records.course.occasions`)."""

    duty: str
    """Id of the duty: the stage of its recording."""
    occasion: int
    """Which one of the duty's occasions, from 1 on, by time."""
    occurred_at: str
    """When the step occurred that had to be recorded; empty: the whole case."""
    title: str
    category: str
    state: CoverageState
    recordings: tuple[str, ...] = ()
    """BLAKE3 of the originals that show it."""
    ground: str = ""
    """Id of the ground of the waiver."""
    reason: str = ""
    """Of the waiver."""
    approved_by: str = ""
    """Person id of who waived it; empty where a paper names nobody."""


def coverage(case: Case, context: Context) -> tuple[Covered, ...]:
    """All that the law of the context's day asks of the case as it stands, in the order of the data and of time."""
    due = ((duty, occasions(duty, case, context, FACTS[duty.fact])) for duty in context.law.duties.values())
    return tuple(_covered(duty, number, one) for duty, found in due for number, one in enumerate(found, 1))


def unlinked_months(law: Law) -> int | None:
    """For how many months a recording is kept that belongs to no case; None where the data say nothing of it (P)."""
    months = law.values.get("unlinked-recording-months")
    return months.number if months else None


def _covered(duty: Duty, number: int, occasion: Occasion) -> Covered:
    found = Covered(
        duty=duty.id,
        occasion=number,
        occurred_at=str(occasion.at or ""),
        title=duty.title,
        category=duty.category,
        state="missing",
    )
    if occasion.recordings:
        return replace(found, state="linked", recordings=occasion.recordings)
    waiver = occasion.waived
    if waiver is None:
        return found
    return replace(
        found,
        state="waived" if occasion.is_settled else "waiver-defective",
        ground=waiver.ground,
        reason=waiver.reason,
        approved_by=waiver.approved_by,
    )
