"""kill -9 at two hundred places of an upload: nothing acknowledged is lost, and little is sent twice."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final
from uuid import uuid4

import pytest
from blake3 import blake3

import upload_zygote
from media.folder import FolderStore
from media.store import ObjectStore
from minio_server import Access

pytest_plugins = ("minio_server",)
pytestmark = pytest.mark.article("全过程记录制度 三")

MIB: Final = 1 << 20
SIZE: Final = 48 * MIB
KILLS: Final = 200
SETTLED: Final = 24
"""Kills between the last byte and the answer to it."""
AGAIN: Final = 8 * MIB
"""Bytes that may have to be sent again."""
PIECE: Final = 64 * 1024


class Servers:
    """One server at a time, each in the place of the one that was killed."""

    def __init__(self, folder: Path, *bucket: str) -> None:
        command = [sys.executable, upload_zygote.__file__, str(folder), *bucket]
        self._zygote = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.start()

    def start(self) -> None:
        assert self._zygote.stdin
        assert self._zygote.stdout
        self._zygote.stdin.write("\n")
        self._zygote.stdin.flush()
        self._pid, self._port = map(int, self._zygote.stdout.readline().split())

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)

    def close(self) -> None:
        self.kill()
        assert self._zygote.stdin
        assert self._zygote.stdout
        self._zygote.stdin.close()
        self._zygote.wait(20)
        self._zygote.stdout.close()

    def connected(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)

    def asked(self, method: str, path: str, body: bytes = b"", **more: str) -> http.client.HTTPResponse:
        connection = self.connected()
        try:
            connection.request(method, path, body, headers(**more))
            answer = connection.getresponse()
            answer.read()
            return answer
        finally:
            connection.close()


def headers(**more: str) -> dict[str, str]:
    named = {name.replace("_", "-"): value for name, value in more.items()}
    return {"Tus-Resumable": "1.0.0", "Authorization": "Bearer device", **named}


BODY: Final = "application/offset+octet-stream"


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Servers, ObjectStore]]:
    """Servers over each kind of store, and that store as it is seen from beside them."""
    if request.param == "folder":
        servers = Servers(tmp_path)
        yield servers, FolderStore(tmp_path / "objects")
        servers.close()
        return
    access: Access = request.getfixturevalue("minio")
    name = f"test-{uuid4().hex}"
    store = access.store(name)
    servers = Servers(tmp_path, access.endpoint, name, access.access_key, access.secret_key)
    yield servers, store
    servers.close()
    store.close()


def made(servers: Servers, length: int) -> str:
    location = servers.asked("POST", "/uploads", Upload_Length=str(length)).getheader("Location")
    assert location
    return location


def sent_until_killed(servers: Servers, path: str, content: memoryview, offset: int, stop: int) -> int:
    """Sends from `offset` on, and kills the server once `stop` bytes went out; returns how many the client sent."""
    connection = servers.connected()
    connection.putrequest("PATCH", path)
    told = headers(Upload_Offset=str(offset), Content_Type=BODY, Content_Length=str(len(content) - offset))
    for name, value in told.items():
        connection.putheader(name, value)
    connection.endheaders()
    try:
        while offset < stop:
            piece = content[offset : min(offset + PIECE, stop)]
            connection.send(piece)
            offset += len(piece)
    finally:
        servers.kill()
        connection.close()
    return offset


def stored(store: ObjectStore, digest: str, size: int) -> bytes:
    return b"".join(store.open(digest, 0, size))


def test_an_upload_survives_two_hundred_kills(place: tuple[Servers, ObjectStore]) -> None:
    servers, store = place
    content = os.urandom(SIZE)
    random = Random(20261123)
    path, offset, acknowledged, again = made(servers, SIZE), 0, 0, 0
    for stop in sorted(random.randrange(1, SIZE) for _ in range(KILLS)):
        if random.random() < 0.3 and stop - offset > 2 * PIECE:  # a PATCH that is answered before
            whole = random.randrange(1, stop - offset)
            answer = servers.asked(
                "PATCH", path, content[offset : offset + whole], Upload_Offset=str(offset), Content_Type=BODY
            )
            assert answer.status == 204
            offset = acknowledged = offset + whole
        out = sent_until_killed(servers, path, memoryview(content), offset, max(stop, offset + 1))
        servers.start()
        offset = int(servers.asked("HEAD", path).getheader("Upload-Offset") or -1)
        assert acknowledged <= offset <= out
        assert out - offset <= AGAIN
        again += out - offset
        acknowledged = max(acknowledged, offset)
    answer = servers.asked("PATCH", path, content[offset:], Upload_Offset=str(offset), Content_Type=BODY)
    assert answer.getheader("Mingjing-Blake3") == blake3(content).hexdigest()
    assert stored(store, blake3(content).hexdigest(), SIZE) == content
    assert again <= KILLS * AGAIN


def test_an_upload_survives_kills_while_it_is_stored(place: tuple[Servers, ObjectStore]) -> None:
    """All bytes are out, and the server dies at some moment up to its answer."""
    servers, store = place
    random = Random(8)
    for _ in range(SETTLED):
        content = os.urandom(9 * MIB)
        path = made(servers, len(content))
        connection = servers.connected()
        connection.putrequest("PATCH", path)
        told = headers(Upload_Offset="0", Content_Type=BODY, Content_Length=str(len(content)))
        for name, value in told.items():
            connection.putheader(name, value)
        connection.endheaders(content)
        time.sleep(random.random() * 0.12)
        servers.kill()
        connection.close()
        servers.start()
        answer = servers.asked("HEAD", path)
        offset = int(answer.getheader("Upload-Offset") or -1)
        if offset < len(content):
            answer = servers.asked("PATCH", path, content[offset:], Upload_Offset=str(offset), Content_Type=BODY)
        digest = blake3(content).hexdigest()
        assert answer.getheader("Mingjing-Blake3") == digest
        assert stored(store, digest, len(content)) == content
