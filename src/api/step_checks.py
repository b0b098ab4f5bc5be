"""What a step waits for, asked before it is sent: the rules of `records.penalty.judging`, each by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from api.access import PERMISSIONS, Principal
from api.form_labels import LABELS
from api.wording import word
from records.judgement import Context
from records.law.data import Actor, Law, Step
from records.penalty.facts import FACTS, recused
from records.penalty.judging import acts_as, unmet
from records.penalty.state import Penalty

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

    def mends(self, code: str) -> tuple[Mend, ...]:
        """What to do first about a rule that refused the step, by what the case lacks."""
        found = (mend for one in self.lacking if one.code == code for mend in one.mends)
        return tuple(dict.fromkeys(found))


def opened(step: Step, case: Penalty, context: Context, principal: Principal) -> Open:
    """The step with all that it needs."""
    checks = (*_who(step, case, context, principal), *_needs(step, case, context))
    return Open(id=step.id, title=step.title, stage=step.stage, article=step.article, checks=checks)


def _who(step: Step, case: Penalty, context: Context, principal: Principal) -> Iterator[Check]:
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


def _may_open(step: Step, case: Penalty) -> bool:
    """Whether the handlers are only named by the step itself."""
    actors: tuple[Actor, ...] = step.actors
    return "handler" in actors and case.filed is None


def _needs(step: Step, case: Penalty, context: Context) -> Iterator[Check]:
    law = _law(context)
    for bar in law.bars.values():
        if step.id not in bar.spares and FACTS[bar.id](case, context):
            yield _lack(law, LABELS.bars[bar.id], bar.code, mending(bar.id, case, context))
    for fact, code in step.needs.items():
        yield _check(law, case, context, fact, code, holds=FACTS[fact](case, context), said=LABELS.needs[fact])
    for fact, code in step.bars.items():
        yield _check(law, case, context, fact, code, holds=not FACTS[fact](case, context), said=LABELS.bars[fact])


def _check(law: Law, case: Penalty, context: Context, fact: str, code: str, *, holds: bool, said: str) -> Check:
    if holds:
        return Check(True, said, law.rules[code].article, code=code)
    return _lack(law, said, code, mending(fact, case, context))


def _lack(law: Law, said: str, code: str, mends: tuple[Mend, ...]) -> Check:
    rule = law.rules[code]
    return Check(False, said, rule.article, rule.text, code, mends)


def mending(name: str, case: Penalty, context: Context) -> tuple[Mend, ...]:
    """The steps that bring about a fact, or satisfy a rule: those that nothing in the case bars, else the first."""
    law = _law(context)
    named = [law.steps[one] for one in LABELS.mends.get(name, ()) if one in law.steps]
    ready = [one for one in named if not unmet(one, case, context)]
    return tuple(_mend(one) for one in ready or named[:1])


def _mend(step: Step) -> Mend:
    return Mend(step.id, step.title, "或者".join(LABELS.actor[actor] for actor in step.actors if actor != "system"))


def _law(context: Context) -> Law:
    return context.law if context.law.steps else context.law_now
