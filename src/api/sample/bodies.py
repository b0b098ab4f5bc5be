"""The commands of the sample's steps, as a case system would send them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final

from api.sample.course import Action
from api.sample.town import Row, Town

_SERIES: Final = {"preserve-evidence": "先登", "sign-decision": "罚决"}
"""代字 of the papers whose numbers later steps name, by the step that issues them."""


class Bodies:
    """Makes the bodies of steps, one after the other in the order in which they are sent.

    `people` tells what ids the sample's persons got in the ledger; `recordings` and `scan` are the BLAKE3 of what was
    uploaded.
    """

    def __init__(self, town: Town, people: Mapping[str, str], recordings: Mapping[str, str], scan: str) -> None:
        self._people, self._recordings, self._scan = people, recordings, scan
        cases = {one["id"]: one for one in (*town.cases, *town.leads)}
        self._shorts = {name: str(town.agency(one)["short"]) for name, one in cases.items()}
        self._versions: Counter[str] = Counter()
        self._at: dict[tuple[str, str], int] = {}  # by case and label: the version that the step made
        self._papers: Counter[tuple[str, int]] = Counter()
        self._numbers: dict[tuple[str, str], str] = {}

    def body(self, action: Action) -> Row:
        """The command of one step; a step that will be refused leaves its case as it is."""
        if not action.refused:
            self._count(action)
        fields = {name: self._real(value, action) for name, value in action.fields.items()}
        body = {"type": action.kind, "occurred_at": action.occurred_at.isoformat(), **fields}
        return body | ({"entry": {"reason": action.paper, "scan": self._scan}} if action.paper else {})

    def _count(self, action: Action) -> None:
        self._versions[action.case] += 1
        self._at[action.case, action.label] = self._versions[action.case]
        if kind := _SERIES.get(action.kind):
            series, year = f"{self._shorts[action.case]}{kind}", action.occurred_at.year
            self._papers[series, year] += 1
            self._numbers[action.case, action.label] = f"{series}〔{year}〕{self._papers[series, year]}号"

    def _real(self, value: Any, action: Action) -> Any:
        if isinstance(value, str) and value.startswith("@"):
            kind, _, name = value[1:].partition(":")
            return self._named()[kind](name, action)
        if isinstance(value, dict):
            return {name: self._real(one, action) for name, one in value.items()}
        return [self._real(one, action) for one in value] if isinstance(value, list) else value

    def _named(self) -> dict[str, Callable[[str, Action], object]]:
        """What `@KIND:NAME` stands for."""
        return {
            "person": lambda name, _: self._people[name],
            "recording": lambda name, _: self._recordings[name],
            "scan": lambda _, __: self._scan,
            "version": lambda name, action: self._at[action.case, name],
            "number": self._item,
            "decision": lambda name, _: self._numbers[name, "signed"],
        }

    def _item(self, name: str, action: Action) -> str:
        label, _, item = name.partition("#")
        return f"{self._numbers[action.case, label]}#{item}"
