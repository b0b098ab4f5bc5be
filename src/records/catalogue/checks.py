"""Publication catalogues (公示目录): what a command alone shows to be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.catalogue.commands import ApproveCatalogue, DraftCatalogue, RedraftCatalogue
from records.course.checking import Check
from records.course.shapes import Command

_LONGEST: Final = 250
"""Working days of a year: no term of publication is longer."""

_EMPTY: Final = "请填写内容，不能只有空格"


def _entries(command: DraftCatalogue | RedraftCatalogue) -> list[tuple[str, str]]:
    found, kinds = [], [one.information for one in command.entries]
    for at, one in enumerate(command.entries):
        path = f"$.entries[{at}]"
        if one.information in kinds[:at]:
            found.append((f"{path}.information", "同一种信息在目录中只列一行"))
        if not 0 < one.days <= _LONGEST:
            found.append((f"{path}.days", f"公示时限应为 1 至 {_LONGEST} 个工作日"))
        found += [(f"{path}.fields[{line}]", _EMPTY) for line, text in enumerate(one.fields) if not text.strip()]
    return found


def _approval(command: ApproveCatalogue) -> list[tuple[str, str]]:
    if not command.agreed and command.valid_from is not None:
        return [("$.valid_from", "退回修改的，不填写施行日期")]
    return []


CHECKS: Final[Mapping[type[Command], Check]] = {
    DraftCatalogue: _entries,
    RedraftCatalogue: _entries,
    ApproveCatalogue: _approval,
}
"""By the type of the command."""
