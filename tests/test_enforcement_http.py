"""Enforcement and the application to the court through HTTP, from start to archive, on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from typing import Any, Final

import pytest

from drafts import saying
from http_town import SAMPLE, Town, site
from plain_court import DRAFT as APPLICATION
from plain_enforcement import DRAFT, MATERIALS
from records.course.drafting import SubmitDraft
from records.court import commands as k
from records.enforcement import acting_commands as a
from records.enforcement import commands as c
from records.enforcement.basis import EndBasisRelief, NoteBasisRelief
from records.penalty import commands as p
from staff_forms import Clerk

NUMBERS: Final = count(100)
"""Of decisions on paper."""


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


def day(town: Town, **later: int) -> str:
    return (town.now + timedelta(**later)).date().isoformat()


def opened(town: Town, kind: type[Any], **changes: Any) -> str:
    """A case; one on a decision on paper has a number of its own, unless the test gives one."""
    if not changes.get("related_case"):
        changes = {"decision_number": f"监漳罚决〔2025〕{next(NUMBERS)}号"} | changes
    return str(town.made("wang", "cases", town.saying(kind, **changes))["case"])


def page(town: Town, path: str) -> str:
    headers = {"Authorization": f"Bearer {town.tokens['wang']}", "Accept": "text/html"}
    answer = town.http.get(f"/staff/{SAMPLE}/{path}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.text


def stages(town: Town, case: str) -> set[str]:
    return {one["id"] for one in town.get("sun", f"cases/{case}")["stages"] if one["status"] == "done"}


def types(town: Town, case: str) -> list[str]:
    return [one["type"].partition("/")[0] for one in town.get("sun", f"cases/{case}/timeline")["steps"]]


def reviewed(town: Town, case: str, draft: Any) -> None:
    town.take(case, SubmitDraft, draft=draft, materials=MATERIALS)
    town.take(case, p.ReviewCase)


def finish(town: Town, case: str, ground: str = "completed") -> None:
    town.take(case, p.CloseCase, ground=ground, report="已经办结。")
    town.take(case, p.ArchiveCase)


def published(town: Town, case: str) -> None:
    town.take(case, p.ReviewSecrecy)
    town.take(case, p.ReviewDisclosure)


def test_an_enforcement_goes_from_its_opening_to_the_archive(town: Town) -> None:
    case = opened(town, c.OpenEnforcement, object=town.upload(b"a decision"), title="划拨存款案")
    town.take(case, c.IssueDemand, perform_by=day(town, days=10))
    town.take(case, p.ServeDocument, document="demand")
    refused = town.post("zhao", f"cases/{case}/steps", town.saying(c.DecideEnforcement, enforce_on=day(town)))
    assert (refused.status_code, refused.json()["code"]) == (409, "legal-review-first")
    town.take(case, p.RecordDefence)
    town.take(case, p.ReviewDefence)
    town.later(days=11)
    reviewed(town, case, saying(DRAFT, c.DecideEnforcement, town.now, enforce_on=day(town)))
    town.take(case, c.DecideEnforcement)
    published(town, case)
    town.take(case, p.ServeDocument, document="enforcement-decision")
    town.take(case, a.RecordAct)
    town.take(case, p.LinkRecording, object=town.upload(b"an act of enforcement"), stage="execution")
    town.take(case, a.CompleteEnforcement)
    finish(town, case)
    assert stages(town, case) >= {"opening", "demand", "defence", "legal-review", "decision", "service", "execution"}
    assert stages(town, case) >= {"disclosure", "closing", "archive"}
    assert types(town, case)[-3:] == ["enforcement-completed", "case-closed", "case-archived"]
    town.projected()
    text = page(town, f"cases/{case}")
    assert "行政强制执行" in text
    assert re.search("本案没有经过的阶段：[^。]*限期拆除公告[^。]*。", text)
    assert "未办理" not in text
    assert "作出强制执行决定" in page(town, f"cases/{case}/replay")
    assert town.get("sun", f"cases/{case}")["defects"] == []


def test_an_agreement_a_suspension_and_a_reversal_are_taken_over_http(town: Town) -> None:
    case = opened(town, c.OpenEnforcement, object=town.upload(b"another decision"))
    town.take(case, c.IssueDemand, perform_by=day(town, days=10))
    town.take(case, p.ServeDocument, document="demand")
    town.take(case, a.SuspendEnforcement)
    town.take(case, a.ResumeEnforcement)
    due = [day(town, days=20), day(town, days=40)]
    plan = [{"due_on": on, "content": "缴纳", "amount_yuan": "5000.00"} for on in due]
    town.take(case, a.MakeAgreement, stages=plan)
    for stage, days in ((1, 20), (2, 20)):
        town.later(days=days)
        town.take(case, a.PerformAgreement, stage=stage, performed_on=day(town), receipt=f"晋财900{stage}")
    town.take(case, a.CompleteEnforcement, result="agreement")
    town.take(case, a.NoteReversal)
    refused = town.post("zhao", f"cases/{case}/steps", town.saying(p.CloseCase, ground="completed", report="办结。"))
    assert refused.json()["code"] == "reversal-still-open"
    town.projected()
    assert "执行回转" in page(town, f"cases/{case}")
    town.take(case, a.RestoreProperty, done_on=day(town))
    finish(town, case)


def test_a_substitution_and_a_demolition_are_taken_over_http(town: Town) -> None:
    conduct = {"amount_yuan": None, "surcharge_from": None, "surcharge_told": False}
    case = opened(town, c.OpenEnforcement, object=town.upload(b"clear it"), duty="conduct", **conduct)
    town.take(case, c.ClearAtOnce)
    town.take(case, c.TellOfClearing)
    town.take(case, c.DecideSubstitution, ground="clearing", enforce_on=day(town))
    town.take(case, p.ServeDocument, document="substitute-decision")
    town.take(case, a.CompleteEnforcement)
    case = opened(town, c.OpenEnforcement, object=town.upload(b"demolish it"), duty="demolition", **conduct)
    town.take(case, c.AnnounceDemolition, remove_by=day(town, days=15))
    town.take(case, NoteBasisRelief, accepted_on=day(town))
    ended = {"outcome": "undone", "ended_on": day(town), "served_on": day(town)}
    town.take(case, EndBasisRelief, **ended)
    town.take(case, a.TerminateEnforcement, ground="basis-revoked")
    town.projected()
    assert "终结执行" in page(town, f"cases/{case}/replay")
    case = opened(town, c.OpenEnforcement, object=town.upload(b"pay it"))
    town.take(case, a.RecordFulfilment, amount_yuan="10000.00", performed_on=day(town))


def test_a_penalty_that_was_not_paid_is_enforced_by_the_court(town: Town) -> None:
    penal = town.published()
    number = town.get("sun", f"cases/{penal}")["decision"]["number"]
    paid_by = town.now.date() + timedelta(days=15)
    town.later(days=200)
    served = town.get("sun", f"cases/{penal}")
    assert served["decision"]["number"] == number
    unknown = {"decision_number": "", "object": "", "decided_on": None, "served_on": None, "amount_yuan": None}
    case = opened(town, k.OpenCourtCase, **unknown, related_case=penal, perform_by=paid_by.isoformat())
    town.projected()
    assert "催告" in page(town, f"cases/{case}")
    town.take(case, c.IssueDemand, amount_yuan="200.00", surcharge_yuan="200.00", perform_by=day(town, days=10))
    town.take(case, p.ServeDocument, document="demand")
    reviewed(town, case, APPLICATION)
    refused = town.post("zhao", f"cases/{case}/steps", town.saying(k.SignApplication))
    assert refused.json()["code"] == "court-demand-running"
    town.later(days=25)
    town.take(case, k.SignApplication)
    town.take(case, k.SubmitApplication)
    town.take(case, k.RecordCourtAnswer, accepted=False, reason="材料不齐。", received_on=day(town))
    town.take(case, k.AskHigherCourt, about="non-acceptance")
    town.take(case, k.RecordHigherRuling, about="non-acceptance", received_on=day(town))
    town.take(case, k.NoteCourtHearing)
    town.take(case, k.RecordCourtRuling, received_on=day(town))
    town.take(case, k.RecordCourtEnforcement, received_on=day(town), amount_yuan="400.00")
    published(town, case)
    finish(town, case)
    assert stages(town, case) >= {
        "court-submission",
        "court-acceptance",
        "court-ruling",
        "court-enforcement",
        "archive",
    }
    town.projected()
    assert number in page(town, f"cases/{case}/replay")
    other = opened(town, k.OpenCourtCase, object=town.upload(b"one more"))
    town.take(other, k.DropApplication)
    finish(town, other)


def test_a_decision_is_enforced_by_one_case_at_a_time_and_its_own_case_shows_what_came_in(town: Town) -> None:
    penal = town.published()
    basis = {"decision_number": "", "object": "", "decided_on": None, "served_on": None, "amount_yuan": None}
    basis |= {"related_case": penal, "perform_by": day(town, days=25)}
    town.later(days=30)
    charged = {"surcharge_from": day(town), "surcharge_told": True}
    case = opened(town, c.OpenEnforcement, **basis, **charged, title="另案划拨案")
    for kind, more in ((c.OpenEnforcement, charged), (k.OpenCourtCase, {})):
        refused = town.post("wang", "cases", town.saying(kind, **basis, **more))
        assert (refused.status_code, refused.json()["code"]) == (409, "enforced-elsewhere")
    town.take(case, a.RecordFulfilment, amount_yuan="80.00", performed_on=day(town))
    (found,) = town.get("sun", f"cases/{penal}")["enforced_in"]
    assert found == {
        "procedure": "enforcement",
        "running": True,
        "collected_yuan": "80.00",
        "case": case,
        "title": "另案划拨案",
    }
    town.projected()
    text = page(town, f"cases/{penal}")
    assert "另案执行" in text
    assert f"/staff/{SAMPLE}/cases/{case}" in text
    assert "正在办理" in text
    town.take(penal, p.StayPerformance)
    demand = town.saying(c.IssueDemand, amount_yuan="120.00", surcharge_yuan=None, perform_by=day(town, days=10))
    refused = town.post("wang", f"cases/{case}/steps", demand)
    assert (refused.status_code, refused.json()["code"]) == (409, "basis-stayed")
    town.take(penal, p.LiftStay)
    town.take(case, a.TerminateEnforcement, ground="other", proof="情况说明")
    again = opened(town, k.OpenCourtCase, **basis)
    assert town.get("sun", f"cases/{again}")["opened"]["paid_yuan"] == "80.00"
    assert [one["running"] for one in town.get("sun", f"cases/{penal}")["enforced_in"]] == [False, True]


def test_the_decision_to_enforce_is_chosen_from_those_of_the_agency(town: Town) -> None:
    penal, clerk = town.published(), Clerk(town, "wang")
    undecided = town.file()
    town.projected()
    shown = town.get("sun", f"cases/{penal}")
    for step in ("open-enforcement", "open-court-case"):
        form = clerk.open(f"cases/new/{step}")
        assert penal in form.options["related_case"]
        assert undecided not in form.options["related_case"]
        assert f"{shown['decision']['number']}　{shown['title']}" in form.text
    assert penal not in Clerk(town, "wu").open("cases/new/open-enforcement").options["related_case"]


def test_of_two_cases_that_are_opened_on_one_decision_at_once_one_is_refused(town: Town) -> None:
    penal = town.published()
    basis = {"decision_number": "", "object": "", "decided_on": None, "served_on": None, "amount_yuan": None}
    basis |= {"related_case": penal, "perform_by": day(town, days=25)}
    town.later(days=30)
    body = town.saying(k.OpenCourtCase, **basis)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: town.post("wang", "cases", body), range(4)))
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
    assert {one.json()["code"] for one in answers if one.status_code == 409} == {"enforced-elsewhere"}


def test_a_decision_of_the_ledger_is_not_enforced_as_one_on_paper(town: Town) -> None:
    penal = town.published()
    number = town.get("sun", f"cases/{penal}")["decision"]["number"]
    town.later(days=30)
    written = {"decision_number": number.replace("〔", " [").replace("〕", "] 第"), "object": town.upload(b"own paper")}
    for kind in (c.OpenEnforcement, k.OpenCourtCase):
        refused = town.post("wang", "cases", town.saying(kind, **written))
        assert (refused.status_code, refused.json()["code"]) == (409, "basis-in-ledger")
        assert "第三十四条" in refused.json()["article"]
    entry = {"entry": town.on_paper(), "occurred_at": day(town)}
    case = opened(town, c.OpenEnforcement, **written, **entry)
    assert [one["code"] for one in town.get("sun", f"cases/{case}")["defects"]] == ["basis-in-ledger"]
    own = {"decision_number": "", "object": "", "decided_on": None, "served_on": None, "amount_yuan": None}
    own |= {"related_case": penal, "perform_by": day(town)}
    refused = town.post("wang", "cases", town.saying(k.OpenCourtCase, **own))
    assert (refused.status_code, refused.json()["code"]) == (409, "enforced-elsewhere")


def test_a_decision_on_paper_is_enforced_by_one_case_at_a_time(town: Town) -> None:
    paper = {"decision_number": "监漳罚决〔2024〕77号", "object": town.upload(b"a decision of 2024")}
    case = opened(town, c.OpenEnforcement, **paper)
    again = paper | {"decision_number": "监漳罚决（２０２４）077 号"}
    for kind in (c.OpenEnforcement, k.OpenCourtCase):
        refused = town.post("wang", "cases", town.saying(kind, **again))
        assert (refused.status_code, refused.json()["code"]) == (409, "enforced-elsewhere")
    town.take(case, a.RecordFulfilment, amount_yuan="4000.00", performed_on=day(town))
    town.take(case, a.TerminateEnforcement, ground="other", proof="情况说明")
    other = opened(town, k.OpenCourtCase, **again)
    assert town.get("sun", f"cases/{other}")["opened"]["paid_yuan"] == "4000.00"


def test_of_two_cases_that_are_opened_on_one_paper_at_once_one_is_refused(town: Town) -> None:
    paper = {"decision_number": "监漳罚决〔2024〕78号", "object": town.upload(b"another decision of 2024")}
    body = town.saying(k.OpenCourtCase, **paper)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: town.post("wang", "cases", body), range(4)))
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
    assert {one.json()["code"] for one in answers if one.status_code == 409} == {"enforced-elsewhere"}


def tasks(town: Town, case: str) -> list[str]:
    return [one["task"] for one in town.get("sun", f"cases/{case}")["waiting"]]


def test_a_case_that_has_enforced_is_told_when_its_decision_is_undone_and_gives_back(town: Town) -> None:
    penal = town.published()
    number = town.get("sun", f"cases/{penal}")["decision"]["number"]
    town.later(days=30)
    basis = {"decision_number": "", "object": "", "decided_on": None, "served_on": None, "amount_yuan": None}
    basis |= {"related_case": penal, "perform_by": day(town, days=-10), "surcharge_from": None}
    case = opened(town, c.OpenEnforcement, **basis, surcharge_told=False)
    town.take(case, a.RecordFulfilment, whole=True, amount_yuan="200.00", performed_on=day(town))
    town.take(case, a.CompleteEnforcement, result="performed")
    town.take(case, p.CloseCase, ground="completed", report="已经办结。")
    assert tasks(town, case) == ["archive-case"]
    town.take(case, p.ArchiveCase)
    town.step("zhao", penal, town.revoking())
    assert types(town, case)[-1] == "basis-revoked"
    assert tasks(town, case) == ["reopen-archive"]
    town.take(case, p.ReopenArchive)
    assert tasks(town, case) == ["restore-property"]
    town.projected()
    waiting = town.get("wang", "queues/handler", limit="200")["items"]
    (mine,) = (one for one in waiting if one["case_id"] == case and one["task"] == "restore-property")
    assert mine["until"]
    text = page(town, f"cases/{case}")
    assert "执行回转" in text
    assert f"据以执行的决定（{number}）被" in text
    town.take(case, a.RestoreProperty, amount_yuan="200.00", done_on=day(town))
    assert tasks(town, case) == ["archive-case"]
    revived = town.post("wang", f"cases/{case}/steps", {"type": "note-basis-revoked"})
    assert revived.status_code == 422


def test_a_case_that_asks_the_court_is_told_when_its_decision_is_undone(town: Town) -> None:
    penal = town.published()
    town.later(days=30)
    basis = {"decision_number": "", "object": "", "decided_on": None, "served_on": None, "amount_yuan": None}
    case = opened(town, k.OpenCourtCase, **basis, related_case=penal, perform_by=day(town, days=-10))
    town.step("zhao", penal, town.revoking())
    assert types(town, case)[-1] == "basis-revoked"
    assert tasks(town, case) == ["drop-court-application"]
    town.take(case, k.DropApplication, ground="basis-revoked")
    assert "drop-court-application" not in tasks(town, case)


def test_the_forms_say_what_the_case_knows(town: Town) -> None:
    assert "授权的法律条款" in page(town, "cases/new/open-enforcement")
    assert "批准的延期、分期缴纳的最后一日" in page(town, "cases/new/open-court-case")
    case = opened(town, c.OpenEnforcement, object=town.upload(b"forms"))
    demand = page(town, f"cases/{case}/steps/issue-demand")
    assert "10000.00" in demand
    assert "有权进行陈述和申辩" in demand
    acting = page(town, f"cases/{case}/steps/record-enforcement-act")
    assert "作出强制执行决定" in acting or "行政强制执行决定" in acting
