"""公示目录 (信息公示制度 第四条): draft, checks, approval, publication; what is in no catalogue can't be published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from http_problems import is_problem, wrong
from http_town import Town, site
from penal import AGENCY, COURSES
from plain_catalogue import ENTRIES
from records.catalogue import commands as c
from records.course.shapes import Command
from records.penalty.commands import CloseCase, ReviewSecrecy
from staff_forms import Clerk

pytestmark = pytest.mark.article("信息公示制度 第四条")


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


def draft(town: Town, by: str = "wang", **changes: Any) -> str:
    return str(town.made(by, "cases", town.saying(c.DraftCatalogue, **changes))["case"])


def refused(town: Town, by: str, case: str, kind: type[Command], **changes: Any) -> str:
    """The code of the rule that refuses a live step, whose article is cited."""
    answer = town.post(by, f"cases/{case}/steps", town.saying(kind, **changes))
    problem = is_problem(answer, 409, "refused")
    assert problem["article"]
    return str(problem["code"])


def checked(town: Town, case: str) -> str:
    town.take(case, c.CheckSecrecy)
    town.take(case, c.CheckLegality)
    return case


def published(town: Town, **changes: Any) -> str:
    """A catalogue in force from today, and its case."""
    case = checked(town, draft(town, **changes))
    town.take(case, c.ApproveCatalogue)
    town.take(case, c.PublishCatalogue)
    return case


def entries(*kinds: str) -> list[Any]:
    return [msgspec.to_builtins(one) for one in ENTRIES if one.information in kinds]


def waiting(town: Town, who: str, role: str) -> set[tuple[str, str]]:
    """Tasks and cases in the queue of a role."""
    town.projected()
    found: set[tuple[str, str]] = set()
    page = town.get(who, f"queues/{role}")
    while True:
        found |= {(one["task"], one["case_id"]) for one in page["items"]}
        if page["next"] is None:
            return found
        page = town.get(who, f"queues/{role}", cursor=page["next"])


def catalogues(town: Town, **params: str) -> dict[str, Any]:
    town.projected()
    answer = town.http.get("/public/jianzhang/catalogues", params=params)
    assert answer.status_code == 200, answer.text
    return {one["agency"]: one for one in answer.json()["agencies"]}


def test_a_catalogue_goes_through_draft_checks_approval_and_publication_each_an_event(town: Town) -> None:
    case = draft(town)
    for _, kind, given in COURSES["catalogue"][1:]:
        town.take(case, kind, **given)
    steps = town.get("sun", f"cases/{case}/timeline")["steps"]
    assert [one["type"].partition("/")[0] for one in steps] == [
        "catalogue-drafted",
        "secrecy-checked",
        "legality-checked",
        "catalogue-approved",
        "catalogue-announced",
        "case-closed",
        "case-archived",
    ]
    assert not [one for one in steps if one["defects"]]


def test_each_waits_in_the_queue_of_whose_turn_it_is(town: Town) -> None:
    case = draft(town)
    assert ("check-secrecy", case) in waiting(town, "qian", "secrecy-reviewer")
    assert ("check-legality", case) in waiting(town, "lu", "reviewer")
    checked(town, case)
    assert ("approve-catalogue", case) in waiting(town, "zhao", "decider")
    town.take(case, c.ApproveCatalogue, agreed=False, note="时限过长。")
    assert ("redraft-catalogue", case) in waiting(town, "qian", "disclosure-officer")
    assert ("approve-catalogue", case) not in waiting(town, "zhao", "decider")


def test_the_author_does_not_approve_the_catalogue(town: Town) -> None:
    case = checked(town, draft(town, by="zhao"))
    assert refused(town, "zhao", case, c.ApproveCatalogue) == "draft-author-approves"
    town.projected()
    refusals = town.get("sun", "supervision/refusals")["items"]
    assert {one["code"] for one in refusals if one["case_id"] == case} == {"draft-author-approves"}


def test_who_drafts_checks_nothing_and_nobody_checks_both(town: Town) -> None:
    case = draft(town, by="qian")
    assert refused(town, "qian", case, c.CheckSecrecy) == "draft-checker-is-author"
    other = draft(town)
    town.grant("lu-2", f"person:{town.people['lu']}", "secrecy-reviewer", agency=AGENCY)
    town.step("lu-2", other, town.saying(c.CheckSecrecy))
    assert refused(town, "lu", other, c.CheckLegality) == "draft-checked-by-one"


def test_a_second_account_of_the_author_does_not_get_round_it(town: Town) -> None:
    case = draft(town, by="wang")
    assert refused(town, "wang-2", case, c.CheckSecrecy) == "draft-checker-is-author"


def test_nobody_approves_what_was_not_checked_and_nobody_publishes_what_was_not_approved(town: Town) -> None:
    case = draft(town)
    assert refused(town, "zhao", case, c.ApproveCatalogue) == "draft-secrecy-first"
    town.take(case, c.CheckSecrecy)
    assert refused(town, "zhao", case, c.ApproveCatalogue) == "draft-legality-first"
    town.take(case, c.CheckLegality)
    assert refused(town, "qian", case, c.PublishCatalogue) == "draft-not-approved"
    town.take(case, c.RedraftCatalogue)
    assert refused(town, "zhao", case, c.ApproveCatalogue) == "draft-secrecy-first", "a new draft is checked anew"


def test_who_wrote_an_earlier_draft_of_it_neither_checks_nor_approves_it(town: Town) -> None:
    case = draft(town, by="qian")
    town.step("wang", case, town.saying(c.RedraftCatalogue))
    assert refused(town, "qian", case, c.CheckSecrecy) == "draft-checker-is-author"
    other = draft(town, by="zhao")
    town.step("wang", other, town.saying(c.RedraftCatalogue))
    assert refused(town, "zhao", checked(town, other), c.ApproveCatalogue) == "draft-author-approves"


def test_a_publication_entered_from_a_paper_holds_from_its_entry(town: Town) -> None:
    case = checked(town, draft(town))
    town.take(case, c.ApproveCatalogue)
    before = catalogues(town)[AGENCY]["catalogue"]
    day = town.now.date().isoformat()
    town.later(days=3)
    town.grant("qian-3", f"person:{town.people['qian']}", "disclosure-officer", "back-entry", agency=AGENCY)
    town.step("qian-3", case, town.saying(c.PublishCatalogue, entry=town.on_paper(), occurred_at=day))
    assert catalogues(town, on=day)[AGENCY]["catalogue"] == before
    found = catalogues(town)[AGENCY]["catalogue"]
    assert (found["case"], found["valid_from"]) == (case, town.now.date().isoformat())


def test_a_paper_whose_author_approved_it_is_recorded_with_the_defect(town: Town) -> None:
    case = checked(town, draft(town))
    paper = {"entry": town.on_paper(), "occurred_at": town.now.date().isoformat(), "approver": town.people["wang"]}
    town.step("wang", case, town.saying(c.ApproveCatalogue, **paper))
    assert "draft-author-approves" in [one["code"] for one in town.get("sun", f"cases/{case}")["defects"]]


def test_an_entry_that_lacks_a_field_or_takes_too_long_is_not_approved(town: Town) -> None:
    [whole] = entries("penalty-decision")
    case = checked(town, draft(town, entries=[whole | {"fields": whole["fields"][1:]}]))
    assert refused(town, "zhao", case, c.ApproveCatalogue) == "catalogue-incomplete"
    late = checked(town, draft(town, entries=[whole | {"days": 16}]))
    assert refused(town, "zhao", late, c.ApproveCatalogue) == "catalogue-term-too-long"
    town.take(checked(town, draft(town, entries=[whole | {"days": 15}])), c.ApproveCatalogue)
    unknown = town.post("wang", "cases", town.saying(c.DraftCatalogue, entries=[whole | {"information": "weather"}]))
    assert wrong(unknown) == ["$.entries[0].information"]


def test_the_next_catalogue_takes_the_place_of_the_old_one_from_its_day(town: Town) -> None:
    published(town)
    before = catalogues(town)[AGENCY]["catalogue"]["version"]
    today = town.now.date()
    case = checked(town, draft(town, entries=entries("penalty-decision", "licence-decision", "basic-information")))
    town.take(case, c.ApproveCatalogue, valid_from=(today + timedelta(days=5)).isoformat())
    town.take(case, c.PublishCatalogue)
    assert catalogues(town)[AGENCY]["catalogue"]["version"] == before
    later = catalogues(town, on=(today + timedelta(days=5)).isoformat())[AGENCY]
    assert later["catalogue"]["version"] == before + 1
    assert later["catalogue"]["case"] == case
    assert [one["version"] for one in later["versions"]][:2] == [before + 1, before]
    page = town.http.get("/jianzhang/catalogue", params={"on": (today + timedelta(days=5)).isoformat()})
    assert page.status_code == 200
    assert f"第 {before + 1} 版" in page.text
    assert "行政许可决定" in page.text


def test_what_is_not_in_the_catalogue_in_force_is_not_published_live_or_as_a_paper(town: Town) -> None:
    case = town.signed()
    town.take(case, ReviewSecrecy)
    published(town, entries=entries("licence-decision"))
    answer = town.post("qian", f"cases/{case}/steps", town.reviewing())
    assert is_problem(answer, 409, "refused")["code"] == "information-not-in-catalogue"
    assert answer.json()["article"] == "信息公示制度 第四条"
    town.grant("qian-2", f"person:{town.people['qian']}", "disclosure-officer", "back-entry", agency=AGENCY)
    paper = town.reviewing() | {"entry": town.on_paper(), "occurred_at": town.now.date().isoformat()}
    answer = town.post("qian-2", f"cases/{case}/steps", paper)
    assert is_problem(answer, 409, "refused")["code"] == "information-not-in-catalogue"
    published(town)
    town.step("qian", case, town.reviewing())


def test_a_published_catalogue_is_neither_published_twice_nor_closed_before(town: Town) -> None:
    case = checked(town, draft(town))
    unfinished = {"ground": "completed", "report": "公示目录已经公布。"}
    assert refused(town, "zhao", case, CloseCase, **unfinished) == "closing-ground-unmet"
    town.take(case, c.ApproveCatalogue)
    town.take(case, c.PublishCatalogue)
    assert refused(town, "qian", case, c.PublishCatalogue) == "draft-published-already"


def test_two_versions_at_a_time_never_bear_one_number(town: Town) -> None:
    numbers = {one["version"] for one in catalogues(town)[AGENCY]["versions"]}
    published(town)
    published(town)
    later = [one["version"] for one in catalogues(town)[AGENCY]["versions"]]
    assert len(later) == len(set(later)) == len(numbers) + 2


def test_the_form_of_a_new_catalogue_begins_with_the_one_in_force(town: Town) -> None:
    published(town)
    page = Clerk(town, "wang").open("cases/new/draft-catalogue")
    assert page.form["entries.0.information"] == ["penalty-decision"]


def test_a_day_that_is_none_is_refused(town: Town) -> None:
    assert town.http.get("/public/jianzhang/catalogues", params={"on": "gestern"}).status_code == 422
