"""自动评查: which rules of evaluation a file falls under, out of its facts, gaps, defects and terms of today.

A pure function of the case, its context and the defects that are derived from all that is known now
(`records.course.rederive`). What it finds is law data: `[[veto]]` and `[[deduction]]`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from records.course.case import Case
from records.course.closing import lacking
from records.course.facts import FACTS, missing_recordings
from records.course.moments import Moments
from records.course.terms import terms
from records.evaluation.events import Hit
from records.evaluation.points import hit_of
from records.event import Defect
from records.judgement import Context
from records.law.data import Law
from records.law.entries import Deduction, Veto
from records.penalty.voidness import void_check

RECORDINGS: Final = "recordings"
"""What stands for a recording that is missing, among the gaps."""
_MISSED: Final = "recording-missing"
"""Defect of a case that was closed without one."""
_ALL_OTHERS: Final = "*"
_KINDS: Final = ("gaps", "defects", "late", "void")
_OURS: Final = ("agency", "reviewer")


class Signs(NamedTuple):
    """What can be seen of a file: by kind of sign what was found, each as often as it was."""

    gaps: Counter[str]
    defects: Counter[str]
    late: Counter[str]
    void: Counter[str]


def signs(case: Case, context: Context, moments: Moments, defects: Iterable[Defect]) -> Signs:
    """Everything that rules of evaluation look at, beside facts."""
    decided = case.decision is not None
    void = [one.id for one in void_check(case, context).met] if decided else []
    recordings = [RECORDINGS] * len(missing_recordings(case, context))
    counted = {_MISSED} if recordings else set()  # what is missing still is counted as a gap
    return Signs(
        gaps=Counter([*lacking(case, context), *recordings]),
        defects=Counter(one.code for one in defects if one.code not in counted),
        late=Counter(_late(moments, context)),
        void=Counter(void),
    )


def _late(moments: Moments, context: Context) -> Iterator[str]:
    """Ids of the agency's terms that were kept late, or are over and not kept."""
    for one in terms(moments, context.register):
        if one.bound not in _OURS or one.right:
            continue
        over = one.kept_on is None and one.lapsed_on is None and one.paused_on is None and one.due_on < context.now.day
        if one.in_time is False or over:
            yield one.limit_id


def hits(case: Case, context: Context, found: Signs) -> tuple[Hit, ...]:
    """The vetoes and deductions of today's law that the file falls under, in the order of the data."""
    law = context.law
    named = {kind: _named(kind, law) for kind in _KINDS}
    rules: tuple[Veto | Deduction, ...] = (*law.vetoes.values(), *law.deductions.values())
    seen = ((rule, tuple(_seen(rule, case, context, found, named))) for rule in rules)
    return tuple(hit_of(rule, some) for rule, some in seen if some)


def _named(kind: str, law: Law) -> frozenset[str]:
    """What some rule names of a kind of sign, so that `*` does not stand for it."""
    rules: tuple[Veto | Deduction, ...] = (*law.vetoes.values(), *law.deductions.values())
    return frozenset(name for rule in rules for name in getattr(rule, kind))


def _seen(
    rule: Veto | Deduction, case: Case, context: Context, found: Signs, named: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    """The signs of a rule that the file has, each as often as it has it."""
    yield from (fact for fact in rule.facts if FACTS[fact](case, context))
    for kind in _KINDS:
        wanted: tuple[str, ...] = getattr(rule, kind)
        have: Counter[str] = getattr(found, kind)
        for name, times in sorted(have.items()):
            if name in wanted or (_ALL_OTHERS in wanted and name not in named[kind]):
                yield from [name] * times
