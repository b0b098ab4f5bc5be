"""The sample's year decided step by step without a database: what `make demo` would send, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid5

import msgspec

from api.register_entries import Entry
from api.sample.bodies import Bodies
from api.sample.course import SYSTEM, Action
from api.sample.filling import RECORDINGS, entries
from api.sample.plan import entered_at, plan
from api.sample.town import Town, load
from records.errors import Refused
from records.event import CaseEvent
from records.judgement import Context, StoredObject, Superseded
from records.law.data import seed_calendars, seed_texts
from records.moment import Moment
from records.penalty.commands import FileCase, LinkRedo, Penal, ReviewDisclosure
from records.penalty.commands.checks import check
from records.penalty.decide import decide
from records.penalty.disclosure import decided, shown_texts
from records.penalty.documents import Numbered, series
from records.penalty.events import PenaltyEvent
from records.penalty.privacy import locates, names
from records.penalty.redo import superseded
from records.penalty.state import Penalty, fold
from records.register.events import CalendarAdopted, DocumentNumberTaken, RegisterEvent, RulesAdopted
from records.register.fold import Register
from records.register.fold import fold as fold_registers
from records.register.numbering import Series

TODAY: Final = date(2026, 6, 30)
_NAMESPACE: Final = UUID(int=0)


class Year:
    """All cases after all steps of the plan; `refused` and `defects` tell what the law said."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.people = {one["id"]: one["id"] for one in town.registers["person"]}
        self.register = fold_registers(Register(), enumerate(self._entries(), 1))
        self.steps: dict[str, list[tuple[PenaltyEvent, Moment, int]]] = defaultdict(list)
        self.series: dict[str, Series] = {}
        self.refused: list[tuple[Action, str]] = []
        self.actions = plan(town)
        recordings = {name: sha256(name.encode()).hexdigest() for name in RECORDINGS}
        self.bodies = Bodies(town, self.people, recordings, "0" * 64)
        for action in self.actions:
            self._take(action)

    def _entries(self) -> Iterator[RegisterEvent]:
        for name, text in seed_texts().items():
            yield RulesAdopted(name=name, text=text)
        for one in seed_calendars():
            yield CalendarAdopted(year=one.year, notice=one.notice, off=one.off, working=one.working)
        for entry in entries(self.town, self.people):
            yield msgspec.convert(entry, Entry, strict=False)

    def case(self, name: str) -> Penalty:
        """A case as it stands, by its sample id."""
        return fold(sorted(self.steps[name], key=lambda one: (one[1].micros, one[2])))

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
        command: Penal = msgspec.convert(self.bodies.body(action), Penal, strict=False)
        assert check(command) == [], (action, check(command))
        context = self._context(action, command)
        try:
            events = decide(command, self.case(action.case), context)
        except Refused as refused:
            self.refused.append((action, refused.code))
            return
        assert not action.refused, f"{action} was not refused"
        for event in events:
            if isinstance(event, DocumentNumberTaken):
                key = f"{event.agency}{event.kind}{event.year}"
                self.series[key] = self.series.get(key, Series()).after(event)
            elif isinstance(event, CaseEvent):
                assert isinstance(event, PenaltyEvent)
                version = len(self.steps[action.case]) + 1
                self.steps[action.case].append((event, context.occurred_at, version))

    def _context(self, action: Action, command: Penal) -> Context:
        now, case = Moment.of(entered_at(action)), self.case(action.case)
        occurred_at = Moment.parse(command.occurred_at) if command.occurred_at else now
        digest = getattr(command, "object", "")
        stored = StoredObject(blake3=digest, sha256=digest, size=1, media_type="video/mp4", version_id="")
        agency = next(one for one in self.town.registers["agency"] if one["id"] == self._agency_of(action.by))
        context = Context(
            case=str(uuid5(_NAMESPACE, action.case)),
            actor=SYSTEM if action.by == SYSTEM else f"person:{action.by}",
            agencies=frozenset({agency["code"]}),
            now=now,
            occurred_at=occurred_at,
            register=self.register,
            entry=command.entry,
            new_id=str(uuid5(_NAMESPACE, f"{action.case}-{len(self.steps[action.case])}")),
            person=f"party-{command.party.number or action.case}" if isinstance(command, FileCase) else "",
            person_is_new=isinstance(command, FileCase),
            object=stored if digest else None,
            superseded=self._superseded(command, case) if isinstance(command, LinkRedo) else None,
        )
        return self._with_names(self._with_series(context, case, command), case, command)

    def _superseded(self, command: LinkRedo, case: Penalty) -> Superseded | None:
        """The decision of that number, wherever it was taken."""
        found = ((name, self.case(name)) for name in list(self.steps))
        numbered = ((name, old) for name, old in found if old.decision and old.decision.number == command.number)
        return next((superseded(old, str(uuid5(_NAMESPACE, name)), case) for name, old in numbered), None)

    def _agency_of(self, person: str) -> str:
        return next((str(one["agency"]) for one in self.town.registers["person"] if one["id"] == person), "town")

    def _with_series(self, context: Context, case: Penalty, command: Penal) -> Context:
        if not isinstance(command, Numbered):
            return context
        taken = self.series.get(f"{case.agency}{series(command, context)}{context.occurred_at.day.year}", Series())
        return msgspec.structs.replace(context, series_next=taken.next, series_taken=taken.ahead)

    def _with_names(self, context: Context, case: Penalty, command: Penal) -> Context:
        decision = decided(case)
        if decision is None or case.filed is None or not isinstance(command, ReviewDisclosure):
            return context
        if case.filed.party.kind != "natural":
            return context
        texts = shown_texts(command, decision)
        found = {"names_party": names(case.filed.party, texts), "locates_party": locates(case.filed.party, texts)}
        return msgspec.structs.replace(context, **found)


@cache
def year(today: date = TODAY) -> Year:
    """The sample's year that ends on a day."""
    return Year(load(today))
