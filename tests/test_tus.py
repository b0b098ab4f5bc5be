"""The upload endpoint speaks tus 1.0.0 over real HTTP."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from blake3 import blake3

from media import metadata, tus
from media.digest import hasher
from media.errors import BadHeader
from media.folder import FolderStore
from media.store import ObjectStore
from media_app import Site, create, encoded, offset, patch, site_of, uploaded
from uploading import Faulty

pytest_plugins = ("minio_server",)

CONTENT = os.urandom(200_000)
DIGEST = blake3(CONTENT).hexdigest()


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


# ---- Core protocol ----


def test_options_tell_what_is_spoken(site: Site) -> None:
    answer = site.http.options("/uploads")
    assert answer.status_code == 204
    told = {name: answer.headers[name] for name in tus.offered(site.spool.limits)}
    assert told == {
        "Tus-Resumable": "1.0.0",
        "Tus-Version": "1.0.0",
        "Tus-Extension": "creation,creation-with-upload,creation-defer-length,"
        "expiration,termination,checksum,concatenation",
        "Tus-Checksum-Algorithm": "sha1,sha256,blake3",
        "Tus-Max-Size": str(1 << 30),
    }


@pytest.mark.article("全过程记录制度 三")
def test_an_upload_in_pieces_ends_with_its_digests(each_site: Site) -> None:
    path = create(each_site.http, len(CONTENT))
    assert re.fullmatch("/uploads/[0-9a-f]{32}", path)
    first = patch(each_site.http, path, 0, CONTENT[:70_000])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "70000")
    assert "Mingjing-Blake3" not in first.headers
    last = patch(each_site.http, path, 70_000, CONTENT[70_000:])
    for answer in (last, each_site.http.head(path)):
        assert answer.headers["Mingjing-Blake3"] == DIGEST
        assert answer.headers["Mingjing-Sha256"] == hashlib.sha256(CONTENT).hexdigest()
        assert answer.headers["Upload-Offset"] == str(len(CONTENT))
        assert answer.headers["Tus-Resumable"] == "1.0.0"
    found = each_site.spool._finish._catalogue.find(DIGEST)
    assert found
    assert found.size == len(CONTENT)


def test_head_tells_the_offset_the_length_and_the_metadata_and_is_not_cached(site: Site) -> None:
    path = create(site.http, len(CONTENT), filename="执法记录.mp4")
    patch(site.http, path, 0, CONTENT[:5])
    answer = site.http.head(path)
    assert answer.status_code == 200
    assert answer.headers["Upload-Offset"] == "5"
    assert answer.headers["Upload-Length"] == str(len(CONTENT))
    assert answer.headers["Upload-Metadata"] == encoded(filename="执法记录.mp4")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("filename", "said"),
    [
        (
            "DSJ0001_140429017_20260305093015_0007.mp4",
            "device=DSJ0001; user=140429017; start=2026-03-05T09:30:15+08:00; sequence=7",
        ),
        ("执法记录.mp4", "unknown"),
        ("DSJ0001_140429017_20260230093015_0007.mp4", "unknown"),
        ("", None),
    ],
)
def test_an_upload_is_answered_with_what_its_files_name_says(site: Site, filename: str, said: str | None) -> None:
    named = {"filename": filename} if filename else {}
    headers = {"Upload-Length": "3", "Upload-Metadata": encoded(**named)}
    answer = site.http.post("/uploads", headers=headers)
    assert answer.status_code == 201
    assert answer.headers.get("Mingjing-File-Name") == said


def test_an_empty_upload_is_whole_at_once(site: Site) -> None:
    answer = site.http.post("/uploads", headers={"Upload-Length": "0"})
    assert answer.headers["Mingjing-Blake3"] == blake3(b"").hexdigest()


def test_a_client_that_can_only_post_is_served(site: Site) -> None:
    path = create(site.http, len(CONTENT))
    headers = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    answer = site.http.post(path, content=b"abc", headers=headers | {"X-HTTP-Method-Override": "PATCH"})
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "3")
    assert site.http.post(path, headers={"X-HTTP-Method-Override": "DELETE"}).status_code == 204
    assert site.http.post(path, headers={"X-HTTP-Method-Override": "PUT"}).status_code == 400


def test_a_wrong_offset_is_409_and_nothing_changes(site: Site) -> None:
    path = create(site.http, len(CONTENT))
    patch(site.http, path, 0, CONTENT[:100])
    answer = patch(site.http, path, 50, CONTENT[50:])
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["offset"] == 100
    assert answer.json()["title"] == "上传偏移不符"
    assert offset(site.http, path) == 100


@pytest.mark.parametrize("version", [None, "0.2.2", "1.0"])
def test_another_version_of_tus_is_412(site: Site, version: str | None) -> None:
    path = create(site.http, len(CONTENT))
    http = httpx.Client(base_url=site.http.base_url, trust_env=False)
    headers = {"Authorization": "Bearer device", **({"Tus-Resumable": version} if version else {})}
    for answer in (
        http.post("/uploads", headers=headers | {"Upload-Length": "1"}),
        http.head(path, headers=headers),
        http.patch(path, headers=headers),
        http.delete(path, headers=headers),
    ):
        assert answer.status_code == 412
        assert answer.headers["Tus-Version"] == "1.0.0"
    assert http.options("/uploads", headers=headers).status_code == 204
    http.close()


def test_another_content_type_is_415(site: Site) -> None:
    answer = patch(site.http, create(site.http, len(CONTENT)), 0, b"x", **{"Content-Type": "application/octet-stream"})
    assert answer.status_code == 415


@pytest.mark.parametrize("value", ["", "-1", "1.5", "x", "1" * 19])
def test_a_bad_offset_or_length_is_400(site: Site, value: str) -> None:
    path = create(site.http, len(CONTENT))
    assert patch(site.http, path, 0, b"x", **{"Upload-Offset": value}).status_code == 400
    assert site.http.post("/uploads", headers={"Upload-Length": value}).status_code == 400


def test_more_bytes_than_declared_are_413_and_what_was_acknowledged_stays(site: Site) -> None:
    path = create(site.http, 10)
    patch(site.http, path, 0, b"12345")
    assert patch(site.http, path, 5, b"678901").status_code == 413
    answer = site.http.patch(  # chunked: the server can't know before
        path,
        content=iter([b"678901"]),
        headers={"Upload-Offset": "5", "Content-Type": "application/offset+octet-stream"},
    )
    assert answer.status_code == 413
    assert offset(site.http, path) == 5


def test_what_is_too_large_is_413_and_over_the_quota_507(site: Site) -> None:
    assert site.http.post("/uploads", headers={"Upload-Length": str((1 << 30) + 1)}).status_code == 413
    assert site.http.post("/uploads", headers={"Upload-Length": str((1 << 24) + 1)}).status_code == 507


def test_an_unknown_upload_is_404_for_everybody_and_every_upload_for_others(site: Site) -> None:
    path = create(site.http, len(CONTENT))
    for target, headers in [("/uploads/nothing", {}), (path, {"Authorization": "Bearer other"})]:
        assert site.http.head(target, headers=headers).status_code == 404
        assert patch(site.http, target, 0, b"x", **headers).status_code == 404
        assert site.http.delete(target, headers=headers).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("", 401), ("Bearer reader", 403)])
def test_the_door_is_asked_each_time(site: Site, who: str, status: int) -> None:
    path, headers = create(site.http, len(CONTENT)), {"Authorization": who}
    assert site.http.options("/uploads", headers=headers).status_code == status
    assert site.http.post("/uploads", headers=headers | {"Upload-Length": "1"}).status_code == status
    assert site.http.head(path, headers=headers).status_code == status
    assert patch(site.http, path, 0, b"x", **headers).status_code == status
    assert site.http.delete(path, headers=headers).status_code == status


# ---- Termination ----


def test_a_terminated_upload_is_410(site: Site) -> None:
    path = create(site.http, len(CONTENT))
    patch(site.http, path, 0, CONTENT[:10])
    assert site.http.delete(path).status_code == 204
    assert site.http.head(path).status_code == 410
    assert patch(site.http, path, 10, b"x").status_code == 410
    assert site.http.delete(path).status_code == 410


def test_terminating_what_a_case_refers_to_is_409(site: Site) -> None:
    path = create(site.http, len(CONTENT))
    patch(site.http, path, 0, CONTENT)
    site.spool.bound(DIGEST)
    assert site.http.delete(path).status_code == 409
    assert site.http.head(path).headers["Mingjing-Blake3"] == DIGEST


# ---- Checksum ----


def checksum(algorithm: str, data: bytes) -> dict[str, str]:
    hashing = hasher(algorithm)
    hashing.update(data)
    return {"Upload-Checksum": f"{algorithm} {base64.b64encode(hashing.digest()).decode()}"}


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "blake3"])
@pytest.mark.article("全过程记录制度 三")
def test_a_checksum_that_matches_is_taken_and_one_that_does_not_is_460(site: Site, algorithm: str) -> None:
    path = create(site.http, len(CONTENT))
    right = checksum(algorithm, CONTENT[:1000])
    assert patch(site.http, path, 0, CONTENT[:1000], **right).status_code == 204
    answer = patch(site.http, path, 1000, CONTENT[1000:2000], **right)
    assert answer.status_code == 460
    assert answer.json()["algorithm"] == algorithm
    assert offset(site.http, path) == 1000
    assert patch(site.http, path, 1000, CONTENT[1000:]).headers["Mingjing-Blake3"] == DIGEST


@pytest.mark.parametrize("header", ["md5 AAAA", "sha1", "sha1 !!", "sha256 AAAA", ""])
def test_a_checksum_that_cannot_be_checked_is_400(site: Site, header: str) -> None:
    path = create(site.http, len(CONTENT))
    assert patch(site.http, path, 0, b"x", **{"Upload-Checksum": header}).status_code == 400
    assert offset(site.http, path) == 0


@pytest.mark.article("全过程记录制度 三")
def test_an_upload_that_is_not_the_declared_digest_is_460_and_gone(each_site: Site) -> None:
    path = create(each_site.http, len(CONTENT), blake3=blake3(b"something else").hexdigest())
    assert patch(each_site.http, path, 0, CONTENT).status_code == 460
    assert each_site.http.head(path).status_code == 410
    assert each_site.spool._finish._catalogue.find(DIGEST) is None
    assert uploaded(each_site.http, CONTENT, blake3=DIGEST.upper()) == DIGEST


# ---- Bad links ----


def raw_patch(site: Site, path: str, at: int, data: bytes, length: int) -> socket.socket:
    """A PATCH that has sent only some of its bytes."""
    url = site.http.base_url
    link = socket.create_connection((url.host, url.port or 0))
    head = (
        f"PATCH {path} HTTP/1.1\r\nHost: {url.host}\r\nAuthorization: Bearer device\r\n"
        f"Tus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: {at}\r\n"
        f"Content-Length: {length}\r\n\r\n"
    )
    link.sendall(head.encode() + data)
    return link


def written(site: Site, size: int) -> None:
    """Wait until the file has `size` bytes (HEAD would take the upload over)."""
    deadline = time.monotonic() + 5
    while sum(path.stat().st_size for path in site.spool._folder.glob("*.part")) < size:
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.article("全过程记录制度 三")
def test_after_a_broken_connection_the_upload_goes_on(site: Site) -> None:
    path = create(site.http, len(CONTENT))
    with raw_patch(site, path, 0, CONTENT[:80_000], len(CONTENT)):
        written(site, 80_000)
    assert offset(site.http, path) == 80_000
    assert patch(site.http, path, 80_000, CONTENT[80_000:]).headers["Mingjing-Blake3"] == DIGEST


@pytest.mark.article("全过程记录制度 三")
def test_a_newer_connection_takes_over_from_one_that_hangs(site: Site) -> None:
    path = create(site.http, len(CONTENT))
    with raw_patch(site, path, 0, CONTENT[:80_000], len(CONTENT)) as stale:
        written(site, 80_000)
        assert patch(site.http, path, 80_000, CONTENT[80_000:90_000]).status_code == 204
        stale.sendall(b"late bytes")
        assert b" 409 " in stale.recv(100)
    assert offset(site.http, path) == 90_000
    assert patch(site.http, path, 90_000, CONTENT[90_000:]).headers["Mingjing-Blake3"] == DIGEST


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.article("全过程记录制度 三")
def test_while_the_store_is_away_the_last_patch_is_503_and_head_stores_it_later(tmp_path: Path, when: str) -> None:
    with site_of(tmp_path, Faulty(FolderStore(tmp_path / "objects"), when)) as site:
        path = create(site.http, len(CONTENT))
        answer = patch(site.http, path, 0, CONTENT)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        assert patch(site.http, path, len(CONTENT), b"").status_code == 409  # whole: nothing to send
        assert site.http.head(path).headers["Mingjing-Blake3"] == DIGEST


@pytest.mark.article("全过程记录制度 三")
def test_many_uploads_at_once_each_get_their_own_digest(each_site: Site) -> None:
    contents = [os.urandom(100_000 + n) for n in range(20)]

    async def one(http: httpx.AsyncClient, content: bytes) -> str:
        made = await http.post("/uploads", headers={"Upload-Length": str(len(content))})
        headers = {"Content-Type": "application/offset+octet-stream"}
        for start in range(0, len(content), 30_000):
            answer = await http.patch(
                made.headers["Location"],
                content=content[start : start + 30_000],
                headers=headers | {"Upload-Offset": str(start)},
            )
        digest: str = answer.headers["Mingjing-Blake3"]
        return digest

    async def together() -> list[str]:
        headers = each_site.http.headers
        async with httpx.AsyncClient(base_url=each_site.http.base_url, headers=headers, trust_env=False) as http:
            return await asyncio.gather(*(one(http, content) for content in contents))

    assert asyncio.run(together()) == [blake3(content).hexdigest() for content in contents]


# ---- Metadata ----


def test_metadata_is_read(site: Site) -> None:
    digest = uploaded(
        site.http,
        CONTENT,
        filename="../../etc/passwd",
        filetype="Video/MP4; codecs=avc1",
        started_at="2026-11-20T09:30:00+08:00",
        ended_at="2026-11-20T09:35:00+08:00",
    )
    found = site.spool._finish._catalogue.find(digest)
    assert found
    assert found.media_type == "video/mp4"
    assert found.started_at
    assert found.ended_at
    assert found.started_at.isoformat() == "2026-11-20T01:30:00+00:00"
    assert (found.ended_at - found.started_at).total_seconds() == 300


@pytest.mark.parametrize(
    "raw",
    [
        "filename not*base64",
        "filename YQ==,filename YQ==",
        ",",
        "名 YQ==",
        "filename /w==",  # not UTF-8
        encoded(filename="a\nb"),
        encoded(filename="a" * 256),
        encoded(filetype="video"),
        encoded(blake3="abc"),
        encoded(started_at="yesterday"),
        encoded(started_at="2026-11-20T09:30:00"),  # no offset
        encoded(started_at="2026-11-20T09:30:00Z", ended_at="2026-11-20T09:29:59Z"),
        encoded(other="a" * 9000),
    ],
)
def test_metadata_that_cannot_be_true_is_refused(raw: str) -> None:
    with pytest.raises(BadHeader):
        metadata.parse(raw)


def test_a_key_without_value_and_keys_of_others_are_allowed() -> None:
    assert metadata.parse("is_confidential, filename YS5tcDQ=").filename == "a.mp4"
    assert metadata.parse("") == metadata.Metadata()
