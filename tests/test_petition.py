"""Petitions: who is shown on a list, the longer term, both sides of a ruling, and the documents of the plain cases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from course import Course
from records.course.facts import FACTS
from records.course.people import Party, Somebody
from records.course.shapes import SomebodyGiven
from records.paper.data import forms
from records.paper.making import made, make
from records.paper.plain import plain
from records.penalty.commands import RevokeDecision
from records.penalty.commands.checks import check
from records.penalty.events import Instrument
from records.petition import commands as c
from records.petition import events as e
from records.petition.amounts import paid_yuan, to_recover
from records.petition.display import Displayed
from test_paper_forms import sources
from test_rederive import found

PROCEDURES = ("ruling", "payment", "confirmation", "reward")


# ---- Who is shown ----


@pytest.mark.parametrize(
    "shown",
    [
        Displayed(shown="张三丰"),
        Displayed(shown="张三"),
        Displayed(shown="张某某", place="监漳村12号 13812345678"),
        Displayed(shown="张某某", note="身份证140429199001010013"),
        Displayed(shown="张某某", note="卡号6228480402564890018"),
        Displayed(shown="某公司"),
    ],
)
def test_a_line_that_tells_who_a_person_is_is_not_displayed(shown: Displayed) -> None:
    course = Course(procedure="payment").until("examination")
    assert course.refusal(c.DisplayList, entries=(Displayed(shown="李某某"), shown)) == "display-not-masked"


@pytest.mark.parametrize(
    "shown",
    [
        Displayed(shown="张某某", place="监漳村", amount_yuan=Decimal(1200), note="临时救助"),
        Displayed(shown="欧阳某"),
        Displayed(shown="监漳建材有限公司", organisation=True),
    ],
)
def test_a_masked_person_and_an_organisation_by_its_name_are_displayed(shown: Displayed) -> None:
    course = Course(procedure="payment").until("examination")
    course.take(c.DisplayList, entries=(shown,))


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_who_is_named_beside_the_party_is_sealed_under_a_key_of_their_own(procedure: str) -> None:
    """Everybody who is named beside the party has a key of their own, so that each can be erased alone."""
    course = Course(procedure=procedure).until("archive")
    somebodies = [one for event in course.events for one in _somebodies(event)]
    assert all(one.person for one in somebodies)
    if procedure == "ruling":
        assert len({one.person for one in somebodies}) == len(somebodies) >= 3


def _somebodies(event: Any) -> list[Somebody]:
    fields = (getattr(event, name) for name in event.__struct_fields__)
    return [one for value in fields if isinstance(value, tuple) for one in value if isinstance(one, Somebody)]


# ---- Terms ----


@pytest.mark.parametrize(
    ("accepted", "working_days", "days"),
    [
        ("2026-03-02 09:00", 10, 15),  # 30 March to 14 April: 清明 off from the 4th to the 6th
        ("2026-03-02 09:00", 5, 8),
        ("2026-09-01 09:00", 10, 20),  # 29 September (the 20th works) to 19 October, over 国庆, the 10th at work
    ],
)
def test_a_longer_term_is_counted_in_working_days(accepted: str, working_days: int, days: int) -> None:
    course = Course(accepted, procedure="confirmation").until("acceptance")
    (extended, _) = course.take(c.ExtendPetition, working_days=working_days)
    assert isinstance(extended, e.PetitionExtended)
    assert extended.days == days


# ---- Both sides ----


def test_a_ruling_is_complete_when_each_respondent_has_it_and_it_is_carried_out() -> None:
    two = (SomebodyGiven(name="李四光", contact=""), SomebodyGiven(name="李五", contact=""))
    course = Course(procedure="ruling").until("disclosure", application={"respondents": two})
    course.take(c.ServeParticipant, people=(two[0],))
    course.take(c.RecordPetitionPerformance)
    assert _is_complete(course) is False
    course.take(c.ServeParticipant, people=(two[1],))
    assert _is_complete(course) is True


def _is_complete(course: Course) -> bool:
    return FACTS[f"{course.procedure}-complete"](course.case, course.context(c.WithdrawPetition(reason="x", proof="x")))


def test_a_side_that_backs_out_of_an_agreement_leads_to_a_ruling() -> None:
    course = Course(procedure="ruling").until("answer-read")
    course.take(c.ExaminePetition, criteria=(), amount_yuan=None)
    course.take(c.HoldMediation, outcome="agreed")
    assert course.refusal(c.DecidePetition, amount_yuan=None) == "mediation-agreed-already"
    course.take(c.HoldMediation, outcome="failed", record="被申请人反悔。")
    course.take(c.DecidePetition, amount_yuan=None)


# ---- Money ----


def test_what_was_paid_by_a_decision_that_is_undone_comes_back() -> None:
    course = Course(procedure="payment").until("grant")
    today = course.now.date()
    own = Instrument(kind="own", number="监漳撤〔2026〕9号", body="监漳镇人民政府", dated_on=today, received_on=today)
    course.take(RevokeDecision, instrument=own)
    assert course.refusal(c.RecordGrant, receipt="拨付0009", amount_yuan=Decimal(1)) == "decision-revoked"
    course.take(c.StopGrant, ground="mistake", from_on=today, recover_yuan=paid_yuan(course.case))
    assert to_recover(course.case) == Decimal(1200)
    assert _is_complete(course) is False
    course.take(c.RecordRecovery, amount_yuan=Decimal(1200))
    assert _is_complete(course) is True


def test_a_payment_of_nothing_or_beyond_the_fen_cannot_be_right() -> None:
    for amount in (Decimal(0), Decimal(-1), Decimal("0.001"), None):
        command = c.RecordGrant(amount_yuan=amount, paid_on=date(2026, 3, 20), receipt="拨付1", final=True)
        assert [path for path, _ in check(command)] == ["$.amount_yuan"]
    handed = c.RecordGrant(paid_on=date(2026, 3, 20), means="handed-over", receipt="颁奖1", final=True)
    assert check(handed) == []


# ---- Documents ----


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_the_steps_of_a_plain_case_break_no_rule_by_what_is_known_now(procedure: str) -> None:
    assert found(Course(procedure=procedure).until("archive")) == {}


@pytest.mark.parametrize(
    ("procedure", "papers", "said"),
    [
        (
            "ruling",
            {"petition-receipt", "petition-acceptance", "respondent-notice", "mediation-record", "participant-receipt"},
            "行政裁决书",
        ),
        ("payment", {"petition-examination", "display-list", "grant-record", "inspection"}, "行政给付决定书"),
        ("confirmation", {"petition-examination"}, "行政确认决定书"),
        ("reward", {"reward-proposal", "display-list", "grant-record"}, "行政奖励决定书"),
    ],
)
def test_every_document_of_a_plain_case_is_made(procedure: str, papers: set[str], said: str) -> None:
    texts = documents(Course(procedure=procedure).until("archive"))
    assert papers - {"inspection"} <= set(texts)
    assert said in texts[f"petition-decision-{procedure}"]
    assert [one for one in texts if one.startswith("petition-decision-")] == [f"petition-decision-{procedure}"]
    assert "监漳" in texts["petition-acceptance"]


def test_a_list_on_paper_shows_masked_persons_and_their_amounts() -> None:
    text = documents(Course(procedure="payment").until("display"))["display-list"]
    assert "张某某" in text
    assert "1,200.00元" in text
    assert "张三丰" not in text


def test_the_papers_of_an_early_end_are_made() -> None:
    refused = documents(Course(procedure="confirmation").until("application"), c.AskSupplement, c.RecordSupplement)
    assert "医疗费票据原件" in refused["petition-supplement"]
    course = Course(procedure="ruling").until("answer-read")
    course.take(c.HoldMediation, outcome="agreed")
    agreed = documents(course, c.ConcludeMediation)
    assert "以水渠中线为界" in agreed["mediation-agreement"]
    course = Course(procedure="payment").until("grant")
    stopped = documents(course, c.StopGrant)
    assert "停止之日：2026年5月1日" in stopped["grant-stop"]
    told = documents(Course(procedure="confirmation").until("acceptance"), c.TellThirdParty, c.ExtendPetition)
    assert "相邻土地的使用权" in told["third-party-notice"]
    assert "办理期限延长10个工作日" in told["petition-extension"]
    no = documents(Course(procedure="reward").until("application"), c.RefusePetition)
    assert "不予受理" in no["petition-non-acceptance"]


def documents(course: Course, *more: Any) -> dict[str, str]:
    """The plain text of every document that the steps of a course make, by its id."""
    for kind in more:
        course.take(kind)
    about = {"name": "张三丰", "number": "140429199001010013", "address": "监漳村12号", "representative": ""}
    party = Party(person="person-1", kind="natural", age="adult", **about)
    first = msgspec.structs.replace(course.events[0], parties=(party,))
    events = [first, *course.events[1:]]
    return {
        paper: plain(make(forms()[paper][0], sources(one, *events[:at])))
        for at, one in enumerate(events)
        for paper in made(one)
    }
