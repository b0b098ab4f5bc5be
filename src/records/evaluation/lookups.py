"""Evaluation of files (案卷评查): what is read before a step is decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec

from records.course.case import Case
from records.course.documents import DECISIONS
from records.course.lookup import Lookups, Prepared, Sources
from records.course.officers import investigators, presiders, reviewers
from records.course.steps import PROCEDURES
from records.evaluation.automatic import automatic
from records.evaluation.commands import DrawFiles
from records.evaluation.draw import Stake, draw
from records.evaluation.events import DrawnFile, EvaluationOpened
from records.event import case_stream
from records.judgement import Context
from records.penalty.events import CaseClosed
from records.register.events import DocumentNumberTaken
from records.register.events.numbers import numbering_stream


class Pooled(NamedTuple):
    """A file that may be evaluated."""

    file: DrawnFile
    of_period: bool
    """Whether its decision is of the period and its case closed: else it can be chosen alone."""


def with_files(prepared: Prepared, case: Case, command: DrawFiles, sources: Sources) -> Prepared:
    """The files of the period, and those that are chosen beside; of what is drawn also the automatic result."""
    plan = case.last(EvaluationOpened)
    if plan is None:
        return prepared
    context = prepared.context
    pool = {one.file.number: one for one in _pool(plan, command, context, sources)}
    stake = Stake(context.case, plan.public_number, command.value, plan.how_many)
    drawn = draw(stake, (number for number, one in pool.items() if one.of_period))
    for number in {*drawn.keys, *command.further} & pool.keys():
        pool[number] = pool[number]._replace(file=_evaluated(pool[number].file, context, sources))
    return prepared.knowing(pool=pool)


def _pool(plan: EvaluationOpened, command: DrawFiles, context: Context, sources: Sources) -> Iterator[Pooled]:
    for taken in _numbers(plan, context, sources):
        found = sources.load(taken.case)
        at = found.signed_at
        if found.decided is None or found.decided.number != taken.number or at is None:
            continue
        of_period = CaseClosed in found.happened and plan.period_from <= at.day <= plan.period_to
        if of_period or taken.number in command.further:
            yield Pooled(_file(taken, found, plan, context), of_period)


def _numbers(plan: EvaluationOpened, context: Context, sources: Sources) -> Iterator[DocumentNumberTaken]:
    """The numbers of decisions that the evaluated agency took in the years of the period."""
    days, register = {plan.period_to, context.now.day}, context.register
    laws = [register.law(day, procedure, plan.evaluated) for day in days for procedure in PROCEDURES]
    kinds = {one.series for law in laws for one in law.documents.values() if one.id in DECISIONS}
    for year in range(plan.period_from.year, plan.period_to.year + 1):
        for kind in sorted(kinds):
            for one in sources.history(numbering_stream(plan.evaluated, kind, year)):
                if isinstance(one.event, DocumentNumberTaken):
                    yield one.event


def _file(taken: DocumentNumberTaken, case: Case, plan: EvaluationOpened, context: Context) -> DrawnFile:
    deciders = {getattr(case.decided, "decided_by", "")} - {""}
    return DrawnFile(
        number=taken.number,
        case=taken.case,
        procedure=case.procedure,
        unit=_unit(case, plan, context),
        involved=tuple(sorted(investigators(case) | presiders(case) | reviewers(case) | deciders)),
    )


def _unit(case: Case, plan: EvaluationOpened, context: Context) -> str:
    """The body of the officers: who acts for the agency by a letter has officers of its own."""
    day = case.filed_at.day if case.filed_at else context.occurred_at.day
    of = {one for person in case.handlers for one in context.register.agencies_of(person, day)}
    return plan.evaluated if plan.evaluated in of or not of else min(of)


def _evaluated(file: DrawnFile, context: Context, sources: Sources) -> DrawnFile:
    found = automatic(file.case, sources.history(case_stream(file.case)), context.register, context.now)
    return msgspec.structs.replace(file, hits=found.hits, score=found.score, grade=found.grade, law=found.law)


LOOKUPS: Final[Lookups] = {DrawFiles: (with_files,)}
"""What these steps look up."""
