"""The public ledger: every act once and for good, whoever follows, and however often."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import delete

from copy_town import log_of, stated
from faults import Fault, break_commits
from log_rows import set_back
from media.published_folder import PublishedFolder
from penal import SCAN
from projections import public_ledger, schema
from projections.copies import find_statement
from projections.follower import Follower, Stopped
from projections.projection import Batch
from projections.public_ledger import EVERY, PublicLedgers
from projections.rebuild import rebuild
from projections.registry import PROJECTIONS
from public_rows import acts, public_entries, public_rows
from records.copy.form import digest, encode
from records.log.acts import Standing, parse
from records.log.notes import SigningKey
from records.log.published import public
from records.log.signer import LogSigner
from records.moment import rfc3339
from records.penalty.commands import TagSecrecy
from records.register.events import PersonErased
from records.store.directory import Ledgers
from records.store.engine import writing
from records.store.entries import StoredEntries
from records.store.losses import LossGuard
from records.store.schema import tracking
from town import REVIEWER, Town, town, withholding


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Town]:
    with town(database, tmp_path) as found:
        schema.install(found.ledgers.engine)
        yield found


def said(place: Town) -> list[tuple[str, str]]:
    return acts(place.ledgers.engine, place.name)


def follow(place: Town) -> None:
    Follower(place.ledgers).catch_up()


def withheld(place: Town) -> str:
    """A decision that is kept from the public; returns the id that its page would have."""
    case = place.file()
    place.sign(case)
    place.clear(case)
    return str(place.step(case, withholding(), REVIEWER).events[-1].disclosure)  # type: ignore[attr-defined]


# ---- What is written ----


def test_what_is_published_withheld_and_withdrawn_is_there_in_the_order_of_the_ledger(place: Town) -> None:
    case, page = place.publish()
    hidden = withheld(place)
    published = place.ledger.history(f"case:{case}")[-1]
    withdrawn = place.revoke(case)
    follow(place)
    rows, entries = public_rows(place.ledgers.engine, place.name), public_entries(place.ledgers.engine, place.name)
    assert said(place) == [("published", page), ("withheld", hidden), ("withdrawn", page)]
    assert [row["position"] for row in rows] == [1, 2, 3]
    assert entries[0]["source"] == published.position
    assert entries[0]["at"] == rfc3339(published.recorded_at)
    assert (entries[2]["source"], entries[2]["at"]) == (withdrawn.positions[-1], rfc3339(withdrawn.recorded_at))
    assert [entry["copy"] == "" for entry in entries] == [False, True, True]


def test_an_entry_is_in_its_one_form_and_names_nobody_and_no_case(place: Town) -> None:
    case, page = place.publish()
    follow(place)
    (row,) = public_rows(place.ledgers.engine, place.name)
    statement = digest(encode(stated(place, page)))
    source = place.ledger.head()
    at = rfc3339(place.ledger.history(f"case:{case}")[-1].recorded_at)
    expected = f'{{"v":1,"act":"published","disclosure":"{page}","copy":"{statement}","source":{source},"at":"{at}"}}'
    assert row["entry"].decode() == expected
    assert (row["stream"], row["version"], row["tag"]) == (f"published:{page}", source, "public-act/1")
    assert (row["commitments"], row["sealed"], row["principal"]) == (b"", b"", None)
    assert case not in str(dict(row))


def test_a_decision_that_never_was_public_is_not_withdrawn(place: Town) -> None:
    hidden, case = place.file(), place.file()
    place.sign(hidden)
    place.clear(hidden)
    page = str(place.step(hidden, withholding(), REVIEWER).events[-1].disclosure)  # type: ignore[attr-defined]
    place.revoke(hidden)
    place.sign(case)
    place.revoke(case)
    follow(place)
    assert said(place) == [("withheld", page)]


def test_a_page_is_withdrawn_once_also_when_a_paper_revokes_again(place: Town) -> None:
    case, page = place.publish()
    place.revoke(case)
    place.revoke(case, entry=SCAN)
    follow(place)
    assert said(place) == [("published", page), ("withdrawn", page)]


def test_a_page_that_is_taken_down_is_withheld_for_good_and_its_copy_goes(place: Town) -> None:
    case, page = place.publish()
    follow(place)
    with place.ledgers.engine.connect() as connection:
        assert find_statement(connection, place.name, page) is not None
    place.step(case, TagSecrecy(secrecy="state", reason="涉及军事设施。"))
    place.step(case, withholding(), REVIEWER)
    place.revoke(case)
    follow(place)
    assert said(place) == [("published", page), ("withheld", page)]
    standing = Standing()
    assert all(standing.take(parse(row["entry"])) for row in public_rows(place.ledgers.engine, place.name))
    assert (standing.pages[page].is_shown, standing.pages[page].has_notice) == (False, True)
    with place.ledgers.engine.connect() as connection:
        assert find_statement(connection, place.name, page) is None


def test_the_copy_that_is_named_stays_when_a_party_is_erased_whom_it_does_not_show(place: Town) -> None:
    case = place.file()
    place.sign(case)
    masked = {"outcome": "redacted", "masked": ("party",), "party_shown": "", "grounds": ("other-law",)}
    page = place.review(case, **masked, basis="某某条例第八条")
    follow(place)
    filed = place.ledger.case(case)[0].filed
    assert filed is not None
    place.enter(PersonErased(person=filed.party.person, reason="判决", basis="民法典 第一千一百九十五条"))
    follow(place)
    (entry,) = public_entries(place.ledgers.engine, place.name)
    assert entry["copy"] == digest(encode(stated(place, page)))
    rebuild(place.ledgers)
    assert entry["copy"] == digest(encode(stated(place, page)))


def test_a_public_ledger_is_no_ledger(place: Town) -> None:
    place.publish()
    follow(place)
    assert place.ledgers.names() == [place.name]
    assert [lag.ledger for lag in Follower(place.ledgers).lag()] == [place.name]
    with pytest.raises(Exception, match="no ledger"):
        place.ledgers.get(f"{place.name}-public")


# ---- Once ----


def test_two_followers_at_once_write_each_act_once(place: Town) -> None:
    followers = [Follower(place.ledgers, events_at_once=2) for _ in range(2)]
    stop = Event()
    threads = [Thread(target=follower.run, args=(stop,)) for follower in followers]
    for thread in threads:
        thread.start()
    try:
        pages = [place.publish()[1] for _ in range(8)]
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)
    follow(place)
    assert said(place) == [("published", page) for page in pages]


def test_a_follower_that_was_overtaken_writes_no_act_again(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Follower(place.ledgers), Follower(place.ledgers)
    read = Follower._read

    def read_then_wait(self: Follower, ledger: str, after: int) -> Batch | None:
        batch = read(self, ledger, after)
        if self is first and after == 0:
            second.catch_up()
        return batch

    monkeypatch.setattr(Follower, "_read", read_then_wait)
    _, page = place.publish()
    first.catch_up()
    assert said(place) == [("published", page)]


def test_a_rebuild_leaves_every_row_as_it_is(place: Town) -> None:
    case, _ = place.publish()
    place.revoke(case)
    follow(place)
    before = public_rows(place.ledgers.engine, place.name)
    rebuild(place.ledgers)
    follow(place)
    assert public_rows(place.ledgers.engine, place.name) == before


def test_a_database_of_a_former_release_gets_its_acts_behind_the_views(place: Town) -> None:
    case, page = place.publish()
    place.revoke(case)
    Follower(place.ledgers, PROJECTIONS).catch_up()
    assert said(place) == []
    _, later = place.publish()
    Follower(place.ledgers, events_at_once=7).catch_up()
    assert said(place) == [("published", page), ("withdrawn", page), ("published", later)]


def test_who_starts_from_the_first_event_again_finds_what_is_there(place: Town) -> None:
    case, _ = place.publish()
    place.revoke(case)
    follow(place)
    before = public_rows(place.ledgers.engine, place.name)
    with writing(place.ledgers.engine) as connection:
        connection.execute(delete(tracking).where(tracking.c.projection == public_ledger.NAME))
    _, later = place.publish()
    Follower(place.ledgers, events_at_once=5).catch_up()
    rows = public_rows(place.ledgers.engine, place.name)
    assert rows[:-1] == before
    assert said(place)[-1] == ("published", later)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_fault_before_or_after_the_commit_leaves_each_act_once(
    place: Town, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [place.publish()[1] for _ in range(3)]
    break_commits(monkeypatch, moment, 6)
    for _ in range(6):
        with pytest.raises(Fault):
            Follower(place.ledgers, events_at_once=6).catch_up()
    Follower(place.ledgers, events_at_once=6).catch_up()
    assert said(place) == [("published", page) for page in pages]


# ---- Checkpoints ----


def publish_log(place: Town, store: PublishedFolder) -> int:
    """Publishes the sealed log's checkpoint as it is now; returns its size."""
    log = log_of(place)
    store.write(public(place.name, "checkpoint"), log.note().text.encode())
    return len(log.leaves)


def taken(place: Town) -> list[int]:
    found = public_entries(place.ledgers.engine, place.name)
    return [entry["size"] for entry in found if entry["act"] == "checkpoint"]


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A clock of real time that a test moves, in hours since 1970; nobody waits between two looks."""
    monkeypatch.setattr(public_ledger, "LOOK", 0.0)
    return [500_000]


def writer(place: Town, store: PublishedFolder, hours: list[int]) -> PublicLedgers:
    return PublicLedgers(place.ledgers, store, lambda: hours[0] * EVERY * 1_000_000)


def test_a_checkpoint_of_the_sealed_log_is_taken_in_every_hour(place: Town, tmp_path: Path, hours: list[int]) -> None:
    store = PublishedFolder(tmp_path / "log")
    ledgers = writer(place, store, hours)
    ledgers.take_in()
    assert taken(place) == []  # nothing is published yet
    sizes = [publish_log(place, store)]
    ledgers.take_in()
    place.publish()
    sizes.append(publish_log(place, store))
    ledgers.take_in()
    assert taken(place) == sizes[:1]  # the hour isn't over
    hours[0] += 1
    ledgers.take_in()
    assert taken(place) == sizes
    (first, *_) = public_entries(place.ledgers.engine, place.name)
    assert (first["ledger"], first["at"]) == (place.name, rfc3339(500_000 * EVERY * 1_000_000))


def test_a_size_is_taken_in_once_whoever_follows(place: Town, tmp_path: Path, hours: list[int]) -> None:
    store = PublishedFolder(tmp_path / "log")
    size = publish_log(place, store)
    for _ in range(3):
        writer(place, store, hours).take_in()
        hours[0] += 1
    assert taken(place) == [size]
    place.publish()
    grown = publish_log(place, store)
    writers = [writer(place, store, hours) for _ in range(4)]
    threads = [Thread(target=one.take_in) for one in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert taken(place) == [size, grown]


def test_acts_go_on_behind_checkpoints(place: Town, tmp_path: Path, hours: list[int]) -> None:
    store = PublishedFolder(tmp_path / "log")
    _, page = place.publish()
    publish_log(place, store)
    writer(place, store, hours).take_in()
    follow(place)
    rows = public_rows(place.ledgers.engine, place.name)
    assert [row["stream"] for row in rows] == ["checkpoint", f"published:{page}"]
    assert rows[0]["recorded_at"] <= rows[1]["recorded_at"]


def test_a_checkpoint_that_cant_be_read_keeps_nothing_else(place: Town, tmp_path: Path, hours: list[int]) -> None:
    store = PublishedFolder(tmp_path / "log")
    store.write(public(place.name, "checkpoint"), b"nonsense")
    writer(place, store, hours).take_in()
    assert taken(place) == []


# ---- A database that was restored ----


def test_nothing_is_written_where_the_database_ends_before_the_public_log(place: Town, tmp_path: Path) -> None:
    """Else another entry would take the place of one that is signed."""
    store = PublishedFolder(tmp_path / "log")
    place.publish()
    place.publish()
    follow(place)
    guarded = Ledgers(place.ledgers.engine, place.ledgers._keys, LossGuard(place.ledgers.engine, store))
    try:
        guarded.get(place.name)
        _signed(place, store)
        set_back(place.ledgers.engine, f"{place.name}-public", 1)
        with writing(place.ledgers.engine) as connection:
            connection.execute(delete(tracking).where(tracking.c.projection == public_ledger.NAME))
        with pytest.raises(Stopped, match="较早的备份"):
            Follower(guarded).catch_up()
        assert len(public_rows(place.ledgers.engine, place.name)) == 1
    finally:
        guarded.close()
    opened = Ledgers(place.ledgers.engine, place.ledgers._keys, LossGuard(place.ledgers.engine, store))
    try:
        Follower(opened).catch_up()
        assert [row["position"] for row in public_rows(place.ledgers.engine, place.name)] == [1, 2]
    finally:
        opened.close()


def _signed(place: Town, store: PublishedFolder) -> None:
    log = f"{place.name}-public"
    key = SigningKey(f"log.example.gov/{log}", bytes(32))
    signer = LogSigner(log, StoredEntries(place.ledgers.engine, log), store, key)
    while signer.advance():
        pass
