"""A plain case with a step left out, and by which rules of the law data the gap shows: those that name the step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from penal import COURSES, DAYS_BEFORE, HANDLERS, SCAN
from records.course.case import Case
from records.course.closing import gaps
from records.course.facts import FACTS
from records.course.moments import of
from records.course.rederive import defects_now
from records.course.terms import terms
from records.errors import Invalid, NotFound, Refused
from records.judgement import Context
from records.law.data import Law
from records.penalty import commands as c
from walks import Walk


class Found(NamedTuple):
    """What shows that something is missing."""

    codes: frozenset[str] = frozenset()
    """Of the rules that later steps break, or are refused by."""
    gaps: frozenset[str] = frozenset()
    """Titles of what the file lacks."""
    limits: frozenset[str] = frozenset()
    """Ids of the terms that are not kept, of those that somebody has to keep."""

    def __sub__(self, other: Found) -> Found:
        return Found(*(mine - its for mine, its in zip(self, other, strict=True)))

    def __and__(self, other: Found) -> Found:
        return Found(*(mine & its for mine, its in zip(self, other, strict=True)))


def course(procedure: str, omitted: str = "", refused: set[str] | None = None) -> Iterator[Walk]:
    """A plain case as papers tell of it, without one step; as it stands before each step, and at the end.

    `refused` takes the codes by which a later step was refused that is judged now, on paper too.
    """
    walk = Walk(procedure=procedure)
    for stage, kind, given in COURSES[procedure]:
        walk.later(DAYS_BEFORE.get((procedure, stage), 0))
        yield walk
        if stage != omitted:
            on_paper = {"occurred_at": walk.now.isoformat(), **given, "entry": SCAN}
            if not walk.takes(kind, HANDLERS[0], **on_paper):
                _live(walk, kind, given, set() if refused is None else refused)
    yield walk


def _live(walk: Walk, kind: type[c.Command], given: Mapping[str, Any], refused: set[str]) -> None:
    """Taken by whom it is for, as that which becomes public is: no paper says so."""
    try:
        walk.take(kind, **given)
    except Refused as error:
        refused.add(error.code)
    except (Invalid, NotFound):
        return  # what it is about is not there


def without(procedure: str, omitted: str = "") -> Found:
    """What is found in a plain case without the step, or in a whole one."""
    refused = set[str]()
    *_, walk = course(procedure, omitted, refused)
    defects = defects_now(walk.taken, walk.register).values()
    late = (one for one in terms(of(walk.case), walk.register) if one.kept_on is None and not one.right)
    return Found(
        frozenset(one.code for some in defects for one in some) | refused,
        frozenset(gaps(walk.case, looked_at(walk))),
        frozenset(one.limit_id for one in late if one.lapsed_on is None),
    )


whole = cache(without)


def looked_at(walk: Walk) -> Context:
    """The case as it stands now."""
    return walk.context(c.ReopenArchive(reason="查看"))


@cache
def named(procedure: str, stage: str) -> Found:
    """What the law data say of a plain case without the step: the rules, gaps and terms that would tell of it."""
    kind, given = next((kind, given) for name, kind, given in COURSES[procedure] if name == stage)
    before, after, context = _around(procedure, stage)
    law = context.law
    step = law.steps[str(kind.__struct_config__.tag)]
    recording = {one.title for one in law.duties.values() if one.id == given.get("stage")}
    made = {one.moment for one in of(after).marks} - {one.moment for one in of(before).marks}
    return Found(
        frozenset(_codes(law, before, after, context)),
        frozenset({step.title, *(one.title for one in law.stages if one.id == step.stage), *recording}),
        frozenset(one.id for one in law.limits.values() if made & {*one.kept_by}),
    )


def _around(procedure: str, stage: str) -> tuple[Case, Case, Context]:
    """The whole case before a step and after it, with how it is looked at afterwards."""
    stages = [name for name, _, _ in COURSES[procedure]]
    cases = []
    for at, walk in enumerate(course(procedure)):
        cases.append(walk.case)
        if at == stages.index(stage) + 1:
            return cases[-2], cases[-1], looked_at(walk)
    raise KeyError(stage)


def _codes(law: Law, before: Case, after: Case, context: Context) -> Iterator[str]:
    """The rules by which steps wait for a fact that the step made true, or stop at one that it ended."""

    def turned(fact: str, *, on: bool) -> bool:
        return FACTS[fact](after, context) == on and FACTS[fact](before, context) != on

    for step in law.steps.values():
        yield from (code for fact, code in step.needs.items() if turned(fact, on=True))
        yield from (code for fact, code in step.bars.items() if turned(fact, on=False))
    yield from (bar.code for fact, bar in law.bars.items() if turned(fact, on=False))


def steps() -> list[tuple[str, str]]:
    """Every step of every plain case but the first, without which there is no case."""
    return [(procedure, stage) for procedure, some in COURSES.items() for stage, *_ in some[1:]]
