"""Corrections of published information (更正): what a command alone shows to be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.correction.commands import (
    CorrectDisclosure,
    DecideCorrection,
    RecordEvidence,
    RequestCorrection,
)
from records.correction.events import ShownField
from records.course.checking import Check
from records.course.shapes import Command

SHOWN: Final[Mapping[str, ShownField]] = {
    "party_shown": "party",
    "facts_shown": "facts",
    "content_shown": "content",
    "reasons_shown": "reasons",
    "matter_name": "matter_name",
    "agency_name": "agency",
}
"""By the field of `CorrectDisclosure` the member of the public copy that it corrects."""

Wrong = list[tuple[str, str]]


def _request(command: RequestCorrection) -> Wrong:
    found: Wrong = []
    if (command.source == "agency") == bool(command.requesters):
        said = "本机关发现的，不填写申请人；由他人申请的，请填写申请人的姓名或者名称"
        found.append(("$.requesters", said))
    if not command.related_case.strip() and not command.published_at.strip():
        found.append(("$.published_at", "请选择公示的案件，或者写明是哪项公示信息、公示在哪里"))
    return found


def _evidence(command: RecordEvidence) -> Wrong:
    return [] if command.files or any(map(str.strip, command.materials)) else [("$.materials", "请填写或者上传证据")]


def _decide(command: DecideCorrection) -> Wrong:
    if command.accepted == (command.ground is not None):
        return [("$.ground", "不予更正的，请选择理由的类型；予以更正的，不选择")]
    return []


def _correct(command: CorrectDisclosure) -> Wrong:
    if not any(getattr(command, name).strip() for name in SHOWN):
        return [("$", "请至少更正一项内容")]
    return []


CHECKS: Final[Mapping[type[Command], Check]] = {
    RequestCorrection: _request,
    RecordEvidence: _evidence,
    DecideCorrection: _decide,
    CorrectDisclosure: _correct,
}
"""By the type of the command."""
