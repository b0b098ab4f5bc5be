"""The follower: exactly once, in order, and never past an event that it can't take."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

import pytest
from sqlalchemy import BigInteger, Column, Connection, Engine, MetaData, Table, Text, func, select, update

from faults import Fault, break_commits
from projections import schema
from projections.cases import find_case, list_cases
from projections.disclosures import count_disclosures, find_disclosure
from projections.follower import Follower, Stopped
from projections.projection import Batch, Projection, Target, metadata
from projections.registry import PROJECTIONS
from projections.timeline import timeline
from records.seal.keys import KeyFile
from records.store.directory import Ledgers
from records.store.engine import connect, writing
from records.store.schema import event, tracking
from records.store.schema import install as install_events
from town import Town, filing, open_town, town

applied = Table("applied", MetaData(), Column("ledger", Text), Column("position", BigInteger))
"""One row per event applied, with nothing that forbids a second one."""


def _note(batch: Batch, target: Target) -> None:
    rows = [{"ledger": batch.ledger, "position": seen.recorded.position} for seen in batch.seen]
    target.connection.execute(applied.insert(), rows)


NOTES = Projection("notes", (applied,), _note)


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Town]:
    with town(database, tmp_path) as found:
        schema.install(found.ledgers.engine)
        yield found


@pytest.fixture
def notes(place: Town) -> Projection:
    applied.metadata.create_all(place.ledgers.engine)
    return NOTES


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all projections and their positions."""
    with engine.connect() as connection:
        tables = [*metadata.sorted_tables, tracking]
        return {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in tables}


@contextmanager
def running(follower: Follower) -> Iterator[None]:
    stop = Event()
    thread = Thread(target=follower.run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def eventually(holds: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def positions(connection: Connection) -> list[int]:
    return list(connection.scalars(select(applied.c.position).order_by(applied.c.position)))


def test_two_followers_at_once_never_both_apply_a_position(place: Town, notes: Projection) -> None:
    engine = place.ledgers.engine
    followers = [Follower(place.ledgers, [*PROJECTIONS, notes], events_at_once=3) for _ in range(2)]
    with running(followers[0]), running(followers[1]):
        for _ in range(15):
            place.publish()
        head = place.ledger.head()
        assert eventually(lambda: followers[0].lag()[0].position == head)
    with engine.connect() as connection:
        assert positions(connection) == list(range(1, head + 1))
        assert count_disclosures(connection) == 15


def test_a_follower_that_was_overtaken_leaves_nothing_behind(
    place: Town, notes: Projection, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (Follower(place.ledgers, [*PROJECTIONS, notes]) for _ in range(2))
    read = Follower._read

    def read_then_wait(self: Follower, ledger: str, after: int) -> Batch | None:
        batch = read(self, ledger, after)
        if self is first and after == 0:
            second.catch_up()
        return batch

    monkeypatch.setattr(Follower, "_read", read_then_wait)
    place.publish()
    first.catch_up()
    with place.ledgers.engine.connect() as connection:
        assert positions(connection) == list(range(1, place.ledger.head() + 1))


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_fault_before_or_after_a_commit_leaves_the_same_rows(
    place: Town, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        place.publish()
    break_commits(monkeypatch, moment, 4)
    for _ in range(4):
        with pytest.raises(Fault):
            Follower(place.ledgers, events_at_once=5).catch_up()
    Follower(place.ledgers, events_at_once=5).catch_up()
    broken = rows(place.ledgers.engine)

    monkeypatch.undo()
    with writing(place.ledgers.engine) as connection:
        for table in (*metadata.sorted_tables, tracking):
            connection.execute(table.delete())
    Follower(place.ledgers).catch_up()
    assert broken == rows(place.ledgers.engine)


def test_a_fault_in_the_last_projection_leaves_no_row_of_the_first(place: Town, notes: Projection) -> None:
    def fail(batch: Batch, target: Target) -> None:
        raise Fault

    failing = Follower(place.ledgers, [notes, Projection("failing", (), fail)])
    with pytest.raises(Stopped):
        failing.catch_up()
    with place.ledgers.engine.connect() as connection:
        assert positions(connection) == []
        assert connection.scalar(select(func.count()).select_from(tracking)) == 0


def test_a_corrupt_event_stops_the_ledger_and_is_named(place: Town) -> None:
    place.publish()
    position = place.ledger.head() - 2  # the service
    damage(place, position)
    place.file()
    follower = Follower(place.ledgers)
    with pytest.raises(Stopped, match=rf"jianzhang at position {position} \(document-served/2\), reading"):
        follower.catch_up()
    (lag,) = follower.lag()
    assert lag.position == position - 1
    assert lag.stopped.startswith(f"jianzhang at position {position}")
    with place.ledgers.engine.connect() as connection:
        (row,) = list_cases(connection, place.name).items
        assert row.stage == "decision"  # all before it was applied


def test_a_missing_event_stops_the_ledger(place: Town) -> None:
    place.publish()
    position = place.ledger.head() - 1
    with writing(place.ledgers.engine) as connection:
        unguard(connection)
        connection.execute(event.delete().where(event.c.position == position))
    with pytest.raises(Stopped, match=rf"position {position} \(no event\).*gap"):
        Follower(place.ledgers).catch_up()


def test_an_event_that_a_projection_cant_take_stops_the_ledger_and_names_both(place: Town, notes: Projection) -> None:
    case = place.file()
    signed_at = place.sign(case).positions[0]
    place.serve(case)

    def fail(batch: Batch, target: Target) -> None:
        for step in batch.steps():
            if step.recorded.position == signed_at:
                raise Fault("not this one")

    follower = Follower(place.ledgers, [*PROJECTIONS, notes, Projection("failing", (), fail)])
    with pytest.raises(Stopped, match="not this one") as stopped:
        follower.catch_up()
    found = stopped.value
    assert (found.ledger, found.position, found.tag) == (place.name, signed_at, "decision-signed/3")
    assert found.projection == "failing"
    with place.ledgers.engine.connect() as connection:
        assert positions(connection) == list(range(1, signed_at))


def test_a_stopped_ledger_does_not_hold_up_another(place: Town, caplog: pytest.LogCaptureFixture) -> None:
    other = open_town(place.ledgers, "zhanghe")
    place.publish()
    damage(place, place.ledger.head())
    follower = Follower(place.ledgers)
    with caplog.at_level(logging.CRITICAL), running(follower):
        case = other.file()
        assert eventually(lambda: lag_of(follower, "zhanghe") == 0)
        assert eventually(lambda: lag_of(follower, place.name) == 1)
    assert len(caplog.records) == 1
    with place.ledgers.engine.connect() as connection:
        assert find_case(connection, "zhanghe", case)


def lag_of(follower: Follower, ledger: str) -> int:
    return next(lag.head - lag.position for lag in follower.lag() if lag.ledger == ledger)


def test_a_running_follower_shows_an_event_soon_after_it_was_recorded(place: Town) -> None:
    follower = Follower(place.ledgers)
    with running(follower):
        assert eventually(lambda: follower.lag()[0].position == place.ledger.head())
        for _ in range(3):
            case = place.file()
            begun = time.monotonic()
            assert eventually(partial(shows, place, case))
            assert time.monotonic() - begun < 1


def shows(place: Town, case: str) -> bool:
    with place.ledgers.engine.connect() as connection:
        return find_case(connection, place.name, case) is not None


def test_a_ledger_that_is_opened_later_is_followed_too(place: Town) -> None:
    follower = Follower(place.ledgers)
    with running(follower):
        other = open_town(place.ledgers, "zhanghe")
        case = other.file()
        assert eventually(lambda: shows(other, case))


def test_the_lag_counts_events_and_seconds_since_the_first_that_waits(place: Town) -> None:
    follower = Follower(place.ledgers)
    follower.catch_up()
    (lag,) = follower.lag()
    assert (lag.position, lag.seconds, lag.stopped) == (lag.head, 0, "")
    place.file()
    place.at("2025-01-06 09:01")
    (lag,) = follower.lag()
    assert lag.head - lag.position == 4  # a person, the case, that it was filed, and the clock
    assert lag.seconds == 60


def test_broken_connections_are_waited_for(postgres_database: str, tmp_path: Path) -> None:
    with town(postgres_database, tmp_path) as place:
        schema.install(place.ledgers.engine)
        follower = Follower(place.ledgers)
        with running(follower):
            for _ in range(3):
                with place.ledgers.engine.connect() as connection:
                    connection.exec_driver_sql(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
                streams = [one.stream for one in place.desk.open(filing(), place.sender("officer-wang")).events]
                case = next(one[5:] for one in streams if one.startswith("case:"))
                assert eventually(partial(shows, place, case))
        assert follower.lag()[0].stopped == ""


def test_a_projection_that_is_new_catches_up_beside_the_others(place: Town, notes: Projection) -> None:
    for _ in range(3):
        place.publish()
    Follower(place.ledgers, events_at_once=4).catch_up()
    place.publish()
    Follower(place.ledgers, [*PROJECTIONS, notes], events_at_once=4).catch_up()
    with place.ledgers.engine.connect() as connection:
        assert positions(connection) == list(range(1, place.ledger.head() + 1))
        assert count_disclosures(connection) == 4


def test_installing_again_keeps_rows_and_makes_a_projection_anew_that_lacks_a_table(place: Town) -> None:
    place.publish()
    Follower(place.ledgers).catch_up()
    before = rows(place.ledgers.engine)
    schema.install(place.ledgers.engine)
    assert rows(place.ledgers.engine) == before
    with writing(place.ledgers.engine) as connection:
        timeline.drop(connection)
    schema.install(place.ledgers.engine)
    Follower(place.ledgers).catch_up()
    assert rows(place.ledgers.engine) == before


def test_the_follower_works_with_the_rights_that_are_granted(postgres_database: str, tmp_path: Path) -> None:
    role = f"app_{uuid4().hex}"
    with town(postgres_database, tmp_path) as place:
        with writing(place.ledgers.engine) as connection:
            connection.exec_driver_sql(f"CREATE ROLE {role}")
        install_events(place.ledgers.engine, role)
        schema.install(place.ledgers.engine, role)
        _, page = place.publish()
        engine = connect(f"{postgres_database}&options=-c%20role%3D{role}")
        keys = KeyFile(tmp_path / "keys")
        ledgers = Ledgers(engine, keys)
        Follower(ledgers).catch_up()
        with engine.connect() as connection:
            assert find_disclosure(connection, place.name, page)
        ledgers.close()
        keys.close()
        engine.dispose()
        with writing(place.ledgers.engine) as connection:
            connection.exec_driver_sql(f"DROP OWNED BY {role}")
            connection.exec_driver_sql(f"DROP ROLE {role}")


def unguard(connection: Connection) -> None:
    """Lets an event be changed, as somebody with the database's administrator could."""
    if connection.dialect.name == "sqlite":
        for name in ("updated", "deleted"):
            connection.exec_driver_sql(f"DROP TRIGGER event_is_never_{name}")


def damage(place: Town, position: int) -> None:
    """Changes a byte of an event's values of class case: a follower opens no others."""
    with writing(place.ledgers.engine) as connection:
        unguard(connection)
        where = (event.c.ledger == place.name, event.c.position == position)
        sealed = connection.scalar(select(event.c.sealed).where(*where))
        assert sealed
        changed = sealed[:40] + bytes([sealed[40] ^ 1]) + sealed[41:]
        connection.execute(update(event).where(*where).values(sealed=changed))
