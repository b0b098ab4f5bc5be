"""Delegation over HTTP: a delegate acts in the delegator's name, in its matters alone, and while the letter holds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from http_town import SAMPLE, Site, Town, site
from penal import AGENCY, MATTER
from records.penalty import commands as c

DELEGATE = "12140429012345700N"
OTHER_MATTER = "140429-cf-002"


@pytest.fixture(scope="module")
def place(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        _settle(found.town)
        yield found


@pytest.fixture
def town(place: Site) -> Town:
    return place.town


def _settle(town: Town) -> None:
    """Registers the body, two officers of it with accounts, and one more matter of the town's."""
    since = {"valid_from": "2020-01-01"}
    body = {
        "code": DELEGATE,
        "name": "监漳镇综合便民服务中心",
        "short": "监漳便民",
        "kind": "entrusted",
        "region": "140429",
    }
    town.enter({"type": "agency-registered/1", **body, **since})
    for name in ("he", "gu"):
        town.people[name] = town.made("registrar", "registers/persons", {"kind": "natural", "name": name})["person"]
        town.enter(town.certificate(name) | {"agency": DELEGATE})
        town.grant(name, f"person:{town.people[name]}", "officer", agency=DELEGATE)
    basis = [{"law": "某某条例", "article": "第十条"}]
    listed = {
        "code": OTHER_MATTER,
        "name": "另一事项",
        "agency": AGENCY,
        "power": "law",
        "basis": basis,
        "kinds": ["罚款"],
    }
    town.enter({"type": "matter-registered/1", **listed, **since})


def grant_letter(town: Town, number: str, days: int = 30, **changes: Any) -> dict[str, Any]:
    today = town.now.date()
    letter = {
        "type": "delegation-granted/1",
        "number": number,
        "delegator": AGENCY,
        "delegate": DELEGATE,
        "kind": "penalty",
        "basis": [{"law": "某某条例", "article": "第五条"}],
        "matters": [MATTER],
        "scope": "监漳镇辖区",
        "fitness": "公益一类事业单位",
        "digest": "e" * 64,
        "announced": "镇政府网站",
        "valid_from": str(today),
        "valid_to": str(today + timedelta(days=days)),
    }
    town.enter(letter | changes)
    return letter | changes


def ours(town: Town) -> dict[str, Any]:
    return {"handlers": (town.people["he"], town.people["gu"])}


def file(town: Town) -> str:
    """A case that the delegate files in the town's name."""
    return str(town.made("he", "cases", town.filing(**ours(town)))["case"])


def refused(town: Town, who: str, case: str, kind: type[c.Command], **changes: Any) -> str:
    answer = town.post(who, f"cases/{case}/steps", town.saying(kind, **changes))
    assert answer.status_code == 409, answer.text
    return str(answer.json()["code"])


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "it does not come to pass"
        time.sleep(0.1)


def end(town: Town, number: str) -> None:
    """The letter's last day is today."""
    last = {"number": number, "last_day": str(town.now.date()), "reason": "机构调整"}
    town.enter({"type": "delegation-ended/1", **last})
    town.later(days=1)


def test_a_delegate_acts_in_the_delegators_name_and_its_papers_bear_the_delegators_number(town: Town) -> None:
    grant_letter(town, "一号")
    case = file(town)
    town.step("he", case, town.saying(c.WaiveCorrection))
    town.take(case, c.ApproveFiling)
    officers = [town.people["he"], town.people["gu"]]
    town.step("gu", case, town.saying(c.RecordInspection, officers=officers))
    town.step("he", case, town.saying(c.SubmitOpinion))
    town.take(case, c.EndorseOpinion)
    town.step("he", case, town.saying(c.GiveNotice))
    view = town.get("he", f"cases/{case}")
    assert view["agency"]["id"] == AGENCY
    assert [one["number"].startswith("监漳罚告") for one in view["documents"]] == [True]
    assert view["ended"] == []
    own = town.filing(**ours(town), agency=DELEGATE)
    answer = town.post("he", "cases", own)
    assert (answer.status_code, answer.json()["code"]) == (409, "delegation-own-name")
    assert "行政处罚法 第二十条" in answer.json()["article"]
    end(town, "一号")


def test_a_delegate_reads_and_finds_the_cases_of_its_matters_alone(town: Town) -> None:
    grant_letter(town, "二号")
    mine, others = file(town), town.file(matter=OTHER_MATTER)
    town.projected()
    assert town.send("he", "GET", f"cases/{mine}").status_code == 200
    assert town.send("he", "GET", f"cases/{others}").status_code == 404
    listed = {one["case_id"] for one in town.get("he", "cases")["items"]}
    assert mine in listed
    assert others not in listed
    assert town.post("he", f"cases/{others}/steps", town.saying(c.AddEvidence)).json()["code"] == "delegation-outside"
    waiting = {one["case_id"] for one in town.get("zhao", "queues/decider")["items"]}
    assert mine in waiting
    end(town, "二号")
    assert town.send("he", "GET", f"cases/{mine}").status_code == 404
    assert mine not in {one["case_id"] for one in town.get("he", "cases")["items"]}


def test_a_delegation_that_ends_in_the_middle_of_a_case_hands_it_back(town: Town) -> None:
    grant_letter(town, "三号")
    case = file(town)
    version = town.version(case)
    assert case not in {one["case"] for one in town.get("sun", "supervision/ended")["items"]}
    end(town, "三号")
    assert refused(town, "he", case, c.AddEvidence) == "delegation-over"
    until(lambda: town.version(case) == version + 1)
    until(lambda: case in {one["case_id"] for one in town.get("zhou", "queues/unit-head")["items"]})
    view = town.get("zhao", f"cases/{case}")
    assert view["ended"] != []
    assert "take-over-case" in {one["task"] for one in view["waiting"]}
    page = town.http.get(f"/staff/{SAMPLE}/cases/{case}", headers={"Authorization": f"Bearer {town.tokens['zhao']}"})
    assert (page.status_code, "需要处理" in page.text) == (200, True)
    ended = {one["case"]: one for one in town.get("sun", "supervision/ended")["items"]}
    assert (ended[case]["delegation"], ended[case]["matter_withdrawn"]) == (True, False)
    (told,) = [one for one in town.get("sun", f"cases/{case}/timeline")["steps"] if one["type"] == "case-handed-back/1"]
    assert (told["event"]["letter"], told["event"]["delegate"]) == ("三号", DELEGATE)
    assert told["event"]["handlers"] == [town.people["he"], town.people["gu"]]
    town.step("zhou", case, town.saying(c.ChangeHandlers))
    town.step("wang", case, town.saying(c.AddEvidence))
    assert town.get("zhao", f"cases/{case}")["ended"] == []
    assert case not in {one["case"] for one in town.get("sun", "supervision/ended")["items"]}


def test_a_matter_that_is_withdrawn_flags_the_open_cases_and_refuses_new_ones(town: Town) -> None:
    code, today = "140429-cf-003", town.now.date()
    basis = [{"law": "某某条例", "article": "第十条"}]
    listed = {"code": code, "name": "会撤下的事项", "agency": AGENCY, "power": "law", "basis": basis, "kinds": ["罚款"]}
    town.enter({"type": "matter-registered/1", **listed, "valid_from": "2020-01-01"})
    case = town.file(matter=code)
    version = town.version(case)
    town.enter({"type": "matter-withdrawn/1", "code": code, "last_day": str(today), "reason": "省人民政府收回"})
    town.later(days=1)
    assert town.post("wang", "cases", town.filing(matter=code)).json()["code"] == "matter-not-listed"
    until(lambda: town.version(case) == version + 1)
    until(lambda: "settle-withdrawn-matter" in {one["task"] for one in town.get("zhao", f"cases/{case}")["waiting"]})
    ended = {one["case"]: one for one in town.get("sun", "supervision/ended")["items"]}
    assert (ended[case]["delegation"], ended[case]["matter_withdrawn"]) == (False, True)
    town.step("wang", case, town.saying(c.AddEvidence))
    town.step("zhao", case, town.saying(c.PassCase))
    assert case not in {one["case"] for one in town.get("sun", "supervision/ended")["items"]}


def test_who_supervises_alone_sees_what_has_ended(town: Town) -> None:
    assert town.send("wang", "GET", "supervision/ended").status_code == 403


# ---- By person, not by account ----


def test_a_second_account_of_a_handler_publishes_nothing(town: Town) -> None:
    case = town.cleared()
    answer = town.post("wang-2", f"cases/{case}/steps", town.reviewing())
    assert (answer.status_code, answer.json()["code"]) == (409, "reviewer-is-handler")


def test_a_second_account_of_a_handler_reviews_no_draft(town: Town) -> None:
    reviewer = {"type": "reviewer-registered/1", "person": town.people["li"], "agency": AGENCY}
    town.enter({**reviewer, "qualification": "A20151404290002", "name": "li", "valid_from": "2020-01-01"})
    town.grant("li-2", f"person:{town.people['li']}", "legal-reviewer", agency=AGENCY)
    case = town.file()
    for kind in (c.WaiveCorrection, c.ApproveFiling, c.RecordInspection, c.SubmitOpinion, c.EndorseOpinion):
        town.take(case, kind)
    town.take(case, c.SubmitReview)
    assert refused(town, "li-2", case, c.ReviewCase) == "legal-reviewer-is-handler"
    town.take(case, c.ReviewCase)
