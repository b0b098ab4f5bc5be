"""Uploads of 512 MiB over loopback, to a folder and to MinIO, against tusd with the same store.

Ours hashes what comes (BLAKE3 and SHA-256), has it on the disk before it answers, and keeps it under its digest. tusd
does none of that: of its file store, the sync of its file is measured with it, and once without. The client is one
socket that sends a file from the page cache, so that neither side waits for it. Each upload is other bytes.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

from minio import Minio

import setup_servers
from api.access import digest, new_token
from api.deployment import install, open_ledgers
from api.founding import found
from api.settings import Settings
from benchmarks.figure import Figure, in_turns
from records.application import Sender, record_entry
from records.register.events import AccessGranted

SIZE = 512 << 20
MIB = 1 << 20
KEY, SECRET = "mingjing", "mingjing-benchmark"
KEYS = {"MINIO_ROOT_USER": KEY, "MINIO_ROOT_PASSWORD": SECRET}


class Server(NamedTuple):
    """Who takes uploads, with the headers that it asks for."""

    address: str
    headers: Mapping[str, str]


def measure() -> Iterator[Figure]:
    """Rates of one upload after the other, on each store."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mingjing-benchmark-")))
        film = Film(folder / "film")
        theirs = folder / "tusd"
        theirs.mkdir()
        ours = stack.enter_context(our_server(folder / "ours", ""))
        peer = stack.enter_context(tusd("-folder", str(theirs)))
        take = partial(rate, film, ours, drop=folder / "ours" / "objects")
        for name, after in (("and synced", synced), ("as it is", nothing)):
            give = partial(rate, film, peer, drop=theirs, after=partial(after, theirs))
            yield in_turns("upload: 512 MiB to a folder", "MiB/s", take, give, f"tusd, file store, {name}")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mingjing-benchmark-")))
        film = Film(folder / "film")
        endpoint = stack.enter_context(minio(folder / "minio"))
        client = Minio(endpoint, KEY, SECRET, secure=False)
        client.make_bucket("tusd")
        place = f"s3://{KEY}:{SECRET}@{endpoint}/ours?secure=0"
        ours = stack.enter_context(our_server(folder / "ours", place))
        peer = stack.enter_context(tusd("-s3", f"http://{endpoint}", "-bucket", "tusd"))
        yield in_turns(
            "upload: 512 MiB to MinIO", "MiB/s", partial(rate, film, ours), partial(rate, film, peer), "tusd, S3 store"
        )


class Film:
    """A file of 512 MiB, of which each use is another one by its first bytes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        block = os.urandom(MIB)
        with path.open("wb") as file:
            for _ in range(SIZE // MIB):
                file.write(block)

    def renew(self) -> None:
        """Make it a file that nobody has seen."""
        with self.path.open("r+b") as file:
            file.write(uuid4().bytes)


def nothing(_: Path) -> None:
    """What tusd does by itself."""


def synced(folder: Path) -> None:
    """Bring what tusd wrote to the disk."""
    for path in folder.iterdir():
        if path.stat().st_size == SIZE:
            with path.open("rb") as file:
                os.fdatasync(file.fileno())


def rate(film: Film, server: Server, drop: Path | None = None, after: Callable[[], None] | None = None) -> float:
    """MiB a second of one upload, from its creation to the last answer; what it left in a folder goes afterwards."""
    film.renew()
    started = time.perf_counter()
    answer = asked(server, "POST", "/uploads", {"Upload-Length": str(SIZE)})
    found = re.search(rb"(?im)^location: (\S+)", answer)
    assert found, answer
    path = urlsplit(found[1].decode()).path
    told = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    answer = asked(server, "PATCH", path, told, film.path)
    if after:
        after()
    seconds = time.perf_counter() - started
    assert answer.startswith(b"HTTP/1.1 204"), answer
    assert f"upload-offset: {SIZE}".encode() in answer.lower(), answer
    if drop and drop.exists():
        shutil.rmtree(drop)
        drop.mkdir()
    return SIZE / MIB / seconds


def asked(server: Server, method: str, path: str, headers: Mapping[str, str], body: Path | None = None) -> bytes:
    """Send one request, with a file as its body; return the head of the answer."""
    host, port = server.address.removeprefix("http://").rsplit(":", 1)
    size = body.stat().st_size if body else 0
    lines = {"Host": host, "Tus-Resumable": "1.0.0", "Content-Length": str(size), "Connection": "close"}
    head = "".join(f"{name}: {value}\r\n" for name, value in {**lines, **headers, **server.headers}.items())
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode())
        if body:
            with body.open("rb") as file:
                connection.sendfile(file)
        answer = b""
        while b"\r\n\r\n" not in answer:
            received = connection.recv(65536)
            assert received, "the server hung up"
            answer += received
    return answer


# ---- Who takes part ----


@contextmanager
def our_server(var: Path, objects: str) -> Iterator[Server]:
    """The server as it is deployed, with an account for a device."""
    settings = Settings(var=var, objects=objects, port=_free_port(), roles="api")
    install(settings)
    token = new_token("sample")
    with open_ledgers(settings) as ledgers:
        found(ledgers, settings, "sample", "样本", "140429", "登记人")
        entry = AccessGranted(principal="recorder", subject="device:recorder", roles=("device",), token=digest(token))
        record_entry(ledgers.get("sample"), entry, Sender("system", "system", "recorder", bytes(32)))
    environment = {
        "MINGJING_VAR": str(var),
        "MINGJING_OBJECTS": objects,
        "MINGJING_PORT": str(settings.port),
        "MINGJING_ROLES": "api",
        "MINGJING_DOCUMENTS": "asked",
    }
    address = f"http://127.0.0.1:{settings.port}"
    with _running([sys.executable, "-m", "api.cli", "serve"], environment):
        _await(settings.port)
        yield Server(address, {"Authorization": f"Bearer {token}"})


@contextmanager
def tusd(*arguments: str) -> Iterator[Server]:
    """The peer; it says its address itself."""
    program = setup_servers.find_tusd()
    assert program, "no tusd: run python tests/setup_servers.py"
    with _running([str(program), *arguments], KEYS, said=True) as process:
        assert process.stdout
        yield Server(process.stdout.readline().decode().strip(), {})


@contextmanager
def minio(data: Path) -> Iterator[str]:
    """A MinIO on loopback; yields its address without a scheme."""
    program = setup_servers.find_minio()
    assert program, "no MinIO: run python tests/setup_servers.py"
    port = _free_port()
    environment = {**KEYS, "MINIO_BROWSER": "off", "MINIO_UPDATE": "off"}
    with _running([str(program), "server", str(data), "--address", f"127.0.0.1:{port}", "--quiet"], environment):
        _await(port)
        time.sleep(2)  # it listens before it is ready
        yield f"127.0.0.1:{port}"


@contextmanager
def _running(
    command: list[str], environment: Mapping[str, str], *, said: bool = False
) -> Iterator["subprocess.Popen[bytes]"]:
    output = subprocess.PIPE if said else subprocess.DEVNULL
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=output)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)
        if process.stdout:
            process.stdout.close()


def _await(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nobody listens on {port} after a minute")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
