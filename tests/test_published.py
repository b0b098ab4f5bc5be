"""Both stores of published files keep the promises of `PublishedStore`; the bucket is one of a real MinIO."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from minio import Minio

from commands import environment
from media import published_folder
from media.errors import StoreUnavailable
from media.published_bucket import PublishedBucket
from media.published_folder import PublishedFolder
from minio_server import Access
from published_load import LENGTH, open_store
from records.log.published import PublishedStore

PATH = "log/town/checkpoint"


@pytest.fixture
def store(published_spec: str) -> Iterator[PublishedStore]:
    opened = open_store(published_spec)
    yield opened
    opened.close()  # type: ignore[attr-defined]  # both can be closed, which is no promise of theirs


def load(spec: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "published_load", spec, *arguments]
    paths = os.pathsep.join(sys.path)
    return subprocess.Popen(command, env=environment(PYTHONPATH=paths), stdout=subprocess.PIPE, text=True)


class TestStore:
    @pytest.mark.parametrize("size", [0, 1, 70_000])
    def test_what_was_written_is_read_back(self, store: PublishedStore, size: int) -> None:
        content = os.urandom(size)
        store.write("log/town/tile/0/x001/234.p/17", content)
        assert store.read("log/town/tile/0/x001/234.p/17") == content

    def test_what_is_written_again_takes_the_place_of_what_was(self, store: PublishedStore) -> None:
        store.write(PATH, b"before")
        store.write(PATH, b"after")
        assert store.read(PATH) == b"after"

    def test_many_are_written_as_each_would_be(self, store: PublishedStore) -> None:
        store.write("log/town/tile/0/000", b"before")
        files = [(f"log/town/tile/{number % 3}/{number:03}", b"%d" % number) for number in range(100)]
        store.write_all(files)
        assert [store.read(path) for path, _ in files] == [data for _, data in files]
        store.write_all([])
        with pytest.raises(ValueError, match="not a path"):
            store.write_all([("log/town/tile/0/101", b"x"), ("../x", b"x")])

    def test_what_is_not_there_is_none(self, store: PublishedStore) -> None:
        store.write("log/town/tile/0/000", b"tile")
        for path in (PATH, "log", "log/town", "log/town/tile/0", "log/town/tile/0/000/1"):
            assert store.read(path) is None, path
        assert store.list("log/nowhere") == []

    def test_reading_a_store_that_is_not_there_finds_nothing_and_makes_nothing(self, store: PublishedStore) -> None:
        for _ in range(2):
            assert (store.read(PATH), store.list("log")) == (None, [])

    def test_a_folder_lists_what_lies_directly_in_it(self, store: PublishedStore) -> None:
        for path in ("log/town/tile/0/000.p/2", "log/town/tile/0/000.p/10", "log/town/checkpoint", "log/a-public/key"):
            store.write(path, b"x")
        assert store.list("log") == ["a-public", "town"]
        assert store.list("log/town") == ["checkpoint", "tile"]
        assert store.list("log/town/tile/0/000.p") == ["10", "2"]

    def test_what_was_removed_is_gone_and_may_be_removed_again(self, store: PublishedStore) -> None:
        store.write(PATH, b"x")
        for _ in range(2):
            store.remove(PATH)
            assert store.read(PATH) is None

    @pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "log/../../x", "log//x", "log/", "log/.x", "log/x\0"])
    def test_a_path_that_climbs_out_or_is_not_plain_is_refused(self, store: PublishedStore, path: str) -> None:
        for act in (store.read, store.remove, store.list):
            with pytest.raises(ValueError, match="not a path"):
                act(path)
        with pytest.raises(ValueError, match="not a path"):
            store.write(path, b"x")
        with pytest.raises(ValueError, match="not a path"):
            store.replace(path, b"x", None)

    def test_content_is_replaced_only_if_it_is_what_was_expected(self, store: PublishedStore) -> None:
        assert not store.replace(PATH, b"1", b"0")
        assert store.read(PATH) is None
        assert store.replace(PATH, b"1", None)
        assert not store.replace(PATH, b"2", None)
        assert not store.replace(PATH, b"2", b"0")
        assert store.read(PATH) == b"1"
        assert store.replace(PATH, b"2", b"1")
        assert store.read(PATH) == b"2"

    def test_what_is_there_already_counts_as_put_there(self, store: PublishedStore) -> None:
        """An answer that got lost is asked for again."""
        store.write(PATH, b"1")
        assert store.replace(PATH, b"1", b"0")
        assert store.replace(PATH, b"1", None)

    def test_of_many_threads_that_replace_one_content_one_is_first(self, store: PublishedStore) -> None:
        store.write(PATH, b"before")
        together, won = threading.Barrier(8), []

        def race(number: int) -> None:
            together.wait()
            if store.replace(PATH, b"after %d" % number, b"before"):
                won.append(number)

        threads = [threading.Thread(target=race, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(won) == 1
        assert store.read(PATH) == b"after %d" % won[0]

    def test_processes_that_add_to_one_number_at_once_lose_none(
        self, published_spec: str, store: PublishedStore
    ) -> None:
        processes = [load(published_spec, "count", PATH, "50", name) for name in ("a", "b", "c")]
        for process in processes:
            assert process.wait(120) == 0
            process.communicate()
        assert (store.read(PATH) or b"").split()[0] == b"150"

    def test_whoever_is_killed_while_writing_leaves_whole_contents_alone(
        self, published_spec: str, store: PublishedStore
    ) -> None:
        for pause in (0, 0.001, 0.003, 0.006, 0.01):
            process = load(published_spec, "write", PATH)
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(pause)
            process.kill()
            process.communicate()
            content = store.read(PATH) or b""
            assert len(content) == LENGTH
            assert content == content[:1] * LENGTH
            assert store.list("log/town") == ["checkpoint"]


# ---- A folder ----


def test_in_a_folder_everybody_may_read_what_is_public_and_nobody_else_what_is_not(tmp_path: Path) -> None:
    mask = os.umask(0o077)
    try:
        store = PublishedFolder(tmp_path / "published")
        for path in ("log/town/tile/0/000", "signer/town/state"):
            store.write(path, b"x")
    finally:
        os.umask(mask)
    modes = {
        str(path.relative_to(tmp_path / "published")): path.stat().st_mode & 0o777
        for path in (tmp_path / "published").rglob("*")
    }
    assert {path: mode for path, mode in modes.items() if path.startswith("log")} == {
        "log": 0o755,
        "log/town": 0o755,
        "log/town/tile": 0o755,
        "log/town/tile/0": 0o755,
        "log/town/tile/0/000": 0o644,
    }
    assert (modes["signer"], modes["signer/town"], modes["signer/town/state"]) == (0o700, 0o700, 0o600)


def test_a_lock_that_a_paused_process_holds_is_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published_folder, "PATIENCE", 0.1)
    store, other = PublishedFolder(tmp_path), PublishedFolder(tmp_path)
    store.write("log/town/key", b"x")
    with store._locked(), pytest.raises(StoreUnavailable):
        other.replace(PATH, b"1", None)
    assert other.replace(PATH, b"1", None)


def test_what_was_left_unfinished_long_ago_is_dropped(tmp_path: Path) -> None:
    PublishedFolder(tmp_path).write(PATH, b"x")
    old, new = tmp_path / ".parts" / "old", tmp_path / ".parts" / "new"
    for part in (old, new):
        part.write_bytes(b"x")
    os.utime(old, (0, 0))
    PublishedFolder(tmp_path).write(PATH, b"x")
    assert (old.exists(), new.exists()) == (False, True)


# ---- A bucket ----


def test_a_bucket_serves_what_is_public_to_everybody_and_nothing_else(minio: Access) -> None:
    name = f"log-{uuid4().hex}"
    store = PublishedBucket(minio.endpoint, name, minio.access_key, minio.secret_key, secure=False)
    files = ("log/town/tile/0/000", "log/town/tile/0/001.p/7", "log/town/checkpoint", "signer/town/state")
    for path in files:
        store.write(path, b"x")
    store.close()
    with httpx.Client(base_url=f"http://{minio.endpoint}/{name}/", trust_env=False) as anybody:
        full, partial, checkpoint, state = (anybody.get(path) for path in files)
        assert (full.content, full.headers["Cache-Control"]) == (b"x", "public, max-age=31536000, immutable")
        assert (partial.headers["Content-Type"], partial.headers["Cache-Control"]) == (
            "application/octet-stream",
            "public, max-age=5",
        )
        assert checkpoint.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert state.status_code == 403
        assert anybody.get("").status_code == 403, "nobody may list it"
        assert anybody.put("log/town/checkpoint", content=b"y").status_code == 403


def test_a_bucket_that_was_made_without_a_policy_gets_it_and_another_policy_stays(minio: Access) -> None:
    for has_another in (False, True):
        name = f"log-{uuid4().hex}"
        minio.client().make_bucket(name)
        if has_another:
            allowed = {"Effect": "Allow", "Principal": {"AWS": ["*"]}, "Action": ["s3:GetObject"]}
            statement = {**allowed, "Resource": [f"arn:aws:s3:::{name}/another/*"]}
            policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
            minio.client().set_bucket_policy(name, policy)
        store = PublishedBucket(minio.endpoint, name, minio.access_key, minio.secret_key, secure=False)
        store.write("log/town/checkpoint", b"x")
        store.close()
        answer = httpx.get(f"http://{minio.endpoint}/{name}/log/town/checkpoint", trust_env=False)
        assert answer.status_code == (403 if has_another else 200)


def test_if_match_reaches_the_server(minio: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one comes between reading and writing: the server itself must refuse."""
    store = PublishedBucket(minio.endpoint, f"log-{uuid4().hex}", minio.access_key, minio.secret_key, secure=False)
    store.write(PATH, b"1")
    execute = Minio._execute

    def late(self: Minio, method: str, *arguments: object, **named: object) -> object:
        if method == "PUT" and arguments[2] == b"2":
            other = minio.client()
            execute(other, "PUT", store.name, PATH, b"another's", {})
        return execute(self, method, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Minio, "_execute", late)
    assert not store.replace(PATH, b"2", b"1")
    assert store.read(PATH) == b"another's"
    store.close()


def test_a_server_that_does_not_answer_is_unavailable() -> None:
    store = PublishedBucket("127.0.0.1:1", "any", "key", "secret", secure=False)
    with pytest.raises(StoreUnavailable):
        store.read(PATH)
    with pytest.raises(StoreUnavailable):
        store.replace(PATH, b"1", None)
