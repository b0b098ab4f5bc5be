"""信息公示制度 第七条 through HTTP: results of tests with a clock of their own, and how far decisions are fulfilled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest

from http_town import SAMPLE, Town, site
from penal import COURSES
from records.inspection import commands as inspection
from records.penalty import commands as c
from records.publishing.commands import PublishTest
from test_inspection_http import opened, taken

pytestmark = pytest.mark.article("信息公示制度 第七条")

CLOCKS: Final = ("regulation", "guidance", "openness")


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


def more_of(town: Town, case: str) -> tuple[dict[str, Any], str]:
    """What stands beside the public page of a case: as JSON, and the page as people read it."""
    town.projected()
    page = town.get("sun", f"cases/{case}")["disclosure"]["disclosure"]
    answer = town.http.get(f"/public/{SAMPLE}/disclosures/{page}").json()["page"]["more"]
    text = town.http.get(f"/{SAMPLE}/disclosures/{page}", headers={"Accept": "text/html"}).text
    return answer, text


def terms(town: Town, case: str, family: str, state: str) -> list[dict[str, Any]]:
    """The terms of a case whose limits begin so, as the supervisor reads them."""
    town.projected()
    found = town.get("sun", "supervision/due", state=state)["items"]
    return [one for one in found if one["case_id"] == case and one["limit_id"].startswith(f"{family}.")]


def refused(town: Town, who: str, case: str, content: dict[str, Any]) -> tuple[int, str]:
    answer = town.post(who, f"cases/{case}/steps", content)
    return answer.status_code, str(answer.json().get("code", ""))


# ---- 第一项: 检验检测结果 ----


def inspected(town: Town, *, tested: bool = False, **review: Any) -> str:
    """An inspection whose result is public; `tested`: its test was there before."""
    case = opened(town)
    for name, kind, given in COURSES["inspection"][1:]:
        town.later(minutes=5)
        taken(town, case, kind, given | (review if name == "result-public" else {}))
        if name == "record-signed" and tested:
            town.take(case, c.TakeSample)
            town.take(case, inspection.ReportTest, told_on=town.now.date())
        if name == "result-public":
            return case
    raise KeyError(case)


def reported(town: Town, case: str, report: str) -> None:
    """A report that comes in when the result is public: entered from the paper that it is on."""
    entry, day = town.on_paper(), town.now.date()
    town.step("wang", case, town.saying(c.TakeSample, occurred_at=day.isoformat(), entry=entry))
    on = {"occurred_at": day.isoformat(), "entry": entry, "told_on": day, "report": report}
    town.step("wang", case, town.saying(inspection.ReportTest, **on))


@pytest.mark.article("信息公示制度 第十二条")
def test_a_result_that_was_there_is_kept_by_the_publication_of_the_decision(town: Town) -> None:
    case = inspected(town, tested=True)
    kept = terms(town, case, "test-publication", "kept")
    assert {one["limit_id"] for one in kept} >= {f"test-publication.{clock}" for clock in CLOCKS}
    assert all(one["in_time"] for one in kept)
    assert [one["report"] for one in more_of(town, case)[0]["tests"]] == ["CZ2026-0310"]


@pytest.mark.article("信息公示制度 第八条")
def test_a_result_that_was_there_is_not_shown_where_the_facts_are_masked(town: Town) -> None:
    hidden: dict[str, Any] = {"outcome": "redacted", "masked": ("facts",), "grounds": ("hinders-enforcement",)}
    case = inspected(town, tested=True, **hidden, basis="政府信息公开条例 第十六条")
    assert more_of(town, case)[0]["tests"] == []


@pytest.mark.article("信息公示制度 第十二条")
@pytest.mark.parametrize(("days", "in_time"), [(3, True), (60, False)])
def test_a_result_that_comes_after_the_publication_has_its_clock_from_the_result(
    town: Town, days: int, in_time: bool
) -> None:
    case = inspected(town)
    town.later(days=60)
    report = f"CZ2026-1{days:03}"
    reported(town, case, report)
    came_in = town.now.date().isoformat()
    running = terms(town, case, "test-publication", "open")
    assert {one["starts_on"] for one in running} == {came_in}
    assert all(one["due_on"] > came_in for one in running)
    assert more_of(town, case)[0]["tests"] == []
    assert "publish-test" in {one["task"] for one in town.get("sun", f"cases/{case}")["waiting"]}
    town.later(days=days)
    said = {"type": "publish-test", "report": report}
    assert refused(town, "wang-2", case, said) == (409, "reviewer-is-handler")
    assert refused(town, "qian", case, {**said, "report": "没有这份"})[0] == 422
    town.step("qian", case, said)
    kept = terms(town, case, "test-publication", "kept")
    assert {one["limit_id"] for one in kept} >= {f"test-publication.{clock}" for clock in CLOCKS}
    assert {one["in_time"] for one in kept} == {in_time}
    shown, text = more_of(town, case)
    assert shown["tests"] == [{"report": report, "outcome": "qualified"}]
    assert report in text
    assert refused(town, "qian", case, said) == (409, "no-test-to-publish")


@pytest.mark.article("信息公示制度 第八条")
def test_a_page_that_keeps_the_facts_back_keeps_the_result_back_until_it_is_reviewed_again(town: Town) -> None:
    hidden: dict[str, Any] = {"outcome": "redacted", "masked": ("facts",), "grounds": ("hinders-enforcement",)}
    case = inspected(town, **hidden, basis="政府信息公开条例 第十六条")
    town.later(days=3)
    reported(town, case, "CZ2026-2001")
    said = town.saying(PublishTest, report="CZ2026-2001")
    assert refused(town, "qian", case, said) == (409, "test-kept-back")
    assert "publish-test" not in {one["task"] for one in town.get("sun", f"cases/{case}")["waiting"]}
    again = {"type": "re-review-disclosure", "outcome": "open", "party_shown": "武乡县某商贸有限公司"}
    town.step("qian", case, {**again, "reason": "情形已经消除。"})
    assert [one["report"] for one in more_of(town, case)[0]["tests"]] == ["CZ2026-2001"]
    assert {one["in_time"] for one in terms(town, case, "test-publication", "kept")} == {True}


# ---- 第三项: 履行情况 ----


def fulfilled(town: Town, case: str, state: str) -> tuple[dict[str, Any], str]:
    """Publishes how far it is fulfilled; returns what the page says of it."""
    town.step("qian", case, {"type": "publish-fulfilment", "state": state})
    more, text = more_of(town, case)
    return more["fulfilment"], text


def says(town: Town, case: str, *wrong: str) -> None:
    """Each of these states is refused: the record shows another."""
    for state in wrong:
        said = {"type": "publish-fulfilment", "state": state}
        assert refused(town, "qian", case, said) == (409, "fulfilment-differs"), state


def test_the_page_says_that_a_fine_is_paid_by_instalments_and_how_much_came_in(town: Town) -> None:
    case = town.published()
    says(town, case, "instalments")
    town.take(case, c.RequestDeferral)
    first, second = (town.now.date() + timedelta(days=days) for days in (30, 60))
    plan = [{"due_on": one.isoformat(), "amount_yuan": "100.00"} for one in (first, second)]
    town.take(case, c.DecideDeferral, plan=plan)
    shown, text = fulfilled(town, case, "instalments")
    assert (shown["state"], shown["asked_yuan"], shown["paid_yuan"]) == ("instalments", "200.00", "0")
    assert "按批准的延期、分期缴纳" in text
    town.later(days=20)
    town.step("wang", case, town.paying("100.00"))
    assert "publish-fulfilment" in {one["task"] for one in town.get("sun", f"cases/{case}")["waiting"]}
    shown, _ = fulfilled(town, case, "instalments")
    assert shown["paid_yuan"] == "100.00"
    town.later(days=20)
    says(town, case, "overdue", "paid")
    town.step("wang", case, town.paying("100.00"))
    shown, text = fulfilled(town, case, "paid")
    assert (shown["state"], shown["paid_yuan"]) == ("paid", "200.00")
    assert "已经缴清" in text


def test_the_page_says_that_a_fine_is_overdue_and_then_that_it_was_enforced_with_its_surcharge(town: Town) -> None:
    case = town.published()
    says(town, case, "overdue", "enforced")
    town.later(days=20)
    last = town.now.date()
    says(town, case, "paid", "instalments")
    shown, text = fulfilled(town, case, "overdue")
    assert (shown["state"], shown["paid_yuan"], shown["surcharge_yuan"]) == ("overdue", "0", None)
    assert "逾期未履行" in text
    town.take(case, c.ImposeSurcharge, last_day=last)
    assert "publish-fulfilment" in {one["task"] for one in town.get("sun", f"cases/{case}")["waiting"]}
    added = town.get("sun", f"cases/{case}/timeline")["steps"][-1]["event"]["amount_yuan"]
    town.step("wang", case, town.paying("200.00"))
    shown, text = fulfilled(town, case, "partly-paid")
    assert "已经缴纳一部分" in text
    town.step("wang", case, town.paying(added, purpose="surcharge"))
    shown, text = fulfilled(town, case, "enforced")
    assert (shown["state"], shown["surcharge_yuan"]) == ("enforced", added)
    assert shown["asked_yuan"] == shown["paid_yuan"]
    assert "已经强制执行" in text
    assert "其中加处罚款" in text


@pytest.mark.article("信息公示制度 第十二条")
def test_each_change_of_what_is_paid_has_its_own_clock_and_is_late_by_itself(town: Town) -> None:
    case = town.published()
    town.step("wang", case, town.paying("50.00"))
    fulfilled(town, case, "partly-paid")
    town.step("wang", case, town.paying("150.00"))
    town.later(days=40)
    fulfilled(town, case, "paid")
    kept = {(one["limit_id"], one["subject"]): one["in_time"] for one in terms(town, case, "fulfilment", "kept")}
    for clock in CLOCKS:
        assert kept[f"fulfilment.{clock}", ""] is True
        assert kept[f"fulfilment.{clock}", "2"] is False
