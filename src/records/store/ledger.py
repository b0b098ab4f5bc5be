"""One ledger: its sealed events, the folds that commands are decided on, and the clock it goes by.

The library's `Application` over our mapper and recorder: `repository.get(id, projector_func=…)` and
`notification_log` work as it documents them. What the hot paths use (`append`, `case`, `register`) reads rows in
binary, decodes with one prebuilt decoder per tag and keeps folds in memory, since events never change.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from threading import Lock
from typing import Final, cast

import msgspec
from blake3 import blake3
from eventsourcing.application import Application
from eventsourcing.persistence import ApplicationRecorder
from eventsourcing.persistence import Mapper as LibraryMapper
from sqlalchemy import Engine

from records.course.case import Case, evolve, fold
from records.errors import Corrupt, KeyReused
from records.event import CaseEvent, Event, case_stream
from records.law.data import Law
from records.log.acts import Act
from records.moment import Moment
from records.register.events import (
    ClockSet,
    DocumentNumberTaken,
    OfficerRegistered,
    PersonErased,
    RegisterEvent,
    SeriesContinued,
)
from records.register.fold import Register
from records.register.fold import fold as fold_registers
from records.register.numbering import Series
from records.seal.keys import COMMANDS_OWNER, KeyState, KeyStore, key_id, owner_of
from records.seal.slots import SaltedEvent
from records.store.clock import wall_clock
from records.store.entries import StoredEntries
from records.store.kept import Kept
from records.store.lost import STREAM as LOST
from records.store.mapper import Draft, Recorded, SealingMapper
from records.store.notify import Bell
from records.store.persons import erasing, naming
from records.store.public_ledger import acts_from
from records.store.recorder import LedgerRecorder
from records.store.stored import CommandKey, SealedStep, StoredRow

_FOLDS_KEPT: Final = 4_096
"""Streams whose fold stays in memory, per kind."""

_READ_AT_ONCE: Final = 500

_ENVIRONMENT: Final = {"PERSISTENCE_MODULE": "eventsourcing.popo"}
"""The library's own store is never used; this keeps a variable of the environment from choosing one."""


class Written(msgspec.Struct, frozen=True):
    """What a command has led to: the same whether it was just written or had been before."""

    events: tuple[Event, ...]
    positions: tuple[int, ...]
    versions: tuple[int, ...]
    entries: tuple[bytes, ...]
    recorded_at: int
    """Microseconds since 1970 in UTC."""


class _CaseFold(msgspec.Struct, frozen=True):
    case: Case = Case()
    version: int = 0


class Ledger(Application[str]):
    """Events, registers and cases of one jurisdiction. Safe for threads."""

    def __init__(
        self,
        name: str,
        engine: Engine,
        keys: KeyStore,
        *,
        sample: bool,
        start: Moment | None = None,
        bell: Bell | None = None,
        floor: Callable[[], int] = lambda: 0,
        witnessed: Callable[[], bytes] = lambda: b"",
    ) -> None:
        """`start` is the time at which a sample opens, before its first event says so. `floor` gives the position that
        the ledger's log has reached, `witnessed` the SHA-256 of its latest witnessed checkpoint, empty where none is.
        """
        self.ledger_name = name
        self._start, self._witnessed = start, witnessed
        self._keys = keys
        self.sealing = SealingMapper(name, keys)
        self._recorder = LedgerRecorder(engine, name, clock=self._micros, simulated=sample, bell=bell, floor=floor)
        self._register = Register()
        self._register_lock = Lock()  # owns _register
        self._cases: Kept[_CaseFold] = Kept(_FOLDS_KEPT)
        self._series: Kept[tuple[Series, int]] = Kept(_FOLDS_KEPT)
        super().__init__(_ENVIRONMENT)

    def construct_mapper(self) -> LibraryMapper[str]:
        """The sealing mapper, for the library's event store."""
        return self.sealing

    def construct_recorder(self) -> ApplicationRecorder:
        """Our recorder, for the library's event store."""
        return self._recorder

    def close(self) -> None:
        """Stops what the ledger started in the background."""
        super().close()
        self._recorder.close()

    # ---- Time ----

    def now(self) -> Moment:
        """The time by which the ledger goes: the real one, or that of a sample's clock."""
        if self._register.position == 0 or isinstance(self._register.clock, ClockSet):
            self.register()  # a sample's clock is among them, and another process may have moved it since
        return Moment(self._micros())

    def _micros(self) -> int:
        clock = self._register.clock
        if isinstance(clock, ClockSet):
            return clock.micros
        return self._start.micros if self._start else wall_clock()

    # ---- Writing ----

    def append(
        self,
        events: Sequence[Event],
        *,
        expected: Mapping[str, int],
        command: CommandKey,
        occurred_at: Moment,
        actor: str,
        law: Law | None,
        registers_to: int,
    ) -> Written:
        """Seals and writes all events or none; `expected` has the version of each of their streams so far.

        Raises Taken or Repeated (`records.store.failures`), or what the recorder raises when it can't write.
        """
        versions, checkpoint = dict(expected), self._witnessed()
        drafts = []
        for event in events:
            versions[event.stream] += 1
            drafts.append(
                Draft(
                    originator_id=event.stream,
                    originator_version=versions[event.stream],
                    event=event,
                    occurred_at=occurred_at,
                    actor=actor,
                    rules=law.digest if law else b"",
                    registers_to=registers_to,
                    checkpoint=checkpoint,
                )
            )
        receipt = self._recorder.append([self.sealing.seal(draft) for draft in drafts], self._remembered(command))
        return Written(
            events=tuple(events),
            positions=tuple(receipt.positions),
            versions=tuple(draft.originator_version for draft in drafts),
            entries=tuple(receipt.entries),
            recorded_at=receipt.recorded_at,
        )

    def find_answer(self, command: CommandKey) -> Written | None:
        """What the same command has led to before. Raises KeyReused when its key came with another body."""
        answer = self._recorder.answer(command.principal, command.key)
        if answer is None:
            return None
        if answer.body != self._remembered(command).body:
            msg = f"{command.principal} has used the key {command.key} for another body"
            raise KeyReused(msg)
        rows = answer.rows
        return Written(
            events=tuple(self.sealing.open(row).event for row in rows),
            positions=tuple(row.position for row in rows),
            versions=tuple(row.version for row in rows),
            entries=tuple(row.entry for row in rows),
            recorded_at=rows[0].recorded_at,
        )

    def _remembered(self, command: CommandKey) -> CommandKey:
        """The command as the database has it: its row outlives the values, which a plain digest would let guess."""
        key = self._keys.obtain("", [COMMANDS_OWNER])[COMMANDS_OWNER].secret
        said = b"command\0" + self.ledger_name.encode() + b"\0" + command.body
        return CommandKey(command.principal, command.key, blake3(said, key=key).digest())

    def answer(self, command: CommandKey) -> Written:
        """The same, of a command that is known to be there."""
        written = self.find_answer(command)
        if written is None:
            msg = f"the events of {command.principal}'s command {command.key} are gone"
            raise Corrupt(msg)
        return written

    def identify(self, number: str, candidate: str) -> str:
        """The person under this ID number or 统一社会信用代码: `candidate` when there was none, from now on."""
        return self._keys.identify(self.ledger_name, number, candidate)

    def identified(self, number: str) -> str:
        """The person under this number, empty when there is none; nothing is written."""
        return self._keys.identified(self.ledger_name, number)

    def keyed(self, text: str) -> str:
        """A keyed digest in hex, the same each time, by which nobody without the keys finds the text by guessing."""
        key = self._keys.obtain("", [COMMANDS_OWNER])[COMMANDS_OWNER].secret
        return blake3(b"text\0" + self.ledger_name.encode() + b"\0" + text.encode(), key=key).hexdigest()

    # ---- Erasing ----

    def key_state(self, person: str) -> KeyState:
        """What became of the key of a person's values; `missing` for whom the ledger never named."""
        return self._keys.state(key_id(self.ledger_name, owner_of(person)))

    def naming(self) -> AbstractContextManager[None]:
        """A block in which no person is erased: whoever seals values of a person that is known is in one."""
        return naming(self._recorder.engine, self.ledger_name)

    def erasing(self) -> AbstractContextManager[None]:
        """A block in which no person that is known is named, and nobody else erases."""
        return erasing(self._recorder.engine, self.ledger_name)

    def cases_with(self, person: str, after: int = 0) -> tuple[frozenset[str], int]:
        """Streams of the cases in which somebody is named or acts, by all events after a position; and the last one's.

        It reads every event of the ledger.
        """
        found: set[str] = set()
        while rows := self._recorder.batch(after, _READ_AT_ONCE):
            after = rows[-1].position
            of_cases = (row for row in rows if row.stream.startswith("case:") and row.stream not in found)
            acts = f"person:{person}"
            found.update(row.stream for row in of_cases if row.actor == acts or self.sealing.mentions(row, person))
        return frozenset(found), after

    # ---- Reading ----

    def register(self) -> Register:
        """The registers as known now.

        Whoever was erased meanwhile is gone when this returns, also from what this process has in memory: it is asked
        before every decision and every reading of personal values. An erasure that was recorded and then interrupted,
        or undone by a backup of the keys, is carried out by that.
        """
        with self._register_lock:
            rows = self._recorder.registers(self._register.position)
            if rows:
                entries = list(self._entries(rows))
                erased = {event.person for _, event in entries if isinstance(event, PersonErased)}
                self._keys.destroy(self.ledger_name, erased)
                self._register = fold_registers(self._register, entries)
            return self._register

    def register_at(self, position: int) -> Register:
        """The registers as known at a ledger position: what a decision's `registers_to` refers to."""
        return fold_registers(Register(), self._entries(self._recorder.registers(0, position)))

    def registers_at(self, positions: Iterable[int]) -> dict[int, Register]:
        """The same at several positions, by position: their entries are read and folded once."""
        wanted = sorted(set(positions))
        rows = self._recorder.registers(0, wanted[-1]) if wanted else []
        entries, found, register = deque(self._entries(rows)), dict[int, Register](), Register()
        for position in wanted:
            while entries and entries[0][0] <= position:
                register = fold_registers(register, [entries.popleft()])
            found[position] = register
        return found

    def case(self, case: str) -> tuple[Case, int]:
        """The case as it stands and its version, 0 when there is none."""
        stream = case_stream(case)
        kept = self._cases.get(stream) or _CaseFold()
        steps = self._recorder.steps(stream, kept.version)
        if not steps:
            return kept.case, kept.version
        kept = self._extend(kept, stream, steps)
        self._cases.put(stream, kept)
        return kept.case, kept.version

    def replayed(self, case: str) -> Case:
        """The case folded anew from its first event."""
        stream = case_stream(case)
        return self._extend(_CaseFold(), stream, self._recorder.steps(stream)).case

    def _extend(self, kept: _CaseFold, stream: str, steps: list[SealedStep]) -> _CaseFold:
        version = steps[-1][1]
        steps.sort()
        happened = cast("Iterator[tuple[CaseEvent, Moment, int]]", self.sealing.open_steps(stream, steps))
        case = kept.case
        if kept.version == 0:
            case = fold(happened)
        else:
            for event, at, number in happened:
                case = evolve(case, event, at, number)
        return _CaseFold(case, version)

    def series(self, stream: str) -> tuple[Series, int]:
        """What of a document series is given out, and the version of its stream."""
        series, version = self._series.get(stream) or (Series(), 0)
        for row in self._recorder.rows(stream, version):
            event = self.sealing.open(row).event
            if isinstance(event, SeriesContinued):
                series = series.continued(event, row.position)
            else:
                assert isinstance(event, DocumentNumberTaken)
                series = series.after(event)
            version = row.version
        self._series.put(stream, (series, version))
        return series, version

    def last_lost(self) -> tuple[int, int] | None:
        """The last position of which the entry alone is known, and when it came back (microseconds, UTC).

        None when nothing was ever lost.
        """
        return self._recorder.last_of(LOST)

    def version(self, stream: str) -> int:
        """Version of a stream's last event, 0 when it has none."""
        return self._recorder.version(stream)

    def history(self, stream: str, *, persons: bool = False) -> list[Recorded]:
        """A stream's events in the order in which they were recorded, with personal values if asked for."""
        if persons:
            self.register()
        rows = self._recorder.rows(stream)
        return [self.sealing.open_persons(row) if persons else self.sealing.open(row) for row in rows]

    def officer_names(self) -> dict[str, str]:
        """Names of all officers by person id, as far as they can be opened."""
        self.register()
        opened = (
            self.sealing.open_persons(row).event
            for row in self._recorder.registers()
            if row.stream.startswith("officer:")
        )
        officers = (event for event in opened if isinstance(event, OfficerRegistered))
        return {one.person: one.name for one in officers if isinstance(one.name, str)}

    def batch(self, after_position: int, limit: int) -> list[Recorded]:
        """The next events of the ledger, values of class case only: what a follower reads."""
        return [self.sealing.open(row) for row in self._recorder.batch(after_position, limit)]

    def salted(self, stream: str, versions: Collection[int]) -> list[SaltedEvent]:
        """Some events of a stream, slot by slot with what opens their commitments: what a copy is made of."""
        self.register()
        rows = self._recorder.rows(stream, min(versions) - 1) if versions else []
        return [self.sealing.salted(row) for row in rows if row.version in versions]

    def public_acts(self, positions: Collection[int]) -> list[Act]:
        """What its public ledger says was done with pages by the events at some positions."""
        with self._recorder.engine.connect() as connection:
            return acts_from(connection, self.ledger_name, positions)

    def entry(self, position: int) -> bytes:
        """The log entry of the event at a position, which has to be there."""
        return StoredEntries(self._recorder.engine, self.ledger_name).read(position - 1, 1)[0]

    def case_streams(self, position: int) -> list[str]:
        """Streams of the cases that had begun by a ledger position, in order."""
        return self._recorder.streams("case:", position)

    def head(self) -> int:
        """Position of the last event, 0 when there is none."""
        return self._recorder.head()[0]

    def _entries(self, rows: Iterable[StoredRow]) -> Iterable[tuple[int, RegisterEvent]]:
        for row in rows:
            event: RegisterEvent = self.sealing.open(row).event  # type: ignore[assignment]  # by its tag
            yield row.position, event
