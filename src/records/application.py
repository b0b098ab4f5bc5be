"""From a command to its receipt: load, decide, seal, append; try again when somebody else was first.

Reading the clock and the registers happens here, reading other streams in `records.lookups`, deciding in
`records.course.decide`. Without If-Match a conflict is solved here within five seconds; a stale version that the
client named is the client's to solve.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Lock
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
from uuid_utils import uuid7

from records.course.case import Case
from records.course.decide import decide
from records.course.documents import DOCUMENTS
from records.course.lookup import Prepared
from records.course.opened import Open
from records.course.shapes import Command
from records.errors import Busy, Conflict, Invalid, NotFound, Refused, Stale
from records.event import Event, case_stream
from records.judgement import Context, StoredObject
from records.law.data import Law
from records.lookups import look_up
from records.moment import Moment
from records.penalty.commands import FileCase
from records.penalty.commands.checks import check
from records.register.events import RegisterEvent, StepRefused
from records.register.fold import Register
from records.register.numbering import Series
from records.store.failures import Repeated
from records.store.ledger import Ledger, Written
from records.store.mapper import Recorded
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
    agency: str = ""
    """Code of the agency that the account was opened for; empty: those that the person belongs to."""

    @property
    def command(self) -> CommandKey:
        """What the ledger remembers of the command."""
        return CommandKey(self.principal, self.key, self.body)

    def agencies(self, register: Register, on: date) -> frozenset[str]:
        """The agencies that the account acts for on that day."""
        return frozenset({self.agency}) if self.agency else register.agencies_of(self.actor.removeprefix("person:"), on)


class Loaded(msgspec.Struct, frozen=True):
    """A case as it stands, with the version of its stream."""

    case: Case
    version: int


class CaseDesk:
    """Takes the commands of one ledger's cases. Safe for threads."""

    def __init__(self, ledger: Ledger, find_object: FindObject) -> None:
        self._ledger = ledger
        self._find_object = find_object
        self._numbering: defaultdict[str, Lock] = defaultdict(Lock)  # by agency; one operation makes a missing one

    def open(self, command: Command, sender: Sender) -> Written:
        """Opens a case with its first step. Raises Invalid, Refused, KeyReused or Busy."""
        return self._execute(None, command, sender, None)

    def step(self, case: str, command: Command, sender: Sender, if_match: int | None = None) -> Written:
        """Takes a step of a case. Raises Invalid, NotFound, Refused, Stale, KeyReused or Busy."""
        return self._execute(case, command, sender, if_match)

    def preview(self, case: str | None, command: Command, sender: Sender) -> list[Event]:
        """The events that the step would make now; nothing is written, a refusal neither.

        Raises Invalid, NotFound or Refused as the step itself would. `case` is None for what would open one.
        """
        if problems := check(command):
            raise Invalid(problems)
        self._check_entry(case or "", command)
        loaded = self.load(case) if case else Loaded(Case(), 0)
        return decide(command, loaded.case, self._prepare(case or str(uuid7()), loaded, command, sender).context)

    def load(self, case: str) -> Loaded:
        """The case as it stands. Raises NotFound."""
        if not _is_uuid(case):
            raise NotFound("case", case)
        folded, version = self._ledger.case(case)
        if version == 0:
            raise NotFound("case", case)
        return Loaded(folded, version)

    def _execute(self, opened: str | None, command: Command, sender: Sender, if_match: int | None) -> Written:
        """Takes a step of the case that was opened before, or opens one with it."""
        if problems := check(command):
            raise Invalid(problems)
        self._check_entry(opened or "", command)
        new, case = opened is None, opened or str(uuid7())
        deadline = time.monotonic() + PATIENCE
        with self._queue(case, command, new=new), self._naming(command):
            while True:
                try:
                    return self._attempt(case, command, sender, if_match, new=new)
                except Repeated:
                    return self._ledger.answer(sender.command)
                except Stale:
                    raise
                except Conflict as conflict:
                    if time.monotonic() > deadline:
                        raise Busy(conflict.stream, "the case was written to by others for five seconds") from conflict

    def _check_entry(self, case: str, command: Command) -> None:
        """What a back-entry says can be looked at: the paper's scan, and the refusal that went before."""
        entry = command.entry
        if entry is None:
            return
        if self._find_object(entry.scan) is None:
            raise NotFound("object", entry.scan)
        if entry.refusal is not None and not self._is_refusal(case, entry.refusal):
            raise Invalid([("$.entry.refusal", "账本的这个位置不是对本案步骤或者立案的未予办理记录")])

    def _is_refusal(self, case: str, position: int) -> bool:
        """Whether a step of the case, or the opening of one, was refused at that position."""
        found = self._ledger.batch(position - 1, 1) if 0 < position <= self._ledger.head() else []
        return any(isinstance(one.event, StepRefused) and one.event.case in ("", case) for one in found)

    def _attempt(self, case: str, command: Command, sender: Sender, if_match: int | None, *, new: bool) -> Written:
        loaded = Loaded(Case(), 0) if new else self.load(case)
        if if_match is not None and loaded.version != if_match:
            if written := self._ledger.find_answer(sender.command):
                return written
            raise Stale(case_stream(case), loaded.version)
        prepared = self._prepare(case, loaded, command, sender)
        try:
            events = decide(command, loaded.case, prepared.context)
        except (Refused, Invalid) as error:
            if written := self._ledger.find_answer(sender.command):
                return written
            if isinstance(error, Refused):
                self._record_refusal("" if new else case, command, sender, prepared.context, error)
            raise
        context = prepared.context
        self._keep_person(command, context)
        return self._ledger.append(
            events,
            expected=prepared.versions,
            command=sender.command,
            occurred_at=context.occurred_at,
            actor=context.actor,
            law=context.law,
            registers_to=context.register.position,
        )

    def _keep_person(self, command: Command, context: Context) -> None:
        """The party's number finds them from now on: not before the step is allowed, and never two under one."""
        number = _number_of(command)
        if number and self._ledger.identify(number, context.person) != context.person:
            raise Conflict(f"person:{context.person}", "the number was given to another person meanwhile")

    def _record_refusal(self, case: str, command: Command, sender: Sender, context: Context, refused: Refused) -> None:
        event = StepRefused(
            case=case,
            step=str(command.__struct_config__.tag),
            code=refused.code,
            article=refused.article,
            detail=refused.detail,
        )
        own = Sender(sender.principal, sender.actor, f"record:{uuid7()}", sender.body)  # the client's key stays free
        refused.position = record_entry(self._ledger, event, own, law=context.law_now).positions[0]

    def _prepare(self, case: str, loaded: Loaded, command: Command, sender: Sender) -> Prepared:
        register, now = self._ledger.register(), self._ledger.now()
        if loaded.version:
            _check_procedure(command, loaded.case, register, now.day)
        context = Context(
            case=case,
            actor=sender.actor,
            agencies=sender.agencies(register, now.day),
            now=now,
            occurred_at=Moment.parse(command.occurred_at) if command.occurred_at else now,
            register=register,
            procedure=command.procedure if isinstance(command, Open) else loaded.case.procedure,
            agency=loaded.case.agency or getattr(command, "agency", ""),
            entry=command.entry,
            new_id=str(uuid7()),
            **self._named(command),
        )
        prepared = Prepared(context, {case_stream(case): loaded.version})
        return look_up(prepared, loaded.case, command, _Sources(self, self._ledger, self._find_object))

    def _named(self, command: Command) -> dict[str, Any]:
        """The object and the other case that the command names, None for what nobody has."""
        digest, other = getattr(command, "object", ""), getattr(command, "related_case", "")
        found: dict[str, Any] = {"object": self._find_object(digest)} if digest else {}
        if other and _is_uuid(other):
            related, version = self._ledger.case(other)
            found["related"] = related if version else None
        return found

    @contextmanager
    def _naming(self, command: Command) -> Iterator[None]:
        """Who names a person that is known does so while nobody is erased."""
        number = _number_of(command)
        if not (number and self._ledger.identified(number)):
            yield
            return
        with self._ledger.naming():
            yield

    @contextmanager
    def _queue(self, case: str, command: Command, *, new: bool) -> Iterator[None]:
        """Who takes a number waits for others of the agency: all want the same series, and one by one none retries."""
        if new or type(command) not in DOCUMENTS:
            yield
            return
        agency = self.load(case).case.agency
        with self._numbering[agency]:
            yield


class _Sources(NamedTuple):
    """What lookups read of a ledger and its objects."""

    desk: CaseDesk
    ledger: Ledger
    find: FindObject

    def history(self, stream: str, *, persons: bool = False) -> list[Recorded]:
        return self.ledger.history(stream, persons=persons)

    def version(self, stream: str) -> int:
        return self.ledger.version(stream)

    def series(self, stream: str) -> tuple[Series, int]:
        return self.ledger.series(stream)

    def last_lost(self) -> tuple[int, int] | None:
        return self.ledger.last_lost()

    def identified(self, number: str) -> str:
        return self.ledger.identified(number)

    def keyed(self, text: str) -> str:
        return self.ledger.keyed(text)

    def load(self, case: str) -> Case:
        return self.desk.load(case).case

    def find_object(self, digest: str) -> StoredObject | None:
        return self.find(digest)


def _check_procedure(command: Command, case: Case, register: Register, on: date) -> None:
    """Raises Invalid for a step that other procedures have, and that of the case has not."""
    tag = str(command.__struct_config__.tag)
    if tag in register.law(on, "").steps and tag not in register.law(on, case.procedure).steps:
        raise Invalid([("$.type", "本案的程序没有这一步骤，请核对案件")])


def _number_of(command: Command) -> str:
    """The number of the party that an opening names, empty without one."""
    return command.party.number if isinstance(command, FileCase | Open) and command.party else ""


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def record_entry(
    ledger: Ledger, event: RegisterEvent, sender: Sender, if_match: int | None = None, law: Law | None = None
) -> Written:
    """Appends an event that nobody decides on, at the end of its stream. Raises Stale, KeyReused or Busy."""
    deadline = time.monotonic() + PATIENCE
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
                law=law,
                registers_to=ledger.register().position,
            )
        except Repeated:
            return ledger.answer(sender.command)
        except Conflict as conflict:
            if time.monotonic() > deadline:
                raise Busy(conflict.stream, f"{event.stream} was written to by others for five seconds") from conflict
