"""Stored recordings are read back over real HTTP, with ranges, and never as what a browser would run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from blake3 import blake3

from media import ranges
from media.errors import Unsatisfiable
from media.folder import FolderStore
from media.store import ObjectStore
from media_app import Site, site_of, uploaded

pytest_plugins = ("minio_server",)

CONTENT = os.urandom(200_000)
DIGEST = blake3(CONTENT).hexdigest()
READER = {"Authorization": "Bearer reader"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A server over a folder."""
    with site_of(tmp_path, FolderStore(tmp_path / "objects")) as site:
        yield site


@pytest.fixture
def each_site(tmp_path: Path, store: ObjectStore) -> Iterator[Site]:
    """A server over each kind of store."""
    with site_of(tmp_path, store) as site:
        yield site


def test_an_object_is_read_back_whole(each_site: Site) -> None:
    uploaded(each_site.http, CONTENT, filetype="video/mp4")
    answer = each_site.http.get(f"/objects/{DIGEST}", headers=READER)
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["ETag"] == f'"{DIGEST}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    assert "Content-Disposition" not in answer.headers
    head = each_site.http.head(f"/objects/{DIGEST}", headers=READER)
    assert head.headers["Content-Length"] == str(len(CONTENT))
    assert head.headers["ETag"] == answer.headers["ETag"]


@pytest.mark.parametrize(
    ("header", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=100-", 100, 200_000),
        ("bytes=-10", 199_990, 200_000),
        ("bytes=5-999999", 5, 200_000),
    ],
)
def test_a_range_is_206(each_site: Site, header: str, start: int, stop: int) -> None:
    uploaded(each_site.http, CONTENT)
    answer = each_site.http.get(f"/objects/{DIGEST}", headers=READER | {"Range": header})
    assert (answer.status_code, answer.content) == (206, CONTENT[start:stop])
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/200000"
    assert answer.headers["Content-Length"] == str(stop - start)


def test_a_range_outside_is_416_and_one_for_another_object_is_ignored(site: Site) -> None:
    uploaded(site.http, CONTENT)
    outside = site.http.get(f"/objects/{DIGEST}", headers=READER | {"Range": "bytes=200000-"})
    assert (outside.status_code, outside.headers["Content-Range"]) == (416, "bytes */200000")
    other = READER | {"Range": "bytes=0-0", "If-Range": '"other"'}
    assert site.http.get(f"/objects/{DIGEST}", headers=other).status_code == 200
    same = other | {"If-Range": f'"{DIGEST}"'}
    assert site.http.get(f"/objects/{DIGEST}", headers=same).status_code == 206
    known = READER | {"If-None-Match": f'"{DIGEST}"'}
    assert site.http.get(f"/objects/{DIGEST}", headers=known).status_code == 304


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/javascript", "", "video/x-msvideo"])
def test_what_a_browser_might_run_is_handed_over_as_a_file(site: Site, media_type: str) -> None:
    uploaded(site.http, CONTENT, **({"filetype": media_type} if media_type else {}))
    answer = site.http.get(f"/objects/{DIGEST}", headers=READER)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{DIGEST}"'


@pytest.mark.parametrize("digest", ["0" * 64, "nothing", "..%2F..%2Fetc%2Fpasswd"])
def test_an_object_that_is_not_there_is_404(site: Site, digest: str) -> None:
    assert site.http.get(f"/objects/{digest}", headers=READER).status_code == 404


def test_an_object_is_read_with_permission_only(site: Site) -> None:
    uploaded(site.http, CONTENT)
    assert site.http.get(f"/objects/{DIGEST}", headers={"Authorization": ""}).status_code == 401


def test_an_empty_object_is_read_back(each_site: Site) -> None:
    each_site.http.post("/uploads", headers={"Upload-Length": "0"})
    answer = each_site.http.get(f"/objects/{blake3(b'').hexdigest()}", headers=READER)
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    "header", [None, "", "bytes=", "bytes=-", "items=0-1", "bytes=0-1,5-6", "bytes=5-4", "bytes=x-1"]
)
def test_a_range_header_that_is_malformed_or_manifold_is_ignored(header: str | None) -> None:
    assert ranges.requested(header, 100) is None


@pytest.mark.parametrize(("header", "size"), [("bytes=0-", 0), ("bytes=-5", 0), ("bytes=-0", 10), ("bytes=10-", 10)])
def test_a_range_without_bytes_is_unsatisfiable(header: str, size: int) -> None:
    with pytest.raises(Unsatisfiable):
        ranges.requested(header, size)
