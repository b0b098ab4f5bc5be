"""The sample's year decided step by step without a database: what `make demo` would send, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Final, NamedTuple, cast

import msgspec

from api.access import PERMISSIONS
from api.register_entries import Entry
from api.sample.bodies import Bodies
from api.sample.course import PUBLIC, SYSTEM, Action
from api.sample.filling import RECORDINGS, entries, later, roles
from api.sample.plan import entered_at, plan
from api.sample.story_fields import COMMANDS
from api.sample.town import Row, Town, load
from records.application import CaseDesk, Sender
from records.course.case import Case, fold
from records.errors import Refused
from records.evaluation.events import FilesDrawn
from records.event import CaseEvent, Event, case_stream
from records.judgement import StoredObject
from records.law.file import seed_calendars, seed_texts
from records.moment import Moment
from records.register.events import (
    CalendarAdopted,
    DocumentNumberTaken,
    PersonRegistered,
    RegisterEvent,
    RulesAdopted,
    numbering_stream,
)
from records.register.fold import Register
from records.register.fold import fold as fold_registers
from records.register.numbering import Series
from records.store.ledger import Ledger
from records.tags import is_register

TODAY: Final = date(2026, 6, 30)


class Kept(NamedTuple):
    """An event of the memory, with who sent it, recorded when it occurred."""

    event: Event
    actor: str
    occurred_at: Moment
    recorded_at: int
    position: int
    version: int


class Memory:
    """What a case desk reads of a ledger, made of the events that were decided so far: nothing of it is sealed."""

    def __init__(self, register: Register) -> None:
        self._register, self.clock, self._position = register, Moment(0), 0
        self.steps: dict[str, list[tuple[CaseEvent, Moment, int]]] = defaultdict(list)
        self._streams: dict[str, list[Kept]] = defaultdict(list)
        self._series: dict[str, Series] = {}
        self._persons: dict[str, str] = {}

    def register(self) -> Register:
        return self._register

    def now(self) -> Moment:
        return self.clock

    def case(self, name: str) -> tuple[Case, int]:
        steps = self.steps.get(name, [])
        return fold(sorted(steps, key=lambda one: (one[1].micros, one[2]))), len(steps)

    def history(self, stream: str, *, persons: bool = False) -> list[Kept]:
        return list(self._streams[stream])

    def version(self, stream: str) -> int:
        return len(self._streams[stream])

    def identified(self, number: str) -> str:
        return self._persons.get(number, "")

    def keyed(self, text: str) -> str:
        return sha256(text.encode()).hexdigest()

    def series(self, stream: str) -> tuple[Series, int]:
        return self._series.get(stream, Series()), 0

    def last_lost(self) -> None:
        return None

    def keep(self, event: Event, actor: str, occurred_at: Moment) -> None:
        kept = self._streams[event.stream]
        self._position += 1
        kept.append(Kept(event, actor, occurred_at, occurred_at.micros, self._position, len(kept) + 1))
        if is_register(event.stream):
            known = [(self._register.position + 1, cast("RegisterEvent", event))]
            self._register = fold_registers(self._register, known)
        match event:
            case CaseEvent():
                steps = self.steps[event.case]
                steps.append((event, occurred_at, len(steps) + 1))
            case DocumentNumberTaken():
                stream = numbering_stream(event.agency, event.kind, event.year)
                self._series[stream] = self._series.get(stream, Series()).after(event)
            case PersonRegistered(number=str(number)) if number:
                self._persons[number] = event.person
            case _:
                pass


class Year:
    """All cases after all steps of the plan; `refused` and `defects` tell what the law said."""

    def __init__(self, town: Town, only: frozenset[str] = frozenset()) -> None:
        """With `only`, the steps of these cases alone are taken."""
        self.town = town
        self.people = {one["id"]: one["id"] for one in town.registers["person"]}
        self.register = fold_registers(Register(), enumerate(self._entries(), 1))
        self.refused: list[tuple[Action, str]] = []
        self.actions = [one for one in plan(town) if not only or one.case in only]
        self.ids: dict[str, str] = {}
        recordings = {name: sha256(name.encode()).hexdigest() for name in RECORDINGS}
        self.bodies = Bodies(town, self.people, recordings, "0" * 64, self.ids)
        self._memory = Memory(self.register)
        self._desk = CaseDesk(cast("Ledger", self._memory), _found)
        for action in self.actions:
            self._take(action)
        self.steps = {name: self._memory.steps[case] for name, case in self.ids.items()}

    def _entries(self) -> Iterator[RegisterEvent]:
        for name, text in seed_texts().items():
            yield RulesAdopted(name=name, text=text)
        for one in seed_calendars():
            yield CalendarAdopted(year=one.year, notice=one.notice, off=one.off, working=one.working)
        for entry in (*entries(self.town, self.people), *(entry for _, entry in later(self.town, self.people))):
            yield msgspec.convert(entry, Entry, strict=False)

    def case(self, name: str) -> Case:
        """A case as it stands, by its sample id."""
        return self._memory.case(self.ids[name])[0]

    def tags(self, name: str) -> list[str]:
        """The events of a case."""
        return [str(event.__struct_config__.tag).partition("/")[0] for event, _, _ in self.steps[name]]

    def defects(self) -> dict[str, set[str]]:
        """By case, the rules that back-entered steps broke."""
        found: dict[str, set[str]] = defaultdict(set)
        for name, steps in self.steps.items():
            for event, _, _ in steps:
                found[name].update(defect.code for defect in event.defects)
        return {name: codes for name, codes in found.items() if codes}

    def _take(self, action: Action) -> None:
        body = self.bodies.body(action)
        if action.by == PUBLIC:
            del body["occurred_at"]  # it counts when it comes in
        command = msgspec.convert(body, COMMANDS[action.kind], strict=False)
        self._memory.clock = Moment.of(entered_at(action))
        sender, known = self._sender(action), self.ids.get(action.case)
        assert action.by in (SYSTEM, PUBLIC) or not PERMISSIONS[action.kind].isdisjoint(
            roles(self._person(action.by))
        ), action
        try:
            events = self._desk.preview(known, command, sender)
        except Refused as refused:
            self.refused.append((action, refused.code))
            return
        except Exception as error:
            error.add_note(f"{action}")
            raise
        assert not action.refused, f"{action} was not refused"
        occurred_at = Moment.parse(command.occurred_at) if command.occurred_at else self._memory.clock
        for event in events:
            self._memory.keep(event, sender.actor, occurred_at)
            if isinstance(event, FilesDrawn):
                self.bodies.note_files(action.case, [one.number for one in event.files if one.drawn])
        case = next(one.case for one in events if isinstance(one, CaseEvent))
        self.ids[action.case] = case
        self.bodies.note(action, self._memory.version(case_stream(case)))

    def _sender(self, action: Action) -> Sender:
        if action.by == SYSTEM:
            return Sender(SYSTEM, SYSTEM, "", b"")
        if action.by == PUBLIC:
            story = next(one for one in self.town.stories if one["id"] == action.case)
            return Sender(PUBLIC, SYSTEM, "", b"", self.town.agency(story)["code"])
        works_for = self._person(action.by)["agency"]
        agency = next(one for one in self.town.registers["agency"] if one["id"] == works_for)
        return Sender(action.by, f"person:{action.by}", "", b"", agency["code"])

    def _person(self, name: str) -> Row:
        return next(one for one in self.town.registers["person"] if one["id"] == name)


def _found(digest: str) -> StoredObject:
    """The store has whatever is asked for."""
    return StoredObject(blake3=digest, sha256=digest, size=1, media_type="video/mp4", version_id="")


@cache
def year(today: date = TODAY) -> Year:
    """The sample's year that ends on a day."""
    return Year(load(today))
