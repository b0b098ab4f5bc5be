"""A licence through HTTP and on the pages, from the application to the archive, and its register, on both databases."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from api.form_filling import filled
from api.forms import fields_of
from http_town import _NAMES as NAMES
from http_town import SAMPLE, Town, site
from penal import COURSES, sender_of
from records.course.shapes import Command
from records.licence import commands as c
from records.penalty.commands import ReviewSecrecy, ServeDocument
from staff_forms import Clerk
from town import MATTER

LISTED = {
    "type": "licence-matter-listed/1",
    "matter": MATTER,
    "kind": "ordinary",
    "materials": ["申请书", "场地平面图"],
    "certificate": "临时占道经营许可证",
    "valid_from": "2020-01-01",
}


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        found.town.made("registrar", "registers/entries", LISTED)
        yield found.town


def opened(town: Town, **changes: Any) -> str:
    """Receives an application; returns the case."""
    return str(town.made("wang", "cases", town.saying(c.ApplyLicence, **changes))["case"])


def term(town: Town, days: int = 365) -> dict[str, str]:
    """From today on for some days."""
    today = town.now.date()
    return {"valid_from": today.isoformat(), "valid_until": (today + timedelta(days=days)).isoformat()}


def through(town: Town, stage: str, **changes: Any) -> str:
    """A plain case up to a stage."""
    case, lasts = opened(town, **changes), term(town)
    for name, kind, given in COURSES["licence"][1:]:
        town.take(case, kind, **(given | (lasts if name in ("decision", "certificate") else {})))
        if name == stage:
            return case
    raise KeyError(stage)


def events(town: Town, case: str) -> list[str]:
    return [one["type"].partition("/")[0] for one in town.get("sun", f"cases/{case}/timeline")["steps"]]


def text_of(town: Town, case: str, paper: str) -> str:
    """The text of the PDF of a document of the case, without spaces and line breaks."""
    listed = town.get("wang", f"cases/{case}/documents")
    (step,) = [one["step"] for one in listed if one["paper"] == paper]
    town.made("wang", f"cases/{case}/documents", {"step": step, "paper": paper, "reason": "当事人遗失"})
    town.projected()
    (found,) = [one for one in town.get("wang", f"cases/{case}/documents") if one["paper"] == paper]
    answer = town.http.get(
        found["editions"][0]["pdf"], headers={"Authorization": f"Bearer {town.tokens['wang']}"}, follow_redirects=True
    )
    assert answer.status_code == 200, answer.text
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_a_licence_goes_from_the_application_to_the_archive(town: Town) -> None:
    case = through(town, "archive", title="中心街设摊许可")
    assert events(town, case) == [
        "licence-applied",
        "application-accepted",
        "examination-concluded",
        "licence-granted",
        "certificate-issued",
        "secrecy-reviewed",
        "document-served",
        "disclosure-reviewed",
        "case-closed",
        "case-archived",
    ]
    view = town.get("sun", f"cases/{case}")
    done = {one["id"] for one in view["stages"] if one["status"] == "done"}
    assert {"application", "acceptance", "examination", "decision", "certificate", "service", "archive"} <= done
    archived = town.get("sun", f"cases/{case}/timeline")["steps"][-1]["event"]
    assert archived["gaps"] == []
    town.projected()
    page = Clerk(town, "wang").open(f"cases/{case}").text
    for said in ("中心街设摊许可", "收到行政许可申请，材料2份", "准予行政许可", "颁发许可证件"):
        assert said in page, said


def test_the_documents_of_a_licence_say_what_was_decided(town: Town) -> None:
    case = through(town, "certificate", title="南街设摊许可")
    listed = {one["paper"] for one in town.get("wang", f"cases/{case}/documents")}
    assert listed == {
        "licence-receipt",
        "licence-acceptance",
        "licence-examination",
        "licence-decision",
        "licence-certificate",
    }
    decision = text_of(town, case, "licence-decision")
    for said in ("准予行政许可决定书", "监漳许准〔2025〕", "张三丰", "准予在中心街指定区域临时设摊", "许可类别：普通"):
        assert said in decision, said
    acceptance = text_of(town, case, "licence-acceptance")
    assert "受理日期：2025年" in acceptance
    assert "单独办理" in acceptance
    assert "临时占道经营许可证" in text_of(town, case, "licence-certificate")


def test_the_register_shows_who_holds_what_until_when(town: Town) -> None:
    case = through(town, "certificate", title="北街设摊许可")
    town.projected()
    (one,) = [one for one in town.get("sun", "licences")["items"] if one["licence"] == case]
    assert (one["state"], one["matter"], one["kind"]) == ("valid", MATTER, "ordinary")
    assert one["certificate"].startswith("监漳许证〔2025〕")
    last = one["valid_until"]
    after = (town.now.date() + timedelta(days=366)).isoformat()
    (one,) = [one for one in town.get("sun", "licences", on=after)["items"] if one["licence"] == case]
    assert (one["state"], one["valid_until"]) == ("expired", last)
    assert town.get("sun", "licences", matter="none")["items"] == []
    assert town.send("sun", "GET", "licences", params={"cursor": "x"}).status_code == 422
    assert town.http.get(f"/api/{SAMPLE}/licences").status_code == 401


def test_the_list_of_a_matter_is_checked_and_read(town: Town) -> None:
    (one,) = town.get("sun", "registers/licence-matters")
    assert one["materials"] == LISTED["materials"]
    wrong = {**LISTED, "matter": "none", "materials": ["申请书", "申请书", " "], "number_limit": 0}
    answer = town.post("registrar", "registers/entries", wrong)
    assert answer.status_code == 422
    for path in ("$.matter", "$.materials[1]", "$.materials[2]", "$.number_limit"):
        assert f'"{path}"' in answer.text, answer.text


def test_a_refused_step_leaves_the_case_as_it_was_and_names_the_article(town: Town) -> None:
    case = opened(town)
    before = town.version(case)
    asked = town.saying(c.AskLicenceSupplement, missing=["无犯罪记录证明"])
    answer = town.post("wang", f"cases/{case}/steps", asked)
    assert (answer.status_code, answer.json()["code"]) == (409, "material-not-listed")
    assert "行政许可法" in answer.json()["article"]
    assert town.version(case) == before


def test_a_licence_is_withdrawn_in_a_case_of_its_own_which_the_register_shows(town: Town) -> None:
    base = through(town, "certificate", title="西街设摊许可")
    paper = {"licence": "", "licence_from": None, "licence_until": None}
    body = town.saying(c.OpenLicenceAction, action="cancellation", related_case=base, **paper)
    case = town.made("wang", "cases", body)["case"]
    town.take(case, c.ConcludeExamination, proposal="act", findings="被许可人已经死亡。")
    town.take(case, c.CancelLicence, ground="incapable")
    town.take(case, ReviewSecrecy)
    town.take(case, ServeDocument, document="licence-end")
    town.projected()
    (one,) = [one for one in town.get("sun", "licences")["items"] if one["licence"] == base]
    assert one["state"] == "cancelled"
    assert one["ended_by"].startswith("监漳许撤〔2025〕")
    again = town.post("wang", "cases", town.saying(c.ApplyLicence, application="change", related_case=base))
    assert (again.status_code, again.json()["code"]) == (409, "licence-not-in-force")


def typed(town: Town, kind: type[Command], **changes: Any) -> dict[str, Any]:
    """What a clerk fills in for a step of a plain case."""
    form = filled(fields_of(kind), town.saying(kind, **changes))
    return {name.replace(".", "__"): value for name, value in form.items()}


def test_a_clerk_takes_a_licence_with_a_supplement_and_its_change_on_pages_alone(town: Town) -> None:
    clerks = {name: Clerk(town, name) for name in set(NAMES.values())}

    def took(case: str, kind: type[Command], **changes: Any) -> None:
        town.later(minutes=5)
        clerks[NAMES[sender_of(kind)]].took(case, str(kind.__struct_config__.tag), **typed(town, kind, **changes))

    case = clerks["wang"].opened("apply-licence", **typed(town, c.ApplyLicence, title="东街设摊许可"))
    asked = clerks["wang"].open(f"cases/{case}/steps/ask-licence-supplement").form
    assert asked["missing"] == ["场地平面图"]
    took(case, c.AskLicenceSupplement)
    took(case, c.SupplementMaterials)
    took(case, c.AcceptApplication)
    took(case, c.ConcludeExamination)
    form = clerks["zhao"].open(f"cases/{case}/steps/grant-licence").form
    assert form["content"] == ["在中心街临时占用人行道设摊"]
    assert form["certificate"] == ["临时占道经营许可证"]
    lasts = term(town)
    took(case, c.GrantLicence, **lasts)
    issued = clerks["wang"].open(f"cases/{case}/steps/issue-certificate").form
    assert (issued["valid_from"], issued["valid_until"]) == ([lasts["valid_from"]], [lasts["valid_until"]])
    took(case, c.IssueCertificate, **lasts)
    town.projected()  # whose licences there are is read from a view
    options = clerks["wang"].open("cases/new/apply-licence").options["related_case"]
    assert case in options
    change = clerks["wang"].opened(
        "apply-licence",
        **typed(town, c.ApplyLicence, title="变更设摊地点", application="change", related_case=case),
    )
    took(change, c.AcceptApplication)
    took(change, c.ConcludeExamination)
    took(change, c.ChangeLicence, **lasts)
    town.projected()
    text = clerks["wang"].open(f"cases/{change}").text
    assert "收到变更许可申请" in text
    assert "准予变更、延续许可" in text
