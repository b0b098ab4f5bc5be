"""The signer, killed and paused at every step, and two at once: what is published is always one growing log."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import environment
from log_rows import assert_sound, insert_entries, latest, rewrite, set_back
from log_trees import ORIGIN, numbered
from published_load import open_store
from records.errors import Corrupt
from records.log import signer as signing
from records.log.errors import Lost, Malformed, NotProven, Rewritten
from records.log.notes import SigningKey
from records.log.published import PublishedStore, private, public
from records.log.signer import LogSigner
from records.log.tiles import Tile, path_of
from records.store.engine import connect
from records.store.entries import StoredEntries
from records.store.schema import install
from signing_load import KEY, LOG, Journaled

STEPS = ("read", "staged", "decided", "wrote", "written", "checked", "signed", "published", "cleaned")
FIRST, MORE = 300, 1_000


class Place:
    """A database with entries, a store, and processes that sign."""

    def __init__(self, url: str, spec: str, folder: Path) -> None:
        self.url, self.spec, self.journal = url, spec, folder / "journal"
        self.engine = connect(url)
        install(self.engine)
        self.opened = open_store(spec)
        self.store = Journaled(self.opened, self.journal)
        self.entries: list[bytes] = []

    def record(self, count: int) -> None:
        after = len(self.entries)
        self.entries += numbered(after + count)[after:]
        insert_entries(self.engine, LOG, self.entries[after:], after)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "signing_load", self.url, self.spec, str(self.journal), *arguments]
        paths = os.pathsep.join(sys.path)
        return subprocess.Popen(command, env=environment(PYTHONPATH=paths), stderr=subprocess.PIPE, text=True)

    def sign(self, at: str = "") -> int:
        """Signs to the end by a signer that was started anew, or to the fault in its own process; the exit status."""
        if not at:
            sign_all(self.signer())
            return 0
        process = self.start("--at", at)
        _, error = process.communicate(timeout=120)
        assert process.returncode in (0, -signal.SIGKILL), error
        return process.returncode

    def signer(self, **options: object) -> LogSigner:
        """One in this process."""
        return LogSigner(LOG, StoredEntries(self.engine, LOG), self.store, KEY, **options)  # type: ignore[arg-type]

    def assert_one_growing_log(self) -> None:
        """What stands there is right, and no checkpoint was ever followed by a smaller one or another of its size."""
        assert_sound(self.store, LOG, KEY, self.entries)
        lines = [line.split() for line in self.journal.read_text().splitlines()]
        sizes = [int(size) for size, _ in lines]
        assert sizes == sorted(sizes)
        assert len({size for size, _ in lines}) == len({tuple(line) for line in lines})


@pytest.fixture
def place(published_spec: str, tmp_path: Path) -> Iterator[Place]:
    made = Place(f"sqlite:///{tmp_path / 'mingjing.sqlite3'}", published_spec, tmp_path)
    yield made
    made.engine.dispose()
    made.opened.close()  # type: ignore[attr-defined]  # both can be closed, which is no promise of theirs


@pytest.fixture
def folder_place(tmp_path: Path) -> Iterator[Place]:
    made = Place(f"sqlite:///{tmp_path / 'mingjing.sqlite3'}", str(tmp_path / "published"), tmp_path)
    yield made
    made.engine.dispose()


def sign_all(signer: LogSigner) -> None:
    while signer.advance():
        pass


# ---- Growing ----


@pytest.mark.parametrize("sizes", [(1, 1, 1), (255, 1, 1), (256, 256), (300, 100, 113), (65_535, 1, 257), (70_000, 5)])
def test_a_log_grows_by_what_is_recorded(folder_place: Place, sizes: tuple[int, ...]) -> None:
    place, signer = folder_place, folder_place.signer()
    sign_all(signer)
    assert_sound(place.store, LOG, KEY, [])
    for count in sizes:
        place.record(count)
        sign_all(signer)
        assert_sound(place.store, LOG, KEY, place.entries)


def test_a_signer_that_was_started_anew_goes_on_as_if_it_had_not(folder_place: Place) -> None:
    for count in (1, 254, 1, 1, 600, 3):
        folder_place.record(count)
        sign_all(folder_place.signer())
        assert_sound(folder_place.store, LOG, KEY, folder_place.entries)


def test_partial_tiles_that_became_full_are_dropped(folder_place: Place) -> None:
    folder_place.record(FIRST)
    sign_all(folder_place.signer())
    assert folder_place.store.list(public(LOG, "tile/0/001.p")) == ["44"]
    folder_place.record(MORE)
    sign_all(folder_place.signer())
    assert folder_place.store.list(public(LOG, "tile/0/001.p")) == []
    assert folder_place.store.list(public(LOG, "tile/entries/001.p")) == []


def test_many_entries_are_integrated_in_portions(folder_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "CHUNK", 100)
    folder_place.record(950)
    signer = folder_place.signer()
    steps = 0
    while signer.advance():
        steps += 1
    assert steps == 11
    assert_sound(folder_place.store, LOG, KEY, folder_place.entries)


# ---- Killed ----


@pytest.mark.parametrize("step", [*(f"{step}:1" for step in STEPS), "wrote:7", "wrote:11"])
def test_a_signer_that_was_killed_is_followed_by_one_that_goes_on(place: Place, step: str) -> None:
    place.record(FIRST)
    assert place.sign() == 0
    place.record(MORE)
    assert place.sign(f"{step}:SIGKILL") == -signal.SIGKILL
    before = latest(place.store, LOG, KEY)
    assert before.size in (FIRST, FIRST + MORE)
    place.record(77)  # what comes meanwhile doesn't change what was decided
    assert place.sign() == 0
    place.assert_one_growing_log()


def test_signers_that_are_killed_one_after_the_other_get_there(folder_place: Place) -> None:
    place = folder_place
    for step in ("staged", "decided", "wrote", "written", "wrote", "checked", "signed", "published", *STEPS):
        place.record(130)
        assert place.sign(f"{step}:1:SIGKILL") == -signal.SIGKILL
    assert place.sign() == 0
    place.assert_one_growing_log()


def test_the_first_checkpoint_of_all_survives_a_kill_at_each_step(folder_place: Place) -> None:
    for step in ("written", "checked", "signed", "published"):
        assert folder_place.sign(f"{step}:1:SIGKILL") in (0, -signal.SIGKILL)
    assert folder_place.sign() == 0
    folder_place.assert_one_growing_log()


# ---- Two at once ----


@pytest.mark.parametrize("step", STEPS)
def test_a_signer_that_was_paused_and_wakes_up_does_no_harm(place: Place, step: str) -> None:
    place.record(FIRST)
    assert place.sign() == 0
    place.record(100)
    paused = place.start("--at", f"{step}:1:SIGSTOP")
    await_stop(paused)
    for count in (150, 1, 600):  # the other one goes on from wherever it stands, far beyond
        place.record(count)
        assert place.sign() == 0
    paused.send_signal(signal.SIGCONT)
    _, error = paused.communicate(timeout=60)
    assert paused.returncode == 0, error
    assert place.sign() == 0
    place.assert_one_growing_log()


def await_stop(process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_signers_at_work_at_the_same_time_publish_one_log(place: Place) -> None:
    signers = [place.start("--for", "5") for _ in range(3)]
    for _ in range(20):
        place.record(37)
        time.sleep(0.2)
    for one in signers:
        _, error = one.communicate(timeout=60)
        assert one.returncode == 0, error
    assert place.sign() == 0
    place.assert_one_growing_log()


# ---- What is refused ----


def test_a_database_whose_last_entry_is_another_is_refused(folder_place: Place) -> None:
    place = folder_place
    place.record(FIRST)
    sign_all(place.signer())
    before = place.store.read(public(LOG, "checkpoint"))
    rewrite(place.engine, LOG, FIRST, b"another")
    place.record(10)
    for _ in range(2):
        with pytest.raises(Rewritten) as refused:
            place.signer().advance()
        assert refused.value.position == FIRST
    assert place.store.read(public(LOG, "checkpoint")) == before


def test_a_signer_at_work_refuses_it_as_well(folder_place: Place) -> None:
    signer = folder_place.signer()
    folder_place.record(FIRST)
    sign_all(signer)
    rewrite(folder_place.engine, LOG, FIRST, b"another")
    with pytest.raises(Rewritten):
        signer.advance()


def test_a_database_that_is_shorter_than_the_log_leads_to_no_smaller_tree(folder_place: Place) -> None:
    place = folder_place
    place.record(FIRST)
    sign_all(place.signer())
    before = place.store.read(public(LOG, "checkpoint"))
    set_back(place.engine, LOG, 200)
    for signer in (place.signer(), place.signer()):
        with pytest.raises(Lost) as lost:
            signer.advance()
        assert lost.value.size == FIRST
    assert place.store.read(public(LOG, "checkpoint")) == before


def test_a_gap_and_an_event_without_an_entry_are_refused(folder_place: Place) -> None:
    place = folder_place
    insert_entries(place.engine, LOG, [b"later"], after=1)
    with pytest.raises(Corrupt, match="no event at position 1"):
        sign_all(place.signer())
    insert_entries(place.engine, LOG, [b""])
    with pytest.raises(Corrupt, match="position 1 has no log entry"):
        sign_all(place.signer())
    assert latest(place.store, LOG, KEY).size == 0


def test_an_entry_that_is_too_long_for_a_bundle_is_refused(folder_place: Place) -> None:
    insert_entries(folder_place.engine, LOG, [bytes(65_536)])
    with pytest.raises(Malformed):
        sign_all(folder_place.signer())
    assert latest(folder_place.store, LOG, KEY).size == 0


def test_a_log_is_not_continued_under_another_key(folder_place: Place) -> None:
    place = folder_place
    place.record(FIRST)
    sign_all(place.signer())
    place.record(1)
    for key in (SigningKey(ORIGIN, bytes(32)), SigningKey("another.example", KEY.seed)):
        with pytest.raises(NotProven):
            LogSigner(LOG, StoredEntries(place.engine, LOG), place.store, key).advance()
    assert latest(place.store, LOG, KEY).size == FIRST


@pytest.mark.parametrize("path", ["tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"])
@pytest.mark.parametrize("at", [0, -1])
def test_nothing_is_built_on_a_damaged_file(folder_place: Place, path: str, at: int) -> None:
    place = folder_place
    place.record(FIRST)
    sign_all(place.signer())
    sound = place.store.read(public(LOG, path)) or b""
    damaged = bytearray(sound)
    damaged[at] ^= 1
    place.store.write(public(LOG, path), bytes(damaged))
    place.record(1)
    with pytest.raises((Corrupt, Rewritten, Malformed)):
        place.signer().advance()
    assert latest(place.store, LOG, KEY).size == FIRST
    place.store.write(public(LOG, path), sound)
    sign_all(place.signer())
    assert_sound(place.store, LOG, KEY, place.entries)


def test_a_tile_that_the_store_did_not_keep_as_it_was_written_is_not_signed(folder_place: Place) -> None:
    place = folder_place
    place.record(FIRST)

    def damage(step: str) -> None:
        if step == "written":
            tile = public(LOG, "tile/0/000")
            place.store.write(tile, bytes(32) + (place.store.read(tile) or b"")[32:])

    with pytest.raises((Corrupt, NotProven)):
        sign_all(place.signer(after=damage))
    assert latest(place.store, LOG, KEY).size == 0


# ---- The signer's own folder ----


def lose(store: PublishedStore) -> None:
    store.remove(private(LOG, "state"))


def test_a_signer_whose_own_folder_was_lost_goes_on_from_what_is_published(folder_place: Place) -> None:
    place = folder_place
    for count in (FIRST, MORE):
        place.record(count)
        sign_all(place.signer())
        lose(place.store)
    sign_all(place.signer())
    place.record(3)
    sign_all(place.signer())
    assert_sound(place.store, LOG, KEY, place.entries)


@pytest.mark.parametrize("what", ["lost", "an old copy"])
def test_a_checkpoint_that_is_lost_or_an_old_copy_is_signed_again(folder_place: Place, what: str) -> None:
    folder_place.record(FIRST)
    folder_place.sign()
    old = folder_place.opened.read(public(LOG, "checkpoint"))
    assert old is not None
    folder_place.record(MORE)
    folder_place.sign()
    new = folder_place.opened.read(public(LOG, "checkpoint"))
    if what == "lost":
        folder_place.opened.remove(public(LOG, "checkpoint"))
    else:
        folder_place.opened.write(public(LOG, "checkpoint"), old)
    folder_place.signer().advance()
    assert folder_place.opened.read(public(LOG, "checkpoint")) == new
    folder_place.record(1)
    folder_place.sign()
    folder_place.assert_one_growing_log()
    folder_place.opened.remove(public(LOG, "checkpoint"))
    size = FIRST + MORE + 1
    folder_place.opened.remove(public(LOG, path_of(Tile(0, size // 256, size % 256))))
    with pytest.raises(Corrupt, match="lacks tile"):
        folder_place.signer().advance()


def test_a_signer_with_an_old_copy_of_its_folder_goes_on_from_what_is_published(folder_place: Place) -> None:
    place = folder_place
    place.record(FIRST)
    sign_all(place.signer())
    old = place.store.read(private(LOG, "state")) or b""
    place.record(MORE)
    sign_all(place.signer())
    place.store.write(private(LOG, "state"), old)
    place.record(3)
    sign_all(place.signer())
    assert_sound(place.store, LOG, KEY, place.entries)


@pytest.mark.parametrize("state", [b"", b"{}x", b'{"size":-1}', b'{"size":300,"root":"AAAA","peaks":[]}'])
def test_a_state_that_can_not_be_read_stops_the_log(folder_place: Place, state: bytes) -> None:
    place = folder_place
    place.record(FIRST)
    sign_all(place.signer())
    place.store.write(private(LOG, "state"), state)
    place.record(1)
    with pytest.raises(Corrupt):
        place.signer().advance()


def test_two_engines_are_asked_alike(postgres_database: str, tmp_path: Path) -> None:
    """The same on PostgreSQL."""
    place = Place(postgres_database, str(tmp_path / "published"), tmp_path)
    place.record(FIRST)
    assert place.sign("decided:1:SIGKILL") == -signal.SIGKILL
    place.record(MORE)
    assert place.sign() == 0
    place.assert_one_growing_log()
    place.engine.dispose()
