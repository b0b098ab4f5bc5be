"""线索与立案: how a lead is noted and answered, and how a case is filed and approved."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from course import AGENCY, HANDLERS, HEAD, UNIT_HEAD, Course, command, registers
from penal import SCAN
from records.course.case import Case
from records.course.decide import decide
from records.errors import Invalid, Refused
from records.event import ERASED, CaseEvent
from records.penalty import commands as c
from records.penalty import events as e
from records.register.events import AgencyRegistered, FilingNoted, HeadAppointed

OTHER = "91140429MA0K12348Q"


def noted(**changes: Any) -> Course:
    """A case that began with a lead."""
    course = Course()
    course.take(c.RegisterLead, **changes)
    return course


def codes(course: Course, kind: type[c.Command], **changes: Any) -> list[str]:
    """The defects of a back-entered step of the course's day."""
    return course.defects(kind, course.now.date().isoformat(), **changes)


# ---- Leads ----


def test_a_lead_is_noted_with_what_was_heard_and_who_said_it() -> None:
    course = noted(reporter=(c.SomebodyGiven(name="李四", contact="13800000000"),))
    lead = course.case.lead
    assert lead is not None
    assert (lead.agency, lead.source, lead.discovered_on) == (AGENCY, "complaint", date(2026, 3, 1))
    (reporter,) = lead.reporter
    assert (reporter.name, reporter.contact) == ("李四", "13800000000")
    assert reporter.person


def test_two_who_complain_have_keys_of_their_own() -> None:
    course = noted(reporter=(c.SomebodyGiven(name="李四"), c.SomebodyGiven(name="王二")))
    assert course.case.lead is not None
    assert len({one.person for one in course.case.lead.reporter}) == 2


def test_an_agency_that_is_not_registered_notes_no_lead() -> None:
    assert Course().refusal(c.RegisterLead, agency=OTHER) == "agency-not-registered"


def test_an_agency_notes_no_lead_of_the_time_before_it_was_registered() -> None:
    assert "agency-not-registered" in Course().defects(c.RegisterLead, "2019-12-31", discovered_on=date(2019, 12, 30))


def test_an_account_of_another_agency_notes_no_lead_on_paper_neither() -> None:
    for entry in (None, SCAN):
        course = Course()
        sent = command(c.RegisterLead, entry=entry)
        with pytest.raises(Refused) as raised:
            decide(sent, Case(), course.context(sent, agencies=frozenset({OTHER})))
        assert raised.value.code == "other-agency"


def test_a_lead_was_discovered_before_it_was_noted() -> None:
    assert Course().refusal(c.RegisterLead, discovered_on=date(2026, 3, 3)) == "step-before-its-cause"
    assert Course().defects(c.RegisterLead, "2026-02-27", discovered_on=date(2026, 3, 1)) == ["step-before-its-cause"]


def test_a_lead_in_a_matter_of_others_is_noted_all_the_same() -> None:
    assert noted(matter="no-matter-of-ours").case.lead is not None


def test_a_lead_is_answered_without_a_case() -> None:
    course = noted()
    course.take(c.DismissLead, told_reporter=True)
    dismissed = course.case.last(e.LeadDismissed)
    assert dismissed is not None
    assert (dismissed.approved_by, dismissed.told_reporter) == (HEAD, True)


def test_a_lead_is_dismissed_with_the_approval_of_a_head() -> None:
    assert noted().refusal(c.DismissLead, approved_by=UNIT_HEAD) == "dismissal-needs-head"
    assert codes(noted(), c.DismissLead, approved_by=UNIT_HEAD) == ["dismissal-needs-head"]


def test_a_lead_is_dismissed_once() -> None:
    course = noted()
    course.take(c.DismissLead)
    assert course.refusal(c.DismissLead) == "lead-not-open"
    assert "lead-not-open" in codes(course, c.DismissLead)


def test_a_dismissed_lead_becomes_no_case() -> None:
    course = noted()
    course.take(c.DismissLead)
    assert course.refusal(c.FileCase) == "lead-not-open"
    assert "lead-not-open" in codes(course, c.FileCase)


def test_a_lead_that_became_a_case_is_not_dismissed() -> None:
    course = noted()
    course.take(c.FileCase)
    assert course.refusal(c.DismissLead) == "lead-not-open"


def test_a_dismissal_that_was_a_mistake_opens_the_lead_again() -> None:
    course = noted()
    course.take(c.DismissLead)
    course.take(c.VoidEntry, by=HEAD, version=2)
    course.take(c.FileCase)
    assert course.case.filed is not None


# ---- Filing ----


def test_a_case_is_filed_out_of_an_open_lead() -> None:
    course = noted()
    course.take(c.FileCase)
    assert course.case.filed is not None
    assert course.case.lead is not None
    assert course.case.handlers == HANDLERS


def test_a_case_is_filed_as_its_first_step() -> None:
    course = Course()
    registered, filed, first = course.take(c.FileCase)
    assert isinstance(filed, e.CaseFiled)
    assert filed.party.person == registered.person  # type: ignore[attr-defined]  # it is PersonRegistered
    assert filed.party.age == "adult"
    assert filed.party.name is not ERASED
    assert isinstance(first, FilingNoted)
    assert (first.person, first.acted_on, first.place) == (filed.party.person, filed.acted_on, filed.place)


def test_the_agency_of_the_lead_files_the_case() -> None:
    register = registers(
        AgencyRegistered(
            code=OTHER,
            name="武乡县城市管理局",
            short="武城",
            kind="agency",
            region="140429",
            valid_from=date(2020, 1, 1),
        )
    )
    course = Course(register=register)
    course.take(c.RegisterLead)
    with pytest.raises(Invalid) as raised:
        course.take(c.FileCase, agency=OTHER)
    assert [path for path, _ in raised.value.fields] == ["$.agency"]


def test_a_case_is_not_filed_before_its_lead_was_noted() -> None:
    course = Course("2026-03-05 09:00")
    course.take(c.RegisterLead)
    assert course.defects(c.FileCase, "2026-03-04") == ["step-before-its-cause"]


@pytest.mark.parametrize("entry", [None, SCAN])
def test_a_filed_case_is_not_filed_again_on_paper_neither(entry: Any) -> None:
    assert Course().until("filing").refusal(c.FileCase, entry=entry) == "case-filed-already"


def test_filing_keeps_its_rules() -> None:
    course = Course()
    assert course.refusal(c.FileCase, matter="no-matter-of-ours") == "matter-not-listed"
    assert course.refusal(c.FileCase, handlers=HANDLERS[:1]) == "two-officers"
    assert course.refusal(c.FileCase, handlers=(*HANDLERS, "officer-nobody")) == "officer-not-certified"
    assert course.refusal(c.FileCase, by=HEAD) == "handler-only"
    assert course.refusal(c.FileCase, approved_by=UNIT_HEAD) == "filing-needs-head"
    assert course.refusal(c.FileCase, discovered_on=date(2026, 3, 3)) == "step-before-its-cause"


def test_a_paper_names_each_rule_that_its_filing_breaks() -> None:
    found = Course().defects(
        c.FileCase, "2026-03-02", matter="no-matter-of-ours", handlers=HANDLERS[:1], approved_by=UNIT_HEAD
    )
    assert found == ["matter-not-listed", "two-officers", "filing-needs-head"]


# ---- Approval ----


def test_the_head_approves_the_filing_with_an_account_of_their_own() -> None:
    course = Course().until("filing")
    assert course.refusal(c.ApproveFiling, by=HANDLERS[0]) == "head-only"
    course.take(c.ApproveFiling, note="同意立案。")
    assert course.case.last(e.FilingApproved) == e.FilingApproved(case=course.events[0].case, note="同意立案。")


def test_another_head_in_office_than_the_named_one_may_approve() -> None:
    register = registers(HeadAppointed(agency=AGENCY, person="head-sun", valid_from=date(2020, 1, 1)))
    course = Course(register=register).until("filing")
    course.take(c.ApproveFiling, by="head-sun")
    assert e.FilingApproved in course.case.happened


def test_a_filing_is_approved_once() -> None:
    course = Course().until("filing-approved")
    assert course.refusal(c.ApproveFiling) == "already-approved"
    assert codes(course, c.ApproveFiling) == ["already-approved"]


def test_a_lead_has_no_filing_to_approve() -> None:
    assert noted().refusal(c.ApproveFiling) == "case-not-filed"
    assert codes(noted(), c.ApproveFiling) == ["case-not-filed"]


def test_a_paper_says_when_the_approval_came_before_the_filing() -> None:
    assert Course().until("filing").defects(c.ApproveFiling, "2026-03-01") == [
        "step-before-its-cause",
        "case-not-filed",
    ]


def test_a_filing_on_paper_needs_no_account_to_approve_it() -> None:
    course = Course()
    (*_, filed, _) = course.take(c.FileCase, occurred_at="2026-03-02", entry=SCAN)
    assert isinstance(filed, CaseEvent)
    assert course.refusal(c.ApproveFiling) == "already-approved"
