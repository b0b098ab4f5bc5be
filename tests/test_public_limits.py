"""What anybody may send in how much time: counted once for all processes, and nothing kept of who sent it (第十条)."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, func, select

from api import limiter as limits
from api.deployment import open_ledgers
from api.limiter import ROWS, Limiter, forget, install, public_use
from api.settings import Settings
from http_town import SAMPLE, serving, site
from records.store.engine import connect
from test_article_13_correction import PDF, asked, form, published
from town import Town, town

pytestmark = pytest.mark.article("信息公示制度 第十条")

HOUR = 3_600_000_000
"""Microseconds."""


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Town]:
    """A town in a database that has the table of limits."""
    with town(database, tmp_path) as found:
        install(found.ledgers.engine)
        yield found


def rows(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(select(func.count()).select_from(public_use)) or 0)


def test_processes_count_together_and_however_many_ask_at_once_no_more_pass(place: Town, database: str) -> None:
    ledger, other = place.ledger, connect(database)
    processes = [Limiter(engine, "codes", 10, 1_000, 600) for engine in (place.ledgers.engine, other)]
    with ThreadPoolExecutor(16) as pool:
        waits = list(pool.map(lambda number: processes[number % 2].take(ledger, "192.0.2.1"), range(40)))
    other.dispose()
    assert waits.count(0) == 10
    assert all(0 < wait <= 600 for wait in waits if wait)
    assert processes[0].take(ledger, "192.0.2.2") == 0, "somebody else"


def test_a_window_ends_and_begins_anew(place: Town) -> None:
    now = HOUR
    limiter = Limiter(place.ledgers.engine, "codes", 2, 100, 60, lambda: now)
    assert [limiter.take(place.ledger, "a") for _ in range(3)] == [0, 0, 60]
    now += 59_000_000
    assert limiter.take(place.ledger, "a") == 1
    now += 1_000_000
    assert [limiter.take(place.ledger, "a") for _ in range(3)] == [0, 0, 60]


def test_what_all_together_have_spent_is_counted_for_nobody(place: Town) -> None:
    limiter = Limiter(place.ledgers.engine, "codes", 5, 2, 60)
    assert [limiter.take(place.ledger, one) for one in "ab"] == [0, 0]
    assert limiter.take(place.ledger, "c") > 0
    with place.ledgers.engine.connect() as connection:
        assert connection.scalar(select(func.sum(public_use.c.used))) == 4, "a, b, and both together"


def test_who_has_a_right_code_goes_through_whatever_the_others_guess(place: Town) -> None:
    limiter = Limiter(place.ledgers.engine, "codes", 3, 1, 60)
    assert [limiter.hold(place.ledger, "a"), limiter.take_together(place.ledger)] == [0, 0]
    assert [limiter.hold(place.ledger, "b"), limiter.take_together(place.ledger) > 0] == [0, True]
    for _ in range(20):
        assert limiter.hold(place.ledger, "c") == 0
        limiter.give_back(place.ledger, "c")
    assert [limiter.hold(place.ledger, "b") for _ in range(2)] == [0, 0]
    assert limiter.hold(place.ledger, "b") > 0, "who guesses on is counted, whatever the others do"


def test_nothing_is_kept_of_an_address_once_its_window_is_over(place: Town) -> None:
    engine, now = place.ledgers.engine, HOUR
    limiter = Limiter(engine, "codes", 2, 100, 60, lambda: now)
    limiter.take(place.ledger, "192.0.2.1")
    with engine.connect() as connection:
        assert not [one for row in connection.execute(select(public_use)) for one in row if "192.0.2.1" in str(one)]
    forget(engine, now + 59_000_000)
    assert rows(engine) == 2
    forget(engine, now + 60_000_000)
    assert rows(engine) == 0


def test_the_counts_are_bounded_and_those_that_end_first_go_first(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ROWS >= 10_000
    monkeypatch.setattr(limits, "ROWS", 10)
    engine, now = place.ledgers.engine, HOUR
    limiter = Limiter(engine, "codes", 2, 10_000, 60, lambda: now)
    for number in range(30):
        now += 1
        assert limiter.hold(place.ledger, f"10.0.0.{number}") == 0
    forget(engine, now)
    assert rows(engine) == 10
    assert [limiter.hold(place.ledger, "10.0.0.29") for _ in range(2)] == [0, 60], "the last one is still there"


def test_one_ledger_takes_nothing_from_another(place: Town) -> None:
    limiter = Limiter(place.ledgers.engine, "codes", 1, 1, 60)
    assert [limiter.take(place.ledger, "a"), limiter.take(place.ledger, "b") > 0] == [0, True]
    other = Limiter(place.ledgers.engine, "complaints", 1, 1, 60)
    assert other.take(place.ledger, "a") == 0


# ---- Through HTTP ----


def test_a_guesser_has_as_many_tries_with_two_servers_as_with_one(postgres_database: str, tmp_path: Path) -> None:
    with site(postgres_database, tmp_path / "var") as found:
        first = Settings(var=tmp_path / "var", database=postgres_database, port=0, documents="asked")
        second = replace(first, name="second", spool=str(tmp_path / "spool"), roles="api")
        with serving(second) as address:
            tries = [
                found.http.post(f"{base}/public/{SAMPLE}/progress", json={"code": "1-0000-0000-0000-0000"}).status_code
                for _ in range(8)
                for base in ("", address)
            ]
    assert tries == [404] * 10 + [429] * 6


SPENT = 8
"""Addresses that spend a day's evidence of a ledger."""


def test_a_day_takes_so_many_bytes_of_evidence_and_then_says_so(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/own.sqlite3"
    with site(database, tmp_path / "var") as found:
        town = found.town
        _, page = published(town)
        assert asked(town, page["id"]).status_code == 201
        settings = Settings(var=tmp_path / "var", database=database, port=0, documents="asked")
        with open_ledgers(settings) as ledgers:
            evidence = Limiter(ledgers.engine, "evidence", 256 << 20, 2 << 30, 86_400.0)
            left = (2 << 30) - len(PDF)
            for number in range(SPENT):
                part = min(256 << 20, left)
                left -= part
                assert evidence.take(ledgers.get(SAMPLE), f"192.0.2.{number}", part) == 0
        late = asked(town, page["id"])
        assert (late.status_code, late.json()["code"]) == (429, "evidence-full")
        assert "证据文件" in late.json()["title"]
        assert 0 < int(late.headers["retry-after"]) <= 86_400
        fields = {"name": "郑小山", "contact": "监漳村30号", "claim": "还是<错>的。", "source": "citizen"}
        shown = form(town, page["id"], fields, ("决定书.pdf", PDF, "application/pdf"))
        assert shown.status_code == 429
        assert "今天收下的证据文件已经太多" in shown.text
        assert "还是&lt;错&gt;的。" in shown.text
        assert int(shown.headers["retry-after"]) > 0
        assert form(town, page["id"], fields).status_code == 201, "without files it is taken"


def test_evidence_that_is_not_stored_is_not_counted(tmp_path: Path) -> None:
    with site(f"sqlite:///{tmp_path}/own.sqlite3", tmp_path / "var") as found:
        town = found.town
        _, page = published(town)
        broken = [{"name": "x.pdf", "content": base64.b64encode(b"no pdf").decode()}]
        assert asked(town, page["id"], evidence=broken).status_code == 422
        engine = connect(f"sqlite:///{tmp_path}/own.sqlite3")
        with engine.connect() as connection:
            query = select(func.count()).select_from(public_use).where(public_use.c.what == "evidence")
            assert connection.scalar(query) == 0
        engine.dispose()
