"""The course of one penalty case without a database: commands are decided one after the other, on what went before.

`Course().until("decision")` takes every step of a plain case up to a stage; `take` takes one more, `refusal` says by
which rule one is refused, `defects` what a back-entered one is marked with.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec

from drafts import drafted
from penal import (
    AGENCIES,
    AGENCY,
    ARCHIVIST,
    COURSES,
    DAYS_BEFORE,
    HANDLERS,
    HEAD,
    LAWYER,
    PAPER,
    PLAIN,
    PRESIDER,
    RECORDING,
    REVIEWER,
    SCAN,
    UNIT_HEAD,
    command,
    people_and_matter,
    sender_of,
    timely,
)
from records.course.case import Case, fold
from records.course.decide import decide
from records.course.decided import Decide
from records.course.delivery import accomplished_on
from records.course.documents import DOCUMENTS, series
from records.course.opened import Open
from records.errors import Refused
from records.event import CaseEvent, Event
from records.judgement import Context, StoredObject, Superseded
from records.law.entries import ORDINARY
from records.law.file import seed_calendars, seed_texts
from records.moment import SHANGHAI, Moment
from records.penalty import commands as c
from records.penalty.commands.checks import check
from records.register.events import (
    CalendarAdopted,
    DocumentNumberTaken,
    RegisterEvent,
    RulesAdopted,
)
from records.register.fold import Register
from records.register.fold import fold as fold_registers
from records.register.numbering import Series

CASE: Final = "019c0000-0000-7000-8000-000000000001"
_SINCE: Final = date(2020, 1, 1)


def _seeds() -> Iterator[RegisterEvent]:
    for name, text in seed_texts().items():
        yield RulesAdopted(name=name, text=text)
    for one in seed_calendars():
        yield CalendarAdopted(year=one.year, notice=one.notice, off=one.off, working=one.working)
    yield from people_and_matter()


SEEDED: Final = fold_registers(Register(), enumerate(_seeds(), 1))


def registers(*entries: RegisterEvent) -> Register:
    """The town's registers with more entries."""
    return fold_registers(SEEDED, enumerate(entries, SEEDED.position + 1))


class Course:
    """A case under way. Times are as `2026-03-02 09:00` in Shanghai; each step comes ten minutes after the last one."""

    def __init__(self, start: str = "2026-03-02 09:00", register: Register = SEEDED, procedure: str = ORDINARY) -> None:
        self.now = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
        self.register = register
        self.procedure = procedure
        self.related: dict[str, Case] = {}
        """Other cases, by the id that commands name."""
        self.steps: list[tuple[Any, Moment, int]] = []
        self.decision: dict[str, Any] = {}
        """How the decision of which the draft is handed over differs from that of a plain case."""
        self.series: dict[str, Series] = {}
        self.objects: dict[str, StoredObject] = {one.blake3: one for one in (RECORDING, PAPER)}
        self.superseded: Superseded | None = None

    @property
    def case(self) -> Case:
        """The case as it stands."""
        return fold(sorted(self.steps, key=lambda one: (one[1].micros, one[2])))

    @property
    def events(self) -> list[CaseEvent]:
        """All events of the case so far."""
        return [event for event, _, _ in self.steps]

    def at(self, time: str) -> Course:
        """Moves the clock to a time."""
        self.now = datetime.fromisoformat(time).replace(tzinfo=SHANGHAI)
        return self

    def until(self, stage: str, **changes: dict[str, Any]) -> Course:
        """Takes the plain steps up to and with a stage; `changes` go to the stages that they name (`-` as `_`)."""
        decided = (
            changes[name] for name, kind, _ in COURSES[self.procedure] if issubclass(kind, Decide) and name in changes
        )
        self.decision = next(decided, self.decision)
        for name, kind, given in COURSES[self.procedure]:
            self.now += timedelta(days=DAYS_BEFORE.get((self.procedure, name), 0))
            self.take(kind, **(given | changes.get(name.replace("-", "_"), {})))
            if name == stage:
                return self
        raise KeyError(stage)

    def take(self, kind: type[c.Command], /, by: str = "", **changes: Any) -> list[Event]:
        """Takes a step that must be allowed; returns its events."""
        return self.send(self._command(kind, changes), by or sender_of(kind))

    def _command(self, kind: type[c.Command], changes: dict[str, Any]) -> c.Command:
        """The command with times that fit the day on which the step happens."""
        given, when = changes.get("occurred_at"), self.now + timedelta(minutes=10)
        if given:
            moment = Moment.parse(given)
            when = moment.instant.astimezone(SHANGHAI) + timedelta(hours=10 * moment.dated)  # of a date: by day
        return command(kind, **(timely(kind, when) | drafted(kind, changes, self.case, when, self.decision)))

    def refusal(self, kind: type[c.Command], /, by: str = "", **changes: Any) -> str:
        """The rule by which a step is refused."""
        before = len(self.steps)
        try:
            self.send(self._command(kind, changes), by or sender_of(kind))
        except Refused as refused:
            return refused.code
        del self.steps[before:]
        raise AssertionError(f"{kind.__name__} was allowed")

    def defects(self, kind: type[c.Command], /, on: str, by: str = "", **changes: Any) -> list[str]:
        """The rules that a back-entered step of a day is marked with."""
        events = self.take(kind, by or HANDLERS[0], occurred_at=on, entry=SCAN, **changes)
        return [defect.code for event in events if isinstance(event, CaseEvent) for defect in event.defects]

    def send(self, sent: c.Command, by: str) -> list[Event]:
        """Decides a command and adds what it led to."""
        assert check(sent) == [], check(sent)
        self.now += timedelta(minutes=10)
        context = self.context(sent, by)
        events = decide(sent, self.case, context)
        for event in events:
            if isinstance(event, DocumentNumberTaken):
                key = f"{event.kind}{event.year}"
                self.series[key] = self.series.get(key, Series()).after(event)
            elif isinstance(event, CaseEvent):
                self.steps.append((event, context.occurred_at, len(self.steps) + 1))
        return events

    def context(self, sent: c.Command, by: str = HANDLERS[0], **facts: Any) -> Context:
        """What the command is decided on."""
        now = Moment.of(self.now)
        occurred_at = Moment.parse(sent.occurred_at) if sent.occurred_at else now
        if isinstance(sent, c.ServeDocument) and not sent.occurred_at:
            over_on = accomplished_on(sent, self.case, self.register)
            occurred_at = Moment.of(over_on) if over_on and over_on <= now.day else now
        given: dict[str, Any] = {
            "case": CASE,
            "procedure": sent.procedure if isinstance(sent, Open) else self.case.procedure,
            "agency": self.case.agency or getattr(sent, "agency", ""),
            "related": self.related.get(getattr(sent, "related_case", "")),
            "actor": by if by == "system" else f"person:{by}",
            "agencies": frozenset({AGENCIES.get(by, AGENCY)}),
            "now": now,
            "occurred_at": occurred_at,
            "register": self.register,
            "entry": sent.entry,
            "new_id": f"019c0000-0000-7000-8000-{len(self.steps) + 2:012}",
            "person": "person-1",
            "person_is_new": True,
            "object": self.objects.get(getattr(sent, "object", "")),
            "superseded": self.superseded,
        }
        context = Context(**(given | facts))
        if type(sent) not in DOCUMENTS:
            return context
        taken = self.series.get(f"{series(sent, context)}{occurred_at.day.year}", Series())
        return msgspec.structs.replace(context, series_next=taken.next, series_taken=taken.ahead)


__all__ = [
    "AGENCY",
    "ARCHIVIST",
    "CASE",
    "HANDLERS",
    "HEAD",
    "LAWYER",
    "PLAIN",
    "PRESIDER",
    "REVIEWER",
    "SEEDED",
    "UNIT_HEAD",
    "Course",
    "command",
    "registers",
]
