"""A real MinIO for tests, on loopback with a folder of its own, and the stores that tests run with."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import httpx
import pytest
from minio import Minio

import setup_servers
from media.bucket import BucketStore
from media.folder import FolderStore
from media.store import ObjectStore


class Access(NamedTuple):
    """How to reach a server; `endpoint` is `host:port`."""

    endpoint: str
    access_key: str
    secret_key: str

    def client(self) -> Minio:
        """A client that looks at the server from beside our store."""
        return Minio(*self, secure=False)

    def store(self, bucket: str) -> BucketStore:
        return BucketStore(self.endpoint, bucket, self.access_key, self.secret_key, secure=False)


@pytest.fixture(scope="session")
def minio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Access]:
    """A MinIO that is stopped at the end of the session."""
    folder = tmp_path_factory.mktemp("minio")
    access = Access(f"127.0.0.1:{_free_port()}", "mingjing", "mingjing-test")
    with (folder / "log").open("wb") as log, _server(folder / "data", access, log.fileno()) as server:
        try:
            _await(access.endpoint, server)
            yield access
        finally:
            server.terminate()
            server.wait(10)


@pytest.fixture
def bucket(minio: Access) -> Iterator[BucketStore]:
    """A store in a new bucket of that server."""
    store = minio.store(f"test-{uuid4().hex}")
    yield store
    store.close()


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    """An empty store: the test runs once with a folder and once with a bucket."""
    if request.param == "folder":
        return FolderStore(tmp_path / "objects")
    found: BucketStore = request.getfixturevalue("bucket")
    return found


@pytest.fixture(params=["folder", "bucket"])
def published_spec(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Names an empty store of published files, for `published_load.open_store` of any process."""
    if request.param == "folder":
        return str(tmp_path / "published")
    access: Access = request.getfixturevalue("minio")
    return ",".join((access.endpoint, f"log-{uuid4().hex}", access.access_key, access.secret_key))


def _server(data: Path, access: Access, log: int) -> subprocess.Popen[bytes]:
    binary = setup_servers.find_minio()
    assert binary, "no MinIO: run python tests/setup_servers.py"
    keys = {"MINIO_ROOT_USER": access.access_key, "MINIO_ROOT_PASSWORD": access.secret_key}
    environment = {**os.environ, **keys, "MINIO_BROWSER": "off", "MINIO_UPDATE": "off"}
    command = [str(binary), "server", str(data), "--address", access.endpoint, "--quiet"]
    return subprocess.Popen(command, env=environment, stdout=log, stderr=log)


def _await(endpoint: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "MinIO ended at once; its log is beside its data"
        try:
            if httpx.get(f"http://{endpoint}/minio/health/ready", trust_env=False).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError("MinIO did not become ready in 30 s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
