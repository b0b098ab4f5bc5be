"""How far projections have come: the library's case, and followers that run at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from eventsourcing.tests import persistence
from sqlalchemy import Engine

from records.store.engine import connect, writing
from records.store.failures import Overtaken
from records.store.schema import install
from records.store.tracking import LedgerTracking, advance, tracked


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = connect(database)
    install(engine)
    yield engine
    engine.dispose()


class _Case:
    recorder: LedgerTracking

    def create_recorder(self) -> LedgerTracking:
        return self.recorder


def _opened(case: _Case, url: str) -> Iterator[None]:
    engine = connect(url)
    install(engine)
    case.recorder = LedgerTracking(engine, "timeline")
    yield
    engine.dispose()


class TestTrackingOnSqlite(_Case, persistence.TrackingRecorderTestCase):
    @pytest.fixture(autouse=True)
    def _open(self, tmp_path: Path) -> Iterator[None]:
        yield from _opened(self, f"sqlite:///{tmp_path / 'ledger.sqlite3'}")


class TestTrackingOnPostgres(_Case, persistence.TrackingRecorderTestCase):
    @pytest.fixture(autouse=True)
    def _open(self, postgres_database: str) -> Iterator[None]:
        yield from _opened(self, postgres_database)


def at(engine: Engine, projection: str = "timeline", ledger: str = "town") -> int:
    with engine.connect() as connection:
        return tracked(connection, projection, ledger)


def test_a_position_is_recorded_with_the_followers_own_rows_or_not_at_all(engine: Engine) -> None:
    with writing(engine) as connection:
        advance(connection, "timeline", "town", 0, 5)
    with pytest.raises(ZeroDivisionError):
        _fail_after(engine, 5, 9)
    assert at(engine) == 5


def _fail_after(engine: Engine, expected: int, new: int) -> None:
    with writing(engine) as connection:
        advance(connection, "timeline", "town", expected, new)
        raise ZeroDivisionError


def test_projections_and_ledgers_are_tracked_apart(engine: Engine) -> None:
    with writing(engine) as connection:
        advance(connection, "timeline", "town", 0, 5)
        advance(connection, "timeline", "village", 0, 7)
        advance(connection, "feeds", "town", 0, 1)
    assert (at(engine), at(engine, ledger="village"), at(engine, "feeds"), at(engine, "none")) == (5, 7, 1, 0)


def test_a_follower_that_was_paused_takes_no_position_twice(engine: Engine) -> None:
    with writing(engine) as connection:
        advance(connection, "timeline", "town", 0, 5)
    for expected in (0, 4, 6):
        with pytest.raises(Overtaken), writing(engine) as connection:
            advance(connection, "timeline", "town", expected, 6)
    assert at(engine) == 5


def test_two_followers_never_both_take_the_same_position(engine: Engine) -> None:
    both = Barrier(2)

    def follow(expected: int) -> bool:
        both.wait()
        try:
            with writing(engine) as connection:
                advance(connection, "timeline", "town", expected, expected + 1)
        except Overtaken:
            return False
        return True

    with ThreadPoolExecutor(2) as followers:
        for expected in range(40):
            assert sorted(followers.map(follow, [expected, expected])) == [False, True]
    assert at(engine) == 40
