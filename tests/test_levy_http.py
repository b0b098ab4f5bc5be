"""A levy through HTTP and on the pages alone, from start to archive, with its money, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from api.form_filling import filled
from api.forms import fields_of
from http_town import _NAMES as NAMES
from http_town import Town, site
from penal import COURSES, sender_of
from records.course.shapes import Command
from records.levy import commands as c
from records.penalty.commands import CloseCase, ReviewDisclosure, ReviewSecrecy, ServeDocument
from staff_forms import Clerk


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


def opened(town: Town, **changes: Any) -> str:
    """Opens a levy; returns its case."""
    return str(town.made("wang", "cases", town.saying(c.OpenLevy, **changes))["case"])


def through(town: Town, case: str, until: str) -> str:
    """The plain case up to a stage."""
    for name, kind, given in COURSES["levy"][1:]:
        town.take(case, kind, **(given | timely_fields(town, case, kind)))
        if name == until:
            return case
    raise KeyError(until)


def timely_fields(town: Town, case: str, kind: type[Command]) -> dict[str, Any]:
    """The day by which is paid lies ahead of that of the town, and each case has a receipt of its own."""
    receipt = f"晋财非税{case[-6:]}"
    given = {"pay_by": town.now.date() + timedelta(days=30), "receipt": receipt, "receipts": [receipt]}
    return {name: value for name, value in given.items() if name in kind.__struct_fields__}


def events(town: Town, case: str) -> list[str]:
    return [one["type"].partition("/")[0] for one in town.get("sun", f"cases/{case}/timeline")["steps"]]


def test_a_levy_goes_from_start_to_archive(town: Town) -> None:
    case = through(town, opened(town, title="某商铺垃圾处理费"), "archive")
    assert events(town, case) == [
        "levy-opened",
        "levy-assessed",
        "levy-decided",
        "payment-notice-issued",
        "document-served",
        "secrecy-reviewed",
        "disclosure-reviewed",
        "levy-paid",
        "levy-reconciled",
        "case-closed",
        "case-archived",
    ]
    view = town.get("sun", f"cases/{case}")
    done = {one["id"] for one in view["stages"] if one["status"] == "done"}
    assert done >= {"filing", "assessment", "decision", "service", "disclosure", "execution", "closing", "archive"}
    (decision, notice) = view["documents"]
    assert decision["kind"] == "levy-decision"
    assert decision["number"].startswith("监漳征决〔2025〕")
    assert notice["number"].startswith("监漳缴通〔2025〕")
    archived = town.get("sun", f"cases/{case}/timeline")["steps"][-1]["event"]
    assert archived["gaps"] == []
    town.projected()
    text = Clerk(town, "wang").open(f"cases/{case}").text
    for said in ("某商铺垃圾处理费", "核定应征数额300.00元", "作出征收决定", "票据1张对账"):
        assert said in text


def test_a_refused_payment_changes_nothing_and_names_the_article(town: Town) -> None:
    case = through(town, opened(town), "service")
    before = town.version(case)
    answer = town.post("feng", f"cases/{case}/steps", town.saying(c.RecordLevyPayment, channel="officer"))
    assert (answer.status_code, answer.json()["code"]) == (409, "levy-cashier-apart")
    assert "财税" in answer.json()["article"]
    own = town.post("wang", f"cases/{case}/steps", town.saying(c.RecordLevyPayment))
    assert own.json()["code"] == "levy-cashier-is-decider"
    assert town.version(case) == before


def test_what_is_published_of_a_levy_masks_its_party(town: Town) -> None:
    case = through(town, opened(town, title="公示案"), "secrecy")
    named = town.post("qian", f"cases/{case}/steps", town.saying(ReviewDisclosure, party_shown="张三丰"))
    assert named.json()["code"] == "party-not-masked"
    town.take(case, ReviewDisclosure)
    page = town.get("sun", f"cases/{case}")["disclosure"]["disclosure"]
    town.projected()
    shown = town.http.get(f"/public/jianzhang/disclosures/{page}").text
    assert "张某某" in shown
    assert "张三丰" not in shown


def test_money_that_came_twice_goes_back_and_waits_for_the_head(town: Town) -> None:
    case = through(town, opened(town), "payment")
    first = f"晋财非税{case[-6:]}"
    town.take(case, c.RecordLevyPayment, receipt="晋财非税0002")
    assert {one["task"] for one in town.get("zhao", f"cases/{case}")["waiting"]} >= {"decide-refund"}
    form = Clerk(town, "zhao").open(f"cases/{case}/steps/decide-refund").form
    assert form["amount_yuan"] == ["300.00"]
    town.take(case, c.DecideRefund, amount_yuan="300.00")
    refund = Clerk(town, "feng").open(f"cases/{case}/steps/pay-refund").form
    assert refund["amount_yuan"] == ["300.00"]
    town.take(case, c.PayRefund, amount_yuan="300.00")
    receipts = Clerk(town, "feng").open(f"cases/{case}/steps/reconcile-levy").form["receipts"]
    assert receipts[0].split() == [first, "晋财非税0002"]
    town.take(case, c.ReconcileLevy, receipts=[first, "晋财非税0002"], amount_yuan="600.00")
    assert [one["task"] for one in town.get("zhao", f"cases/{case}")["waiting"]] == ["close-case"]


def typed(town: Town, kind: type[Command], **changes: Any) -> dict[str, Any]:
    """What a clerk fills in for a step of a plain case."""
    form = filled(fields_of(kind), town.saying(kind, **changes))
    return {name.replace(".", "__"): value for name, value in form.items()}


def test_clerks_take_a_levy_on_pages_alone(town: Town) -> None:
    clerks = {name: Clerk(town, name) for name in set(NAMES.values())}
    case = clerks["wang"].opened("open-levy", **typed(town, c.OpenLevy, title="页面办理的征收"))

    def took(kind: type[Command], **changes: Any) -> None:
        clerks[NAMES[sender_of(kind)]].took(case, str(kind.__struct_config__.tag), **typed(town, kind, **changes))

    took(c.AssessLevy)
    decision = clerks["zhao"].open(f"cases/{case}/steps/decide-levy").form
    assert decision["amount_yuan"] == ["300.00"]
    assert decision["basis"] == ["山西省城镇生活垃圾处理费征收办法 第五条"]
    took(c.DecideLevy, pay_by=town.now.date() + timedelta(days=5))
    assert clerks["wang"].open(f"cases/{case}/steps/serve-document").form["document"] == ["levy-decision"]
    took(ServeDocument, document="levy-decision")
    took(ReviewSecrecy)
    took(ReviewDisclosure)
    town.later(days=20)
    took(c.ImposeLateFee, last_day=town.now.date())
    payment = clerks["feng"].open(f"cases/{case}/steps/record-levy-payment").form
    assert (payment["purpose"], payment["amount_yuan"]) == (["levy"], ["300.00"])
    took(c.RecordLevyPayment, receipt="晋财非税0011")
    late = clerks["feng"].open(f"cases/{case}/steps/record-levy-payment").form
    assert late["purpose"] == ["late-fee"]
    took(c.RecordLevyPayment, purpose="late-fee", amount_yuan=late["amount_yuan"][0], receipt="晋财非税0012")
    form = clerks["feng"].open(f"cases/{case}/steps/reconcile-levy").form
    took(c.ReconcileLevy, receipts=("晋财非税0011", "晋财非税0012"), amount_yuan=form["amount_yuan"][0])
    took(CloseCase, ground="completed")
    town.projected()
    text = clerks["wang"].open(f"cases/{case}").text
    assert "加收滞纳金1.95元" in text  # 8 March 2025 is a Saturday: from the 11th to the 23rd
    assert "票据2张对账，合计301.95元" in text
    assert "结案：办理完毕" in text
