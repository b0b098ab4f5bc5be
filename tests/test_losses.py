"""A database that was restored from an older backup: what its log still has comes back, and the ledger goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent
from sqlalchemy import Engine, select

from api.deployment import open_ledgers
from api.settings import Settings
from api.signing import Signer
from crash_audit import projected
from http_problems import is_problem
from http_town import SAMPLE, site
from log_rows import insert_entries, rewrite, set_back
from log_trees import numbered
from media.published_folder import PublishedFolder
from penal import timely
from projections.follower import Follower
from projections.rebuild import rebuild
from projections.schema import install as install_projections
from records.application import CaseDesk
from records.errors import Corrupt, NumbersLost
from records.log.acts import Act, Taken, encode
from records.log.encoding import in_base64
from records.log.errors import Rewritten
from records.log.files import LogFiles
from records.log.keyring import SigningKeys
from records.log.published import PublishedStore, private, public
from records.log.reading import decided, entries_after
from records.log.signer import LogSigner
from records.log.tiles import Bundle, path_of
from records.log.witness_policy import Policy
from records.moment import SHANGHAI, rfc3339
from records.penalty.commands import ApproveFiling
from records.register.events import DocumentNumberTaken, SeriesContinued
from records.register.numbering import Series
from records.store import losses
from records.store.directory import Ledgers
from records.store.engine import borrow, connect
from records.store.entries import StoredEntries
from records.store.failures import Behind, Restored
from records.store.losses import LossGuard
from records.store.lost import PositionLost
from records.store.pending import Row
from records.store.recorder import LedgerRecorder
from records.store.schema import event, install
from test_append_faults import TERMINATE_OTHERS
from town import AGENCY, STORED, command, sender_of, town
from town import Town as Place


@pytest.fixture
def store(tmp_path: Path) -> PublishedStore:
    return PublishedFolder(tmp_path / "published")


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Place]:
    """A town with a case that is public."""
    with town(database, tmp_path) as found:
        found.publish()
        yield found


def signed(engine: Engine, log: str, store: PublishedStore, folder: Path) -> int:
    """The size of the log once all is signed, by a signer that was started anew."""
    key = SigningKeys(folder / "signing").obtain(log, lambda: f"log.example/{log}")
    signer = LogSigner(log, StoredEntries(engine, log), store, key)
    while signer.advance():
        pass
    return LogFiles(log, store).published_size() or 0


@contextmanager
def reopened(place: Place, store: PublishedStore) -> Iterator[Ledgers]:
    """The ledgers as a process that was restarted opens them."""
    engine = place.ledgers.engine
    with closing(Ledgers(engine, place.ledgers._keys, LossGuard(engine, store))) as ledgers:
        yield ledgers


def entries(engine: Engine, log: str) -> list[bytes]:
    return StoredEntries(engine, log).read(0, 1_000_000)


def tags(engine: Engine, log: str, after: int) -> list[tuple[str, str, int]]:
    c = event.c
    query = select(c.tag, c.stream, c.version).where(c.ledger == log, c.position > after).order_by(c.position)
    with engine.connect() as connection:
        return [(tag, stream, version) for tag, stream, version in connection.execute(query)]


# ---- Coming back ----


def test_what_was_lost_comes_back_as_entries_alone_and_the_ledger_goes_on(
    place: Place, store: PublishedStore, tmp_path: Path
) -> None:
    engine, before = place.ledgers.engine, place.ledger.head()
    case = place.file(title="恢复前的案件", place="恢复前")
    kept = place.ledger.head()
    place.take(case, ApproveFiling)
    lost = place.file(title="丢失的案件", place="丢失")
    after = signed(engine, place.name, store, tmp_path)
    sound = entries(engine, place.name)
    assert before < kept < after == place.ledger.head()
    set_back(engine, place.name, kept)
    with reopened(place, store) as ledgers:
        ledger = ledgers.get(place.name)
        assert ledger.head() == after
        assert entries(engine, place.name) == sound
        rows = [("position-lost/1", "lost", number) for number in range(1, after - kept + 1)]
        assert tags(engine, place.name, kept) == rows
        assert ledger.case(case)[1] == 1, "its approval is lost, its filing is not"
        assert ledger.case(lost)[1] == 0
        desk = CaseDesk(ledger, STORED.get)
        again = Place(ledgers, ledger, desk, iter(range(10_000, 20_000)))
        again.take(case, ApproveFiling)
        assert ledger.head() == after + 1
    assert signed(engine, place.name, store, tmp_path) == after + 1
    assert entries(engine, place.name)[:after] == sound


def test_what_a_damaged_bundle_says_does_not_become_a_row(place: Place, store: PublishedStore, tmp_path: Path) -> None:
    """Rows are there for good: what comes back has to be what was signed."""
    engine = place.ledgers.engine
    head = signed(engine, place.name, store, tmp_path)
    path = public(place.name, path_of(Bundle(0, head)))
    sound = store.read(path)
    assert sound is not None
    at = (2 + 41) * (head - 1) - 1  # the last byte of the entry before the last
    store.write(path, sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])
    set_back(engine, place.name, head - 3)
    with pytest.raises(Corrupt, match=f"position {head - 1} in its bundle"):
        LossGuard(engine, store).restore(place.name)
    assert len(entries(engine, place.name)) == head - 3
    store.write(path, sound)
    assert LossGuard(engine, store).restore(place.name) == 3


def test_of_two_that_bring_back_at_once_each_waits_for_the_end(
    place: Place, store: PublishedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who opened the ledger before all was back would take the rest for one more loss, and write nothing any more."""
    engine = place.ledgers.engine
    head = signed(engine, place.name, store, tmp_path)
    set_back(engine, place.name, head - 7)
    made, others = losses._lost_rows, [True]

    def after_another(some: Sequence[tuple[int, bytes]], version: int) -> list[Row]:
        rows = made(some, version)
        if others.pop() if others else False:
            with borrow(engine) as link:
                link.write(place.name, place.ledger.now().micros, rows)
        return rows

    monkeypatch.setattr(losses, "_AT_ONCE", 3)
    monkeypatch.setattr(losses, "_lost_rows", after_another)
    with reopened(place, store) as ledgers:
        assert ledgers.get(place.name).head() == head
        Place(ledgers, ledgers.get(place.name), place.desk, iter(range(10_000, 20_000))).file(place="恢复后")
    assert tags(engine, place.name, head - 7)[:7] == [("position-lost/1", "lost", number) for number in range(1, 8)]


def test_a_second_loss_goes_on_in_the_same_stream(place: Place, store: PublishedStore, tmp_path: Path) -> None:
    engine = place.ledgers.engine
    head = signed(engine, place.name, store, tmp_path)
    for back in (3, 5):
        set_back(engine, place.name, head - back)
        with reopened(place, store) as ledgers:
            assert ledgers.get(place.name).head() == head
    assert tags(engine, place.name, head - 5) == [("position-lost/1", "lost", number) for number in range(1, 6)]


def test_whoever_reads_the_ledger_steps_over_what_is_lost(place: Place, store: PublishedStore, tmp_path: Path) -> None:
    engine = place.ledgers.engine
    install_projections(engine)
    kept = place.ledger.head()
    place.publish(title="丢失的公示案")
    after = signed(engine, place.name, store, tmp_path)
    set_back(engine, place.name, kept)
    with reopened(place, store) as ledgers:
        desk = CaseDesk(ledgers.get(place.name), STORED.get)
        again = Place(ledgers, ledgers.get(place.name), desk, iter(range(10_000, 20_000)))
        continue_series(again, 40)
        again.publish(title="恢复后的公示案")
        lost = [one.event for one in again.ledger.batch(kept, after - kept)]
        assert lost == [PositionLost()] * (after - kept)
        assert len(again.ledger.history("lost", persons=True)) == after - kept
        follower = Follower(ledgers)
        follower.catch_up()
        assert [(lag.position, lag.stopped) for lag in follower.lag()] == [(again.ledger.head(), "")]
        followed = projected(engine)
        rebuild(ledgers)
        assert projected(engine) == followed


def test_a_command_that_was_the_last_before_a_loss_is_answered_without_what_is_lost(
    place: Place, store: PublishedStore, tmp_path: Path
) -> None:
    engine = place.ledgers.engine
    case = place.file()
    sent: Any = command(ApproveFiling, **timely(ApproveFiling, place.ledger.now().instant.astimezone(SHANGHAI)))
    sender = place.sender(sender_of(ApproveFiling))
    written = place.desk.step(case, sent, sender)
    kept = place.ledger.head()
    place.publish()
    signed(engine, place.name, store, tmp_path)
    set_back(engine, place.name, kept)
    with reopened(place, store) as ledgers:
        assert ledgers.get(place.name).find_answer(sender.command) == written


def test_what_was_decided_but_not_yet_published_comes_back_as_well(
    database: str, store: PublishedStore, tmp_path: Path
) -> None:
    class Killed(BaseException):
        pass

    def kill(step: str) -> None:
        if step == "decided":
            raise Killed

    engine, all_of = connect(database), numbered(700)
    install(engine)
    insert_entries(engine, "town", all_of[:300])
    signed(engine, "town", store, tmp_path)
    insert_entries(engine, "town", all_of[300:], 300)
    key = SigningKeys(tmp_path / "signing").obtain("town", lambda: "")
    with pytest.raises(Killed):
        LogSigner("town", StoredEntries(engine, "town"), store, key, after=kill).advance()
    files = LogFiles("town", store)
    assert (files.published_size(), decided(files).size) == (300, 700)
    assert [entry for _, entry in entries_after(files, 250, decided(files))] == all_of[250:]
    set_back(engine, "town", 100)
    assert LossGuard(engine, store).restore("town") == 600
    assert entries(engine, "town") == all_of
    assert signed(engine, "town", store, tmp_path) == 700
    engine.dispose()


def test_the_whole_ledger_comes_back_where_nothing_is_left(
    database: str, store: PublishedStore, tmp_path: Path
) -> None:
    engine, all_of = connect(database), numbered(1_300)
    install(engine)
    insert_entries(engine, "town", all_of)
    signed(engine, "town", store, tmp_path)
    set_back(engine, "town", 0)
    assert LossGuard(engine, store).restore("town") == 1_300
    assert entries(engine, "town") == all_of
    assert LossGuard(engine, store).restore("town") == 0
    engine.dispose()


def test_a_public_ledger_comes_back_whole(database: str, store: PublishedStore, tmp_path: Path) -> None:
    engine = connect(database)
    install(engine)
    at, root = rfc3339(1_736_125_200_000_000), in_base64(bytes(32))
    acts = [
        encode(Act(1, "published", "d1", "ab", 7, at)),
        encode(Taken(1, "checkpoint", "town", 9, root, at)),
        encode(Act(1, "withdrawn", "d1", "", 12, at)),
    ]
    insert_entries(engine, "town-public", acts)
    signed(engine, "town-public", store, tmp_path)
    set_back(engine, "town-public", 0)
    assert LossGuard(engine, store).recover("town") == 3
    assert tags(engine, "town-public", 0) == [
        ("public-act/1", "published:d1", 7),
        ("public-checkpoint/1", "checkpoint", 9),
        ("public-act/1", "withdrawn:d1", 12),
    ]
    assert entries(engine, "town-public") == acts
    engine.dispose()


# ---- Numbers ----


def continue_series(place: Place, next_free: int) -> None:
    """The registrar has looked at the papers of every series."""
    now = place.ledger.now().day
    for kind in {one.series for one in place.ledger.register().law(now).documents.values()}:
        entry = SeriesContinued(agency=AGENCY, kind=kind, year=now.year, next=next_free, reason="已核对纸质文书")
        place.enter(entry)


def test_no_number_is_given_out_after_a_loss_until_a_person_has_set_the_next_one(
    place: Place, store: PublishedStore, tmp_path: Path
) -> None:
    engine = place.ledgers.engine
    case = place.file(title="恢复前的案件", place="恢复前")
    kept = place.ledger.head()
    place.publish(title="丢失的公示案")
    signed(engine, place.name, store, tmp_path)
    set_back(engine, place.name, kept)
    with reopened(place, store) as ledgers:
        ledger = ledgers.get(place.name)
        again = Place(ledgers, ledger, CaseDesk(ledger, STORED.get), iter(range(10_000, 20_000)))
        with pytest.raises(NumbersLost):
            again.sign(case)
        continue_series(again, 40)
        again.sign(again.file(title="恢复后的案件", place="恢复后"))
        taken = [one.event for one in ledger.batch(kept, 1_000) if isinstance(one.event, DocumentNumberTaken)]
        assert {one.sequence for one in taken} == {40}


def test_what_is_taken_already_is_not_given_out_again_whatever_a_person_says() -> None:
    def taken(series: Series, sequence: int) -> Series:
        event = DocumentNumberTaken(agency="a", kind="罚决", year=2026, sequence=sequence, number="", case="1")
        return series.after(event)

    def said(series: Series, following: int) -> Series:
        event = SeriesContinued(agency="a", kind="罚决", year=2026, next=following, reason="")
        return series.continued(event, 90)

    series = taken(taken(taken(Series(), 1), 2), 8)
    assert said(series, 2) == Series(3, frozenset({8}), 90)
    assert said(series, 8) == Series(9, frozenset(), 90)
    assert said(series, 12) == Series(12, frozenset(), 90)
    assert taken(said(series, 7), 7) == Series(9, frozenset(), 90)


# ---- Refusing ----


def test_a_process_that_has_seen_more_than_the_database_has_writes_nothing(database: str) -> None:
    engine = connect(database)
    install(engine)
    recorder = LedgerRecorder(engine, "town")
    for version in (1, 2, 3):
        recorder.append([StoredEvent("stream", version, "tag", b"state")])
    set_back(engine, "town", 1)
    for _ in range(2):
        with pytest.raises(Behind) as behind:
            recorder.append([StoredEvent("stream", 4, "tag", b"state")])
        assert (behind.value.head, behind.value.known) == (1, 3)
    assert recorder.head()[0] == 1
    recorder.close()
    engine.dispose()


def test_nobody_writes_to_a_database_that_ends_before_its_log(
    place: Place, store: PublishedStore, tmp_path: Path
) -> None:
    """Not a process that was just started either, when nothing came back."""
    engine = place.ledgers.engine
    head = signed(engine, place.name, store, tmp_path)
    set_back(engine, place.name, head - 2)
    rewrite(engine, place.name, head - 2, b"another")
    with pytest.raises(Rewritten):
        LossGuard(engine, store).recover(place.name)
    with reopened(place, store) as ledgers:
        ledger = ledgers.get(place.name)
        assert ledger.head() == head - 2
        with pytest.raises(Behind):
            Place(ledgers, ledger, CaseDesk(ledger, STORED.get), iter(range(10_000, 20_000))).file()


def test_a_process_that_was_at_work_while_positions_came_back_writes_nothing(
    place: Place, store: PublishedStore, tmp_path: Path
) -> None:
    """It has written nothing itself, and remembers cases and numbers that are lost."""
    engine = place.ledgers.engine
    head = signed(engine, place.name, store, tmp_path)
    with reopened(place, store) as at_work:
        desk = CaseDesk(at_work.get(place.name), STORED.get)
        set_back(engine, place.name, head - 3)
        with reopened(place, store) as restarted:
            assert restarted.get(place.name).head() == head
        with pytest.raises(Restored):
            Place(at_work, at_work.get(place.name), desk, iter(range(10_000, 20_000))).file()
        assert place.ledger.head() == head


def test_a_process_that_was_at_work_while_the_database_was_restored_answers_503(
    postgres_database: str, tmp_path: Path
) -> None:
    with site(postgres_database, tmp_path) as found:
        case = found.town.file()
        assert found.town.send("wang", "POST", "cases?wait=checkpoint", json=found.town.filing()).status_code == 201
        with open_ledgers(Settings(var=tmp_path, database=postgres_database)) as ledgers:
            set_back(ledgers.engine, SAMPLE, ledgers.get(SAMPLE).head() - 1)
        with psycopg.connect(postgres_database.replace("+psycopg", ""), autocommit=True) as server:
            server.execute(TERMINATE_OTHERS)  # as a server that was restored has none of them any more
        refused = found.town.post("wang", "cases", found.town.filing())
        assert "重新启动" in is_problem(refused, 503, "behind")["title"]
        assert found.town.version(case) == 1


def test_the_signer_brings_back_what_a_database_lost_while_it_was_at_work(
    place: Place, store: PublishedStore, tmp_path: Path
) -> None:
    engine = place.ledgers.engine
    signer = Signer(place.ledgers, store, tmp_path / "signing", Policy())
    signer.tick()
    head, sound = place.ledger.head(), entries(engine, place.name)
    assert LogFiles(place.name, store).published_size() == head
    set_back(engine, place.name, head - 10)
    signer.tick()
    assert entries(engine, place.name) == sound
    assert LogFiles(place.name, store).published_size() == head


def test_a_signer_that_is_kept_by_one_log_signs_the_others(
    place: Place, store: PublishedStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    signer = Signer(place.ledgers, store, tmp_path / "signing", Policy())
    signer.tick()
    head = place.ledger.head()
    rewrite(place.ledgers.engine, place.name, head, b"another")
    acts = [b'{"v":1,"act":"withheld","disclosure":"d1","copy":"","source":7,"at":"2025-01-06T01:00:00Z"}']
    insert_entries(place.ledgers.engine, f"{place.name}-public", acts)
    for _ in range(3):
        signer.tick()
    assert LogFiles(f"{place.name}-public", store).published_size() == 1
    assert LogFiles(place.name, store).published_size() == head
    said = [record.getMessage() for record in caplog.records if "is not signed" in record.getMessage()]
    assert len(said) == 1
    assert place.name in said[0]


def test_a_log_that_is_published_under_another_key_is_left_alone(
    place: Place, store: PublishedStore, tmp_path: Path
) -> None:
    store.write(public(place.name, "key"), b"another\n")
    Signer(place.ledgers, store, tmp_path / "signing", Policy()).tick()
    assert store.read(public(place.name, "checkpoint")) is None
    assert store.read(private(place.name, "state")) is None
