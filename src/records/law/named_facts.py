"""Which facts of a case the law data of a procedure name: the others mean nothing in it."""

from __future__ import annotations

from collections.abc import Iterator

from records.law.data import Law


def named_facts(*laws: Law) -> frozenset[str]:
    """The names of facts that a step, a bar, a task, a recording, a threshold or a void check asks for."""
    return frozenset(fact for law in laws for fact in _named(law))


def _named(law: Law) -> Iterator[str]:
    for step in law.steps.values():
        yield from (*step.needs, *step.bars)
    yield from law.bars
    for task in law.tasks.values():
        yield from (*task.when, *task.unless)
    for condition in law.void.values():
        yield from (*condition.when, *condition.unless)
    yield from (duty.fact for duty in law.duties.values())
    yield from (threshold.fact for threshold in law.thresholds.values() if threshold.fact)
    yield from (material.fact for material in law.materials.values() if material.fact)
    yield from (outcome.needs for outcome in law.outcomes.values() if outcome.needs)
