"""Positions and versions without gaps, times that never go backwards."""

from __future__ import annotations

from collections.abc import Iterable

from records.store.stored import StoredRow
from records.verify.findings import Findings


class Sequence:
    """Follows the rows of one ledger in the order of positions."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.position = 0
        self._recorded_at = 0

    def take(self, row: StoredRow) -> int:
        """The next row; returns how many positions before it have none."""
        missing = max(row.position - self.position - 1, 0)
        if missing:
            self.missing(self.position + missing)
        elif row.position < 1:
            self._findings.add("stored-form", row.position, reason="记录的位置应从 1 开始")
        if row.recorded_at < self._recorded_at:
            self._findings.add("time-backwards", row.position)
        self.position, self._recorded_at = max(row.position, 0), row.recorded_at
        return missing

    def missing(self, last: int) -> None:
        """There is no row any more up to `last`, which there has to be."""
        self._findings.add("position-missing", self.position + 1, first=self.position + 1, last=last)


def check_versions(versions: Iterable[tuple[str, int, int]], findings: Findings) -> int:
    """Stream, version and position of every row, by stream and version; returns how many streams there are."""
    streams, stream, version, position = 0, None, 0, 0
    for found, number, at in versions:
        if found != stream:
            streams, stream, version, position = streams + 1, found, 0, 0
        if number != version + 1:
            findings.add("version-missing", at, stream=found, first=version + 1, last=number - 1)
        if at <= position:
            findings.add("version-order", at, stream=found, version=number)
        version, position = number, at
    return streams
