"""待办: what waits for whom, since when and until when, as JSON and as rows that a rebuild makes again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import select

from http_town import Town, site
from penal import AGENCY, BEFORE_DECISION, HANDLERS, PLAIN
from projections import schema
from projections.follower import Follower
from projections.queues import QueuePage, Waiting, counts, queue, waiting
from projections.rebuild import rebuild
from records.errors import Invalid
from records.penalty import commands as c
from town import Town as Ledger
from town import town as ledger_town

ROLES: Final = {
    "handler": "wang",
    "unit-head": "zhou",
    "reviewer": "lu",
    "presider": "zheng",
    "decider": "zhao",
    "secrecy-reviewer": "qian",
    "disclosure-officer": "qian",
    "archivist": "feng",
}
"""Every queue, and somebody whose it is."""


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The town over HTTP, whose cases the tests share; each looks at its own."""
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with its projections, and nothing in it yet."""
    with ledger_town(database, tmp_path) as found:
        schema.install(found.ledgers.engine)
        yield found


def items(town: Town, who: str, role: str, case: str, **params: str) -> list[dict[str, Any]]:
    """What waits in one case, as somebody's queue has it, once the views show all that was recorded."""
    town.projected()
    found: list[dict[str, Any]] = []
    page = town.send(who, "GET", f"queues/{role}", params=params)
    while True:
        assert page.status_code == 200, page.text
        found += page.json()["items"]
        if "next" not in page.links:
            return [one for one in found if one["case_id"] == case]
        page = town.http.get(page.links["next"]["url"], headers={"Authorization": f"Bearer {town.tokens[who]}"})


def tasks(town: Town, case: str) -> set[tuple[str, str]]:
    """What waits in a case: the queue and the task, as those see it whose queues they are."""
    return {(role, one["task"]) for role, who in ROLES.items() for one in items(town, who, role, case)}


def taken(town: Town, until: str, **opinion: Any) -> str:
    """A plain case up to a stage."""
    case = town.file()
    for name, kind, given in PLAIN[1:]:
        town.take(case, kind, **(given | (opinion if name == "opinion" else {})))
        if name == until:
            return case
    raise KeyError(until)


# ---- Whose turn it is ----


def test_a_plain_case_goes_from_queue_to_queue_and_out_of_the_last_one(town: Town) -> None:
    case = town.file()
    after = {
        "no-correction": {("decider", "approve-filing")},
        "filing-approved": {("handler", "investigate")},
        "evidence": {("handler", "submit-opinion")},
        "opinion": {("unit-head", "endorse-opinion")},
        "opinion-endorsed": {("handler", "give-notice")},
        "notice": {("handler", "serve-notice")},
        "notice-served": set(),
        "defence": {("decider", "sign-decision")},
        "decision": {("handler", "serve-decision"), ("secrecy-reviewer", "review-secrecy")},
        "secrecy": {("handler", "serve-decision"), ("disclosure-officer", "review-disclosure")},
        "service": {("disclosure-officer", "review-disclosure")},
        "disclosure": set(),
        "payment": {("decider", "close-case"), ("disclosure-officer", "publish-fulfilment")},
        "fulfilment": {("decider", "close-case")},
        "closing": {("archivist", "archive-case")},
        "archive": set(),
    }
    assert tasks(town, case) == {("decider", "approve-filing")}
    for name, kind, given in PLAIN[1:]:
        town.take(case, kind, **given)
        assert tasks(town, case) == after[name], name


def test_a_grave_case_waits_for_reviewer_and_head_beside_each_other(town: Town) -> None:
    case = taken(town, "defence", qualities=["complex"])
    assert tasks(town, case) == {("handler", "submit-review"), ("decider", "discuss-case")}
    town.take(case, c.SubmitReview)
    assert tasks(town, case) == {("reviewer", "review-case"), ("decider", "discuss-case")}
    town.take(case, c.ReviewCase)
    town.take(case, c.DiscussCase)
    assert tasks(town, case) == {("decider", "sign-decision")}


def test_a_hearing_waits_for_the_one_who_presides_it_and_for_nobody_else(town: Town) -> None:
    case = taken(town, "evidence")
    town.take(case, c.SubmitOpinion, fine_yuan="20000")
    town.take(case, c.EndorseOpinion)
    town.take(case, c.GiveNotice, fine_yuan="20000", content="罚款20000元", hearing_told=True)
    town.take(case, c.ServeDocument, document="notice")
    town.take(case, c.RequestHearing)
    assert ("handler", "arrange-hearing") in tasks(town, case)
    held_on = (town.now + timedelta(days=20)).date().isoformat()
    town.take(case, c.ArrangeHearing, held_on=held_on)
    assert ("handler", "serve-hearing-notice") in tasks(town, case)
    town.take(case, c.ServeDocument, document="hearing")
    assert [one["task"] for one in items(town, "zheng", "presider", case)] == ["hold-hearing"]
    assert items(town, "chen", "presider", case) == []


def test_an_item_says_what_to_do_in_which_case(town: Town) -> None:
    case = town.file(title="待办的案件")
    (one,) = items(town, "zhao", "decider", case)
    assert (one["case_title"], one["title"], one["step"], one["role"]) == (
        "待办的案件",
        "审批立案",
        "approve-filing",
        "head",
    )


# ---- Since when, until when ----


def test_it_waits_since_the_day_that_brought_it_about_until_its_term_ends(town: Town) -> None:
    since = town.now.date()
    case = town.file()
    (one,) = items(town, "zhao", "decider", case)
    assert one["since"] == since.isoformat()
    assert one["until"] == working_days(since, 3).isoformat()
    town.later(days=7)
    town.take(case, c.RecordInspection)  # the case goes on, and this still waits since then
    (still,) = items(town, "zhao", "decider", case)
    assert (still["since"], still["until"]) == (one["since"], one["until"])


def test_what_has_no_term_says_so(town: Town) -> None:
    (one,) = items(town, "zhou", "unit-head", taken(town, "opinion"))
    assert one["until"] is None


def test_the_longest_waiting_comes_first(town: Town) -> None:
    first = town.file()
    town.later(days=1)
    second = town.file()
    town.projected()
    found = [one["case_id"] for one in town.get("zhao", "queues/decider")["items"]]
    assert found.index(first) < found.index(second)
    sinces = [one["position"] for one in town.get("zhao", "queues/decider")["items"]]
    assert sinces == sorted(sinces)


def test_a_decision_waits_once_the_partys_term_is_over_without_any_event_of_the_case(town: Town) -> None:
    case = taken(town, "notice-served")
    version, last = town.version(case), working_days(town.now.date(), 5)
    assert tasks(town, case) == set()
    town.later(days=(last - town.now.date()).days)
    assert tasks(town, case) == set()  # the last day is the party's
    town.later(days=1)
    assert tasks(town, case) == {("decider", "sign-decision")}
    assert town.version(case) == version


def working_days(start: date, count: int) -> date:
    """The last of so many working days after one; there is no holiday in these weeks of March 2025."""
    day = start
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    assert date(2025, 3, 1) < start
    assert day < date(2025, 4, 4)
    return day


def test_a_suspended_case_waits_for_nothing_but_to_go_on(town: Town) -> None:
    case = taken(town, "evidence")
    before = tasks(town, case)
    town.take(case, c.SuspendCase)
    assert tasks(town, case) == {("decider", "resume-case")}
    town.take(case, c.ResumeCase)
    assert tasks(town, case) == before == {("handler", "submit-opinion")}


# ---- Who sees what ----


def test_a_handler_sees_their_own_cases_and_everyones_on_demand(town: Town) -> None:
    case = taken(town, "filing-approved")
    assert [one["task"] for one in items(town, "li", "handler", case)] == ["investigate"]
    assert items(town, "chen", "handler", case) == []
    assert [one["task"] for one in items(town, "chen", "handler", case, everyone="true")] == ["investigate"]
    others = town.get("chen", "queues/handler", everyone="false")["items"]
    assert case not in {one["case_id"] for one in others}


def test_new_handlers_find_the_case_in_their_queue(town: Town) -> None:
    case = taken(town, "filing-approved")
    town.take(case, c.ChangeHandlers, handlers=(town.people["wang"], town.people["chen"]))
    assert [one["task"] for one in items(town, "chen", "handler", case)] == ["investigate"]
    assert items(town, "li", "handler", case) == []


def test_a_supervisor_sees_every_queue_and_everybodys_work(town: Town) -> None:
    case = taken(town, "opinion-endorsed")
    other = taken(town, "secrecy")
    for role in ROLES:
        assert town.send("sun", "GET", f"queues/{role}").status_code == 200
    assert [one["task"] for one in items(town, "sun", "handler", case)] == ["give-notice"]
    assert [one["task"] for one in items(town, "sun", "disclosure-officer", other)] == ["review-disclosure"]


def test_nobody_of_another_agency_sees_what_waits(town: Town) -> None:
    case = taken(town, "secrecy")
    assert items(town, "qian", "disclosure-officer", case) != []
    assert items(town, "wu", "disclosure-officer", case) == []
    assert items(town, "wu", "handler", case, everyone="true") == []


@pytest.mark.parametrize("role", ROLES)
def test_a_queue_opens_for_accounts_of_its_role_alone(town: Town, role: str) -> None:
    opened = {who for who in {*ROLES.values(), "li"} if town.send(who, "GET", f"queues/{role}").status_code == 200}
    officers = {"wang", "li", "zheng", "zhao"}
    several = {"handler": officers, "presider": officers | {"lu", "zhou"}}
    assert opened == several.get(role, {ROLES[role]})
    for who in ("recorder", "registrar"):
        assert town.send(who, "GET", f"queues/{role}").status_code == 403


def test_an_officers_account_has_the_queues_that_its_person_is_appointed_to(town: Town) -> None:
    case = town.file()
    for head, role, other in (("zhao", "decider", "unit-head"), ("zhou", "unit-head", "decider")):
        person = town.people[head]
        town.grant(f"{head}-officer", f"person:{person}", "officer", agency=AGENCY)
        assert town.send(f"{head}-officer", "GET", f"queues/{role}").status_code == 200
        assert town.send(f"{head}-officer", "GET", f"queues/{other}").status_code == 403
    assert [one["task"] for one in items(town, "zhao-officer", "decider", case)] == ["approve-filing"]


def test_who_is_appointed_has_no_queue_by_an_account_that_can_not_act_so(town: Town) -> None:
    town.grant("zhao-archivist", f"person:{town.people['zhao']}", "archivist", agency=AGENCY)
    assert town.send("zhao-archivist", "GET", "queues/decider").status_code == 403
    assert town.send("zhao-archivist", "GET", "queues/archivist").status_code == 200


def test_a_queue_that_is_none_is_not_found_and_nobody_sees_one_without_a_token(town: Town) -> None:
    assert town.send("sun", "GET", "queues/nobody").status_code == 404
    assert town.http.get("/api/jianzhang/queues/handler").status_code == 401
    assert town.send("wang", "GET", "queues/handler", params={"cursor": "x"}).status_code == 422


def test_no_cache_keeps_a_queue(town: Town) -> None:
    answer = town.send("wang", "GET", "queues/handler")
    assert "private" in answer.headers["Cache-Control"]


# ---- The rows ----


def lived(place: Ledger) -> None:
    """Cases that wait for everybody, one that is closed, one that waits for a term, one with another calendar."""
    place.publish()
    for stage in range(1, len(PLAIN)):
        case = place.file()
        for _, kind, given in PLAIN[1 : stage + 1]:
            place.take(case, kind, **given)
    grave = place.file()
    for name, kind, given in BEFORE_DECISION:
        place.take(grave, kind, **(given | ({"qualities": ("complex",)} if name == "opinion" else {})))
    place.take(grave, c.SubmitReview)
    suspended = place.file()
    place.take(suspended, c.SuspendCase)
    place.at("2025-12-20 09:00")
    place.file()


def rows(place: Ledger) -> list[tuple[object, ...]]:
    with place.ledgers.engine.connect() as connection:
        return sorted((tuple(one) for one in connection.execute(select(waiting))), key=repr)


def found(place: Ledger, after: str | None = None, limit: int = 50, **only: Any) -> QueuePage:
    with place.ledgers.engine.connect() as connection:
        return queue(connection, place.name, "head", place.ledger.now().day, after=after, limit=limit, **only)


def test_a_rebuild_gives_the_same_rows_however_the_events_were_read(place: Ledger) -> None:
    lived(place)
    Follower(place.ledgers, events_at_once=1).catch_up()
    before = rows(place)
    assert len(before) >= len(PLAIN)
    assert {row[4] for row in before} >= {"handler", "unit-head", "head", "reviewer", "disclosure-officer", "archivist"}
    rebuild(place.ledgers, ["queues"])
    assert rows(place) == before


def test_the_pages_of_a_queue_have_everything_once(place: Ledger) -> None:
    lived(place)
    Follower(place.ledgers).catch_up()
    whole = found(place)
    assert whole.next is None
    cursor: str | None = None
    seen: list[Waiting] = []
    for _ in whole.items:
        page = found(place, after=cursor, limit=1)
        seen += page.items
        cursor = page.next
    assert cursor is None
    assert tuple(seen) == whole.items
    with pytest.raises(Invalid):
        found(place, after="nonsense")


def test_the_count_beside_a_queue_is_that_of_its_items(place: Ledger) -> None:
    lived(place)
    Follower(place.ledgers).catch_up()
    with place.ledgers.engine.connect() as connection:
        today = place.ledger.now().day
        everyone = counts(connection, place.name, today)
        mine = counts(connection, place.name, today, person=HANDLERS[0])
        nobodys = counts(connection, place.name, today, person="officer-nobody")
        none = counts(connection, place.name, today, reach=())
    assert everyone["head"] == len(found(place).items)
    assert mine == everyone
    assert "handler" not in nobodys
    assert none == {}
