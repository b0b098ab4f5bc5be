"""The recorder: the library's own cases on both databases, and what it reads back."""

import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.tests import persistence
from sqlalchemy import Engine

from records.store.engine import connect
from records.store.notify import Bell
from records.store.recorder import LedgerRecorder
from records.store.schema import install
from records.store.stored import recorded_value
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


# ---- The library's cases ----


class _LibraryCase:
    recorder: LedgerRecorder

    def new_originator_id(self) -> str:
        return f"case:{uuid4()}"

    def create_recorder(self) -> LedgerRecorder:
        return self.recorder


class _OnSqlite(_LibraryCase):
    @pytest.fixture(autouse=True)
    def _open(self, tmp_path: Path) -> Iterator[None]:
        yield from _opened(self, f"sqlite:///{tmp_path / 'ledger.sqlite3'}")


class _OnPostgres(_LibraryCase):
    @pytest.fixture(autouse=True)
    def _open(self, postgres_database: str) -> Iterator[None]:
        yield from _opened(self, postgres_database)


def _opened(case: _LibraryCase, url: str) -> Iterator[None]:
    engine = connect(url)
    install(engine)
    case.recorder = LedgerRecorder(engine, "town")
    before = set(threading.enumerate())
    yield
    case.recorder.close()
    for reader in set(threading.enumerate()) - before:
        reader.join()  # the library leaves some to end by themselves, with a connection in their hands
    engine.dispose()


class TestApplicationRecorderOnSqlite(_OnSqlite, persistence.ApplicationRecorderTestCase[LedgerRecorder]):
    def test_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestApplicationRecorderOnPostgres(_OnPostgres, persistence.ApplicationRecorderTestCase[LedgerRecorder]):
    def test_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestNonInterleavingOnSqlite(_OnSqlite, persistence.NonInterleavingNotificationIDsBaseCase):
    pass


class TestNonInterleavingOnPostgres(_OnPostgres, persistence.NonInterleavingNotificationIDsBaseCase):
    pass


# ---- Reading back ----


def test_a_row_is_read_back_as_it_was_sealed_but_for_the_slot_that_the_writer_completes(
    recorder: LedgerRecorder,
) -> None:
    event = sealed("case:1", 1)
    receipt = recorder.append([event], command("first"))
    (row,) = recorder.rows("case:1")
    commitments, entry = event.complete(receipt.recorded_at)
    assert (row.position, row.version, row.recorded_at) == (1, 1, receipt.recorded_at)
    assert (row.stream, row.tag, row.event_id, row.sealed) == (
        "case:1",
        event.topic,
        event.event_id,
        event.state,
    )
    assert (row.occurred_at, row.dated, row.actor) == (event.occurred_at, True, "officer")
    assert (row.rules, row.registers_to, row.checkpoint) == (event.rules, 3, b"")
    assert (row.commitments, row.entry) == (commitments, entry)
    assert [entry] == receipt.entries
    assert row.commitments != event.commitments
    assert recorded_value(receipt.recorded_at).endswith(b'Z"')


def test_a_stream_is_read_after_a_version_and_as_known_at_a_position(recorder: LedgerRecorder) -> None:
    for version in (1, 2, 3, 4):
        recorder.append([sealed("case:1", version)], command(str(version)))
    assert [row.version for row in recorder.rows("case:1", after_version=1, to_position=3)] == [2, 3]
    assert recorder.rows("case:2") == []


def test_registers_are_read_without_the_cases(recorder: LedgerRecorder) -> None:
    for version in (1, 2, 3):
        recorder.append([sealed("case:1", version), sealed("agency:1", version, register=True)])
    assert [row.position for row in recorder.registers()] == [2, 4, 6]
    assert [row.position for row in recorder.registers(after_position=2, to_position=5)] == [4]


def test_two_ledgers_in_one_database_stay_apart(engine: Engine) -> None:
    one, other = LedgerRecorder(engine, "one"), LedgerRecorder(engine, "other")
    for ledger in (one, other):
        assert ledger.append([sealed("case:1", 1)], command("same")).positions == [1]
    assert other.append([sealed("case:1", 2, register=True)], command("more")).positions == [2]
    assert one.head()[0] == 1
    assert len(one.rows("case:1")) == len(one.batch(0, 10)) == 1
    assert one.registers() == []
    assert one.answer("officer", "more") is None
    assert [notice.id for notice in one.select_notifications(None, 10)] == [1]
    assert one.max_notification_id() == 1
    one.close()
    other.close()


def test_the_answer_to_a_command_is_its_events_and_no_others(recorder: LedgerRecorder) -> None:
    recorder.append([sealed("case:1", 1), sealed("numbers", 1)], command("a"))
    recorder.append([sealed("case:1", 2), sealed("numbers", 2), sealed("case:1:refused", 1)], command("b"))
    recorder.append([sealed("case:1", 3)], command("c"))
    for key, positions in (("a", [1, 2]), ("b", [3, 4, 5]), ("c", [6])):
        answer = recorder.answer("officer", key)
        assert answer is not None
        assert [row.position for row in answer.rows] == positions
        assert answer.body == command(key).body
    assert recorder.answer("officer", "d") is None
    assert recorder.answer("somebody else", "a") is None


def test_the_library_saves_plain_events_beside_sealed_ones(recorder: LedgerRecorder) -> None:
    assert recorder.insert_events([StoredEvent("case:1", 1, "topic", b"state")], command=command("x")) == [1]
    (row,) = recorder.rows("case:1")
    assert (row.sealed, row.entry, row.commitments, row.dated) == (b"state", b"", b"", False)
    assert recorder.insert_events([]) == []


# ---- The bell ----


def test_the_bell_is_heard_in_this_process_and_on_postgresql_by_another(
    engine: Engine, recorder: LedgerRecorder, database: str
) -> None:
    elsewhere = connect(database)
    bell = Bell(elsewhere) if engine.dialect.name == "postgresql" else recorder.bell
    with bell.listening("town") as heard, bell.listening("village") as not_heard:
        for version in range(1, 50):  # the thread that listens may still be on its way
            recorder.append([sealed("case:1", version)])
            if heard.wait(0.1):
                break
        assert heard.is_set()
        assert not not_heard.is_set()
    bell.close()
    elsewhere.dispose()


def test_a_subscription_sees_what_another_process_wrote_without_a_bell(recorder: LedgerRecorder, database: str) -> None:
    elsewhere = connect(database)
    silent = LedgerRecorder(elsewhere, "town")
    with recorder.subscribe() as subscription:
        recorder.append([sealed("case:1", 1)])
        assert next(subscription).id == 1
        silent.append([sealed("case:1", 2)])
        assert next(subscription).id == 2
    silent.close()
    elsewhere.dispose()
