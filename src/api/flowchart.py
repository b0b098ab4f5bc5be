"""The flowchart of a procedure, drawn from the law data: stages with their steps, and what each waits for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from records.law.data import Law
from records.law.entries import Step


def draw(law: Law) -> Iterator[str]:
    """Lines of a Mermaid flowchart: a box per stage, a node per step, a dotted arrow from what a step waits for."""
    yield "flowchart TD"
    in_stages = {stage: list(steps) for stage, steps in groupby(_by_stage(law), key=lambda step: step.stage)}
    stages = [stage for stage in law.stages if stage.id in in_stages]
    for stage in stages:
        yield f'    subgraph {_node(stage.id)}["{stage.title}"]'
        for step in in_stages[stage.id]:
            yield f'        {_node("step-" + step.id)}["{step.title}<br/>{step.article}"]'
        yield "    end"
    for before, after in pairwise(stages):
        yield f"    {_node(before.id)} --> {_node(after.id)}"
    for step in law.steps.values():
        for code in step.needs.values():
            yield f'    {_node("rule-" + code)}(["{law.rules[code].text}"]) -.-> {_node("step-" + step.id)}'


def _by_stage(law: Law) -> list[Step]:
    order = {stage.id: index for index, stage in enumerate(law.stages)}
    return sorted(law.steps.values(), key=lambda step: order.get(step.stage, len(order)))


def _node(name: str) -> str:
    return name.replace("-", "_").replace(".", "_")
