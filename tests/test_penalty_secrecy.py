"""涉密 and 电子监控: tags, the secrecy review, and what the party is told of monitoring; orders to correct.

行政处罚法 第二十八条, 第四十一条, 第五十条; 保守国家秘密法 第三十五条.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from api.party_copy import party_copy
from course import SEEDED, Course, registers
from penal import AGENCY, HANDLERS, HEAD, REVIEWER, SCAN, SECRECY, UNIT_HEAD, command
from records.course.facts import FACTS
from records.course.tagged import CASE, secrecy_review, tags
from records.errors import Invalid
from records.judgement import Context
from records.moment import Moment
from records.penalty import commands as c
from records.penalty import events as e
from records.penalty.commands.checks import check
from records.penalty.monitored import examined, untold_items
from records.register.events import HeadAppointed

MONITORED: dict[str, Any] = {
    "title": "路口抓拍照片",
    "monitored": True,
    "allowed_by": "道路交通安全法 第一百一十四条",
    "device_reviewed": "经法制和技术审核，点位见镇政府公告〔2025〕3号",
}
WITHHELD: dict[str, Any] = {
    "outcome": "withheld",
    "party_shown": "",
    "grounds": ("secret-or-privacy",),
    "basis": "保守国家秘密法 第十三条",
}
REDACTED = WITHHELD | {"outcome": "redacted", "masked": ("facts",), "party_shown": "张某某"}


def holds(course: Course, fact: str) -> bool:
    now = Moment.of(course.now)
    return FACTS[fact](course.case, Context(case="", actor="system", now=now, occurred_at=now, register=SEEDED))


def wrong(kind: type[c.Command], **changes: Any) -> list[str]:
    return [path for path, _ in check(command(kind, **changes))]


# ---- Tags ----


def test_what_is_tagged_is_what_its_entry_or_the_last_step_said() -> None:
    course = Course().until("evidence")
    course.take(c.AddEvidence, secrecy="trade")
    course.take(c.AddEvidence)
    assert tags(course.case) == {"证据1": "trade"}
    course.take(c.TagSecrecy, subject="证据2", secrecy="privacy")
    course.take(c.TagSecrecy, secrecy="state")
    course.take(c.TagSecrecy, subject="证据1", secrecy="", by=HEAD)
    assert tags(course.case) == {"证据2": "privacy", CASE: "state"}


def test_a_recording_and_a_document_can_be_tagged() -> None:
    course = Course().until("evidence")
    course.take(c.LinkRecording)
    course.take(c.OrderCorrection)
    course.take(c.TagSecrecy, subject="b" * 64)
    course.take(c.TagSecrecy, subject="监漳责改〔2026〕1号")
    assert set(tags(course.case)) == {"b" * 64, "监漳责改〔2026〕1号"}


def test_nobody_but_the_head_takes_a_tag_off_on_paper_neither() -> None:
    course = Course().until("evidence")
    course.take(c.TagSecrecy, secrecy="state")
    assert course.refusal(c.TagSecrecy, secrecy="") == "head-only"
    course.at("2026-03-05 09:00")
    assert course.refusal(c.TagSecrecy, secrecy="", occurred_at="2026-03-04", entry=SCAN) == "head-only"
    assert course.defects(c.TagSecrecy, "2026-03-04", by=HEAD, secrecy="") == []
    assert tags(course.case) == {}


def test_who_is_head_no_more_takes_no_tag_off_whatever_day_the_paper_has() -> None:
    until = date(2026, 3, 4)
    former = registers(HeadAppointed(agency=AGENCY, person="head-lu", valid_from=date(2020, 1, 1), valid_to=until))
    course = Course(register=former).until("evidence")
    course.take(c.TagSecrecy, secrecy="state")
    paper = {"occurred_at": "2026-03-04", "entry": SCAN}
    assert course.at("2026-03-05 09:00").refusal(c.TagSecrecy, by="head-lu", secrecy="", **paper) == "head-only"


def test_nobody_but_the_head_makes_less_of_a_state_secret() -> None:
    course = Course().until("evidence")
    course.take(c.TagSecrecy, secrecy="privacy")
    course.take(c.TagSecrecy, secrecy="state")
    assert course.refusal(c.TagSecrecy, secrecy="trade") == "head-only"
    course.take(c.TagSecrecy, by=HEAD, secrecy="trade")


def test_nobody_but_the_head_voids_a_tag_or_a_secrecy_review_on_paper_neither() -> None:
    course = Course().until("decision")
    course.take(c.TagSecrecy, secrecy="state")
    course.take(c.ReviewSecrecy, result="secret")
    for kind in (e.SecrecyReviewed, e.SecrecyTagged):
        version = course.case.happened[kind][-1].version
        assert course.refusal(c.VoidEntry, by=UNIT_HEAD, version=version) == "head-only"
        assert course.refusal(c.VoidEntry, by=UNIT_HEAD, version=version, entry=SCAN) == "head-only"
        course.take(c.VoidEntry, by=HEAD, version=version)
    assert (secrecy_review(course.case), tags(course.case)) == (None, {})


@pytest.mark.parametrize("changes", [{"subject": "证据9"}, {"secrecy": ""}])
def test_a_tag_is_of_something_in_the_case_and_changes_it(changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        Course().until("evidence").take(c.TagSecrecy, **changes)


# ---- The secrecy review ----


def test_nothing_is_published_before_the_secrecy_review_on_paper_neither() -> None:
    course = Course().until("decision")
    for entry in (None, SCAN):
        assert course.refusal(c.ReviewDisclosure, entry=entry) == "secrecy-review-first"
        assert course.refusal(c.ReviewDisclosure, entry=entry, **WITHHELD) == "secrecy-review-first"
    course.take(c.ReviewSecrecy)
    course.take(c.ReviewDisclosure)


def test_the_review_names_the_officer_whose_account_or_whose_paper_it_is() -> None:
    course = Course().until("secrecy")
    review = secrecy_review(course.case)
    assert review is not None
    assert (review.reviewer, review.number) == (SECRECY, "监漳罚决〔2026〕1号")
    course.at("2026-03-05 09:00").take(c.ReviewSecrecy, by=REVIEWER, occurred_at="2026-03-04", entry=SCAN, reviewer="x")
    review = secrecy_review(course.case)
    assert review is not None
    assert review.reviewer == "x"


@pytest.mark.parametrize("handler", HANDLERS)
def test_no_handler_reviews_live_or_on_paper(handler: str) -> None:
    course = Course().until("decision")
    assert course.refusal(c.ReviewSecrecy, by=handler) == "secrecy-reviewer-is-handler"
    course.at("2026-03-05 09:00")
    assert course.defects(c.ReviewSecrecy, "2026-03-04", reviewer=handler) == ["secrecy-reviewer-is-handler"]
    assert course.defects(c.ReviewSecrecy, "2026-03-04") == ["secrecy-reviewer-is-handler"]  # nobody is named


def test_a_disclosure_goes_no_further_than_the_review() -> None:
    course = Course().until("decision")
    course.take(c.ReviewSecrecy, result="mask", masked=("facts", "reasons"))
    assert course.refusal(c.ReviewDisclosure) == "secrecy-not-cleared"
    assert course.refusal(c.ReviewDisclosure, **REDACTED) == "secrecy-not-cleared"
    course.take(c.ReviewDisclosure, **REDACTED | {"masked": ("party", "facts", "reasons"), "party_shown": ""})


def test_what_must_not_be_public_is_withheld() -> None:
    course = Course().until("secrecy")
    course.take(c.ReviewSecrecy, result="secret")
    for given in ({}, REDACTED):
        assert course.refusal(c.ReviewDisclosure, **given) == "secrecy-not-cleared"
    course.take(c.ReviewDisclosure, **WITHHELD)


@pytest.mark.parametrize("subject", [CASE, "监漳罚决〔2026〕1号"])
@pytest.mark.parametrize(("secrecy", "least"), [("state", WITHHELD), ("trade", REDACTED), ("privacy", REDACTED)])
def test_a_tag_of_the_case_or_of_its_decision_keeps_back_what_a_review_has_cleared(
    subject: str, secrecy: str, least: dict[str, Any]
) -> None:
    course = Course().until("secrecy")
    course.take(c.TagSecrecy, subject=subject, secrecy=secrecy)
    for given in ({}, REDACTED):
        if given != least:
            assert course.refusal(c.ReviewDisclosure, **given) == "secrecy-not-cleared"
    course.take(c.ReviewDisclosure, **least)


def test_a_tagged_item_keeps_nothing_of_the_decision_back() -> None:
    course = Course().until("evidence")
    course.take(c.AddEvidence, secrecy="state")
    signing(course)
    for kind in (c.SignDecision, c.ReviewSecrecy, c.ReviewDisclosure):
        course.take(kind)
    assert course.case.disclosure is not None


# ---- A tag over a public page ----


@pytest.mark.parametrize("subject", [CASE, "监漳罚决〔2026〕1号"])
@pytest.mark.parametrize("secrecy", ["state", "trade", "privacy"])
def test_a_page_that_was_tagged_once_public_is_taken_down_by_one_more_review(subject: str, secrecy: str) -> None:
    course = Course().until("disclosure")
    page = course.case.disclosure
    assert course.refusal(c.ReviewDisclosure, **WITHHELD) == "already-disclosed"
    course.take(c.TagSecrecy, subject=subject, secrecy=secrecy)
    assert holds(course, "tagged-public")
    assert course.refusal(c.ReviewDisclosure) in ("already-disclosed", "secrecy-not-cleared")
    assert course.refusal(c.ReviewDisclosure, **REDACTED) == "already-disclosed"
    other = WITHHELD | {"grounds": ("security",)}
    assert course.refusal(c.ReviewDisclosure, **other) == "withholding-needs-ground"
    course.take(c.ReviewDisclosure, **WITHHELD)
    down = course.case.disclosure
    assert page is not None
    assert down is not None
    assert (down.disclosure, down.copy) == (page.disclosure, None)
    assert not holds(course, "tagged-public")
    assert course.refusal(c.ReviewDisclosure, **WITHHELD) == "already-disclosed"


def test_a_paper_takes_a_page_down_too_and_is_known_by_its_entry() -> None:
    course = Course().until("disclosure")
    course.take(c.TagSecrecy, secrecy="state")
    course.at("2026-03-05 09:00").take(c.ReviewDisclosure, occurred_at="2026-03-02", entry=SCAN, **WITHHELD)
    assert not holds(course, "tagged-public")


@pytest.mark.parametrize("tag", [{"subject": "b" * 64}, {"subject": "监漳责改〔2026〕1号"}])
def test_what_is_not_on_the_page_takes_no_page_down(tag: dict[str, Any]) -> None:
    course = Course().until("disclosure")
    course.take(c.LinkRecording)
    if "OrderCorrection" not in {type(one).__name__ for one in course.events}:
        course.take(c.OrderCorrection)
    course.take(c.TagSecrecy, **tag)
    assert not holds(course, "tagged-public")


def test_a_tag_that_was_judged_with_the_page_takes_no_page_down() -> None:
    course = Course().until("secrecy")
    course.take(c.TagSecrecy, secrecy="trade")
    course.take(c.ReviewDisclosure, **REDACTED)
    assert not holds(course, "tagged-public")


def test_the_secrecy_of_a_public_page_is_reviewed_anew_once_it_is_tagged() -> None:
    course = Course().until("disclosure")
    assert course.refusal(c.ReviewSecrecy) == "already-disclosed"
    course.take(c.TagSecrecy, secrecy="state")
    course.take(c.ReviewSecrecy, result="secret")


def test_only_a_review_that_masks_names_what_to_mask() -> None:
    assert wrong(c.ReviewSecrecy, result="mask") == ["$.masked"]
    assert wrong(c.ReviewSecrecy, masked=("facts",)) == ["$.masked"]
    assert wrong(c.ReviewSecrecy, opinion=" ") == ["$.opinion"]


# ---- What the party is given ----


def test_the_partys_copy_has_nothing_that_is_tagged() -> None:
    course = Course().until("evidence")
    course.take(c.AddEvidence, secrecy="trade", title="进货单")
    course.take(c.AddEvidence)
    course.take(c.LinkRecording)
    course.take(c.OrderCorrection)
    copy = party_copy("1", course.case)
    assert [one.item for one in copy.evidence] == ["证据2"]
    assert (copy.recordings, [one.number for one in copy.documents]) == (("b" * 64,), ["监漳责改〔2026〕1号"])
    assert copy.withheld == {"trade": 1}
    course.take(c.TagSecrecy, subject="b" * 64, secrecy="privacy")
    course.take(c.TagSecrecy, subject="监漳责改〔2026〕1号", secrecy="state")
    copy = party_copy("1", course.case)
    assert (copy.recordings, copy.documents) == ((), ())
    assert copy.withheld == {"trade": 1, "privacy": 1, "state": 1}


def test_of_a_case_that_is_tagged_as_a_whole_the_party_gets_nothing() -> None:
    course = Course().until("decision")
    assert party_copy("1", course.case).decision is not None
    course.take(c.TagSecrecy, secrecy="state")
    copy = party_copy("1", course.case)
    assert (copy.title, copy.decision, copy.documents) == ("", None, ())
    assert copy.withheld == {"state": 2}


# ---- Monitoring ----


def signing(course: Course) -> Course:
    """The case up to where its decision is signed."""
    for kind in (c.SubmitOpinion, c.EndorseOpinion, c.GiveNotice):
        course.take(kind)
    course.take(c.ServeDocument, document="notice")
    course.take(c.WaiveDefence)
    return course


@pytest.mark.parametrize("cited", ["证据1", "路口抓拍照片"])
def test_a_decision_rests_on_no_monitoring_that_the_party_was_not_told_of(cited: str) -> None:
    course = Course().until("evidence")
    course.take(c.AddEvidence, **MONITORED)
    course.take(c.MarkEvidence)
    signing(course)
    assert course.refusal(c.SignDecision, evidence=("现场笔录", cited)) == "monitoring-not-told"
    course.take(c.TellMonitoring)
    course.take(c.SignDecision, evidence=("现场笔录", cited))


def test_a_decision_that_does_not_cite_the_monitoring_needs_no_telling() -> None:
    course = Course().until("evidence")
    course.take(c.AddEvidence, **MONITORED)
    signing(course).take(c.SignDecision)


def test_what_was_barred_needs_no_telling() -> None:
    course = Course().until("evidence")
    course.take(c.AddEvidence, **MONITORED)
    assert [one.item for one in untold_items(course.case)] == ["证据1"]
    assert holds(course, "monitoring-untold")
    course.take(c.MarkEvidence, verdict="barred", reason="时间不准。")
    assert untold_items(course.case) == ()


def test_an_answer_of_the_party_asks_for_a_finding_once_more() -> None:
    course = Course().until("evidence")
    course.take(c.AddEvidence, **MONITORED)
    course.take(c.MarkEvidence)
    course.take(c.TellMonitoring)
    assert examined(course.case) == {"证据1"}
    course.take(c.RecordMonitoringAnswer)
    assert examined(course.case) == frozenset()
    signing(course)
    assert course.refusal(c.SignDecision, evidence=("证据1",)) == "evidence-unverified"
    course.take(c.MarkEvidence)
    course.take(c.SignDecision, evidence=("证据1",))


def test_the_party_answers_what_they_were_told_of() -> None:
    course = Course().until("evidence")
    course.take(c.AddEvidence, **MONITORED)
    course.take(c.AddEvidence, **MONITORED)
    assert course.refusal(c.RecordMonitoringAnswer) == "monitoring-not-told"
    course.take(c.TellMonitoring)
    with pytest.raises(Invalid, match="item"):
        course.take(c.RecordMonitoringAnswer, item="证据2")


def test_monitoring_is_told_of_with_what_where_and_each_item_once() -> None:
    assert wrong(c.TellMonitoring, items=("证据1", "证据1")) == ["$.items"]
    assert wrong(c.TellMonitoring, facts=" ", inquiry=" ") == ["$.facts", "$.inquiry"]
    assert wrong(c.AddEvidence, allowed_by="某法 第一条") == ["$.allowed_by"]


# ---- Correction ----


def uncorrected() -> Course:
    """A case without an order to correct, and without a word on why there is none, up to its decision."""
    course = Course()
    for kind in (c.FileCase, c.ApproveFiling, c.RecordInspection):
        course.take(kind)
    return signing(course)


def test_a_penalty_goes_with_an_order_to_correct_or_with_why_there_is_none() -> None:
    assert uncorrected().refusal(c.SignDecision) == "correction-first"
    for kind in (c.OrderCorrection, c.WaiveCorrection):
        course = uncorrected()
        course.take(kind)
        course.take(c.SignDecision)


def test_a_reason_that_was_a_mistake_counts_no_more() -> None:
    course = uncorrected()
    course.take(c.WaiveCorrection)
    version = course.case.happened[e.CorrectionWaived][-1].version
    course.take(c.VoidEntry, version=version)
    assert course.refusal(c.SignDecision) == "correction-first"


def test_a_decision_not_to_punish_needs_no_order() -> None:
    course = Course()
    for kind in (c.FileCase, c.ApproveFiling, c.RecordInspection, c.DeclinePenalty):
        course.take(kind)
    assert holds(course, "decided")
    assert not holds(course, "correction-settled")


def test_why_nothing_is_ordered_is_said() -> None:
    assert wrong(c.WaiveCorrection, reason=" ") == ["$.reason"]
