"""Appending when others are slow, connections break, and clocks are wrong."""

import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import Engine, insert

from ledger_probe import Statements, by_another, end_backend, positions
from records.store import batch, postgres
from records.store.clock import wall_clock
from records.store.engine import borrow, connect
from records.store.failures import ClockOff, Unreachable
from records.store.link import Link
from records.store.recorder import LedgerRecorder
from records.store.schema import event, install
from sealed_events import command, sealed

SECOND = 1_000_000


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


# ---- Slow transactions, readers ----


@pytest.mark.parametrize("commits", [True, False], ids=["commits", "rolls back"])
def test_a_slow_transaction_never_makes_a_reader_skip_an_event(
    engine: Engine, recorder: LedgerRecorder, *, commits: bool
) -> None:
    with ThreadPoolExecutor(1) as background, engine.connect() as slow:
        slow.execute(insert(event), by_another(1))
        appended = background.submit(recorder.append, [sealed("case:1", 1)], command("a"))
        time.sleep(0.3)
        assert not appended.done()
        assert positions(recorder) == []  # position 2 isn't there before position 1
        slow.commit() if commits else slow.rollback()
        assert appended.result().positions == ([2] if commits else [1])
    assert positions(recorder) == ([1, 2] if commits else [1])


# ---- Broken connections ----


@pytest.fixture
def served(postgres_database: str) -> Iterator[tuple[Engine, LedgerRecorder]]:
    engine = connect(postgres_database)
    install(engine)
    recorder = LedgerRecorder(engine, "town")
    yield engine, recorder
    recorder.close()
    engine.dispose()


TERMINATE_OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_ambiguous_commit_that_is_retried_writes_once(
    served: tuple[Engine, LedgerRecorder], monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    engine, recorder = served
    recorder.append([sealed("case:1", 1)], command("a"))
    statements = Statements(engine, monkeypatch)
    setattr(statements, when, end_backend)
    receipt = recorder.append([sealed("case:1", 2), sealed("numbers", 1)], command("b"))
    assert statements.count == (2 if when == "before" else 1)
    assert receipt.positions == positions(recorder)[1:] == [2, 3]
    assert receipt.entries == [row.entry for row in recorder.batch(1, 9)]
    assert receipt.recorded_at == recorder.head()[1]


def test_a_statement_that_outlives_its_connection_is_written_once(
    served: tuple[Engine, LedgerRecorder], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server goes on with a statement whose client is gone, and commits when the retry has looked
    already.
    """
    engine, recorder = served
    recorder.append([sealed("case:1", 1)], command("a"))
    lines: list[int] = []
    statements = Statements(engine, monkeypatch)
    statements.before = lambda link: lines.append(os.dup(link._connection.pgconn.socket))
    with ThreadPoolExecutor(1) as background, engine.connect() as slow:
        slow.execute(insert(event), by_another(2))
        appended = background.submit(recorder.append, [sealed("case:1", 2)], command("b"))
        time.sleep(0.3)  # it waits for the slow one at position 2
        with socket.socket(fileno=lines[0]) as line:
            line.shutdown(socket.SHUT_RDWR)
        time.sleep(0.3)  # and so does the retry
        assert statements.count == 2
        slow.rollback()
        assert appended.result().positions == [2]
    assert positions(recorder) == [1, 2]
    assert recorder.append([sealed("case:1", 3)], command("c")).positions == [3]


def test_a_server_that_is_away_is_reported_and_found_again(
    served: tuple[Engine, LedgerRecorder], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, recorder = served
    recorder.append([sealed("case:1", 1)], command("a"))
    monkeypatch.setattr(batch, "PATIENCE", 0.3)
    statements = Statements(engine, monkeypatch)

    def away(link: Link) -> None:
        statements.before = away
        end_backend(link)

    statements.before = away
    with pytest.raises(Unreachable):
        recorder.append([sealed("case:1", 2)], command("b"))
    statements.before = None
    assert recorder.append([sealed("case:1", 2)], command("b")).positions == [2]


def test_a_read_over_a_broken_connection_is_asked_again(served: tuple[Engine, LedgerRecorder]) -> None:
    engine, recorder = served
    recorder.append([sealed("case:1", 1)], command("a"))
    with pytest.raises(psycopg.OperationalError), borrow(engine) as link:
        end_backend(link)
    with psycopg.connect(str(engine.url.set(drivername="postgresql")), autocommit=True) as other:
        recorder.head()
        other.execute(TERMINATE_OTHERS)
    assert recorder.head()[0] == 1


@pytest.mark.parametrize("error", [psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure])
def test_a_deadlock_counts_as_a_conflict(error: type[psycopg.Error]) -> None:
    assert postgres.conflict(error())
    assert not postgres.lost(error())


# ---- Clocks ----


def test_recorded_at_never_goes_backwards_when_the_clock_does(engine: Engine) -> None:
    times = iter([50, 40, 60, 10])
    recorder = LedgerRecorder(engine, "town", clock=lambda: next(times), simulated=True)
    stamps = [recorder.append([sealed("case:1", version)]).recorded_at for version in (1, 2, 3)]
    recorder.close()
    again = LedgerRecorder(engine, "town", clock=lambda: next(times), simulated=True)
    stamps.append(again.append([sealed("case:1", 4)]).recorded_at)
    again.close()
    assert stamps == [50, 50, 60, 60] == [row.recorded_at for row in again.rows("case:1")]


@pytest.mark.parametrize("off", [3, -3])
def test_a_clock_3_s_off_the_databases_writes_nothing(engine: Engine, off: int) -> None:
    recorder = LedgerRecorder(engine, "town", clock=lambda: wall_clock() + off * SECOND)
    with pytest.raises(ClockOff) as caught:
        recorder.append([sealed("case:1", 1)], command("a"))
    assert abs(caught.value.micros - off * SECOND) < SECOND / 2
    assert recorder.head() == (0, 0)
    recorder.close()


def test_a_clock_that_is_set_wrong_while_running_writes_nothing_until_it_is_right(engine: Engine) -> None:
    off = [0]
    recorder = LedgerRecorder(engine, "town", clock=lambda: wall_clock() + off[0])
    recorder.append([sealed("case:1", 1)])
    for off[0] in (3 * SECOND, 3 * SECOND, -3 * SECOND, -3 * SECOND):
        with pytest.raises(ClockOff):
            recorder.append([sealed("case:1", 2)])
    off[0] = SECOND
    recorder.append([sealed("case:1", 2)])
    assert positions(recorder) == [1, 2]
    recorder.close()
