"""Both object stores keep the promises of `ObjectStore`; the bucket is one of a real MinIO."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from media import bucket as s3
from media import digest
from media.bucket import BucketStore
from media.errors import Corrupt, NoObject, StoreUnavailable
from media.folder import FolderStore
from media.store import CHUNK, ObjectStore

if TYPE_CHECKING:
    from minio_server import Access

pytest_plugins = ("minio_server",)

SMALL = b"recording " * 100


def file_of(folder: Path, content: bytes, name: str = "upload") -> tuple[Path, str]:
    path = folder / name
    path.write_bytes(content)
    return path, digest.of_file(path).blake3


def put(store: ObjectStore, folder: Path, content: bytes) -> str:
    path, name = file_of(folder, content)
    store.put(path, name, len(content))
    path.unlink()
    return name


class TestStore:
    @pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1])
    def test_what_was_put_is_read_back(self, store: ObjectStore, tmp_path: Path, size: int) -> None:
        content = os.urandom(size)
        name = put(store, tmp_path, content)
        assert b"".join(store.open(name, 0, size)) == content
        assert store.size(name) == size
        assert store.exists(name)

    @pytest.mark.parametrize(("start", "length"), [(0, 1), (5, 10), (999, 1), (0, 1000), (1000, 0)])
    def test_a_range_is_exactly_its_bytes(self, store: ObjectStore, tmp_path: Path, start: int, length: int) -> None:
        name = put(store, tmp_path, SMALL)
        assert b"".join(store.open(name, start, length)) == SMALL[start : start + length]

    def test_large_objects_come_in_chunks(self, store: ObjectStore, tmp_path: Path) -> None:
        content = os.urandom(3 * CHUNK + 7)
        chunks = list(store.open(put(store, tmp_path, content), 0, len(content)))
        assert max(map(len, chunks)) <= CHUNK
        assert b"".join(chunks) == content

    def test_an_object_of_several_parts_is_whole(
        self, store: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(s3, "PART", 5 << 20)  # the least that S3 takes
        content = os.urandom((11 << 20) + 3)
        name = put(store, tmp_path, content)
        assert b"".join(store.open(name, 0, len(content))) == content

    def test_the_same_content_is_stored_once(self, store: ObjectStore, tmp_path: Path) -> None:
        path, name = file_of(tmp_path, SMALL)
        first = store.put(path, name, len(SMALL))
        again, _ = file_of(tmp_path, SMALL, "again")
        assert store.put(again, name, len(SMALL)) == first

    @pytest.mark.parametrize("size", [1000, (6 << 20) + 1])
    def test_of_two_who_put_one_digest_at_once_both_get_the_one_that_is_there(
        self, store: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
    ) -> None:
        monkeypatch.setattr(s3, "PART", 5 << 20)
        content = os.urandom(size)
        files = [file_of(tmp_path, content, f"upload-{n}") for n in range(4)]
        versions: list[str] = []
        together = threading.Barrier(4)

        def race(path: Path, name: str) -> None:
            together.wait()
            versions.append(store.put(path, name, size))

        threads = [threading.Thread(target=race, args=file) for file in files]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(versions) == 4
        assert len(set(versions)) == 1
        assert b"".join(store.open(files[0][1], 0, size)) == content

    def test_another_size_under_a_digest_stops(self, store: ObjectStore, tmp_path: Path) -> None:
        name = put(store, tmp_path, SMALL)
        path, _ = file_of(tmp_path, b"other")
        with pytest.raises(Corrupt):
            store.put(path, name, 5)

    @pytest.mark.parametrize("name", ["0" * 64, "", "../../etc/passwd", "A" * 64])
    def test_what_is_not_there_is_said_so(self, store: ObjectStore, name: str) -> None:
        assert not store.exists(name)
        with pytest.raises(NoObject):
            store.size(name)
        with pytest.raises(NoObject):
            next(store.open(name, 0, 1))

    def test_bytes_that_end_early_are_an_error(self, store: ObjectStore, tmp_path: Path) -> None:
        name = put(store, tmp_path, SMALL)
        with pytest.raises(Corrupt):
            list(store.open(name, 990, 100))


def test_an_object_in_a_folder_is_read_only_and_shares_the_spools_bytes(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "objects")
    path, name = file_of(tmp_path, SMALL)
    store.put(path, name, len(SMALL))
    final = tmp_path / "objects" / name[:2] / name[2:4] / name
    assert final.samefile(path)
    assert final.stat().st_mode & 0o777 == 0o400


def test_a_bucket_that_is_missing_is_made_with_versions_and_object_lock(minio: Access) -> None:
    for _ in range(2):
        minio.store("made-here").close()
    client = minio.client()
    assert client.get_bucket_versioning("made-here").status == "Enabled"
    client.get_object_lock_config("made-here")  # raises when the bucket has none


def test_a_bucket_without_versions_is_refused(minio: Access) -> None:
    minio.client().make_bucket("unversioned")
    with pytest.raises(StoreUnavailable):
        minio.store("unversioned")


def test_the_version_that_put_returned_is_read_although_a_delete_hides_the_key(
    bucket: BucketStore, tmp_path: Path, minio: Access
) -> None:
    path, name = file_of(tmp_path, SMALL)
    version = bucket.put(path, name, len(SMALL))
    minio.client().remove_object(bucket.name, name)
    assert not bucket.exists(name)
    assert b"".join(bucket.open(name, 0, 10, version)) == SMALL[:10]


@pytest.mark.parametrize("size", [1000, (6 << 20) + 1])
def test_if_none_match_reaches_the_server(
    bucket: BucketStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, minio: Access, size: int
) -> None:
    """Blind to what is there, as the slower of two is, the store is refused a second version."""
    monkeypatch.setattr(s3, "PART", 5 << 20)
    path, name = file_of(tmp_path, os.urandom(size))
    version = bucket.put(path, name, size)
    looked = []

    def blind_once(digest: str, size: int) -> str:
        looked.append(digest)
        if len(looked) == 1:
            raise NoObject(digest)
        return version_there(digest, size)

    version_there = bucket._version_there
    monkeypatch.setattr(bucket, "_version_there", blind_once)
    assert bucket.put(path, name, size) == version
    client = minio.client()
    assert len(list(client.list_objects(bucket.name, include_version=True))) == 1
    assert not client._list_multipart_uploads(bucket.name, prefix=name).uploads


def test_a_server_that_does_not_answer_is_unavailable() -> None:
    with pytest.raises(StoreUnavailable):
        BucketStore("127.0.0.1:1", "any", "key", "secret", secure=False)
