"""What a page says to who can't take a step yet: what to do first, what is empty, and what lies before them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from api.form_labels import LABELS
from http_town import Town, site
from penal import PLAIN
from records.course.facts import FACTS
from records.law.data import in_force
from records.law.file import parse, seed_texts
from records.penalty import commands as c
from staff_forms import Clerk, Page

LAW = in_force(seed_texts(), date(2026, 3, 2))
STEPS = [step for name, text in seed_texts().items() for step in parse(name, text).step]
"""Those of every procedure."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("var")
    with site(f"sqlite:///{folder / 'mingjing.sqlite3'}", folder) as found:
        yield found.town


def taken(town: Town, until: str, **opinion: object) -> str:
    case = town.file()
    for name, kind, given in PLAIN[1:]:
        town.take(case, kind, **(given | (opinion if name == "opinion" else {})))
        if name == until:
            return case
    raise KeyError(until)


# ---- The table of what to do first ----


def test_what_to_do_first_is_a_step_and_is_known_for_facts_and_rules_that_there_are() -> None:
    needed = {fact for step in STEPS for fact in step.needs}
    barring = {fact for step in STEPS for fact in step.bars} | set(LAW.bars)
    assert set(LABELS.mends) <= needed | set(LAW.rules)
    assert set(LABELS.ends) <= barring
    named = {step for steps in (*LABELS.mends.values(), *LABELS.ends.values()) for step in steps}
    assert named <= {step.id for step in STEPS}


def test_whatever_a_step_needs_says_what_to_do_first() -> None:
    """But what nobody brings about to take the step, as goods that wait for their fate, and what ends by its day."""
    needed = {fact for step in STEPS for fact in step.needs}
    states = {"items-open", "lead-open", "delegation-lapsed", "matter-unlisted", "kept-back", "recall-open"}
    assert needed - set(LABELS.mends) == {*states, "list-mismatch-open", "evaluation-objection-over"}
    assert needed <= set(FACTS)


# ---- On the page ----


def first(page: Page) -> list[str]:
    """What the page leads to first, for each thing that is lacking."""
    return [line.partition("先办：")[2].partition("（")[0] for line in page.text.splitlines() if "先办：" in line]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("opinion", "审查处理意见"),
        ("opinion-endorsed", "发出事先告知"),
        ("notice", "送达事先告知书"),
    ],
)
def test_the_page_leads_to_the_step_whose_turn_it_is(town: Town, until: str, expected: str) -> None:
    page = Clerk(town, "zhao").open(f"cases/{taken(town, until)}/steps/sign-decision")
    assert expected in first(page)


def test_a_suspended_case_leads_to_its_resuming(town: Town) -> None:
    case = taken(town, "evidence")
    town.take(case, c.SuspendCase)
    assert first(Clerk(town, "wang").open(f"cases/{case}/steps/submit-opinion")) == ["恢复办理中止的案件"]


def test_a_refusal_by_what_was_typed_leads_on_as_well(town: Town) -> None:
    case = taken(town, "disclosure")
    answer = Clerk(town, "zhao").send(f"cases/{case}/steps/close-case", ground="performed", report="已经办结。")
    assert answer.status_code == 409
    assert first(Page(answer.text)) == ["记录缴款"]


def test_a_document_that_lacks_something_names_the_inputs(town: Town) -> None:
    case = taken(town, "defence")
    answer = Clerk(town, "zhao").send(
        f"cases/{case}/steps/sign-decision", bank="某某银行", facts="", relief=" ", performance="甲"
    )
    text = Page(answer.text).text
    assert answer.status_code == 409, text
    assert "违法事实：请填写，文书应当载明" in text
    assert "救济途径和期限：请填写，文书应当载明" in text
    assert "履行方式和期限：请填写" not in text
    assert answer.text.count('role="alert"') == 1
    answer = Clerk(town, "zhao").send(f"cases/{case}/steps/sign-decision")
    assert "收款银行和账号：请填写，文书应当载明" in Page(answer.text).text


def test_who_answers_a_paper_reads_it_on_the_same_page(town: Town) -> None:
    case = taken(town, "opinion", reasons="理由甲乙丙。")
    assert "理由甲乙丙。" in Clerk(town, "zhou").open(f"cases/{case}/steps/endorse-opinion").text
    case = taken(town, "defence", qualities=["complex"])
    town.take(case, c.SubmitReview)
    text = Clerk(town, "lu").open(f"cases/{case}/steps/review-case").text
    assert "办理前请看" in text
    assert str(town.saying(c.SubmitReview)["draft"]["reasons"]) in text


def test_the_form_knows_the_day_the_evidence_and_the_end_of_the_case(town: Town) -> None:
    assert Clerk(town, "wang").open("cases/new/file-case").form["discovered_on"] == [town.now.date().isoformat()]
    case = taken(town, "defence")
    (evidence,) = Clerk(town, "zhao").open(f"cases/{case}/steps/sign-decision").form["evidence"]
    assert evidence.startswith("现场检查（勘验）笔录（2025年3月")
    closing = Clerk(town, "zhao").open(f"cases/{taken(town, 'payment')}/steps/close-case").form
    assert closing["ground"] == ["performed"]


# ---- The case as it stands ----


def test_a_case_says_whom_it_waits_for_and_what_it_has_issued(town: Town) -> None:
    case = taken(town, "notice")
    view = town.get("wang", f"cases/{case}")
    assert [(one["task"], one["role"], one["step"]) for one in view["waiting"]] == [
        ("serve-notice", "handler", "serve-document")
    ]
    (notice,) = view["documents"]
    assert (notice["kind"], notice["served_at"]) == ("notice", "")
    town.take(case, c.ServeDocument, document="notice")
    (served,) = town.get("wang", f"cases/{case}")["documents"]
    assert served["number"] == notice["number"]
    assert served["served_at"] != ""
    text = Clerk(town, "wang").open(f"cases/{case}").text
    assert notice["number"] in text


def test_a_case_names_the_recordings_that_it_still_owes(town: Town) -> None:
    case = taken(town, "evidence")
    assert town.get("wang", f"cases/{case}")["recordings_due"] == []
    town.take(case, c.ApprovePreservation)
    town.take(case, c.PreserveEvidence)
    assert town.get("wang", f"cases/{case}")["recordings_due"] == ["先行登记保存全程音像记录"]
    assert "先行登记保存全程音像记录" in Clerk(town, "wang").open(f"cases/{case}").text


def test_what_waits_comes_first_among_the_steps_that_can_be_taken(town: Town) -> None:
    text = Clerk(town, "wang").open(f"cases/{taken(town, 'notice')}/steps").text
    ready = text.partition("现在可以办理")[2]
    assert ready.split("项", 1)[1].lstrip().startswith("送达")
    assert "待办：送达事先告知书" in ready


def test_a_case_whose_decision_is_gone_says_what_goes_back_until_it_has(town: Town) -> None:
    case = taken(town, "payment")
    assert town.get("wang", f"cases/{case}")["repayments"] == {}
    town.step("qian", case, town.revoking())
    assert town.get("wang", f"cases/{case}")["repayments"] == {"fine": "200.00"}
    clerk = Clerk(town, "wang")
    page = clerk.open(f"cases/{case}")
    assert "应退款项" in page.text
    assert "向当事人退还款项" in page.text
    form = clerk.open(f"cases/{case}/steps/make-repayment").form
    assert (form["purpose"], form["amount_yuan"]) == (["fine"], ["200.00"])
    assert first(Clerk(town, "zhao").open(f"cases/{case}/steps/close-case")) == ["向当事人退还款项"]
    clerk.took(case, "make-repayment", receipt="晋财退8801")
    assert town.get("wang", f"cases/{case}")["repayments"] == {}
    assert "应退款项" not in clerk.open(f"cases/{case}").text


def test_a_case_tells_the_days_at_the_police_apart(town: Town) -> None:
    case = taken(town, "evidence")
    for kind in (c.ReportTransfer, c.DecideTransfer, c.SendTransfer):
        town.take(case, kind)
    (wait,) = town.get("wang", f"cases/{case}")["police_waits"]
    assert (wait["ends_on"], wait["days"]) == (None, None)
    town.take(case, c.RecordPoliceAnswer, filed=False, reasons="没有犯罪事实。")
    (wait,) = town.get("wang", f"cases/{case}")["police_waits"]
    assert wait["days"] == 0
    assert "单独列出" in Clerk(town, "wang").open(f"cases/{case}").text


def test_the_form_of_a_report_offers_the_instruments_that_are_open(town: Town) -> None:
    case = taken(town, "evidence")
    today, scanned = town.now.date().isoformat(), town.upload(b"an opinion")
    days = {"dated_on": today, "received_on": today}
    town.take(case, c.ReceiveInstrument, number="武政复意〔2025〕1号", object=scanned, **days)
    clerk = Clerk(town, "wang")
    page = clerk.open(f"cases/{case}/steps/perform-instrument")
    assert page.form["number"] == ["武政复意〔2025〕1号"]
    assert "武政复意〔2025〕1号（武乡县人民政府）" in page.text
    clerk.took(case, "perform-instrument", result="已经整改。", proof="监漳报〔2025〕1号")


def test_a_paper_that_came_in_is_read_by_who_reads_the_case(town: Town) -> None:
    case, scanned = taken(town, "service"), town.upload(b"the copy of an application")
    town.take(case, c.ReceiveReliefCopy, object=scanned, received_on=town.now.date().isoformat())
    town.projected()
    headers = {"Authorization": f"Bearer {town.tokens['wang']}"}
    assert town.http.get(f"/objects/{scanned}", headers=headers).content == b"the copy of an application"


def test_a_file_that_a_copy_alone_has_frozen_leads_to_its_relief_first(town: Town) -> None:
    case, scanned = taken(town, "service"), town.upload(b"the copy of a claim")
    town.take(case, c.ReceiveReliefCopy, object=scanned, received_on=town.now.date().isoformat())
    clerk = Clerk(town, "zhao")
    assert "记录复议或者诉讼" in first(clerk.open(f"cases/{case}/steps/close-case"))
    town.take(case, c.SeekRelief, accepted_on=town.now.date().isoformat())
    assert "记录复议或者诉讼结果" in first(clerk.open(f"cases/{case}/steps/close-case"))
