"""Checkpoints that an authority stamps (RFC 3161): what is kept is verified, and what fails holds up nothing."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

import anyio
import httpx
import pytest
from fastapi import FastAPI

from api.log import routes
from api.published_logs import PublishedLogs
from api.settings import Settings, UnusableSetting
from api.signing import Signer
from media.published_folder import PublishedFolder
from records.log.authority import Authority, Unstamped, read_roots
from records.log.files import LogFiles
from records.log.published import public
from records.log.timestamps import LATEST, Timestamps, checkpoint_path, token_path
from records.log.witness_policy import Policy
from test_witnessed import OneWitness, opened, sign, take
from time_stamping import Stamper, openssl, stamping
from town import town
from verify_town import LEDGER, Place


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stamper]:
    with stamping(tmp_path_factory.mktemp("tsa") / "authority") as stamper:
        yield stamper


@pytest.fixture
def stamper(authority: Stamper) -> Stamper:
    authority.asked, authority.down, authority.other = 0, False, b""
    return authority


@pytest.fixture
def place(database: str, tmp_path: Path) -> Place:
    found = Place(database, tmp_path / "var")
    found.fill(1, 3)
    return found


def tick(place: Place, stamper: Stamper, *, witnessed: bool = False, every: float = 3_600.0) -> bool:
    with closing(Authority(stamper.url, read_roots(stamper.roots))) as asked:
        return Timestamps(place.store, asked, witnessed=witnessed, every=every).tick(Event())


def stored(place: Place) -> list[str]:
    return place.store.list(public(LEDGER, "timestamps"))


def assert_openssl_verifies(place: Place, stamper: Stamper, text: bytes, folder: Path) -> None:
    (folder / "checkpoint").write_bytes(text)
    (folder / "token").write_bytes(place.files.read(token_path(sha256(text).hexdigest())) or b"")
    files = ["-in", str(folder / "token"), "-data", str(folder / "checkpoint"), "-CAfile", str(stamper.roots)]
    openssl("ts", "-verify", *files)


def test_a_witnessed_checkpoint_is_stamped_once_and_openssl_verifies_it(
    place: Place, stamper: Stamper, tmp_path: Path
) -> None:
    text = sign(place, OneWitness())
    for _ in range(2):
        assert tick(place, stamper, witnessed=True)
    name = sha256(text).hexdigest()
    assert stored(place) == [f"{name}.tsr", "latest"]
    assert place.files.read(LATEST) == f"{name}\n".encode()
    assert stamper.asked == 1
    assert_openssl_verifies(place, stamper, text, tmp_path)
    other = sign(place, OneWitness(1))
    assert other == text, "nothing was recorded since"
    assert place.found() == []


def test_without_witnesses_the_published_one_is_stamped_once_an_hour_and_kept(
    place: Place, stamper: Stamper, tmp_path: Path
) -> None:
    first = sign(place, None)
    name = sha256(first).hexdigest()
    assert tick(place, stamper)
    assert place.files.read(checkpoint_path(name)) == first
    with opened(place, bytes) as ledger:
        take(ledger, "more")
    second = sign(place, None)
    assert second != first
    assert tick(place, stamper)
    assert (stamper.asked, stored(place)) == (1, [f"{name}.checkpoint", f"{name}.tsr", "latest"])
    assert tick(place, stamper, every=0.0)
    for text in (first, second):
        assert_openssl_verifies(place, stamper, text, tmp_path)
    assert place.found() == []


def test_what_an_authority_should_not_have_answered_is_not_stored(
    place: Place, stamper: Stamper, tmp_path: Path
) -> None:
    text = sign(place, None)
    stamper.other = stamper.query(b"another")
    with closing(Authority(stamper.url)) as asked, pytest.raises(Unstamped, match="不是这个检查点的"):
        asked.stamp(text)
    stamper.other = stamper.query(text)
    with closing(Authority(stamper.url)) as asked, pytest.raises(Unstamped, match="另一次请求"):
        asked.stamp(text)
    assert not tick(place, stamper)
    stamper.other = b""
    strange = Stamper(tmp_path / "strange")
    with closing(Authority(stamper.url, read_roots(strange.roots))) as asked:
        assert not Timestamps(place.store, asked, witnessed=False).tick(Event())
    assert stored(place) == []


@pytest.mark.parametrize("how", ["says 503", "says nothing"])
def test_an_authority_that_fails_is_logged_once_and_holds_up_no_signing(
    how: str,
    database: str,
    stamper: Stamper,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("records.log.timestamps.LOOK", 0.01)
    monkeypatch.setattr("records.log.timestamps.PAUSE", 0.01)
    store, stop, stamper.down = PublishedFolder(tmp_path / "published"), Event(), True
    with socket.create_server(("127.0.0.1", 0)) as silent, town(database, tmp_path) as found:
        url = stamper.url if how == "says 503" else f"http://127.0.0.1:{silent.getsockname()[1]}/"
        files = LogFiles(found.name, store)
        with closing(Authority(url)) as asked:
            stamps = Timestamps(store, asked, witnessed=False)
            signer = Signer(found.ledgers, store, tmp_path / "signing", Policy(), stamps)
            running = Thread(target=signer.run, args=(stop,))
            running.start()
            for _ in range(2):
                before = files.published_size() or 0
                found.publish()
                wait_for(lambda before=before: (files.published_size() or 0) > before)  # type: ignore[misc]
            wait_for(lambda: how == "says nothing" or stamper.asked >= 3)
            stop.set()
            running.join()
    assert store.list(public(found.name, "timestamps")) == []
    assert len([one for one in caplog.records if "not time-stamped" in one.getMessage()]) == 1


def wait_for(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_verify_names_a_token_that_does_not_fit(place: Place, stamper: Stamper) -> None:
    text = sign(place, None)
    assert tick(place, stamper)
    name = sha256(text).hexdigest()
    sound = place.files.read(token_path(name)) or b""
    for wrong in (stamper.reply(stamper.query(b"another")), sound[:-1], b""):
        place.store.write(public(LEDGER, token_path(name)), wrong)
        assert place.found() == [("timestamp-differs", 0)]
    place.store.write(public(LEDGER, token_path(name)), sound)
    assert place.found() == []
    place.store.write(public(LEDGER, checkpoint_path(name)), text + b" ")
    assert place.found() == [("timestamp-differs", 0)]
    place.store.remove(public(LEDGER, checkpoint_path(name)))
    assert place.found() == [("timestamp-differs", 0)]


def test_tokens_and_their_checkpoints_are_served(place: Place, stamper: Stamper) -> None:
    text = sign(place, None)
    assert tick(place, stamper)
    name, app = sha256(text).hexdigest(), FastAPI()
    app.include_router(routes(PublishedLogs(place.store)))

    async def get(path: str) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://log.example") as http:
            return await http.get(f"/log/{LEDGER}/timestamps/{path}")

    latest = anyio.run(get, "latest")
    assert (latest.text, latest.headers["Cache-Control"]) == (f"{name}\n", "public, max-age=2")
    token = anyio.run(get, f"{name}.tsr")
    assert token.headers["Content-Type"] == "application/timestamp-reply"
    assert "immutable" in token.headers["Cache-Control"]
    assert token.content == place.files.read(token_path(name))
    assert anyio.run(get, f"{name}.checkpoint").content == text
    for path in (name, f"{name.upper()}.tsr", f"{'0' * 64}.tsr", "other"):
        assert anyio.run(get, path).status_code == 404


def test_settings_that_can_not_be_used_are_named(tmp_path: Path, stamper: Stamper) -> None:
    assert Settings().authority is None
    for url in ("tsa.example", "ftp://tsa.example/x", "http://"):
        with pytest.raises(UnusableSetting, match="MINGJING_TIMESTAMPS "):
            _ = Settings(timestamps=url).authority
    (tmp_path / "empty.pem").write_text("")
    for file in ("missing.pem", "empty.pem"):
        with pytest.raises(UnusableSetting, match="MINGJING_TIMESTAMPS_ROOTS"):
            _ = Settings(timestamps=stamper.url, timestamps_roots=str(tmp_path / file)).authority
    found = Settings(timestamps=stamper.url, timestamps_roots=str(stamper.roots)).authority
    assert found is not None
    found.close()
