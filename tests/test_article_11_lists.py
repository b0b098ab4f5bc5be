"""一致性 (信息公示制度 第十一条): decisions against the published lists, corrections against the known names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from http_problems import is_problem
from http_town import SAMPLE, Town, site
from penal import AGENCY, MATTER
from records.correction import commands as c
from records.penalty.commands import ReviewSecrecy

ELEVEN = pytest.mark.article("信息公示制度 第十一条")
THIRTEEN = pytest.mark.article("信息公示制度 第十三条")
VERSIONS = count(1)


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


def listed(town: Town, kind: str, *items: tuple[str, str]) -> None:
    lines = [{"matter": matter, "wording": wording} for matter, wording in items]
    given = {"agency": AGENCY, "kind": kind, "version": next(VERSIONS), "items": lines, "valid_from": "2025-01-01"}
    town.enter({"type": "list-published/1", **given})


def another(town: Town) -> str:
    """A matter that is listed and not the town's usual one."""
    code = f"140429-cf-{500 + next(VERSIONS)}"
    basis = [{"law": "城市市容和环境卫生管理条例", "article": "第三十七条"}]
    given = {"code": code, "name": f"别的事项（{code}）", "agency": AGENCY, "basis": basis, "power": "handed-down"}
    town.enter({"type": "matter-registered/1", **given, "kinds": ["罚款"], "valid_from": "2020-01-01"})
    return code


def name_of(town: Town) -> str:
    matters = town.get("registrar", "registers/matters")
    return next(str(one["name"]) for one in matters if one["code"] == MATTER)


def refused(town: Town, who: str, case: str, content: dict[str, Any]) -> dict[str, Any]:
    answer = town.post(who, f"cases/{case}/steps", content)
    found: dict[str, Any] = is_problem(answer, 409, "refused")
    return found


@ELEVEN
def test_a_decision_whose_matter_has_no_line_of_responsibility_waits_for_the_heads_public_word(town: Town) -> None:
    listed(town, "power", (MATTER, name_of(town)))
    listed(town, "responsibility", (another(town), "别的责任"))
    case = town.cleared()
    assert refused(town, "qian", case, town.reviewing())["code"] == "list-mismatch"
    waiting = {one["task"] for one in town.get("sun", f"cases/{case}")["waiting"]}
    assert "override-list-mismatch" in waiting
    town.step("zhao", case, {"type": "override-list-mismatch", "reason": "责任清单正在补充。"})
    town.step("qian", case, town.reviewing())
    town.projected()
    page = town.get("sun", f"cases/{case}")["disclosure"]["disclosure"]
    checked = town.http.get(f"/public/{SAMPLE}/disclosures/{page}").json()["page"]["more"]["list"]
    assert checked["kind"] == "responsibility"
    assert checked["mismatches"][0].startswith(f"事项编码{MATTER}不在公布的责任清单")
    assert checked["reason"] == "责任清单正在补充。"
    assert "责任清单" in town.http.get(f"/{SAMPLE}/disclosures/{page}").text


@ELEVEN
def test_what_both_lists_say_otherwise_is_said_line_by_line_and_what_both_have_is_published(town: Town) -> None:
    listed(town, "power", (MATTER, "另一个名称"))
    listed(town, "responsibility", (another(town), "别的责任"))
    case = town.cleared()
    town.step("zhao", case, {"type": "override-list-mismatch", "reason": "两份清单都在更正。"})
    said = town.get("sun", f"cases/{case}/timeline")["steps"][-1]["event"]
    assert (said["list"], len(said["mismatches"])) == ("power", 2)
    listed(town, "power", (MATTER, name_of(town)))
    listed(town, "responsibility", (MATTER, "依法处罚占道经营，违法不作为的依法追责"))
    right = town.signed()
    town.take(right, ReviewSecrecy)
    town.step("qian", right, town.reviewing())


def today(town: Town) -> dict[str, str]:
    return {"received_on": town.now.date().isoformat()}


def accepted(town: Town, case: str) -> str:
    given = {"source": "agency", "requesters": (), "related_case": case, "published_at": "", **today(town)}
    correction = str(town.made("qian", "cases", town.saying(c.RequestCorrection, **given))["case"])
    town.step("qian", correction, town.saying(c.CheckInformation))
    decided = town.saying(c.DecideCorrection, decided_by=town.people["zhou"])
    town.grant("zhou-c", f"person:{town.people['zhou']}", "disclosure-officer", agency=AGENCY)
    town.step("zhou-c", correction, decided)
    return correction


@ELEVEN
@THIRTEEN
def test_a_correction_names_matter_and_agency_as_register_or_list_do(town: Town) -> None:
    listed(town, "power", (MATTER, name_of(town)))
    listed(town, "responsibility", (MATTER, "责任"))
    case = town.published()
    correction = accepted(town, case)
    for free in ({"matter_name": "对乱停放车辆的处罚"}, {"agency_name": "监漳镇城管大队"}):
        body = town.saying(c.CorrectDisclosure, related_case=correction, facts_shown="", **free)
        problem = refused(town, "qian", case, body)
        assert problem["code"] == "correction-name-unknown"
        assert next(iter(free.values())) in problem["detail"]
    listed(town, "power", (MATTER, "对占用道路经营的处罚"))
    known = {"matter_name": "对占用道路经营的处罚", "facts_shown": ""}
    town.step("qian", case, town.saying(c.CorrectDisclosure, related_case=correction, **known))


@THIRTEEN
def test_a_correction_of_a_matter_that_nobody_listed_is_refused_live_and_a_defect_from_paper(town: Town) -> None:
    unknown = town.saying(c.RequestCorrection, matter="140429-cf-999", **today(town))
    problem = is_problem(town.post("qian", "cases", unknown), 409, "refused")
    assert problem["code"] == "correction-matter-unknown"
    assert "140429-cf-999" in problem["detail"]
    town.grant("qian-p", f"person:{town.people['qian']}", "disclosure-officer", "back-entry", agency=AGENCY)
    day = town.now.date().isoformat()
    paper = {"entry": town.on_paper(), "occurred_at": day, "received_on": day, "matter": "140429-cf-999"}
    case = town.made("qian-p", "cases", town.saying(c.RequestCorrection, **paper))["case"]
    assert [one["code"] for one in town.get("sun", f"cases/{case}")["defects"]] == ["correction-matter-unknown"]
    town.made("qian", "cases", town.saying(c.RequestCorrection, matter=MATTER, **today(town)))
