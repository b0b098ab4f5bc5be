"""Stored objects are read again one after the other: what is found, what heals, and how fast."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

import pytest
from blake3 import blake3
from minio.commonconfig import COMPLIANCE
from minio.retention import Retention
from sqlalchemy import Engine, delete, event

from media import bucket as s3
from media.bucket import BucketStore
from media.catalogue import Catalogue, StoredObject, stored_object
from media.catalogue import install as install_catalogue
from media.checks import Check, Checks
from media.checks import install as install_checks
from media.errors import Corrupt, NoObject, StoreUnavailable
from media.folder import FolderStore
from media.pace import Pace, Stopped
from media.scrubbing import Due, Noted, Passed, Scrub
from media.store import CHUNK, MendableStore
from minio_server import Access
from records.store.engine import connect

pytest_plugins = ("minio_server",)

CONTENT = os.urandom(700_000)
OTHERS = [os.urandom(1_000 + number) for number in range(3)]


def digest_of(content: bytes) -> str:
    return blake3(content).hexdigest()


class Place:
    """A store with its catalogue, and a second store where a test wants one."""

    def __init__(self, store: MendableStore, engine: Engine, folder: Path) -> None:
        self.store, self.engine, self.folder = store, engine, folder
        self.catalogue, self.checks = Catalogue(engine), Checks(engine)
        self.copy: MendableStore | None = None

    def keep(self, content: bytes, store: MendableStore | None = None) -> str:
        """Stores and catalogues an object; returns its version."""
        path, digest = self.folder / uuid4().hex, digest_of(content)
        path.write_bytes(content)
        version = (store or self.store).put(path, digest, len(content))
        path.unlink()
        if store is None:
            self.catalogue.note(StoredObject(digest, digest, len(content), "video/mp4", version, None, None))
        return version

    def scrub(self, pace: Pace | None = None) -> Scrub:
        return Scrub(self.store, lambda: self.copy, self.catalogue, self.checks, pace or Pace())

    def turn(self) -> list[Noted | Passed]:
        """One whole turn."""
        begun = datetime.now(UTC)
        return list(self.scrub().turn(lambda: Due(begun, begun)))

    def found(self) -> dict[str, str]:
        """Results of a turn by digest."""
        return {one.check.blake3: one.check.result for one in self.turn() if isinstance(one, Noted)}

    def read(self, content: bytes, store: MendableStore | None = None) -> bytes:
        """What a reader gets, by the catalogue's version."""
        known = self.catalogue.find(digest_of(content))
        assert known
        version = known.version_id if store is None else ""
        return b"".join((store or self.store).open(known.blake3, 0, known.size, version))

    def path(self, content: bytes, store: MendableStore | None = None) -> Path:
        """Where a folder has it."""
        kept, digest = store or self.store, digest_of(content)
        assert isinstance(kept, FolderStore)
        return kept._path(digest)

    def damage(self, content: bytes, store: MendableStore | None = None) -> None:
        """Flips a byte, beneath the store; of S3 in a new version that the catalogue is made to name."""
        kept, flipped = store or self.store, content[:-1] + bytes([content[-1] ^ 1])
        if isinstance(kept, FolderStore):
            path = self.path(content, kept)
            path.chmod(0o600)
            path.write_bytes(flipped)
            path.chmod(0o400)
            return
        assert isinstance(kept, BucketStore)
        made = kept._client.put_object(kept.name, digest_of(content), BytesIO(flipped), len(flipped))
        known = self.catalogue.find(digest_of(content))
        if store is None and known:
            self.catalogue.moved(known.blake3, known.version_id, made.version_id or "")

    def lose(self, content: bytes, store: MendableStore | None = None) -> None:
        """Deletes it for good, beneath the store."""
        kept, digest = store or self.store, digest_of(content)
        if isinstance(kept, FolderStore):
            self.path(content, kept).unlink(missing_ok=True)
            return
        assert isinstance(kept, BucketStore)
        for one in list(kept._client.list_objects(kept.name, digest, include_version=True)):
            kept._client.remove_object(kept.name, digest, version_id=one.version_id)


@pytest.fixture
def place(store: MendableStore, database: str, tmp_path: Path) -> Iterator[Place]:
    engine = connect(database)
    install_catalogue(engine)
    install_checks(engine)
    found = Place(store, engine, tmp_path)
    found.keep(CONTENT)
    yield found
    engine.dispose()


@pytest.fixture
def copied(place: Place, tmp_path: Path) -> Place:
    """The same with a second store in a folder, which has it too."""
    place.copy = FolderStore(tmp_path / "copy")
    assert set(place.found().values()) == {"sound"}
    return place


@pytest.fixture(params=["copy-folder", "copy-bucket"])
def any_copy(request: pytest.FixtureRequest, place: Place, minio: Access, tmp_path: Path) -> Iterator[Place]:
    """The same with a second store of either kind."""
    if request.param == "copy-folder":
        place.copy = FolderStore(tmp_path / "copy")
        yield place
        return
    place.copy = second = minio.store(f"copy-{uuid4().hex}")
    yield place
    second.close()


one_database = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
in_folder = pytest.mark.parametrize("store", ["folder"], indirect=True)
in_bucket = pytest.mark.parametrize("store", ["bucket"], indirect=True)
DIGEST = digest_of(CONTENT)


# ---- What is found ----


def test_what_is_whole_is_sound_and_is_not_due_again(place: Place) -> None:
    place.keep(b"")
    assert place.found() == {DIGEST: "sound", digest_of(b""): "sound"}
    yesterday = datetime.now(UTC) - timedelta(days=1)
    assert place.checks.due(yesterday, yesterday) == []
    assert place.checks.overview().counts == {"sound": 2}
    assert place.checks.overview().never_checked == 0


@pytest.mark.parametrize("harm", ["flipped", "gone"])
def test_a_flipped_byte_and_a_missing_object_are_found_until_they_are_put_right(place: Place, harm: str) -> None:
    for content in OTHERS:
        place.keep(content)
    place.damage(CONTENT) if harm == "flipped" else place.lose(CONTENT)
    expected = "damaged" if harm == "flipped" else "missing"
    whole = {digest_of(content): "sound" for content in OTHERS}
    assert place.found() == {**whole, DIGEST: expected}
    (wrong,) = place.checks.wrong(10)
    assert (wrong.blake3, wrong.size, wrong.result) == (DIGEST, len(CONTENT), expected)
    assert place.checks.count_wrong() == {expected: 1}
    again = next(one for one in place.turn() if isinstance(one, Noted) and one.check.blake3 == DIGEST)
    assert again.before
    assert (again.before.result, again.check.result) == (expected, expected)
    place.lose(CONTENT)
    place.keep(CONTENT)
    assert place.found()[DIGEST] == "sound"
    assert place.checks.wrong(10) == []


@one_database
def test_an_object_that_was_cut_off_is_damaged(place: Place) -> None:
    if isinstance(place.store, FolderStore):
        os.truncate(place.path(CONTENT), 5)
    else:
        known = place.catalogue.find(DIGEST)
        assert known
        assert isinstance(place.store, BucketStore)
        made = place.store._client.put_object(place.store.name, DIGEST, BytesIO(b"short"), 5)
        place.catalogue.moved(DIGEST, known.version_id, made.version_id or "")
    (one,) = place.turn()
    assert isinstance(one, Noted)
    assert (one.check.result, one.check.detail) == ("damaged", f"有 5 字节，应有 {len(CONTENT)} 字节")


@in_bucket
@one_database
def test_an_object_behind_a_delete_marker_is_hidden_and_still_read_by_its_version(place: Place) -> None:
    assert isinstance(place.store, BucketStore)
    place.store._client.remove_object(place.store.name, DIGEST)
    assert place.found() == {DIGEST: "hidden"}
    assert place.read(CONTENT) == CONTENT
    (marker,) = (
        one for one in place.store._client.list_objects(place.store.name, include_version=True) if one.is_delete_marker
    )
    place.store._client.remove_object(place.store.name, DIGEST, version_id=marker.version_id)
    assert place.found() == {DIGEST: "sound"}


@in_bucket
@one_database
def test_a_version_that_is_gone_is_missing_although_the_key_has_another(place: Place) -> None:
    known = place.catalogue.find(DIGEST)
    assert known
    assert isinstance(place.store, BucketStore)
    place.store._client.put_object(place.store.name, DIGEST, BytesIO(b"another"), 7)
    assert place.found() == {DIGEST: "sound"}  # a version over it changes nothing of the one that is read
    place.store._client.remove_object(place.store.name, DIGEST, version_id=known.version_id)
    assert place.found() == {DIGEST: "missing"}


@in_folder
@one_database
def test_a_folder_that_is_not_mounted_is_no_result(place: Place, tmp_path: Path) -> None:
    (tmp_path / "objects").rename(tmp_path / "elsewhere")
    for _ in range(2):  # not there, and there without anything in it, as a mount point is
        (passed,) = place.turn()
        assert isinstance(passed, Passed)
        assert place.checks.find(DIGEST) is None
        (tmp_path / "objects").mkdir(exist_ok=True)


@in_folder
@one_database
def test_what_the_disk_can_not_read_is_unreadable(place: Place) -> None:
    path = place.path(CONTENT)
    path.unlink()
    path.mkdir()  # of the size that a folder has, so that the bytes are read
    with place.engine.begin() as connection:
        connection.execute(stored_object.update().values(size=path.stat().st_size))
    assert place.found() == {DIGEST: "unreadable"}


class Away:
    """A real store that doesn't answer for the objects that are named; it is another error than theirs."""

    def __init__(self, store: MendableStore, digests: set[str]) -> None:
        self._store, self.digests = store, digests
        self.put, self.locked, self.exists = store.put, store.locked, store.exists
        self.size, self.check_there, self.replace = store.size, store.check_there, store.replace

    def open(self, digest: str, start: int, length: int, version: str = "") -> Iterator[bytes]:
        if digest in self.digests:
            raise StoreUnavailable("away")
        return self._store.open(digest, start, length, version)


def test_a_store_that_does_not_answer_is_no_result_and_holds_up_no_other_object(place: Place) -> None:
    place.keep(OTHERS[0])
    was = place.checks.find(DIGEST)
    place.store = Away(place.store, {DIGEST})
    turn = place.turn()
    assert [one for one in turn if isinstance(one, Passed)] == [Passed(DIGEST, "away")]
    assert [one.check.result for one in turn if isinstance(one, Noted)] == ["sound"]
    assert place.checks.find(DIGEST) is was is None


def test_those_never_looked_at_come_first_and_then_those_longest_ago(place: Place) -> None:
    now = datetime.now(UTC)
    names = [DIGEST, *(digest_of(content) for content in OTHERS)]
    for content in OTHERS:
        place.keep(content)
    place.checks.note(Check(names[0], now - timedelta(days=3), "sound"))
    place.checks.note(Check(names[1], now - timedelta(days=5), "sound"))
    place.checks.note(Check(names[2], now - timedelta(hours=2), "damaged"))
    day, hour = now - timedelta(days=1), now - timedelta(hours=1)
    assert place.checks.due(day, hour) == [names[3], names[1], names[0], names[2]]
    assert place.checks.due(day, hour, {names[1]}) == [names[3], names[0], names[2]]
    assert place.checks.due(day, day) == [names[3], names[1], names[0]]
    assert place.checks.count_due(day, hour) == 4
    oldest = place.checks.overview().oldest_check
    assert oldest == (now - timedelta(days=5)).isoformat()


def test_an_object_that_arrives_while_a_turn_runs_is_looked_at_in_it(place: Place) -> None:
    begun, seen = datetime.now(UTC), []
    for one in place.scrub().turn(lambda: Due(begun, begun)):
        assert isinstance(one, Noted)
        seen.append(one.check.blake3)
        if len(seen) == 1:
            place.keep(OTHERS[0])
    assert seen == [DIGEST, digest_of(OTHERS[0])]


def test_an_object_that_leaves_the_catalogue_is_looked_at_no_more_and_does_not_come_back(copied: Place) -> None:
    copied.lose(CONTENT)
    with copied.engine.begin() as connection:
        connection.execute(delete(stored_object))
    assert copied.found() == {}
    assert copied.checks.overview().counts == {}
    assert not copied.store.exists(DIGEST)


# ---- What heals ----


def test_the_second_store_is_filled(any_copy: Place) -> None:
    any_copy.keep(b"")
    assert set(any_copy.found().values()) == {"sound"}
    assert any_copy.read(CONTENT, any_copy.copy) == CONTENT
    assert any_copy.read(b"", any_copy.copy) == b""


@pytest.mark.parametrize("harm", ["damage", "lose"])
def test_what_is_damaged_or_missing_heals_from_the_second_store(any_copy: Place, harm: str) -> None:
    any_copy.found()
    getattr(any_copy, harm)(CONTENT)
    (one,) = any_copy.turn()
    assert isinstance(one, Noted)
    assert one.check.result == "healed"
    assert one.check.is_whole
    assert one.check.detail.endswith("已由第二份恢复")
    assert any_copy.read(CONTENT) == CONTENT
    assert any_copy.found() == {DIGEST: "sound"}


def test_the_second_store_is_mended_too(any_copy: Place) -> None:
    any_copy.found()
    any_copy.damage(CONTENT, any_copy.copy)
    assert any_copy.found() == {DIGEST: "sound"}
    assert any_copy.read(CONTENT, any_copy.copy) == CONTENT


def test_without_a_whole_copy_nothing_is_written(copied: Place) -> None:
    copied.damage(CONTENT)
    copied.damage(CONTENT, copied.copy)
    before = copied.read(CONTENT)
    (one,) = copied.turn()
    assert isinstance(one, Noted)
    assert (one.check.result, one.check.detail) == ("damaged", "内容与摘要不符；第二份也内容不符")
    assert copied.read(CONTENT) == before != CONTENT


def test_a_second_store_that_is_away_keeps_nothing_from_being_found(copied: Place) -> None:
    def away() -> MendableStore | None:
        raise StoreUnavailable("no route")

    copied.damage(CONTENT)
    scrub = Scrub(copied.store, away, copied.catalogue, copied.checks, Pace())
    found = scrub.check(DIGEST)
    assert found
    assert (found.result, found.detail) == ("damaged", "内容与摘要不符；第二份暂时不能用：no route")


@one_database
def test_a_second_store_that_is_away_is_not_asked_for_each_object(place: Place) -> None:
    asked: list[str] = []

    def away() -> MendableStore | None:
        asked.append("again")
        raise StoreUnavailable("no route")

    for content in OTHERS:
        place.keep(content)
    scrub = Scrub(place.store, away, place.catalogue, place.checks, Pace())
    now = datetime.now(UTC)
    found = [one.check for one in scrub.turn(lambda: Due(now, now)) if isinstance(one, Noted)]
    assert {(one.result, one.detail) for one in found} == {("sound", "第二份暂时不能用：no route")}
    assert (len(found), asked) == (4, ["again"])
    place.lose(OTHERS[0])
    scrub.check(digest_of(OTHERS[0]))
    assert len(asked) == 2  # it could have healed


@in_folder
@one_database
def test_a_healed_file_is_read_only_and_nothing_else_is_left(copied: Place, tmp_path: Path) -> None:
    copied.damage(CONTENT)
    (tmp_path / "objects" / ".mending" / DIGEST).parent.mkdir(exist_ok=True)
    (tmp_path / "objects" / ".mending" / DIGEST).write_bytes(b"left by one who was killed")
    copied.found()
    assert copied.path(CONTENT).stat().st_mode & 0o777 == 0o400
    assert [one.name for one in (tmp_path / "objects" / ".mending").iterdir()] == ["lock"]


@in_folder
@one_database
def test_of_two_who_mend_one_waits_for_another_time(copied: Place) -> None:
    assert isinstance(copied.store, FolderStore)
    copied.damage(CONTENT)
    with copied.store._mending():
        assert copied.found() == {DIGEST: "damaged"}
    assert copied.found() == {DIGEST: "healed"}


@in_bucket
@one_database
def test_a_healed_object_of_several_parts_is_whole_and_as_locked_as_the_one_before(
    copied: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3, "PART", 5 << 20)
    content = os.urandom((11 << 20) + 3)
    copied.keep(content)
    copied.found()
    copied.damage(content)
    known = copied.catalogue.find(digest_of(content))
    assert known
    assert isinstance(copied.store, BucketStore)
    client, until = copied.store._client, datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=5)
    retention = Retention(COMPLIANCE, until)
    client.set_object_retention(copied.store.name, known.blake3, retention, version_id=known.version_id)
    client.enable_object_legal_hold(copied.store.name, known.blake3, version_id=known.version_id)
    assert copied.found()[known.blake3] == "healed"
    healed = copied.catalogue.find(known.blake3)
    assert healed
    assert healed.version_id != known.version_id
    assert copied.read(content) == content
    lock = client.get_object_retention(copied.store.name, known.blake3, version_id=healed.version_id)
    assert lock
    assert (lock.mode, lock.retain_until_date) == (COMPLIANCE, until)
    assert client.is_object_legal_hold_enabled(copied.store.name, known.blake3, version_id=healed.version_id)


def cut(content: bytes) -> Iterator[bytes]:
    """Bytes that turn out to be others at their end."""
    yield content
    raise Corrupt("others")


@pytest.mark.parametrize("size", [1000, 6 << 20])
@one_database
def test_a_replacement_that_fails_leaves_what_was_there(
    place: Place, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(s3, "PART", 5 << 20)
    content = os.urandom(size)
    place.keep(content)
    with pytest.raises(Corrupt):
        place.store.replace(digest_of(content), size, cut(content), "")
    assert place.read(content) == content
    with pytest.raises(NoObject):
        place.store.replace("x" * 64, size, iter([content]), "")
    if isinstance(place.store, BucketStore):
        assert not place.store._client._list_multipart_uploads(place.store.name).uploads


KILLED = """
import sys, time
from pathlib import Path
from media.folder import FolderStore
folder, digest, size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
content = Path(sys.argv[4]).read_bytes()
def chunks():
    for start in range(0, size, 4096):
        yield content[start:start + 4096]
        print(start, flush=True)
FolderStore(folder).replace(digest, size, chunks())
print("done", flush=True)
"""


@in_folder
@one_database
@pytest.mark.parametrize("after", [0, 1, 85, 168, 170])
def test_one_who_is_killed_while_mending_leaves_the_old_or_the_new_whole(
    place: Place, tmp_path: Path, after: int
) -> None:
    place.damage(CONTENT)
    old, source = place.read(CONTENT), tmp_path / "source"
    source.write_bytes(CONTENT)
    given = [str(tmp_path / "objects"), DIGEST, str(len(CONTENT)), str(source)]
    with subprocess.Popen([sys.executable, "-c", KILLED, *given], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _ in range(after):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    there = place.read(CONTENT)
    assert there in (old, CONTENT)
    place.copy = FolderStore(tmp_path / "copy")
    place.keep(CONTENT, place.copy)
    assert place.found()[DIGEST] == ("sound" if there == CONTENT else "healed")
    assert place.read(CONTENT) == CONTENT


# ---- How fast ----


class FakeTime(Event):
    """A clock that stands still but for what somebody waits, and what that was."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0

    def clock(self) -> float:
        return self.at

    def wait(self, timeout: float | None = None) -> bool:
        self.at += timeout or 0
        return self.is_set()


@pytest.mark.parametrize("rate", [100_000, 1 << 20, 20 << 20])
def test_no_more_bytes_are_read_in_any_span_than_the_rate_allows(rate: int) -> None:
    time = FakeTime()
    pace = Pace(rate, time, time.clock)
    read: list[tuple[float, int]] = []
    for number in range(300):
        size = min(pace.piece, 1 + number * 40_000)
        pace.wait(size)
        time.at += (number % 7) * 0.05  # reading takes its time too
        read.append((time.at, size))
    for start in range(0, 300, 10):
        for end in range(start + 1, 300, 7):
            span = read[end][0] - read[start][0]
            assert sum(size for _, size in read[start + 1 : end + 1]) <= rate * (span + 0.3) + pace.piece
    total = sum(size for _, size in read)
    assert total >= rate * read[-1][0] * 0.5  # and it is no slower than it may be


@one_database
def test_objects_are_read_in_pieces_at_the_rate(copied: Place) -> None:
    time = FakeTime()
    rate = 2 * CHUNK
    list(
        copied.scrub(Pace(rate, time, time.clock)).turn(lambda: Due(datetime.now(UTC), datetime.now(UTC)))
        if False
        else ()
    )
    scrub = copied.scrub(Pace(rate, time, time.clock))
    assert scrub.check(DIGEST)
    both = 2 * len(CONTENT)
    assert (both - rate) / rate <= time.at <= both / rate


@one_database
def test_whoever_is_told_to_stop_stops_in_the_middle(place: Place) -> None:
    stop, ended = Event(), Event()
    scrub = place.scrub(Pace(1, stop))  # a piece takes days

    def read() -> None:
        with pytest.raises(Stopped):
            scrub.check(DIGEST)
        ended.set()

    thread = Thread(target=read)
    thread.start()
    assert not ended.wait(0.2)
    stop.set()
    thread.join(20)
    assert ended.is_set()
    assert place.checks.find(DIGEST) is None


# ---- Faults around the write ----


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_database_that_fails_around_the_write_of_a_version_costs_nothing(copied: Place, when: str) -> None:
    copied.damage(CONTENT)
    failing(copied.engine, "UPDATE stored_object", when)
    first = copied.turn()
    assert len(first) == 1
    assert copied.found()[DIGEST] in ("healed", "sound")
    assert copied.found()[DIGEST] == "sound"
    assert copied.read(CONTENT) == CONTENT


def failing(engine: Engine, statement: str, when: str) -> Callable[..., None]:
    """Has one statement fail, before the database has seen it or after."""
    failed: list[str] = []

    def fail(_c: object, _u: object, text: str, *_: object) -> None:
        if text.startswith(statement) and not failed:
            failed.append(text)
            raise StoreUnavailable("cut off")

    event.listen(engine, f"{when}_cursor_execute", fail)
    return fail
