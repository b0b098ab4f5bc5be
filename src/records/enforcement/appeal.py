"""法定期限: until when the party may seek reconsideration or go to court against the decision that is enforced.

Carries out 行政复议法 第二十条, 行政诉讼法 第四十五条 and 第四十六条, on which 行政强制法 第四十四条, 第四十六条 and
第五十三条 rest. Of the terms for reconsideration and lawsuit the longer one decides. After a reconsideration that left
the decision as it is the term of the lawsuit against it runs; after a judgment there is none (P). Who withdraws an
application keeps what is left of the first terms.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from records.course.case import Case
from records.course.sequence import pending
from records.enforcement.basis import BasisReliefEnded, BasisReliefNoted, EnforcedOpened, Outcome
from records.judgement import Context
from records.law.deadline import due
from records.law.entries import Limit
from records.penalty.events import ReliefKind

_PREFIX: Final = {"enforcement": "basis", "court-application": "appeal"}
"""How the limits are called in each procedure: in the court's somebody waits for their end."""


class Ended(NamedTuple):
    """A reconsideration or lawsuit that is over."""

    kind: ReliefKind
    outcome: Outcome
    served_on: date


def appeal_over_on(served_on: date, *, told: bool, ended: Sequence[Ended], context: Context) -> date | None:
    """The last day on which the party can still do something against the decision; None when that is gone.

    `told` says whether the decision told of its rights, `ended` what it has tried, in order.
    """
    if any(one.outcome == "undone" for one in ended):
        return None
    names = ("reconsideration", "lawsuit") if told else ("untold",)
    first = max(_ends(name, served_on, context) for name in names)
    last = ended[-1] if ended else None
    if last is None:
        return first
    if last.outcome == "withdrawn":
        return max(first, last.served_on)
    return _ends("after-reconsideration", last.served_on, context) if last.kind == "reconsideration" else last.served_on


def _ends(name: str, start: date, context: Context) -> date:
    return due(_limit(name, start, context), start, context.register.calendar).on


def _limit(name: str, start: date, context: Context) -> Limit:
    """The limit as it held on that day; of a day before all texts, as it holds today."""
    key = f"{_PREFIX[context.procedure]}.{name}"
    return context.law_on(start).limits.get(key) or context.law_now.limits[key]


def appeal_end(case: Case) -> date | None:
    """That day as the case knows it; None while something is under way, and once the decision is gone."""
    opened = opened_of(case)
    if opened is None or is_relief_open(case):
        return None
    ended = case.last(BasisReliefEnded)
    return ended.appeal_over_on if ended else opened.appeal_over_on


def is_appeal_over(case: Case, context: Context) -> bool:
    """Whether nothing can be done against the decision any more."""
    end = appeal_end(case)
    return end is not None and end < context.occurred_at.day


def is_relief_open(case: Case) -> bool:
    """Whether reconsideration or a lawsuit against the decision goes on."""
    opened = opened_of(case)
    told_open = opened is not None and any(one.ended_on is None for one in opened.reliefs)
    return pending(case, BasisReliefNoted, BasisReliefEnded) or (told_open and BasisReliefEnded not in case.happened)


def is_basis_undone(case: Case) -> bool:
    """Whether reconsideration or a court undid the decision."""
    return any(one.outcome == "undone" for one in case.every(BasisReliefEnded))


def opened_of(case: Case) -> EnforcedOpened | None:
    """The opening of a case that enforces a decision."""
    return case.opened if isinstance(case.opened, EnforcedOpened) else None
