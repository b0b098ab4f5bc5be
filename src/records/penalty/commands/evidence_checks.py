"""What is wrong with a command of the investigation that a schema can't say: pairs of JSON path and a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from records.course.shapes import SomebodyGiven
from records.moment import Moment
from records.penalty.commands import (
    AddEvidence,
    ApprovePreservation,
    CheckCorrection,
    Command,
    DisposeItem,
    MarkEvidence,
    PreserveEvidence,
    QuestionPerson,
    RecordInspection,
    RecordMonitoringAnswer,
    ReviewSecrecy,
    TagSecrecy,
    TakeSample,
    TellMonitoring,
    WaiveCorrection,
    WaiveRecording,
)
from records.penalty.events import Item

Wrong = list[tuple[str, str]]

_TIME: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)

_SAY_SOMETHING: Final[Mapping[type[Command], tuple[str, ...]]] = {
    RecordInspection: ("place", "findings"),
    QuestionPerson: ("place", "statement"),
    TakeSample: ("method",),
    AddEvidence: ("title", "source"),
    MarkEvidence: ("reason",),
    ApprovePreservation: ("reason",),
    DisposeItem: ("reason",),
    WaiveRecording: ("reason",),
    CheckCorrection: ("findings",),
    TellMonitoring: ("facts", "inquiry"),
    RecordMonitoringAnswer: ("statement",),
    WaiveCorrection: ("reason",),
    TagSecrecy: ("reason",),
    ReviewSecrecy: ("opinion",),
}
"""Texts that may not be blank; what a numbered document has to say is law data instead."""


def check_evidence(command: Command) -> Wrong:
    """Pairs of JSON path and what is wrong with a step of the investigation; empty for any other command."""
    blank = [name for name in _SAY_SOMETHING.get(type(command), ()) if not getattr(command, name).strip()]
    found = [(f"$.{name}", "请填写内容，不能只有空格") for name in blank]
    match command:
        case RecordInspection():
            return found + _officers(command.officers) + _times(command) + _names("witnesses", command.witnesses)
        case QuestionPerson():
            return found + _officers(command.officers) + _times(command) + _questioned(command)
        case TakeSample() | PreserveEvidence():
            return found + _things(command)
        case AddEvidence():
            return found + _monitoring(command)
        case TellMonitoring():
            return found + _told(command)
        case ReviewSecrecy():
            return found + _masked(command)
        case _:
            return found


def _officers(officers: tuple[str, ...]) -> Wrong:
    return [("$.officers", "同一执法人员填写了两次")] if len(set(officers)) < len(officers) else []


def _times(command: RecordInspection | QuestionPerson) -> Wrong:
    names = ("begun_at", "ended_at")
    moments = {name: _moment(getattr(command, name)) for name in names}
    wrong = [name for name in names if moments[name] is None]
    if wrong:
        return [(f"$.{name}", "应为带时区的时间，如 2026-01-05T09:30:00+08:00") for name in wrong]
    begun, ended = moments["begun_at"], moments["ended_at"]
    in_order = begun is not None and ended is not None and begun.micros < ended.micros
    return [] if in_order else [("$.ended_at", "结束时间应当晚于开始时间")]


def _moment(text: str) -> Moment | None:
    """The instant that an RFC 3339 text names, None when it is none."""
    if not _TIME.fullmatch(text):
        return None
    try:
        return Moment.parse(text)
    except (ValueError, OverflowError):
        return None


def _names(field: str, given: tuple[SomebodyGiven, ...]) -> Wrong:
    blank = (index for index, one in enumerate(given) if not one.name.strip())
    return [(f"$.{field}[{index}].name", "请填写姓名") for index in blank]


def _questioned(command: QuestionPerson) -> Wrong:
    """One record is of one person: the party, whom the case knows, or the one who is named."""
    if command.role == "party" and command.questioned:
        return [("$.questioned", "询问当事人时不必填写被询问人；询问其他人的，请更改身份")]
    if command.role != "party" and len(command.questioned) != 1:
        return [("$.questioned", "询问应当个别进行，一份笔录填写一名被询问人")]
    return _names("questioned", command.questioned)


def _things(command: TakeSample | PreserveEvidence) -> Wrong:
    return _officers(command.officers) + _items(command.items) + _names("witnesses", command.witnesses)


def _items(items: tuple[Item, ...]) -> Wrong:
    said = {"name": "请填写物品名称", "quantity": "请填写物品数量"}
    return [
        (f"$.items[{index}].{field}", text)
        for index, one in enumerate(items)
        for field, text in said.items()
        if not getattr(one, field).strip()
    ]


def _monitoring(command: AddEvidence) -> Wrong:
    if command.device_reviewed and not command.monitored:
        return [("$.device_reviewed", "只有电子技术监控设备取得的证据才填写设备审核情况")]
    if command.allowed_by and not command.monitored:
        return [("$.allowed_by", "只有电子技术监控设备取得的证据才填写使用监控设备的法律依据")]
    return []


def _told(command: TellMonitoring) -> Wrong:
    return [("$.items", "同一证据填写了两次")] if len(set(command.items)) < len(command.items) else []


def _masked(command: ReviewSecrecy) -> Wrong:
    if bool(command.masked) == (command.result == "mask"):
        return []
    return [("$.masked", "遮盖后可以公开的，应当选择遮盖的内容；其他结论不选择")]
