"""事项基本信息 (信息公示制度 第五条): complete or not approved, of any day, updated when what it rests on changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

import msgspec
import pytest

from http_problems import is_problem, wrong
from http_town import OTHER_AGENCY, SAMPLE, Town, site
from penal import AGENCY
from plain_basics import INFORMATION
from plain_catalogue import ENTRIES
from records.basics import commands as b
from records.basics.complete import cites
from records.catalogue import commands as cat
from records.catalogue.commands import CheckLegality, CheckSecrecy
from records.law.deadline import Calendar, add_working_days
from records.register.events import BasicInformation, BasisRepealed
from staff_forms import Clerk

FIVE = pytest.mark.article("信息公示制度 第五条")
TWELVE = pytest.mark.article("信息公示制度 第十二条")
NUMBERS = count(1)
DELEGATION = BasicInformation(
    delegate="监漳镇服务中心，镇政府一楼",
    delegation_basis="城市市容和环境卫生管理条例 第四条",
    delegation_matters="占道经营的调查和处罚",
    delegation_scope="镇区，一百元以下",
    delegation_term="一年",
    delegation_duties="双方按委托书履行",
    delegation_liability="由委托机关承担",
)


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


@pytest.fixture
def matter(town: Town) -> str:
    """A matter of its own, listed from today."""
    code = f"140429-cf-{100 + next(NUMBERS)}"
    listed = {"type": "matter-registered/1", "code": code, "name": f"对占道经营的处罚（{code}）", "agency": AGENCY}
    basis = [{"law": "城市市容和环境卫生管理条例", "article": f"第{code[-3:]}条"}]
    since = {"valid_from": town.now.date().isoformat()}
    town.enter({**listed, "basis": basis, "power": "handed-down", "kinds": ["罚款"], **since})
    return code


def said(matter: str, **changes: Any) -> dict[str, Any]:
    """Whole basic information of a matter."""
    plain: dict[str, Any] = msgspec.to_builtins(INFORMATION)
    return plain | {"basis": [f"城市市容和环境卫生管理条例 第{matter[-3:]}条"]} | changes


def checked(town: Town, matter: str, information: dict[str, Any] | None = None, **changes: Any) -> str:
    """A draft that waits for its approval."""
    given = {"matter": matter, "information": information or said(matter), **changes}
    case = str(town.made("wang", "cases", town.saying(b.DraftBasics, **given))["case"])
    town.take(case, CheckSecrecy)
    town.take(case, CheckLegality)
    return case


def published(town: Town, matter: str, information: dict[str, Any] | None = None, **changes: Any) -> str:
    case = checked(town, matter, information, **changes)
    town.take(case, b.ApproveBasics)
    town.take(case, b.PublishBasics)
    return case


def shown(town: Town, matter: str, **params: str) -> dict[str, Any]:
    town.projected()
    answer = town.http.get(f"/public/{SAMPLE}/basic-information/{AGENCY}/{matter}", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["matter"]
    return found


def flags(town: Town, matter: str, who: str = "sun", **params: str) -> dict[str, dict[str, Any]]:
    """What the list of supervision says of the matter, by kind."""
    items = town.get(who, "supervision/basic-information", **params)["items"]
    return {flag["kind"]: flag for one in items if one["matter"] == matter for flag in one["flags"]}


def refused(town: Town, who: str, case: str, kind: type[Any], **changes: Any) -> dict[str, Any]:
    answer = town.post(who, f"cases/{case}/steps", town.saying(kind, **changes))
    found: dict[str, Any] = is_problem(answer, 409, "refused")
    return found


# ---- Complete, or not approved ----


@FIVE
@pytest.mark.parametrize(
    ("field", "title", "article"),
    [
        ("name", "事项名称", "第五条第一项"),
        ("kind", "事项种类", "第五条第一项"),
        ("basis", "依据", "第五条第一项"),
        ("office", "承办机构", "第五条第一项"),
        ("procedure", "办理程序", "第五条第一项"),
        ("time_limit", "办理时限", "第五条第一项"),
        ("supervision", "监督方式", "第五条第一项"),
        ("relief", "救济渠道", "第五条第一项"),
        ("place", "办理场所", "第五条第二项"),
        ("contact", "联系方式", "第五条第二项"),
        ("window", "服务窗口工作人员岗位工作信息", "第五条第二项"),
        ("guide", "办事指南", "第五条第二项"),
        ("samples", "示范文本", "第五条第二项"),
        ("flowchart", "执法流程图", "第五条第二项"),
        ("materials", "需要提交的材料目录", "第五条第二项"),
        ("benchmark", "行政裁量基准", "第三十四条"),
    ],
)
def test_each_field_that_is_missing_is_named_with_its_article(
    town: Town, matter: str, field: str, title: str, article: str
) -> None:
    empty: Any = [] if isinstance(getattr(INFORMATION, field), tuple) else " "
    case = checked(town, matter, said(matter) | {field: empty})
    problem = refused(town, "zhao", case, b.ApproveBasics)
    assert problem["code"] == "basic-information-incomplete"
    assert title in problem["detail"]
    assert article in problem["detail"]


@FIVE
def test_a_delegated_matter_says_who_acts_by_what_and_who_answers_for_it(town: Town, matter: str) -> None:
    delegate(town, matter)
    case = checked(town, matter)
    problem = refused(town, "zhao", case, b.ApproveBasics)
    for title in ("受委托组织", "委托的依据", "委托的事项", "委托的权限", "委托的期限", "权利和义务", "法律责任"):
        assert title in problem["detail"]
    given = {name: value for name, value in msgspec.to_builtins(DELEGATION).items() if value}
    published(town, matter, said(matter, **given))


@FIVE
def test_the_chain_has_four_persons_and_what_was_given_back_is_checked_anew(town: Town, matter: str) -> None:
    case = str(town.made("zhao", "cases", town.saying(b.DraftBasics, matter=matter, information=said(matter)))["case"])
    assert refused(town, "zhao", case, b.ApproveBasics)["code"] == "draft-secrecy-first"
    town.take(case, CheckSecrecy)
    town.take(case, CheckLegality)
    assert refused(town, "zhao", case, b.ApproveBasics)["code"] == "draft-author-approves"
    assert refused(town, "qian", case, b.PublishBasics)["code"] == "draft-not-approved"
    town.step("wang", case, town.saying(b.RedraftBasics, information=said(matter)))
    assert refused(town, "zhao", case, b.ApproveBasics)["code"] == "draft-secrecy-first"


@FIVE
def test_a_paper_that_was_incomplete_is_recorded_with_the_defect(town: Town, matter: str) -> None:
    case = checked(town, matter, said(matter, relief=""))
    paper = {"entry": town.on_paper(), "occurred_at": town.now.date().isoformat(), "approver": town.people["zhao"]}
    town.step("wang", case, town.saying(b.ApproveBasics, **paper))
    found = town.get("sun", f"cases/{case}")["defects"]
    assert [one["code"] for one in found] == ["basic-information-incomplete"]
    assert found[0]["article"] == "信息公示制度 第五条"


@FIVE
def test_what_would_show_a_number_of_somebody_is_not_published(town: Town, matter: str) -> None:
    case = checked(town, matter, said(matter, window="综合窗口，13903551234"))
    town.take(case, b.ApproveBasics)
    assert refused(town, "qian", case, b.PublishBasics)["code"] == "personal-data-shown"


@FIVE
def test_a_matter_that_is_not_listed_has_no_basic_information(town: Town) -> None:
    answer = town.post("wang", "cases", town.saying(b.DraftBasics, matter="140429-cf-999"))
    assert is_problem(answer, 409, "refused")["code"] == "matter-not-listed"


@FIVE
def test_an_update_says_on_which_day_what_it_rests_on_changed(town: Town, matter: str) -> None:
    tomorrow = (town.now.date() + timedelta(days=1)).isoformat()
    for changes in (
        {"cause": "basis-changed"},
        {"changed_on": "2025-03-01"},
        {"cause": "other", "changed_on": tomorrow},
    ):
        assert wrong(town.post("wang", "cases", town.saying(b.DraftBasics, matter=matter, **changes))) == [
            "$.changed_on"
        ]


# ---- What is public ----


@FIVE
def test_it_is_public_of_any_day_as_json_and_as_a_page(town: Town, matter: str) -> None:
    assert shown(town, matter)["basic"] is None
    published(town, matter)
    town.later(days=1)
    published(town, matter, said(matter, guide="网上办理"), cause="other", changed_on=town.now.date().isoformat())
    yesterday = (town.now.date() - timedelta(days=1)).isoformat()
    assert shown(town, matter)["basic"]["information"]["guide"] == "网上办理"
    assert shown(town, matter, on=yesterday)["basic"]["information"]["guide"] == INFORMATION.guide
    assert [one["version"] for one in shown(town, matter)["versions"]] == [2, 1]
    page = town.http.get(f"/{SAMPLE}/matters/{AGENCY}/{matter}")
    assert page.status_code == 200
    assert "网上办理" in page.text
    assert "网上办理" not in town.http.get(f"/{SAMPLE}/matters/{AGENCY}/{matter}", params={"on": yesterday}).text
    assert matter in town.http.get(f"/{SAMPLE}/matters").text
    assert town.http.get(f"/{SAMPLE}/matters/{AGENCY}/140429-cf-999").status_code == 404


@FIVE
def test_the_view_shows_which_side_has_not_published_the_letter(town: Town, matter: str) -> None:
    number = delegate(town, matter)
    assert shown(town, matter)["letters"][0]["unpublished"] == ["监漳镇人民政府", "武乡县市场监督管理局"]
    assert "letter-unpublished" in flags(town, matter)
    announced = {"type": "delegation-announced/1", "number": number, "where": "公告栏"}
    today = {"valid_from": town.now.date().isoformat()}
    town.enter({**announced, "agency": AGENCY, **today})
    assert shown(town, matter)["letters"][0]["unpublished"] == ["武乡县市场监督管理局"]
    assert "武乡县市场监督管理局还没有公布" in town.http.get(f"/{SAMPLE}/matters/{AGENCY}/{matter}").text
    town.enter({**announced, "agency": OTHER_AGENCY, **today})
    assert shown(town, matter)["letters"][0]["unpublished"] == []
    assert "letter-unpublished" not in flags(town, matter)
    stranger = town.post("registrar", "registers/entries", {**announced, "agency": AGENCY, "number": "无", **today})
    assert wrong(stranger) == ["$.number"]


@FIVE
def test_a_delegation_lapses_by_itself(town: Town, matter: str) -> None:
    delegate(town, matter, days=3)
    assert len(shown(town, matter)["letters"]) == 1
    after = (town.now.date() + timedelta(days=4)).isoformat()
    assert shown(town, matter, on=after)["letters"] == []


def delegate(town: Town, matter: str, days: int = 300) -> str:
    """A letter by which another agency acts in the matter; returns its number."""
    number = f"监漳委〔2025〕{next(NUMBERS)}号"
    today = town.now.date()
    letter = {"type": "delegation-granted/1", "number": number, "delegator": AGENCY, "delegate": OTHER_AGENCY}
    basis = [{"law": "行政处罚法", "article": "第二十条"}]
    term = {"valid_from": today.isoformat(), "valid_to": (today + timedelta(days=days)).isoformat()}
    more = {"matters": [matter], "scope": "镇区", "fitness": "符合", "digest": "a" * 64, "announced": "公告栏"}
    town.enter({**letter, "kind": "penalty", "basis": basis, **more, **term})
    return number


# ---- What is missing, outdated or late ----


@TWELVE
def test_a_listed_matter_without_basic_information_is_due_fifteen_working_days_after_its_listing(
    town: Town, matter: str
) -> None:
    found = flags(town, matter)["missing"]
    calendar = town_calendar(town)
    assert date.fromisoformat(found["due_on"]) == add_working_days(town.now.date(), 15, calendar)
    assert not found["late"]
    beyond = (date.fromisoformat(found["due_on"]) + timedelta(days=1)).isoformat()
    assert flags(town, matter, on=found["due_on"])["missing"]["late"] is False, "the fifteenth day is in time"
    assert flags(town, matter, on=beyond)["missing"]["late"] is True
    published(town, matter)
    assert flags(town, matter) == {}


@TWELVE
def test_a_repealed_basis_flags_every_matter_that_cites_it_until_it_is_replaced(town: Town, matter: str) -> None:
    published(town, matter)
    repealed = {"type": "basis-repealed/1", "law": "城市市容和环境卫生管理条例", "article": f"第{matter[-3:]}条"}
    first = town.now.date().isoformat()
    town.enter({**repealed, "instrument": "国务院令第999号", "valid_from": first})
    found = flags(town, matter)["basis-repealed"]
    assert found["since"] == first
    assert "国务院令第999号" in found["what"]
    assert found["article"] == "信息公示制度 第十二条第二款"
    assert flags(town, "140429-cf-001").get("basis-repealed") is None, "it cites another article"
    town.projected()
    assert "所引依据已经废止" in town.http.get(f"/{SAMPLE}/matters/{AGENCY}/{matter}").text
    stale = checked(town, matter, cause="basis-repealed", changed_on=first)
    assert refused(town, "zhao", stale, b.ApproveBasics)["code"] == "basis-ended"
    published(town, matter, said(matter, basis=["山西省某条例 第九条"]), cause="basis-repealed", changed_on=first)
    assert "basis-repealed" in flags(town, matter), "the list of matters still cites it"
    listed = {"type": "matter-registered/1", "code": matter, "name": "对占道经营的处罚", "agency": AGENCY}
    basis = [{"law": "山西省某条例", "article": "第九条"}]
    town.enter({**listed, "basis": basis, "power": "handed-down", "kinds": ["罚款"], "valid_from": first})
    assert flags(town, matter) == {}
    twice = town.post("registrar", "registers/entries", {**repealed, "instrument": "又", "valid_from": first})
    assert wrong(twice) == ["$.law"]


@TWELVE
def test_a_changed_basis_is_followed_by_an_update_or_the_matter_is_late(town: Town, matter: str) -> None:
    published(town, matter)
    town.later(days=1)
    changed = {"type": "basis-changed/1", "law": "城市市容和环境卫生管理条例", "article": f"第{matter[-3:]}条"}
    since = town.now.date().isoformat()
    town.enter({**changed, "instrument": "国务院令第998号", "change": "罚款幅度", "valid_from": since})
    due_on = flags(town, matter)["basis-changed"]["due_on"]
    beyond = (date.fromisoformat(due_on) + timedelta(days=1)).isoformat()
    assert flags(town, matter, on=beyond)["basis-changed"]["late"] is True
    case = checked(town, matter, cause="basis-changed", changed_on=since)
    town.projected()
    items = town.get("sun", "supervision/due")["items"]
    terms = {one["limit_id"]: one for one in items if one["case_id"] == case}
    assert terms["basic-information.update"]["due_on"] == due_on
    assert terms["basic-information.openness"]["due_on"] > due_on, "each clock by itself"
    town.take(case, b.ApproveBasics)
    town.take(case, b.PublishBasics)
    assert flags(town, matter) == {}


@TWELVE
def test_a_matter_whose_listing_changes_is_flagged_until_its_information_is_published_again(
    town: Town, matter: str
) -> None:
    published(town, matter)
    town.later(days=1)
    today = town.now.date().isoformat()
    listed = {"type": "matter-registered/1", "code": matter, "name": "对占道经营的处罚", "agency": AGENCY}
    basis = [{"law": "城市市容和环境卫生管理条例", "article": f"第{matter[-3:]}条"}]
    town.enter({**listed, "basis": basis, "power": "handed-down", "kinds": ["警告", "罚款"], "valid_from": today})
    assert "matter-changed" in flags(town, matter)
    published(town, matter, cause="functions-changed", changed_on=today)
    assert flags(town, matter) == {}


def rows(town: Town, matter: str, **params: str) -> list[dict[str, Any]]:
    """Every row of the matter in the list of supervision."""
    items = town.get("sun", "supervision/basic-information", **params)["items"]
    return [flag for one in items if one["matter"] == matter for flag in one["flags"]]


def relisted(town: Town, matter: str, name: str, **changes: Any) -> None:
    listed = {"type": "matter-registered/1", "code": matter, "name": name, "agency": AGENCY, "power": "handed-down"}
    basis = [{"law": "城市市容和环境卫生管理条例", "article": f"第{matter[-3:]}条"}]
    town.enter({**listed, "basis": basis, "kinds": ["罚款"], "valid_from": town.now.date().isoformat(), **changes})


def terms_of(town: Town, case: str, limit: str, state: str = "open") -> dict[str, dict[str, Any]]:
    """The terms of a case under one limit, by what each is about."""
    town.projected()
    found = town.get("sun", "supervision/due", state=state, limit=limit)["items"]
    return {one["subject"]: one for one in found if one["case_id"] == case}


@TWELVE
def test_what_is_missing_is_due_from_the_first_listing_and_no_later_entry_begins_it_anew(
    town: Town, matter: str
) -> None:
    first, due_on = town.now.date().isoformat(), flags(town, matter)["missing"]["due_on"]
    town.later(days=3)
    relisted(town, matter, "对占道经营的处罚（新名称）")
    found = flags(town, matter)["missing"]
    assert (found["since"], found["due_on"]) == (first, due_on)
    case = checked(town, matter)
    terms = terms_of(town, case, "basic-information.update")
    assert {(one["starts_on"], one["due_on"]) for one in terms.values()} == {(first, due_on)}


@TWELVE
def test_a_first_publication_that_comes_late_is_a_late_term_of_its_case(town: Town, matter: str) -> None:
    first = town.now.date().isoformat()
    town.later(days=40)
    case = published(town, matter)
    [term] = terms_of(town, case, "basic-information.update", "kept").values()
    assert (term["starts_on"], term["in_time"]) == (first, False)
    assert term["subject"] == f"基本信息没有公示（{first}）"


@TWELVE
def test_each_change_is_a_row_of_its_own_from_its_own_day_whatever_day_the_draft_names(town: Town, matter: str) -> None:
    published(town, matter)
    days = []
    for name in ("甲事项", "乙事项"):
        town.later(days=2)
        relisted(town, matter, name)
        days.append(town.now.date().isoformat())
    town.later(days=1)
    relisted(town, matter, "乙事项")
    found = [one for one in rows(town, matter) if one["kind"] == "matter-changed"]
    assert [one["since"] for one in found] == days, "what is entered again as it was changes nothing"
    case = checked(town, matter, cause="functions-changed", changed_on=town.now.date().isoformat())
    terms = terms_of(town, case, "basic-information.update")
    assert {one["starts_on"] for one in terms.values()} == {*days, town.now.date().isoformat()}
    town.take(case, b.ApproveBasics)
    town.take(case, b.PublishBasics)
    assert rows(town, matter) == []


@TWELVE
def test_a_particular_is_due_from_the_entry_that_asks_for_it_and_not_from_the_publication(
    town: Town, matter: str
) -> None:
    town.later(days=1)
    published(town, matter)
    town.later(days=5)
    delegate(town, matter)
    today = town.now.date().isoformat()
    found = [one for one in rows(town, matter) if one["kind"] == "incomplete"]
    assert len(found) == 7, "each particular of the delegation is a row"
    assert {one["since"] for one in found} == {today}
    assert "受委托组织" in {one["what"] for one in found}
    assert all(one["article"].startswith("信息公示制度 第五条第三项") for one in found)


@TWELVE
def test_days_of_the_catalogue_that_are_fewer_move_the_due_day_forwards(town: Town, matter: str) -> None:
    whole = flags(town, matter)["missing"]
    kinds = [msgspec.to_builtins(one) for one in ENTRIES]
    fewer = [one | ({"days": 4} if one["information"] == "basic-information" else {}) for one in kinds]
    of_catalogue = str(town.made("wang", "cases", town.saying(cat.DraftCatalogue, entries=fewer))["case"])
    for step in (CheckSecrecy, CheckLegality, cat.ApproveCatalogue, cat.PublishCatalogue):
        town.take(of_catalogue, step)
    found = flags(town, matter)["missing"]
    assert date.fromisoformat(found["due_on"]) == add_working_days(town.now.date(), 4, town_calendar(town))
    assert found["due_on"] < whole["due_on"]
    assert "公示目录" in found["article"]
    case = checked(town, matter)
    [term] = terms_of(town, case, "basic-information.catalogue").values()
    assert term["due_on"] == found["due_on"]


@TWELVE
def test_the_agency_sees_its_own_list_and_another_agency_does_not(town: Town, matter: str) -> None:
    assert "missing" in flags(town, matter, who="qian")
    assert flags(town, matter, who="wu") == {}
    assert town.http.get(f"/api/{SAMPLE}/supervision/basic-information").status_code == 401
    page = Clerk(town, "qian").open("basic-information")
    assert matter in page.text
    assert "没有公示" in page.text


def town_calendar(town: Town) -> Any:
    """The working days that the ledger goes by."""

    found = Calendar()
    for year in town.get("sun", "registers/calendars"):
        days = ([date.fromisoformat(one) for one in year[name]] for name in ("off", "working"))
        found = found.adopt(year["year"], *days)
    return found


@TWELVE
@pytest.mark.parametrize(
    ("line", "law", "article", "cited"),
    [
        ("《食品安全法实施条例》第十条", "食品安全法", "", False),
        ("食品安全法实施条例 第十条", "《中华人民共和国食品安全法》", "", False),
        ("兽药品管理法第三条", "药品管理法", "", False),
        ("中华人民共和国食品安全法 第十条", "《食品安全法》", "第十条", True),
        ("《中华人民共和国食品安全法（2021修正）》第十条之一", "食品安全法", "第十条", False),
        ("《食品安全法》第十条之一、第十条", "食品安全法", "第十条", True),
        ("《食品安全法》第三条、《行政处罚法》第十条", "食品安全法", "第十条", False),
        ("《食品安全法》第三条、《行政处罚法》第十条", "行政处罚法", "第十条", True),
    ],
)
def test_a_basis_is_cited_by_its_whole_name_and_article(line: str, law: str, article: str, cited: bool) -> None:
    change = BasisRepealed(law=law, article=article, instrument="公告", valid_from=date(2026, 3, 1))
    assert cites((line,), change) is cited
