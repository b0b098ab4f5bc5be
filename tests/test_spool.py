"""The spool keeps what it acknowledged, and takes in no more than it may."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from blake3 import blake3

from media.errors import (
    AlreadyBound,
    Elsewhere,
    Mismatch,
    NoSpace,
    NoUpload,
    SpoolBusy,
    Superseded,
    Terminated,
    TooLong,
    WrongOffset,
)
from media.folder import FolderStore
from media.limits import Limits
from media.metadata import Metadata
from media.spool import Spool
from media.tail import Checksum
from uploading import CONTENT, HALF, catalogue_in, create, parts, reopen, send, settled, upload_whole


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    spool = Spool(tmp_path / "spool", FolderStore(tmp_path / "objects"), catalogue_in(tmp_path), Limits(free_floor=0))
    yield spool
    spool.close()


# ---- An upload and its breaks ----


@pytest.mark.article("全过程记录制度 三")
def test_a_whole_upload_becomes_an_object_with_both_digests(spool: Spool) -> None:
    done = upload_whole(spool)
    assert done.blake3 == blake3(CONTENT).hexdigest()
    assert done.sha256 == hashlib.sha256(CONTENT).hexdigest()
    found = spool._finish._catalogue.find(done.blake3)
    assert found
    assert (found.size, found.sha256) == (len(CONTENT), done.sha256)


def test_an_empty_upload_is_an_object_too(spool: Spool) -> None:
    assert spool.settle(create(spool, 0), "device").blake3 == blake3(b"").hexdigest()


@pytest.mark.article("全过程记录制度 三")
def test_after_a_break_the_upload_goes_on_where_it_stopped(spool: Spool) -> None:
    upload = create(spool)
    with spool.write(upload, "device", 0) as writer:
        writer.append(CONTENT[:1000])  # and the connection breaks
    assert spool.find(upload, "device").offset == 1000
    send(spool, upload, 1000, CONTENT[1000:])
    assert settled(spool, upload) == CONTENT


@pytest.mark.parametrize("offset", [0, HALF - 1, HALF + 1, len(CONTENT)])
def test_a_wrong_offset_writes_nothing(spool: Spool, offset: int) -> None:
    upload = create(spool)
    send(spool, upload, 0, CONTENT[:HALF])
    with pytest.raises(WrongOffset) as told:
        spool.write(upload, "device", offset)
    assert told.value.offset == HALF
    assert spool.find(upload, "device").offset == HALF


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "blake3"])
def test_a_wrong_checksum_drops_its_own_bytes_and_keeps_what_was_acknowledged(spool: Spool, algorithm: str) -> None:
    upload = create(spool)
    send(spool, upload, 0, CONTENT[:HALF])
    with pytest.raises(Mismatch):
        send(spool, upload, HALF, CONTENT[HALF:], Checksum(algorithm, b"wrong"))
    assert spool.find(upload, "device").offset == HALF
    right = blake3(CONTENT[HALF:]).digest()
    send(spool, upload, HALF, CONTENT[HALF:], Checksum("blake3", right))
    assert settled(spool, upload) == CONTENT


def test_a_checksummed_patch_that_breaks_off_is_dropped_whole(spool: Spool) -> None:
    upload = create(spool)
    send(spool, upload, 0, CONTENT[:HALF])
    with spool.write(upload, "device", HALF, None, Checksum("sha1", b"?")) as writer:
        writer.append(CONTENT[HALF : HALF + 10])
    assert spool.find(upload, "device").offset == HALF


def test_more_bytes_than_were_declared_are_refused(spool: Spool) -> None:
    upload = create(spool, 10)
    with pytest.raises(TooLong):
        spool.write(upload, "device", 0, 11)
    with spool.write(upload, "device", 0) as writer:
        writer.append(b"12345678")
        with pytest.raises(TooLong):
            writer.append(b"9ab")
    assert spool.find(upload, "device").offset == 8


def test_the_newer_of_two_connections_wins(spool: Spool) -> None:
    upload = create(spool)
    with spool.write(upload, "device", 0) as older:
        older.append(CONTENT[:1000])
        with spool.write(upload, "device", 1000) as newer:
            newer.append(CONTENT[1000:2000])
            with pytest.raises(Superseded):
                older.append(b"stale")
            newer.append(CONTENT[2000:3000])
            assert spool.acknowledge(newer).offset == 3000
    send(spool, upload, 3000, CONTENT[3000:])
    assert settled(spool, upload) == CONTENT


def test_who_takes_over_from_a_checksummed_patch_finds_it_dropped(spool: Spool) -> None:
    upload = create(spool)
    with spool.write(upload, "device", 0, None, Checksum("sha1", b"?")) as older:
        older.append(b"unverified")
        assert spool.find(upload, "device").offset == 0
        send(spool, upload, 0, CONTENT)
        with pytest.raises(Superseded):
            older.append(b"stale")
    spool = reopen(spool)
    assert settled(spool, upload) == CONTENT
    spool.close()


def test_asking_for_the_offset_fences_the_writer_off(spool: Spool) -> None:
    upload = create(spool)
    with spool.write(upload, "device", 0) as writer:
        writer.append(b"12345")
        assert spool.find(upload, "device").offset == 5
        with pytest.raises(Superseded):
            writer.append(b"6")
    assert spool.find(upload, "device").offset == 5


def test_a_full_disk_keeps_what_was_written_before(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = create(spool)

    def half_then_full(fd: int, data: bytes) -> int:
        if len(data) < 1000:
            raise OSError(errno.ENOSPC, "full")
        return write(fd, data[: len(data) - 500])

    write = os.write
    with spool.write(upload, "device", 0) as writer:
        writer.append(CONTENT[:1000])
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", half_then_full)
            with pytest.raises(NoSpace):
                writer.append(CONTENT[1000:2000])
    assert spool.find(upload, "device").offset == 1000
    send(spool, upload, 1000, CONTENT[1000:])
    assert settled(spool, upload) == CONTENT


def test_after_a_failed_flush_only_bytes_known_to_be_durable_count(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = create(spool)
    send(spool, upload, 0, CONTENT[:HALF])

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "lost")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", fail)
        with pytest.raises(OSError, match="lost"):
            send(spool, upload, HALF, CONTENT[HALF:])
    assert spool.find(upload, "device").offset == HALF
    send(spool, upload, HALF, CONTENT[HALF:])
    assert settled(spool, upload) == CONTENT


# ---- Whose it is, and how much ----


def test_another_principals_upload_does_not_exist(spool: Spool) -> None:
    upload = create(spool)
    for call in (spool.find, spool.settle, spool.terminate):
        with pytest.raises(NoUpload):
            call(upload, "other")
    with pytest.raises(NoUpload):
        spool.write(upload, "other", 0)


def test_a_terminated_upload_is_gone_and_its_space_free(spool: Spool) -> None:
    upload = create(spool)
    with spool.write(upload, "device", 0) as writer:
        spool.terminate(upload, "device")
        with pytest.raises(Superseded):
            writer.append(b"late")
    assert not parts(spool)
    for call in (spool.find, spool.settle, spool.terminate):
        with pytest.raises(Terminated):
            call(upload, "device")


def test_terminating_a_complete_upload_leaves_the_object(spool: Spool) -> None:
    done = upload_whole(spool)
    spool.terminate(done.id, "device")
    assert spool._finish._catalogue.find(done.blake3)
    assert not parts(spool)


def test_what_a_case_refers_to_cannot_be_terminated(spool: Spool) -> None:
    done = upload_whole(spool)
    spool.bound(done.blake3)
    with pytest.raises(AlreadyBound):
        spool.terminate(done.id, "device")


def test_creation_refuses_what_is_too_large_or_has_no_room(tmp_path: Path) -> None:
    limits = Limits(largest=1000, quota=1500, free_floor=0)
    spool = Spool(tmp_path / "spool", FolderStore(tmp_path / "objects"), catalogue_in(tmp_path), limits)
    with pytest.raises(TooLong):
        create(spool, 1001)
    done = create(spool, 1000)
    with pytest.raises(NoSpace, match="quota"):
        create(spool, 501)
    spool.create("other", 1000, Metadata())
    send(spool, done, 0, bytes(1000))
    spool.settle(done, "device")
    create(spool, 1000)  # what is complete counts no more
    spool.close()


def test_the_floor_of_free_space_counts_what_others_have_yet_to_send(tmp_path: Path) -> None:
    free = os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize
    spool = Spool(
        tmp_path / "spool", FolderStore(tmp_path / "objects"), catalogue_in(tmp_path), Limits(free_floor=1 << 30)
    )
    with pytest.raises(NoSpace, match="disk"):
        create(spool, free)
    create(spool, free // 2)
    with pytest.raises(NoSpace, match="disk"):
        create(spool, free // 2)
    spool.close()


def test_one_process_serves_a_spool(spool: Spool) -> None:
    with pytest.raises(SpoolBusy):
        Spool(spool._folder, FolderStore(spool._folder / "objects"), catalogue_in(spool._folder))


# ---- The declared digest ----


@pytest.mark.article("全过程记录制度 三")
def test_an_upload_that_is_not_what_was_declared_is_refused_whole(spool: Spool) -> None:
    upload = spool.create("device", len(CONTENT), Metadata(blake3="0" * 64)).id
    assert send(spool, upload, 0, CONTENT).offset == len(CONTENT)
    with pytest.raises(Mismatch):
        spool.settle(upload, "device")
    with pytest.raises(Terminated):
        spool.find(upload, "device")
    assert not parts(spool)
    assert spool._finish._catalogue.find(blake3(CONTENT).hexdigest()) is None


@pytest.mark.article("全过程记录制度 三")
def test_the_same_content_twice_is_one_object(spool: Spool) -> None:
    first, again = upload_whole(spool), upload_whole(spool)
    assert first.id != again.id
    assert first.blake3 == again.blake3
    stored = [path for path in (spool._folder.parent / "objects").rglob("*") if path.is_file()]
    assert [path.name for path in stored] == [first.blake3]


def test_an_upload_of_another_process_is_told_by_its_name(tmp_path: Path) -> None:
    store, catalogue = FolderStore(tmp_path / "objects"), catalogue_in(tmp_path)
    a, b = (Spool(tmp_path / name, store, catalogue, Limits(free_floor=0), name) for name in ("a", "b"))
    upload = create(a)
    with pytest.raises(Elsewhere) as told:
        b.find(upload, "device")
    assert told.value.process == "a"
    with pytest.raises(NoUpload) as unknown:
        a.find(f"a-{'0' * 32}", "device")
    assert not isinstance(unknown.value, Elsewhere)
    a.close()
    b.close()


def test_an_object_is_unbound_until_the_spool_is_told_of_its_event(spool: Spool) -> None:
    done = upload_whole(spool)
    assert spool.unbound() == [done.blake3]
    spool.bound(done.blake3)
    assert spool.unbound() == []
