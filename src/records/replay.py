"""Replay of a case: as it was at a time, as it was known at a time, and step by step.

"As it was at T" takes the events that had occurred by T, in the order in which they occurred; "as known at T" takes
the prefix that was recorded by T. Both at once: what was known at one time of how it was at another.

Step by step (`Stepping`) each event says what it made of the case: the difference between the case without it and
with it. "As it happened" goes in the order of occurrence and judges by all that the steps have shown in the end: a
mistake never counts, and a defect is there from its step on. "As it became known" goes in the order of the log and
judges by what was known then: a mistake counts until it is voided, and a paper that is entered later takes a defect
away, or a register adds one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Generic, Literal, NamedTuple, TypeVar, cast

import msgspec

from records.course.case import Case, fold
from records.course.documents import DECISIONS, every_issued
from records.course.facts import FACTS
from records.course.moments import Moments, after
from records.course.passed_over import passed_over
from records.course.rederive import Taken, defects_now
from records.course.terms import TermState, on_day, state, terms
from records.event import CaseEvent, Defect
from records.judgement import Context
from records.law.entries import Stage
from records.law.named_facts import named_facts
from records.moment import Moment
from records.penalty.events import DocumentKind, DocumentServed, EntryVoided
from records.register.fold import Register
from records.store.mapper import Recorded

T = TypeVar("T")


class StageReached(msgspec.Struct, frozen=True):
    """How far a case is with one stage of its procedure."""

    id: str
    title: str
    article: str
    status: str
    """`done`, `open`, `passed-over` of one that is past and no gap of the file, or `not-checked`: this software does
    not judge the stage, so nothing is said of it.
    """
    at: str = ""
    """When it was done, RFC 3339 or a date."""


class Replay(msgspec.Struct, frozen=True):
    """A case up to the times that were asked for."""

    steps: tuple[Recorded, ...]
    """In the order in which they occurred."""
    case: Case


def replay(history: Iterable[Recorded], at: Moment | None = None, known_at: Moment | None = None) -> Replay:
    """The case out of its recorded events; without times, as it stands."""
    steps = sorted((one for one in history if _within(one, at, known_at)), key=_occurrence)
    return Replay(tuple(steps), _fold(steps))


def _occurrence(one: Recorded) -> tuple[int, int]:
    return one.occurred_at.micros, one.position


def _fold(steps: Iterable[Recorded]) -> Case:
    return fold((cast("CaseEvent", one.event), one.occurred_at, one.version) for one in steps)


def _within(one: Recorded, at: Moment | None, known_at: Moment | None) -> bool:
    # That an entry was a mistake holds for every day of the case, once it is known.
    occurred = at is None or one.occurred_at.micros <= at.micros or isinstance(one.event, EntryVoided)
    return occurred and (known_at is None or one.recorded_at <= known_at.micros)


def voided(steps: Iterable[Recorded]) -> frozenset[int]:
    """Versions of the entries that the steps say were mistakes."""
    return frozenset(one.event.version for one in steps if isinstance(one.event, EntryVoided))


def stages(steps: Iterable[Recorded], procedure: Iterable[Stage], passed: Collection[str] = ()) -> list[StageReached]:
    """Each stage of the procedure with what the steps that count show of it; those `passed` over as such."""
    taken, first = list(steps), dict[str, Moment]()
    mistakes = voided(taken)
    for one in taken:
        if one.version not in mistakes and _reaches(one.event):
            first.setdefault(str(one.event.__struct_config__.tag), one.occurred_at)
    return [_stage(stage, first, passed) for stage in procedure]


def _reaches(event: object) -> bool:
    """The stage of service is that of the decision: any other paper is served on the way to it."""
    return not isinstance(event, DocumentServed) or event.document in DECISIONS


def _stage(stage: Stage, first: Mapping[str, Moment], passed: Collection[str]) -> StageReached:
    done = next((first[tag] for tag in stage.events if tag in first), None)
    reached = "done" if done else "passed-over" if stage.id in passed else "open"
    status = reached if stage.checked else "not-checked"
    return StageReached(stage.id, stage.title, stage.article, status, str(done) if done else "")


def defects(steps: Iterable[Recorded], register: Register) -> dict[int, tuple[Defect, ...]]:
    """By the version of each step the rules that it breaks by what is known now; what was stored stays in its event."""
    return defects_now((_taken(one) for one in steps), register)


def _taken(one: Recorded) -> Taken:
    return Taken(cast("CaseEvent", one.event), one.occurred_at, Moment(one.recorded_at), one.version, one.actor)


# ---- Step by step ----

Order = Literal["occurred", "recorded"]
"""As it happened, or as it became known."""


class Paper(msgspec.Struct, frozen=True):
    """A document of the case."""

    document: DocumentKind
    number: str


class Flaw(msgspec.Struct, frozen=True):
    """A rule that a step breaks, by what was known then."""

    version: int
    """Version of the case that the step made."""
    code: str
    article: str
    detail: str


class Standing(msgspec.Struct, frozen=True):
    """A term, and how it stands."""

    limit_id: str
    subject: str
    title: str
    due_on: date
    state: TermState
    in_time: bool | None
    """Whether it was kept in time; None while it is not kept."""


class Turn(msgspec.Struct, Generic[T], frozen=True):
    """What holds afterwards and did not before, and the reverse."""

    began: tuple[T, ...] = ()
    ceased: tuple[T, ...] = ()


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What is otherwise in a case after something than before. No personal value is in it."""

    facts: Turn[str] = Turn()
    """Names of facts (`records.course.facts`), of those that the law data of the procedure name."""
    stages: Turn[str] = Turn()
    """Ids of the stages that are done."""
    issued: Turn[Paper] = Turn()
    served: Turn[Paper] = Turn()
    handlers: Turn[str] = Turn()
    """Person ids."""
    defects: Turn[Flaw] = Turn()
    terms: Turn[Standing] = Turn()
    """A term that stands otherwise than before ceases as it stood and begins as it stands."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What one step made of its case."""

    version: int
    position: int
    voided: bool
    """Whether the entry counts for nothing, as a mistake that was known by then."""
    meanwhile: Difference
    """What time alone, or an entry of the registers, changed since the step before."""
    made: Difference
    """What the step changed."""


class _Picture(NamedTuple):
    """What differences are taken of, each in an order that people follow."""

    facts: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    issued: tuple[Paper, ...] = ()
    served: tuple[Paper, ...] = ()
    handlers: tuple[str, ...] = ()
    defects: tuple[Flaw, ...] = ()
    terms: tuple[Standing, ...] = ()


class Stepping:
    """The events of one case, one after the other; `registers` gives the registers by ledger position.

    Facts are those of the time at which a step occurred ("recorded": was recorded). As it happened they are judged by
    the registers that the last entry was judged by, as it became known by those of the entries so far.
    """

    def __init__(self, history: Iterable[Recorded], order: Order, registers: Callable[[int], Register]) -> None:
        self.order: Order = order
        self.steps = tuple(sorted(history, key=_occurrence if order == "occurred" else lambda one: one.position))
        self._registers = registers
        self._found: dict[int, tuple[Defect, ...]] | None = None

    def changes(self) -> Iterator[Change]:
        """The change of each step, in order."""
        before = _Picture()
        for index in range(len(self.steps)):
            change, before = self._step(index, before)
            yield change

    def change(self, index: int) -> Change:
        """The change of one step, without those of the others."""
        before = self._picture(index, index - 1) if index else _Picture()
        return self._step(index, before)[0]

    def case(self, index: int) -> Case:
        """The case after a step."""
        return _fold(sorted(self.counting(index + 1), key=_occurrence))

    def stages(self, index: int) -> list[StageReached]:
        """The stages after a step."""
        context = self.context(index)
        law = context.law.stages
        return stages(self.counting(index + 1), law, passed_over(law, self.case(index), context))

    def counting(self, upto: int) -> list[Recorded]:
        """Of the first `upto` steps those that are not known to be mistakes."""
        mistakes = self._mistakes(upto)
        return [one for one in self.steps[:upto] if one.version not in mistakes]

    @property
    def procedure(self) -> str:
        """Id of the procedure that the case follows."""
        return _fold(self.steps).procedure

    @property
    def agency(self) -> str:
        """Code of the agency whose case it is."""
        return _fold(self.steps).agency

    def context(self, index: int) -> Context:
        """The time and the registers by which the case is looked at with a step."""
        one, known = self.steps[index], self._known(index + 1)
        recorded = Moment(max(step.recorded_at for step in known))
        return Context(
            case=cast("CaseEvent", one.event).case,
            procedure=self.procedure,
            agency=self.agency,
            actor="system",
            now=recorded,
            occurred_at=one.occurred_at if self.order == "occurred" else recorded,
            register=self._registers(max(step.registers_to for step in known)),
        )

    def other(self) -> Stepping:
        """The same steps in the other order."""
        return Stepping(self.steps, "recorded" if self.order == "occurred" else "occurred", self._registers)

    def _mistakes(self, upto: int) -> frozenset[int]:
        return voided(self._known(upto))

    def _known(self, upto: int) -> tuple[Recorded, ...]:
        """The steps by which the first `upto` are judged."""
        return self.steps if self.order == "occurred" else self.steps[:upto]

    def _flaws(self, upto: int, register: Register) -> dict[int, tuple[Defect, ...]]:
        """As it happened one answer does for every step: what comes later changes nothing of what it rested on."""
        if self.order == "recorded":
            return defects(self.steps[:upto], register)
        if self._found is None:
            self._found = defects(self.steps, register)
        return self._found

    def _step(self, index: int, before: _Picture) -> tuple[Change, _Picture]:
        one, on_the_eve, now = self.steps[index], self._picture(index, index), self._picture(index + 1, index)
        change = Change(
            version=one.version,
            position=one.position,
            voided=one.version in self._mistakes(index + 1),
            meanwhile=_difference(before, on_the_eve),
            made=_difference(on_the_eve, now),
        )
        return change, now

    def _picture(self, upto: int, index: int) -> _Picture:
        """The case after the first `upto` steps, as it is at the time of the step at `index`."""
        if not upto:
            return _Picture()
        context = self.context(index)
        return _picture(self.counting(upto), context, self._flaws(upto, context.register))


def _picture(steps: Sequence[Recorded], context: Context, found: Mapping[int, tuple[Defect, ...]]) -> _Picture:
    happened = sorted(steps, key=_occurrence)
    case, named = _fold(happened), named_facts(context.law, context.law_now)
    return _Picture(
        facts=tuple(name for name, holds in FACTS.items() if name in named and holds(case, context)),
        stages=tuple(one.id for one in stages(happened, context.law.stages) if one.status == "done"),
        issued=tuple(Paper(*one) for one in every_issued(case)),
        served=tuple(dict.fromkeys(Paper(one.document, one.number) for one in case.every(DocumentServed))),
        handlers=case.handlers,
        defects=tuple(Flaw(one.version, *_said(flaw)) for one in happened for flaw in found[one.version]),
        terms=_terms(steps, context),
    )


def _said(defect: Defect) -> tuple[str, str, str]:
    return defect.code, defect.article, defect.detail


def _terms(steps: Sequence[Recorded], context: Context) -> tuple[Standing, ...]:
    moments, day = Moments(), context.occurred_at.day
    for one in sorted(steps, key=lambda one: one.position):
        place = (one.occurred_at, one.recorded_at, one.position, one.version)
        moments = after(moments, cast("CaseEvent", one.event), *place)
    return tuple(
        Standing(term.limit_id, term.subject, term.title, term.due_on, state(term), term.in_time)
        for term in (on_day(one, day) for one in terms(moments, context.register))
    )


def _difference(before: _Picture, now: _Picture) -> Difference:
    return Difference(**{name: _turn(getattr(before, name), getattr(now, name)) for name in _Picture._fields})


def _turn(before: tuple[T, ...], now: tuple[T, ...]) -> Turn[T]:
    was, holds = set(before), set(now)
    return Turn(tuple(one for one in now if one not in was), tuple(one for one in before if one not in holds))
