"""The automatic result of a case's file out of its recorded steps, as evaluation and staff pages both read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import msgspec

from records.course.known import stands
from records.course.lookup import Kept
from records.course.moments import Moments, after
from records.course.rederive import Taken, defects_now
from records.evaluation.events import FileGrade, Hit
from records.evaluation.findings import hits, signs
from records.evaluation.points import grade_of, part_of, score_of
from records.event import CaseEvent
from records.judgement import Context
from records.moment import Moment
from records.penalty.events import EntryVoided
from records.register.fold import Register


class Automatic(msgspec.Struct, frozen=True, kw_only=True):
    """What the software finds of a file by itself."""

    vetoes: tuple[Hit, ...]
    deductions: tuple[Hit, ...]
    cover: int
    """Points that cover and order have left."""
    content: int
    score: int | None
    """Of a hundred; None when a veto fails the file."""
    grade: FileGrade
    law: str
    """SHA-256 in hex of the law data."""

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All of them."""
        return (*self.vetoes, *self.deductions)


def automatic(case: str, history: Iterable[Kept], register: Register, now: Moment) -> Automatic:
    """The file of a case as it stands `now`, by the rules of its procedure that hold today."""
    steps = [one for one in history if isinstance(one.event, CaseEvent)]
    as_known = stands(steps)
    context = Context(
        case=case,
        procedure=as_known.procedure,
        agency=as_known.agency,
        actor="system",
        now=now,
        occurred_at=now,
        register=register,
    )
    moments = Moments()
    for one in steps:
        event = cast("CaseEvent", one.event)
        moments = after(moments, event, one.occurred_at, one.recorded_at, one.position, one.version)
    taken = (
        Taken(cast("CaseEvent", one.event), one.occurred_at, Moment(one.recorded_at), one.version, one.actor)
        for one in steps
    )
    voided = {one.event.version for one in steps if isinstance(one.event, EntryVoided)}
    found = [
        defect for version, some in defects_now(taken, register).items() if version not in voided for defect in some
    ]
    seen = hits(as_known, context, signs(as_known, context, moments, found))
    return Automatic(
        vetoes=tuple(one for one in seen if one.part == "veto"),
        deductions=tuple(one for one in seen if one.part != "veto"),
        cover=part_of("cover", seen, context.law),
        content=part_of("content", seen, context.law),
        score=score_of(seen, context.law),
        grade=grade_of(seen, context.law),
        law=context.law.digest.hex(),
    )
