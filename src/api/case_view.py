"""What staff see of a case: its state and its timeline, personal values opened on read, never stored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from functools import cache, partial
from typing import Any, Final

import msgspec
from sqlalchemy import Engine

from api.endings import ended_facts
from api.enforced_cases import EnforcedCase, enforced_cases
from api.event_fields import Names, Shown, shown
from api.fact_words import FACT_WORDS
from api.other_cases import ELSEWHERE, OtherCase, other_cases
from api.reading import is_id
from api.unvisited import DrawProgress, draw_progress
from api.wording import ERASED_WORD
from projections.queues import waits
from records.course.case import Case
from records.course.coverage import Covered, coverage
from records.course.documents import all_issued
from records.course.facts import missing_recordings
from records.course.moments import of
from records.course.opened import Opened
from records.course.passed_over import passed_over
from records.course.recorded import RecordingNote, notes_of
from records.course.sequence import served_at
from records.course.tagged import tags
from records.errors import NotFound
from records.event import CaseEvent, Defect, case_stream
from records.judgement import Context
from records.law.data import Law
from records.law.entries import Actor
from records.moment import Moment, rfc3339
from records.penalty.events import (
    CaseFiled,
    DecisionRevoked,
    DecisionSigned,
    DisclosureReviewed,
    DocumentKind,
    DocumentServed,
    EmergencyMarked,
    Party,
    RecordingLinked,
    RedoLinked,
    Secrecy,
)
from records.penalty.money import repayable
from records.penalty.old_and_new import Compared, compared_as_decided
from records.penalty.police import Stretch, police_waits
from records.penalty.voidness import VoidCheck, void_check
from records.register.events import OfficerRegistered, PersonRegistered
from records.replay import Change, Order, Replay, StageReached, Stepping, defects, replay, stages
from records.spot.events import SpotDecided
from records.store.ledger import Ledger
from records.store.mapper import Recorded


class Named(msgspec.Struct, frozen=True):
    """Somebody or something of a register."""

    id: str
    name: str


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document with a number that the case has."""

    kind: DocumentKind
    number: str
    issued_at: str
    served_at: str
    """When it reached the party, empty while it has not."""


class Awaited(msgspec.Struct, frozen=True, kw_only=True):
    """What waits in the case for somebody, as it stands now."""

    task: str
    title: str
    role: Actor
    step: str
    """Tag of the command that does it."""


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """A case as it stands."""

    case: str
    version: int
    title: str
    procedure: str
    """Id of the procedure that it follows."""
    matter: Named
    agency: Named
    handlers: tuple[Named, ...]
    party: Party | None
    place: str
    """Of the act, where there is one."""
    facts: str
    """By the filing, or what began the case; empty where that says none."""
    filed_at: str
    opened: Any
    """Event: the filing, or the first step of another procedure; None while it is a lead."""
    related: Named | None
    """The case that it goes on from, with its title."""
    stages: list[StageReached]
    recordings: list[RecordingLinked]
    decision: DecisionSigned | SpotDecided | None
    """To punish."""
    decided: Any
    """Event: the decision of the case, whatever its procedure."""
    decided_at: str
    service: DocumentServed | None
    disclosure: DisclosureReviewed | None
    revocation: DecisionRevoked | None
    documents: list[Document]
    waiting: list[Awaited]
    recording_notes: Mapping[str, RecordingNote]
    """By BLAKE3 what the registers say of each recording: its right time, who had the device, how late it came."""
    coverage: tuple[Covered, ...]
    """What had to be recorded, and what became of each."""
    recordings_due: list[str]
    """Titles of the recordings that the law asks for, neither linked nor waived."""
    defects: list[Defect]
    """By what is known now; those found at entry stand in the timeline beside them."""
    old_and_new: Compared | None
    """The rules of the day of the act and of the decision (today's before there is one), and which applies."""
    void: VoidCheck
    """What would make the decision void; before there is one, a decision that was signed now."""
    emergency: EmergencyMarked | None
    """That it breaches the response measures of an emergency."""
    secrecy: Mapping[str, Secrecy]
    """What is tagged as secret: an item, a document's number, a recording's BLAKE3; the whole case under ``""``."""
    repayments: Mapping[str, Decimal]
    """Yuan that were paid above what stands and have to go back, by purpose (行政强制法 第四十一条)."""
    redo: RedoLinked | None
    """Which decision, that was undone, the case decides anew."""
    ended: tuple[str, ...]
    """What has ended while the case is open, in Chinese: the delegation of its officers, the listing of its matter."""
    police_waits: tuple[Stretch, ...]
    """When the case waited at the police, apart from its other times."""
    enforced_in: tuple[EnforcedCase, ...]
    """The cases that enforce its decision, with what came in by each (另案执行)."""
    draws: tuple[DrawProgress, ...]
    """Of a plan of random inspections: what of each draw is left to visit."""
    others: tuple[OtherCase, ...]
    """The party's other cases in this ledger; of those of other ledgers nothing is known (`others_elsewhere`)."""
    others_elsewhere: str = ELSEWHERE


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a timeline."""

    position: int
    version: int
    type: str
    occurred_at: str
    recorded_at: str
    actor: Named
    rules: str
    """SHA-256 of the rules that it was judged by, in hex."""
    registers_to: int
    back_entered: bool
    defects: tuple[Defect, ...]
    """As they were found at entry."""
    defects_now: tuple[Defect, ...]
    """As they are derived from what is known now, at the time that was asked for."""
    event: Any
    changes: Change | msgspec.UnsetType = msgspec.UNSET
    """What it made of the case, when that was asked for."""


class TimelineView(msgspec.Struct, frozen=True, kw_only=True):
    """A case up to a time, in the order in which it happened."""

    case: str
    at: str
    known_at: str
    steps: list[Step]
    stages: list[StageReached]


def case_view(ledger: Ledger, engine: Engine, case: str, reach: Collection[str] | None) -> CaseView:
    """The case as it stands, with what an account of these agencies (None: all) sees of the party's others.

    Raises NotFound.
    """
    history, register = history_of(ledger, case), ledger.register()
    played = replay(history)
    filed, lead, filed_at = played.case.opened, played.case.lead, played.case.filed_at
    day = filed_at.day if filed_at else ledger.now().day
    agency = register.agency(played.case.agency, day)
    matter = register.matter(filed.matter, filed.agency, day) if filed else None
    now = (played.case, _now(ledger, case, played.case))
    return CaseView(
        case=case,
        version=max(one.version for one in history),
        title=played.case.title,
        procedure=played.case.procedure,
        matter=Named(filed.matter if filed else "", matter.name if matter else ""),
        agency=Named(played.case.agency, agency.name if agency else ""),
        handlers=tuple(Named(person, person_name(ledger, person)) for person in played.case.handlers),
        party=filed.party if filed else None,
        place=getattr(filed, "place", "") if filed else lead.place if lead else "",
        facts=getattr(filed, "facts", "") if filed else lead.summary if lead else "",
        filed_at=str(filed_at) if filed_at else "",
        opened=filed,
        related=_related(ledger, filed),
        stages=_stages(played, register.law(day, played.case.procedure), now[1]),
        recordings=[one.event for one in played.steps if isinstance(one.event, RecordingLinked)],
        decision=played.case.decision,
        decided=played.case.decided,
        decided_at=str(played.case.signed_at or ""),
        service=played.case.service,
        disclosure=played.case.disclosure,
        revocation=played.case.revocation,
        documents=documents_of(played.case),
        waiting=[Awaited(task=one.id, title=one.title, role=one.role, step=one.step) for one in waits(*now)],
        recording_notes=notes_of(played.case, register, now[1].law),
        coverage=coverage(*now),
        recordings_due=list(dict.fromkeys(one.title for one in missing_recordings(*now))),
        defects=[defect for some in defects(played.steps, register).values() for defect in some],
        old_and_new=compared_as_decided(*now),
        void=void_check(*now),
        emergency=played.case.last(EmergencyMarked),
        secrecy=tags(played.case),
        repayments=repayable(played.case),
        redo=played.case.last(RedoLinked),
        ended=tuple(FACT_WORDS[one] for one in ended_facts(*now)),
        police_waits=police_waits(of(played.case)),
        enforced_in=enforced_cases(ledger, now[1], reach),
        draws=draw_progress(engine, ledger.ledger_name, case, played.case),
        others=other_cases(engine, ledger, case, played.case, reach),
    )


def _stages(played: Replay, law: Law, context: Context) -> list[StageReached]:
    """The stages of the case's procedure, those that it was not in need of as passed over."""
    return stages(played.steps, law.stages, passed_over(law.stages, played.case, context))


def _now(ledger: Ledger, name: str, case: Case) -> Context:
    """The case as the clock has it, seen by nobody in particular."""
    now, register = ledger.now(), ledger.register()
    return Context(
        case=name,
        procedure=case.procedure,
        agency=case.agency,
        actor="system",
        now=now,
        occurred_at=now,
        register=register,
    )


def documents_of(case: Case) -> list[Document]:
    """What was issued, in the order in which it was."""
    return [
        Document(
            kind=kind, number=one.number, issued_at=str(one.at), served_at=str(served_at(case, kind, one.number) or "")
        )
        for kind, one in all_issued(case)
    ]


def timeline_view(
    ledger: Ledger, case: str, at: Moment | None, known_at: Moment | None, *, changes: bool = False
) -> TimelineView:
    """The case as it was at a time, as known at a time, with what each step made of it. Raises NotFound."""
    history, register = history_of(ledger, case), ledger.register()
    played, names = replay(history, at, known_at), cache(partial(person_name, ledger))
    day = (at or ledger.now()).day
    found = defects(played.steps, register)
    made = {one.version: one for one in stepping(ledger, played.steps).changes()} if changes else {}
    return TimelineView(
        case=case,
        at=str(at or ""),
        known_at=str(known_at or ""),
        steps=[_step(one, names, found[one.version], made.get(one.version)) for one in played.steps],
        stages=_stages(played, register.law(day, played.case.procedure), _now(ledger, case, played.case)),
    )


def _related(ledger: Ledger, opened: CaseFiled | Opened | None) -> Named | None:
    name = getattr(opened, "related_case", "")
    return Named(name, ledger.case(name)[0].title) if name else None


_SHOWN_ABOVE: Final = frozenset(
    {"title", "agency", "matter", "handlers", "parties", "party", "place", "facts", "related_case"}
)


def opening_of(ledger: Ledger, view: CaseView) -> tuple[Shown, ...]:
    """What the first step of a case says beside what the page shows of every case; nothing of a penalty's filing."""
    opened = view.opened
    if opened is None or isinstance(opened, CaseFiled):
        return ()
    register, day = ledger.register(), Moment.parse(view.filed_at).day
    law = register.law(day, view.procedure)
    names = Names(partial(person_name, ledger), register, law, day, view.agency.id)
    return shown(opened, names, apart=_SHOWN_ABOVE)


def history_of(ledger: Ledger, case: str) -> list[Recorded]:
    """The events of the case as recorded, with the personal values that can still be opened. Raises NotFound."""
    """The events of the case as recorded, with the personal values that can still be opened. Raises NotFound."""
    history = ledger.history(case_stream(case), persons=True) if is_id(case) else []
    if not history:
        raise NotFound("case", case)
    return history


def _step(one: Recorded, names: Callable[[str], str], now: tuple[Defect, ...], change: Change | None) -> Step:
    event = one.event
    kind, _, name = one.actor.partition(":")
    return Step(
        position=one.position,
        version=one.version,
        type=str(event.__struct_config__.tag),
        occurred_at=str(one.occurred_at),
        recorded_at=rfc3339(one.recorded_at),
        actor=Named(one.actor, names(name) if kind == "person" else name),
        rules=one.rules.hex(),
        registers_to=one.registers_to,
        back_entered=isinstance(event, CaseEvent) and event.entry is not None,
        defects=event.defects if isinstance(event, CaseEvent) else (),
        defects_now=now,
        event=event,
        changes=change or msgspec.UNSET,
    )


def stepping(ledger: Ledger, steps: Sequence[Recorded], order: Order = "occurred") -> Stepping:
    """The steps one after the other, by the registers as they were known with each."""
    registers = ledger.registers_at(one.registers_to for one in steps)
    return Stepping(steps, order, registers.__getitem__)


def actor_name(ledger: Ledger, actor: str) -> str:
    """What people call an actor: a person's name when it can be opened, else the id."""
    if actor == "system":
        return "系统"
    kind, _, name = actor.partition(":")
    return (person_name(ledger, name) if kind == "person" else name) or actor


def person_name(ledger: Ledger, person: str) -> str:
    """Name of a person of the registers; that it was erased; empty when there is none or nobody can open it."""
    if person in ledger.register().erased:
        return ERASED_WORD
    for stream in (f"officer:{person}", f"person:{person}"):
        for one in reversed(ledger.history(stream, persons=True)):
            if isinstance(one.event, OfficerRegistered | PersonRegistered) and isinstance(one.event.name, str):
                return one.event.name
    return ""
