"""Basic information of matters (基本信息): what a command alone shows to be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.basics.commands import DraftBasics
from records.course.checking import Check
from records.course.shapes import Command


def _draft(command: DraftBasics) -> list[tuple[str, str]]:
    if (command.cause == "first") == (command.changed_on is None):
        return []
    return [("$.changed_on", "更新公示的，应当写明相关内容变更的日期；首次公示的，不填写")]


CHECKS: Final[Mapping[type[Command], Check]] = {DraftBasics: _draft}
"""By the type of the command."""
