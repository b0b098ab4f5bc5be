"""Positions whose content is lost, which the log gave back with their entry alone: named for ever.

A loss that nobody has acknowledged is a finding: whoever can write to the database could else hide that he took a
row's content away. One that the operator acknowledges (its first and last position, once it is known how it came) stays
named and is none.
"""

from __future__ import annotations

from collections.abc import Iterable

from records.verify.findings import KEPT, Findings

Span = tuple[int, int]
"""First and last position."""


class Losses:
    """Follows the lost positions of one ledger in their order."""

    def __init__(self, acknowledged: Iterable[Span], findings: Findings) -> None:
        self._acknowledged, self._findings = tuple(acknowledged), findings
        self.spans: list[Span] = []
        """What was lost, `KEPT` spans at most."""
        self._unknown: Span | None = None

    def take(self, position: int) -> None:
        """A lost position."""
        if self.spans and self.spans[-1][1] == position - 1:
            self.spans[-1] = (self.spans[-1][0], position)
        elif len(self.spans) < KEPT:
            self.spans.append((position, position))
        if any(first <= position <= last for first, last in self._acknowledged):
            return
        if self._unknown and self._unknown[1] == position - 1:
            self._unknown = (self._unknown[0], position)
            return
        self.end()
        self._unknown = (position, position)

    def end(self) -> None:
        """There is none any more."""
        if self._unknown:
            self._findings.add("lost", self._unknown[0], first=self._unknown[0], last=self._unknown[1])
        self._unknown = None
