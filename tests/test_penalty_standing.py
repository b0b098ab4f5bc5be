"""回避, 变更承办人, 中止, 延长 and 作废: what moves a case beside its course."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from course import AGENCY, HANDLERS, HEAD, LAWYER, PRESIDER, UNIT_HEAD, Course, command, registers
from penal import SCAN
from records.course.officers import require_officers
from records.course.steps import COMMANDS
from records.errors import Invalid, Refused
from records.event import CaseEvent
from records.judgement import Judgement
from records.moment import Moment
from records.penalty import commands as c
from records.penalty import events as e
from records.publishing.commands import EndPublication
from records.register.events import HeadAppointed, OfficerRegistered
from records.tags import EVENTS, TRANSLATIONS

THIRD, FOURTH, SECOND_HEAD = "officer-chen", "officer-liu", "head-sun"


def _officer(person: str, number: str) -> OfficerRegistered:
    return OfficerRegistered(
        person=person,
        agency=AGENCY,
        certificate=number,
        category="综合执法",
        valid_from=date(2020, 1, 1),
        valid_to=date(2030, 12, 31),
    )


LARGER = registers(
    _officer(THIRD, "14042908"),
    _officer(FOURTH, "14042909"),
    HeadAppointed(agency=AGENCY, person=SECOND_HEAD, valid_from=date(2020, 1, 1)),
)
"""The town with four officers and two heads."""


def under_way(stage: str = "evidence", **changes: dict[str, Any]) -> Course:
    """A case of the larger town up to a stage."""
    return Course(register=LARGER).until(stage, **changes)


def recusing(person: str = HANDLERS[1], stage: str = "evidence", **changes: dict[str, Any]) -> Course:
    """A case in which somebody was recused."""
    course = under_way(stage, **changes)
    course.take(c.RequestRecusal, person=person)
    course.take(c.DecideRecusal, person=person)
    return course


def now(course: Course, kind: type[c.Command], **changes: Any) -> list[str]:
    """The defects of a step that is entered as a paper of the course's day."""
    return course.defects(kind, course.now.date().isoformat(), **changes)


def wrong(course: Course, kind: type[c.Command], by: str = "", **changes: Any) -> list[str]:
    """The fields of a command that can't be right."""
    with pytest.raises(Invalid) as raised:
        course.take(kind, by=by, **changes)
    return [path for path, _ in raised.value.fields]


def add(course: Course, kind: type[CaseEvent], **fields: Any) -> None:
    """Lets something happen whose own rules are not what is tested."""
    event = kind(case=course.events[0].case, **fields)
    course.steps.append((event, Moment.of(course.now), len(course.steps) + 1))


def version_of(course: Course, kind: type[CaseEvent]) -> int:
    """The version that the last event of a kind made."""
    return course.case.happened[kind][-1].version


# ---- 回避 ----


def test_an_officer_declares_their_own_recusal_with_their_own_account() -> None:
    course = under_way()
    sent = command(c.RequestRecusal, by="self", person=HANDLERS[1])
    course.send(sent, HANDLERS[1])
    requested = course.case.last(e.RecusalRequested)
    assert requested is not None
    assert (requested.by, requested.person) == ("self", HANDLERS[1])


def test_nobody_declares_the_recusal_of_another() -> None:
    course = under_way()
    sent = command(c.RequestRecusal, by="self", person=HANDLERS[1])
    with pytest.raises(Refused) as raised:
        course.send(sent, HANDLERS[0])
    assert raised.value.code == "recusal-not-own"


def test_a_declaration_on_paper_is_entered_by_anybody() -> None:
    course = under_way()
    sent = command(c.RequestRecusal, by="self", person=HANDLERS[1], occurred_at="2026-03-02", entry=SCAN)
    (requested,) = course.send(sent, HANDLERS[0])
    assert isinstance(requested, e.RecusalRequested)
    assert requested.defects == ()


@pytest.mark.parametrize("person", [*HANDLERS, HEAD, UNIT_HEAD, LAWYER])
def test_a_recusal_is_asked_of_who_acts_in_the_case(person: str) -> None:
    course = under_way()
    course.take(c.RequestRecusal, person=person)
    assert course.refusal(c.RequestRecusal, person=person) == "recusal-open"


def test_a_recusal_is_asked_of_the_presider() -> None:
    course = under_way()
    assert wrong(course, c.RequestRecusal, person=PRESIDER) == ["$.person"]
    add(course, e.HearingArranged, number="", held_on=date(2026, 3, 30), place="", presider=PRESIDER, public=True)
    course.take(c.RequestRecusal, person=PRESIDER)


def test_a_stranger_to_the_case_is_not_recused() -> None:
    assert wrong(under_way(), c.RequestRecusal, person=THIRD) == ["$.person"]


def test_a_paper_asks_twice_and_has_the_defect() -> None:
    course = under_way()
    course.take(c.RequestRecusal)
    assert now(course, c.RequestRecusal) == ["recusal-open"]


def test_the_head_decides_a_recusal_that_was_asked_for() -> None:
    course = under_way()
    assert course.refusal(c.DecideRecusal) == "no-recusal-request"
    course.take(c.RequestRecusal)
    assert course.refusal(c.DecideRecusal, by=UNIT_HEAD) == "head-only"
    assert course.refusal(c.DecideRecusal, person=HANDLERS[0]) == "no-recusal-request"
    course.take(c.DecideRecusal)
    assert course.refusal(c.DecideRecusal) == "no-recusal-request"


def test_a_paper_decides_what_nobody_asked_for_and_has_the_defect_once() -> None:
    course = under_way()
    assert now(course, c.DecideRecusal) == ["no-recusal-request"]
    course.take(c.RequestRecusal, person=HANDLERS[0])
    assert now(course, c.DecideRecusal, person=HANDLERS[1]) == ["no-recusal-request"]


def test_no_head_decides_on_themselves() -> None:
    course = under_way()
    course.take(c.RequestRecusal, person=HEAD)
    assert course.refusal(c.DecideRecusal, person=HEAD) == "recusal-by-oneself"
    assert now(course, c.DecideRecusal, by=HEAD, person=HEAD) == ["recusal-by-oneself"]


def test_another_head_decides_on_the_head() -> None:
    course = under_way()
    course.take(c.RequestRecusal, person=HEAD)
    course.take(c.DecideRecusal, by=SECOND_HEAD, person=HEAD)
    assert course.refusal(c.ExtendTerm, by=HEAD) == "officer-recused"


def test_a_recusal_can_be_asked_for_again_after_a_no() -> None:
    course = under_way()
    course.take(c.RequestRecusal)
    course.take(c.DecideRecusal, granted=False)
    course.take(c.RequestRecusal)
    course.take(c.DecideRecusal)
    assert course.refusal(c.RecordInspection, by=HANDLERS[1]) == "officer-recused"


def test_the_inquiry_goes_on_until_the_recusal_is_decided_and_the_decision_waits() -> None:
    course = under_way("defence")
    course.take(c.RequestRecusal)
    course.take(c.RecordInspection)
    assert course.refusal(c.SignDecision) == "recusal-open"
    course.take(c.DecideRecusal, granted=False)
    course.take(c.SignDecision)


def test_one_officer_alone_goes_on_with_nothing() -> None:
    course = recusing()
    assert course.case.handlers == HANDLERS[:1]
    assert course.refusal(c.SubmitOpinion) == "two-officers"
    assert now(course, c.SubmitOpinion) == ["two-officers"]


def test_of_three_officers_two_go_on() -> None:
    course = recusing(filing={"handlers": (*HANDLERS, THIRD)})
    course.take(c.SubmitOpinion)
    course.take(c.EndorseOpinion)
    course.take(c.GiveNotice)
    assert course.case.handlers == (HANDLERS[0], THIRD)


def test_who_is_recused_signs_nothing_more() -> None:
    course = recusing(filing={"handlers": (*HANDLERS, THIRD)})
    assert course.refusal(c.SubmitOpinion, by=HANDLERS[1]) == "officer-recused"
    assert now(course, c.SubmitOpinion, by=HANDLERS[1]) == ["officer-recused"]
    assert course.refusal(c.RecordInspection, officers=HANDLERS) == "officer-recused"


def test_officers_that_a_step_names_are_judged_by_the_case() -> None:
    course = recusing()
    context = course.context(command(c.ApproveFiling))
    judgement = Judgement(context)
    require_officers(judgement, HANDLERS, AGENCY, context)
    with pytest.raises(Refused) as raised:
        require_officers(judgement, HANDLERS, AGENCY, context, course.case)
    assert raised.value.code == "officer-recused"


# ---- 变更承办人 ----


def test_other_officers_take_over() -> None:
    course = recusing()
    course.take(c.ChangeHandlers, handlers=(HANDLERS[0], THIRD))
    assert course.case.handlers == (HANDLERS[0], THIRD)
    course.take(c.SubmitOpinion, by=THIRD)


def test_who_handed_the_case_over_takes_no_step_of_a_handler() -> None:
    course = under_way()
    course.take(c.ChangeHandlers, handlers=(THIRD, FOURTH))
    assert course.refusal(c.SubmitOpinion) == "handler-only"


@pytest.mark.parametrize(
    ("handlers", "code"),
    [
        ((THIRD,), "two-officers"),
        ((THIRD, "officer-nobody"), "officer-not-certified"),
        ((HANDLERS[1], THIRD), "officer-recused"),
    ],
)
def test_two_certified_officers_who_are_not_recused_take_over(handlers: tuple[str, ...], code: str) -> None:
    assert recusing().refusal(c.ChangeHandlers, handlers=handlers) == code
    assert now(recusing(), c.ChangeHandlers, handlers=handlers) == [code]


def test_who_presided_or_reviewed_becomes_no_handler() -> None:
    course = under_way()
    add(course, e.HearingHeld, presider=THIRD, public=True, statement="到会。", signature="signed")
    add(course, e.CaseReviewed, digest="", elements=(), result="agreed", opinion="同意。", reviewer=FOURTH)
    for person in (THIRD, FOURTH):
        assert course.refusal(c.ChangeHandlers, handlers=(HANDLERS[0], person)) == "handler-has-other-role"
        assert now(course, c.ChangeHandlers, handlers=(HANDLERS[0], person)) == ["handler-has-other-role"]


def test_an_officer_is_named_once() -> None:
    assert wrong(under_way(), c.ChangeHandlers, handlers=(THIRD, THIRD, FOURTH)) == ["$.handlers"]


def test_a_closed_case_keeps_its_handlers() -> None:
    course = under_way("closing")
    assert course.refusal(c.ChangeHandlers) == "case-closed"
    assert course.refusal(c.ChangeHandlers, by=HANDLERS[0]) == "case-closed"
    assert under_way().refusal(c.ChangeHandlers, by=HANDLERS[0]) == "head-only"


# ---- 中止, 恢复 ----


def test_a_case_waits_with_and_without_a_basis_for_its_terms() -> None:
    for basis in ("", "行政强制法 第二十五条"):
        course = under_way()
        course.take(c.SuspendCase, basis=basis)
        assert course.refusal(c.SubmitOpinion) == "case-suspended"
        assert course.refusal(c.SuspendCase) == "case-suspended"
        assert now(course, c.SuspendCase) == ["case-suspended"]
        course.take(c.LinkRecording)
        course.take(c.ResumeCase)


def test_a_case_does_not_wait_for_a_day_that_is_over() -> None:
    assert wrong(under_way(), c.SuspendCase, until=date(2026, 3, 1)) == ["$.until"]
    under_way().take(c.SuspendCase, until=date(2026, 3, 2))


def test_a_closed_case_does_not_wait() -> None:
    course = under_way("closing")
    assert course.refusal(c.SuspendCase) == "case-closed"
    assert now(course, c.SuspendCase) == ["case-closed"]


def test_a_case_that_does_not_wait_is_not_resumed() -> None:
    assert under_way().refusal(c.ResumeCase) == "case-not-suspended"
    assert now(under_way(), c.ResumeCase) == ["case-not-suspended"]


def test_a_case_is_resumed_by_the_head_at_any_time() -> None:
    course = under_way()
    course.take(c.SuspendCase, until=date(2026, 3, 20))
    assert course.refusal(c.ResumeCase, by=HANDLERS[0]) == "head-only"
    course.take(c.ResumeCase)
    course.take(c.SubmitOpinion)


def test_a_case_is_resumed_by_itself_when_its_day_is_over() -> None:
    course = under_way()
    course.take(c.SuspendCase, until=date(2026, 3, 20))
    course.at("2026-03-20 23:00")
    assert course.refusal(c.ResumeCase, by="system") == "suspension-not-over"
    course.at("2026-03-21 00:00").take(c.ResumeCase, by="system")


def test_a_case_without_a_last_day_is_not_resumed_by_itself() -> None:
    course = under_way()
    course.take(c.SuspendCase)
    course.at("2027-03-02 09:00")
    assert course.refusal(c.ResumeCase, by="system") == "suspension-not-over"
    assert now(course, c.ResumeCase, by="system") == ["suspension-not-over"]


# ---- 延长 ----


def test_a_longer_term_names_what_gives_it() -> None:
    assert under_way().refusal(c.ExtendTerm, basis="  ") == "extension-needs-basis"
    assert now(under_way(), c.ExtendTerm, basis="  ") == ["extension-needs-basis"]
    under_way().take(c.ExtendTerm)


def test_a_term_is_lengthened_on_its_last_day_and_no_more_after_it() -> None:
    last, after = "2026-05-31 09:00", "2026-06-01 09:00"  # 90 days from 2 March
    under_way().at(last).take(c.ExtendTerm)
    assert under_way().at(after).refusal(c.ExtendTerm) == "term-over"
    assert now(under_way().at(after), c.ExtendTerm) == ["term-over"]


def test_a_longer_term_is_lengthened_from_its_own_end() -> None:
    course = under_way().at("2026-05-31 09:00")
    course.take(c.ExtendTerm)
    course.at("2026-06-30 09:00").take(c.ExtendTerm)
    course.at("2026-07-31 09:00")
    assert course.refusal(c.ExtendTerm) == "term-over"


@pytest.mark.parametrize(("basis", "over"), [("", True), ("行政强制法 第二十五条", False)])
def test_a_term_stands_still_only_with_a_basis(basis: str, over: bool) -> None:
    course = under_way()
    course.take(c.SuspendCase, basis=basis)
    course.at("2026-03-12 09:00").take(c.ResumeCase)
    course.at("2026-06-10 09:00")  # 100 days from filing, of which it waited 10
    if over:
        assert course.refusal(c.ExtendTerm) == "term-over"
    else:
        course.take(c.ExtendTerm)


def test_a_term_stands_still_no_longer_than_was_said_beforehand() -> None:
    course = under_way()
    course.take(c.SuspendCase, basis="行政强制法 第二十五条", until=date(2026, 3, 12))
    course.at("2026-03-31 09:00").take(c.ResumeCase)
    course.at("2026-06-11 09:00")  # 100 days from filing, of which it waited 10, and a day
    assert course.refusal(c.ExtendTerm) == "term-over"
    course.at("2026-06-10 09:00").take(c.ExtendTerm)


def test_a_decided_or_closed_case_has_no_term_to_lengthen() -> None:
    assert under_way("decision").refusal(c.ExtendTerm) == "decision-exists"
    course = under_way()
    course.take(c.CloseCase, ground="terminated")
    assert course.refusal(c.ExtendTerm) == "case-closed"
    assert now(course, c.ExtendTerm) == ["case-closed"]


# ---- 作废 ----


def test_a_voided_entry_stays_in_the_record_and_counts_no_more() -> None:
    course = under_way()
    course.take(c.LinkRecording)
    version = version_of(course, e.RecordingLinked)
    (voided,) = course.take(c.VoidEntry, version=version)
    assert isinstance(voided, e.EntryVoided)
    assert (voided.version, voided.voided) == (version, "recording-linked/2")
    assert course.case.recordings == ()
    assert any(isinstance(one, e.RecordingLinked) for one in course.events)
    course.take(c.LinkRecording)
    assert len(course.case.recordings) == 1


def test_what_is_not_there_or_was_voided_is_not_voided() -> None:
    course = under_way()
    course.take(c.LinkRecording)
    assert wrong(course, c.VoidEntry, version=99) == ["$.version"]
    course.take(c.VoidEntry, version=4)
    assert wrong(course, c.VoidEntry, version=4) == ["$.version"]


def test_nobody_but_unit_head_and_head_voids() -> None:
    course = under_way()
    course.take(c.LinkRecording)
    assert course.refusal(c.VoidEntry, by=HANDLERS[0], version=4) == "head-only"
    course.take(c.VoidEntry, by=HEAD, version=4)


def test_what_the_head_entered_the_unit_head_does_not_void() -> None:
    course = under_way("filing-approved")
    assert course.refusal(c.VoidEntry, by=UNIT_HEAD, version=3) == "head-only"
    course.take(c.VoidEntry, by=HEAD, version=3)
    course.take(c.ApproveFiling)


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        ("filing", e.CaseFiled),
        ("notice", e.NoticeGiven),
        ("decision", e.DecisionSigned),
        ("disclosure", e.DisclosureReviewed),
    ],
)
def test_filing_documents_and_pages_are_never_voided(stage: str, kind: type[CaseEvent]) -> None:
    course = under_way(stage)
    assert course.refusal(c.VoidEntry, by=HEAD, version=version_of(course, kind)) == "not-voidable"
    on_paper = {"entry": SCAN, "occurred_at": str(course.now.date()), "version": version_of(course, kind)}
    assert course.refusal(c.VoidEntry, by=HEAD, **on_paper) == "not-voidable"


def test_leads_changes_of_handlers_and_voidings_are_never_voided() -> None:
    course = Course(register=LARGER)
    course.take(c.RegisterLead)
    assert course.refusal(c.VoidEntry, by=HEAD, version=1) == "not-voidable"
    course.take(c.FileCase)
    course.take(c.ChangeHandlers, handlers=(THIRD, FOURTH))
    assert course.refusal(c.VoidEntry, by=HEAD, version=3) == "not-voidable"
    course.take(c.LinkRecording, by=THIRD)
    course.take(c.VoidEntry, version=4)
    assert course.refusal(c.VoidEntry, by=HEAD, version=5) == "not-voidable"


def test_a_revocation_is_never_voided() -> None:
    course = under_way("decision").at("2026-03-20 09:00")
    course.take(c.RevokeDecision)
    assert course.refusal(c.VoidEntry, version=version_of(course, e.DecisionRevoked)) == "not-voidable"


def test_what_a_later_step_rests_on_is_not_voided() -> None:
    course = under_way("opinion")
    assert course.refusal(c.VoidEntry, version=version_of(course, e.InspectionRecorded)) == "not-voidable"
    assert course.refusal(c.VoidEntry, by=HEAD, version=version_of(course, e.FilingApproved)) == "not-voidable"
    course.take(c.VoidEntry, version=version_of(course, e.OpinionSubmitted))
    course.take(c.VoidEntry, version=version_of(course, e.InspectionRecorded))


def test_a_paper_of_the_same_day_rests_on_what_was_entered_before_it() -> None:
    course = under_way()
    assert now(course, c.SubmitOpinion) == []
    assert course.refusal(c.VoidEntry, version=version_of(course, e.InspectionRecorded)) == "not-voidable"


def test_the_service_of_a_notice_is_not_voided_under_the_decision() -> None:
    course = under_way("decision")
    assert course.refusal(c.VoidEntry, version=version_of(course, e.DocumentServed)) == "not-voidable"
    assert now(course, c.VoidEntry, version=version_of(course, e.DefenceWaived)) == ["not-voidable"]


def test_of_two_inspections_one_may_be_a_mistake() -> None:
    course = under_way()
    course.take(c.RecordInspection)
    course.take(c.SubmitOpinion)
    course.take(c.VoidEntry, version=4)


def test_the_service_of_a_decision_is_entered_anew_after_a_mistake() -> None:
    course = under_way("payment")
    course.take(c.VoidEntry, version=course.case.happened[e.DocumentServed][-1].version)
    assert course.case.service is None
    course.take(c.ServeDocument)
    course.take(c.CloseCase)


def test_an_item_of_evidence_that_was_judged_is_not_voided() -> None:
    course = under_way()
    course.take(c.AddEvidence)
    course.take(c.MarkEvidence)
    added, marked = version_of(course, e.EvidenceAdded), version_of(course, e.EvidenceMarked)
    assert course.refusal(c.VoidEntry, version=added) == "not-voidable"
    course.take(c.VoidEntry, version=marked)
    course.take(c.VoidEntry, version=added)


def test_a_resumption_under_which_work_went_on_is_not_voided() -> None:
    course = under_way()
    course.take(c.SuspendCase)
    course.take(c.ResumeCase)
    course.take(c.SubmitOpinion)
    assert course.refusal(c.VoidEntry, by=HEAD, version=version_of(course, e.CaseResumed)) == "not-voidable"
    course.take(c.VoidEntry, version=version_of(course, e.OpinionSubmitted))
    course.take(c.VoidEntry, by=HEAD, version=version_of(course, e.CaseResumed))
    assert course.refusal(c.SubmitOpinion) == "case-suspended"


def test_a_step_that_was_not_possible_then_is_no_reason_against_voiding() -> None:
    """What a paper lacked anyhow does not rest on the entry."""
    course = under_way("filing-approved")
    now(course, c.SubmitOpinion)
    course.take(c.RecordInspection)
    course.take(c.VoidEntry, version=version_of(course, e.InspectionRecorded))


def test_an_archived_file_is_opened_before_an_entry_is_voided() -> None:
    course = under_way()
    course.take(c.LinkRecording)
    course.take(c.CloseCase, ground="terminated")
    course.take(c.ArchiveCase)
    assert course.refusal(c.VoidEntry, version=4) == "file-archived"
    course.take(c.ReopenArchive)
    course.take(c.VoidEntry, version=4)


def test_a_paper_does_not_void_before_the_entry_was_made() -> None:
    course = Course("2026-03-05 09:00", register=LARGER).until("evidence")
    course.take(c.LinkRecording)
    assert course.defects(c.VoidEntry, "2026-03-04", version=4) == ["step-before-its-cause"]


# ---- From events to steps ----


def test_every_command_leads_to_an_event_and_every_event_comes_from_one() -> None:
    assert set(COMMANDS) == {kind for kind in EVENTS.values() if issubclass(kind, CaseEvent)} - set(TRANSLATIONS)
    several = Counter(COMMANDS.values()) - Counter(set(COMMANDS.values()))
    assert several == {EndPublication: 1}  # which is held instead while a duty is open
