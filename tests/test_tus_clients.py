"""Clients of tus that others wrote upload, stop, go on and upload in parallel: tuspy and tus-js-client."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from blake3 import blake3
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

import setup_servers
from media.store import ObjectStore
from media_app import Site, site_of

pytest_plugins = ("minio_server",)

CONTENT = os.urandom(3_000_000)
DIGEST = blake3(CONTENT).hexdigest()
CHUNK = 400_000


@pytest.fixture
def site(tmp_path: Path, store: ObjectStore) -> Iterator[Site]:
    """A server over each kind of store."""
    with site_of(tmp_path, store) as site:
        yield site


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(CONTENT)
    return path


def stored(site: Site) -> bytes:
    found = site.spool._finish._catalogue.find(DIGEST)
    assert found is not None
    assert found.media_type == "video/mp4"
    return b"".join(site.spool._finish._store.open(DIGEST, 0, found.size))


# ---- tuspy ----


def python_client(site: Site) -> TusClient:
    return TusClient(f"{site.http.base_url}/uploads", headers={"Authorization": "Bearer device"})


@pytest.mark.parametrize("checksum", [False, True])
def test_tuspy_uploads_with_and_without_checksums(site: Site, checksum: bool) -> None:
    stream = BytesIO(CONTENT)  # it leaves files open that it opened itself
    uploader = python_client(site).uploader(
        file_stream=stream, chunk_size=CHUNK, metadata={"filetype": "video/mp4"}, upload_checksum=checksum
    )
    uploader.upload()
    assert stored(site) == CONTENT


def test_tuspy_goes_on_where_it_stopped(site: Site) -> None:
    client, told = python_client(site), {"filetype": "video/mp4"}
    first = client.uploader(file_stream=BytesIO(CONTENT), chunk_size=CHUNK, metadata=told)
    for _ in range(3):
        first.upload_chunk()  # type: ignore[no-untyped-call]
    second = client.uploader(file_stream=BytesIO(CONTENT), chunk_size=CHUNK, metadata=told, url=first.url)
    assert second.offset == 3 * CHUNK
    second.upload()
    assert stored(site) == CONTENT


def test_tuspy_is_told_that_an_upload_is_gone(site: Site) -> None:
    client = python_client(site)
    first = client.uploader(file_stream=BytesIO(CONTENT), chunk_size=CHUNK)
    first.upload_chunk()  # type: ignore[no-untyped-call]
    site.spool.terminate(str(first.url).rpartition("/")[2], "device")
    with pytest.raises(TusCommunicationError):
        client.uploader(file_stream=BytesIO(CONTENT), chunk_size=CHUNK, url=first.url)


# ---- tus-js-client ----


def javascript(site: Site, film: Path, **options: Any) -> list[dict[str, Any]]:
    """Runs it; what it told, in order."""
    node, modules = setup_servers.find_node(), setup_servers.find_tus_js()
    assert node, "no Node: run python tests/setup_servers.py"
    assert modules, "no tus-js-client: run python tests/setup_servers.py"
    script = setup_servers.TUS_JS / "upload.mjs"
    address = f"{site.http.base_url}/uploads"
    done = subprocess.run(
        [node, script, address, "device", film, json.dumps(options)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "TUS_JS_MODULES": str(modules.parent), "NO_PROXY": "127.0.0.1"},
    )
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def statuses(told: list[dict[str, Any]], method: str) -> list[int]:
    return [one["status"] for one in told if one["what"] == "response" and one["method"] == method]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"chunk": CHUNK},
        {"withCreation": True},
        {"chunk": CHUNK, "withCreation": True},
        {"chunk": CHUNK, "deferred": True},
    ],
    ids=lambda one: ",".join(one) or "plain",
)
def test_tus_js_client_uploads(site: Site, film: Path, options: dict[str, Any]) -> None:
    told = javascript(site, film, **options)
    assert told[-1]["what"] == "done", told
    assert stored(site) == CONTENT
    assert statuses(told, "POST") == [201]
    assert set(statuses(told, "PATCH")) <= {204}


@pytest.mark.parametrize("parallel", [2, 4])
def test_tus_js_client_uploads_parts_in_parallel(site: Site, film: Path, parallel: int) -> None:
    told = javascript(site, film, parallel=parallel)
    assert told[-1]["what"] == "done", told
    assert statuses(told, "POST") == [201] * (parallel + 1)
    assert stored(site) == CONTENT
    assert list(site.spool._folder.glob("*.part")) == [
        site.spool._folder / f"{told[-1]['url'].rpartition('/')[2]}.part"
    ]


def test_tus_js_client_stops_and_goes_on(site: Site, film: Path) -> None:
    told = javascript(site, film, chunk=CHUNK, stopAfter=2 * CHUNK)
    assert told[-1]["what"] == "stopped"
    again = javascript(site, film, chunk=CHUNK, resume=told[-1]["url"])
    assert again[-1]["what"] == "done"
    assert statuses(again, "POST") == []
    assert statuses(again, "HEAD") == [200]
    assert next(one["accepted"] for one in again if one["what"] == "chunk") > 2 * CHUNK
    assert stored(site) == CONTENT


def test_tus_js_client_begins_anew_what_expired(site: Site, film: Path) -> None:
    told = javascript(site, film, chunk=CHUNK, stopAfter=CHUNK)
    upload = told[-1]["url"].rpartition("/")[2]
    os.utime(site.spool._folder / f"{upload}.part", (0, 0))
    again = javascript(site, film, resume=told[-1]["url"])
    assert again[-1]["what"] == "done"
    assert statuses(again, "HEAD") == [410]
    assert stored(site) == CONTENT
