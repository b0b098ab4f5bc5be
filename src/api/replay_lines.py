"""A replay as text: a line per step in the time of Asia/Shanghai, with its defects and what it changed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

import msgspec

from api.case_view import Step, TimelineView, person_name
from api.change_words import Line, Speaker, lines
from api.wording import moment
from projections.sentences import sentence
from records.replay import Change
from records.store.ledger import Ledger


def speaker(ledger: Ledger, case: str) -> Speaker:
    """How persons and the stages of the case are called today."""
    procedure = ledger.case(case)[0].procedure
    return Speaker(cache(partial(person_name, ledger)), ledger.register().law(ledger.now().day, procedure).stages)


def told(view: TimelineView, called: Speaker) -> Iterator[str]:
    """The lines of a replay: its steps, then its stages."""
    for index, step in enumerate(view.steps):
        yield from _step(step, called, opens=index == 0)
    for stage in view.stages:
        yield f"[{stage.status}] {stage.title} {moment(stage.at)}".rstrip()


def _step(step: Step, called: Speaker, *, opens: bool) -> Iterator[str]:
    entered = "（补录）" if step.back_entered else ""
    at, recorded = moment(step.occurred_at), moment(step.recorded_at)
    yield f"{at}  {step.type}{entered}  录入 {recorded}  第 {step.position} 条"
    for defect in step.defects:
        yield f"    缺陷 {defect.code}：{defect.detail}（{defect.article}）"
    if isinstance(step.changes, msgspec.UnsetType):
        return
    yield f"    {sentence(step.event)}"
    yield from _change(step.changes, called, opens=opens)


def _change(change: Change, called: Speaker, *, opens: bool) -> Iterator[str]:
    if change.voided:
        yield "    已作废，不计入案件"
    yield from _said("此前，因期间经过或者名录变动", lines(change.meanwhile, called))
    yield from _said("这一步", lines(change.made, called, opens=opens))


def _said(title: str, found: tuple[Line, ...]) -> Iterator[str]:
    if found:
        yield f"    {title}："
    for line in found:
        yield f"      {line.label}：{'；'.join(line.said)}"
