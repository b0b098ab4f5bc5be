"""Publication beside any decision (公示): what a command alone shows to be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.checking import Check
from records.course.shapes import Command
from records.publishing.commands import RecordCarrier


def _check_days(command: RecordCarrier) -> list[tuple[str, str]]:
    if command.to_on is not None and command.to_on < command.from_on:
        return [("$.to_on", "公示的截止日期早于开始日期")]
    return []


CHECKS: Final[Mapping[type[Command], Check]] = {RecordCarrier: _check_days}
"""By the type of the command."""
