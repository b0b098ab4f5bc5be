"""From a command to its receipt: load, decide, seal, append; try again when somebody else was first.

Reading the clock, the stores and the registers happens here, deciding in `records.penalty`. Without If-Match a
conflict is solved here within five seconds; a stale version that the client named is the client's to solve.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final
from uuid import UUID

import msgspec
from uuid_utils import uuid7

from records.errors import Busy, Conflict, Invalid, NotFound, Refused, Stale
from records.event import Event, case_stream
from records.judgement import Context, StoredObject
from records.moment import Moment
from records.penalty.commands import (
    FileCase,
    LinkRecording,
    Penal,
    ReviewDisclosure,
    RevokeDecision,
    SignDecision,
    Step,
    check,
)
from records.penalty.decide import decide
from records.penalty.decision import SERIES
from records.penalty.disclosure import shown_texts
from records.penalty.events import CaseFiled
from records.penalty.state import Penalty
from records.register.events import RegisterEvent, StepRefused, numbering_stream
from records.register.numbering import Series
from records.store.failures import Repeated
from records.store.ledger import Ledger, Written
from records.store.stored import CommandKey

PATIENCE: Final = 5.0
"""Seconds after which a command that always meets others is given back as Busy."""

FindObject = Callable[[str], StoredObject | None]


class Sender(msgspec.Struct, frozen=True):
    """Who sends a command: the account, the person or device behind it, and the key that makes it count once."""

    principal: str
    actor: str
    key: str
    body: bytes
    """SHA-256 of the body, so that a key can't be used for another one."""

    @property
    def command(self) -> CommandKey:
        """What the ledger remembers of the command."""
        return CommandKey(self.principal, self.key, self.body)


class Loaded(msgspec.Struct, frozen=True):
    """A case as it stands, with the version of its stream."""

    case: Penalty
    version: int


class CaseDesk:
    """Takes the commands of one ledger's cases. Safe for threads."""

    def __init__(self, ledger: Ledger, find_object: FindObject) -> None:
        self._ledger = ledger
        self._find_object = find_object
        self._numbering = Lock()  # who takes a number queues here, since all want the same stream

    def open(self, command: FileCase, sender: Sender) -> Written:
        """Files a new case. Raises Invalid, Refused, KeyReused or Busy."""
        return self._execute(str(uuid7()), command, sender, None)

    def step(self, case: str, command: Step, sender: Sender, if_match: int | None = None) -> Written:
        """Takes a step of a case. Raises Invalid, NotFound, Refused, Stale, KeyReused or Busy."""
        return self._execute(case, command, sender, if_match)

    def load(self, case: str) -> Loaded:
        """The case as it stands. Raises NotFound."""
        if not _is_uuid(case):
            raise NotFound("case", case)
        folded, version = self._ledger.case(case)
        if version == 0:
            raise NotFound("case", case)
        return Loaded(folded, version)

    def would_refuse(self, case: str, command: Step, actor: str) -> Refused | None:
        """The refusal that the step would meet now; nothing is recorded."""
        try:
            decide(command, self.load(case).case, self._context(case, command, actor))
        except Refused as refused:
            return refused
        return None

    def _execute(self, case: str, command: Penal, sender: Sender, if_match: int | None) -> Written:
        if problems := check(command):
            raise Invalid(problems)
        deadline = time.monotonic() + PATIENCE
        with self._queue(command):
            while True:
                try:
                    return self._attempt(case, command, sender, if_match)
                except Repeated:
                    return self._ledger.answer(sender.command)
                except Stale:
                    raise
                except Conflict as conflict:
                    if time.monotonic() > deadline:
                        raise Busy(conflict.stream, "the case was written to by others for five seconds") from conflict

    def _attempt(self, case: str, command: Penal, sender: Sender, if_match: int | None) -> Written:
        loaded = Loaded(Penalty(), 0) if isinstance(command, FileCase) else self.load(case)
        if if_match is not None and loaded.version != if_match:
            if written := self._ledger.find_answer(sender.command):
                return written
            raise Stale(case_stream(case), loaded.version)
        context = self._context(case, command, sender.actor)
        try:
            events = decide(command, loaded.case, context)
        except Refused as refused:
            if written := self._ledger.find_answer(sender.command):
                return written
            self._record_refusal(case, command, sender, context, refused)
            raise
        except Invalid:
            if written := self._ledger.find_answer(sender.command):
                return written
            raise
        return self._append(case, loaded.version, events, sender, context)

    def _append(self, case: str, version: int, events: list[Event], sender: Sender, context: Context) -> Written:
        expected = {case_stream(case): version}
        for event in events:
            if event.stream not in expected:
                expected[event.stream] = self._ledger.version(event.stream)
        return self._ledger.append(
            events,
            expected=expected,
            command=sender.command,
            occurred_at=context.occurred_at,
            actor=context.actor,
            law=context.law,
            registers_to=context.register.position,
        )

    def _record_refusal(
        self, case: str, command: Penal, sender: Sender, context: Context, refused: Refused
    ) -> None:
        event = StepRefused(
            case="" if isinstance(command, FileCase) else case,
            step=str(command.__struct_config__.tag),
            code=refused.code,
            article=refused.article,
            detail=refused.detail,
        )
        refused.position = self.record(event, sender, context.register.position).positions[0]

    def record(self, event: Event, sender: Sender, registers_to: int) -> Written:
        """Appends an event that nobody decides on, at the end of its stream, whoever else writes there."""
        key = CommandKey(sender.principal, f"record:{uuid7()}", sender.body)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self._ledger.append(
                    [event],
                    expected={event.stream: self._ledger.version(event.stream)},
                    command=key,
                    occurred_at=self._ledger.now(),
                    actor=sender.actor,
                    law=None,
                    registers_to=registers_to,
                )
            except Repeated:
                return self._ledger.answer(key)
            except Conflict:
                if time.monotonic() > deadline:
                    raise

    def _context(self, case: str, command: Penal, actor: str) -> Context:
        now = self._ledger.now()
        occurred_at = Moment.parse(command.occurred_at) if command.occurred_at else now
        context = Context(
            case=case,
            actor=actor,
            now=now,
            occurred_at=occurred_at,
            register=self._ledger.register(),
            entry=command.entry,
            new_id=str(uuid7()),
        )
        match command:
            case FileCase():
                return self._with_person(context, command)
            case LinkRecording():
                return msgspec.structs.replace(context, object=self._find_object(command.object))
            case SignDecision():
                return self._with_series(context)
            case ReviewDisclosure() | RevokeDecision():
                return self._with_names(context, command)
            case _:
                return context

    def _with_person(self, context: Context, command: FileCase) -> Context:
        person = self._ledger.identify(command.party.number) if command.party.number else context.new_id
        is_new = self._ledger.version(f"person:{person}") == 0
        return msgspec.structs.replace(context, person=person, person_is_new=is_new)

    def _with_series(self, context: Context) -> Context:
        filed = self.load(context.case).case.filed
        stream = numbering_stream(filed.agency if filed else "", SERIES, context.occurred_at.day.year)
        series: Series = self._ledger.series(stream)
        return msgspec.structs.replace(context, series_next=series.next, series_taken=series.ahead)

    def _with_names(self, context: Context, command: ReviewDisclosure | RevokeDecision) -> Context:
        loaded = self.load(context.case).case
        if loaded.filed is None or loaded.filed.party.kind != "natural" or loaded.decision is None:
            return context
        texts = (
            (command.explanation,)
            if isinstance(command, RevokeDecision)
            else shown_texts(command, loaded.decision)
        )
        filed = self._ledger.with_persons(context.case, CaseFiled)
        name = filed.party.name if isinstance(filed, CaseFiled) else ""
        found = isinstance(name, str) and len(name) > 1 and any(name in text for text in texts)
        return msgspec.structs.replace(context, names_party=found)

    @contextmanager
    def _queue(self, command: Penal) -> Iterator[None]:
        if isinstance(command, SignDecision):
            with self._numbering:
                yield
        else:
            yield


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def record_entry(
    ledger: Ledger, event: RegisterEvent, sender: Sender, if_match: int | None = None
) -> Written:
    """Appends an entry of a register. Raises Stale or KeyReused."""
    while True:
        if written := ledger.find_answer(sender.command):
            return written
        version = ledger.version(event.stream)
        if if_match is not None and version != if_match:
            raise Stale(event.stream, version)
        try:
            return ledger.append(
                [event],
                expected={event.stream: version},
                command=sender.command,
                occurred_at=ledger.now(),
                actor=sender.actor,
                law=None,
                registers_to=ledger.register().position,
            )
        except Repeated:
            return ledger.answer(sender.command)
        except Conflict:
            continue
