"""Which recordings a case has to have, and what became of each: linked, waived or missing (全过程记录制度 二)."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec.structs import replace

from records.course.case import Case
from records.course.facts import FACTS
from records.judgement import Context
from records.law.data import Law
from records.law.entries import Duty
from records.penalty.events import RecordingLinked, RecordingWaived

CoverageState = Literal["linked", "waived", "missing"]
"""已关联, 经批准免予, 缺少."""


class Covered(msgspec.Struct, frozen=True, kw_only=True):
    """A recording that the case has to have."""

    duty: str
    """Id of the duty: the stage of its recording."""
    title: str
    category: str
    state: CoverageState
    recordings: tuple[str, ...] = ()
    """BLAKE3 of the originals that are linked."""
    ground: str = ""
    """Id of the ground of the waiver."""
    reason: str = ""
    """Of the waiver."""
    approved_by: str = ""
    """Person id of who waived it."""


def coverage(case: Case, context: Context) -> tuple[Covered, ...]:
    """All that the law of the context's day asks of the case as it stands, in the order of the data."""
    required = (one for one in context.law.duties.values() if FACTS[one.fact](case, context))
    return tuple(_covered(one, case) for one in required)


def unlinked_months(law: Law) -> int | None:
    """For how many months a recording is kept that belongs to no case; None where the data say nothing of it (P)."""
    months = law.values.get("unlinked-recording-months")
    return months.number if months else None


def _covered(duty: Duty, case: Case) -> Covered:
    linked = [one for one in case.every(RecordingLinked) if one.stage == duty.id and not one.derived_from]
    waived = [one for one in case.every(RecordingWaived) if one.stage == duty.id]
    found = Covered(duty=duty.id, title=duty.title, category=duty.category, state="missing")
    if linked:
        return replace(found, state="linked", recordings=tuple(one.blake3 for one in linked))
    if not waived:
        return found
    last = waived[-1]
    return replace(found, state="waived", ground=last.ground, reason=last.reason, approved_by=last.approved_by)
