"""Supervision of disclosure (公示监督检查): what is read before a step is decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from records.course.case import Case
from records.course.decider import fails
from records.course.decision_numbers import is_decision, taken_as, taken_in
from records.course.known import recorded_before, stands
from records.course.lookup import Kept, Lookups, Prepared, Sources
from records.event import case_stream
from records.judgement import Context
from records.moment import Moment
from records.oversight.clocks import PUBLICATION, family
from records.oversight.commands import DrawOversightSample
from records.oversight.events import OversightOpened
from records.oversight.missed import late_ones, of_disclosure, other_cases
from records.oversight.planning import draw_oversight_sample
from records.oversight.sample import Pooled
from records.register.events import DocumentNumberTaken


def with_pool(prepared: Prepared, case: Case, command: DrawOversightSample, sources: Sources) -> Prepared:
    """The decisions of the period that had to be published and those that are chosen beside, each with missed terms.

    One history is in memory at a time. Nothing is read for a step that is refused without it.
    """
    plan, context = case.last(OversightOpened), prepared.context
    if plan is None or fails(draw_oversight_sample, command, case, context):
        return prepared
    pool = _of_period(plan, context, sources)
    beside = [one for one in command.further if one not in pool]
    for taken in taken_as(plan.inspected, beside, context, sources):
        if is_decision(sources.load(taken.case), taken.number):
            pool[taken.number] = _pooled(taken, sources.history(case_stream(taken.case)), context, of_period=False)
    others = (one for one in beside if one not in pool)
    return prepared.knowing(pool=pool | dict(other_cases(others, plan.inspected, context, sources)))


def _of_period(plan: OversightOpened, context: Context, sources: Sources) -> dict[str, Pooled]:
    """By number the decisions of the period of which the ledger had, before the public number was known, that they had
    to be published: who knows the number can't choose what it is drawn from.
    """
    known, found = Moment.parse(plan.known_from), dict[str, Pooled]()
    for taken in taken_in(plan.inspected, plan.period_from, plan.period_to, context, sources):
        history = sources.history(case_stream(taken.case))
        before = recorded_before(history, known)
        then = stands(before)
        at = then.signed_at if is_decision(then, taken.number) else None
        counts = at is not None and plan.period_from <= at.day <= plan.period_to
        if counts and missed_terms(before, context, known.day) is not None:
            found[taken.number] = _pooled(taken, history, context, of_period=True)
    return found


def _pooled(taken: DocumentNumberTaken, history: Iterable[Kept], context: Context, *, of_period: bool) -> Pooled:
    missed = missed_terms(history, context, context.occurred_at.day) or ()
    return Pooled(case=taken.case, of_period=of_period, missed=missed)


def missed_terms(history: Iterable[Kept], context: Context, on: date) -> tuple[str, ...] | None:
    """Ids of the terms of disclosure that a decision missed by a day, each clock by itself; None: it had not to be
    published.
    """
    own = of_disclosure(history, context)
    return late_ones(own, on) if any(family(one.limit_id) == PUBLICATION for one in own) else None


LOOKUPS: Final[Lookups] = {DrawOversightSample: (with_pool,)}
"""What these steps look up."""
