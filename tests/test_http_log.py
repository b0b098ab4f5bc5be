"""The logs over HTTP, and receipts that are waited for."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from api import published_logs, receipts
from api.answers import Receipt
from api.deployment import install, open_ledgers
from api.founding import found
from api.published_logs import PublishedLogs
from api.settings import Settings
from http_problems import is_problem
from http_town import SAMPLE, START, Site, Town, serving, site
from media.errors import StoreUnavailable
from media.published_folder import PublishedFolder
from records.log import checkpoint, proofs
from records.log.checkpoint import Checkpoint
from records.log.notes import Note, SigningKey, VerifierKey
from records.log.proofs import Proof
from records.log.published import public
from records.log.tiles import Bundle, Tile, path_of, unpack, width_at
from records.moment import Moment
from records.penalty.commands import ApproveFiling
from records.store.ledger import Written


@pytest.fixture(scope="module")
def place(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        provable(found.town)
        yield found


@pytest.fixture
def town(place: Site) -> Town:
    return place.town


def provable(town: Town) -> Any:
    """The receipt of a case that is under the published checkpoint."""
    answer = town.send("wang", "POST", "cases?wait=checkpoint", json=town.filing())
    assert answer.status_code == 201, answer.text
    return answer.json()["receipt"]


def key_of(town: Town, log: str = SAMPLE) -> VerifierKey:
    answer = town.http.get(f"/log/{log}/key")
    return VerifierKey.parse(answer.text.removesuffix("\n"))


def latest(town: Town, log: str = SAMPLE) -> Checkpoint:
    return checkpoint.verify(Note.parse(town.http.get(f"/log/{log}/checkpoint").content), key_of(town, log))


# ---- What is there ----


def test_every_ledger_has_two_logs_each_with_a_key_and_an_origin_of_its_own(place: Site) -> None:
    provable(place.town)
    listed = {one["name"]: one for one in place.http.get("/log").json()}
    assert set(listed) == {"jianzhang", "jianzhang-public", "duancun", "duancun-public"}
    for name, one in listed.items():
        key = key_of(place.town, name)
        assert (one["vkey"], one["origin"]) == (key.text, key.name)
        assert one["size"] == latest(place.town, name).size
    assert listed["jianzhang"]["origin"] == "mingjing.local/sample/jianzhang"
    assert listed["jianzhang-public"]["origin"] == "mingjing.local/sample/jianzhang-public"
    assert len({one["vkey"] for one in listed.values()}) == 4


@pytest.mark.parametrize(("file", "content"), [("key", b"\xff"), ("key", b"no key"), ("checkpoint", b"no note")])
def test_a_damaged_log_hides_no_other(tmp_path: Path, file: str, content: bytes) -> None:
    logs, key = PublishedLogs(PublishedFolder(tmp_path)), SigningKey("log.example/a", bytes(32)).verifier
    for name in ("a", "b"):
        logs.store.write(public(name, "key"), f"{key.text}\n".encode())
    logs.store.write(public("a", file), content)
    assert [one.name for one in logs.listed()] == ["b"]


def test_the_list_of_logs_is_read_once_for_many_who_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logs, key = PublishedLogs(PublishedFolder(tmp_path)), SigningKey("log.example/a", bytes(32)).verifier
    for seconds, expected in ((0.0, ["a"]), (3_600.0, ["a", "b"]), (3_600.0, ["a", "b"])):
        monkeypatch.setattr(published_logs, "LISTED_SECONDS", seconds)
        logs.store.write(public("abc"[len(logs.store.list("log"))], "key"), f"{key.text}\n".encode())
        assert [one.name for one in logs.listed()] == expected
    assert len(PublishedLogs(logs.store).listed()) == 3


def test_a_log_has_the_entries_of_its_ledger_in_their_order(town: Town) -> None:
    receipt = provable(town)
    found = latest(town)
    width = width_at(0, (receipt["position"] - 1) // 256, found.size)
    place = Bundle((receipt["position"] - 1) // 256, width)
    entries = unpack(town.http.get(f"/log/{SAMPLE}/{path_of(place)}").content)
    assert entries[(receipt["position"] - 1) % 256] == base64.b64decode(receipt["entry"])


def test_a_receipt_that_was_waited_for_is_proven_by_what_it_names(town: Town) -> None:
    receipt = provable(town)
    assert (receipt["provable"], receipt["proof"]) == (True, f"/log/{SAMPLE}/proof/{receipt['position']}")
    answer = town.http.get(receipt["proof"])
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    proof = Proof.parse(answer.content)
    assert proof.index == receipt["position"] - 1
    proofs.verify(proof, base64.b64decode(receipt["entry"]), key_of(town))


def test_every_position_has_its_proof(town: Town) -> None:
    provable(town)
    found, key = latest(town), key_of(town)
    for index in range(-(-found.size // 256)):
        bundle = Bundle(index, width_at(0, index, found.size))
        entries = unpack(town.http.get(f"/log/{SAMPLE}/{path_of(bundle)}").content)
        for position, entry in enumerate(entries, index * 256 + 1):
            proofs.verify(Proof.parse(town.http.get(f"/log/{SAMPLE}/proof/{position}").content), entry, key)


# ---- How it is served ----


def paths_of(town: Town) -> dict[str, str]:
    size = latest(town).size
    return {
        "/log": "public, max-age=2",
        f"/log/{SAMPLE}/checkpoint": "public, max-age=2",
        f"/log/{SAMPLE}/key": "public, max-age=2",
        f"/log/{SAMPLE}/proof/1": "public, max-age=2",
        f"/log/{SAMPLE}/{path_of(Tile(0, size // 256, size % 256))}": "public, max-age=60",
        f"/log/{SAMPLE}/{path_of(Bundle(size // 256, size % 256))}": "public, max-age=60",
    }


def test_what_grows_is_kept_for_seconds_and_read_with_head_as_with_get(town: Town) -> None:
    for path, cache in paths_of(town).items():
        read, head = town.http.get(path), town.http.head(path)
        assert (read.status_code, head.status_code, head.content) == (200, 200, b""), path
        assert read.headers["Cache-Control"] == head.headers["Cache-Control"] == cache, path
        assert head.headers["Content-Length"] == str(len(read.content)), path
        assert read.headers["Access-Control-Allow-Origin"] == "*"
        assert town.http.post(path).status_code == 405, path
    types = {path: town.http.get(path).headers["Content-Type"] for path in paths_of(town)}
    assert list(types.values()) == [
        "application/json",
        *["text/plain; charset=utf-8"] * 3,
        *["application/octet-stream"] * 2,
    ]


def test_whoever_has_a_file_already_is_told_so(town: Town) -> None:
    for path in list(paths_of(town))[1:]:
        etag = town.http.get(path).headers["ETag"]
        assert town.http.get(path, headers={"If-None-Match": etag}).status_code in (200, 304)
    key = f"/log/{SAMPLE}/key"
    assert town.http.get(key, headers={"If-None-Match": town.http.get(key).headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "//",
        "/checkpoint/",
        "/nothing",
        "/key/x",
        "/tile",
        "/tile/",
        "/tile/0/",
        "/tile/0/0",
        "/tile/0/0000",
        "/tile/0/x000/000",
        "/tile/00/000",
        "/tile/-1/000",
        "/tile/64/000",
        "/tile/0/000.p/0",
        "/tile/0/000.p/256",
        "/tile/0/000.p/007",
        "/tile/0/000.p/1.p/1",
        "/tile/0/900",
        "/tile/0/%30%30%30.p/1",
        "/tile/0/../0/000",
        "/tile/%2e%2e/%2e%2e/%2e%2e/signer/jianzhang/state",
        "/tile/entries",
        "/tile/entries/900",
        "/tile/Entries/000",
        "/tile/0/000%00",
        "/proof/0",
        "/proof/-1",
        "/proof/01",
        "/proof/1.0",
        "/proof/%31",
        "/proof/%EF%BC%91",
        "/proof/999999",
        "/proof/99999999999999999999999",
        "/proof/",
        "/witnessed/00",
        f"/witnessed/{'0' * 64}",
        f"/witnessed/{'G' * 64}",
        "/../../signer/jianzhang/state",
        "/state",
    ],
)
def test_what_is_not_the_one_path_of_something_is_not_there(town: Town, path: str) -> None:
    for method in ("GET", "HEAD"):
        answer = as_written(town, method, f"/log/{SAMPLE}{path}")
        assert answer.status == 404, method
        assert answer.headers["Cache-Control"] == "public, max-age=2"


def as_written(town: Town, method: str, path: str) -> HTTPResponse:
    """The answer to a request for a path that no client has put in order."""
    base = town.http.base_url
    connection = HTTPConnection(base.host, base.port or 80, timeout=30)
    try:
        connection.request(method, path)
        return connection.getresponse()
    finally:
        connection.close()


@pytest.mark.parametrize("name", ["nobody", "..", "jianzhang%2d", "JIANZHANG", "x" * 300])
def test_a_log_that_is_not_there_has_nothing(town: Town, name: str) -> None:
    for path in ("checkpoint", "key", "tile/0/000", "tile/entries/000.p/1", "proof/1"):
        assert town.http.get(f"/log/{name}/{path}").status_code == 404


def test_whatever_is_served_is_a_tile_that_the_checkpoint_covers(town: Town) -> None:
    """Every file below the log's folder, and none of the widths beside those."""
    size = latest(town).size
    served = [
        path_of(place)
        for width in range(1, 257)
        for place in (Tile(0, size // 256, width), Bundle(size // 256, width))
        if town.http.get(f"/log/{SAMPLE}/{path_of(place)}").status_code == 200
    ]
    assert path_of(Tile(0, size // 256, size % 256)) in served
    for path in served:
        width = int(path.rpartition("/")[2])
        content = town.http.get(f"/log/{SAMPLE}/{path}").content
        assert (len(unpack(content)) if "entries" in path else len(content) // 32) == width


def test_the_metrics_say_how_much_is_not_signed_yet(town: Town) -> None:
    provable(town)
    unsigned = [
        line for line in town.http.get("/metrics").text.splitlines() if line.startswith("mingjing_log_unsigned")
    ]
    assert {line.split()[0] for line in unsigned} == {
        'mingjing_log_unsigned_events{log="duancun"}',
        'mingjing_log_unsigned_events{log="jianzhang"}',
    }
    assert all(int(line.split()[1]) >= 0 for line in unsigned)


# ---- Receipts ----


def test_a_receipt_that_was_not_waited_for_says_nothing_of_a_proof(town: Town) -> None:
    receipt = town.made("wang", "cases", town.filing())["receipt"]
    assert set(receipt) == {"position", "entry", "recorded_at"}


def test_steps_wait_as_well_and_so_does_their_repetition(town: Town) -> None:
    case = town.file()
    step, headers = town.saying(ApproveFiling), {"Idempotency-Key": "approve-once"}
    answers = [
        town.send("zhao", "POST", f"cases/{case}/steps?wait=checkpoint", json=step, headers=headers).json()
        for _ in range(2)
    ]
    assert answers[0]["receipt"] == answers[1]["receipt"]
    assert answers[0]["receipt"]["provable"] is True


def test_whoever_waits_in_vain_is_told_so_and_what_was_written_stays(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "PATIENCE", 0.3)
    monkeypatch.setattr(receipts, "AT_ONCE", 1)
    settings = Settings(var=tmp_path, database=database, port=0, documents="asked")
    install(settings)
    with open_ledgers(settings) as ledgers:
        sample = found(ledgers, settings, SAMPLE, "监漳镇", "140429", "登记人", Moment.of(START))
    (tmp_path / "signing").mkdir()
    (tmp_path / "signing" / f"{SAMPLE}.vkey").write_text("unreadable")
    with serving(settings) as address, httpx.Client(base_url=address, trust_env=False, timeout=30) as http:
        town = Town(http, sample)
        town.settle()
        answers: list[httpx.Response] = []

        def send() -> None:
            answers.append(town.send("wang", "POST", "cases?wait=checkpoint", json=town.filing()))

        threads = [Thread(target=send) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [answer.status_code for answer in answers] == [201] * 3
        for answer in answers:
            assert answer.json()["receipt"]["provable"] is False
            assert "proof" not in answer.json()["receipt"]
            assert town.version(answer.json()["case"]) == 1
        is_problem(http.get(f"/log/{SAMPLE}/checkpoint"), 404, "not-found")
        assert [one["name"] for one in http.get("/log").json()] in ([], [f"{SAMPLE}-public"])


@pytest.mark.parametrize("checkpoint_", [None, b"no note"])
def test_a_store_that_is_away_makes_no_failure_of_a_step_that_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checkpoint_: bytes | None
) -> None:
    monkeypatch.setattr(receipts, "PATIENCE", 0.2)

    class Away(PublishedFolder):
        def read(self, path: str) -> bytes | None:
            if checkpoint_ is None:
                raise StoreUnavailable(path)
            return checkpoint_

    receipt = Receipt(1, "", "2025-03-03T01:00:00.000000Z")
    written = Written(events=(), positions=(1,), versions=(1,), entries=(b"",), recorded_at=0)
    answer = receipts.Receipts(PublishedLogs(Away(tmp_path))).awaited(SAMPLE, written, receipt)
    assert (answer.provable, answer.proof) == (False, None)
