"""The log of a deployment, checked by programs that we did not write, over HTTP and while its signers are disturbed."""

from __future__ import annotations

import base64
import hashlib
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any, NamedTuple

import httpx
import msgspec
import pytest
from msgspec.structs import replace

from api import deployment
from api.deployment import install, open_ledgers
from api.settings import Settings
from go_programs import fsck, litewitness, spicy
from http_town import serving
from log_rows import insert_entries
from log_trees import numbered
from penal import HANDLERS
from process_load import LEDGER, found_town, steps, token
from records.log import checkpoint
from records.log.checkpoint import Checkpoint
from records.log.keyring import SigningKeys
from records.log.notes import Note, VerifierKey
from records.log.tiles import Bundle, Tile, path_of
from records.store import lost
from records.store.lease import LENGTH, LOOK
from test_processes import START, Process, filing, running, until

BULK = 70_000


class Served(NamedTuple):
    """A log with many entries, of which the last are real, at an address."""

    url: str
    key: VerifierKey
    size: int
    receipt: dict[str, Any]
    folder: Path
    """Its files on disk."""


def file_one(http: httpx.Client, serial: int) -> Any:
    """Files a case and waits for the checkpoint; the receipt."""
    headers = {"Authorization": f"Bearer {token(HANDLERS[0])}", "Idempotency-Key": f"served:{serial}"}
    body = msgspec.json.encode(next(steps(serial, "")))
    answer = http.post(f"/api/{LEDGER}/cases?wait=checkpoint", content=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()["receipt"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    settings = Settings(var=tmp_path_factory.mktemp("var"), port=0, documents="asked")
    install(settings)
    with open_ledgers(settings) as ledgers:
        found_town(ledgers, settings)
        head = ledgers.get(LEDGER).head()
        insert_entries(ledgers.engine, LEDGER, numbered(BULK), head, stream=lost.STREAM, tag=lost.TAG)
    with serving(settings) as address, httpx.Client(base_url=address, trust_env=False, timeout=60) as http:
        receipt = {}
        for serial in range(3):
            receipt = file_one(http, serial)
            while not receipt["provable"]:
                receipt = file_one(http, serial)
        key = VerifierKey.parse(http.get(f"/log/{LEDGER}/key").text.strip())
        found = latest(http, key)
        assert found.size >= receipt["position"] > BULK
        yield Served(f"{address}/log/{LEDGER}", key, found.size, receipt, settings.var / "log" / "log" / LEDGER)


def latest(http: httpx.Client, key: VerifierKey) -> Checkpoint:
    return checkpoint.verify(Note.parse(http.get(f"/log/{LEDGER}/checkpoint").content), key)


def test_tesseras_fsck_finds_the_served_log_right(served: Served, tmp_path: Path) -> None:
    assert fsck(served.url, served.key.text, tmp_path) == served.size


def test_spicy_accepts_the_proof_of_a_receipt_and_of_no_other_entry(served: Served, tmp_path: Path) -> None:
    entry, proof = base64.b64decode(served.receipt["entry"]), httpx.get(_absolute(served), trust_env=False).text
    accepted, said = spicy(entry, proof, served.key.text, tmp_path)
    assert accepted, said
    assert not spicy(entry[:-1] + bytes([entry[-1] ^ 1]), proof, served.key.text, tmp_path)[0]


def _absolute(served: Served) -> str:
    return served.url.removesuffix(f"/log/{LEDGER}") + str(served.receipt["proof"])


def damaged(size: int) -> dict[str, str]:
    return {
        "a full tile": path_of(Tile(0, 100, 256)),
        "a partial tile": path_of(Tile(0, size // 256, size % 256)),
        "a tile of the second level": path_of(Tile(1, 0, 256)),
        "a full bundle": path_of(Bundle(100, 256)),
        "a partial bundle": path_of(Bundle(size // 256, size % 256)),
    }


@pytest.mark.parametrize("what", damaged(300))
def test_tesseras_fsck_finds_a_byte_that_was_flipped_on_disk(served: Served, tmp_path: Path, what: str) -> None:
    file = served.folder / damaged(served.size)[what]
    sound = file.read_bytes()
    file.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
    try:
        assert fsck(served.url, served.key.text, tmp_path, seconds=60) is None
    finally:
        file.write_bytes(sound)


# ---- Witnessed ----


def test_a_served_checkpoint_is_cosigned_by_the_witness_and_found_under_its_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deployment, "HEAR_SECONDS", 0.2)
    settings = Settings(var=tmp_path / "var", port=0, documents="asked")
    install(settings)
    with open_ledgers(settings) as ledgers:
        found_town(ledgers, settings)
        opened = ledgers.get(LEDGER).register().opened
        assert opened is not None
        keys = SigningKeys(settings.signing_folder)
        own = [
            keys.obtain(LEDGER + suffix, lambda suffix=suffix: opened.origin + suffix).verifier  # type: ignore[misc]
            for suffix in ("", "-public")
        ]
    with litewitness(tmp_path / "witness", "witness.example/w1", own) as witness:
        file = tmp_path / "witnesses.toml"
        entry = f'name = "市档案馆"\nurl = "{witness.url}"\nvkey = "{witness.key.text}"\n'
        file.write_text(f"threshold = 1\n[[witness]]\n{entry}")
        settings = replace(settings, witnesses=str(file))
        with serving(settings) as address, httpx.Client(base_url=address, trust_env=False, timeout=60) as http:
            for serial in range(2):
                receipt = file_one(http, serial)
                assert receipt["provable"]
                text = http.get(f"/log/{LEDGER}/checkpoint").content
                note = Note.parse(text)
                assert checkpoint.verify(note, own[0]).size >= receipt["position"]
                assert abs((checkpoint.cosigned_at(note, witness.key) or 0) - time.time()) < 60
            time.sleep(1)  # each process looks every fifth of it
            digest = named(settings, file_one(http, 2)["position"]).hex()
            kept = http.get(f"/log/{LEDGER}/witnessed/{digest}")
            assert (kept.status_code, hashlib.sha256(kept.content).hexdigest()) == (200, digest)
            earlier = Note.parse(kept.content)
            assert checkpoint.verify(earlier, own[0]).size < checkpoint.verify(note, own[0]).size
            assert abs((checkpoint.cosigned_at(earlier, witness.key) or 0) - time.time()) < 120
            assert http.get(f"/log/{LEDGER}/witnessed/latest").status_code == 404
            assert named(settings, 1) == b"", "nothing was witnessed before the first event"
            witness.stop()
            before = http.get(f"/log/{LEDGER}/checkpoint").content
            assert file_one(http, 3)["provable"] is False, "without its witness nothing is published"
            assert http.get(f"/log/{LEDGER}/checkpoint").content == before
            witness.start()
            until(lambda: http.get(f"/log/{LEDGER}/checkpoint").content != before, 60)


def named(settings: Settings, position: int) -> bytes:
    """The checkpoint that an event is committed to."""
    with closing(sqlite3.connect(settings.var / "mingjing.sqlite3")) as connection:
        query = "SELECT checkpoint FROM event WHERE ledger = ? AND position = ?"
        return bytes(connection.execute(query, (LEDGER, position)).fetchone()[0])


# ---- Signers of several processes ----


class Watch:
    """Reads the checkpoint over and over: sizes only grow, and no size has two."""

    def __init__(self, base: str) -> None:
        self.seen: dict[int, bytes] = {}
        self._base, self._enough = base, Event()
        self._thread = Thread(target=self._run, name="watch")
        self.failure = ""

    def _run(self) -> None:
        last = 0
        with httpx.Client(base_url=self._base, trust_env=False, timeout=30) as http:
            while not self._enough.wait(0.005):
                answer = http.get(f"/log/{LEDGER}/checkpoint")
                if answer.status_code == 404:
                    continue
                size = Checkpoint.parse(Note.parse(answer.content).body).size
                if size < last or self.seen.setdefault(size, answer.content) != answer.content:
                    self.failure = f"{size} after {last}: {answer.text}"
                last = size

    @contextmanager
    def watching(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self._enough.set()
            self._thread.join()
        assert not self.failure, self.failure
        assert len(self.seen) > 3


def test_signers_that_are_paused_for_longer_than_their_lease_and_killed_leave_one_growing_log(
    postgres_database: str, tmp_path: Path
) -> None:
    settings = Settings(var=tmp_path, database=postgres_database, documents="asked")
    install(settings)
    with open_ledgers(settings) as ledgers:
        found_town(ledgers, settings)
    with running(settings, a="api,follower", s1="signer") as (api, first), filing(settings):
        until(lambda: holder(api) == "s1")
        with Watch(api.base).watching(), running(settings, s2="signer") as (second,):
            for paused, other in ((first, "s2"), (second, "s1")):
                at = size(api)
                paused.signal(signal.SIGSTOP)
                until(lambda other=other: holder(api) == other, LENGTH + LOOK + 30)  # type: ignore[misc]
                until(lambda at=at: size(api) > at, 30)  # type: ignore[misc]
                paused.signal(signal.SIGCONT)
                until(paused.answers)
            killed = Process(settings, "s3", "signer")
            try:
                until(killed.answers, START)
                first.signal(signal.SIGTERM)
                until(lambda: holder(api) in ("s2", "s3"), 30)
                killed.signal(signal.SIGKILL)
                at = size(api)
                until(lambda: size(api) > at, LENGTH + LOOK + 30)
            finally:
                killed.end()
        key = VerifierKey.parse(httpx.get(f"{api.base}/log/{LEDGER}/key", trust_env=False).text.strip())
        found = fsck(f"{api.base}/log/{LEDGER}", key.text, tmp_path)
        assert found is not None
        assert found >= at


def holder(process: Process) -> str:
    return next(
        (one["holder"].split("-")[0] for one in process.state()["leases"] if one["held"] and one["name"] == "signer"),
        "",
    )


def size(process: Process) -> int:
    listed = httpx.get(f"{process.base}/log", trust_env=False).json()
    return next((int(one["size"]) for one in listed if one["name"] == LEDGER), 0)


def test_the_folder_of_the_log_alone_can_be_served_by_a_web_server(served: Served) -> None:
    """Whoever is in the group of others may read every file of it, and nothing that is the signer's own."""
    for path in served.folder.rglob("*"):
        assert path.stat().st_mode & 0o005, path
    private = served.folder.parent.parent / "signer"
    assert private.stat().st_mode & 0o077 == 0
    assert (private / LEDGER / "state").stat().st_mode & 0o077 == 0
