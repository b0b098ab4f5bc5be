"""无效: one check of everything that would make a penalty void (行政处罚法 第三十八条).

The conditions are law data (`[[void]]`), each made of facts of the case. A decision is asked as the case was when it
was signed, by all that is known now; without one, the case as it stands is asked, as if somebody were to sign today.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from records.course.case import Case
from records.course.facts import FACTS
from records.course.sequence import as_of
from records.judgement import Context
from records.law.entries import Void

Verdict = Literal["void", "doubtful", "clear", "unchecked"]
"""无效, 有疑问, 没有发现, 没有可以核查的条目: no condition is in force on the day."""


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """A reason for which a penalty is void, and whether it is there."""

    id: str
    title: str
    article: str
    grade: Literal["void", "doubtful"]
    met: bool


class VoidCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What the check says of a case."""

    decided: bool
    """Whether it is about a decision; else about one that would be signed now."""
    verdict: Verdict
    conditions: tuple[Condition, ...]
    """All that were asked, in the order of the data."""

    @property
    def met(self) -> tuple[Condition, ...]:
        """Those that are there."""
        return tuple(one for one in self.conditions if one.met)


def void_check(case: Case, context: Context) -> VoidCheck:
    """The check of the decision that counts, or of a decision in the context's moment."""
    signed_at = case.signed_at if case.decision is not None else None
    if signed_at is not None:
        case, context = as_of(case, signed_at), msgspec.structs.replace(context, occurred_at=signed_at)
    conditions = tuple(_condition(one, case, context) for one in context.law.void.values())
    return VoidCheck(decided=signed_at is not None, verdict=_verdict(conditions), conditions=conditions)


def _condition(void: Void, case: Case, context: Context) -> Condition:
    there = all(FACTS[fact](case, context) for fact in void.when)
    lacking = not any(FACTS[fact](case, context) for fact in void.unless)
    return Condition(id=void.id, title=void.title, article=void.article, grade=void.grade, met=there and lacking)


def _verdict(conditions: tuple[Condition, ...]) -> Verdict:
    grades = {one.grade for one in conditions if one.met}
    if "void" in grades:
        return "void"
    if grades:
        return "doubtful"
    return "clear" if conditions else "unchecked"
