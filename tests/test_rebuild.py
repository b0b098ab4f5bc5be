"""Rebuilding: the same rows from nothing, while the old view stays up."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Connection, Engine, delete, inspect, select, text

from penal import COURSES, sender_of
from plain_evaluation import ON_PAPER
from plain_oversight import ANSWERING
from projections import rebuild as rebuilding
from projections import schema
from projections.disclosures import count_disclosures, disclosure, list_disclosures
from projections.follower import Follower
from projections.projection import Projection, metadata
from projections.rebuild import SUFFIX, rebuild
from projections.registry import PROJECTIONS, named
from projections.statistics import statistics
from records.application import record_entry
from records.errors import NotFound
from records.event import CaseEvent
from records.inspection import commands as c
from records.inspection import plan_commands as pc
from records.inspection.plan_events import DrawMade
from records.moment import SHANGHAI
from records.penalty.commands import ReviewDisclosure, ReviewSecrecy
from records.register.events import RecordingUsed
from records.store.engine import writing
from records.store.failures import Overtaken
from records.store.schema import tracking
from town import HANDLERS, Town, command, live_through, open_town, standing_database, town

Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Town]:
    """A town with one published case, followed."""
    with town(database, tmp_path) as found:
        schema.install(found.ledgers.engine)
        found.publish()
        Follower(found.ledgers).catch_up()
        yield found


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def old_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town that has lived through all kinds of events, followed one by one; each test leaves it as it was."""
    folder = tmp_path_factory.mktemp("town")
    server = str(request.getfixturevalue("postgres_url"))
    with standing_database(request.param, server, folder) as url, town(url, folder, years=(2025,)) as found:
        schema.install(found.ledgers.engine)
        live_through(found)
        draw_of_a_plan(found)
        licence(found)
        oversight(found)
        correction(found)
        recording_used(found)
        evaluation(found)
        Follower(found.ledgers, events_at_once=1).catch_up()
        yield found


def draw_of_a_plan(town: Town) -> None:
    """A published plan, a draw that is public, the visit of what was drawn, and a draw that waits for its number."""
    opened = town.desk.open(command(pc.OpenPlan), town.sender(HANDLERS[0]))
    plan = next(event.case for event in opened.events if isinstance(event, CaseEvent))
    for kind in (pc.ApprovePlan, ReviewSecrecy):
        town.take(plan, kind)
    town.take(plan, ReviewDisclosure, party_shown="无")
    town.take(plan, pc.CommitDraw, known_from="2026-01-21T10:00:00+08:00")
    town.at("2026-01-21 10:00")
    made = next(one for one in town.take(plan, pc.MakeDraw).events if isinstance(one, DrawMade))
    for later in (pc.PublishDraw, pc.CommitDraw):
        town.take(plan, later)
    fields = {"origin": "plan", "cause": "", "related_case": plan, "draw": 1, "object_key": made.drawn[0].object}
    visit = town.desk.open(command(c.OpenInspection, **fields), town.sender(HANDLERS[0]))
    case = next(event.case for event in visit.events if isinstance(event, CaseEvent))
    for step in (c.ApproveInspection, c.IssueInspectionNotice, c.ScanIn):
        town.take(case, step)


def licence(town: Town) -> None:
    """A licence that was granted."""
    kinds = {stage: kind for stage, kind, _ in COURSES["licence"]}
    opened = town.desk.open(command(kinds["application"]), town.sender(HANDLERS[0]))
    case = next(event.case for event in opened.events if isinstance(event, CaseEvent))
    for stage in ("acceptance", "examination", "decision", "certificate"):
        town.take(case, kinds[stage])


def oversight(town: Town) -> None:
    """An approved plan to inspect how an agency publishes."""
    kinds = {stage: kind for stage, kind, _ in COURSES["disclosure-oversight"]}
    opened = town.desk.open(command(kinds["oversight-plan"]), town.sender(sender_of(kinds["oversight-plan"])))
    case = next(event.case for event in opened.events if isinstance(event, CaseEvent))
    town.take(case, kinds["oversight-approval"])


def evaluation(town: Town) -> None:
    """An evaluation of files with its report."""
    kinds = [kind for _, kind, _ in COURSES["file-evaluation"]]
    at = town.ledger.now().instant.astimezone(SHANGHAI)
    entered_from_paper(town)
    planned = command(kinds[0], known_from=(at + timedelta(hours=36)).isoformat())
    opened = town.desk.open(planned, town.sender(sender_of(kinds[0])))
    case = next(event.case for event in opened.events if isinstance(event, CaseEvent))
    for days, kind in zip((2, 2, 2, 14), kinds[1:5], strict=True):
        town.at(f"{at + timedelta(days=days):%Y-%m-%d %H:%M}")
        town.take(case, kind)


def entered_from_paper(town: Town) -> None:
    """The case of the inspected agency whose file is evaluated."""
    case = ""
    for kind, given in ON_PAPER:
        sender, sent = town.sender(ANSWERING), command(kind, **given)
        written = town.desk.step(case, sent, sender) if case else town.desk.open(sent, sender)
        case = next(event.case for event in written.events if isinstance(event, CaseEvent))


def correction(town: Town) -> None:
    """A correction of information that no page of a case shows."""
    kinds = [kind for _, kind, _ in COURSES["correction"]]
    asked = command(kinds[0], received_on=town.ledger.now().day)
    opened = town.desk.open(asked, town.sender(sender_of(kinds[0])))
    case = next(event.case for event in opened.events if isinstance(event, CaseEvent))
    for kind in kinds[1:4]:
        town.take(case, kind)


def recording_used(town: Town) -> None:
    """Somebody looked at a recording."""
    who, digest = HANDLERS[0], "d" * 64
    used = RecordingUsed(blake3=digest, person=who, case="", agency="", purpose="case-work", action="view")
    record_entry(town.ledger, used, town.sender(who))


def rows(engine: Engine, projections: tuple[Projection, ...] = PROJECTIONS) -> Rows:
    """All rows of projections, and the positions of all."""
    tables = [table for projection in projections for table in projection.tables]
    with engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in (*tables, tracking)
        }


@pytest.mark.parametrize("name", [projection.name for projection in PROJECTIONS])
def test_rebuilding_a_projection_from_nothing_gives_the_same_rows(old_place: Town, name: str) -> None:
    engine = old_place.ledgers.engine
    before = rows(engine)
    assert all(before[table.name] for table in named([name])[0].tables)
    rebuild(old_place.ledgers, [name])
    assert rows(engine) == before
    with writing(engine) as connection:  # and what is wrong in the old rows is not carried over
        for table in named([name])[0].tables:
            connection.execute(delete(table))
    rebuild(old_place.ledgers, [name])
    assert rows(engine) == before


def test_a_view_of_a_former_release_is_made_anew_by_the_next_one(old_place: Town) -> None:
    """Its table has other columns: installed again, it starts from the first event, and the others stay as they are."""
    engine = old_place.ledgers.engine
    before = rows(engine)
    with writing(engine) as connection:
        connection.exec_driver_sql("ALTER TABLE waiting ADD COLUMN formerly TEXT")
    schema.install(engine)
    assert rows(engine)["waiting"] == []
    assert rows(engine)["timeline"] == before["timeline"]
    Follower(old_place.ledgers).catch_up()
    assert rows(engine) == before


def test_all_can_be_rebuilt_together_and_again(old_place: Town) -> None:
    before = rows(old_place.ledgers.engine)
    for _ in range(2):
        rebuild(old_place.ledgers)
        assert rows(old_place.ledgers.engine) == before
    left = inspect(old_place.ledgers.engine).get_table_names()
    assert not [name for name in left if name.endswith(SUFFIX)]


def test_the_rebuilt_tables_have_the_same_form(place: Town) -> None:
    def form() -> object:
        found = inspect(place.ledgers.engine)
        return [
            (
                [(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(name)],
                found.get_pk_constraint(name)["constrained_columns"],
                sorted(str(index["column_names"]) for index in found.get_indexes(name)),
            )
            for name in schema.table_names()
        ]

    before = form()
    rebuild(place.ledgers)
    assert form() == before


def test_the_old_view_stays_up_and_the_progress_is_told(place: Town) -> None:
    engine, told = place.ledgers.engine, []

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        with engine.connect() as connection:
            assert count_disclosures(connection) == 1

    rebuild(place.ledgers, ["disclosures"], progress)
    head = place.ledger.head()
    assert told[0] == (0, head)
    assert told[-1] == (head, head)


def test_events_and_ledgers_that_come_meanwhile_are_in(place: Town) -> None:
    came: list[Town] = []

    def progress(done: int, total: int) -> None:
        if done == total and not came:
            came.append(open_town(place.ledgers, "zhanghe"))
            came[0].publish()
            place.publish()
            Follower(place.ledgers).catch_up()

    rebuild(place.ledgers, ["disclosures"], progress)
    Follower(place.ledgers).catch_up()
    with place.ledgers.engine.connect() as connection:
        assert count_disclosures(connection, place.name) == 2
        assert count_disclosures(connection, "zhanghe") == 1


def test_a_ledger_that_is_opened_and_followed_during_the_swap_is_not_lost(
    postgres_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite nobody can write during the swap."""
    with town(postgres_database, tmp_path) as place:
        schema.install(place.ledgers.engine)
        place.publish()
        Follower(place.ledgers).catch_up()
        hold, came = rebuilding._hold, list[Town]()

        def hold_late(connection: Connection, projection: str, ledger: str) -> int:
            if not came:
                came.append(open_town(place.ledgers, "zhanghe"))
                came[0].publish()
                Follower(place.ledgers).catch_up()
            return hold(connection, projection, ledger)

        monkeypatch.setattr(rebuilding, "_hold", hold_late)
        rebuild(place.ledgers)
        Follower(place.ledgers).catch_up()
        with place.ledgers.engine.connect() as connection:
            assert count_disclosures(connection, "zhanghe") == 1


def test_a_rebuild_beside_a_running_follower_loses_and_doubles_nothing(place: Town) -> None:
    stop, follower = Event(), Follower(place.ledgers, events_at_once=2)
    thread = Thread(target=follower.run, args=(stop,))
    thread.start()
    writer = Thread(target=lambda: [place.publish() for _ in range(12)])
    writer.start()
    for _ in range(3):
        rebuild(place.ledgers)
    writer.join()
    stop.set()
    thread.join()
    follower.catch_up()
    with place.ledgers.engine.connect() as connection:
        (sums,) = statistics(connection, place.name)
    assert (sums.cases_filed, sums.decisions, sums.disclosed) == (13, 13, 13)
    before = rows(place.ledgers.engine)
    rebuild(place.ledgers)
    assert rows(place.ledgers.engine) == before


def test_a_rebuild_that_breaks_off_leaves_the_old_view_and_the_next_one_works(place: Town) -> None:
    before = rows(place.ledgers.engine)

    class Fault(Exception):
        pass

    def progress(done: int, total: int) -> None:
        if done:
            raise Fault

    with pytest.raises(Fault):
        rebuild(place.ledgers, progress=progress)
    Follower(place.ledgers).catch_up()
    live = {name: found for name, found in rows(place.ledgers.engine).items() if name != "tracking"}
    assert live == {name: found for name, found in before.items() if name != "tracking"}
    rebuild(place.ledgers)
    assert rows(place.ledgers.engine) == before


def test_of_two_rebuilds_the_later_one_wins(place: Town) -> None:
    before = rows(place.ledgers.engine)
    begun: list[int] = []

    def progress(done: int, total: int) -> None:
        if not begun:
            begun.append(done)
            rebuild(place.ledgers, ["disclosures"])
            with writing(place.ledgers.engine) as connection:  # a third has begun and built something
                place_of_third = {"projection": "disclosures" + SUFFIX, "ledger": place.name, "position": 3}
                connection.execute(tracking.insert(), place_of_third)

    with pytest.raises(Overtaken):
        rebuild(place.ledgers, ["disclosures"], progress)
    rebuild(place.ledgers, ["disclosures"])
    assert rows(place.ledgers.engine) == before


def test_a_reader_with_prepared_statements_reads_on_after_the_swap(place: Town) -> None:
    with place.ledgers.engine.connect() as connection:
        for _ in range(8):
            assert len(list_disclosures(connection, place.name).items) == 1
            connection.commit()
        rebuild(place.ledgers)
        for _ in range(8):
            assert len(list_disclosures(connection, place.name).items) == 1
            connection.commit()


def test_a_reader_in_the_middle_of_a_page_delays_the_swap_and_is_not_ended(place: Town) -> None:
    with place.ledgers.engine.connect() as connection:
        assert count_disclosures(connection) == 1  # holds the table until the transaction ends
        thread = Thread(target=rebuild, args=(place.ledgers,))
        thread.start()
        thread.join(1.2)
        assert len(list_disclosures(connection, place.name).items) == 1
        (sums,) = statistics(connection, place.name)
        assert sums.disclosed == 1
        connection.rollback()
        thread.join(20)
        assert not thread.is_alive()
        assert count_disclosures(connection) == 1


def test_what_was_granted_is_granted_on_the_new_tables(postgres_database: str, tmp_path: Path) -> None:
    with town(postgres_database, tmp_path) as place:
        engine = place.ledgers.engine
        schema.install(engine)
        privileges = text("SELECT has_table_privilege('pg_monitor', 'disclosure', 'SELECT')")
        with writing(engine) as connection:
            connection.exec_driver_sql("GRANT SELECT ON disclosure TO pg_monitor, PUBLIC")
        rebuild(place.ledgers)
        with engine.connect() as connection:
            assert connection.scalar(privileges)


def test_a_projection_that_there_is_not_is_not_found(place: Town) -> None:
    with pytest.raises(NotFound, match="horoscope"):
        rebuild(place.ledgers, ["horoscope"])


def test_every_table_belongs_to_a_projection() -> None:
    assert set(schema.table_names()) == {table.name for table in metadata.tables.values()}
    assert disclosure.name in schema.table_names()
