"""Appending: who is first, who is told what, and how writers share a commit."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from itertools import chain
from multiprocessing import get_context
from threading import Barrier, Event

import pytest
from eventsourcing.persistence import StoredEvent
from sqlalchemy import Engine, insert

from ledger_probe import Statements, by_another, positions
from records.errors import Busy
from records.store import batch
from records.store.append import GroupCommit
from records.store.batch import BatchWriter
from records.store.clock import CheckedClock, wall_clock
from records.store.engine import connect, writing
from records.store.failures import Repeated, Taken
from records.store.link import Link
from records.store.pending import Pending
from records.store.recorder import LedgerRecorder
from records.store.schema import event, install
from records.store.stored import Receipt
from sealed_events import command, sealed


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = connect(database)
    install(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def recorder(engine: Engine) -> Iterator[LedgerRecorder]:
    recorder = LedgerRecorder(engine, "town")
    yield recorder
    recorder.close()


@pytest.fixture
def statements(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Statements:
    return Statements(engine, monkeypatch)


def writer(engine: Engine) -> BatchWriter:
    return BatchWriter(engine, "town", CheckedClock(wall_clock, simulated=False))


# ---- Conflicts ----


def test_a_taken_version_names_its_stream_and_writes_nothing(recorder: LedgerRecorder) -> None:
    recorder.append([sealed("case:1", 1)], command("a"))
    with pytest.raises(Taken) as caught:
        recorder.append([sealed("numbers", 1), sealed("case:1", 1)], command("b"))
    assert (caught.value.stream, caught.value.version) == ("case:1", 1)
    assert positions(recorder) == [1]
    assert recorder.append([sealed("numbers", 1), sealed("case:1", 2)], command("b")).positions == [2, 3]


def test_a_key_used_before_is_repeated_even_when_its_version_is_taken_too(recorder: LedgerRecorder) -> None:
    recorder.append([sealed("case:1", 1)], command("a"))
    with pytest.raises(Repeated) as caught:
        recorder.append([sealed("case:1", 1)], command("a"))
    assert caught.value.command == command("a")
    with pytest.raises(Repeated):
        recorder.append([sealed("case:1", 2)], command("a"))
    assert recorder.append([sealed("case:1", 2)], command("a", principal="other")).positions == [2]


def test_a_command_with_one_version_twice_is_refused_before_the_database(
    recorder: LedgerRecorder, statements: Statements
) -> None:
    with pytest.raises(Taken):
        recorder.append([sealed("case:1", 1), sealed("case:1", 1)])
    assert statements.count == 0


def test_a_batch_of_64_commands_with_32_conflicts_fails_just_those(
    engine: Engine, recorder: LedgerRecorder, statements: Statements
) -> None:
    for number in range(16):
        recorder.append([sealed(f"case:{number}", 1)], command(f"case {number}"))
    commands = [_command_of_64(number) for number in range(64)]
    statements.count = 0
    writer(engine).write(commands)
    outcomes = [type(pending.outcome) for pending in commands]
    assert outcomes == [Taken] * 16 + [Repeated] * 16 + [Receipt] * 32
    assert statements.count == 2
    receipts = [pending.outcome for pending in commands if isinstance(pending.outcome, Receipt)]
    given = [position for receipt in receipts for position in receipt.positions]
    assert given == list(range(17, 17 + 64))
    assert positions(recorder) == list(range(1, 17 + 64))


def _command_of_64(number: int) -> Pending:
    """16 whose version is taken, 16 whose key is used, 32 that nothing speaks against; two events each."""
    taken, repeated = number < 16, 16 <= number < 32
    stream = f"case:{number}" if taken else f"new:{number}"
    key = f"case {number - 16}" if repeated else f"key {number}"
    return Pending([sealed(stream, 1), sealed(f"beside:{number}", 1)], command(key))


def test_64_writers_of_32_versions_write_each_once(recorder: LedgerRecorder) -> None:
    together = Barrier(64)

    def write(number: int) -> bool:
        together.wait()
        try:
            recorder.append([sealed(f"case:{number % 32}", 1)], command(str(number)))
        except Taken:
            return False
        return True

    with ThreadPoolExecutor(64) as writers:
        written = list(writers.map(write, range(64)))
    assert sum(written) == 32
    assert positions(recorder) == list(range(1, 33))


def test_of_two_commands_in_one_batch_the_second_gets_the_conflict_without_the_database(
    engine: Engine, statements: Statements
) -> None:
    commands = [
        Pending([sealed("case:1", 1)], command("a")),
        Pending([sealed("case:1", 1)], command("b")),
        Pending([sealed("case:2", 1)], command("a")),
    ]
    writer(engine).write(commands)
    assert [type(pending.outcome) for pending in commands] == [Receipt, Taken, Repeated]
    assert statements.count == 1


def test_the_second_is_written_when_the_first_could_not_be(engine: Engine, recorder: LedgerRecorder) -> None:
    recorder.append([sealed("numbers", 1)], command("before"))
    commands = [
        Pending([sealed("case:1", 1), sealed("numbers", 1)], command("a")),
        Pending([sealed("case:1", 1), sealed("numbers", 2)], command("b")),
    ]
    writer(engine).write(commands)
    assert [type(pending.outcome) for pending in commands] == [Taken, Receipt]
    assert positions(recorder) == [1, 2, 3]


def test_positions_taken_by_another_process_are_no_conflict(engine: Engine) -> None:
    one, other = writer(engine), writer(engine)
    for version in range(1, 6):  # each remembers a head that the other has moved on
        for who, stream in ((one, "case:1"), (other, "case:2")):
            pending = Pending([sealed(stream, version)], command(f"{stream} {version}"))
            who.write([pending])
            assert isinstance(pending.outcome, Receipt)


def test_a_value_that_cannot_be_stored_fails_its_own_command_alone(engine: Engine) -> None:
    wrong: list[StoredEvent] = [StoredEvent("case:2", 2**70, "topic", b"")]  # beyond 64 bits
    commands = [
        Pending([sealed("case:1", 1)], None),
        Pending(wrong, None),
        Pending([sealed("case:3", 1)], None),
    ]
    writer(engine).write(commands)
    first, second, third = (pending.outcome for pending in commands)
    assert isinstance(first, Receipt)
    assert isinstance(second, Exception)
    assert isinstance(third, Receipt)
    assert first.positions + third.positions == [1, 2]


def test_a_command_larger_than_a_statement_is_written_whole_or_not_at_all(recorder: LedgerRecorder) -> None:
    many = [sealed("case:1", version) for version in range(1, 2_502)]
    receipt = recorder.append(many, command("many"))
    assert receipt.positions == list(range(1, 2_502))
    again = [sealed("case:2", version) for version in range(1, 2_501)] + [sealed("case:1", 1)]
    with pytest.raises(Taken):
        recorder.append(again, command("again"))
    assert recorder.rows("case:2") == []
    assert recorder.append([sealed("case:2", 1)], command("after")).positions == [2_502]


def test_who_always_loses_is_told_after_a_while(
    engine: Engine, recorder: LedgerRecorder, statements: Statements, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "PATIENCE", 0.2)

    def lose(_: Link) -> None:
        statements.before = lose
        with writing(engine) as connection:
            connection.execute(insert(event), by_another(recorder.head()[0] + 1))

    statements.before = lose
    with pytest.raises(Busy):
        recorder.append([sealed("case:1", 1)], command("a"))
    assert recorder.rows("case:1") == []
    assert positions(recorder) == list(range(1, statements.count + 1))
    statements.before = None
    recorder.append([sealed("case:1", 1)], command("a"))


# ---- The lead ----


def test_commands_that_wait_are_written_together_and_an_interrupted_leader_hands_on() -> None:
    batches: list[int] = []
    first, rest = Event(), Event()

    def write(waiting: Sequence[Pending]) -> None:
        batches.append(len(waiting))
        if len(batches) == 1:
            first.set()
            rest.wait()
            raise KeyboardInterrupt
        for pending in waiting:
            pending.outcome = Receipt([], 0, [])

    commits = GroupCommit(write)
    with ThreadPoolExecutor(9) as writers:
        interrupted = writers.submit(commits.append, Pending([sealed("case:0", 1)], None))
        first.wait()
        others = [writers.submit(commits.append, Pending([sealed("case:1", 1)], None)) for _ in range(8)]
        while len(commits._queue) < 8:
            time.sleep(0.01)
        rest.set()
        assert all(isinstance(other.result(), Receipt) for other in others)
        assert isinstance(interrupted.exception(), KeyboardInterrupt)
    assert batches == [1, 8]


# ---- Processes ----

PROCESSES, COMMANDS = 4, 50


def test_four_processes_stay_gapless_and_a_reader_skips_none(database: str) -> None:
    engine = connect(database)
    install(engine)
    recorder = LedgerRecorder(engine, "town")
    read: list[int] = []
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as processes:
        writers = [processes.submit(append_many, database, number) for number in range(PROCESSES)]
        while len(read) < PROCESSES * COMMANDS * 3 and not any(w.done() and w.exception() for w in writers):
            read += [row.position for row in recorder.batch(read[-1] if read else 0, 50)]
    receipts = list(chain.from_iterable(writer.result() for writer in writers))
    assert read == list(range(1, PROCESSES * COMMANDS * 3 + 1))
    assert sorted(position for receipt in receipts for position in receipt.positions) == read
    stamps = [row.recorded_at for row in recorder.batch(0, 10_000)]
    assert stamps == sorted(stamps)
    recorder.close()
    engine.dispose()


def append_many(url: str, process: int) -> list[Receipt]:
    """Two threads whose commands have two events of their own and one of a stream that all compete for."""
    engine = connect(url)
    recorder = LedgerRecorder(engine, "town")

    def write(thread: int) -> list[Receipt]:
        name = f"{process}:{thread}"
        return [_until_first(recorder, name, version) for version in range(1, COMMANDS // 2 + 1)]

    with ThreadPoolExecutor(2) as threads:
        receipts = [receipt for some in threads.map(write, range(2)) for receipt in some]
    recorder.close()
    engine.dispose()
    return receipts


def _until_first(recorder: LedgerRecorder, name: str, version: int) -> Receipt:
    while True:
        number = len(recorder.rows("numbers")) + 1
        own = [sealed(f"case:{name}", version), sealed("numbers", number), sealed(f"file:{name}", version)]
        with suppress(Taken):
            return recorder.append(own, command(f"{name}:{version}"))
