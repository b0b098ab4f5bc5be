"""Restarts, faults before and after each step of an upload, and kill -9: nothing acknowledged is lost."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from blake3 import blake3

import media_app
from media.errors import Corrupt, MediaError, StoreUnavailable
from media.folder import FolderStore
from media.limits import Limits
from media.spool import Spool, Upload
from media.store import ObjectStore
from media.tail import Checksum
from uploading import CONTENT, HALF, Faulty, catalogue_in, create, parts, reopen, send, settled, upload_whole

pytest_plugins = ("minio_server",)


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    spool = Spool(tmp_path / "spool", FolderStore(tmp_path / "objects"), catalogue_in(tmp_path), Limits(free_floor=0))
    yield spool
    spool.close()


# ---- Restarts ----


@pytest.mark.article("全过程记录制度 三")
def test_after_a_restart_the_upload_goes_on_with_the_right_digest(spool: Spool) -> None:
    upload = create(spool)
    send(spool, upload, 0, CONTENT[:HALF])
    spool = reopen(spool)
    assert spool.find(upload, "device").offset == HALF
    send(spool, upload, HALF, CONTENT[HALF:])
    assert settled(spool, upload) == CONTENT
    spool.close()


def test_a_restart_keeps_what_a_checksum_has_verified(spool: Spool) -> None:
    upload = create(spool)
    send(spool, upload, 0, CONTENT[:HALF], Checksum("blake3", blake3(CONTENT[:HALF]).digest()))
    spool = reopen(spool)
    assert spool.find(upload, "device").offset == HALF
    spool.close()


def test_a_restart_drops_what_a_checksum_had_yet_to_verify(spool: Spool) -> None:
    upload = create(spool)
    send(spool, upload, 0, CONTENT[:HALF], Checksum("sha256", hashlib.sha256(CONTENT[:HALF]).digest()))
    writer = spool.write(upload, "device", HALF, None, Checksum("sha1", b"?"))
    writer.append(b"unverified")
    spool = reopen(spool)  # the writer never leaves its block: the process was killed
    assert spool.find(upload, "device").offset == HALF
    os.close(writer._fd)
    send(spool, upload, HALF, CONTENT[HALF:])
    spool = reopen(spool)
    assert settled(spool, upload) == CONTENT
    spool.close()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("mend", ["ask", "restart"])
def test_a_store_that_fails_before_or_after_it_has_stored_loses_nothing(
    tmp_path: Path, store: ObjectStore, when: str, mend: str
) -> None:
    spool = Spool(tmp_path / "spool", Faulty(store, when), catalogue_in(tmp_path), Limits(free_floor=0))
    upload = create(spool)
    send(spool, upload, 0, CONTENT)
    with pytest.raises(StoreUnavailable):
        spool.settle(upload, "device")
    assert spool.find(upload, "device") == Upload(upload, len(CONTENT), len(CONTENT), "")
    if mend == "restart":
        spool = reopen(spool)
        assert spool.reconcile(lambda _: False).stored == [upload]
    done = spool.settle(upload, "device")
    assert b"".join(store.open(done.blake3, 0, len(CONTENT))) == CONTENT
    assert spool._finish._catalogue.find(done.blake3)
    spool.close()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_before_or_after_the_row_says_complete_loses_nothing(
    tmp_path: Path, store: ObjectStore, when: str
) -> None:
    spool = Spool(tmp_path / "spool", store, catalogue_in(tmp_path), Limits(free_floor=0))
    upload = create(spool)
    send(spool, upload, 0, CONTENT)
    crash(spool, "complete", when)
    with pytest.raises(Crash):
        spool.settle(upload, "device")
    spool = reopen(spool)
    report = spool.reconcile(lambda _: False)
    assert report.stored == ([upload] if when == "before" else [])
    done = spool.find(upload, "device")
    assert done.blake3 == blake3(CONTENT).hexdigest()
    assert b"".join(store.open(done.blake3, 0, len(CONTENT))) == CONTENT
    spool.close()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_before_or_after_the_row_says_bound_lets_the_spool_file_go_at_start(spool: Spool, when: str) -> None:
    done = upload_whole(spool)
    crash(spool, "bind", when)
    with pytest.raises(Crash):
        spool.bound(done.blake3)
    assert len(parts(spool)) == 1
    spool = reopen(spool)
    report = spool.reconcile(lambda digest: digest == done.blake3)
    assert report.bound == ([done.id] if when == "before" else [])
    assert not parts(spool)
    assert spool.find(done.id, "device").blake3 == done.blake3
    spool.close()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_in_creation_leaves_no_file_without_a_row(spool: Spool, when: str) -> None:
    crash(spool, "add", when)
    with pytest.raises(Crash):
        create(spool)
    spool = reopen(spool)
    spool.reconcile(lambda _: False)
    assert len(parts(spool)) == (0 if when == "before" else 1)
    spool.close()


class Crash(BaseException):
    """The process ends here."""


def crash(spool: Spool, step: str, when: str) -> None:
    real: Callable[..., object] = getattr(spool._journal, step)

    def dying(*args: object) -> None:
        if when == "after":
            real(*args)
        raise Crash

    setattr(spool._journal, step, dying)


def test_an_object_that_vanished_before_it_was_bound_is_stored_again(spool: Spool, tmp_path: Path) -> None:
    done = upload_whole(spool)
    (tmp_path / "objects" / done.blake3[:2] / done.blake3[2:4] / done.blake3).unlink()
    spool = reopen(spool)
    assert spool.reconcile(lambda _: False).stored == [done.id]
    assert FolderStore(tmp_path / "objects").exists(done.blake3)
    spool.close()


def test_a_loss_that_nothing_can_mend_is_reported(spool: Spool, tmp_path: Path) -> None:
    done, growing = upload_whole(spool), create(spool)
    for path in [*parts(spool), tmp_path / "objects" / done.blake3[:2] / done.blake3[2:4] / done.blake3]:
        path.unlink()
    spool = reopen(spool)
    assert sorted(spool.reconcile(lambda _: False).lost) == sorted([done.id, growing])
    with pytest.raises(Corrupt):
        spool.find(growing, "device")
    spool.close()


def test_a_spool_file_of_another_length_is_never_stored(spool: Spool) -> None:
    upload = create(spool)
    send(spool, upload, 0, CONTENT)
    with parts(spool)[0].open("ab") as file:
        file.write(b"more")
    with pytest.raises(Corrupt):
        spool.settle(upload, "device")
    assert spool._finish._catalogue.find(blake3(CONTENT).hexdigest()) is None


def test_reconciling_while_uploads_run_disturbs_none(spool: Spool) -> None:
    upload = create(spool)
    with spool.write(upload, "device", 0) as writer:
        writer.append(CONTENT[:HALF])
        spool.reconcile(lambda _: False)
        writer.append(CONTENT[HALF:])
        assert spool.acknowledge(writer).offset == len(CONTENT)


def test_threads_that_settle_one_upload_store_it_once(spool: Spool) -> None:
    upload = create(spool)
    send(spool, upload, 0, CONTENT)
    answers: list[str | MediaError] = []

    def settle() -> None:
        try:
            answers.append(spool.settle(upload, "device").blake3)
        except MediaError as error:
            answers.append(error)

    threads = [threading.Thread(target=settle) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [blake3(CONTENT).hexdigest()] * 8


# ---- kill -9 ----


class Server:
    """The upload routes in a process of their own."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, media_app.__file__, str(folder)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        self.address = self._process.stdout.readline().strip()

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


HEADERS = {"Tus-Resumable": "1.0.0", "Authorization": "Bearer device"}
BODY = {**HEADERS, "Content-Type": "application/offset+octet-stream"}


@pytest.mark.article("全过程记录制度 三")
def test_kill_9_in_the_middle_of_a_patch_loses_no_acknowledged_byte(tmp_path: Path) -> None:
    content = os.urandom(8 << 20)
    server, acknowledged = Server(tmp_path), 0
    made = httpx.post(
        f"{server.address}/uploads", headers={**HEADERS, "Upload-Length": str(len(content))}, trust_env=False
    )
    path = made.headers["Location"]
    (part,) = tmp_path.rglob("*.part")
    for arrived, checksum in [(10_000, {}), (200_000, {"Upload-Checksum": "sha1 " + "A" * 27 + "="}), (500_000, {})]:
        acknowledged += patch(server, path, acknowledged, content[acknowledged : acknowledged + 700_000])
        patch_until_killed(server, part, path, content[acknowledged:], arrived, checksum)
        server = Server(tmp_path)
        offset = int(httpx.head(server.address + path, headers=HEADERS, trust_env=False).headers["Upload-Offset"])
        assert offset == acknowledged if checksum else offset > acknowledged
        acknowledged = offset
    patch(server, path, acknowledged, content[acknowledged:])
    told = httpx.head(server.address + path, headers=HEADERS, trust_env=False).headers
    assert told["Mingjing-Blake3"] == blake3(content).hexdigest()
    server.kill()


def patch(server: Server, path: str, offset: int, data: bytes) -> int:
    headers = {**BODY, "Upload-Offset": str(offset)}
    httpx.patch(server.address + path, headers=headers, content=data, trust_env=False).raise_for_status()
    return len(data)


def patch_until_killed(
    server: Server, part: Path, path: str, content: bytes, arrived: int, more: dict[str, str]
) -> None:
    """Sends all of it in small pieces, and kills the server once so many bytes of it are on the disk."""
    offset = part.stat().st_size

    def slowly() -> Iterator[bytes]:
        alive = True
        for start in range(0, len(content), 10_000):
            yield content[start : start + 10_000]
            if alive and part.stat().st_size >= offset + arrived:
                server.kill()
                alive = False
            time.sleep(0.001)

    headers = {**BODY, **more, "Upload-Offset": str(offset)}
    with pytest.raises(httpx.TransportError):
        httpx.patch(server.address + path, headers=headers, content=slowly(), trust_env=False)
