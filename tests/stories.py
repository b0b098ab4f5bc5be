"""A case told by its events alone: what happened when, recorded when, without commands, deciders or a database.

Days are those of Shanghai: `2026-03-02`, or `2026-03-02 09:30`. Fields that are not given are those of an example.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

import msgspec

from event_shapes import example
from records.course.case import Case, fold
from records.course.moments import Moments, after
from records.course.terms import Term, terms
from records.event import CaseEvent
from records.law.file import seed_calendars, seed_texts
from records.moment import SHANGHAI, Moment
from records.penalty.events import EntryVoided, TermExtended
from records.register.events import CalendarAdopted, RegisterEvent, RulesAdopted
from records.register.fold import Register
from records.register.fold import fold as fold_registers

CASE = "019c0000-0000-7000-8000-000000000001"

E = TypeVar("E", bound=CaseEvent)


def law_and_calendars(years: Iterable[int] = range(2019, 2027)) -> Register:
    """The law of a new ledger, and the calendars of some years."""
    entries: list[RegisterEvent] = [RulesAdopted(name=name, text=text) for name, text in seed_texts().items()]
    entries += [
        CalendarAdopted(year=one.year, notice=one.notice, off=one.off, working=one.working)
        for one in seed_calendars()
        if one.year in years
    ]
    return fold_registers(Register(), enumerate(entries, 1))


REGISTER = law_and_calendars()


@cache
def _example(kind: type[CaseEvent]) -> Any:
    possible = {"days": 30} if kind is TermExtended else {}
    return msgspec.structs.replace(example(kind), case=CASE, entry=None, defects=(), **possible)


def event(kind: type[E], /, **fields: Any) -> E:
    """An event of that kind; what is not given is an example's, and no step is entered afterwards."""
    made: E = msgspec.structs.replace(_example(kind), **fields)
    return made


def at(text: str) -> Moment:
    """A time or a day of Shanghai."""
    if len(text) == 10:
        return Moment.of(date.fromisoformat(text))
    return Moment.of(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


class Told(msgspec.Struct, frozen=True):
    """An event with where and when."""

    event: CaseEvent
    occurred_at: Moment
    recorded_at: int
    version: int


class Story:
    """A case under way."""

    def __init__(self) -> None:
        self.told: list[Told] = []

    def tell(self, when: str, kind: type[CaseEvent], recorded: str = "", /, **fields: Any) -> Story:
        """One more event; it was recorded when it occurred, unless another time is given."""
        return self.add(when, event(kind, **fields), recorded)

    def add(self, when: str, what: Any, recorded: str = "") -> Story:
        """The same, of an event that was made already."""
        occurred_at = at(when)
        recorded_at = at(recorded).micros if recorded else occurred_at.micros
        self.told.append(Told(what, occurred_at, recorded_at, len(self.told) + 1))
        return self

    def void(self, version: int, when: str = "2026-12-31 09:00") -> Story:
        """The entry of that version was a mistake."""
        voided = str(self.told[version - 1].event.__struct_config__.tag)
        return self.tell(when, EntryVoided, version=version, voided=voided)

    @property
    def moments(self) -> Moments:
        """Its moments."""
        found = Moments()
        for one in self.told:
            found = after(found, one.event, one.occurred_at, one.recorded_at, one.version, one.version)
        return found

    @property
    def case(self) -> Case:
        """The case itself."""
        in_order = sorted(self.told, key=lambda one: (one.occurred_at.micros, one.version))
        return fold((one.event, one.occurred_at, one.version) for one in in_order)

    def terms(self, register: Register = REGISTER) -> dict[tuple[str, str], Term]:
        """Its terms, by limit and subject."""
        found = list(terms(self.moments, register))
        by_key = {(term.limit_id, term.subject): term for term in found}
        assert len(by_key) == len(found)
        return by_key

    def term(self, limit: str, subject: str = "", register: Register = REGISTER) -> Term:
        """One of them."""
        return self.terms(register)[limit, subject]
