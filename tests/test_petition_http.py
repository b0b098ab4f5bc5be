"""Rulings, payments, confirmations and rewards through HTTP and on the pages, from start to archive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api.form_filling import filled
from api.forms import fields_of
from http_town import _NAMES as NAMES
from http_town import SAMPLE, Town, site
from penal import COURSES, DAYS_BEFORE, sender_of
from records.course.shapes import Command
from records.penalty.commands import RecordInspection, ReviewDisclosure, ReviewSecrecy, ServeDocument
from records.petition import commands as c
from staff_forms import Clerk

PROCEDURES = ("ruling", "payment", "confirmation", "reward")


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


def opened(town: Town, procedure: str, **changes: Any) -> str:
    """An application of that procedure; returns its case."""
    _, kind, given = COURSES[procedure][0]
    return str(town.made("wang", "cases", town.saying(kind, **(given | changes)))["case"])


def through(town: Town, procedure: str, case: str, until: str) -> str:
    """The plain case up to a stage."""
    for name, kind, given in COURSES[procedure][1:]:
        if days := DAYS_BEFORE.get((procedure, name)):
            town.later(days=days)
        town.take(case, kind, **given)
        if name == until:
            return case
    raise KeyError(until)


def events(town: Town, case: str) -> list[str]:
    return [one["type"].partition("/")[0] for one in town.get("sun", f"cases/{case}/timeline")["steps"]]


@pytest.mark.parametrize(
    ("procedure", "series", "said"),
    [
        ("ruling", "监漳裁决〔2025〕", ("调解：未达成协议", "被申请人陈述意见", "向被申请人送达")),
        ("payment", "监漳给付〔2025〕", ("公示名单，共1项", "银行发放1,200.00元", "已全部发放")),
        ("confirmation", "监漳确认〔2025〕", ("收到行政确认申请", "记录履行情况")),
        ("reward", "监漳奖励〔2025〕", ("提出奖励建议", "当面颁发500.00元")),
    ],
)
def test_an_application_goes_from_start_to_archive(
    town: Town, procedure: str, series: str, said: tuple[str, ...]
) -> None:
    case = through(town, procedure, opened(town, procedure), "archive")
    found = events(town, case)
    assert (found[0], found[-2:]) == ("petition-received", ["case-closed", "case-archived"])
    view = town.get("sun", f"cases/{case}")
    assert any(one["number"].startswith(series) and one["served_at"] for one in view["documents"])
    done = {one["id"] for one in view["stages"] if one["status"] == "done"}
    assert done >= {"acceptance", "evidence", "decision", "service", "disclosure", "execution", "closing", "archive"}
    assert town.get("sun", f"cases/{case}/timeline")["steps"][-1]["event"]["gaps"] == []
    town.projected()
    text = Clerk(town, "wang").open(f"cases/{case}").text
    assert [one for one in said if one not in text] == []


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_step_of_the_course_is_waited_for_or_open_on_its_page(town: Town, procedure: str) -> None:
    case = opened(town, procedure)
    for name, kind, given in COURSES[procedure][1:]:
        if days := DAYS_BEFORE.get((procedure, name)):
            town.later(days=days)
        who, tag = NAMES[sender_of(kind)], str(kind.__struct_config__.tag)
        assert Clerk(town, who).open(f"cases/{case}/steps/{tag}").form, tag
        town.take(case, kind, **given)


def test_nobody_who_gets_a_payment_is_named_to_the_public(town: Town) -> None:
    household = [{"name": "赵小花", "contact": "监漳村12号"}]
    case = through(town, "payment", opened(town, "payment", title="救助案", beneficiaries=household), "service")
    town.take(case, ReviewSecrecy)
    steps = f"cases/{case}/steps"
    for shown, code in (("张三丰", "party-not-masked"), ("赵小花", "party-not-masked")):
        answer = town.post("qian", steps, town.saying(ReviewDisclosure, party_shown=shown))
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    named = town.post("qian", steps, town.saying(ReviewDisclosure, facts_shown="赵小花一户因病支出较大。"))
    assert named.json()["code"] == "third-person-named"
    town.take(case, ReviewDisclosure)
    page = town.get("sun", f"cases/{case}")["disclosure"]["disclosure"]
    town.projected()
    text = town.http.get(f"/public/{SAMPLE}/disclosures/{page}").text
    assert "张某某" in text
    assert "张三丰" not in text
    assert "赵小花" not in text


def test_a_list_with_a_full_name_is_refused_and_the_case_stays(town: Town) -> None:
    case = through(town, "payment", opened(town, "payment"), "examination")
    before = town.version(case)
    asked = town.saying(c.DisplayList, entries=[{"shown": "张三丰", "place": "监漳村"}])
    answer = town.post("wang", f"cases/{case}/steps", asked)
    assert (answer.status_code, answer.json()["code"]) == (409, "display-not-masked")
    assert "第十五条" in answer.json()["article"]
    assert town.version(case) == before


def typed(town: Town, kind: type[Command], **changes: Any) -> dict[str, Any]:
    """What a clerk fills in for a step of a plain case."""
    form = filled(fields_of(kind), town.saying(kind, **changes))
    return {name.replace(".", "__"): value for name, value in form.items()}


def test_clerks_pay_and_stop_and_recover_on_pages_alone(town: Town) -> None:
    clerks = {name: Clerk(town, name) for name in set(NAMES.values())}
    case = clerks["wang"].opened("receive-petition", **typed(town, c.ReceivePetition, title="按月给付"))

    def took(kind: type[Command], **changes: Any) -> None:
        clerks[NAMES[sender_of(kind)]].took(case, str(kind.__struct_config__.tag), **typed(town, kind, **changes))

    took(c.AcceptPetition)
    took(RecordInspection, place="监漳村12号")
    took(c.ExaminePetition)
    took(c.DisplayList)
    took(c.RecordPetitionStatement, by="objector", people=[{"name": "王五", "contact": ""}], points=["不符合条件。"])
    answer = clerks["wang"].open(f"cases/{case}/steps/answer-petition-statement")
    assert answer.options["item"][-1] == "意见1"
    took(c.AnswerPetitionStatement)
    town.later(days=15)
    decision = clerks["zhao"].open(f"cases/{case}/steps/decide-petition").form
    assert (decision["outcome"], decision["amount_yuan"]) == (["granted"], ["1200.00"])
    took(c.DecidePetition, each_yuan="400.00")
    took(ServeDocument, document="petition-decision")
    assert clerks["feng"].open(f"cases/{case}/steps/record-grant").form["amount_yuan"] == ["400.00"]
    took(c.RecordGrant, amount_yuan="400.00", final=False)
    took(c.StopGrant, from_on=town.now.date(), recover_yuan="400.00")
    recovery = clerks["feng"].open(f"cases/{case}/steps/record-recovery").form
    assert recovery["amount_yuan"] == ["400.00"]
    took(c.RecordRecovery, amount_yuan="400.00")
    town.projected()
    text = clerks["wang"].open(f"cases/{case}").text
    assert "追回400.00元" in text
