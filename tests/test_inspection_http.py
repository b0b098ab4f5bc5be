"""An inspection through HTTP and on the pages, from start to archive, for a cause and by a draw, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest

from api.form_filling import filled
from api.forms import fields_of
from http_town import _NAMES as NAMES
from http_town import SAMPLE, Town, site
from penal import COURSES, sender_of
from records.course.lots import digest_of
from records.course.shapes import Command
from records.inspection import commands as c
from records.inspection import plan_commands as pc
from records.inspection.drawing import Stake, objects_drawn, officers_in_order, seed_of
from records.penalty.commands import LinkRecording, RecordInspection, ReviewDisclosure, ReviewSecrecy, ServeDocument
from staff_forms import Clerk

FIRM: Final = "91140429MA0K12348Q"


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


def opened(town: Town, **changes: Any) -> str:
    """Opens an inspection for a cause, or as `changes` say; returns the case."""
    return str(town.made("wang", "cases", town.saying(c.OpenInspection, **changes))["case"])


def planned(town: Town, **changes: Any) -> str:
    """A plan of this year, approved and public; returns its case."""
    year = town.now.year
    item = {"matter": "140429-cf-001", "scope": "沿街商户", "percent": 100}
    items = ({**item, "begins_on": f"{year}-01-01", "ends_on": f"{year}-12-31"},)
    case = str(
        town.made("wang", "cases", town.saying(pc.OpenPlan, **({"year": year, "items": items} | changes)))["case"]
    )
    town.take(case, pc.ApprovePlan)
    town.take(case, ReviewSecrecy)
    town.take(case, ReviewDisclosure, party_shown="无")
    return case


def drawn(town: Town, plan: str) -> None:
    """Three objects and the officers wang, li and chen, drawn by a number that is known a day later."""
    officers = [town.people[name] for name in ("wang", "li", "chen")]
    known = (town.now + timedelta(days=1)).isoformat()
    town.step("wang", plan, town.saying(pc.CommitDraw, known_from=known) | {"officers": officers})
    early = town.post("wang", f"cases/{plan}/steps", town.saying(pc.MakeDraw))
    assert (early.status_code, early.json()["code"]) == (409, "draw-too-early")
    town.later(days=1)
    town.take(plan, pc.MakeDraw)


def taken(town: Town, case: str, kind: type[Command], given: dict[str, Any]) -> Any:
    """A step of the plain case; what has to be uploaded is."""
    more = {"object": town.upload(b"moving pictures of " + case.encode())} if kind is LinkRecording else {}
    return town.take(case, kind, **(given | more))


def events(town: Town, case: str) -> list[str]:
    return [one["type"].partition("/")[0] for one in town.get("sun", f"cases/{case}/timeline")["steps"]]


def number_of(town: Town, case: str, kind: str) -> str:
    """The number of the document that the last event of a kind issued."""
    steps = town.get("sun", f"cases/{case}/timeline")["steps"]
    return next(str(one["event"]["number"]) for one in reversed(steps) if one["type"].partition("/")[0] == kind)


def test_an_inspection_for_a_cause_goes_from_start_to_archive(town: Town) -> None:
    case = opened(town, title="对某商店的检查")
    for _, kind, given in COURSES["inspection"][1:]:
        town.later(minutes=5)
        taken(town, case, kind, given)
    view = town.get("sun", f"cases/{case}")
    done = {one["id"] for one in view["stages"] if one["status"] == "done"}
    assert done >= {"opening", "approval", "announcement", "arrival", "evidence", "decision", "service", "disclosure"}
    assert {"closing", "archive"} <= done
    assert number_of(town, case, "inspection-concluded").startswith("监漳检结〔2025〕")
    assert events(town, case) == [
        "inspection-opened",
        "inspection-approved",
        "inspection-noticed",
        "inspectors-arrived",
        "inspection-certificates-shown",
        "inspection-recorded",
        "inspection-record-signed",
        "recording-linked",
        "inspection-concluded",
        "document-served",
        "secrecy-reviewed",
        "disclosure-reviewed",
        "case-closed",
        "case-archived",
    ]
    town.projected()
    text = Clerk(town, "wang").open(f"cases/{case}").text
    for said in ("对某商店的检查", "扫码入企，检查人员2名", "作出检查结果", "未发现问题"):
        assert said in text


def test_a_refused_visit_leaves_the_case_as_it_was_and_names_the_article(town: Town) -> None:
    case = opened(town)
    before = town.version(case)
    answer = town.post("wang", f"cases/{case}/steps", town.saying(c.ScanIn))
    assert answer.status_code == 409
    assert answer.json()["code"] == "inspection-not-approved"
    assert "54号" in answer.json()["article"]
    assert town.version(case) == before


def test_a_draw_is_followed_from_what_the_record_says_and_its_visit_is_taken(town: Town) -> None:
    plan = planned(town)
    drawn(town, plan)
    lists, made = (one for one in town.get("sun", f"cases/{plan}/timeline")["steps"] if "draw" in one["type"])
    assert (lists["type"], made["type"]) == ("draw-committed/1", "draw-made/1")
    said, result = lists["event"], made["event"]
    number = number_of(town, plan, "inspection-plan-approved")
    stake = Stake(number, 1, said["public_number"], digest_of(*said["objects"]), digest_of(*said["certificates"]))
    seed = seed_of(stake, result["value"])
    assert result["seed"] == seed
    assert [one["object"] for one in result["drawn"]] == list(objects_drawn(seed, said["objects"], 3))
    order = officers_in_order(seed, FIRM, said["certificates"])
    persons = dict(zip(said["certificates"], said["officers"], strict=True))
    team = [persons[one] for one in order[:2]]
    fields = {"origin": "plan", "cause": "", "related_case": plan, "draw": 1, "object_key": FIRM}
    sender = next(name for name in ("wang", "li", "chen") if town.people[name] in team)
    wrong = town.post(
        sender, "cases", town.saying(c.OpenInspection, **fields) | {"handlers": [team[0], persons[order[2]]]}
    )
    assert wrong.json()["code"] in ("not-drawn", "handler-only")
    visit = town.made(sender, "cases", town.saying(c.OpenInspection, **fields) | {"handlers": team})["case"]
    town.take(visit, c.ApproveInspection)
    everything = [one["object"] for one in result["drawn"]]
    assert unvisited(town, plan) == everything
    for kind in (c.IssueInspectionNotice, c.ScanIn, c.ShowCertificates, RecordInspection, c.SignRecord):
        town.step(sender, visit, town.saying(kind) | {"officers": team})
    town.take(visit, c.ConcludeInspection)
    town.step(sender, visit, town.saying(ServeDocument, document="inspection-result"))
    assert events(town, visit)[-1] == "document-served"
    assert unvisited(town, plan) == [one for one in everything if one != FIRM]
    text = Clerk(town, "wang").open(f"cases/{plan}").text
    assert "第 1 次抽签：抽中 3 个，尚未检查 2 个" in text
    assert town.get("sun", f"cases/{visit}")["draws"] == []
    again = town.made(sender, "cases", town.saying(c.OpenInspection, **fields) | {"handlers": team})["case"]
    town.take(again, c.ApproveInspection)
    town.step(sender, again, town.saying(c.IssueInspectionNotice) | {"officers": team})
    twice = town.post(sender, f"cases/{again}/steps", town.saying(c.ScanIn) | {"officers": team})
    assert twice.json()["code"] == "visited-already"


def test_anybody_draws_once_more_from_the_public_page_once_the_draw_is_published(town: Town) -> None:
    plan = planned(town)
    page = town.get("sun", f"cases/{plan}")["disclosure"]["disclosure"]
    drawn(town, plan)
    town.projected()
    before = public(town, f"draws/{page}/1")["draw"]
    assert before["result"] is None
    assert (before["fixed"]["objects"], before["fixed"]["officers"]) == (3, 3)
    assert FIRM not in town.http.get(f"/public/{SAMPLE}/draws").text
    town.take(plan, pc.PublishDraw)
    town.projected()
    after = public(town, f"draws/{page}/1")["draw"]
    fixed, result = after["fixed"], after["result"]
    assert fixed == before["fixed"]
    assert digest_of(*result["objects"]) == fixed["objects_digest"]
    assert digest_of(*result["officers"]) == fixed["officers_digest"]
    stake = Stake(fixed["plan"], 1, fixed["public_number"], fixed["objects_digest"], fixed["officers_digest"])
    seed = seed_of(stake, result["value"])
    assert result["drawn"] == [
        {"object": one, "officers": list(officers_in_order(seed, one, result["officers"])[:2])}
        for one in objects_drawn(seed, result["objects"], fixed["count"])
    ]
    assert [one["page"] for one in public(town, "draws")["items"]].count(page) == 1


def test_the_draws_of_a_plan_that_is_not_public_and_those_that_there_are_not_are_not_found(town: Town) -> None:
    for path in ("draws/019c0000-0000-7000-8000-000000000001/1", "draws/x/1", "draws/x/99999999999999999999"):
        assert town.http.get(f"/public/{SAMPLE}/{path}").status_code == 404, path
    assert town.http.get(f"/public/{SAMPLE}/draws", params={"cursor": "x"}).status_code == 422


def unvisited(town: Town, plan: str) -> list[str]:
    """The objects of the plan's only draw that nobody has visited."""
    town.projected()
    (draw,) = town.get("sun", f"cases/{plan}")["draws"]
    assert (draw["draw"], draw["drawn"]) == (1, 3)
    assert bool(draw["last_visit_on"]) == (len(draw["unvisited"]) < 3)
    return list(draw["unvisited"])


def public(town: Town, path: str) -> Any:
    """What anybody reads."""
    answer = town.http.get(f"/public/{SAMPLE}/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def typed(town: Town, kind: type[Command], **changes: Any) -> dict[str, Any]:
    """What a clerk fills in for a step of a plain case."""
    form = filled(fields_of(kind), town.saying(kind, **changes))
    return {name.replace(".", "__"): value for name, value in form.items()}


def test_a_clerk_takes_an_inspection_with_a_rectification_on_pages_alone(town: Town) -> None:
    clerks = {name: Clerk(town, name) for name in set(NAMES.values())}
    case = clerks["wang"].opened("open-inspection", **typed(town, c.OpenInspection))

    def took(kind: type[Command], **changes: Any) -> None:
        town.later(minutes=5)
        clerks[NAMES[sender_of(kind)]].took(case, str(kind.__struct_config__.tag), **typed(town, kind, **changes))

    took(c.ApproveInspection)
    took(c.IssueInspectionNotice)
    took(c.ScanIn)
    took(c.ShowCertificates)
    took(RecordInspection)
    signing = clerks["wang"].open(f"cases/{case}/steps/sign-inspection-record").form
    assert signing["officers"] == [town.people["wang"], town.people["li"]]
    took(c.SignRecord)
    result = clerks["zhao"].open(f"cases/{case}/steps/conclude-inspection").form
    assert result["facts"] == ["人行道上有摊位一处。"]
    took(c.ConcludeInspection, outcome="rectify", content="责令整改。")
    took(c.OrderRectification, correct_by=town.now.date())
    (order,) = clerks["wang"].open(f"cases/{case}/steps/check-rectification").options["order"][1:]
    took(c.CheckRectification, order=order)
    town.projected()
    text = clerks["wang"].open(f"cases/{case}").text
    assert "复查整改情况" in text
    assert "已整改" in text


def test_a_clerk_drafts_a_plan_on_a_page(town: Town) -> None:
    wang = Clerk(town, "wang")
    year = town.now.year
    items = (
        {
            "matter": "140429-cf-001",
            "scope": "餐饮",
            "percent": 5,
            "begins_on": f"{year}-01-01",
            "ends_on": f"{year}-06-30",
        },
    )
    case = wang.opened("open-inspection-plan", **typed(town, pc.OpenPlan, year=year, items=items))
    form = Clerk(town, "zhao").open(f"cases/{case}/steps/approve-inspection-plan").form
    assert "餐饮，抽查比例5%" in form["content"][0]
