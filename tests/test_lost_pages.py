"""What the public sees after positions were lost: the public ledger ends what followed from them, the portal agrees."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, delete

from api.deployment import open_ledgers
from api.settings import Settings
from commands import said
from crash_audit import projected
from http_town import SAMPLE, serving, site
from log_rows import set_back
from media.published_folder import PublishedFolder
from portal_town import ORGANISATION, Portal
from projections.disclosures import count_withheld, find_disclosure, list_disclosures
from projections.follower import Follower, Stopped
from projections.projection import metadata
from projections.rebuild import rebuild
from projections.schema import install
from projections.withdrawals import list_withdrawals
from public_rows import acts, public_entries
from records.application import CaseDesk
from records.log.acts import Standing, parse
from records.log.published import PublishedStore
from records.penalty.commands import ReviewSecrecy
from records.store.directory import Ledgers
from records.store.engine import writing
from records.store.losses import LossGuard
from records.store.schema import tracking
from test_losses import entries, reopened, signed
from town import REVIEWER, STORED, Town, town, withholding


@pytest.fixture
def store(tmp_path: Path) -> PublishedStore:
    return PublishedFolder(tmp_path / "published")


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Town]:
    with town(database, tmp_path) as found:
        install(found.ledgers.engine)
        yield found


def restore(engine: Engine, ledger: str, position: int) -> None:
    """The database as it was when `position` was the ledger's last, and nothing public was written down yet."""
    set_back(engine, ledger, position)
    set_back(engine, f"{ledger}-public", 0)
    with writing(engine) as connection:
        for table in (*reversed(metadata.sorted_tables), tracking):
            connection.execute(delete(table).where(table.c.ledger == ledger))


def lose(place: Town, store: PublishedStore, folder: Path, kept: int) -> None:
    """Loses everything behind a position, after all of it was followed and signed."""
    engine = place.ledgers.engine
    Follower(place.ledgers).catch_up()
    for log in (place.name, f"{place.name}-public"):
        signed(engine, log, store, folder)
    restore(engine, place.name, kept)


def followed(place: Town, ledgers: Ledgers, at_once: int = 500) -> Town:
    """The town in a process that was started anew, its public ledger and views up to date."""
    ledger = ledgers.get(place.name)
    Follower(ledgers, events_at_once=at_once).catch_up()
    return Town(ledgers, ledger, CaseDesk(ledger, STORED.get), iter(range(10_000, 20_000)))


def is_agreed(place: Town) -> bool:
    """Whether the portal shows what the entries of the public ledger come to, as an auditor replays them."""
    standing, engine = Standing(), place.ledgers.engine
    assert all(standing.take(parse(entry)) for entry in entries(engine, f"{place.name}-public"))
    with engine.connect() as connection:
        shown = {(one.id, one.position) for one in list_disclosures(connection, place.name).items}
        notices = {(one.id, one.position) for one in list_withdrawals(connection, place.name).items}
        withheld = count_withheld(connection, place.name).total
    pages = standing.pages.items()
    return (shown, notices, withheld) == (
        {(name, page.first.source) for name, page in pages if page.is_shown},
        {(name, page.last.source) for name, page in pages if page.has_notice},
        sum(page.last.act == "withheld" for _, page in pages),
    )


def signed_case(place: Town) -> str:
    case = place.file()
    place.sign(case)
    place.serve(case)
    place.clear(case)
    return case


def test_a_publication_that_was_lost_is_ended_and_the_case_is_published_again(
    place: Town, store: PublishedStore, tmp_path: Path
) -> None:
    case, kept_page = signed_case(place), place.publish()[1]
    kept = place.ledger.head()
    page = place.review(case)
    lose(place, store, tmp_path, kept)
    with reopened(place, store) as ledgers:
        again = followed(place, ledgers)
        engine = ledgers.engine
        assert acts(engine, place.name) == [("published", kept_page), ("published", page), ("lost", page)]
        assert [one["source"] for one in public_entries(engine, place.name)][1:] == [kept + 1, kept + 1]
        assert is_agreed(again)
        later = again.review(case)
        Follower(ledgers).catch_up()
        assert acts(engine, place.name)[3:] == [("published", later)]
        assert is_agreed(again)


@pytest.mark.parametrize("at_once", [1, 500])
def test_a_page_whose_withdrawal_was_lost_is_hidden_until_it_is_withdrawn_again(
    place: Town, store: PublishedStore, tmp_path: Path, at_once: int, caplog: pytest.LogCaptureFixture
) -> None:
    case, page = place.publish()
    kept = place.ledger.head()
    place.revoke(case)
    lose(place, store, tmp_path, kept)
    with reopened(place, store) as ledgers:
        again = followed(place, ledgers, at_once)
        engine = ledgers.engine
        assert acts(engine, place.name) == [("published", page), ("withdrawn", page), ("lost", page)]
        assert [one.getMessage() for one in caplog.records if page in one.getMessage()] == [
            f"{place.name}: page {page} is lost as withdrawn, enter that again"
        ]
        with engine.connect() as connection:
            assert find_disclosure(connection, place.name, page) is None
        assert not [
            row for rows in projected(engine).values() for row in rows if "张某某" in str(row) and page in str(row)
        ]
        assert is_agreed(again)
        again.revoke(case)
        Follower(ledgers).catch_up()
        assert acts(engine, place.name)[3:] == [("withdrawn", page)]
        assert is_agreed(again)
        before = projected(engine), public_entries(engine, place.name)
        rebuild(ledgers)
        assert (projected(engine), public_entries(engine, place.name)) == before


def test_a_page_that_is_lost_whole_and_one_that_was_withheld_are_ended_once(
    place: Town, store: PublishedStore, tmp_path: Path
) -> None:
    case, hidden = signed_case(place), signed_case(place)
    kept = place.ledger.head()
    page = place.review(case)
    other = str(place.step(hidden, withholding(), REVIEWER).events[-1].disclosure)  # type: ignore[attr-defined]
    place.revoke(case)
    lose(place, store, tmp_path, kept)
    for _ in range(2):
        with reopened(place, store) as ledgers:
            again = followed(place, ledgers)
            assert acts(ledgers.engine, place.name)[3:] == [("lost", other), ("lost", page)]
            assert is_agreed(again)
        with writing(place.ledgers.engine) as connection:
            connection.execute(delete(tracking).where(tracking.c.projection == "public-ledger"))


def test_a_withdrawal_that_is_lost_twice_is_ended_twice(place: Town, store: PublishedStore, tmp_path: Path) -> None:
    case, _ = place.publish()
    kept = place.ledger.head()
    place.revoke(case)
    lose(place, store, tmp_path, kept)
    with reopened(place, store) as ledgers:
        again = followed(place, ledgers)
        again.revoke(case)
        lose(again, store, tmp_path, kept)
    with reopened(place, store) as ledgers:
        again = followed(place, ledgers)
        assert [act for act, _ in acts(ledgers.engine, place.name)] == [
            *("published", "withdrawn", "lost", "withdrawn", "lost")
        ]
        again.revoke(case)
        Follower(ledgers).catch_up()
        assert is_agreed(again)


def test_what_was_lost_is_not_passed_over_while_the_public_ledger_is_not_back(
    place: Town, store: PublishedStore, tmp_path: Path
) -> None:
    case, page = place.publish()
    kept = place.ledger.head()
    place.revoke(case)
    lose(place, store, tmp_path, kept)
    with reopened(place, store) as ledgers:
        ledgers.get(place.name)
        set_back(place.ledgers.engine, f"{place.name}-public", 1)
        with pytest.raises(Stopped, match="较早的备份"):
            Follower(ledgers).catch_up()
        LossGuard(place.ledgers.engine, store).recover(place.name)
        assert is_agreed(followed(place, ledgers))
        assert acts(ledgers.engine, place.name)[-1] == ("lost", page)


# ---- By the whole site ----


def test_the_audit_of_a_site_that_was_restored_agrees_before_and_after_all_is_entered_again(
    database: str, tmp_path: Path
) -> None:
    settings = Settings(var=tmp_path, database=database, port=0, documents="asked")
    with site(database, tmp_path) as found:
        portal, people = Portal(found), found.town
        portal.publish("撤回")
        cases = [people.signed(title=title, party=ORGANISATION) for title in ("公示案", "保密案")]
        for case in cases:
            people.take(case, ReviewSecrecy)
        with open_ledgers(settings) as ledgers:
            kept = ledgers.get(SAMPLE).head()
        people.step("qian", portal.cases["撤回"], people.revoking())
        people.step("qian", cases[0], people.reviewing(party_shown=ORGANISATION["name"]))
        withheld = {"outcome": "withheld", "party_shown": "", "grounds": ["secret-or-privacy"]}
        people.step("qian", cases[1], people.reviewing(**withheld, basis="保守国家秘密法 第二十八条"))
        portal.settle()
        assert states(audited(str(portal.http.base_url))) == (1, 1, 1, 0)
    with open_ledgers(settings) as ledgers:
        head = ledgers.get(SAMPLE).head()
        restore(ledgers.engine, SAMPLE, kept)
    with serving(settings) as address, httpx.Client(base_url=address, trust_env=False, timeout=30) as http:
        people.http = http
        assert states(audited(address)) == (0, 0, 0, 3)
        assert (
            "随数据库遗失、尚待重新录入或者另行公示的 3 件" in said("audit-public", address, "--ledger", SAMPLE).stdout
        )
        people.step("qian", portal.cases["撤回"], people.revoking())
        people.step("qian", cases[0], people.reviewing(party_shown=ORGANISATION["name"]))
        people.step("qian", cases[1], people.reviewing(**withheld, basis="保守国家秘密法 第二十八条"))
        people.projected()
        until = time.monotonic() + 30
        while states(audited(address)) != (1, 1, 1, 2):  # the lost page and the lost withholding have new ids
            assert time.monotonic() < until, audited(address)
    asked = ("verify", "--ledger", SAMPLE, "--lost", f"{kept + 1}-{head}", "--json")
    done = said(*asked, MINGJING_VAR=tmp_path, MINGJING_DATABASE=database)
    assert [one["findings"] for one in json.loads(done.stdout)["logs"]] == [[], []]


def audited(address: str) -> dict[str, Any]:
    """The verdict on the sample, which has to find nothing, as soon as both of its logs are signed."""
    until = time.monotonic() + 30
    while {SAMPLE, f"{SAMPLE}-public"} - {one["name"] for one in httpx.get(f"{address}/log", trust_env=False).json()}:
        assert time.monotonic() < until, "the logs are not signed"
        time.sleep(0.1)
    done = said("audit-public", address, "--ledger", SAMPLE, "--wait", "30", "--json")
    assert done.stdout, done.stderr
    (verdict,) = json.loads(done.stdout)["ledgers"]
    assert verdict["findings"] == [], verdict
    return dict(verdict)


def states(verdict: dict[str, Any]) -> tuple[int, int, int, int]:
    return verdict["shown"], verdict["withdrawn"], verdict["withheld"], verdict["lost"]
