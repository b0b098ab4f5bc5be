"""Whoever has the bytes of an object proves it instead of sending them; who only knows its digest doesn't get it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import httpx
import pytest
from blake3 import blake3
from hypothesis import given
from hypothesis import strategies as st

from media import metadata
from media.folder import FolderStore
from media.limits import Limits
from media.possession import LONG, RANGES, Challenge, Challenges
from media.spool import Spool
from media.store import ObjectStore
from media_app import Site, create, encoded, offset, patch, site_of, uploaded
from uploading import catalogue_in, upload_whole

pytest_plugins = ("minio_server",)

CONTENT = os.urandom(700_000)
DIGEST = blake3(CONTENT).hexdigest()


@pytest.fixture
def site(tmp_path: Path, store: ObjectStore) -> Iterator[Site]:
    """A server over each kind of store."""
    with site_of(tmp_path, store) as site:
        yield site


def offered(site: Site, content: bytes = CONTENT, more: Mapping[str, str] = MappingProxyType({})) -> httpx.Response:
    """Another account's upload of the same bytes."""
    told = {"Upload-Length": str(len(content)), "Upload-Metadata": encoded(blake3=blake3(content).hexdigest())}
    headers = {**told, "Mingjing-Possession": "offered", "Authorization": "Bearer another", **more}
    answer = site.http.post("/uploads", headers=headers)
    assert answer.status_code == 201
    return answer


def proof_of(challenge: str, content: bytes = CONTENT) -> str:
    """As the page says, without our code."""
    key, parts = challenge.split(" ")
    hasher = blake3(key=bytes.fromhex(key))
    for part in parts.split(","):
        start, length = map(int, part.split("+"))
        hasher.update(content[start : start + length])
    return hasher.hexdigest()


def proved(site: Site, path: str, proof: str) -> httpx.Response:
    return patch(site.http, path, 0, b"", **{"Mingjing-Proof": proof, "Authorization": "Bearer another"})


def test_who_has_the_bytes_need_not_send_them(site: Site) -> None:
    uploaded(site.http, CONTENT)
    answer = offered(site)
    done = proved(site, answer.headers["Location"], proof_of(answer.headers["Mingjing-Challenge"]))
    assert (done.status_code, done.headers["Mingjing-Blake3"]) == (204, DIGEST)
    assert done.headers["Upload-Offset"] == str(len(CONTENT))
    told = site.http.head(answer.headers["Location"], headers={"Authorization": "Bearer another"}).headers
    assert told["Mingjing-Blake3"] == DIGEST


def test_a_small_object_is_asked_for_as_a_whole(site: Site) -> None:
    uploaded(site.http, b"abc")
    answer = offered(site, b"abc")
    assert answer.headers["Mingjing-Challenge"].endswith(" 0+3")
    done = proved(site, answer.headers["Location"], proof_of(answer.headers["Mingjing-Challenge"], b"abc"))
    assert done.headers["Mingjing-Blake3"] == blake3(b"abc").hexdigest()


def test_a_wrong_proof_is_460_and_the_bytes_may_be_sent(site: Site) -> None:
    uploaded(site.http, CONTENT)
    answer = offered(site)
    path, challenge = answer.headers["Location"], answer.headers["Mingjing-Challenge"]
    one_off = bytes([CONTENT[0] ^ 1]) * len(CONTENT)
    for proof in (proof_of(challenge, one_off), DIGEST, "0" * 64):
        assert proved(site, path, proof).status_code == 460
    assert proved(site, path, "abc").status_code == 400
    with_token = {"Authorization": "Bearer another"}
    assert patch(site.http, path, 0, CONTENT, **with_token).headers["Mingjing-Blake3"] == DIGEST


def test_a_proof_is_of_one_account_which_is_asked_for_the_same_parts_again(site: Site) -> None:
    uploaded(site.http, CONTENT)
    first, second = offered(site), offered(site)
    assert first.headers["Mingjing-Challenge"] == second.headers["Mingjing-Challenge"]
    other = offered(site, more={"Authorization": "Bearer third"})
    assert other.headers["Mingjing-Challenge"] != first.headers["Mingjing-Challenge"]
    proof = proof_of(first.headers["Mingjing-Challenge"])
    stranger = patch(site.http, first.headers["Location"], 0, b"", **{"Mingjing-Proof": proof})
    assert stranger.status_code == 404
    with_token = {"Mingjing-Proof": proof, "Authorization": "Bearer third"}
    assert patch(site.http, other.headers["Location"], 0, b"", **with_token).status_code == 460


def test_a_proof_comes_without_bytes_and_at_the_beginning(site: Site) -> None:
    uploaded(site.http, CONTENT)
    answer = offered(site)
    told = {"Mingjing-Proof": proof_of(answer.headers["Mingjing-Challenge"]), "Authorization": "Bearer another"}
    assert patch(site.http, answer.headers["Location"], 0, b"x", **told).status_code == 400
    assert patch(site.http, answer.headers["Location"], 1, b"", **told).status_code == 400


def test_what_the_store_has_lost_must_be_sent(tmp_path: Path) -> None:
    with site_of(tmp_path, FolderStore(tmp_path / "objects")) as site:
        uploaded(site.http, CONTENT)
        answer = offered(site)
        path = tmp_path / "objects" / DIGEST[:2] / DIGEST[2:4] / DIGEST
        path.unlink()
        assert "Mingjing-Challenge" not in offered(site).headers
        proof = proof_of(answer.headers["Mingjing-Challenge"])
        assert proved(site, answer.headers["Location"], proof).status_code == 460
        sent = patch(site.http, answer.headers["Location"], 0, CONTENT, Authorization="Bearer another")
        assert sent.headers["Mingjing-Blake3"] == DIGEST
        assert path.read_bytes() == CONTENT


@pytest.mark.parametrize("damage", ["flipped", "shorter"])
def test_bytes_that_come_again_mend_what_was_damaged_meanwhile(tmp_path: Path, damage: str) -> None:
    """The client may delete its own after the answer: the answer must not rest on bytes that nobody has."""
    with site_of(tmp_path, FolderStore(tmp_path / "objects")) as site:
        uploaded(site.http, CONTENT)
        path = tmp_path / "objects" / DIGEST[:2] / DIGEST[2:4] / DIGEST
        site.spool.bound(DIGEST)  # so that no other name of the file is left
        path.chmod(0o600)
        path.write_bytes(CONTENT[:-1] + bytes([CONTENT[-1] ^ 1]) if damage == "flipped" else CONTENT[:-1])
        assert uploaded(site.http, CONTENT) == DIGEST
        assert path.read_bytes() == CONTENT


def test_what_is_doubted_must_be_sent(tmp_path: Path, store: ObjectStore) -> None:
    catalogue = catalogue_in(tmp_path)
    doubted: set[str] = set()
    spool = Spool(tmp_path / "spool", store, catalogue, Limits(free_floor=0), doubted=doubted.__contains__)
    upload_whole(spool, CONTENT)
    told = metadata.parse(encoded(blake3=DIGEST))
    assert spool.challenge(spool.create("another", len(CONTENT), told)) is not None
    doubted.add(DIGEST)
    assert spool.challenge(spool.create("another", len(CONTENT), told)) is None
    spool.close()


def test_nobody_is_asked_who_did_not_offer_or_whose_object_is_not_there_or_of_another_length(site: Site) -> None:
    assert "Mingjing-Challenge" not in offered(site).headers
    uploaded(site.http, CONTENT)
    assert "Mingjing-Challenge" not in offered(site, more={"Mingjing-Possession": "no"}).headers
    assert "Mingjing-Challenge" not in offered(site, more={"Upload-Length": "1"}).headers
    assert "Mingjing-Challenge" not in offered(site, more={"Upload-Metadata": encoded(filename="x")}).headers
    partial = {"Upload-Concat": "partial"}
    assert "Mingjing-Challenge" not in offered(site, more=partial).headers


def test_an_upload_that_has_bytes_already_is_not_proved(site: Site) -> None:
    uploaded(site.http, CONTENT)
    answer = offered(site)
    path = answer.headers["Location"]
    patch(site.http, path, 0, CONTENT[:5], Authorization="Bearer another")
    assert proved(site, path, proof_of(answer.headers["Mingjing-Challenge"])).status_code == 409


def test_what_was_proved_survives_a_start_and_leaves_no_file_once_it_is_bound(site: Site) -> None:
    uploaded(site.http, CONTENT)
    answer = offered(site)
    proved(site, answer.headers["Location"], proof_of(answer.headers["Mingjing-Challenge"]))
    report = site.spool.reconcile(lambda _: False)
    assert (report.lost, report.stored) == ([], [])
    site.spool.bound(DIGEST)
    assert list(site.spool._folder.glob("*.part")) == []


def test_an_ordinary_upload_of_the_same_bytes_goes_as_before(site: Site) -> None:
    uploaded(site.http, CONTENT)
    path = create(site.http, len(CONTENT), blake3=DIGEST)
    assert offset(site.http, path) == 0
    assert patch(site.http, path, 0, CONTENT).headers["Mingjing-Blake3"] == DIGEST


@given(st.integers(0, 10 * RANGES * LONG), st.text(min_size=1, max_size=9))
def test_the_parts_lie_within_the_object_and_are_those_of_one_account(size: int, owner: str) -> None:
    challenges = Challenges()
    found: Challenge = challenges.of(owner, DIGEST, size)
    assert all(start >= 0 and start + length <= size for start, length in found.parts)
    assert sum(length for _, length in found.parts) == min(size, RANGES * LONG)
    assert challenges.of(owner, DIGEST, size) == found
    assert challenges.of(owner + "1", DIGEST, size).key != found.key
    assert Challenges().of(owner, DIGEST, size).key != found.key
