"""结案归档: when a case may end, what its file lacks; and 公示, 撤回 of decisions to punish and not to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from course import ARCHIVIST, HANDLERS, HEAD, LAWYER, PLAIN, PRESIDER, REVIEWER, UNIT_HEAD, Course, command
from penal import SCAN
from records.course.decide import decide
from records.course.disclosure import shown_texts
from records.errors import Invalid, Refused
from records.event import CaseEvent
from records.moment import Moment
from records.penalty import commands as c
from records.penalty import events as e


def declined(**changes: Any) -> Course:
    """A case that ended with a decision not to punish."""
    course = Course().until("evidence")
    course.take(c.DeclinePenalty, **changes)
    return course


def preserved() -> Course:
    """A case whose evidence was preserved, and given back: it has to be recorded."""
    course = Course().until("evidence")
    course.take(c.ApprovePreservation)
    course.take(c.PreserveEvidence)
    course.take(c.DisposeItem)
    return course


def add(course: Course, event: CaseEvent) -> None:
    """Lets something happen whose own rules are not what is tested."""
    course.steps.append((event, Moment.of(course.now), len(course.steps) + 1))


def _after(stage: str, last: str) -> list[tuple[type[c.Command], dict[str, Any]]]:
    """The plain steps after a stage, up to and with the last."""
    names = [name for name, _, _ in PLAIN]
    return [(kind, given) for _, kind, given in PLAIN[names.index(stage) + 1 : names.index(last) + 1]]


def now(course: Course, kind: type[c.Command], **changes: Any) -> list[str]:
    """The defects of a step that is entered as a paper of the course's day."""
    return course.defects(kind, course.now.date().isoformat(), **changes)


def archived(course: Course) -> e.CaseArchived:
    """The archive of a course, which is taken now."""
    course.take(c.ArchiveCase)
    (found,) = course.case.every(e.CaseArchived)
    return found


# ---- Closing ----


def test_a_case_that_was_performed_is_closed_by_the_head() -> None:
    course = Course().until("closing")
    closed = course.case.last(e.CaseClosed)
    assert closed is not None
    assert (closed.ground, closed.approved_by) == ("performed", HEAD)


def test_nobody_but_the_head_closes_a_case() -> None:
    assert Course().until("payment").refusal(c.CloseCase, by=UNIT_HEAD) == "head-only"


def test_a_closing_on_paper_does_not_name_its_clerk_as_the_head() -> None:
    course = Course().until("payment")
    assert now(course, c.CloseCase) == []
    closed = course.case.last(e.CaseClosed)
    assert closed is not None
    assert closed.approved_by == ""


def test_a_case_whose_fine_is_unpaid_was_not_performed() -> None:
    course = Course().until("disclosure")
    assert course.refusal(c.CloseCase) == "not-performed"
    assert now(course, c.CloseCase) == ["not-performed"]


def test_a_case_without_a_decision_was_not_performed() -> None:
    assert Course().until("evidence").refusal(c.CloseCase) == "not-performed"


def test_a_case_whose_decision_was_not_served_was_not_performed() -> None:
    assert Course().until("decision").refusal(c.CloseCase) == "not-performed"


def test_a_revoked_decision_was_not_performed_but_undone() -> None:
    course = Course().until("disclosure").at("2026-03-20 09:00")
    assert course.refusal(c.CloseCase, ground="revoked") == "closing-ground-unmet"
    course.take(c.RevokeDecision)
    assert course.refusal(c.CloseCase) == "not-performed"
    assert course.refusal(c.CloseCase, ground="enforced") == "closing-ground-unmet"
    course.take(c.CloseCase, ground="revoked")


def test_what_was_ordered_is_found_corrected_before_the_end() -> None:
    course = Course().until("evidence")
    course.take(c.OrderCorrection)
    for kind, given in _after("evidence", "payment"):
        course.take(kind, **given)
    assert course.refusal(c.CloseCase) == "correction-unchecked"
    course.take(c.CheckCorrection, done=False)
    assert course.refusal(c.CloseCase) == "correction-unchecked"
    course.take(c.CheckCorrection)
    course.take(c.CloseCase)


def test_a_paper_says_that_nobody_looked_whether_it_was_corrected() -> None:
    course = Course().until("payment")
    course.take(c.OrderCorrection)
    assert now(course, c.CloseCase) == ["correction-unchecked"]


@pytest.mark.parametrize("ground", ["enforced", "no-penalty", "handed-over", "revoked"])
def test_a_ground_that_the_course_does_not_bear_out_closes_nothing(ground: str) -> None:
    assert Course().until("decision").refusal(c.CloseCase, ground=ground) == "closing-ground-unmet"
    assert now(Course().until("decision"), c.CloseCase, ground=ground) == ["closing-ground-unmet"]


def test_a_served_decision_may_have_been_enforced_and_a_case_terminated() -> None:
    Course().until("service").take(c.CloseCase, ground="enforced")
    Course().until("evidence").take(c.CloseCase, ground="terminated")


def test_a_decision_not_to_punish_closes_the_case_once_it_is_served() -> None:
    course = declined()
    assert course.refusal(c.CloseCase, ground="no-penalty") == "closing-ground-unmet"
    course.take(c.ServeDocument, document="no-penalty")
    course.take(c.CloseCase, ground="no-penalty")


def test_a_case_that_was_passed_on_is_closed_as_handed_over() -> None:
    course = Course().until("filing-approved")
    course.take(c.PassCase)
    course.take(c.CloseCase, ground="handed-over")


def test_a_case_that_the_police_filed_is_closed_as_handed_over() -> None:
    course = Course().until("evidence")
    for kind in (c.ReportTransfer, c.DecideTransfer, c.SendTransfer):
        course.take(kind)
    assert course.refusal(c.CloseCase, ground="handed-over") == "transfer-first"
    course.take(c.RecordPoliceAnswer)
    course.take(c.CloseCase, ground="handed-over")


def test_a_report_of_spaces_is_none() -> None:
    with pytest.raises(Invalid) as raised:
        Course().until("payment").take(c.CloseCase, ground="terminated", report="  ")
    assert [path for path, _ in raised.value.fields] == ["$.report"]


def test_preserved_items_without_a_fate_keep_a_case_open() -> None:
    course = Course().until("evidence")
    course.take(c.ApprovePreservation)
    course.take(c.PreserveEvidence)
    course.take(c.LinkRecording, stage="preservation")
    assert course.refusal(c.CloseCase, ground="terminated") == "items-open"
    assert now(course, c.CloseCase, ground="terminated") == ["items-open"]


def test_a_recording_that_had_to_be_made_is_in_the_file_before_the_end() -> None:
    course = preserved()
    assert course.refusal(c.CloseCase, ground="terminated") == "recording-missing"
    assert now(preserved(), c.CloseCase, ground="terminated") == ["recording-missing"]
    course.take(c.LinkRecording, stage="preservation")
    course.take(c.CloseCase, ground="terminated")


def test_a_recording_that_was_waived_keeps_no_case_open() -> None:
    course = preserved()
    course.take(c.WaiveRecording, stage="preservation")
    course.take(c.CloseCase, ground="terminated")


def test_a_case_under_reconsideration_stays_open() -> None:
    course = Course().until("payment").at("2026-03-23 09:00")
    course.take(c.SeekRelief)
    assert course.refusal(c.CloseCase) == "relief-open"
    assert now(course, c.CloseCase) == ["relief-open"]


def test_a_case_is_closed_once() -> None:
    course = Course().until("closing")
    assert course.refusal(c.CloseCase) == "case-closed"
    assert now(course, c.CloseCase) == ["case-closed"]


def test_a_case_is_not_closed_before_its_decision_was_served() -> None:
    course = Course().until("payment")
    assert course.defects(c.CloseCase, "2026-03-01") == ["step-before-its-cause", "case-not-filed", "not-performed"]


# ---- Archive ----


def test_a_plain_file_is_complete() -> None:
    course = Course().until("archive")
    (found,) = course.case.every(e.CaseArchived)
    assert (found.gaps, found.file_number, found.pages, found.retention_years) == ((), "2026-罚-001", 38, 10)


def test_a_case_that_is_open_is_not_archived() -> None:
    course = Course().until("payment")
    assert course.refusal(c.ArchiveCase) == "case-not-closed"
    assert now(course, c.ArchiveCase) == ["case-not-closed"]


def test_a_file_is_not_archived_before_its_case_was_closed() -> None:
    assert Course().until("closing").defects(c.ArchiveCase, "2026-03-01") == [
        "step-before-its-cause",
        "case-not-closed",
    ]


def test_a_file_of_papers_is_archived_with_its_gaps_by_name() -> None:
    course = Course()
    course.take(c.FileCase, occurred_at="2026-03-02", entry=SCAN)
    course.take(c.SignDecision, by=HANDLERS[0], occurred_at="2026-03-02", entry=SCAN)
    course.take(c.CloseCase, by=HANDLERS[0], occurred_at="2026-03-02", entry=SCAN)
    found = archived(course)
    assert found.gaps == ("调查取证", "案件处理意见", "事先告知", "陈述申辩与复核", "送达", "公示", "执行")


def test_a_gap_of_a_live_archive_does_not_stop_it() -> None:
    course = Course().until("service")
    course.take(c.RecordPayment)
    course.take(c.CloseCase)
    assert archived(course).gaps == ("公示",)


def test_a_filing_that_no_head_approved_is_a_gap() -> None:
    course = Course().until("filing")
    course.take(c.CloseCase, ground="terminated")
    assert archived(course).gaps == ("立案审批",)


def test_a_grave_case_without_review_and_discussion_has_both_gaps() -> None:
    course = Course().until("evidence")
    course.take(c.SubmitOpinion, qualities=("public-interest", "complex", "grave"))
    course.take(c.EndorseOpinion)
    for kind, given in _after("opinion-endorsed", "defence"):
        course.take(kind, **given)
    assert "legal-review-first" in now(course, c.SignDecision, by=HANDLERS[0])
    for kind, given in _after("decision", "closing"):
        course.take(kind, **given)
    assert archived(course).gaps == ("法制审核", "集体讨论")


def test_a_recording_that_is_missing_is_a_gap() -> None:
    course = preserved()
    now(course, c.CloseCase, ground="terminated")
    assert archived(course).gaps == ("先行登记保存全程音像记录",)


def test_an_enforced_fine_needs_no_receipt_and_a_revoked_decision_no_page() -> None:
    course = Course().until("disclosure")
    course.take(c.CloseCase, ground="enforced")
    assert archived(course).gaps == ()
    course = Course().until("service").at("2026-03-20 09:00")
    course.take(c.RevokeDecision)
    course.take(c.CloseCase, ground="revoked")
    assert archived(course).gaps == ()


def test_a_file_without_a_penalty_needs_no_notice() -> None:
    course = declined()
    course.take(c.ServeDocument, document="no-penalty")
    course.take(c.CloseCase, ground="no-penalty")
    assert archived(course).gaps == ()


def test_a_case_that_was_passed_on_needs_no_decision() -> None:
    course = Course().until("filing-approved")
    course.take(c.PassCase)
    course.take(c.CloseCase, ground="handed-over")
    assert archived(course).gaps == ()


def test_a_lead_that_became_no_case_is_archived_as_it_is() -> None:
    course = Course()
    course.take(c.RegisterLead)
    assert course.refusal(c.ArchiveCase) == "case-not-closed"
    course.take(c.DismissLead)
    assert archived(course).gaps == ()


def test_nothing_is_added_to_an_archived_file_until_the_head_opens_it_again() -> None:
    course = Course().until("archive")
    assert course.refusal(c.LinkRecording) == "file-archived"
    assert course.refusal(c.ArchiveCase) == "file-archived"
    assert now(course, c.CheckCorrection)[0] == "file-archived"
    assert course.refusal(c.ReopenArchive, by=ARCHIVIST) == "head-only"
    course.take(c.ReopenArchive)
    course.take(c.LinkRecording)
    archived_again = course.take(c.ArchiveCase, pages=40)
    assert isinstance(archived_again[0], e.CaseArchived)


def test_a_decision_that_was_undone_after_the_archive_is_closed_anew_as_undone() -> None:
    course = Course().until("archive").at("2026-03-20 09:00")
    course.take(c.ReopenArchive)
    course.take(c.RevokeDecision)
    assert course.refusal(c.ArchiveCase) == "repayment-open"
    assert course.refusal(c.CloseCase, ground="revoked") == "repayment-open"
    course.take(c.MakeRepayment)
    course.take(c.CloseCase, ground="revoked")
    course.take(c.ArchiveCase)
    assert course.refusal(c.RevokeDecision) == "file-archived"


def test_a_closed_case_whose_decision_was_undone_is_not_archived_as_performed() -> None:
    course = Course().until("closing").at("2026-03-20 09:00")
    course.take(c.RevokeDecision)
    assert course.refusal(c.ArchiveCase) == "repayment-open"
    assert now(course, c.ArchiveCase) == ["repayment-open", "case-not-closed"]


def test_a_closed_case_whose_decision_was_changed_stays_performed() -> None:
    course = Course().until("closing").at("2026-03-20 09:00")
    course.take(c.RevokeDecision, effect="changed")
    assert course.refusal(c.CloseCase) == "case-closed"
    course.take(c.ArchiveCase)


def test_a_decision_that_was_only_unlawful_may_have_been_performed() -> None:
    course = Course().until("payment").at("2026-03-20 09:00")
    course.take(c.RevokeDecision, effect="confirmed-illegal")
    assert course.refusal(c.CloseCase, ground="revoked") == "closing-ground-unmet"
    course.take(c.CloseCase)


def test_a_file_is_not_archived_while_relief_is_pending() -> None:
    course = Course().until("closing").at("2026-03-20 09:00")
    course.take(c.SeekRelief, accepted_on=date(2026, 3, 20))
    assert course.refusal(c.ArchiveCase) == "relief-open"
    course.take(c.EndRelief, ended_on=date(2026, 3, 20))
    course.take(c.ArchiveCase)


def test_a_paper_says_that_the_file_was_archived_while_relief_was_pending() -> None:
    course = Course().until("closing").at("2026-03-20 09:00")
    course.take(c.SeekRelief, accepted_on=date(2026, 3, 20))
    assert now(course, c.ArchiveCase) == ["relief-open"]


def test_other_handlers_take_over_a_file_that_was_opened_again() -> None:
    course = Course().until("archive")
    course.take(c.ReopenArchive)
    course.take(c.ChangeHandlers, handlers=HANDLERS)


def test_a_terminated_case_goes_on_once_its_file_is_open_again() -> None:
    course = Course().until("evidence")
    for kind, given in ((c.LinkRecording, {}), (c.CloseCase, {"ground": "terminated"}), (c.ArchiveCase, {})):
        course.take(kind, **given)
    course.take(c.ReopenArchive)
    course.take(c.DeclinePenalty)
    assert course.refusal(c.ArchiveCase) == "case-not-closed"
    course.take(c.ServeDocument, document="no-penalty")
    course.take(c.CloseCase, ground="no-penalty")
    course.take(c.ArchiveCase)


def test_a_closed_case_that_the_police_gave_back_is_not_archived() -> None:
    course = Course().until("evidence")
    for kind in (c.ReportTransfer, c.DecideTransfer, c.SendTransfer, c.RecordPoliceAnswer):
        course.take(kind)
    course.take(c.CloseCase, ground="handed-over")
    course.at("2026-03-20 09:00").take(c.RecordPoliceAnswer, filed=False)
    assert course.refusal(c.ArchiveCase) == "case-not-closed"


def test_a_file_that_is_not_archived_is_not_opened() -> None:
    course = Course().until("closing")
    assert course.refusal(c.ReopenArchive) == "file-not-archived"
    assert now(course, c.ReopenArchive) == ["file-not-archived"]


# ---- Disclosure ----


def test_what_is_published_of_a_penalty_is_as_it_was() -> None:
    course = Course().until("disclosure")
    page = course.case.disclosure
    assert page is not None
    assert page.copy is not None
    assert (page.copy.kinds, page.copy.content, page.copy.party) == (("罚款",), "罚款200元", "张某某")


def test_a_decision_not_to_punish_can_be_published_without_amounts() -> None:
    course = declined()
    course.take(c.ReviewSecrecy)
    course.take(c.ReviewDisclosure)
    page = course.case.disclosure
    assert page is not None
    assert page.number == "监漳不罚决〔2026〕1号"
    shown = page.copy
    assert shown is not None
    assert (shown.kinds, shown.fine_yuan, shown.confiscated_yuan) == ((), None, None)
    assert (shown.content, shown.facts, shown.basis) == (
        "不予行政处罚",
        "摊位当场清理。",
        ("行政处罚法 第三十三条",),
    )
    assert (shown.title, shown.decided_on) == ("对占道经营的处罚", date(2026, 3, 2))


def test_a_decision_not_to_punish_is_masked_and_kept_back_as_one_to_punish() -> None:
    given: dict[str, Any] = {"grounds": ("secret-or-privacy",), "basis": "个人信息保护法 第二十八条"}
    course = declined()
    course.take(c.ReviewSecrecy)
    course.take(c.ReviewDisclosure, outcome="redacted", masked=("content", "facts", "reasons"), **given)
    page = course.case.disclosure
    assert page is not None
    assert page.copy is not None
    assert (page.copy.content, page.copy.facts, page.copy.reasons) == (None, None, None)
    course = declined()
    course.take(c.ReviewSecrecy)
    course.take(c.ReviewDisclosure, outcome="withheld", party_shown="", **given)
    assert course.case.disclosure is not None
    assert course.case.disclosure.copy is None


def test_the_texts_of_a_decision_not_to_punish_are_looked_through_for_names() -> None:
    course = declined(facts="张三丰当场清理了摊位。")
    decision = course.case.decided
    assert decision is not None
    sent = c.ReviewDisclosure(outcome="open", party_shown="张某某")
    assert "张三丰当场清理了摊位。" in shown_texts(sent, decision)
    assert "不予行政处罚" in shown_texts(sent, decision)


def test_a_decision_not_to_punish_shows_no_number_of_a_person() -> None:
    course = declined(facts="电话13800000000的当事人当场清理了摊位。")
    course.take(c.ReviewSecrecy)
    assert course.refusal(c.ReviewDisclosure) == "personal-data-shown"


def test_without_a_decision_nothing_is_published_on_paper_neither() -> None:
    course = Course().until("evidence")
    assert course.refusal(c.ReviewDisclosure) == "no-decision"
    assert course.refusal(c.ReviewDisclosure, entry=SCAN) == "no-decision"


def test_a_decision_is_published_once() -> None:
    assert Course().until("disclosure").refusal(c.ReviewDisclosure) == "already-disclosed"


@pytest.mark.parametrize("person", [*HANDLERS, HEAD])
def test_who_handled_or_decided_a_case_does_not_review_what_becomes_public(person: str) -> None:
    assert Course().until("secrecy").refusal(c.ReviewDisclosure, by=person) == "reviewer-is-handler"


def test_who_presided_does_not_review_what_becomes_public() -> None:
    course = Course().until("secrecy")
    case = course.events[0].case
    add(course, e.HearingHeld(case=case, presider=PRESIDER, public=True, statement="到会。", signature="signed"))
    assert course.refusal(c.ReviewDisclosure, by=PRESIDER) == "reviewer-is-handler"


def test_the_legal_reviewer_does_not_review_what_becomes_public() -> None:
    course = Course().until("secrecy")
    case = course.events[0].case
    add(course, e.CaseReviewed(case=case, digest="", elements=(), result="agreed", opinion="同意。", reviewer=LAWYER))
    assert course.refusal(c.ReviewDisclosure, by=LAWYER) == "reviewer-is-handler"
    assert course.refusal(c.ReviewDisclosure, by=LAWYER, entry=SCAN) == "reviewer-is-handler"


def test_who_was_a_handler_once_does_not_review_what_becomes_public() -> None:
    course = Course().until("secrecy")
    add(course, e.HandlersChanged(case=course.events[0].case, handlers=("officer-a", "officer-b"), reason="调离。"))
    assert course.refusal(c.ReviewDisclosure, by=HANDLERS[1]) == "reviewer-is-handler"
    course.take(c.ReviewDisclosure, by=REVIEWER)


# ---- Revocation ----


def test_a_decision_not_to_punish_is_undone_under_its_number() -> None:
    course = declined().at("2026-03-20 09:00")
    course.take(c.ReviewSecrecy)
    course.take(c.ReviewDisclosure)
    course.take(c.RevokeDecision)
    assert course.case.revocation is not None
    assert course.case.revocation.number == "监漳不罚决〔2026〕1号"
    assert course.refusal(c.RevokeDecision) == "decision-revoked"


def test_what_was_not_decided_is_not_undone() -> None:
    course = Course().until("evidence").at("2026-03-20 09:00")
    assert course.refusal(c.RevokeDecision) == "no-decision"
    assert now(course, c.RevokeDecision) == ["no-decision"]


def test_a_decision_is_undone_once_and_a_paper_says_so() -> None:
    course = Course().until("decision").at("2026-03-20 09:00")
    course.take(c.RevokeDecision)
    assert course.refusal(c.RevokeDecision) == "decision-revoked"
    assert now(course, c.RevokeDecision) == ["decision-revoked"]


def test_a_handler_of_another_agencys_account_may_undo_and_a_stranger_not() -> None:
    course = Course().until("decision").at("2026-03-20 09:00")
    sent = command(c.RevokeDecision)
    for person, allowed in ((HANDLERS[1], True), (HEAD, True), ("clerk-of-others", False)):
        context = course.context(sent, person, agencies=frozenset({"91140429MA0K12348Q"}))
        if allowed:
            assert isinstance(decide(sent, course.case, context)[0], e.DecisionRevoked)
        else:
            with pytest.raises(Refused) as raised:
                decide(sent, course.case, context)
            assert raised.value.code == "other-agency"


def test_an_instrument_that_has_not_come_undoes_nothing() -> None:
    course = Course().until("decision")
    assert course.refusal(c.RevokeDecision) == "instrument-not-received"
    assert now(course, c.RevokeDecision) == ["instrument-not-received"]


def test_a_reason_with_a_number_of_a_person_is_not_published() -> None:
    course = Course().until("decision").at("2026-03-20 09:00")
    assert course.refusal(c.RevokeDecision, explanation="电话13800000000。") == "personal-data-shown"
