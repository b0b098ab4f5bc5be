"""What a step waits for, asked before it is sent: the rules of `records.course.judging`, each by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from api.access import PERMISSIONS, Principal
from api.form_labels import LABELS
from api.wording import word
from projections.queues import waits
from records.course.case import Case
from records.course.facts import FACTS, recused
from records.course.judging import acts_as, unmet
from records.judgement import Context
from records.law.data import Law
from records.law.entries import Actor, Step

_ACTING: Final = "由您办理"


class Mend(msgspec.Struct, frozen=True):
    """A step that brings about what another one lacks."""

    id: str
    title: str
    called: str
    """Who takes it."""


class Check(msgspec.Struct, frozen=True):
    """One thing that a step needs."""

    holds: bool
    said: str
    """What has to be, in a few words."""
    article: str
    detail: str = ""
    """What is wrong and what to do, when it does not hold."""
    code: str = ""
    """The rule that asks for it, where it is one of the case and not of the person."""
    mends: tuple[Mend, ...] = ()
    """What to do first, when it does not hold."""


class Open(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the procedure for one person and case, as things stand."""

    id: str
    title: str
    stage: str
    article: str
    checks: tuple[Check, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing that can be seen beforehand refuses it."""
        return all(one.holds for one in self.checks)

    @property
    def lacking(self) -> tuple[Check, ...]:
        """What refuses it."""
        return tuple(one for one in self.checks if not one.holds)

    @property
    def met(self) -> tuple[Check, ...]:
        """What is there."""
        return tuple(one for one in self.checks if one.holds)


def opened(step: Step, case: Case, context: Context, principal: Principal) -> Open:
    """The step with all that it needs."""
    checks = (*_who(step, case, context, principal), *_needs(step, case, context))
    return Open(id=step.id, title=step.title, stage=step.stage, article=step.article, checks=checks)


def _who(step: Step, case: Case, context: Context, principal: Principal) -> Iterator[Check]:
    """The account's permission, and whether the person is whom the law asks for."""
    may = principal.may(step.id)
    roles = "、".join(word(role, "role") for role in sorted(PERMISSIONS.get(step.id, ())))
    if not may:
        yield Check(False, _ACTING, "账号权限", f"您的账号没有这一权限，需要的角色：{roles or '系统自动办理'}。")
        return
    called = "或者".join(LABELS.actor[actor] for actor in step.actors)
    right = _may_open(step, case) or any(acts_as(actor, case, context) for actor in step.actors)
    yield Check(right, f"由{called}办理", step.article, "" if right else f"您不是{called}，不能办理这一步骤。")
    if context.person_acting in recused(case):
        rule = _law(context).rules["officer-recused"]
        yield Check(False, "没有被决定回避", rule.article, rule.text)


def _may_open(step: Step, case: Case) -> bool:
    """Whether the handlers are only named by the step itself."""
    actors: tuple[Actor, ...] = step.actors
    return "handler" in actors and case.filed is None


def _needs(step: Step, case: Case, context: Context) -> Iterator[Check]:
    law = _law(context)
    barring = {bar.id: bar.code for bar in law.bars.values() if step.id not in bar.spares}
    for fact, code in barring.items():
        if FACTS[fact](case, context):
            yield _lack(law, LABELS.bars[fact], code, _mends(LABELS.ends.get(fact, ()), case, context))
    for fact, code in step.needs.items():
        if FACTS[fact](case, context):
            yield _has(law, LABELS.needs[fact], code)
        else:
            yield _lack(law, LABELS.needs[fact], code, _mends(LABELS.mends.get(fact, ()), case, context))
    for fact, code in step.bars.items():
        if not FACTS[fact](case, context):
            yield _has(law, LABELS.bars[fact], code)
        elif fact not in barring:
            yield _lack(law, LABELS.bars[fact], code, _mends(LABELS.ends.get(fact, ()), case, context))


def _has(law: Law, said: str, code: str) -> Check:
    return Check(True, said, law.rules[code].article, code=code)


def _lack(law: Law, said: str, code: str, mends: tuple[Mend, ...]) -> Check:
    rule = law.rules[code]
    return Check(False, said, rule.article, rule.text, code, mends)


def mending(code: str, step: Open, case: Case, context: Context) -> tuple[Mend, ...]:
    """What to do first about the rule that refused the step."""
    found = tuple(mend for one in step.lacking if one.code == code for mend in one.mends)
    return tuple(dict.fromkeys(found)) or _mends(LABELS.mends.get(code, ()), case, context)


def _mends(steps: tuple[str, ...], case: Case, context: Context) -> tuple[Mend, ...]:
    """Of the steps those that wait for somebody; else those that nothing in the case bars; else the first."""
    law = _law(context)
    waiting = [Mend(one.step, one.title, LABELS.actor[one.role]) for one in waits(case, context) if one.step in steps]
    named = [law.steps[one] for one in steps if one in law.steps]
    ready = [one for one in named if not unmet(one, case, context)]
    return tuple(waiting or map(_mend, ready or named[:1]))


def _mend(step: Step) -> Mend:
    called = "或者".join(LABELS.actor[actor] for actor in step.actors if actor != "system")
    return Mend(step.id, step.title, called)


def _law(context: Context) -> Law:
    return context.law if context.law.steps else context.law_now
