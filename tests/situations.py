"""Situations of the law: stories in data (`tests/law_examples/*.toml`) that are played on a real ledger.

```toml
[[situation]]
name = "告知送达之前作出处罚决定，不予办理"
starts = 2026-03-02T09:00:00          # by the clock in Shanghai
through = "opinion-endorsed"          # optional: the plain case up to this stage, taken at the start

[[situation.step]]
at = 2026-03-03T10:00:00              # optional: moves the clock forwards
take = "sign-decision"                # tag of a command; fields that a plain case would send are given
by = "head"                           # optional: who sends it (see PEOPLE), else who would in a plain case
with = { fine_yuan = "300.00" }       # optional: other fields
refused = "notice-first"              # or: defects = ["…"] of a back-entry (`on` its day), or nothing: it is allowed
number = "监漳罚决〔2026〕1号"          # optional: the document number that it takes

[situation.then]                      # optional: what is to be seen at the end
on = 2026-05-31T09:00:00              # optional: moves the clock first
due = { decision = 2026-05-31 }       # open terms with the day on which they end
kept = { decision = 2026-03-20 }      # kept terms with the day on which they were kept
waiting = ["serve-decision"]          # everything that waits in the case, in any order
facts = { paid = false }
defects = ["…"]                       # of the case as derived today
```
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, get_args

import msgspec

from penal import (
    ARCHIVIST,
    HANDLERS,
    HEAD,
    LAWYER,
    PLAIN,
    PRESIDER,
    REVIEWER,
    SCAN,
    UNIT_HEAD,
    as_given,
    sender_of,
    timely,
)
from records.errors import Refused
from records.event import CaseEvent
from records.moment import SHANGHAI, Moment
from records.penalty.commands import Opening, Penal
from records.register.events import DocumentNumberTaken, RegisterEvent
from records.store.ledger import Written
from town import Town

FOLDER: Final = Path(__file__).parent / "law_examples"

PEOPLE: Final = {
    "handler": HANDLERS[0],
    "second-handler": HANDLERS[1],
    "head": HEAD,
    "unit-head": UNIT_HEAD,
    "reviewer": LAWYER,
    "presider": PRESIDER,
    "disclosure-officer": REVIEWER,
    "archivist": ARCHIVIST,
    "stranger": "officer-nobody",
    "system": "system",
}

_COMMANDS: Final[dict[str, type[Penal]]] = {str(one.__struct_config__.tag): one for one in get_args(Penal)}
_OPENINGS: Final = get_args(Opening)
_ENTRIES: Final = msgspec.json.Decoder(RegisterEvent)


@dataclass(frozen=True)
class Step:
    """One thing that happens in a story: a command, or an entry of a register (`enter`)."""

    take: str = ""
    at: datetime | None = None
    by: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    on: str = ""
    refused: str = ""
    defects: tuple[str, ...] | None = None
    number: str = ""
    enter: dict[str, Any] = field(default_factory=dict)
    calendar: int = 0


@dataclass(frozen=True)
class Situation:
    """A story with its outcome."""

    file: str
    name: str
    starts: datetime
    through: str
    steps: tuple[Step, ...]
    then: dict[str, Any]
    years: tuple[int, ...]


def situations() -> Iterator[Situation]:
    """All stories, file by file. ValueError for a key that no story has."""
    for path in sorted(FOLDER.glob("*.toml")):
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["situation"]:
            steps = tuple(_step(path.name, step) for step in one.pop("step", []))
            then, years = one.pop("then", {}), tuple(one.pop("years", (2025, 2026)))
            unknown = set(then) - {"on", "due", "kept", "lapsed", "provisional", "waiting", "facts", "defects"}
            if unknown:
                msg = f"{path.name}: {one['name']}: {sorted(unknown)}"
                raise ValueError(msg)
            yield Situation(path.name, one.pop("name"), one.pop("starts"), one.pop("through", ""), steps, then, years)
            if one:
                msg = f"{path.name}: {sorted(one)}"
                raise ValueError(msg)


def _step(file: str, given: dict[str, Any]) -> Step:
    known = {"with": "given"}
    named = {known.get(name, name): value for name, value in given.items()}
    if "defects" in named:
        named["defects"] = tuple(named["defects"])
    try:
        return Step(**named)
    except TypeError as error:
        msg = f"{file}: {error}"
        raise ValueError(msg) from error


class Story:
    """A situation under way in a town of its own."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.case = ""

    def play(self, situation: Situation) -> None:
        """Takes all steps, and holds each against what the story says of it."""
        for name, kind, given in PLAIN if situation.through else ():
            self._send(kind, given)
            if name == situation.through:
                break
        for step in situation.steps:
            self._play(step)

    def _play(self, step: Step) -> None:
        if step.at:
            self.town.at(step.at.isoformat(" "))
        if step.calendar:
            self.town.adopt_calendar(step.calendar)
        elif step.enter:
            self.town.enter(_ENTRIES.decode(msgspec.json.encode(step.enter)))
        else:
            self._take(step)

    def _take(self, step: Step) -> None:
        kind, given = _COMMANDS[step.take], dict(step.given)
        by = PEOPLE.get(step.by, step.by) or sender_of(kind)
        if step.on:
            given |= {"occurred_at": step.on, "entry": SCAN}
            by = PEOPLE.get(step.by, step.by) or HANDLERS[0]
        written, code = None, ""
        try:
            written = self._send(kind, given, by)
        except Refused as refused:
            code = refused.code
        assert code == step.refused, f"{step.take}: {code or 'allowed'}, not {step.refused or 'allowed'}"
        if written is not None:
            self._compare(step, written)

    def _compare(self, step: Step, written: Written) -> None:
        found = [one.code for event in written.events if isinstance(event, CaseEvent) for one in event.defects]
        assert found == list(step.defects or ()), f"{step.take}: defects {found}"
        if step.number:
            numbers = [event.number for event in written.events if isinstance(event, DocumentNumberTaken)]
            assert numbers == [step.number]

    def _send(self, kind: type[Penal], given: dict[str, Any], by: str = "") -> Written:
        now = self.town.ledger.now()
        when = Moment.parse(given["occurred_at"]) if given.get("occurred_at") else now
        command = as_given(kind, timely(kind, when.instant.astimezone(SHANGHAI)) | given)
        sender = self.town.sender(by or sender_of(kind))
        if self.case or not isinstance(command, _OPENINGS):
            return self.town.desk.step(self.case, command, sender)  # type: ignore[arg-type]  # not an opening
        written = self.town.desk.open(command, sender)
        self.case = next(event.case for event in written.events if isinstance(event, CaseEvent))
        return written


def day(value: date | str) -> date:
    """A day as the stories write it."""
    return value if isinstance(value, date) else date.fromisoformat(value)
