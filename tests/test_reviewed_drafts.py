"""What legal review rests on, through HTTP: the whole decision, the party heard, complete materials, what was asked.

重大执法决定法制审核制度 三 and 四, in procedures beside the ordinary penalty; who reviews for others stands with 一.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import msgspec
import pytest

from http_town import SAMPLE, Town, site
from penal import DRAFT_MATERIALS
from plain_enforcement import DRAFT
from records.enforcement import commands as c
from records.penalty import commands as p
from staff_forms import Clerk

_NUMBERS = count(101)
OWN = "draft.more.decide-enforcement"


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


def day(town: Town, **later: int) -> str:
    return (town.now + timedelta(**later)).date().isoformat()


def demanded(town: Town, name: bytes) -> str:
    """An enforcement whose party was told by a demand."""
    case = opened(town, name)
    town.take(case, c.IssueDemand, perform_by=day(town, days=10))
    town.take(case, p.ServeDocument, document="demand")
    return case


def opened(town: Town, name: bytes) -> str:
    """An enforcement of a decision of its own."""
    number = f"监漳罚决〔2023〕{next(_NUMBERS)}号"
    opening = town.saying(c.OpenEnforcement, object=town.upload(name), title="划拨存款案", decision_number=number)
    return str(town.made("wang", "cases", opening)["case"])


def submitting(town: Town, **changes: Any) -> dict[str, Any]:
    """The body that hands over the draft of a transfer of a deposit on a day."""
    more = [
        {"name": "methods", "text": "transfer-deposit"},
        {"name": "enforce_on", "text": day(town, days=11)},
        {"name": "deposit_basis", "text": town.saying(c.DecideEnforcement)["deposit_basis"]},
        {"name": "surcharge_yuan", "text": str(town.saying(c.DecideEnforcement)["surcharge_yuan"])},
    ]
    draft = msgspec.to_builtins(DRAFT) | {"more": more} | changes.pop("draft", {})
    return {"type": "submit-draft", "draft": draft, "materials": list(DRAFT_MATERIALS), **changes}


def answer(town: Town, who: str, case: str, body: dict[str, Any]) -> tuple[int, str]:
    found = town.post(who, f"cases/{case}/steps", body)
    return found.status_code, found.json().get("code", "")


@pytest.mark.article("重大执法决定法制审核制度 三")
def test_a_method_and_a_day_that_were_not_reviewed_are_not_signed(town: Town) -> None:
    case = demanded(town, b"a method that was reviewed")
    town.step("wang", case, submitting(town))
    town.take(case, p.ReviewCase)
    drafted = day(town, days=11)
    town.later(days=11)
    for changed in ({"enforce_on": day(town, days=9)}, {"deposit_basis": "《中华人民共和国税收征收管理法》第三十八条"}):
        body = town.saying(c.DecideEnforcement, **({"enforce_on": drafted} | changed))
        assert answer(town, "zhao", case, body) == (409, "draft-changed")
    town.step("zhao", case, town.saying(c.DecideEnforcement, enforce_on=drafted))


@pytest.mark.article("重大执法决定法制审核制度 三")
def test_what_is_drafted_is_typed_once_and_stands_in_the_form_of_the_decision(town: Town) -> None:
    case = demanded(town, b"typed once")
    wang, zhao = Clerk(town, "wang"), Clerk(town, "zhao")
    form = wang.form(f"cases/{case}/steps/submit-draft")
    assert {f"{OWN}.enforce_on", f"{OWN}.deposit_basis", f"{OWN}.surcharge_yuan"} <= form.keys()
    said = msgspec.to_builtins(DRAFT)
    form |= {f"draft.{name}": said[name] for name in ("document", "content", "facts", "reasons", "relief")}
    form |= {"draft.basis": "\n".join(said["basis"]), "draft.amount_yuan": "10000.00"}
    form |= {f"{OWN}.methods": ["transfer-deposit"], f"{OWN}.enforce_on": day(town, days=11)}
    form |= {f"{OWN}.deposit_basis": town.saying(c.DecideEnforcement)["deposit_basis"]}
    sent = wang.post(f"cases/{case}/steps/submit-draft", form)
    assert sent.status_code == 303, sent.text
    town.take(case, p.ReviewCase)
    drafted = day(town, days=11)
    town.later(days=11)
    filled = zhao.open(f"cases/{case}/steps/decide-enforcement").form
    assert filled["enforce_on"] == [drafted]
    assert filled["methods"] == ["transfer-deposit"]
    assert filled["content"] == [said["content"]]
    zhao.took(case, "decide-enforcement")
    page = wang.get(f"/staff/{SAMPLE}/cases/{case}/replay").text
    assert "enforce_on" not in page


@pytest.mark.article("重大执法决定法制审核制度 三")
def test_a_draft_names_only_fields_that_its_decision_has_with_values_that_can_be(town: Town) -> None:
    case = demanded(town, b"wrong fields")
    wrong = [
        {"name": "enforce_on", "text": "下个月"},
        {"name": "certificate", "text": "许可证"},
        {"name": "immediate", "text": "true"},
        {"name": "immediate", "text": "true"},
    ]
    found = town.post("wang", f"cases/{case}/steps", submitting(town, draft={"more": wrong}))
    assert found.status_code == 422
    paths = [one["path"] for one in found.json()["errors"]]
    assert paths == ["$.draft.more[0].text", "$.draft.more[1].name", "$.draft.more[3].name"]


@pytest.mark.article("重大执法决定法制审核制度 三")
def test_nothing_is_reviewed_before_the_party_was_told_and_what_it_says_after_voids_the_review(town: Town) -> None:
    case = opened(town, b"unheard")
    assert answer(town, "wang", case, submitting(town)) == (409, "demand-first")
    town.take(case, c.IssueDemand, perform_by=day(town, days=10))
    town.take(case, p.ServeDocument, document="demand")
    body = submitting(town)
    town.step("wang", case, body)
    town.take(case, p.ReviewCase)
    town.take(case, p.RecordDefence)
    assert answer(town, "wang", case, body) == (409, "defence-unanswered")
    town.take(case, p.ReviewDefence)
    signing = town.saying(c.DecideEnforcement, enforce_on=day(town, days=11))
    town.later(days=14)
    assert answer(town, "zhao", case, signing) == (409, "legal-review-first")
    town.step("wang", case, body)
    town.take(case, p.ReviewCase)
    town.step("zhao", case, signing)


@pytest.mark.article("重大执法决定法制审核制度 四")
def test_no_opinion_is_given_on_materials_that_lack_and_a_longer_name_is_none_of_the_list(town: Town) -> None:
    case = demanded(town, b"incomplete")
    some = ["拟作出的决定草案", "办理情况说明：两页", "证据材料目录以后再补"]
    town.step("wang", case, submitting(town, materials=some))
    found = town.post("lu", f"cases/{case}/steps", town.saying(p.ReviewCase))
    assert (found.status_code, found.json()["code"]) == (409, "review-materials-incomplete")
    assert "证据材料目录" in found.text
    assert "办理情况说明" not in found.json()["detail"]
    assert "法制审核制度 四" in found.text
    town.take(case, p.ReturnReview, missing=("证据材料目录",))
    town.step("wang", case, submitting(town))
    town.take(case, p.ReviewCase)


@pytest.mark.article("重大执法决定法制审核制度 三")
def test_a_correction_says_what_was_corrected_and_a_blank_corrects_nothing(town: Town) -> None:
    case = demanded(town, b"corrected")
    town.step("wang", case, submitting(town))
    town.take(case, p.ReviewCase, result="correct", opinion="执行日期应当写明。")
    blank = {"content": f"{DRAFT.content} 。"}
    assert answer(town, "wang", case, submitting(town, draft=blank, corrected="改了")) == (409, "review-unheeded")
    changed = {"content": "划拨当事人存款20000元至财政专户。"}
    assert answer(town, "wang", case, submitting(town, draft=changed)) == (409, "review-unheeded")
    town.step("wang", case, submitting(town, draft=changed, corrected="写明了划入的账户。"))


@pytest.mark.article("重大执法决定法制审核制度 三")
def test_only_the_steps_that_the_reviewer_named_mend_the_procedure(town: Town) -> None:
    case = demanded(town, b"mended")
    town.step("wang", case, submitting(town))
    opinion = {"result": "mend-procedure", "opinion": "应当补充证据。"}
    found = town.post("lu", f"cases/{case}/steps", town.saying(p.ReviewCase, **opinion))
    assert (found.status_code, [one["path"] for one in found.json()["errors"]]) == (422, ["$.steps"])
    form = Clerk(town, "lu").open(f"cases/{case}/steps/review-case")
    assert "add-evidence" in form.options["steps"]
    assert "review-case" not in form.options["steps"]
    town.take(case, p.ReviewCase, **opinion, steps=("add-evidence",))
    town.take(case, p.RecordDefence)
    town.take(case, p.ReviewDefence)
    assert answer(town, "wang", case, submitting(town)) == (409, "review-unheeded")
    town.take(case, p.AddEvidence, object=town.upload(b"what was wanted"))
    town.step("wang", case, submitting(town))


@pytest.mark.article("重大执法决定法制审核制度 一")
def test_a_town_does_not_review_for_another(town: Town) -> None:
    case = demanded(town, b"another town")
    town.step("wang", case, submitting(town))
    other = "111404290123100069"
    since = {"valid_from": "2020-01-01"}
    held = {"code": other, "name": "洪水镇人民政府", "short": "洪水", "kind": "agency", "region": "140429102", **since}
    town.enter({"type": "agency-registered/1", **held})
    person = town.made("registrar", "registers/persons", {"kind": "natural", "name": "zhen"})["person"]
    reviewer = {"person": person, "agency": other, "qualification": "A20121404290010", "name": "钱八", **since}
    town.enter({"type": "reviewer-registered/1", **reviewer})
    ended = {"person": town.people["lu"], "agency": "11140429012345671E", "qualification": "A20141404290001"}
    until = (town.now - timedelta(days=1)).date().isoformat()
    town.enter({"type": "reviewer-registered/1", "name": "lu", **ended, **since, "valid_to": until})
    asking = {"type": "request-county-review", "county": other, "reason": "本机关的审核人员已经调离。"}
    assert answer(town, "wang", case, asking) == (409, "county-not-superior")
    offered = Clerk(town, "wang").open(f"cases/{case}/steps/request-county-review").options["county"]
    assert other not in offered
    town.enter({"type": "reviewer-registered/1", "name": "lu", **ended, "valid_from": day(town)})
