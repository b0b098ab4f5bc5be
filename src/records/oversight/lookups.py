"""Supervision of disclosure (公示监督检查): what is read before a step is decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from records.course.case import Case
from records.course.documents import DECISIONS
from records.course.lookup import Kept, Lookups, Prepared, Sources
from records.course.moments import Moments, after
from records.course.steps import PROCEDURES
from records.course.terms import terms
from records.event import CaseEvent, case_stream
from records.judgement import Context
from records.oversight.commands import DrawOversightSample
from records.oversight.events import OversightOpened
from records.oversight.sample import Pooled
from records.register.events import DocumentNumberTaken
from records.register.events.numbers import numbering_stream

PUBLICATION: Final = "publication."
"""What the ids of the terms of publication begin with, one for each clock."""


def with_pool(prepared: Prepared, case: Case, command: DrawOversightSample, sources: Sources) -> Prepared:
    """The decisions of the period that had to be published, each with the terms that were missed so far."""
    del command
    plan = case.last(OversightOpened)
    if plan is None:
        return prepared
    context, found = prepared.context, dict[str, Pooled]()
    for taken in _numbers(plan, context, sources):
        decided = sources.load(taken.case)
        counts = decided.decided is not None and decided.decided.number == taken.number
        at = decided.signed_at
        if counts and at is not None and plan.period_from <= at.day <= plan.period_to:
            missed = missed_terms(sources.history(case_stream(taken.case)), context, context.occurred_at.day)
            if missed is not None:
                found[taken.number] = Pooled(case=taken.case, missed=missed)
    return prepared.knowing(pool=found)


def _numbers(plan: OversightOpened, context: Context, sources: Sources) -> Iterator[DocumentNumberTaken]:
    """The numbers of decisions that the inspected agency took in the years of the period."""
    for year in range(plan.period_from.year, plan.period_to.year + 1):
        for kind in sorted(_series(plan, context)):
            for one in sources.history(numbering_stream(plan.inspected, kind, year)):
                if isinstance(one.event, DocumentNumberTaken):
                    yield one.event


def _series(plan: OversightOpened, context: Context) -> set[str]:
    """代字 of the documents that are decisions of enforcement, on the last day of the period and today."""
    days, register = (plan.period_to, context.now.day), context.register
    laws = (register.law(day, procedure, plan.inspected) for day in days for procedure in PROCEDURES)
    return {one.series for law in laws for one in law.documents.values() if one.id in DECISIONS}


def missed_terms(history: Iterable[Kept], context: Context, on: date) -> tuple[str, ...] | None:
    """Ids of the terms of publication that a case missed by a day, by either clock; None: it had none to keep."""
    moments = Moments()
    for one in history:
        if isinstance(one.event, CaseEvent):
            moments = after(moments, one.event, one.occurred_at, one.recorded_at, one.position, one.version)
    own = [one for one in terms(moments, context.register) if one.limit_id.startswith(PUBLICATION)]
    late = [
        one.limit_id
        for one in own
        if one.in_time is False or (one.kept_on is None and one.lapsed_on is None and one.due_on < on)
    ]
    return tuple(dict.fromkeys(late)) if own else None


LOOKUPS: Final[Lookups] = {DrawOversightSample: (with_pool,)}
"""What these steps look up."""
