"""Erasing over HTTP and on the command line, the commands for keys, and public pages without any key."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, NoReturn

import httpx
import pytest
from fastapi import FastAPI

from api import feeds, pages, portal, problems, public
from api.deployment import open_ledgers
from api.published_logs import PublishedLogs
from api.settings import Settings, UnusableSetting
from api.stores import open_keys, open_published
from commands import mingjing
from conftest import empty_database
from http_problems import wrong
from http_town import REAL, SAMPLE, Site, Town, site
from projections.follower import Follower
from records.moment import Moment
from records.seal.backup import Secret, back_up, read_header
from records.seal.keys import KeyDatabase
from records.store.directory import Ledgers
from records.store.engine import connect
from test_cli import is_one_sentence

NUMBER = "140429199001010021"


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def place(var: Path) -> Iterator[Site]:
    with site("", var) as found:
        yield found


@pytest.fixture
def town(place: Site) -> Town:
    return place.town


def registered(town: Town, number: str = "") -> str:
    person = {"kind": "natural", "name": "钱多多", "number": number, "address": "监漳村12号"}
    return str(town.made("registrar", "registers/persons", person)["person"])


def erase(town: Town, who: str, person: str, **more: Any) -> httpx.Response:
    return town.post(who, "erasures", {"person": person, "reason": "登记错误，本人请求", **more})


# ---- HTTP ----


def test_the_registrar_erases_a_person_and_is_given_a_receipt(town: Town) -> None:
    person = registered(town, NUMBER)
    answer = erase(town, "registrar", person)
    assert answer.status_code == 201, answer.text
    (event,) = answer.json()["events"]
    assert (event["type"], event["stream"]) == ("person-erased/1", "ledger")
    assert answer.json()["receipt"]["position"] == event["position"]
    assert erase(town, "registrar", person).status_code == 409
    assert registered(town, NUMBER) != person
    grant = {"principal": "q", "subject": f"person:{person}", "roles": ["officer"]}
    assert set(wrong(town.post("registrar", "registers/access", grant))) == {"$.subject"}


def test_nobody_else_may(town: Town) -> None:
    person = registered(town)
    for who in ("wang", "sun", "feng", "recorder"):
        assert erase(town, who, person).status_code == 403, who
    assert town.http.post(f"/api/{SAMPLE}/erasures", json={}).status_code == 401


def test_a_term_of_the_law_refuses_with_code_and_article(town: Town) -> None:
    case = town.file()
    timeline = town.get("sun", f"cases/{case}/timeline")
    filed = next(one["event"] for one in timeline["steps"] if one["type"] == "case-filed/1")
    answer = erase(town, "registrar", filed["party"]["person"])
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "case-still-open")
    assert problem["article"] == "个人信息保护法 第四十七条"
    assert case in problem["detail"]
    answer = erase(town, "registrar", town.people["chen"])
    assert answer.json()["code"] == "still-in-office"


def test_what_is_asked_wrongly_is_said_field_by_field(town: Town) -> None:
    person = registered(town)
    assert set(wrong(erase(town, "registrar", person, reason="钱多多请求"))) == {"$.reason"}
    assert set(wrong(erase(town, "registrar", person, reason=""))) == {"$.reason"}
    assert erase(town, "registrar", "nobody").status_code == 404


# ---- Command line ----


def run(*arguments: object, var: Path, **environment: object) -> CompletedProcess[str]:
    return mingjing(*map(str, arguments), MINGJING_VAR=var, **environment)


def test_an_operator_erases_a_person_beside_the_server(town: Town, var: Path) -> None:
    person = registered(town)
    done = run("erase", person, "--reason", "本人请求", "--ledger", SAMPLE, var=var)
    assert done.returncode == 0, done.stderr
    assert "已经清除" in done.stdout
    assert erase(town, "registrar", person).status_code == 409
    is_one_sentence(run("erase", "nobody", "--reason", "无", "--ledger", SAMPLE, var=var), "没有这个人员")
    is_one_sentence(run("erase", town.people["chen"], "--reason", "无", "--ledger", SAMPLE, var=var), "执法证")


def test_the_drill_of_rotation_backup_and_restore(town: Town, var: Path, tmp_path: Path) -> None:
    case, person = town.file(), registered(town)
    (tmp_path / "passphrase").write_text("松下问童子言师采药去只在此山中\n", encoding="utf-8")
    given = ("--passphrase-file", tmp_path / "passphrase")
    done = run("keys", "backup", "--out", tmp_path / "backup", *given, var=var)
    assert done.returncode == 0, done.stderr
    assert "期满请销毁" in done.stdout
    assert erase(town, "registrar", person).status_code == 201
    done = run("keys", "rotate", var=var)
    assert done.returncode == 0, done.stderr
    assert "已经更换主密钥" in done.stdout
    assert town.file()  # the server runs on, with keys under the new master key
    assert town.get("sun", f"cases/{case}")["version"]
    fresh = tmp_path / "keys"
    done = run("keys", "restore", tmp_path / "backup", *given, var=var, MINGJING_KEYS=fresh)
    assert done.returncode == 0, done.stderr
    assert "再次清除" in done.stdout
    with open_ledgers(Settings(var=var, keys=str(fresh))) as ledgers:
        assert ledgers.get(SAMPLE).key_state(person) == "destroyed"
        assert ledgers.get(SAMPLE).history(f"case:{case}", persons=True)


def test_an_old_backup_is_not_restored_unasked(var: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(bytes(32))
    with open_keys(Settings(var=var)) as keys:
        back_up(keys, tmp_path / "backup", Secret.of_key(bytes(32)), Moment.of(datetime.now(UTC) - timedelta(days=91)))
    assert read_header(tmp_path / "backup").keys
    given = ("keys", "restore", tmp_path / "backup", "--key-file", tmp_path / "key")
    is_one_sentence(run(*given, var=var), "91 天", "90 天", "--expired")
    assert run(*given, "--expired", var=var).returncode == 0
    assert run(*given, var=var, MINGJING_KEY_BACKUP_DAYS=120).returncode == 0


def test_commands_for_keys_say_in_one_sentence_what_is_wrong(var: Path, tmp_path: Path) -> None:
    (tmp_path / "short").write_text("短\n", encoding="utf-8")
    (tmp_path / "none").write_bytes(b"{}")
    (tmp_path / "key").write_bytes(bytes(31))
    is_one_sentence(
        run("keys", "backup", "--out", tmp_path / "b", "--passphrase-file", tmp_path / "short", var=var), "12"
    )
    is_one_sentence(run("keys", "backup", "--out", tmp_path / "b", "--key-file", tmp_path / "key", var=var), "32 bytes")
    is_one_sentence(
        run("keys", "restore", tmp_path / "none", "--passphrase-file", tmp_path / "short", var=var), "no backup"
    )
    is_one_sentence(run("keys", "rotate", var=var, MINGJING_KEYS="mysql://x"), "MINGJING_KEYS")
    is_one_sentence(run("keys", "rotate", var=tmp_path / "elsewhere"), "没有密钥")
    assert not (tmp_path / "elsewhere").exists()
    assert not (tmp_path / "b").exists()


# ---- Settings ----


def test_keys_and_master_key_lie_in_databases_of_their_own(postgres_url: str, tmp_path: Path) -> None:
    with empty_database(postgres_url) as keys, empty_database(postgres_url) as master:
        plain = [url.replace("+psycopg", "") for url in (keys, master)]
        settings = Settings(var=tmp_path, keys=plain[0], master=plain[1])
        with open_keys(settings) as one, open_keys(settings) as other:
            assert isinstance(one, KeyDatabase)
            assert one.obtain("town", ["case:1"])["case:1"].secret == other.obtain("town", ["case:1"])["case:1"].secret
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("variable", "places"),
    [
        ("MINGJING_KEYS", {"database": "a@one/events", "keys": "a@one/events"}),
        ("MINGJING_KEYS", {"database": "a:1@one:5432/events", "keys": "b:2@ONE/events?sslmode=require"}),
        ("MINGJING_KEYS", {"database": "a@/events?host=/run/pg", "keys": "b@/events?host=/run/pg"}),
        ("MINGJING_MASTER", {"database": "a@one/events", "master": "b@one/events"}),
        ("MINGJING_MASTER", {"database": "a@one/events", "keys": "a@one/keys", "master": "b@one/keys"}),
    ],
)
def test_events_keys_and_master_key_are_refused_in_one_database(
    variable: str, places: dict[str, str], tmp_path: Path
) -> None:
    given = {
        f"MINGJING_{name.upper()}": f"postgresql{'+psycopg' if name == 'database' else ''}://{at}"
        for name, at in places.items()
    }
    settings = Settings.read({"MINGJING_VAR": str(tmp_path), **given})
    with pytest.raises(UnusableSetting, match=f"{variable} 应为另一个数据库"), open_keys(settings):
        pass


# ---- Public pages ----


class NoKeys:
    """A key store that may not even be asked."""

    def __getattr__(self, name: str) -> NoReturn:
        msg = f"a public page asked the key store to {name}"
        raise AssertionError(msg)


def shown(app: FastAPI, address: str) -> httpx.Response:
    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(address)

    return asyncio.run(get())


def test_public_pages_and_feeds_open_no_key(place: Site, town: Town, var: Path) -> None:
    town.published()
    town.later(days=1)
    town.made("registrar", "clock", {"to": None})
    town.projected()
    settings = Settings(var=var)
    engine = connect(settings.database_url)
    ledgers = Ledgers(engine, NoKeys())
    app = FastAPI()
    problems.install(app)
    with open_published(settings) as published:
        app.include_router(public.routes(ledgers, PublishedLogs(published)))
        app.include_router(feeds.routes(ledgers, Follower(ledgers).lag))
        pages.install(app)
        app.include_router(portal.routes(ledgers))
        page = shown(app, f"/public/{SAMPLE}/disclosures").json()["items"][0]["disclosure"]["id"]
        addresses = [
            *("/", "/about", f"/{SAMPLE}/", f"/{REAL}/", f"/{SAMPLE}/statistics", f"/{SAMPLE}/withdrawals"),
            *(f"/{SAMPLE}/disclosures/{page}", f"/public/{SAMPLE}/disclosures/{page}"),
            *("/feeds/disclosures.atom", f"/feeds/{SAMPLE}/disclosures.atom"),
        ]
        for address in addresses:
            answer = shown(app, address)
            assert answer.status_code == 200, (address, answer.text)
    ledgers.close()
    engine.dispose()
