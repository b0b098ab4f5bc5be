"""Defects by what is known now: what was entered since removes some, and adds others."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from course import AGENCY, HANDLERS, HEAD, Course, registers
from event_shapes import example
from penal import BEFORE_DECISION, PLAIN, SCAN, sender_of
from records.correction.events import CorrectionRequested, EvidenceRecorded
from records.course.again import command_of
from records.course.rederive import Taken, defects_now
from records.course.steps import COMMANDS
from records.court.events import CourtCaseOpened
from records.enforcement.acting_events import AgreementBroken, AgreementStagePerformed
from records.enforcement.events import EnforcementOpened
from records.evaluation.events import EvaluationOpened
from records.event import ERASED, CaseEvent, Defect
from records.inspection.events import InspectionOpened
from records.inspection.plan_events import DrawCommitted, DrawMade, DrawPublished, PlanItem, PlanOpened
from records.judgement import StoredObject
from records.measure import events as m
from records.moment import Moment
from records.offence.events import CourtJudged
from records.oversight.events import OversightOpened
from records.penalty import commands as c
from records.penalty import events as e
from records.petition.events import PetitionExtended
from records.publishing.events import CarrierRecalled, CarrierRecorded
from records.register.events import HeadAppointed, MatterWithdrawn, OfficerEnded, RegisterEvent


def taken(course: Course) -> list[Taken]:
    """The steps of a course as the record has them."""
    end = Moment.of(course.now)
    return [Taken(event, at, end, version, _actor(event)) for event, at, version in course.steps]


def _actor(event: CaseEvent) -> str:
    """Who takes such a step, or enters the paper of one."""
    return f"person:{HANDLERS[0] if event.entry else sender_of(COMMANDS[type(event)])}"


def take_all(course: Course, *kinds: type[c.Command]) -> None:
    """Takes steps as a plain case would."""
    for kind in kinds:
        course.take(kind)


def found(course: Course, *entries: RegisterEvent) -> dict[int, list[str]]:
    """The rules that each step breaks by what is known now; steps that break none are left out."""
    register = registers(*entries) if entries else course.register
    now = defects_now(taken(course), register)
    assert set(now) == {version for _, _, version in course.steps}
    return {version: [one.code for one in some] for version, some in now.items() if some}


def stored(course: Course) -> dict[int, list[str]]:
    """The rules that were noted with each entry."""
    return {version: [one.code for one in event.defects] for event, _, version in course.steps if event.defects}


def paper(course: Course, kind: type[c.Command], on: str, **changes: Any) -> int:
    """Enters a paper of a day; returns the version that it made."""
    course.take(kind, by=HANDLERS[0], occurred_at=on, entry=SCAN, **changes)
    return course.steps[-1][2]


def papers(*stages: str, without: tuple[str, ...] = ()) -> Course:
    """Papers of a plain case, one a day from 2 March on, without some of its stages; entered on 1 April."""
    course = Course("2026-04-01 09:00")
    for day, (name, kind, given) in enumerate(PLAIN, 2):
        if name in stages and name not in without:
            paper(course, kind, f"2026-03-{day:02}", **given)
    return course


TO_DECISION = tuple(name for name, _, _ in PLAIN[: len(BEFORE_DECISION) + 2] if name != "filing-approved")
"""A filing on paper bears its approval."""


@pytest.mark.parametrize("stage", [name for name, _, _ in PLAIN])
def test_a_live_case_that_broke_no_rule_has_no_defects(stage: str) -> None:
    assert found(Course().until(stage)) == {}


def test_papers_of_a_whole_case_have_none() -> None:
    course = papers(*TO_DECISION)
    assert stored(course) == {}
    assert found(course) == {}


def test_a_notice_that_is_entered_later_removes_the_defect_of_the_decision() -> None:
    course = papers(*TO_DECISION, without=("notice", "notice-served", "defence"))
    decision = course.steps[-1][2]
    assert {"notice-first", "defence-not-over"} <= set(stored(course)[decision])
    assert found(course) == stored(course)
    paper(course, c.GiveNotice, "2026-03-07")
    paper(course, c.ServeDocument, "2026-03-08", document="notice")
    assert found(course)[decision] == ["defence-not-over"]
    paper(course, c.WaiveDefence, "2026-03-09")
    assert found(course) == {}
    assert "notice-first" in stored(course)[decision]


def test_a_notice_that_came_after_the_decision_removes_nothing() -> None:
    course = papers(*TO_DECISION, without=("notice", "notice-served", "defence"))
    decision = course.steps[-1][2]
    paper(course, c.GiveNotice, "2026-03-20")
    paper(course, c.ServeDocument, "2026-03-21", document="notice")
    paper(course, c.WaiveDefence, "2026-03-22")
    assert "notice-first" in found(course)[decision]


def test_what_was_entered_out_of_order_is_judged_in_the_order_in_which_it_happened() -> None:
    course = papers(*TO_DECISION, without=("evidence",))
    late = paper(course, c.RecordInspection, "2026-03-04")
    assert late not in stored(course)
    assert found(course) == {}


def test_a_paper_of_which_the_day_alone_is_known_came_after_what_was_entered_before_it() -> None:
    course = Course().until("notice-served")
    paper(course, c.WaiveDefence, "2026-03-02")
    course.take(c.SignDecision)
    assert stored(course) == {}
    assert found(course) == {}


def test_a_certificate_whose_end_is_registered_later_makes_live_steps_defective() -> None:
    course = Course().until("service")
    ended = OfficerEnded(person=HANDLERS[1], certificate="14042901", last_day=date(2026, 3, 1), reason="调离")
    now = found(course, ended)
    assert stored(course) == {}
    assert all(codes == ["officer-not-certified"] for codes in now.values())
    with_officers = {e.CaseFiled, e.InspectionRecorded, e.DecisionSigned, e.DocumentServed}
    assert with_officers <= {type(course.steps[version - 1][0]) for version in now}


def test_a_certificate_that_ended_after_the_steps_changes_nothing() -> None:
    ended = OfficerEnded(person=HANDLERS[1], certificate="14042901", last_day=date(2026, 3, 31), reason="调离")
    assert found(Course().until("service"), ended) == {}


def test_a_matter_that_was_withdrawn_before_makes_filing_and_decision_defective() -> None:
    course = Course().until("decision")
    matter = course.case.filed.matter if course.case.filed else ""
    withdrawn = MatterWithdrawn(code=matter, last_day=date(2026, 3, 1), reason="收回")
    now = found(course, withdrawn)
    assert now[1] == ["matter-not-listed"]
    assert "matter-not-listed" in now[10]


def test_a_voided_step_has_no_defects_and_helps_no_other() -> None:
    course = Course("2026-04-01 09:00")
    paper(course, c.FileCase, "2026-03-02")
    inspected = paper(course, c.RecordInspection, "2026-03-03", certificates_shown=False)
    opinion = paper(course, c.SubmitOpinion, "2026-03-04")
    assert found(course) == {inspected: ["certificate-not-shown"]}
    course.take(c.VoidEntry, version=inspected, entry=SCAN, occurred_at="2026-03-05")
    assert found(course)[opinion] == ["no-evidence"]
    assert inspected not in found(course)


def test_the_voiding_keeps_what_was_noted_with_it() -> None:
    course = Course().until("opinion")
    voiding = paper(course, c.VoidEntry, "2026-03-02", version=3)
    assert stored(course) == {voiding: ["not-voidable"]}
    assert found(course)[voiding] == ["not-voidable"]


def test_the_number_of_a_paper_keeps_the_verdict_of_its_entry() -> None:
    course = papers(*TO_DECISION, without=("decision",))
    decision = paper(course, c.SignDecision, "2026-03-10", number="武乡罚决〔2026〕7号")
    assert stored(course) == {decision: ["number-out-of-series"]}
    assert found(course) == {decision: ["number-out-of-series"]}


def test_a_fine_for_the_same_act_keeps_the_verdict_of_its_entry() -> None:
    course = papers(*TO_DECISION)
    event, at, version = course.steps[-1]
    defect = Defect("fined-already", "行政处罚法 第二十九条", "同一违法行为")
    course.steps[-1] = (msgspec.structs.replace(event, defects=(defect,)), at, version)
    assert found(course) == {version: ["fined-already"]}


def test_what_cannot_be_decided_again_keeps_its_defects() -> None:
    """A second page of one decision is refused today, whatever a paper says."""
    course = Course().until("disclosure")
    event, at, _ = course.steps[-1]
    noted = (Defect("step-before-its-cause", "行政处罚法 第五十四条", "时间"),)
    course.steps.append((msgspec.structs.replace(event, defects=noted), at, len(course.steps) + 1))
    assert found(course) == {len(course.steps): ["step-before-its-cause"]}


def test_nobodys_name_is_needed() -> None:
    course = Course().until("service")
    erased = [_erased(one) for one in taken(course)]
    assert not any(defects_now(erased, course.register).values())


def _erased(step: Taken) -> Taken:
    event = step.event
    if isinstance(event, e.CaseFiled):
        party = msgspec.structs.replace(event.party, name=ERASED, number=ERASED, address=ERASED)
        return step._replace(event=msgspec.structs.replace(event, party=party))
    if isinstance(event, e.DocumentServed):
        recipients = tuple(e.Somebody(person=one.person) for one in event.recipients)
        return step._replace(event=msgspec.structs.replace(event, recipients=recipients))
    return step


def test_steps_beside_the_plain_course_are_decided_again_as_they_were() -> None:
    """Leads, preservation, recordings, correction, a hearing, a review, discussion, relief, recusal, suspension."""
    course = Course()
    course.objects["e" * 64] = StoredObject(blake3="e" * 64, sha256="", size=1, media_type="video/mp4", version_id="")
    course.take(c.RegisterLead, reporter=(c.SomebodyGiven(name="李四"),))
    take_all(course, c.FileCase, c.ApproveFiling, c.RecordInspection, c.QuestionPerson, c.AddEvidence, c.MarkEvidence)
    take_all(course, c.ApprovePreservation, c.PreserveEvidence, c.DisposeItem)
    course.take(c.LinkRecording, stage="preservation")
    take_all(course, c.OrderCorrection, c.CheckCorrection, c.ConfirmAddress, c.WithdrawConsent)
    course.take(c.RequestRecusal)
    course.take(c.DecideRecusal, granted=False)
    take_all(course, c.SuspendCase, c.ResumeCase, c.ExtendTerm, c.MarkEmergency)
    course.take(c.SubmitOpinion, qualities=("complex", "grave"))
    course.take(c.EndorseOpinion)
    course.take(c.GiveNotice, hearing_told=True)
    course.take(c.ServeDocument, document="notice", method="left", witness="王二", recipient="")
    take_all(course, c.RecordDefence, c.ReviewDefence, c.RequestHearing, c.ArrangeHearing)
    course.take(c.ServeDocument, document="hearing")
    course.at("2026-03-30 09:00").take(c.HoldHearing)
    course.take(c.LinkRecording, object="e" * 64, stage="hearing")
    take_all(course, c.ReportHearing, c.SubmitReview, c.ReviewCase, c.DiscussCase, c.SignDecision)
    course.take(c.ServeDocument)
    take_all(course, c.ReviewSecrecy, c.ReviewDisclosure)
    assert found(course) == {}


def test_a_transfer_and_a_decision_not_to_punish_are_decided_again() -> None:
    course = Course().until("evidence")
    take_all(course, c.ReportTransfer, c.DecideTransfer, c.SendTransfer)
    course.take(c.RecordPoliceAnswer, filed=False, reasons="没有犯罪事实。")
    course.take(c.DeclinePenalty)
    course.take(c.ServeDocument, document="no-penalty")
    take_all(course, c.ReviewSecrecy, c.ReviewDisclosure)
    assert found(course) == {}


def test_steps_in_any_order_give_the_same() -> None:
    course = papers(*TO_DECISION, without=("notice",))
    forwards = defects_now(taken(course), course.register)
    assert defects_now(reversed(taken(course)), course.register) == forwards
    assert any(forwards.values())


def test_an_appointment_whose_end_is_registered_later_makes_the_heads_steps_defective() -> None:
    course = Course().until("closing")
    ended = HeadAppointed(agency=AGENCY, person=HEAD, valid_from=date(2020, 1, 1), valid_to=date(2026, 3, 1))
    now = {type(course.steps[version - 1][0]): codes for version, codes in found(course, ended).items()}
    assert now == {
        e.CaseFiled: ["filing-needs-head"],
        e.FilingApproved: ["head-only"],
        e.DecisionSigned: ["decider-not-head", "head-only"],
        e.CaseClosed: ["head-only"],
    }


def test_of_papers_nobody_asks_who_entered_them() -> None:
    course = papers(*TO_DECISION)
    steps = [one._replace(actor="person:clerk-of-the-archive") for one in taken(course)]
    now = defects_now(steps, course.register)
    assert {version: [one.code for one in some] for version, some in now.items() if some} == {}


def test_of_a_live_step_the_office_of_who_took_it_is_asked_again() -> None:
    course = Course().until("filing-approved")
    steps = [one._replace(actor=f"person:{HANDLERS[0]}") for one in taken(course)]
    now = defects_now(steps, course.register)
    assert [one.code for one in now[3]] == ["head-only"]


WITHIN_BOUNDS: dict[type[CaseEvent], dict[str, Any]] = {
    e.EvidenceAdded: {"object": "a" * 64},
    e.EvidenceSupplemented: {"object": "a" * 64},
    e.ApplicationTaken: {"object": "a" * 64},
    e.ReliefCopyReceived: {"object": "a" * 64},
    e.InstrumentReceived: {"object": "a" * 64},
    e.RecordingLinked: {"blake3": "a" * 64},
    e.CaseArchived: {"pages": 38, "retention_years": 10},
    e.TermExtended: {"days": 30},
    m.MeasureCarriedOut: {"items": (m.Held(name="三轮车", photo="a" * 64),)},
    m.MeasureExtended: {"days": 30},
    m.HeldSettled: {"object": "a" * 64},
    CourtJudged: {"set_off_days": 5},
    EnforcementOpened: {"object": "a" * 64},
    CourtCaseOpened: {"object": "a" * 64},
    AgreementStagePerformed: {"stage": 1},
    AgreementBroken: {"stage": 1},
    InspectionOpened: {"draw": 1},
    PlanOpened: {
        "year": 2026,
        "items": (
            PlanItem(matter="M", scope="餐饮", percent=5, begins_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)),
        ),
    },
    DrawCommitted: {"draw": 1, "item": 1, "objects": ("A1",), "public_number": "某期摇奖号码"},
    DrawMade: {"draw": 1, "value": "07"},
    DrawPublished: {"draw": 1},
    PetitionExtended: {"working_days": 10},
    e.RecordingLinked: {"blake3": "a" * 64, "derived_from": "b" * 64},
    CorrectionRequested: {"files": ("a" * 64,)},
    EvidenceRecorded: {"files": ("a" * 64,)},
    OversightOpened: {"parties": (), "sample_size": 5},
    EvaluationOpened: {"how_many": 5},
    CarrierRecorded: {"digest": "a" * 64, "object": "a" * 64},
    CarrierRecalled: {"object": "a" * 64},
}
"""Values that a command takes, where an example has others."""


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_every_event_is_made_a_command_again_that_a_clerk_could_have_sent(kind: type[CaseEvent]) -> None:
    event = msgspec.structs.replace(example(kind), **WITHIN_BOUNDS.get(kind, {}))
    again = command_of(event)
    assert type(again) is COMMANDS[kind]
    assert msgspec.json.decode(msgspec.json.encode(again), type=COMMANDS[kind]) == again
