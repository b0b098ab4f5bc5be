"""Leases: work that one process at a time does, whatever becomes of the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import BigInteger, Column, Engine, MetaData, Table, select, update

from projections import follower as following
from projections import schema
from projections.follower import Follower
from projections.projection import Batch, Projection, Target
from projections.registry import PROJECTIONS
from records.store.engine import connect, writing
from records.store.lease import Held, Lease, held
from records.store.schema import install
from records.store.schema import lease as lease_table
from town import town


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = connect(database)
    install(engine)
    yield engine
    engine.dispose()


def lease(engine: Engine, holder: str, length: float = 60) -> Lease:
    return Lease(engine, "follower", holder, length=length)


def run_out(engine: Engine) -> None:
    """As if the lease's time had gone by."""
    with writing(engine) as connection:
        connection.execute(update(lease_table).values(until=lease_table.c.until - 3_600_000_000))


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_of_two_processes_one_has_the_lease(engine: Engine) -> None:
    assert lease(engine, "a").take()
    assert not lease(engine, "b").take()
    assert held(engine) == [Held("follower", "a", held=True, epoch=1)]


def test_a_lease_that_ran_out_is_anybodys_and_its_former_holder_can_not_renew_it(engine: Engine) -> None:
    former, latter = lease(engine, "a"), lease(engine, "b")
    former.take()
    run_out(engine)
    assert held(engine) == [Held("follower", "a", held=False, epoch=1)]
    assert latter.take()
    assert not former.renew()
    former.release()
    assert held(engine) == [Held("follower", "b", held=True, epoch=2)]


def test_a_lease_that_ran_out_and_that_nobody_took_is_renewed(engine: Engine) -> None:
    holder = lease(engine, "a")
    holder.take()
    run_out(engine)
    assert holder.renew()
    assert not lease(engine, "b").take()


def test_a_lease_that_was_given_back_is_anybodys_at_once(engine: Engine) -> None:
    holder = lease(engine, "a")
    holder.take()
    holder.release()
    assert not held(engine)[0].held
    assert lease(engine, "b").take()


def test_a_process_that_was_restarted_has_its_lease_back_at_once_and_the_one_before_it_has_lost_it(
    engine: Engine,
) -> None:
    before, after = lease(engine, "a"), lease(engine, "a")
    before.take()
    assert after.take()
    assert not before.renew()
    assert after.renew()


def test_leases_of_different_work_know_nothing_of_each_other(engine: Engine) -> None:
    assert lease(engine, "a").take()
    assert Lease(engine, "timer", "b").take()


class Worker:
    """Work that notes when it is done, in a thread of its own as a process would."""

    def __init__(self, engine: Engine, holder: str, length: float = 0.6) -> None:
        self.at_work, self.stop, self.ends = Event(), Event(), Event()
        self._thread = Thread(target=lease(engine, holder, length).run, args=(self._work, self.stop))

    def _work(self, lost: Event) -> None:
        self.at_work.set()
        while not lost.is_set() and not self.ends.is_set():
            lost.wait(0.01)
        self.at_work.clear()
        self.ends.clear()

    @contextmanager
    def running(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self.stop.set()
            self._thread.join(10)
            assert not self._thread.is_alive()


def test_who_waits_takes_the_work_over_when_the_other_ends(engine: Engine) -> None:
    first, second = Worker(engine, "a"), Worker(engine, "b")
    with first.running():
        assert first.at_work.wait(10)
        with second.running():
            assert not second.at_work.wait(1.5), "the lease is renewed while the work goes on"
            first.stop.set()
            assert second.at_work.wait(10)
            assert not first.at_work.is_set()


def test_who_lost_the_lease_stops_working_and_waits(engine: Engine) -> None:
    worker = Worker(engine, "a")
    with worker.running():
        assert worker.at_work.wait(10)
        run_out(engine)
        another = lease(engine, "b", length=60)
        until(another.take)  # a renewal may be quicker
        until(lambda: not worker.at_work.is_set())
        another.release()
        assert worker.at_work.wait(10)


def test_work_that_ends_by_itself_is_begun_anew(engine: Engine) -> None:
    worker = Worker(engine, "a")
    with worker.running():
        assert worker.at_work.wait(10)
        worker.ends.set()
        until(lambda: not worker.ends.is_set())
        assert worker.at_work.wait(10)


def test_a_follower_that_goes_silent_in_a_transaction_lets_go_of_it_and_applies_every_event_once(
    postgres_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied = Table("applied", MetaData(), Column("position", BigInteger))
    silences = iter([1.0])

    def note(batch: Batch, target: Target) -> None:
        target.connection.execute(applied.insert(), [{"position": seen.recorded.position} for seen in batch.seen])
        time.sleep(next(silences, 0))

    monkeypatch.setattr(following, "SILENT", 0.2)
    with town(postgres_database, tmp_path) as place:
        engine = place.ledgers.engine
        schema.install(engine)
        applied.metadata.create_all(engine)
        place.publish()
        follower, stop = Follower(place.ledgers, [*PROJECTIONS, Projection("notes", (applied,), note)]), Event()
        thread = Thread(target=follower.run, args=(stop,))
        thread.start()
        try:
            until(lambda: follower.lag()[0].position == place.ledger.head())
        finally:
            stop.set()
            thread.join(10)
        assert follower.lag()[0].stopped == ""
        with engine.connect() as connection:
            positions = list(connection.scalars(select(applied.c.position).order_by(applied.c.position)))
        assert positions == list(range(1, place.ledger.head() + 1))
