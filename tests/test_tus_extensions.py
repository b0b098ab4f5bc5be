"""The extensions of tus 1.0.0 beyond creation, termination and checksum, over real HTTP."""

from __future__ import annotations

import base64
import hashlib
import os
import resource
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest
from blake3 import blake3

from api.upload_origins import UploadOrigins
from media.errors import Expired, NoSpace
from media.folder import FolderStore
from media.limits import Limits
from media.metadata import Metadata
from media.spool import Spool
from media.store import ObjectStore
from media_app import Site, create, encoded, make_app, offset, patch, serving, site_of
from uploading import Faulty, catalogue_in, parts, reopen, send

pytest_plugins = ("minio_server",)

CONTENT = os.urandom(200_000)
DIGEST = blake3(CONTENT).hexdigest()
BODY = {"Content-Type": "application/offset+octet-stream"}
DEFERRED = {"Upload-Defer-Length": "1"}
PARTIAL = {"Upload-Concat": "partial"}


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


def posted(site: Site, **headers: str) -> httpx.Response:
    return site.http.post("/uploads", headers={name.replace("_", "-"): value for name, value in headers.items()})


def made(site: Site, headers: dict[str, str], content: bytes = b"") -> str:
    answer = site.http.post("/uploads", headers=headers, content=content)
    assert answer.status_code == 201, answer.text
    return str(answer.headers["Location"])


def checksum(content: bytes) -> str:
    return f"sha256 {base64.b64encode(hashlib.sha256(content).digest()).decode()}"


# ---- Creation With Upload ----


def test_an_upload_comes_whole_with_its_creation(each_site: Site) -> None:
    headers = {**BODY, "Upload-Length": str(len(CONTENT)), "Upload-Checksum": checksum(CONTENT)}
    answer = each_site.http.post("/uploads", headers=headers, content=CONTENT)
    assert answer.status_code == 201
    assert answer.headers["Upload-Offset"] == str(len(CONTENT))
    assert answer.headers["Mingjing-Blake3"] == DIGEST
    assert each_site.http.head(answer.headers["Location"]).headers["Mingjing-Blake3"] == DIGEST


def test_an_upload_goes_on_after_the_bytes_of_its_creation(site: Site) -> None:
    path = made(site, {**BODY, "Upload-Length": str(len(CONTENT))}, CONTENT[:70_000])
    assert offset(site.http, path) == 70_000
    assert patch(site.http, path, 70_000, CONTENT[70_000:]).headers["Mingjing-Blake3"] == DIGEST


@pytest.mark.parametrize(
    ("content", "more", "status"),
    [
        (CONTENT, {"Upload-Checksum": checksum(b"others")}, 460),
        (CONTENT, {"Upload-Metadata": encoded(blake3=blake3(b"others").hexdigest())}, 460),
        (CONTENT + b"1", {}, 413),
    ],
)
def test_a_creation_whose_bytes_are_refused_leaves_nothing(
    site: Site, content: bytes, more: dict[str, str], status: int
) -> None:
    headers = {**BODY, "Upload-Length": str(len(CONTENT)), **more}
    answer = site.http.post("/uploads", headers=headers, content=content)
    assert answer.status_code == status
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert parts(site.spool) == []


def test_a_body_of_another_type_is_not_taken_for_the_first_bytes(site: Site) -> None:
    headers = {"Content-Type": "text/plain", "Upload-Length": "3"}
    assert offset(site.http, made(site, headers, b"abc")) == 0


# ---- Creation Defer Length ----


def test_the_length_may_be_told_with_the_last_bytes(each_site: Site) -> None:
    path = made(each_site, DEFERRED)
    first = patch(each_site.http, path, 0, CONTENT[:70_000])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "70000")
    answer = each_site.http.head(path)
    assert answer.headers["Upload-Defer-Length"] == "1"
    assert "Upload-Length" not in answer.headers
    told = {"Upload-Length": str(len(CONTENT))}
    last = patch(each_site.http, path, 70_000, CONTENT[70_000:], **told)
    assert last.headers["Mingjing-Blake3"] == DIGEST
    answer = each_site.http.head(path)
    assert answer.headers["Upload-Length"] == str(len(CONTENT))
    assert "Upload-Defer-Length" not in answer.headers


def test_the_length_may_be_told_when_all_bytes_are_there(site: Site) -> None:
    path = made(site, DEFERRED)
    patch(site.http, path, 0, CONTENT)
    last = patch(site.http, path, len(CONTENT), b"", **{"Upload-Length": str(len(CONTENT))})
    assert (last.status_code, last.headers["Mingjing-Blake3"]) == (204, DIGEST)


def test_an_empty_upload_of_deferred_length_is_whole_when_that_is_told(site: Site) -> None:
    path = made(site, DEFERRED)
    answer = patch(site.http, path, 0, b"", **{"Upload-Length": "0"})
    assert answer.headers["Mingjing-Blake3"] == blake3(b"").hexdigest()


def test_a_length_that_was_told_is_not_changed(site: Site) -> None:
    path = made(site, DEFERRED)
    patch(site.http, path, 0, CONTENT[:10], **{"Upload-Length": "100"})
    assert patch(site.http, path, 10, b"x", **{"Upload-Length": "101"}).status_code == 400
    assert patch(site.http, path, 10, b"x", **{"Upload-Length": "100"}).status_code == 204
    assert offset(site.http, path) == 11
    whole = create(site.http, 10)
    assert patch(site.http, whole, 0, b"x", **{"Upload-Length": "11"}).status_code == 400


def test_a_length_below_what_is_there_is_400_and_above_what_is_allowed_413(site: Site) -> None:
    path = made(site, DEFERRED)
    patch(site.http, path, 0, CONTENT[:10])
    assert patch(site.http, path, 10, b"", **{"Upload-Length": "9"}).status_code == 400
    assert patch(site.http, path, 10, b"", **{"Upload-Length": str((1 << 30) + 1)}).status_code == 413
    assert patch(site.http, path, 10, b"", **{"Upload-Length": str(1 << 25)}).status_code == 507
    assert offset(site.http, path) == 10


def test_an_upload_of_unknown_length_keeps_to_the_quota(site: Site) -> None:
    path = made(site, DEFERRED)
    assert patch(site.http, path, 0, bytes((1 << 24) + 1)).status_code == 413
    assert offset(site.http, path) == 0
    assert patch(site.http, path, 0, bytes(1 << 23)).status_code == 204
    assert posted(site, Upload_Length=str((1 << 23) + 1)).status_code == 507


@pytest.mark.parametrize("headers", [{"Upload-Defer-Length": "0"}, {**DEFERRED, "Upload-Length": "1"}, {}])
def test_a_length_that_is_told_twice_or_not_at_all_is_400(site: Site, headers: dict[str, str]) -> None:
    assert site.http.post("/uploads", headers=headers).status_code == 400


# ---- Expiration ----


def test_an_unfinished_upload_says_until_when_it_waits(site: Site) -> None:
    answer = posted(site, Upload_Length="10")
    path = str(answer.headers["Location"])
    week = datetime.now(UTC) + timedelta(days=7)
    for one in (answer, patch(site.http, path, 0, b"12345"), site.http.head(path)):
        assert abs(parsedate_to_datetime(one.headers["Upload-Expires"]) - week) < timedelta(minutes=1)
    last = patch(site.http, path, 5, b"67890")
    assert "Upload-Expires" not in last.headers


def untouched(spool: Spool, upload: str, days: int = 8) -> None:
    """As if nobody had sent a byte for so long."""
    at = time.time() - days * 86_400
    os.utime(spool._folder / f"{upload}.part", (at, at))


def test_an_upload_that_expired_is_410_and_its_bytes_are_gone(site: Site) -> None:
    path = create(site.http, 10)
    patch(site.http, path, 0, b"12345")
    untouched(site.spool, path.rpartition("/")[2])
    assert site.http.head(path).status_code == 410
    answer = patch(site.http, path, 5, b"67890")
    assert (answer.status_code, answer.json()["code"]) == (410, "expired")
    assert parts(site.spool) == []


def test_a_byte_that_comes_prolongs_the_term(site: Site) -> None:
    path = create(site.http, 10)
    untouched(site.spool, path.rpartition("/")[2], days=6)
    before = parsedate_to_datetime(site.http.head(path).headers["Upload-Expires"])
    after = parsedate_to_datetime(patch(site.http, path, 0, b"1").headers["Upload-Expires"])
    assert after - before > timedelta(days=5)


def test_a_sweep_gives_up_what_nobody_finished_and_nothing_else(tmp_path: Path) -> None:
    store = Faulty(FolderStore(tmp_path / "objects"), "before")
    spool = Spool(tmp_path / "spool", store, catalogue_in(tmp_path), Limits(free_floor=0))
    whole, unfinished, part, fresh = (spool.create("device", 5, Metadata(), partial=at == 2).id for at in range(4))
    send(spool, whole, 0, b"12345")
    send(spool, part, 0, b"12345")
    send(spool, unfinished, 0, b"1234")
    for upload in (whole, unfinished, part):
        untouched(spool, upload)
    assert set(spool.sweep()) == {unfinished, part}
    assert spool.sweep() == []
    assert {path.stem for path in parts(spool)} == {whole, fresh}
    with pytest.raises(Expired):
        spool.find(unfinished, "device")
    spool = reopen(spool)
    assert spool.reconcile(lambda _: False).postponed == [whole]
    assert spool.reconcile(lambda _: False).stored == [whole]
    spool.close()


def test_a_connection_that_still_sends_learns_that_its_upload_expired(site: Site) -> None:
    upload = site.spool.create("device", 10, Metadata()).id
    with site.spool.write(upload, "device", 0) as writer:
        writer.append(b"123")
        untouched(site.spool, upload)
        assert site.spool.sweep() == [upload]
        answer = site.http.head(f"/uploads/{upload}")
    assert answer.status_code == 410


# ---- Concatenation ----


def in_parts(site: Site, *contents: bytes) -> list[str]:
    """Parts that were uploaded at once."""
    paths = [made(site, {**PARTIAL, "Upload-Length": str(len(one))}) for one in contents]
    for path, content in reversed(list(zip(paths, contents, strict=True))):
        assert not content or patch(site.http, path, 0, content).status_code == 204
    return paths


def joined(site: Site, paths: list[str], **more: str) -> httpx.Response:
    return site.http.post("/uploads", headers={"Upload-Concat": f"final;{' '.join(paths)}", **more})


def test_parts_become_one_upload_in_the_order_in_which_they_are_named(each_site: Site) -> None:
    paths = in_parts(each_site, CONTENT[:1], CONTENT[1:90_000], b"", CONTENT[90_000:])
    base = str(each_site.http.base_url)
    named = [paths[0], f"{base}{paths[1]}".replace("//uploads", "/uploads"), *paths[2:]]
    answer = joined(each_site, named, **{"Upload-Metadata": encoded(filename="执法.mp4", filetype="video/mp4")})
    assert (answer.status_code, answer.headers["Mingjing-Blake3"]) == (201, DIGEST)
    told = each_site.http.head(answer.headers["Location"]).headers
    assert told["Upload-Concat"] == f"final;{' '.join(named)}"
    assert (told["Upload-Length"], told["Upload-Offset"]) == (str(len(CONTENT)), str(len(CONTENT)))
    found = each_site.spool._finish._catalogue.find(DIGEST)
    assert found is not None
    assert found.media_type == "video/mp4"
    assert [each_site.http.head(path).status_code for path in paths] == [410] * 4


def test_a_part_is_no_object_of_its_own(site: Site) -> None:
    (path,) = in_parts(site, CONTENT)
    told = site.http.head(path).headers
    assert told["Upload-Concat"] == "partial"
    assert "Mingjing-Blake3" not in told
    assert site.spool.reconcile(lambda _: False).stored == []
    assert site.spool._finish._catalogue.find(DIGEST) is None


def test_what_is_made_of_parts_takes_no_bytes(site: Site) -> None:
    path = str(joined(site, in_parts(site, b"ab", b"c")).headers["Location"])
    assert patch(site.http, path, 3, b"d").status_code == 403


def test_parts_that_are_not_whole_or_no_parts_are_400_and_those_of_others_404(site: Site) -> None:
    whole = in_parts(site, b"abc")[0]
    unfinished = made(site, {**PARTIAL, "Upload-Length": "3"})
    alone = create(site.http, 3)
    patch(site.http, alone, 0, b"abc")
    assert joined(site, [whole, unfinished]).status_code == 400
    assert joined(site, [whole, alone]).status_code == 400
    assert joined(site, [whole, "/uploads/" + "0" * 32]).status_code == 404
    assert joined(site, [whole], Authorization="Bearer another").status_code == 404
    assert joined(site, []).status_code == 400
    assert joined(site, [whole, whole]).status_code == 400
    assert joined(site, [whole], **{"Upload-Length": "3"}).status_code == 400
    assert site.http.post("/uploads", headers={"Upload-Concat": "half", "Upload-Length": "1"}).status_code == 400
    assert joined(site, [whole]).headers["Mingjing-Blake3"] == blake3(b"abc").hexdigest()


def test_parts_that_are_not_the_declared_whole_are_460_and_stay(site: Site) -> None:
    paths = in_parts(site, b"ab", b"c")
    assert joined(site, paths, **{"Upload-Metadata": encoded(blake3=DIGEST)}).status_code == 460
    assert joined(site, paths).headers["Mingjing-Blake3"] == blake3(b"abc").hexdigest()


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    spool = Spool(tmp_path / "spool", FolderStore(tmp_path / "objects"), catalogue_in(tmp_path), Limits(free_floor=0))
    yield spool
    spool.close()


def partials(spool: Spool, *contents: bytes) -> str:
    """What a final upload of such parts is made of."""
    ids = [spool.create("device", len(one), Metadata(), partial=True).id for one in contents]
    for upload, content in zip(ids, contents, strict=True):
        send(spool, upload, 0, content)
    return "final;" + " ".join(f"/uploads/{upload}" for upload in ids)


@pytest.mark.parametrize("copied", [0, 1, 65_536, 70_000, 150_000, len(CONTENT) - 1, len(CONTENT)])
def test_a_crash_while_parts_are_joined_loses_nothing(tmp_path: Path, copied: int) -> None:
    """The file of the whole has so many bytes, as a crash may leave it."""
    spool = Spool(tmp_path / "spool", FolderStore(tmp_path / "objects"), catalogue_in(tmp_path), Limits(free_floor=0))
    concat = partials(spool, CONTENT[:70_000], CONTENT[70_000:])
    final = spool.concatenate("device", concat, Metadata()).id
    (spool._folder / f"{final}.part").write_bytes(CONTENT[:copied])
    spool = reopen(spool)
    stored = spool.reconcile(lambda _: False).stored
    assert stored == ([final] if copied == len(CONTENT) else [])
    assert len(parts(spool)) == (1 if stored else 3)
    found = spool.find(final, "device")
    assert spool.settle(final, "device").blake3 == DIGEST
    assert found.blake3 == (DIGEST if stored else "")
    spool.close()


def test_a_whole_that_waits_for_the_store_needs_its_parts_no_more(tmp_path: Path) -> None:
    store = Faulty(FolderStore(tmp_path / "objects"), "before")
    spool = Spool(tmp_path / "spool", store, catalogue_in(tmp_path), Limits(free_floor=0))
    concat = partials(spool, CONTENT[:70_000], CONTENT[70_000:])
    final = spool.concatenate("device", concat, Metadata()).id
    with pytest.raises(Exception, match="before"):
        spool.settle(final, "device")
    for path in parts(spool):
        if path.stem != final:
            spool.terminate(path.stem, "device")
    assert spool.settle(final, "device").blake3 == DIGEST
    spool.close()


def test_a_whole_whose_part_was_ended_before_is_ended_too(spool: Spool) -> None:
    concat = partials(spool, CONTENT[:70_000], CONTENT[70_000:])
    final = spool.concatenate("device", concat, Metadata()).id
    spool.terminate(concat.rpartition("/")[2], "device")
    with pytest.raises(Exception, match=final):
        spool.settle(final, "device")
    with pytest.raises(Exception, match=final):
        spool.find(final, "device")
    assert all(path.stem != final for path in parts(spool))


def test_a_disk_that_is_full_while_parts_are_joined_is_said_so_and_the_rest_is_joined_later(spool: Spool) -> None:
    final = spool.concatenate("device", partials(spool, CONTENT[:70_000], CONTENT[70_000:]), Metadata()).id
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))  # no file becomes longer: as on a disk that is full
    try:
        with pytest.raises(NoSpace):
            spool.settle(final, "device")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert spool.find(final, "device").offset == 100_000
    assert spool.settle(final, "device").blake3 == DIGEST


# ---- Other origins ----


@pytest.fixture
def dock(tmp_path: Path) -> Iterator[httpx.Client]:
    """A server that pages of one other origin may upload to."""
    with site_of(tmp_path, FolderStore(tmp_path / "objects")) as site:
        app = make_app(site.spool, site.spool._finish._store, site.spool._finish._catalogue)
        app.add_middleware(UploadOrigins, origins=["https://dock.example"])
        with serving(app) as address, httpx.Client(base_url=address, trust_env=False) as http:
            yield http


def asked(dock: httpx.Client, origin: str, path: str = "/uploads") -> httpx.Response:
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    headers["Access-Control-Request-Headers"] = "authorization,tus-resumable,upload-length"
    return dock.options(path, headers=headers)


def test_a_page_of_a_named_origin_may_upload_and_reads_what_it_is_told(dock: httpx.Client) -> None:
    before = asked(dock, "https://dock.example")
    assert before.status_code == 200
    assert before.headers["Access-Control-Allow-Origin"] == "https://dock.example"
    assert "PATCH" in before.headers["Access-Control-Allow-Methods"]
    headers = {"Origin": "https://dock.example", "Authorization": "Bearer device", "Tus-Resumable": "1.0.0"}
    answer = dock.post("/uploads", headers={**headers, "Upload-Length": "3"})
    assert answer.headers["Access-Control-Allow-Origin"] == "https://dock.example"
    told = answer.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"Location", "Upload-Offset", "Mingjing-Blake3", "Tus-Resumable"} <= set(told)


def test_no_other_origin_may_and_no_other_path(dock: httpx.Client) -> None:
    assert "Access-Control-Allow-Origin" not in asked(dock, "https://elsewhere.example").headers
    assert "Access-Control-Allow-Origin" not in asked(dock, "https://dock.example", "/objects/0").headers
