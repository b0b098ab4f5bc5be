"""A step is judged by the case as it was when the step happened, whenever it is entered; what came since only bars."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from course import HANDLERS, HEAD, LAWYER, PRESIDER, Course
from penal import SCAN
from records.course.rederive import Taken, defects_now
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import CaseEvent
from records.moment import Moment
from records.penalty import commands as c
from records.penalty import events as e


def at(time: str) -> str:
    """A time of 2026-03-02 by the clock in Shanghai."""
    return f"2026-03-02T{time}:00+08:00"


def codes(course: Course) -> list[str]:
    """The rules that the last step is marked with."""
    return [one.code for one in course.events[-1].defects]


def paper(course: Course, kind: type[c.Command], on: str, **changes: Any) -> list[str]:
    """The rules that a paper of a day or an hour is marked with, which a clerk of the archive enters."""
    course.take(kind, "clerk-of-the-archive", occurred_at=on, entry=SCAN, **changes)
    return codes(course)


def versions(course: Course, kind: type[CaseEvent]) -> list[int]:
    """The versions of the entries of a kind."""
    return [one.version for one in course.case.happened.get(kind, ())]


# ---- Live steps that are entered some hours later ----


def test_a_decision_from_before_the_waiver_is_refused() -> None:
    course = Course().until("notice-served").at("2026-03-02 15:00")
    course.take(c.WaiveDefence)
    assert course.refusal(c.SignDecision, occurred_at=at("11:00")) == "defence-not-over"
    course.take(c.SignDecision, occurred_at=at("15:10"))


def test_a_decision_from_before_review_and_discussion_is_refused() -> None:
    course = Course().until("defence", opinion={"qualities": ("public-interest", "grave")}).at("2026-03-02 15:00")
    for kind in (c.SubmitReview, c.ReviewCase):
        course.take(kind)
    course.at("2026-03-02 16:00").take(c.DiscussCase)
    assert course.refusal(c.SignDecision, occurred_at=at("14:00")) in ("legal-review-first", "step-before-its-cause")
    assert course.refusal(c.SignDecision, occurred_at=at("15:50")) == "discussion-first"
    course.take(c.SignDecision, occurred_at=at("16:15"))


def test_an_opinion_from_before_the_inspection_is_refused() -> None:
    course = Course().until("filing-approved").at("2026-03-02 15:00")
    course.take(c.RecordInspection)
    assert course.refusal(c.SubmitOpinion, occurred_at=at("14:00")) == "no-evidence"


def test_a_case_is_not_closed_before_it_was_performed() -> None:
    course = Course().until("disclosure").at("2026-03-02 15:00")
    course.take(c.RecordPayment)
    assert course.refusal(c.CloseCase, occurred_at=at("14:00")) == "not-performed"


def test_a_live_step_from_before_the_decision_is_barred_by_it_and_a_paper_is_not() -> None:
    course = Course().until("decision")
    inspected = {"occurred_at": at("09:25")}
    assert course.refusal(c.RecordInspection, **inspected) == "decision-exists"
    assert paper(course, c.RecordInspection, at("09:25")) == []
    assert paper(course, c.RecordInspection, "2026-03-02") == ["decision-exists"]


def test_a_live_step_from_before_a_suspension_waits_for_its_end() -> None:
    course = Course().until("evidence").at("2026-03-02 15:00")
    course.take(c.SuspendCase)
    assert course.refusal(c.SubmitOpinion, occurred_at=at("14:00")) == "case-suspended"
    assert paper(course, c.SubmitOpinion, at("14:00")) == []


def test_what_was_refused_so_is_defective_as_a_paper_too() -> None:
    course = Course().until("notice-served").at("2026-03-02 15:00")
    course.take(c.WaiveDefence)
    assert paper(course, c.SignDecision, at("11:00")) == ["defence-not-over"]
    end = Moment.of(course.now)
    taken = [Taken(event, when, end, version, f"person:{HANDLERS[0]}") for event, when, version in course.steps]
    found = defects_now(taken, course.register)[taken[-1].version]
    assert [one.code for one in found] == ["defence-not-over"]


@pytest.mark.parametrize(
    ("moment", "kinds"),
    [
        (at("09:10"), {e.CaseFiled}),
        (at("09:25"), {e.CaseFiled, e.CorrectionWaived}),
        ("2026-03-01", set()),
        ("2026-03-02", {e.CaseFiled, e.CorrectionWaived, e.FilingApproved, e.InspectionRecorded}),
    ],
)
def test_a_case_as_of_a_moment_is_what_had_happened_by_then(moment: str, kinds: set[type[CaseEvent]]) -> None:
    case = Course().until("evidence").case
    assert set(as_of(case, Moment.parse(moment)).happened) == kinds


def test_a_live_step_says_its_hour() -> None:
    course = Course().until("filing-approved")
    with pytest.raises(Invalid, match="occurred_at"):
        course.take(c.RecordInspection, occurred_at="2026-03-02")
    assert paper(course, c.RecordInspection, "2026-03-02") == []


# ---- Papers that say what was, whatever the record knows of it ----


def test_a_paper_of_more_than_was_owed_is_recorded() -> None:
    course = Course().until("payment").at("2026-03-10 09:00")
    amount: dict[str, Any] = {"amount_yuan": Decimal(200), "receipt": "晋财0002"}
    with pytest.raises(Invalid, match="amount_yuan"):
        course.take(c.RecordPayment, **amount)
    assert paper(course, c.RecordPayment, "2026-03-09", **amount) == []


def test_a_paper_plan_that_is_not_the_sum_is_recorded() -> None:
    course = Course().until("service").at("2026-03-10 09:00")
    course.take(c.RequestDeferral)
    part: dict[str, Any] = {"plan": (e.Instalment(due_on=date(2026, 5, 8), amount_yuan=Decimal(50)),)}
    with pytest.raises(Invalid, match="plan"):
        course.take(c.DecideDeferral, **part)
    assert paper(course, c.DecideDeferral, "2026-03-10", **part) == []


def test_a_paper_filing_may_be_entered_by_anybody_and_a_live_one_by_a_handler() -> None:
    assert Course().refusal(c.FileCase, by="clerk-of-the-archive") == "handler-only"
    assert paper(Course().at("2026-03-10 09:00"), c.FileCase, "2026-03-02") == []


# ---- What others rest on stays ----


def version_of(course: Course, kind: type[CaseEvent], index: int = -1) -> int:
    return versions(course, kind)[index]


@pytest.mark.parametrize("kind", [e.PaymentRecorded, e.DocumentServed])
def test_what_a_closing_rests_on_is_not_voided(kind: type[CaseEvent]) -> None:
    course = Course().until("closing")
    assert course.refusal(c.VoidEntry, by=HEAD, version=version_of(course, kind)) == "not-voidable"


@pytest.mark.parametrize("kind", [e.EvidenceAdded, e.EvidenceMarked])
def test_an_item_that_the_decision_cites_is_not_voided(kind: type[CaseEvent]) -> None:
    course = Course().until("evidence")
    course.take(c.AddEvidence)
    course.take(c.MarkEvidence)
    for stage in (c.SubmitOpinion, c.EndorseOpinion, c.GiveNotice):
        course.take(stage)
    course.take(c.ServeDocument, document="notice")
    course.take(c.WaiveDefence)
    course.take(c.SignDecision, evidence=("现场笔录", "证据1"))
    assert course.refusal(c.VoidEntry, version=version_of(course, kind)) == "not-voidable"


def test_what_the_system_noted_is_not_voided() -> None:
    course = Course().until("filing-approved")
    course.take(c.ApprovePreservation)
    course.take(c.PreserveEvidence)
    course.at("2026-03-20 09:00").take(c.LapsePreservation)
    assert course.refusal(c.VoidEntry, by=HEAD, version=version_of(course, e.PreservationLapsed)) == "not-voidable"


def test_a_surcharge_that_a_payment_in_time_undoes_is_voided_by_the_head_alone() -> None:
    course = Course().until("service").at("2026-04-20 09:00")
    course.take(c.ImposeSurcharge)
    version = version_of(course, e.SurchargeImposed)
    course.take(c.RecordPayment, paid_on=date(2026, 3, 10))
    assert course.refusal(c.CloseCase) == "not-performed"
    assert course.refusal(c.VoidEntry, version=version) == "head-only"
    course.take(c.VoidEntry, by=HEAD, version=version)
    course.take(c.CloseCase)


def test_an_order_to_correct_may_be_voided() -> None:
    course = Course().until("evidence")
    course.take(c.OrderCorrection)
    course.take(c.VoidEntry, version=version_of(course, e.CorrectionOrdered))
    assert e.CorrectionOrdered not in course.case.happened


def test_a_transfer_that_nobody_decided_bars_the_closing() -> None:
    course = Course().until("evidence")
    course.take(c.ReportTransfer)
    assert course.refusal(c.CloseCase, ground="terminated") == "transfer-first"
    course.at("2026-03-10 09:00")
    assert paper(course, c.CloseCase, "2026-03-09", ground="terminated") == ["transfer-first"]
    course = Course().until("evidence")
    course.take(c.ReportTransfer)
    course.take(c.DecideTransfer, approved=False, reasons="没有犯罪事实。")
    course.take(c.CloseCase, ground="terminated")


# ---- Who reviewed the case ----


def test_who_reviewed_the_case_presides_over_no_hearing() -> None:
    course = Course().until("notice-served", notice={"hearing_told": True})
    course.take(c.WaiveDefence, hearing_too=True)
    course.take(c.SubmitReview)
    course.take(c.ReviewCase)
    course.take(c.RequestHearing)
    assert course.refusal(c.ArrangeHearing, presider=LAWYER) == "presider-is-reviewer"
    course.at("2026-03-05 09:00")
    assert paper(course, c.ArrangeHearing, "2026-03-04", presider=LAWYER) == ["presider-is-reviewer"]
    course.take(c.ArrangeHearing, presider=PRESIDER)
