"""The commands of the sample's steps, as a case system would send them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from api.sample.course import Action
from api.sample.story_fields import COMMANDS
from api.sample.town import Row, Town, law
from records.course.documents import DOCUMENTS
from records.law.entries import ORDINARY


class Bodies:
    """Makes the bodies of steps, one after the other in the order in which they are sent.

    `people` tells what ids the sample's persons got in the ledger, `known` which ones its cases have got so far;
    `recordings` and `scan` are the BLAKE3 of what was uploaded.
    """

    def __init__(
        self, town: Town, people: Mapping[str, str], recordings: Mapping[str, str], scan: str, known: Mapping[str, str]
    ) -> None:
        self._people, self._recordings, self._scan, self._known = people, recordings, scan, known
        cases = {one["id"]: one for one in (*town.cases, *town.leads, *town.stories)}
        self._procedures = {name: one.get("procedure", ORDINARY) for name, one in cases.items()}
        self._shorts = {name: str(town.agency(one)["short"]) for name, one in cases.items()}
        self._versions: Counter[str] = Counter()
        self._at: dict[tuple[str, str], int] = {}  # by case and label: the version that the step made
        self._papers: Counter[tuple[str, int]] = Counter()
        self._numbers: dict[tuple[str, str], str] = {}
        self._files: dict[str, Sequence[str]] = {}

    def body(self, action: Action) -> Row:
        """The command of one step; a step that will be refused leaves its case as it is."""
        if not action.refused:
            self._count(action)
        fields = {name: self._real(value, action) for name, value in action.fields.items()}
        body = {"type": action.kind, "occurred_at": action.occurred_at.isoformat(), **fields}
        return body | ({"entry": {"reason": action.paper, "scan": self._scan}} if action.paper else {})

    def note(self, action: Action, version: int) -> None:
        """Tells which version its case has after the step, which may have made several events."""
        self._versions[action.case] = self._at[action.case, action.label] = version

    def note_files(self, case: str, numbers: Sequence[str]) -> None:
        """Tells which files an evaluation drew, by the numbers of their decisions."""
        self._files[case] = numbers

    def _count(self, action: Action) -> None:
        self.note(action, self._versions[action.case] + 1)
        if document := DOCUMENTS.get(COMMANDS[action.kind]):
            year, law_then = action.occurred_at.year, law(action.occurred_at.date(), self._procedures[action.case])
            series = f"{self._shorts[action.case]}{law_then.documents[document].series}"
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
            "case": lambda name, _: self._known[name],
            "number": self._item,
            "decision": lambda name, _: self._numbers[name, "signed"],
            "file": lambda name, action: self._files[action.case][int(name) - 1],
        }

    def _item(self, name: str, action: Action) -> str:
        paper, sign, item = name.partition("#")
        case, _, label = paper.rpartition("/")
        return f"{self._numbers[case or action.case, label]}{sign}{item}"
