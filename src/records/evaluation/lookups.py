"""Evaluation of files (案卷评查): what is read before a step is decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from records.course.case import Case
from records.course.decider import fails
from records.course.decision_numbers import is_decision, taken_as, taken_in
from records.course.known import recorded_before, stands
from records.course.lookup import Kept, Lookups, Prepared, Sources
from records.course.officers import investigators, presiders, reviewers
from records.evaluation.automatic import automatic
from records.evaluation.commands import DrawFiles
from records.evaluation.draw import Stake, draw
from records.evaluation.events import DrawnFile, EvaluationOpened
from records.evaluation.planning import draw_files
from records.event import case_stream
from records.judgement import Context
from records.moment import Moment
from records.penalty.events import CaseClosed


class Pooled(NamedTuple):
    """A file that may be evaluated."""

    file: DrawnFile
    of_period: bool
    """Whether it is drawn from: else it can be chosen alone."""


def with_files(prepared: Prepared, case: Case, command: DrawFiles, sources: Sources) -> Prepared:
    """The files of the period, and those that are chosen beside; what is drawn or chosen is evaluated.

    One history is in memory at a time. Nothing is read for a step that is refused without it.
    """
    plan, context = case.last(EvaluationOpened), prepared.context
    if plan is None or fails(draw_files, command, case, context):
        return prepared
    pool = _of_period(plan, context, sources)
    drawn = draw(Stake(context.case, plan.public_number, command.value, plan.how_many), pool)
    beside = [one for one in command.further if one not in pool]
    pool |= {
        taken.number: Pooled(DrawnFile(number=taken.number, case=taken.case), of_period=False)
        for taken in taken_as(plan.evaluated, beside, context, sources)
        if is_decision(sources.load(taken.case), taken.number)
    }
    for number in {*drawn.keys, *command.further} & pool.keys():
        pool[number] = pool[number]._replace(file=_evaluated(pool[number].file, plan, context, sources))
    return prepared.knowing(pool=pool)


def _of_period(plan: EvaluationOpened, context: Context, sources: Sources) -> dict[str, Pooled]:
    """By number the decisions of the period whose cases the ledger had as closed before the public number was known.

    What comes in since moves nothing: who knows the number can't choose what it is drawn from.
    """
    known, found = Moment.parse(plan.known_from), dict[str, Pooled]()
    for taken in taken_in(plan.evaluated, plan.period_from, plan.period_to, context, sources):
        then = stands(recorded_before(sources.history(case_stream(taken.case)), known))
        at = then.signed_at if CaseClosed in then.happened and is_decision(then, taken.number) else None
        if at is not None and plan.period_from <= at.day <= plan.period_to:
            found[taken.number] = Pooled(DrawnFile(number=taken.number, case=taken.case), of_period=True)
    return found


def _evaluated(file: DrawnFile, plan: EvaluationOpened, context: Context, sources: Sources) -> DrawnFile:
    """With who had a part in the case, and what the software finds."""
    history: Sequence[Kept] = sources.history(case_stream(file.case))
    case, found = stands(history), automatic(file.case, history, context.register, context.now)
    deciders = {getattr(case.decided, "decided_by", "")} - {""}
    return msgspec.structs.replace(
        file,
        procedure=case.procedure,
        unit=_unit(case, plan, context),
        involved=tuple(sorted(investigators(case) | presiders(case) | reviewers(case) | deciders)),
        hits=found.hits,
        score=found.score,
        grade=found.grade,
        law=found.law,
    )


def _unit(case: Case, plan: EvaluationOpened, context: Context) -> str:
    """The body of the officers: who acts for the agency by a letter has officers of its own."""
    day = case.filed_at.day if case.filed_at else context.occurred_at.day
    of = {one for person in case.handlers for one in context.register.agencies_of(person, day)}
    return plan.evaluated if plan.evaluated in of or not of else min(of)


LOOKUPS: Final[Lookups] = {DrawFiles: (with_files,)}
"""What these steps look up."""
