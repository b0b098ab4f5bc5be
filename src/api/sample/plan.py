"""The sample's year in order: which step of which case is sent when, by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Final

from api.sample.course import SYSTEM, Action, Course
from api.sample.deciding import declining, passing, punishing, transferring
from api.sample.drawing import drawn
from api.sample.investigating import investigation, lead, opening
from api.sample.performing import closing, following, serving
from api.sample.stories import told
from api.sample.town import Row, Town, at

_NOON: Final = 13
_EVENING: Final = 18


def plan(town: Town) -> list[Action]:
    """All steps of the year by the time at which they are sent; what is planned for its last day is still to come."""
    leads = (_taken(town, found, lead(Course(town, number, found))) for number, found in enumerate(town.leads, 1))
    cases = (_taken(town, found, _course(Course(town, number, found))) for number, found in enumerate(town.cases, 1))
    known = list(chain.from_iterable((*leads, *cases)))
    known += _stories(town, {(one.case, one.label): one.occurred_at.date() for one in known})
    return sorted(known, key=lambda one: one.sent_at)


def _stories(town: Town, days: dict[tuple[str, str], date]) -> Iterator[Action]:
    """The cases of the other procedures, each after those that it names, and what comes beside an ordinary course."""
    planned: dict[tuple[str, str], Action] = {}
    for number, found in enumerate(town.stories, 1 + len(town.cases)):
        for step in told(town, number, drawn(town, found, planned), days):
            days[step.case, step.label] = step.occurred_at.date()
            planned[step.case, step.label] = step
            if step.sent_at < at(town.ends_on, 0, 0):
                yield step
    cases = {one["id"]: (number, one) for number, one in enumerate(town.cases, 1)}
    for found in town.further:
        number, case = cases[found["case"]]
        steps = told(town, number, case | {"opened_on": 0} | found, days)
        yield from (step for step in steps if step.sent_at < at(town.ends_on, 0, 0))


def entered_at(action: Action) -> datetime:
    """Where the sample's clock stands when a step is sent: people enter at noon and in the evening what they have done.

    The timer comes in the night.
    """
    if action.by == SYSTEM:
        return action.sent_at
    return at(action.sent_at.date(), _NOON if action.sent_at.hour < _NOON else _EVENING, 0)


def _course(c: Course) -> Iterator[Action]:
    """The whole course of a case, by what it says of itself."""
    case = c.case
    yield from opening(c)
    yield from investigation(c)
    if "transfer" in case:
        yield from transferring(c)
        if case["transfer"].get("filed"):
            yield from closing(c, "handed-over", "公安机关已经立案，案卷和涉案物品已经移交。")
            return
    if "passed" in case:
        yield from passing(c)
        yield from closing(c, "handed-over", "案件已经移送有管辖权的机关。")
    elif "declined" in case:
        yield from declining(c)
        yield from serving(c, "no-penalty")
        yield from closing(c, "no-penalty", "不予行政处罚决定书已经送达，当事人已经接受教育。")
    elif "decision" in case:
        yield from punishing(c)
        yield from following(c)


def _taken(town: Town, case: Row, steps: Iterable[Action]) -> list[Action]:
    """The steps that are taken: up to the one that the case stops at, and before the sample's last day."""
    taken = []
    for step in steps:
        if step.label not in case.get("skips", ()):
            taken.append(step)
        if step.label == case.get("until"):
            break
    taken += [_try(found, taken) for found in case.get("tries", ())]
    return [one for one in taken if one.sent_at < at(town.ends_on, 0, 0)]


def _try(found: Row, taken: list[Action]) -> Action:
    """A step that is tried right after another one, too early, once too often or otherwise than the law allows."""
    model = next(one for one in taken if one.label == found["step"])
    after = next(one for one in taken if one.label == found["after"])
    fields = {name: value for name, value in model.fields.items() if name not in found.get("without", ())}
    when = after.sent_at + timedelta(minutes=5)
    return model._replace(
        sent_at=when,
        occurred_at=when,
        label=f"{model.label}:{found['code']}",
        by=found.get("by", model.by),
        fields=fields | found.get("with", {}),
        paper="",
        refused=found["code"],
    )
