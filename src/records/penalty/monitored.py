"""电子监控: what electronic monitoring made in a case, and what the party knows of it (行政处罚法 第四十一条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.sequence import came_after
from records.penalty.events import EvidenceAdded, EvidenceMarked, MonitoringAnswered, MonitoringTold


def untold_items(case: Case) -> tuple[EvidenceAdded, ...]:
    """The items that monitoring made and the party was not told of; what was barred proves nothing, and needs none."""
    told = {item for one in case.every(MonitoringTold) for item in one.items}
    barred = {one.item: one.verdict == "barred" for one in case.every(EvidenceMarked)}
    monitored = (one for one in case.every(EvidenceAdded) if one.monitored)
    return tuple(one for one in monitored if one.item not in told and not barred.get(one.item))


def examined(case: Case) -> frozenset[str]:
    """The items with a finding that the party's answer, where there is one, came before: what they say is looked at."""
    answers = case.happened.get(MonitoringAnswered, ())
    return frozenset(
        mark.event.item
        for mark in case.happened.get(EvidenceMarked, ())
        if not any(one.event.item == mark.event.item and came_after(one, mark) for one in answers)
    )
