"""The sample's year in order: which step of which case is sent when, by whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from api.sample.town import Town, at, working

Row = dict[str, Any]

_HOURS: Final = {
    "file-case": 9,
    "link-recording": 10,
    "sign-decision": 11,
    "serve-document": 14,
    "review-disclosure": 15,
    "revoke-decision": 16,
}
"""Hour of the day at which each kind of step is taken, so that those of one day stand in order."""

_STEPS: Final = {"filed": "file-case", "decided": "sign-decision", "served": "serve-document"}


class Action(NamedTuple):
    """A step of the sample."""

    sent_at: datetime
    occurred_at: datetime
    kind: str
    case: Row
    by: str
    """Sample id of the person who sends it."""
    repeated: bool = False
    """Sent a second time, to be refused: a sample without refusals would show half of supervision."""


def plan(town: Town) -> list[Action]:
    """All steps of the year by the time at which they are sent."""
    actions = [action for number, case in enumerate(town.cases) for action in _case(town, number, case)]
    return sorted(actions, key=lambda action: action.sent_at)


def _case(town: Town, number: int, case: Row) -> Iterator[Action]:
    for kind, day, by in _steps(town, case):
        occurred_at = at(day, _HOURS[kind], number)
        yield Action(_sent_at(town, case, kind, occurred_at), occurred_at, kind, case, by)
        if case["id"] in ("c02", "c05") and kind in ("sign-decision", "serve-document"):
            later = at(day, _HOURS[kind], number + 1)
            yield Action(later, later, kind, case, by, repeated=True)


def _steps(town: Town, case: Row) -> Iterator[tuple[str, date, str]]:
    handler = case["handlers"][0]
    filed = working(town.day(case["filed_on"]))
    yield "file-case", filed, handler
    if recording := case.get("recording"):
        yield "link-recording", working(filed, recording["after_days"]), handler
    if not (decision := case.get("decision")):
        return
    signed = working(filed, decision["after_days"])
    yield "sign-decision", signed, _head(town, case)
    if service := case.get("service"):
        yield "serve-document", working(signed, service["after_days"]), handler
    if review := case.get("disclosure"):
        reviewed = working(signed, review["after_days"])
        yield "review-disclosure", reviewed, review["reviewer"]
        if revocation := case.get("revocation"):
            yield "revoke-decision", working(reviewed, revocation["after_days"]), review["reviewer"]


def _head(town: Town, case: Row) -> str:
    """Sample id of the head of the matter's agency, whose own account signs."""
    registers = town.registers
    agency = next(one["agency"] for one in registers["matter"] if one["code"] == case["matter"])
    return next(str(one["head"]) for one in registers["agency"] if one["id"] == agency)


def _sent_at(town: Town, case: Row, kind: str, occurred_at: datetime) -> datetime:
    """When the step is sent: as it happens, or later when it is entered afterwards."""
    entry = case.get("back_entry")
    if entry is None or kind not in [_STEPS[step] for step in entry["steps"]]:
        return occurred_at
    filed = working(town.day(case["filed_on"]))
    day = working(filed, entry["recorded_after_days"])
    return at(day, 9, 30 + list(_HOURS).index(kind))
