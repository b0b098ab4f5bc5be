"""重大执法决定法制审核制度 through HTTP: who reviews, what is reviewed, by what, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from http_problems import wrong
from http_town import SAMPLE, Town, site
from penal import AGENCY, BEFORE_DECISION, MATERIALS
from records.penalty import commands as c

COUNTY = "11140429012346930F"
HEAVY = {"fine_yuan": "6000.00", "content": "罚款6000元"}
UNTOLD = {"hearing_told": True}


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        town = found.town
        since = {"valid_from": "2020-01-01"}
        county = {"code": COUNTY, "name": "武乡县司法局", "short": "武司", "kind": "agency", "region": "140429"}
        town.enter({"type": "agency-registered/1", **county, **since})
        person = town.made("registrar", "registers/persons", {"kind": "natural", "name": "xian"})["person"]
        town.people["xian"] = person
        held = {"person": person, "agency": COUNTY, "qualification": "A20121404290009", "name": "郑七", **since}
        town.enter({"type": "reviewer-registered/1", **held})
        town.grant("xian", f"person:{person}", "legal-reviewer", agency=COUNTY)
        yield town


def told(town: Town, fine: str = "6000.00") -> str:
    """A case with an intended fine, its party told and heard."""
    case, intended = town.file(), {"fine_yuan": fine}
    for name, kind, given in BEFORE_DECISION:
        if name in ("review", "discussion"):
            continue
        more = intended if name == "opinion" else intended | {"content": f"罚款{fine}元", **UNTOLD}
        town.take(case, kind, **(given | (more if name in ("opinion", "notice") else {})))
    return case


def submitting(town: Town, **draft: Any) -> dict[str, Any]:
    """The body that hands over a draft of 6,000 yuan; `materials` and `corrected` as they are given."""
    body = town.saying(c.SubmitReview)
    materials, corrected = draft.pop("materials", MATERIALS), draft.pop("corrected", "")
    signed = town.signing(**HEAVY)
    said = {name: signed[name] for name in body["draft"]}
    return body | {"draft": said | draft, "materials": list(materials), "corrected": corrected}


def answer(town: Town, who: str, case: str, body: dict[str, Any]) -> tuple[int, str]:
    found: httpx.Response = town.post(who, f"cases/{case}/steps", body)
    return found.status_code, found.json().get("code", "")


def tasks(town: Town, who: str, role: str, case: str) -> set[str]:
    town.projected()
    page = town.get(who, f"queues/{role}", everyone="true")
    return {one["task"] for one in page["items"] if one["case_id"] == case}


def open_terms(town: Town, case: str) -> dict[str, str]:
    """The terms of the case that run, each with its last day."""
    town.projected()
    found: dict[str, str] = {}
    cursor: str | None = ""
    while cursor is not None:
        page = town.get("sun", "supervision/due", **({"cursor": cursor} if cursor else {}))
        found |= {one["limit_id"]: one["due_on"] for one in page["items"] if one["case_id"] == case}
        cursor = page["next"]
    return found


def reviewers(town: Town, **params: str) -> dict[str, Any]:
    town.projected()
    found = town.http.get(f"/public/{SAMPLE}/registers/reviewers", params=params)
    assert found.status_code == 200, found.text
    body: dict[str, Any] = found.json()
    return body


def own_reviewer(town: Town, **changes: Any) -> None:
    """An entry of the agency's own reviewer."""
    held = {"person": town.people["lu"], "agency": AGENCY, "qualification": "A20141404290001", "name": "lu"}
    town.enter({"type": "reviewer-registered/1", **held, **changes})


# ---- 一: who reviews ----


@pytest.mark.article("重大执法决定法制审核制度 一")
def test_the_register_of_reviewers_is_public_of_any_day_without_the_number_of_the_qualification(town: Town) -> None:
    found = reviewers(town)
    lu = next(one for one in found["reviewers"] if one["agency"] == AGENCY)
    assert lu["name"] == "lu"
    assert lu["qualified"] is True
    assert "A20141404290001" not in str(found)
    assert reviewers(town, on="2019-12-31")["reviewers"] == []


@pytest.mark.article("重大执法决定法制审核制度 一")
def test_trainings_are_entered_and_their_hours_shown_by_year(town: Town) -> None:
    lu = town.people["lu"]
    training = {"type": "training-recorded/1", "person": lu, "subject": "行政处罚法", "on": "2025-02-20"}
    town.enter({**training, "hours": 16})
    town.enter({**training, "hours": 8, "on": "2025-03-01"})
    town.enter({**training, "hours": 40, "on": "2024-05-10"})

    def hours(on: str) -> int:
        found = reviewers(town, on=on)["reviewers"]
        return int(next(one["training_hours"] for one in found if one["agency"] == AGENCY))

    assert [hours(one) for one in ("2025-03-02", "2025-02-28", "2024-12-31", "2024-05-09")] == [24, 16, 40, 0]
    page = town.http.get(f"/{SAMPLE}/registers", params={"on": "2025-03-02"}).text
    assert "本年培训24学时" in page
    for changes, path in (
        ({"hours": 0}, "$.hours"),
        ({"hours": 8, "on": "2027-01-01"}, "$.on"),
        ({"hours": 8, "person": town.people["wang"]}, "$.person"),
    ):
        assert wrong(town.post("registrar", "registers/entries", {**training, **changes})) == [path]


@pytest.mark.article("重大执法决定法制审核制度 一")
def test_the_share_of_reviewers_is_a_figure_beside_what_is_asked_in_principle(town: Town) -> None:
    share = reviewers(town)["share"]
    assert (share["reviewers"], share["officers"], share["least_percent"]) == (2, 3, 5)
    assert float(share["percent"]) == 66.7
    assert share["verified"] is False
    page = town.http.get(f"/{SAMPLE}/registers").text
    assert "占66.7%" in page
    assert "原则上不少于5%（尚未与文件原文核对）" in page


@pytest.mark.article("重大执法决定法制审核制度 一")
def test_who_is_not_registered_as_a_reviewer_on_the_day_reviews_nothing(town: Town) -> None:
    case = told(town)
    town.step("wang", case, submitting(town))
    town.grant("chen-2", f"person:{town.people['chen']}", "legal-reviewer", agency=AGENCY)
    assert answer(town, "chen-2", case, town.saying(c.ReviewCase)) == (409, "reviewer-not-qualified")
    town.grant("wang-3", f"person:{town.people['wang']}", "legal-reviewer", "back-entry", agency=AGENCY)
    paper = town.saying(c.ReviewCase, reviewer=town.people["chen"], occurred_at=town.now.date().isoformat())
    town.step("wang-3", case, paper | {"entry": town.on_paper()})
    steps = town.get("sun", f"cases/{case}/timeline")["steps"]
    (reviewed,) = (one for one in steps if one["type"] == "case-reviewed/2")
    assert [one["code"] for one in reviewed["defects"]] == ["reviewer-not-qualified"]


@pytest.mark.article("重大执法决定法制审核制度 一")
def test_an_officer_whose_certificate_has_ended_hands_no_draft_to_review(town: Town) -> None:
    case = told(town)
    held = town.get("sun", "registers/officers")
    li = next(one for one in held if one["person"] == town.people["li"])
    yesterday = (town.now - timedelta(days=1)).date().isoformat()
    ended = {"person": li["person"], "certificate": li["certificate"], "last_day": yesterday, "reason": "调离"}
    town.enter({"type": "officer-ended/1", **ended})
    assert answer(town, "li", case, submitting(town)) == (409, "officer-not-certified")
    town.enter(town.certificate("li"))


@pytest.mark.article("重大执法决定法制审核制度 一")
@pytest.mark.article("重大执法决定法制审核制度 四")
def test_the_county_reviews_where_nobody_may_and_its_clock_starts_with_its_receipt(town: Town) -> None:
    case = told(town)
    town.step("wang", case, submitting(town))
    asking = {"type": "request-county-review", "county": COUNTY, "reason": "本机关的审核人员已经调离。"}
    assert answer(town, "wang", case, asking) == (409, "own-reviewer-available")
    assert answer(town, "xian", case, town.saying(c.ReviewCase)) == (409, "other-agency")
    assert town.send("xian", "GET", f"cases/{case}").status_code == 404
    own_reviewer(town, valid_from="2020-01-01", valid_to=(town.now - timedelta(days=1)).date().isoformat())
    bad = town.post("wang", f"cases/{case}/steps", asking | {"county": AGENCY})
    assert wrong(bad) == ["$.county"]
    town.step("wang", case, asking)
    assert answer(town, "xian", case, town.saying(c.ReviewCase)) == (409, "county-not-received")
    assert tasks(town, "xian", "reviewer", case) == {"receive-county-review"}
    assert town.send("xian", "GET", f"cases/{case}").status_code == 200
    assert not {"legal-review", "legal-review.county"} & set(open_terms(town, case))
    town.later(days=2)
    town.step("xian", case, {"type": "receive-county-review"})
    assert open_terms(town, case)["legal-review.county"] == "2025-03-12"
    assert tasks(town, "xian", "reviewer", case) == {"review-case.county"}
    own_reviewer(town, valid_from=town.now.date().isoformat())
    assert answer(town, "lu", case, town.saying(c.ReviewCase)) == (409, "review-with-county")
    assert tasks(town, "lu", "reviewer", case) == set()
    town.step("xian", case, town.saying(c.ReviewCase))
    assert "legal-review.county" not in open_terms(town, case)
    assert town.send("xian", "GET", f"cases/{case}").status_code == 200
    types = [one["type"] for one in town.get("sun", f"cases/{case}/timeline")["steps"]]
    assert types[-3:] == ["county-review-requested/1", "county-review-received/1", "case-reviewed/2"]


# ---- 二: what is reviewed ----


@pytest.mark.article("重大执法决定法制审核制度 二")
@pytest.mark.parametrize(("fine", "hit"), [("4999.99", []), ("5000.00", ["review.catalogue.fine.person"])])
def test_a_case_stores_the_rules_that_it_hit_with_their_version_and_above_includes_the_amount(
    town: Town, fine: str, hit: list[str]
) -> None:
    case = told(town, fine)
    town.step("wang", case, submitting(town, fine_yuan=fine))
    step = town.get("sun", f"cases/{case}/timeline")["steps"][-1]
    assert step["event"]["hit"] == hit
    assert step["event"]["hit_since"] == ["2021-07-15"] * len(hit)


@pytest.mark.article("重大执法决定法制审核制度 二")
def test_the_catalogue_is_public_for_every_procedure_of_any_day(town: Town) -> None:
    town.projected()
    found = town.http.get(f"/public/{SAMPLE}/review-catalogue").json()["procedures"]
    named = {one["procedure"]: one for one in found if not one["agency"]}
    assert {"penalty-ordinary", "measure", "enforcement", "court-application", "licence", "levy"} <= set(named)
    fine = next(one for one in named["penalty-ordinary"]["rules"] if one["id"] == "review.catalogue.fine.person")
    assert fine["criteria"] == ["适用于：自然人", "罚款5,000元以上（含本数）"]
    assert (fine["since"], fine["article"]) == ("2021-07-15", "重大执法决定法制审核制度 二")
    before = town.http.get(f"/public/{SAMPLE}/review-catalogue", params={"on": "2018-01-01"}).json()
    assert before["procedures"] == []
    page = town.http.get(f"/{SAMPLE}/review-catalogue").text
    assert "罚款5,000元以上（含本数）" in page
    assert "听证笔录和听证报告" in page


# ---- 三: the review ----


@pytest.mark.article("重大执法决定法制审核制度 三")
def test_a_draft_that_changed_after_its_review_is_not_signed(town: Town) -> None:
    case = told(town)
    assert answer(town, "zhao", case, town.signing(**HEAVY)) == (409, "legal-review-first")
    town.step("wang", case, submitting(town))
    town.take(case, c.ReviewCase)
    assert answer(town, "zhao", case, town.signing(**HEAVY, reasons="改动了理由。")) == (409, "draft-changed")
    town.step("zhao", case, town.signing(**HEAVY))


@pytest.mark.article("重大执法决定法制审核制度 三")
def test_each_result_but_agreed_asks_for_something_before_the_draft_comes_again(town: Town) -> None:
    case = told(town)
    town.step("wang", case, submitting(town))
    town.take(case, c.ReviewCase, result="investigate", opinion="面积没有查清。")
    assert answer(town, "wang", case, submitting(town)) == (409, "review-unheeded")
    assert "heed-evidence" in tasks(town, "wang", "handler", case)
    town.take(case, c.QuestionPerson)
    town.step("wang", case, submitting(town))
    town.take(case, c.ReviewCase, result="correct", opinion="救济途径写得不完整。")
    assert answer(town, "wang", case, submitting(town)) == (409, "review-unheeded")
    assert answer(town, "wang", case, submitting(town, reasons="补充了理由。")) == (409, "review-unheeded")
    town.step("wang", case, submitting(town, reasons="补充了理由。", corrected="补充了理由。"))
    town.take(case, c.ReviewCase, result="hand-over", opinion="涉嫌犯罪。")
    assert answer(town, "wang", case, submitting(town)) == (409, "review-unheeded")
    assert "heed-transfer" in tasks(town, "wang", "handler", case)


@pytest.mark.article("重大执法决定法制审核制度 三")
def test_every_element_has_its_answer_and_what_is_not_fulfilled_its_note(town: Town) -> None:
    case = told(town)
    town.step("wang", case, submitting(town))
    plain = town.saying(c.ReviewCase)
    assert len(plain["elements"]) == 10
    few = town.post("lu", f"cases/{case}/steps", plain | {"elements": plain["elements"][:9]})
    assert wrong(few) == ["$.elements"]
    bare = [{**plain["elements"][0], "verdict": "不符合", "note": ""}, *plain["elements"][1:]]
    unsaid = town.post("lu", f"cases/{case}/steps", plain | {"elements": bare, "result": "correct"})
    assert wrong(unsaid) == ["$.elements[0].note"]


# ---- 四: the procedure ----


@pytest.mark.article("重大执法决定法制审核制度 四")
def test_incomplete_materials_are_returned_and_the_clock_starts_when_they_are_complete(town: Town) -> None:
    case = told(town)
    town.step("wang", case, submitting(town, materials=MATERIALS[:3]))
    assert town.get("sun", f"cases/{case}/timeline")["steps"][-1]["event"]["lacking"] == ["证据材料目录"]
    assert "legal-review" not in open_terms(town, case)
    assert "review-return" in open_terms(town, case)
    form = staff_page(town, "lu", f"cases/{case}/steps/return-review")
    assert "不齐全，缺1件" in form
    assert re.search(r'name="missing[^>]*>\s*证据材料目录|value="证据材料目录"', form)
    assert "缺：证据材料目录" in staff_page(town, "lu", "queues/reviewer")
    town.step("lu", case, {"type": "return-review", "missing": ["证据材料目录"]})
    assert "review-return" not in open_terms(town, case)
    town.step("wang", case, submitting(town))
    assert "legal-review" in open_terms(town, case)
    shown = staff_page(town, "lu", f"cases/{case}/steps/review-case")
    for word in ("送审材料：齐全", "重大执法决定法制审核目录：对自然人罚款", "2021-07-15起的版本"):
        assert word in shown


def staff_page(town: Town, who: str, path: str) -> str:
    town.projected()
    headers = {"Authorization": f"Bearer {town.tokens[who]}"}
    found = town.http.get(f"/staff/{SAMPLE}/{path}", headers=headers)
    assert found.status_code == 200, found.text
    return found.text


@pytest.mark.article("重大执法决定法制审核制度 四")
def test_the_flowchart_is_drawn_from_the_rules(town: Town) -> None:
    town.projected()
    found = town.http.get(f"/public/{SAMPLE}/review-flowchart").json()
    chart = found["chart"]
    assert [one["id"] for one in chart["steps"]] == [
        "submit-review",
        "request-county-review",
        "receive-county-review",
        "return-review",
        "review-case",
    ]
    assert chart["steps"][-1]["limits"] == ["法制审核：5个工作日", "县级法制审核：5个工作日"]
    assert [title for title, _ in chart["outcomes"]] == ["同意", "纠正", "补充调查", "补正程序", "移送"]
    assert len(chart["questions"]) == 10
    assert found["mermaid"].startswith("flowchart TD")
    page = town.http.get(f"/{SAMPLE}/review-flowchart/measure")
    assert page.status_code == 200
    assert "提请法制审核" in page.text
    assert "<script" not in page.text
    assert town.http.get(f"/{SAMPLE}/review-flowchart/nothing").status_code == 404


@pytest.mark.article("重大执法决定法制审核制度 四")
@pytest.mark.parametrize(("on", "status"), [("2022-01-04", 200), ("2021-01-01", 404), ("1900-01-01", 404)])
def test_the_flowchart_of_a_day_of_the_past_has_the_rules_of_that_day_or_is_not_there(
    town: Town, on: str, status: int
) -> None:
    for path in (f"/public/{SAMPLE}/review-flowchart", f"/{SAMPLE}/review-flowchart"):
        assert town.http.get(path, params={"on": on}).status_code == status, path
