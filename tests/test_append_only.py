"""What the database itself refuses, whoever asks."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import Engine, func, make_url, select
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from records.store.engine import borrow, connect, writing
from records.store.recorder import LedgerRecorder
from records.store.schema import event, install, tracking
from records.store.tracking import advance, tracked
from sealed_events import command, sealed

INSERT = """INSERT {how} INTO event SELECT ledger, position + {position}, stream, version + {version}, tag,
event_id, recorded_at, occurred_at, dated, actor, rules, registers_to, checkpoint, commitments, x'00', entry,
register, principal, {key}, body FROM event WHERE position = 1
"""


def filled(engine: Engine) -> list[tuple[object, ...]]:
    """Writes two events and returns all rows."""
    recorder = LedgerRecorder(engine, "town")
    recorder.append([sealed("case:1", 1), sealed("case:1", 2)], command("one"))
    recorder.close()
    return everything(engine)


def everything(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(event).order_by(event.c.position))]


# ---- SQLite ----


@pytest.fixture
def embedded(tmp_path: object) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path}/ledger.sqlite3")
    install(engine)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("how", ["OR REPLACE", "OR IGNORE", "OR ROLLBACK", ""])
@pytest.mark.parametrize(
    ("position", "version", "key"),
    [(0, 9, "'new'"), (9, 0, "'new'"), (9, 9, "command"), (0, 0, "command")],
    ids=["position", "version", "command", "all"],
)
def test_sqlite_refuses_an_insert_that_meets_a_key(
    embedded: Engine, how: str, position: int, version: int, key: str
) -> None:
    before = filled(embedded)
    statement = INSERT.format(how=how, position=position, version=version, key=key)
    with pytest.raises(IntegrityError, match="never replaced"), writing(embedded) as connection:
        connection.exec_driver_sql(statement)
    assert everything(embedded) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET sealed = x'00' WHERE position = 1",
        "UPDATE OR REPLACE event SET position = 2 WHERE position = 1",
        "UPDATE OR IGNORE event SET position = 3 WHERE position = 1",
        "DELETE FROM event WHERE position = 2",
        "DELETE FROM event",
        INSERT.format(how="", position=0, version=0, key="command")
        + " ON CONFLICT (ledger, position) DO UPDATE SET sealed = x'00'",
        INSERT.format(how="", position=0, version=9, key="'new'") + " ON CONFLICT DO NOTHING",
    ],
)
def test_sqlite_refuses_to_change_or_delete(embedded: Engine, statement: str) -> None:
    before = filled(embedded)
    with pytest.raises(IntegrityError, match="an event is never"), writing(embedded) as connection:
        connection.exec_driver_sql(statement)
    assert everything(embedded) == before


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000, "foreign_keys": 1, "secure_delete": 1}


def test_sqlite_is_durable_at_each_commit(embedded: Engine) -> None:
    with borrow(embedded) as link:
        assert {name: link.rows(f"PRAGMA {name}", ())[0][0] for name in PRAGMAS} == PRAGMAS


# ---- PostgreSQL ----


@pytest.fixture
def served(postgres_database: str) -> Iterator[tuple[Engine, Engine]]:
    """The owner's engine and the application's."""
    owner, role = connect(postgres_database), f"app_{uuid4().hex}"
    with owner.begin() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN")
    install(owner, app_role=role)
    application = connect(str(make_url(postgres_database).set(username=role)))
    yield owner, application
    application.dispose()
    with owner.begin() as connection:
        connection.exec_driver_sql(f"DROP OWNED BY {role}")
        connection.exec_driver_sql(f"DROP ROLE {role}")
    owner.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET sealed = '' WHERE position = 1",
        "DELETE FROM event",
        "TRUNCATE event",
        "INSERT INTO event SELECT * FROM event ON CONFLICT (ledger, position) DO UPDATE SET sealed = ''",
        "MERGE INTO event USING event AS other ON false WHEN MATCHED THEN DELETE",
        "SELECT * FROM event FOR UPDATE",
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "DROP TABLE event",
        "GRANT ALL ON event TO PUBLIC; UPDATE event SET sealed = ''",
        "CREATE TRIGGER mine BEFORE INSERT ON event EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    ],
)
def test_postgresql_lets_the_application_only_insert_and_select(served: tuple[Engine, Engine], statement: str) -> None:
    owner, application = served
    before = filled(application)
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
        _run(application, statement)
    assert everything(owner) == before


def _run(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)


def test_the_application_may_do_its_work(served: tuple[Engine, Engine]) -> None:
    _, application = served
    filled(application)
    with writing(application) as connection:
        advance(connection, "timeline", "town", 0, 2)
        assert tracked(connection, "timeline", "town") == 2
        assert connection.scalar(select(func.count()).select_from(tracking)) == 1


def test_installing_again_changes_nothing(database: str) -> None:
    engine = connect(database)
    install(engine)
    before = filled(engine)
    install(engine)
    assert everything(engine) == before
    engine.dispose()


def test_a_role_that_is_not_there_is_an_error(postgres_database: str) -> None:
    engine = connect(postgres_database)
    with pytest.raises(ProgrammingError, match="does not exist"):
        install(engine, app_role="nobody; DROP TABLE event")
    engine.dispose()
