"""调查取证: inspection, questioning, samples, evidence, preservation, correction and recordings, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from course import AGENCY, HANDLERS, HEAD, LAWYER, SEEDED, UNIT_HEAD, Course, command, registers
from penal import PLAIN, RECORDING, SCAN, shanghai
from records.course.facts import missing_recordings, open_items
from records.errors import Invalid, NotFound
from records.event import CaseEvent
from records.judgement import StoredObject
from records.law.deadline import add_working_days
from records.penalty import commands as c
from records.penalty.commands import SomebodyGiven
from records.penalty.commands.checks import check
from records.penalty.events import (
    EntryVoided,
    EvidenceAdded,
    EvidenceMarked,
    EvidencePreserved,
    HearingHeld,
    InspectionRecorded,
    Item,
    ItemDisposed,
    LeadRegistered,
    PenaltyDeclined,
    PersonQuestioned,
    PreservationLapsed,
    RecordingLinked,
    RecordingWaived,
    RecusalDecided,
    SampleTaken,
)
from records.register.events import DocumentNumberTaken, OfficerRegistered

Kind = type[c.Command]

ON_SITE: tuple[Kind, ...] = (c.RecordInspection, c.QuestionPerson, c.TakeSample, c.PreserveEvidence)
"""Steps that name the officers who took them."""
VISITS: tuple[Kind, ...] = (c.RecordInspection, c.QuestionPerson)
STAGE: dict[Kind, str] = {
    c.RecordInspection: "inspection",
    c.QuestionPerson: "evidence",
    c.TakeSample: "evidence",
    c.PreserveEvidence: "preservation",
}
WITNESS = (SomebodyGiven(name="赵六", contact="13800000000"),)
CART = "监漳先登〔2026〕1号#1"
TWO = (Item(name="推车", quantity="1辆", place="镇政府仓库"), Item(name="招牌", quantity="2块"))


def filed(**given: Any) -> Course:
    """A case that is filed and approved, with one preservation allowed."""
    course = Course(**given).until("filing-approved")
    course.take(c.ApprovePreservation)
    return course


def preserved(**changes: Any) -> Course:
    """Two items were preserved on Monday 2026-03-02: their seven working days end on Wednesday 03-11."""
    course = filed()
    course.take(c.PreserveEvidence, **({"items": TWO} | changes))
    return course


def add(course: Course, event: CaseEvent, at: str = "") -> Course:
    """What another chapter put into the case."""
    moment = shanghai(at) if at else shanghai(course.now.strftime("%Y-%m-%d %H:%M"))
    course.steps.append((event, moment, len(course.steps) + 1))
    return course


def recuse(course: Course, person: str, at: str = "", *, granted: bool = True) -> Course:
    return add(course, RecusalDecided(case="", person=person, granted=granted, reason="近亲属"), at)


def record(course: Course, stage: str) -> Course:
    course.take(c.LinkRecording, stage=stage)
    return course


@contextmanager
def invalid(path: str, *words: str) -> Iterator[None]:
    """The step can't be right in that field, and says so in these words."""
    with pytest.raises(Invalid) as raised:
        yield
    ((where, said),) = raised.value.fields
    assert where == path
    assert all(word in said for word in words), said


def wrong(kind: Kind, **changes: Any) -> list[str]:
    """The fields that the command alone shows to be wrong."""
    return [path for path, _ in check(command(kind, **changes))]


# ---- What is recorded ----


def test_an_inspection_is_recorded_as_it_was_made_with_its_witnesses() -> None:
    course = filed()
    (event,) = course.take(c.RecordInspection, witnesses=WITNESS, signature="refused")
    assert isinstance(event, InspectionRecorded)
    assert (event.officers, event.place, event.signature) == (HANDLERS, "监漳镇中心街", "refused")
    assert (event.certificates_shown, event.rights_told, event.defects) == (True, True, ())
    (witness,) = event.witnesses
    assert (witness.name, witness.contact) == ("赵六", "13800000000")


def test_third_persons_have_ids_of_their_own_in_every_step() -> None:
    course, two = filed(), (*WITNESS, SomebodyGiven(name="钱七"))
    (inspected,) = course.take(c.RecordInspection, witnesses=two)
    (questioned,) = course.take(c.QuestionPerson, role="witness", questioned=WITNESS)
    (sampled,) = course.take(c.TakeSample, witnesses=WITNESS)
    registered = course.take(c.PreserveEvidence, witnesses=WITNESS)[0]
    assert isinstance(inspected, InspectionRecorded)
    assert isinstance(questioned, PersonQuestioned)
    assert isinstance(sampled, SampleTaken)
    assert isinstance(registered, EvidencePreserved)
    named = (*inspected.witnesses, *questioned.questioned, *sampled.witnesses, *registered.witnesses)
    assert len({one.person for one in named}) == len(named) == 5


def test_a_questioning_of_the_party_names_nobody_beside_it() -> None:
    (event,) = filed().take(c.QuestionPerson)
    assert isinstance(event, PersonQuestioned)
    assert (event.role, event.questioned, event.statement) == ("party", (), "摊位是我的。")


def test_a_sample_lists_what_was_taken() -> None:
    (event,) = filed().take(c.TakeSample, items=TWO)
    assert isinstance(event, SampleTaken)
    assert (event.items, event.method) == (TWO, "随机抽取")


# ---- Officers ----


@pytest.mark.parametrize("kind", ON_SITE)
def test_a_step_on_site_by_one_officer_is_refused(kind: Kind) -> None:
    assert filed().refusal(kind, officers=HANDLERS[:1]) == "two-officers"


@pytest.mark.parametrize("kind", ON_SITE)
def test_a_step_on_site_by_somebody_without_a_certificate_is_refused(kind: Kind) -> None:
    assert filed().refusal(kind, officers=(HANDLERS[0], "auxiliary-sun")) == "officer-not-certified"


@pytest.mark.parametrize("kind", ON_SITE)
def test_a_step_on_site_entered_from_paper_is_marked_with_what_its_officers_lacked(kind: Kind) -> None:
    course = filed().at("2026-03-05 09:00")
    assert course.defects(kind, "2026-03-03", officers=("auxiliary-sun",)) == ["two-officers", "officer-not-certified"]


@pytest.mark.parametrize("kind", ON_SITE)
def test_the_same_officer_twice_is_no_second_one(kind: Kind) -> None:
    assert wrong(kind, officers=(HANDLERS[0], HANDLERS[0])) == ["$.officers"]


def test_other_certified_officers_of_the_agency_may_inspect_with_a_handler() -> None:
    colleague = OfficerRegistered(
        person="officer-ma",
        agency=AGENCY,
        certificate="14042909",
        category="综合执法",
        valid_from=date(2026, 3, 3),
        valid_to=date(2026, 3, 4),
    )
    course, both = filed(register=registers(colleague)), (HANDLERS[0], "officer-ma")
    assert course.refusal(c.RecordInspection, officers=both) == "officer-not-certified"
    course.at("2026-03-04 09:00").take(c.RecordInspection, officers=both)
    assert course.at("2026-03-05 09:00").refusal(c.RecordInspection, officers=both) == "officer-not-certified"


def test_an_inspection_is_recorded_by_a_handler() -> None:
    assert filed().refusal(c.RecordInspection, by="clerk-xu") == "handler-only"


@pytest.mark.parametrize("kind", ON_SITE)
def test_a_recused_officer_takes_no_step_on_site(kind: Kind) -> None:
    course = recuse(filed(), HANDLERS[1])
    assert course.refusal(kind) == "officer-recused"


def test_an_officer_whose_recusal_was_not_granted_goes_on() -> None:
    recuse(filed(), HANDLERS[1], granted=False).take(c.RecordInspection)


def test_what_an_officer_did_before_the_recusal_was_decided_has_no_defect() -> None:
    course = recuse(filed(), HANDLERS[1], "2026-03-04 09:00").at("2026-03-06 09:00")
    assert course.defects(c.RecordInspection, "2026-03-03") == []
    assert course.defects(c.RecordInspection, "2026-03-05") == ["officer-recused"]


# ---- Certificates, rights, signatures, times ----


@pytest.mark.parametrize("kind", VISITS)
def test_a_visit_without_certificates_shown_is_refused(kind: Kind) -> None:
    assert filed().refusal(kind, certificates_shown=False) == "certificate-not-shown"


@pytest.mark.parametrize("kind", VISITS)
def test_a_visit_without_rights_told_is_refused(kind: Kind) -> None:
    assert filed().refusal(kind, rights_told=False) == "rights-not-told"


@pytest.mark.parametrize("kind", VISITS)
def test_a_visit_entered_from_paper_is_marked_with_what_was_left_out(kind: Kind) -> None:
    course = filed().at("2026-03-05 09:00")
    found = course.defects(kind, "2026-03-03", certificates_shown=False, rights_told=False, signature="refused")
    assert found == ["certificate-not-shown", "rights-not-told", "signature-needs-witness"]


@pytest.mark.parametrize("signature", ["refused", "absent", "unable"])
@pytest.mark.parametrize("kind", ON_SITE)
def test_a_record_that_was_not_signed_needs_a_witness_or_a_recording_of_its_stage(kind: Kind, signature: str) -> None:
    course = filed()
    assert course.refusal(kind, signature=signature) == "signature-needs-witness"
    assert record(filed(), "service").refusal(kind, signature=signature) == "signature-needs-witness"
    record(course, STAGE[kind]).take(kind, signature=signature)


@pytest.mark.parametrize("kind", [c.RecordInspection, c.TakeSample, c.PreserveEvidence])
def test_a_witness_stands_for_the_signature(kind: Kind) -> None:
    filed().take(kind, signature="absent", witnesses=WITNESS)


def test_a_sample_or_preservation_on_paper_without_signature_and_witness_has_a_defect() -> None:
    course = filed().at("2026-03-05 09:00")
    assert course.defects(c.TakeSample, "2026-03-03", signature="absent") == ["signature-needs-witness"]
    assert course.defects(c.PreserveEvidence, "2026-03-03", signature="absent") == ["signature-needs-witness"]


@pytest.mark.parametrize("kind", VISITS)
@pytest.mark.parametrize(
    ("begun", "ended", "path"),
    [
        ("2026-03-02T09:00:00+08:00", "2026-03-02T09:00:00+08:00", "$.ended_at"),
        ("2026-03-02T09:00:00+08:00", "2026-03-02T01:00:00Z", "$.ended_at"),
        ("2026-03-02T09:00:00+08:00", "2026-03-02T09:30:00+09:00", "$.ended_at"),
        ("2026-03-02T09:00:00", "2026-03-02T09:30:00+08:00", "$.begun_at"),
        ("2026-03-02", "2026-03-02T09:30:00+08:00", "$.begun_at"),
        ("2026-03-02T09:00:00+08:00", "2026-02-30T09:30:00+08:00", "$.ended_at"),
        ("2026-03-02T09:00:00+08:00", "上午九点半", "$.ended_at"),
    ],
)
def test_a_visit_has_a_beginning_and_a_later_end_with_their_zones(
    kind: Kind, begun: str, ended: str, path: str
) -> None:
    assert wrong(kind, begun_at=begun, ended_at=ended) == [path]


@pytest.mark.parametrize("kind", VISITS)
def test_a_visit_that_ends_after_the_step_cannot_be_right(kind: Kind) -> None:
    course = filed()
    with invalid("$.ended_at", "晚于"):
        course.take(kind, begun_at="2026-03-02T08:00:00+08:00", ended_at="2026-03-02T11:00:00+08:00")
    with invalid("$.ended_at", "晚于"):
        course.take(
            kind,
            occurred_at="2026-03-02",
            entry=SCAN,
            begun_at="2026-03-03T08:00:00+08:00",
            ended_at="2026-03-03T09:00:00+08:00",
        )


@pytest.mark.parametrize("kind", VISITS)
def test_a_visit_of_another_day_is_no_step_of_today(kind: Kind) -> None:
    course = filed().at("2026-03-20 09:00")
    with invalid("$.ended_at", "补录"):
        course.take(kind, begun_at="2026-03-03T08:00:00+08:00", ended_at="2026-03-03T09:00:00+08:00")


def test_a_visit_over_midnight_belongs_to_the_day_on_which_it_ended() -> None:
    course = filed().at("2026-03-03 00:20")
    course.take(c.RecordInspection, begun_at="2026-03-02T23:40:00+08:00", ended_at="2026-03-02T16:10:00Z")


@pytest.mark.parametrize("role", ["witness", "other"])
def test_a_questioning_of_another_person_names_exactly_that_person(role: str) -> None:
    assert wrong(c.QuestionPerson, role=role) == ["$.questioned"]
    assert wrong(c.QuestionPerson, role=role, questioned=WITNESS * 2) == ["$.questioned"]
    assert wrong(c.QuestionPerson, role=role, questioned=WITNESS) == []
    assert wrong(c.QuestionPerson, role="party", questioned=WITNESS) == ["$.questioned"]
    assert wrong(c.QuestionPerson, role=role, questioned=(SomebodyGiven(name=" "),)) == ["$.questioned[0].name"]


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (c.RecordInspection, "findings"),
        (c.RecordInspection, "place"),
        (c.QuestionPerson, "statement"),
        (c.TakeSample, "method"),
        (c.AddEvidence, "source"),
        (c.MarkEvidence, "reason"),
        (c.ApprovePreservation, "reason"),
        (c.DisposeItem, "reason"),
        (c.WaiveRecording, "reason"),
        (c.CheckCorrection, "findings"),
    ],
)
def test_blanks_are_no_text(kind: Kind, field: str) -> None:
    assert wrong(kind, **{field: " \u3000"}) == [f"$.{field}"]


@pytest.mark.parametrize("kind", [c.TakeSample, c.PreserveEvidence])
def test_each_item_has_a_name_and_a_quantity(kind: Kind) -> None:
    assert wrong(kind, items=(TWO[0], Item(name="", quantity=" "))) == ["$.items[1].name", "$.items[1].quantity"]


def test_a_witness_has_a_name() -> None:
    for kind in (c.RecordInspection, c.TakeSample, c.PreserveEvidence):
        assert wrong(kind, witnesses=(*WITNESS, SomebodyGiven(name=" "))) == ["$.witnesses[1].name"]


@pytest.mark.parametrize("kind", [*ON_SITE, c.AddEvidence, c.ApprovePreservation])
def test_nothing_is_investigated_once_it_was_decided(kind: Kind) -> None:
    decided = PenaltyDeclined(
        case="",
        number="",
        grounds=("slight",),
        facts="",
        basis=(),
        reasons="",
        education="",
        relief="",
        decided_by=HEAD,
    )
    assert add(filed(), decided).refusal(kind) == "decision-exists"


@pytest.mark.parametrize("kind", [*ON_SITE, c.AddEvidence, c.ApprovePreservation, c.OrderCorrection])
def test_nothing_is_investigated_before_the_case_is_filed(kind: Kind) -> None:
    lead = LeadRegistered(
        case="",
        title="占道经营线索",
        agency=AGENCY,
        source="complaint",
        place="监漳镇中心街",
        summary="有人摆摊。",
        discovered_on=date(2026, 3, 1),
        discovery_proof="投诉登记表",
    )
    assert add(Course(), lead).refusal(kind) == "case-not-filed"


# ---- Evidence ----


def test_items_of_evidence_are_named_in_the_order_in_which_they_come() -> None:
    course = filed()
    events = [course.take(c.AddEvidence, title=title)[0] for title in ("照片", "票据", "录音")]
    assert [one.item for one in events if isinstance(one, EvidenceAdded)] == ["证据1", "证据2", "证据3"]


def test_the_name_of_a_voided_item_is_not_given_again() -> None:
    course = filed()
    for _ in range(2):
        course.take(c.AddEvidence)
    add(course, EntryVoided(case="", version=len(course.steps), voided="evidence-added/1", reason="重复录入"))
    (third,) = course.take(c.AddEvidence)
    assert isinstance(third, EvidenceAdded)
    assert third.item == "证据3"
    with invalid("$.item"):
        course.take(c.MarkEvidence, item="证据2")


def test_an_item_entered_from_paper_has_the_next_name_whatever_its_day() -> None:
    course = filed()
    course.take(c.AddEvidence)
    course.at("2026-03-10 09:00").take(c.AddEvidence)
    course.take(c.AddEvidence, occurred_at="2026-03-04", entry=SCAN)
    assert [one.item for one in course.case.every(EvidenceAdded)] == ["证据1", "证据3", "证据2"]


@pytest.mark.parametrize("secrecy", ["state", "trade", "privacy"])
def test_the_tag_of_a_secret_stays_with_the_item(secrecy: str) -> None:
    (event,) = filed().take(c.AddEvidence, object=RECORDING.blake3, secrecy=secrecy)
    assert isinstance(event, EvidenceAdded)
    assert (event.secrecy, event.object, event.kind) == (secrecy, RECORDING.blake3, "书证")


def test_an_item_whose_object_is_not_stored_is_not_found() -> None:
    with pytest.raises(NotFound):
        filed().take(c.AddEvidence, object="e" * 64)


LAW, DEVICE = "道路交通安全法 第一百一十四条", "经法制和技术审核，点位见镇政府公告〔2025〕3号"
"""What allows monitoring, and what was reviewed and published of its device."""


def test_electronic_monitoring_without_a_review_of_its_device_is_no_evidence() -> None:
    course = filed()
    assert course.refusal(c.AddEvidence, monitored=True, allowed_by=LAW) == "device-not-reviewed"
    assert course.refusal(c.AddEvidence, monitored=True, allowed_by=LAW, device_reviewed=" ") == "device-not-reviewed"
    course.take(c.AddEvidence, monitored=True, allowed_by=LAW, device_reviewed=DEVICE)
    course.take(c.MarkEvidence)


def test_a_review_of_a_device_is_only_said_of_monitoring() -> None:
    assert wrong(c.AddEvidence, device_reviewed="已审核") == ["$.device_reviewed"]


def test_unreviewed_monitoring_in_an_old_file_is_a_defect_and_is_never_found_true() -> None:
    course = filed().at("2026-03-05 09:00")
    assert course.defects(c.AddEvidence, "2026-03-03", monitored=True, allowed_by=LAW) == ["device-not-reviewed"]
    assert course.refusal(c.MarkEvidence) == "device-not-reviewed"
    assert course.defects(c.MarkEvidence, "2026-03-04") == ["device-not-reviewed"]
    course.take(c.MarkEvidence, verdict="barred", reason="设备未经审核。")


def test_an_item_is_marked_with_its_reason() -> None:
    course = filed()
    course.take(c.AddEvidence)
    (event,) = course.take(c.MarkEvidence)
    assert isinstance(event, EvidenceMarked)
    assert (event.item, event.verdict, event.reason) == ("证据1", "verified", "与原件核对无异。")


def test_an_item_is_marked_by_a_handler_or_a_legal_reviewer() -> None:
    course = filed()
    course.take(c.AddEvidence)
    assert course.refusal(c.MarkEvidence, by="clerk-xu") == "handler-only"
    course.take(c.MarkEvidence, by=LAWYER, verdict="barred", reason="取证程序违法。")


def test_an_item_that_is_not_there_is_not_marked() -> None:
    with invalid("$.item", "证据1"):
        filed().take(c.MarkEvidence)


@pytest.mark.parametrize("verdict", ["verified", "barred"])
def test_an_item_is_not_marked_twice_the_same_way(verdict: str) -> None:
    course = filed()
    course.take(c.AddEvidence)
    course.take(c.AddEvidence)
    course.take(c.MarkEvidence, verdict=verdict)
    with invalid("$.verdict"):
        course.take(c.MarkEvidence, verdict=verdict)
    course.take(c.MarkEvidence, verdict=verdict, item="证据2")


def test_a_bar_is_lifted_by_a_new_finding_and_both_stay_in_the_record() -> None:
    course = filed()
    course.take(c.AddEvidence)
    for verdict in ("verified", "barred", "verified"):
        course.take(c.MarkEvidence, verdict=verdict, reason=f"复核认定：{verdict}")
    assert [one.verdict for one in course.case.every(EvidenceMarked)] == ["verified", "barred", "verified"]


def test_an_item_is_not_judged_before_it_was_there() -> None:
    course = filed().at("2026-03-04 09:00")
    course.take(c.AddEvidence)
    assert course.defects(c.MarkEvidence, "2026-03-03") == ["step-before-its-cause"]


# ---- Preservation ----


def test_preservation_without_approval_is_refused() -> None:
    assert Course().until("filing-approved").refusal(c.PreserveEvidence) == "preservation-unapproved"


def test_each_preservation_has_an_approval_of_its_own() -> None:
    course = preserved()
    assert course.refusal(c.PreserveEvidence) == "preservation-unapproved"
    course.take(c.ApprovePreservation)
    course.take(c.PreserveEvidence)


def test_an_approval_afterwards_is_none() -> None:
    course = Course().until("filing-approved").at("2026-03-05 09:00")
    course.take(c.ApprovePreservation)
    assert course.defects(c.PreserveEvidence, "2026-03-04") == ["preservation-unapproved"]


def test_preservation_is_approved_by_the_head() -> None:
    course = Course().until("filing-approved")
    assert course.refusal(c.ApprovePreservation, by=HANDLERS[0]) == "head-only"
    assert course.refusal(c.ApprovePreservation, by=UNIT_HEAD) == "head-only"


def test_a_preservation_takes_its_number_from_the_series() -> None:
    course = filed()
    event, taken = course.take(c.PreserveEvidence, items=TWO)
    assert isinstance(event, EvidencePreserved)
    assert isinstance(taken, DocumentNumberTaken)
    assert event.number == taken.number == "监漳先登〔2026〕1号"
    assert (taken.kind, taken.year, taken.sequence) == ("先登", 2026, 1)
    course.take(c.ApprovePreservation)
    second = course.take(c.PreserveEvidence)[0]
    assert isinstance(second, EvidencePreserved)
    assert second.number == "监漳先登〔2026〕2号"
    assert open_items(course.case) == (CART, "监漳先登〔2026〕1号#2", "监漳先登〔2026〕2号#1")


def test_a_preservation_without_a_keeper_is_not_issued() -> None:
    assert filed().refusal(c.PreserveEvidence, keeper=" ") == "document-lacks-field"
    course = filed().at("2026-03-05 09:00")
    assert course.defects(c.PreserveEvidence, "2026-03-03", keeper=" ") == ["document-lacks-field"]


def test_a_paper_keeps_its_number_and_says_when_it_is_none_of_the_series() -> None:
    assert wrong(c.PreserveEvidence, number="监漳先登〔2026〕7号") == ["$.number"]
    course = filed().at("2026-03-05 09:00")
    assert course.defects(c.PreserveEvidence, "2026-03-03", number="先登字第7号") == ["number-out-of-series"]
    assert open_items(course.case) == ("先登字第7号#1",)
    course.take(c.ApprovePreservation)
    with invalid("$.number"):
        course.take(c.PreserveEvidence, occurred_at="2026-03-05", entry=SCAN, number="先登字第7号")


def test_an_item_has_one_fate() -> None:
    course = preserved()
    (event,) = course.take(c.DisposeItem, fate="examined")
    assert isinstance(event, ItemDisposed)
    assert (event.item, event.fate, event.reason) == (CART, "examined", "已经拍照固定。")
    assert open_items(course.case) == ("监漳先登〔2026〕1号#2",)
    with invalid("$.item", "已经处理"):
        course.take(c.DisposeItem)


@pytest.mark.parametrize("item", ["监漳先登〔2026〕1号#0", "监漳先登〔2026〕1号#3", "监漳先登〔2026〕2号#1", "推车"])
def test_an_item_that_was_never_preserved_has_no_fate(item: str) -> None:
    with invalid("$.item"):
        preserved().take(c.DisposeItem, item=item)


def test_without_a_preservation_there_is_nothing_to_dispose_of() -> None:
    assert filed().refusal(c.DisposeItem) == "nothing-preserved"


@pytest.mark.parametrize("fate", ["examined", "seized", "handed-over"])
def test_a_fate_after_seven_working_days_is_refused(fate: str) -> None:
    preserved().at("2026-03-11 22:00").take(c.DisposeItem, fate=fate)
    assert preserved().at("2026-03-12 08:00").refusal(c.DisposeItem, fate=fate) == "preservation-over"


def test_the_term_of_an_item_runs_over_the_holidays_of_the_notice() -> None:
    """Preserved on Wednesday 2026-04-29: 4/30, 5/6, 5/7, 5/8, 5/9 (made up), 5/11, 5/12."""
    course = Course(start="2026-04-29 09:00").until("filing-approved")
    course.take(c.ApprovePreservation)
    course.take(c.PreserveEvidence)
    assert add_working_days(date(2026, 4, 29), 7, SEEDED.calendar) == date(2026, 5, 12)
    assert course.at("2026-05-13 08:00").refusal(c.DisposeItem, fate="seized") == "preservation-over"
    course.at("2026-05-12 08:00").take(c.DisposeItem, fate="seized")


@pytest.mark.parametrize("fate", ["returned", "released"])
def test_goods_go_back_after_the_term_too(fate: str) -> None:
    course = preserved().at("2026-03-20 08:00")
    course.take(c.LapsePreservation, by="system", item="监漳先登〔2026〕1号#2")
    course.take(c.DisposeItem, fate=fate)
    course.take(c.DisposeItem, fate=fate, item="监漳先登〔2026〕1号#2")


def test_what_was_decided_in_time_is_no_defect_when_it_is_entered_late() -> None:
    course = preserved().at("2026-03-20 08:00")
    course.take(c.LapsePreservation)
    assert course.defects(c.DisposeItem, "2026-03-11", fate="seized") == []
    assert course.defects(c.DisposeItem, "2026-03-12", fate="seized", item="监漳先登〔2026〕1号#2") == [
        "preservation-over"
    ]


def test_a_lapsed_item_is_not_taken_by_another_fate() -> None:
    course = preserved().at("2026-03-12 08:00")
    course.take(c.LapsePreservation)
    assert course.refusal(c.DisposeItem, fate="seized") == "preservation-over"


def test_an_item_has_no_fate_before_it_was_preserved() -> None:
    course = filed().at("2026-03-04 09:00")
    course.take(c.PreserveEvidence)
    assert course.at("2026-03-05 09:00").defects(c.DisposeItem, "2026-03-03") == [
        "step-before-its-cause",
        "nothing-preserved",
    ]


def test_the_system_notes_that_the_days_of_an_item_are_over() -> None:
    course = preserved().at("2026-03-12 00:00")
    (event,) = course.take(c.LapsePreservation)
    assert isinstance(event, PreservationLapsed)
    assert (event.item, event.due_on) == (CART, date(2026, 3, 11))
    assert open_items(course.case) == ("监漳先登〔2026〕1号#2",)


def test_a_preservation_does_not_lapse_in_its_term() -> None:
    with invalid("$.item", "尚未届满"):
        preserved().at("2026-03-11 23:00").take(c.LapsePreservation)


def test_an_item_lapses_once_and_only_without_a_fate() -> None:
    course = preserved()
    course.take(c.DisposeItem)
    course.at("2026-03-12 08:00")
    with invalid("$.item"):
        course.take(c.LapsePreservation)
    with invalid("$.item"):
        course.take(c.LapsePreservation, item="监漳先登〔2026〕9号#1")
    course.take(c.LapsePreservation, item="监漳先登〔2026〕1号#2")
    assert course.refusal(c.LapsePreservation) == "item-settled"


@pytest.mark.parametrize("by", [HANDLERS[0], HEAD])
def test_nobody_but_the_system_lets_a_preservation_lapse_not_even_by_a_back_entry(by: str) -> None:
    course = preserved().at("2026-03-12 08:00")
    assert course.refusal(c.LapsePreservation, by=by) == "system-only"
    assert course.refusal(c.LapsePreservation, by=by, occurred_at="2026-03-12", entry=SCAN) == "system-only"


# ---- Correction ----


def test_a_correction_is_ordered_under_a_number_and_checked() -> None:
    course = filed()
    ordered, taken = course.take(c.OrderCorrection, correct_by=date(2026, 3, 2))
    assert isinstance(taken, DocumentNumberTaken)
    assert getattr(ordered, "number", "") == taken.number == "监漳责改〔2026〕1号"
    course.take(c.CheckCorrection, done=False, findings="摊位仍在。")
    course.at("2026-03-06 09:00").take(c.CheckCorrection)


def test_a_correction_by_a_day_that_is_over_cannot_be_right() -> None:
    with invalid("$.correct_by"):
        filed().take(c.OrderCorrection, correct_by=date(2026, 3, 1))
    assert wrong(c.OrderCorrection, number="监漳责改〔2026〕7号") == ["$.number"]


def test_an_order_that_does_not_say_what_to_correct_is_not_issued() -> None:
    assert filed().refusal(c.OrderCorrection, content=" ") == "document-lacks-field"
    course = filed().at("2026-03-05 09:00")
    assert course.defects(c.OrderCorrection, "2026-03-03", content=" ") == ["document-lacks-field"]


def test_a_correction_is_ordered_and_checked_by_two_certified_officers() -> None:
    course = Course().until("filing-approved")
    course.take(c.OrderCorrection)
    course.at("2031-01-06 09:00")  # their certificates ended with 2030
    assert course.refusal(c.OrderCorrection) == "officer-not-certified"
    assert course.refusal(c.CheckCorrection) == "officer-not-certified"
    assert course.defects(c.CheckCorrection, "2031-01-05") == ["officer-not-certified"]


def test_a_correction_that_was_not_ordered_is_not_checked() -> None:
    assert filed().refusal(c.CheckCorrection) == "no-correction-ordered"


def test_a_check_before_the_order_contradicts_it() -> None:
    course = filed().at("2026-03-04 09:00")
    course.take(c.OrderCorrection)
    assert course.defects(c.CheckCorrection, "2026-03-03") == ["step-before-its-cause", "no-correction-ordered"]


# ---- Recordings ----


def test_a_recording_is_linked_with_what_the_store_knows_of_it() -> None:
    course = filed()
    course.objects["e" * 64] = StoredObject("e" * 64, "c" * 64, 7, "video/mp4", "v1", "2026-03-02T01:00:00Z")
    (event,) = course.take(c.LinkRecording, object="e" * 64, stage="preservation", device="recorder-3", note="登记")
    assert isinstance(event, RecordingLinked)
    assert (event.blake3, event.sha256, event.size, event.media_type) == ("e" * 64, "c" * 64, 7, "video/mp4")
    assert (event.version_id, event.stage, event.device, event.note) == ("v1", "preservation", "recorder-3", "登记")
    assert event.started_at == "2026-03-02T01:00:00Z"


def test_a_recording_is_linked_once_and_only_when_it_is_stored() -> None:
    course = record(filed(), "inspection")
    with invalid("$.object", "该录像已经关联本案"):
        course.take(c.LinkRecording, stage="evidence")
    with pytest.raises(NotFound):
        course.take(c.LinkRecording, object="e" * 64)


def test_a_recording_is_linked_by_a_handler() -> None:
    assert filed().refusal(c.LinkRecording, by="clerk-xu") == "handler-only"


def missing(course: Course) -> list[str]:
    return [one.id for one in missing_recordings(course.case, course.context(command(c.AddEvidence)))]


def test_a_recording_is_missing_once_its_duty_is_due_until_it_is_linked() -> None:
    course = filed()
    assert missing(course) == []
    course.take(c.PreserveEvidence)
    assert missing(course) == ["preservation"]
    assert missing(record(course, "inspection")) == ["preservation"]
    assert missing(record(preserved(), "preservation")) == []


def test_every_missing_recording_is_named() -> None:
    held = HearingHeld(case="", presider="presider-zheng", public=True, statement="", signature="signed")
    assert missing(add(preserved(), held)) == ["preservation", "hearing"]


@pytest.mark.parametrize("by", [UNIT_HEAD, HEAD])
def test_a_missing_recording_is_waived_by_the_unit_head_or_the_head(by: str) -> None:
    course = preserved()
    (event,) = course.take(c.WaiveRecording, by=by, stage="preservation")
    assert isinstance(event, RecordingWaived)
    assert (event.stage, event.approved_by) == ("preservation", by)
    assert missing(course) == []


def test_a_handler_waives_no_recording_and_enters_no_waiver_as_an_approver() -> None:
    course = preserved().at("2026-03-05 09:00")
    assert course.refusal(c.WaiveRecording, by=HANDLERS[0], stage="preservation") == "waiver-by-recorder"
    found = course.defects(c.WaiveRecording, "2026-03-04", stage="preservation", approved_by=HANDLERS[0])
    assert found == ["unit-head-only", "waiver-by-recorder"]


@pytest.mark.parametrize("stage", ["inspection", "hearing", "service", "other"])
def test_a_recording_that_is_not_due_is_not_waived(stage: str) -> None:
    with invalid("$.stage"):
        preserved().take(c.WaiveRecording, stage=stage)


def test_a_recording_is_waived_once_and_not_when_there_is_one() -> None:
    course = preserved()
    course.take(c.WaiveRecording, stage="preservation")
    with invalid("$.stage"):
        course.take(c.WaiveRecording, stage="preservation")
    with invalid("$.stage"):
        record(preserved(), "preservation").take(c.WaiveRecording, stage="preservation")


# ---- Confiscated ----


def confiscating(*kinds: str) -> Course:
    """A case with an item preserved, decided on with such a penalty."""
    course = Course().until("filing-approved")
    course.take(c.ApprovePreservation)
    course.take(c.PreserveEvidence)
    for name, kind, given in PLAIN[3:10]:
        told = {"kinds": kinds, "fine_yuan": None} if name in ("opinion", "notice", "decision") else {}
        course.take(kind, **(given | told | ({"hearing_told": True} if name == "notice" else {})))
    return course


def test_nothing_is_confiscated_before_the_decision_to_confiscate() -> None:
    assert preserved().refusal(c.DisposeItem, fate="confiscated") == "confiscated-without-decision"
    paper = preserved().at("2026-03-05 09:00").defects(c.DisposeItem, "2026-03-04", fate="confiscated")
    assert paper == ["confiscated-without-decision"]


def test_a_warning_confiscates_nothing_and_a_confiscation_does() -> None:
    assert confiscating("警告").refusal(c.DisposeItem, fate="confiscated") == "confiscated-without-decision"
    confiscating("没收违法所得").take(c.DisposeItem, fate="confiscated")


# ---- Approval and preservation ----


def test_a_preservation_without_approval_uses_no_later_approval() -> None:
    course = Course().until("filing-approved").at("2026-03-05 09:00")
    assert course.defects(c.PreserveEvidence, "2026-03-03") == ["preservation-unapproved"]
    course.take(c.ApprovePreservation)
    course.take(c.PreserveEvidence)
    assert course.refusal(c.PreserveEvidence) == "preservation-unapproved"


def test_two_approvals_are_for_two_preservations() -> None:
    course = Course().until("filing-approved")
    course.take(c.ApprovePreservation)
    course.take(c.ApprovePreservation)
    course.take(c.PreserveEvidence)
    course.take(c.PreserveEvidence)
    assert course.refusal(c.PreserveEvidence) == "preservation-unapproved"
