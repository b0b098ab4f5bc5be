"""Ways round a rule that no story tells of: steps after the closing, money counted twice, terms cut short."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import penal
from course import HEAD, Course, registers
from records.course.drafting import SubmitDraft
from records.court.commands import SubmitApplication
from records.enforcement.acting_commands import RecordAct, RecordFulfilment
from records.enforcement.basis import EndBasisRelief, NoteBasisRelief
from records.errors import Invalid
from records.licence.commands import AcceptApplication, ConcludeExamination, TellInterested, WithdrawApplication
from records.measure import commands as m
from records.penalty.commands import CloseCase, LinkRecording, RecordInspection, ServeDocument
from records.petition.commands import AcceptPetition, ExaminePetition, ExtendPetition
from records.register.events import OfficerRegistered
from records.spot.checks import CHECKS
from records.spot.collecting import FineCollected
from records.spot.commands import CollectFine, DecideSpot, HearSpot

LEFT = OfficerRegistered(
    person=penal.HANDLERS[1],
    agency=penal.AGENCY,
    certificate="14042901",
    category="综合执法",
    valid_from=date(2020, 1, 1),
    valid_to=date(2026, 3, 1),
    name="王五",
)


@pytest.mark.parametrize(
    ("procedure", "stage", "kind"),
    [
        ("penalty-ordinary", "filing", RecordInspection),
        ("penalty-simple", "told", SubmitDraft),
        ("measure", "approval", RecordInspection),
        ("enforcement", "demand-served", SubmitDraft),
        ("court-application", "demand-served", SubmitDraft),
        ("inspection", "opened", SubmitDraft),
        ("levy", "assessment", RecordInspection),
        ("ruling", "application", AcceptPetition),
        ("confirmation", "acceptance", ExaminePetition),
        ("reward", "acceptance", ExtendPetition),
    ],
)
def test_a_case_that_was_closed_early_goes_on_no_more(procedure: str, stage: str, kind: type) -> None:
    course = Course(procedure=procedure).until(stage)
    course.take(CloseCase, HEAD, ground="terminated", report="终止办理。")
    assert course.refusal(kind) == "case-closed"


@pytest.mark.parametrize(
    ("stage", "kind"),
    [("application", AcceptApplication), ("acceptance", ConcludeExamination), ("acceptance", TellInterested)],
)
def test_an_application_that_was_taken_back_goes_on_no_more_once_it_is_closed(stage: str, kind: type) -> None:
    course = Course(procedure="licence").until(stage)
    course.take(WithdrawApplication)
    course.take(CloseCase, HEAD, ground="terminated", report="终止办理。")
    assert course.refusal(kind) == "application-over"


def test_who_lost_the_certificate_hears_nobody_and_takes_no_money() -> None:
    course = Course(procedure="penalty-simple").until("told")
    course.register = registers(LEFT)
    assert course.refusal(HearSpot, penal.HANDLERS[1]) == "officer-not-certified"
    course = Course(procedure="penalty-simple").until("decision")
    course.register = registers(LEFT)
    assert course.refusal(CollectFine, penal.HANDLERS[1]) == "officer-not-certified"
    assert not course.case.every(FineCollected)


def test_only_a_law_lets_more_be_imposed_on_the_spot() -> None:
    wrong = CHECKS[DecideSpot](penal.command(DecideSpot, provision="某县管理办法 第五条"))
    assert [path for path, _ in wrong] == ["$.provision"]
    assert not CHECKS[DecideSpot](penal.command(DecideSpot, provision="某某法 第一百零七条"))


def test_reconsideration_does_not_end_as_a_lawsuit_that_leaves_no_term() -> None:
    course = Course(procedure="enforcement").until("demand-served").at("2026-03-02 10:00")
    course.take(NoteBasisRelief)
    with pytest.raises(Invalid, match="kind"):
        course.take(EndBasisRelief, kind="lawsuit")


def test_no_application_goes_to_the_court_while_the_party_is_heard_elsewhere() -> None:
    course = Course(procedure="court-application").until("application")
    course.take(NoteBasisRelief)
    assert course.refusal(SubmitApplication) == "appeal-period-running"


def test_money_that_is_enforced_is_counted_once_by_its_receipt() -> None:
    course = Course(procedure="enforcement").until("disclosure")
    course.take(RecordFulfilment, receipt="晋财A1", performed_on=date(2026, 3, 2))
    with pytest.raises(Invalid, match="receipt"):
        course.take(RecordAct, receipt="晋财 ａ1", amount_yuan=Decimal(100))


def test_an_urgent_measure_is_not_closed_before_the_head_has_answered() -> None:
    course = Course(procedure="measure")
    course.take(m.RequestMeasure, urgent=True, urgency="即将转移。")
    course.take(m.DecideMeasure, penal.HANDLERS[0], decided_by=penal.HANDLERS[0])
    course.take(m.CarryOutMeasure)
    course.take(LinkRecording, stage="measure")
    course.take(m.ReleaseMeasure)
    course.take(ServeDocument, document="measure-release")
    course.take(m.SettleItem)
    assert course.refusal(CloseCase, HEAD, ground="terminated", report="物品已经退还。") == "measure-unapproved"
    course.take(m.AnswerMeasureRequest)
    course.take(CloseCase, HEAD, ground="terminated", report="物品已经退还。")
