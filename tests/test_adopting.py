"""An upgrade: a ledger of a former release goes on by its own law data until it adopts those of the new one."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from sqlalchemy import func, select
from starlette.requests import Request

from api.adopting import adopt, is_behind
from api.deployment import Deployment, open_ledgers
from api.deployment import install as install_all
from api.problems import answer
from api.settings import Settings
from penal import AGENCY, HANDLERS, MATTER, PLAIN
from projections import schema
from projections.due import terms_of
from projections.follower import Follower
from projections.queues import waiting
from projections.rebuild import rebuild
from records.errors import Conflict, NotAdopted
from records.event import case_stream
from records.law.file import seed_calendars, seed_texts
from records.penalty import commands as c
from records.penalty.events import CaseFiled
from records.store.schema import event as event_table
from records.store.stored import CommandKey
from stories import CASE, event
from town import Town, open_town, town

FORMER: Final = {
    path.name: path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "golden_law").glob("*.toml")
}
"""The texts of the release of six steps, as ledgers of that time have adopted them."""
WITHOUT_TASKS: Final = {
    name: text.partition("\n[[task]]")[0] if name == "tasks.toml" else re.sub(r"\n\[\[task\]\]\n(?:.+\n)+", "", text)
    for name, text in seed_texts().items()
}


@pytest.fixture
def former(database: str, tmp_path: Path) -> Iterator[Town]:
    """A ledger of the former release, under this one."""
    with town(database, tmp_path, law=FORMER) as found:
        schema.install(found.ledgers.engine)
        yield found


@pytest.fixture
def taskless(database: str, tmp_path: Path) -> Iterator[Town]:
    """A ledger that has adopted all but what waits for whom."""
    with town(database, tmp_path, law=WITHOUT_TASKS) as found:
        schema.install(found.ledgers.engine)
        yield found


# ---- Before ----


def test_texts_of_the_former_release_are_still_read(former: Town) -> None:
    law = former.ledger.register().law(date(2025, 3, 3))
    assert law.limits["decision"].kept_by == ("signed",)
    assert "service" in law.limits
    assert law.steps == {}


def test_a_step_waits_until_the_law_data_are_adopted_and_leaves_nothing_behind(former: Town) -> None:
    head = former.ledger.head()
    with pytest.raises(NotAdopted) as waits:
        former.file()
    assert waits.value.key == "file-case"
    assert former.ledger.head() == head
    assert is_behind(former.ledger.register())
    adopt(former.ledgers.engine, former.ledger)
    former.publish()
    assert not is_behind(former.ledger.register())


def test_who_sends_a_step_too_early_is_told_what_to_do() -> None:
    scope = {"type": "http", "method": "POST", "path": "/api/jianzhang/cases", "headers": [], "query_string": b""}
    told = asyncio.run(answer(Request(scope), NotAdopted("file-case")))
    problem: dict[str, Any] = msgspec.json.decode(told.body)
    assert (told.status_code, problem["type"]) == (503, "urn:mingjing:problem:rules-not-adopted")
    assert "mingjing law adopt" in problem["title"]
    assert "file-case" in problem["detail"]


def test_a_server_says_at_its_start_which_ledgers_are_behind(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(var=tmp_path)
    install_all(settings)
    with open_ledgers(settings) as ledgers:
        open_town(ledgers, law=FORMER)
        open_town(ledgers, "duancun")
    with caplog.at_level(logging.WARNING, "mingjing"), Deployment(settings):
        said = [one.getMessage() for one in caplog.records if "law adopt" in one.getMessage()]
    assert len(said) == 1
    assert "--ledger jianzhang" in said[0]


def filed_before(place: Town, case: str) -> None:
    """A filing as the former release has recorded it."""
    place.ledger.append(
        [event(CaseFiled, case=case, agency=AGENCY, matter=MATTER, handlers=HANDLERS)],
        expected={case_stream(case): 0},
        command=CommandKey("officer", "filed", bytes(32)),
        occurred_at=place.ledger.now(),
        actor=f"person:{HANDLERS[0]}",
        law=None,
        registers_to=place.ledger.register().position,
    )


def test_a_case_of_the_former_release_is_shown_before_and_goes_on_afterwards(former: Town) -> None:
    filed_before(former, CASE)
    Follower(former.ledgers).catch_up()
    with former.ledgers.engine.connect() as connection:
        due = {one.limit_id: one.due_on for one in terms_of(connection, former.name, CASE)}
    assert due["decision"] == former.ledger.now().day + timedelta(days=90)
    assert rows(former) == []
    adopt(former.ledgers.engine, former.ledger)
    Follower(former.ledgers).catch_up()
    assert [(row[1], row[2]) for row in rows(former)] == [(CASE, "approve-filing")]
    former.take(CASE, c.ApproveFiling)


# ---- Adopting ----


def test_all_is_adopted_by_one_command(former: Town) -> None:
    head = former.ledger.head()
    count = adopt(former.ledgers.engine, former.ledger)
    texts = sum(FORMER.get(name) != text for name, text in seed_texts().items())
    assert count == texts + len(seed_calendars()) - 2  # the town has those of two years
    column = event_table.c
    query = select(func.count(), func.count(column.principal)).where(column.position > head)
    with former.ledgers.engine.connect() as connection:
        assert connection.execute(query).one() == (count, 1)
    assert former.ledger.register().texts == seed_texts()


def adopted(place: Town) -> int:
    """How much an operator adopts, nothing when another one was first."""
    try:
        return adopt(place.ledgers.engine, place.ledger)
    except Conflict:
        return 0


def test_of_two_operators_who_adopt_at_once_one_does_it(former: Town) -> None:
    with ThreadPoolExecutor(2) as both:
        counts = list(both.map(adopted, [former, former]))
    assert min(counts) == 0 < max(counts)
    assert former.ledger.register().texts == seed_texts()


# ---- What waits ----


def rows(place: Town) -> list[tuple[object, ...]]:
    with place.ledgers.engine.connect() as connection:
        return sorted((tuple(one) for one in connection.execute(select(waiting))), key=repr)


def lived(place: Town) -> dict[str, str]:
    """A case at each stage, the last of them archived, then the adoption, and one more step; the stages by case."""
    cases = []
    for stage in range(len(PLAIN)):
        cases.append(place.file())
        for _, kind, given in PLAIN[1 : stage + 1]:
            place.take(cases[-1], kind, **given)
    Follower(place.ledgers).catch_up()
    assert rows(place) == []
    place.at("2025-02-03 09:00")
    adopt(place.ledgers.engine, place.ledger)
    name, kind, given = PLAIN[2]
    place.take(cases[0], kind, **given)
    assert name == "filing-approved"
    return dict(zip(cases, (name for name, _, _ in PLAIN), strict=True))


def test_every_open_case_is_in_its_queue_once_the_tasks_are_adopted(taskless: Town) -> None:
    stages = lived(taskless)
    Follower(taskless.ledgers).catch_up()
    found = {str(row[1]): row for row in rows(taskless)}
    assert {stages[case] for case in stages.keys() - found.keys()} == {"archive"}
    since = {row[8] for row in found.values()}
    assert since == {date(2025, 2, 3)}  # what nobody had known before waits since the adoption


def test_a_rebuild_gives_the_same_rows_however_the_adoption_was_read(taskless: Town) -> None:
    lived(taskless)
    Follower(taskless.ledgers, events_at_once=1).catch_up()
    before = rows(taskless)
    assert before
    rebuild(taskless.ledgers, ["queues"])
    assert rows(taskless) == before
    rebuild(taskless.ledgers)
    assert rows(taskless) == before
