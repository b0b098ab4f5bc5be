"""The command `mingjing scrub`, the list for staff, and the work of a server beside them."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

import pytest
from blake3 import blake3

from api.deployment import install
from api.scrubber import Scrubber, Teller
from api.settings import Settings
from commands import mingjing, said
from http_town import Town, site
from media.catalogue import Catalogue, StoredObject
from media.checks import Check, Checks
from media.folder import FolderStore
from media.scrubbing import Noted, Passed
from media.store import ObjectStore
from minio_server import Access
from records.store.engine import connect
from records.store.lease import Lease
from test_cli import is_one_sentence

CONTENT = os.urandom(300_000)
DIGEST = blake3(CONTENT).hexdigest()


def keep(settings: Settings, store: ObjectStore, content: bytes = CONTENT) -> str:
    """Puts an object as a spool does; returns its digest."""
    path, digest = settings.var / uuid4().hex, blake3(content).hexdigest()
    path.write_bytes(content)
    version = store.put(path, digest, len(content))
    engine = connect(settings.database_url)
    Catalogue(engine).note(StoredObject(digest, digest, len(content), "video/mp4", version, None, None))
    engine.dispose()
    return digest


def damage(var: Path, digest: str = DIGEST) -> None:
    """Flips a byte on the disk."""
    path = var / "objects" / digest[:2] / digest[2:4] / digest
    content = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


@pytest.fixture
def var(tmp_path: Path) -> Path:
    settings = Settings(var=tmp_path / "var")
    install(settings)
    keep(settings, FolderStore(settings.var / "objects"))
    return settings.var


# ---- The command ----


def test_what_is_whole_is_said_with_the_progress(var: Path) -> None:
    for once in ("--once", "--json"):
        done = mingjing("scrub", once, MINGJING_VAR=var)
        assert (done.returncode, done.stderr) == (0, "" if once == "--once" else "重新读取：0/1\n重新读取：1/1\n")
        if once == "--once":
            assert done.stdout == "重新读取：0/1\n重新读取：1/1\n读取 1 件，恢复 0 件。\n全部完好。\n"
        else:
            assert json.loads(done.stdout)["overview"]["counts"] == {"sound": 1}


def test_what_is_damaged_is_named_and_heals_where_there_is_a_second_store(var: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert said("scrub", MINGJING_VAR=var, MINGJING_OBJECTS_COPY=copy).returncode == 0
    damage(var)
    done = said("scrub", MINGJING_VAR=var)
    assert done.returncode == 1
    assert f"{DIGEST}  内容不符  内容与摘要不符" in done.stdout
    told = json.loads(said("scrub", "--json", MINGJING_VAR=var).stdout)
    assert (told["sound"], told["read"], [one["result"] for one in told["wrong"]]) == (False, 1, ["damaged"])
    healed = said("scrub", MINGJING_VAR=var, MINGJING_OBJECTS_COPY=copy)
    assert (healed.returncode, healed.stderr) == (0, "")
    assert f"{DIGEST}  已恢复  原来内容与摘要不符，已由第二份恢复" in healed.stdout
    assert healed.stdout.endswith("读取 1 件，恢复 1 件。\n全部完好。\n")
    assert said("scrub", MINGJING_VAR=var).returncode == 0


def test_of_a_bucket_what_is_hidden_is_named_and_what_is_gone_heals_from_a_folder(
    tmp_path: Path, minio: Access
) -> None:
    name = f"test-{uuid4().hex}"
    address = f"s3://{minio.access_key}:{minio.secret_key}@{minio.endpoint}/{name}?secure=0"
    settings = Settings(var=tmp_path / "var")
    install(settings)
    bucket = minio.store(name)
    digest = keep(settings, bucket)
    given = {"MINGJING_VAR": settings.var, "MINGJING_OBJECTS": address, "MINGJING_OBJECTS_COPY": tmp_path / "copy"}
    assert said("scrub", **given).returncode == 0
    client = minio.client()
    client.remove_object(name, digest)
    hidden = said("scrub", **given)
    assert (hidden.returncode, f"{digest}  被遮住" in hidden.stdout) == (1, True)
    for one in list(client.list_objects(name, digest, include_version=True)):
        client.remove_object(name, digest, version_id=one.version_id)
    assert "已由第二份恢复" in said("scrub", **given).stdout
    client.put_object(name, digest, BytesIO(b"over it"), 7)
    assert said("scrub", **given).returncode == 0
    engine = connect(settings.database_url)
    found = Catalogue(engine).find(digest)
    assert found
    assert b"".join(bucket.open(digest, 0, found.size, found.version_id)) == CONTENT
    engine.dispose()
    bucket.close()


def test_what_can_not_be_read_now_is_no_result(var: Path) -> None:
    (var / "objects").rename(var / "elsewhere")
    done = said("scrub", MINGJING_VAR=var)
    assert done.returncode == 1
    assert f"{DIGEST}  没有结果" in done.stdout
    engine = connect(Settings(var=var).database_url)
    assert Checks(engine).find(DIGEST) is None
    engine.dispose()


def test_what_can_not_be_done_is_said_in_one_sentence(var: Path, tmp_path: Path) -> None:
    is_one_sentence(said("scrub", MINGJING_VAR=tmp_path / "none"), "mingjing init")
    is_one_sentence(said("scrub", MINGJING_VAR=var, MINGJING_OBJECTS_COPY=var / "objects"), "MINGJING_OBJECTS_COPY")
    is_one_sentence(said("scrub", MINGJING_VAR=var, MINGJING_OBJECTS_COPY="s3://nothing"), "MINGJING_OBJECTS_COPY")
    is_one_sentence(said("scrub", MINGJING_VAR=var, MINGJING_OBJECTS="s3://k:s@127.0.0.1:1/bucket?secure=0"))


def test_a_second_store_that_is_away_is_said(var: Path) -> None:
    away = "s3://key:secret@127.0.0.1:1/bucket?secure=0"
    done = said("scrub", MINGJING_VAR=var, MINGJING_OBJECTS_COPY=away)
    assert (done.returncode, "第二份暂时不能用" in done.stdout) == (0, True)


# ---- For staff and operators ----


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, Path]]:
    var = tmp_path_factory.mktemp("var")
    with site("", var, scrub_rate=0) as found:
        yield found.town, var


def test_staff_with_the_right_see_what_is_wrong_and_operators_how_many(served: tuple[Town, Path]) -> None:
    town, var = served
    status = town.http.get("/readyz").status_code
    digest = town.upload(CONTENT)
    assert said("scrub", MINGJING_VAR=var).returncode == 0
    damage(var, digest)
    assert said("scrub", MINGJING_VAR=var).returncode == 1
    other = town.upload(b"arrived later")
    seen = {
        who: town.http.get("/api/objects/checks", headers={"Authorization": f"Bearer {town.tokens[who]}"})
        for who in ("registrar", "sun", "wang", "qian")
    }
    assert [seen[who].status_code for who in seen] == [200, 200, 403, 403]
    found = seen["sun"].json()
    assert found["counts"]["damaged"] == found["wrong"] == 1
    assert (found["never_checked"], found["oldest_check"] is None) == (1, False)
    (item,) = found["items"]
    assert (item["blake3"], item["size"], item["result"]) == (digest, len(CONTENT), "damaged")
    assert item["detail"] == "内容与摘要不符"
    ready = town.http.get("/readyz")
    assert (ready.status_code, ready.json()["objects"]) == (status, {"damaged": 1})
    told = town.http.get("/metrics").text
    assert 'mingjing_objects{check="damaged"} 1\n' in told
    assert 'mingjing_objects{check="never"} 1\n' in told
    assert 'mingjing_objects{check="missing"} 0\n' in told
    assert "mingjing_object_check_oldest_seconds" in told
    assert other != digest


# ---- The work of a server ----


@contextmanager
def working(name: str, settings: Settings, told: list[tuple[str, int, str]]) -> Iterator[Event]:
    """A process's part in the work, as a lease gives it out; yields what ends it."""
    stop, engine = Event(), connect(settings.database_url)
    tell = Teller(lambda level, text: told.append((name, level, text)))
    work = Scrubber(settings, engine, tell).run
    thread = Thread(target=Lease(engine, "timer", name).run, args=(work, stop))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join()
        engine.dispose()


def until(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    raise TimeoutError


def test_of_two_processes_one_reads_and_the_other_goes_on_when_it_ends(database: str, tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "var", database=database)
    install(settings)
    store = FolderStore(settings.var / "objects")
    told: list[tuple[str, int, str]] = []
    damaged = keep(settings, store)
    damage(settings.var, damaged)
    with working("a", settings, told) as stop_a:
        until(lambda: len(told) == 1)
        with working("b", settings, told):
            time.sleep(1)
            assert told == [("a", logging.ERROR, told[0][2])]
            assert damaged in told[0][2]
            stop_a.set()
            other = keep(settings, store, b"another")
            damage(settings.var, other)
            until(lambda: len(told) == 2)
            assert told[1][:2] == ("b", logging.ERROR)
            assert other in told[1][2]


def test_an_alarm_is_told_once_for_each_object_and_result() -> None:
    told: list[tuple[int, str]] = []
    tell = Teller(lambda level, text: told.append((level, text)))

    def check(result: str, detail: str = "") -> Check:
        return Check(DIGEST, datetime.now(UTC), result, detail)  # type: ignore[arg-type]

    course = [check("sound"), check("damaged", "一"), check("damaged", "二"), check("missing", "三")]
    before = None
    for one in [*course, check("healed", "四"), check("sound")]:
        assert not tell(Noted(one, before))
        before = one
    assert [level for level, _ in told] == [logging.ERROR, logging.ERROR, logging.WARNING]
    assert tell(Passed(DIGEST, "no route"))
    assert tell(Passed(DIGEST, "no route"))
    assert len(told) == 4
    tell(Noted(check("sound"), check("unreadable")))
    assert told[-1][0] == logging.INFO


def test_a_server_that_is_to_read_nothing_reads_nothing(var: Path) -> None:
    settings = Settings(var=var, scrub_rate=0)
    damage(var)
    told: list[tuple[str, int, str]] = []
    with working("a", settings, told):
        time.sleep(1)
    assert told == []
