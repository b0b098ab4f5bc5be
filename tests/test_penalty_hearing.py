"""听证: who may ask for it until when, who presides, how early the party is told, and what it waits for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from course import AGENCY, HANDLERS, PRESIDER, UNIT_HEAD, Course, command, registers
from penal import SCAN
from records.course.decide import decide
from records.course.shapes import SomebodyGiven
from records.errors import Invalid
from records.law.file import seed_texts
from records.penalty import commands as c
from records.penalty.commands.checks import check
from records.penalty.events import (
    DefenceWaived,
    HearingArranged,
    HearingEnded,
    HearingHeld,
    HearingReported,
    HearingRequested,
)
from records.register.events import OfficerRegistered, RulesAdopted

OTHER = "presider-chen"
CHEN = OfficerRegistered(
    person=OTHER,
    agency=AGENCY,
    certificate="14042909",
    category="综合执法",
    valid_from=date(2020, 1, 1),
    valid_to=date(2030, 12, 31),
    name="陈",
)
AGENT = SomebodyGiven(name="律师甲", contact="0355")


def told(on: str = "2026-03-02", case: Course | None = None) -> Course:
    """A case whose notice, which tells of the right to a hearing, was served on that day."""
    found = (case or Course()).until("opinion-endorsed")
    return tell(found.at(f"{on} 15:00"))


def tell(case: Course, **changes: Any) -> Course:
    """One more notice, served at once; it tells of the right to a hearing."""
    case.take(c.GiveNotice, **({"hearing_told": True} | changes))
    case.take(c.ServeDocument, document="notice")
    return case


def arranged(
    served: str = "2026-03-04", held_on: date = date(2026, 3, 30), case: Course | None = None, **changes: Any
) -> Course:
    """A hearing that was asked for, with its notice given and served on one day."""
    case = told(case=case)
    case.take(c.RequestHearing)
    case.at(f"{served} 09:00").take(c.ArrangeHearing, held_on=held_on, **changes)
    case.take(c.ServeDocument, document="hearing")
    return case


def held(**changes: Any) -> Course:
    """A hearing that was held on its day."""
    case = arranged().at("2026-03-30 09:00")
    case.take(c.HoldHearing, **changes)
    return case


def waits(case: Course) -> bool:
    """Whether the case waits for its hearing."""
    if case.case.last(DefenceWaived) is None:
        case.take(c.WaiveDefence, hearing_too=False)
    return case.refusal(c.SubmitReview) == "hearing-not-over"


# ---- 申请 ----


def test_a_hearing_is_asked_for_by_who_was_told_of_it() -> None:
    case = told()
    case.take(c.RequestHearing, form="spoken")
    assert case.case.last(HearingRequested).form == "spoken"  # type: ignore[union-attr]  # it was asked for


def test_without_the_right_in_the_notice_there_is_nothing_to_ask_for() -> None:
    assert Course().until("notice-served").refusal(c.RequestHearing) == "no-hearing-right"
    assert Course().until("notice-served").defects(c.RequestHearing, "2026-03-02") == ["no-hearing-right"]


def test_a_hearing_is_asked_for_after_the_service_of_the_notice() -> None:
    case = Course().until("notice", notice={"hearing_told": True})
    assert case.refusal(c.RequestHearing) == "notice-first"
    assert case.defects(c.RequestHearing, "2026-03-02") == ["notice-first"]
    late = told("2026-03-04").at("2026-03-05 09:00")
    assert late.defects(c.RequestHearing, "2026-03-03") == ["step-before-its-cause", "no-hearing-right"]


@pytest.mark.parametrize(
    ("served", "last", "after"),
    [
        ("2026-03-02", "2026-03-09", "2026-03-10"),
        ("2026-03-06", "2026-03-13", "2026-03-14"),  # what follows is a Saturday
        ("2026-09-14", "2026-09-20", "2026-09-21"),  # ends on a make-up Sunday
        ("2026-09-16", "2026-09-22", "2026-09-23"),  # the make-up Sunday counts
        ("2026-09-21", "2026-09-29", "2026-09-30"),  # the holiday does not
        ("2026-09-30", "2026-10-13", "2026-10-14"),  # with a make-up Saturday, 10-10
    ],
)
def test_the_term_for_asking_is_five_working_days(served: str, last: str, after: str) -> None:
    told(served).at(f"{last} 23:30").take(c.RequestHearing)
    case = told(served).at(f"{after} 00:00")
    assert case.refusal(c.RequestHearing) == "hearing-request-late"
    assert case.defects(c.RequestHearing, after) == ["hearing-request-late"]


def test_what_was_posted_in_time_is_in_time() -> None:
    for posted_on, rule in ((date(2026, 3, 9), ""), (date(2026, 3, 10), "hearing-request-late")):
        case = told("2026-03-02").at("2026-03-12 09:00")
        if rule:
            assert case.refusal(c.RequestHearing, posted_on=posted_on) == rule
        else:
            case.take(c.RequestHearing, posted_on=posted_on)
            assert waits(case)


def test_nothing_is_posted_after_it_came_nor_spoken_by_post() -> None:
    with pytest.raises(Invalid, match=r"\$\.posted_on"):
        told("2026-03-02").take(c.RequestHearing, posted_on=date(2026, 3, 3))
    told("2026-03-02").take(c.RequestHearing, posted_on=date(2026, 3, 2))
    spoken = command(c.RequestHearing, form="spoken", posted_on=date(2026, 3, 3))
    assert [path for path, _ in check(spoken)] == ["$.posted_on"]


def test_a_hearing_is_asked_for_once_for_one_notice() -> None:
    case = told()
    case.take(c.RequestHearing)
    assert case.refusal(c.RequestHearing) == "hearing-requested-already"
    case.take(c.EndHearing)
    assert case.refusal(c.RequestHearing) == "hearing-requested-already"
    assert case.defects(c.RequestHearing, "2026-03-02") == ["hearing-requested-already"]


def test_who_gave_up_the_hearing_may_still_ask_in_time() -> None:
    case = told()
    case.take(c.WaiveDefence, hearing_too=True)
    case.take(c.RequestHearing)
    assert case.refusal(c.SubmitReview) == "hearing-not-over"


# ---- 通知 ----


def test_a_hearing_notice_is_numbered() -> None:
    case = arranged()
    assert case.case.last(HearingArranged).number == "监漳听通〔2026〕1号"  # type: ignore[union-attr]  # it is there
    numbered = command(c.ArrangeHearing, number="监漳听通〔2026〕9号")
    assert [path for path, _ in check(numbered)] == ["$.number"]


def test_a_hearing_nobody_asked_for_is_not_arranged() -> None:
    assert told().refusal(c.ArrangeHearing) == "hearing-not-requested"
    assert told().defects(c.ArrangeHearing, "2026-03-02") == ["hearing-not-requested"]


@pytest.mark.parametrize("presider", HANDLERS)
def test_a_handler_does_not_preside(presider: str) -> None:
    case = told()
    case.take(c.RequestHearing)
    assert case.refusal(c.ArrangeHearing, presider=presider) == "presider-is-investigator"
    case.at("2026-03-03 09:00")
    assert case.defects(c.ArrangeHearing, "2026-03-03", presider=presider) == ["presider-is-investigator"]


def test_who_took_evidence_or_handled_the_case_once_does_not_preside() -> None:
    visited = Course(register=registers(CHEN)).until("evidence", evidence={"officers": (HANDLERS[0], OTHER)})
    handled = Course(register=registers(CHEN)).until("evidence")
    handled.take(c.ChangeHandlers, handlers=(HANDLERS[0], OTHER))
    handled.take(c.ChangeHandlers, handlers=HANDLERS)
    for case in (visited, handled):
        for kind in (c.SubmitOpinion, c.EndorseOpinion):
            case.take(kind)
        tell(case).take(c.RequestHearing)
        assert case.refusal(c.ArrangeHearing, presider=OTHER) == "presider-is-investigator"
        case.take(c.ArrangeHearing)


def test_who_is_recused_does_not_preside() -> None:
    case = arranged()
    case.take(c.RequestRecusal, person=PRESIDER)
    case.take(c.DecideRecusal, person=PRESIDER)
    assert case.refusal(c.ArrangeHearing) == "officer-recused"
    case.take(c.ArrangeHearing, presider=OTHER)
    case.at("2026-03-05 09:00")
    assert case.defects(c.ArrangeHearing, "2026-03-05") == ["officer-recused"]


def test_a_hearing_is_public_unless_a_secret_is_named() -> None:
    case = told()
    case.take(c.RequestHearing)
    for reason in ("", " \n"):
        assert case.refusal(c.ArrangeHearing, public=False, closed_reason=reason) == "hearing-not-public"
    case.at("2026-03-03 09:00")
    assert case.defects(c.ArrangeHearing, "2026-03-03", public=False) == ["hearing-not-public"]
    case.take(c.ArrangeHearing, public=False, closed_reason="涉及商业秘密")


def test_a_public_hearing_needs_no_reason_for_being_closed() -> None:
    given = command(c.ArrangeHearing, closed_reason="涉及商业秘密")
    assert [path for path, _ in check(given)] == ["$.closed_reason"]


def test_a_hearing_has_a_place() -> None:
    case = told()
    case.take(c.RequestHearing)
    assert case.refusal(c.ArrangeHearing, place=" ") == "document-lacks-field"


NOTIFIED = [
    ("2026-03-05", date(2026, 3, 16), date(2026, 3, 17)),
    ("2026-03-06", date(2026, 3, 17), date(2026, 3, 18)),
    ("2026-09-14", date(2026, 9, 22), date(2026, 9, 23)),  # the make-up Sunday counts
    ("2026-09-17", date(2026, 9, 28), date(2026, 9, 29)),  # the holiday of 9-25 to 9-27 does not
    ("2026-09-24", date(2026, 10, 12), date(2026, 10, 13)),  # nor that of 10-01 to 10-07; the make-up Saturday does
]


@pytest.mark.parametrize(("day", "early", "first"), NOTIFIED)
def test_seven_whole_working_days_lie_between_notice_and_hearing(day: str, early: date, first: date) -> None:
    case = told(day)
    case.take(c.RequestHearing)
    assert case.refusal(c.ArrangeHearing, held_on=early) == "hearing-notice-short"
    case.take(c.ArrangeHearing, held_on=first)


@pytest.mark.parametrize(("day", "early", "first"), NOTIFIED)
def test_what_counts_is_the_day_on_which_the_notice_was_served(day: str, early: date, first: date) -> None:
    for held_on, rule in ((early, "hearing-notice-short"), (first, "")):
        case = told("2026-03-02")
        case.take(c.RequestHearing)
        case.take(c.ArrangeHearing, held_on=early)
        case.at(f"{day} 23:00").take(c.ServeDocument, document="hearing")
        case.at(f"{held_on} 09:00")
        if rule:
            assert case.refusal(c.HoldHearing) == rule
            assert case.defects(c.HoldHearing, held_on.isoformat()) == [rule]
        else:
            case.take(c.HoldHearing)


def test_a_paper_whose_notice_was_short_is_marked() -> None:
    case = told()
    case.take(c.RequestHearing)
    case.at("2026-03-20 09:00")
    assert case.defects(c.ArrangeHearing, "2026-03-06", held_on=date(2026, 3, 10)) == ["hearing-notice-short"]


def test_a_later_arrangement_replaces_the_earlier_one() -> None:
    case = arranged()
    case.at("2026-03-20 09:00").take(c.ArrangeHearing, held_on=date(2026, 4, 14), presider=OTHER)
    assert case.at("2026-04-14 09:00").refusal(c.HoldHearing, by=OTHER) == "hearing-notice-first"
    case.at("2026-03-20 15:00").take(c.ServeDocument, document="hearing")
    case.at("2026-04-14 09:00")
    assert case.refusal(c.HoldHearing, by=PRESIDER) == "presider-only"
    case.take(c.HoldHearing, by=OTHER)
    assert case.case.last(HearingHeld).presider == OTHER  # type: ignore[union-attr]  # it was held


# ---- 举行 ----


def test_a_hearing_is_held_by_the_presider_of_the_notice() -> None:
    case = arranged().at("2026-03-30 09:00")
    for person in (*HANDLERS, UNIT_HEAD, OTHER):
        assert case.refusal(c.HoldHearing, by=person) == "presider-only"
    case.take(c.HoldHearing, agents=(AGENT, AGENT))
    hearing = case.case.last(HearingHeld)
    assert hearing is not None
    assert hearing.presider == PRESIDER
    assert len({one.person for one in hearing.agents}) == 2


def test_a_presider_of_another_agency_may_act() -> None:
    case = arranged().at("2026-03-30 09:00")
    sent = command(c.HoldHearing)
    context = case.context(sent, PRESIDER, agencies=frozenset())
    assert decide(sent, case.case, context)


def test_a_hearing_waits_for_the_service_of_its_notice() -> None:
    case = told()
    case.take(c.RequestHearing)
    assert case.refusal(c.HoldHearing) == "hearing-notice-first"
    case.take(c.ArrangeHearing)
    case.at("2026-03-30 09:00")
    assert case.refusal(c.HoldHearing) == "hearing-notice-first"
    assert case.defects(c.HoldHearing, "2026-03-30") == ["hearing-notice-first"]


def test_a_hearing_is_held_on_its_day_or_later() -> None:
    case = arranged()
    assert case.at("2026-03-29 23:00").refusal(c.HoldHearing) == "hearing-early"
    assert case.at("2026-03-30 01:00").defects(c.HoldHearing, "2026-03-29") == ["hearing-early"]
    for day in ("2026-03-30", "2026-03-31", "2026-04-04"):
        arranged().at(f"{day} 08:00").take(c.HoldHearing)


def test_a_hearing_is_as_public_as_was_said() -> None:
    case = arranged().at("2026-03-30 09:00")
    assert case.refusal(c.HoldHearing, public=False) == "hearing-not-as-arranged"
    assert case.defects(c.HoldHearing, "2026-03-30", public=False) == ["hearing-not-as-arranged"]
    closed = arranged(public=False, closed_reason="涉及个人隐私").at("2026-03-30 09:00")
    assert closed.refusal(c.HoldHearing) == "hearing-not-as-arranged"
    closed.take(c.HoldHearing, public=False)


def test_the_party_sends_two_agents_at_most() -> None:
    case = arranged().at("2026-03-30 09:00")
    assert case.refusal(c.HoldHearing, agents=(AGENT,) * 3) == "too-many-agents"
    assert case.defects(c.HoldHearing, "2026-03-30", agents=(AGENT,) * 3) == ["too-many-agents"]
    arranged().at("2026-03-30 09:00").take(c.HoldHearing, agents=(AGENT,))


def test_a_presider_who_is_recused_or_challenged_holds_no_hearing() -> None:
    case = arranged().at("2026-03-27 09:00")
    case.take(c.RequestRecusal, person=PRESIDER)
    case.at("2026-03-30 09:00")
    assert case.refusal(c.HoldHearing) == "recusal-open"
    case.take(c.DecideRecusal, person=PRESIDER)
    assert case.refusal(c.HoldHearing) == "officer-recused"
    kept = arranged().at("2026-03-27 09:00")
    kept.take(c.RequestRecusal, person=PRESIDER)
    kept.take(c.DecideRecusal, person=PRESIDER, granted=False)
    kept.at("2026-03-30 09:00").take(c.HoldHearing)


def test_a_presider_who_came_to_handle_the_case_holds_no_hearing() -> None:
    case = arranged(case=Course(register=registers(CHEN)), presider=OTHER).at("2026-03-27 09:00")
    case.defects(c.ChangeHandlers, "2026-03-27", handlers=(HANDLERS[0], OTHER))
    case.at("2026-03-30 09:00")
    assert case.refusal(c.HoldHearing, by=OTHER) == "presider-is-investigator"
    assert case.defects(c.HoldHearing, "2026-03-30") == ["presider-is-investigator"]


def test_a_hearing_may_go_on_on_another_day() -> None:
    case = held()
    case.at("2026-03-31 09:00").take(c.HoldHearing)
    case.take(c.ReportHearing)
    assert case.refusal(c.HoldHearing) == "hearing-over-already"


# ---- 终止 ----


def test_the_party_withdraws_at_any_time() -> None:
    asked = told()
    asked.take(c.RequestHearing)
    for case in (asked, arranged(), held()):
        case.take(c.EndHearing)
        assert case.case.last(HearingEnded).reason == "withdrawn"  # type: ignore[union-attr]  # it ended
        assert case.refusal(c.HoldHearing) in ("hearing-over-already", "hearing-notice-first")
        assert case.refusal(c.EndHearing) == "hearing-over-already"
        assert case.refusal(c.ArrangeHearing) == "hearing-over-already"


def test_without_a_request_there_is_nothing_to_end() -> None:
    assert told().refusal(c.EndHearing) == "hearing-not-requested"


@pytest.mark.parametrize("reason", ["absent", "left"])
def test_nobody_is_absent_before_the_day_of_the_hearing(reason: str) -> None:
    case = arranged()
    assert case.at("2026-03-29 17:00").refusal(c.EndHearing, reason=reason) == "hearing-early"
    assert case.at("2026-03-30 01:00").defects(c.EndHearing, "2026-03-29", reason=reason) == ["hearing-early"]
    arranged().at("2026-03-30 09:00").take(c.EndHearing, by=PRESIDER, reason=reason)
    arranged().at("2026-03-31 09:00").take(c.EndHearing, reason=reason)


@pytest.mark.parametrize("reason", ["absent", "left"])
def test_who_was_not_told_of_the_hearing_is_not_absent(reason: str) -> None:
    case = told()
    case.take(c.RequestHearing)
    assert case.refusal(c.EndHearing, reason=reason) == "hearing-notice-first"
    case.take(c.ArrangeHearing)
    assert case.at("2026-03-30 09:00").refusal(c.EndHearing, reason=reason) == "hearing-notice-first"


def test_who_was_told_too_late_is_not_absent() -> None:
    case = told()
    case.take(c.RequestHearing)
    case.take(c.ArrangeHearing, held_on=date(2026, 3, 30))
    case.at("2026-03-19 09:00").take(c.ServeDocument, document="hearing")
    assert case.at("2026-03-31 09:00").refusal(c.EndHearing, reason="absent") == "hearing-notice-short"
    case.take(c.EndHearing, reason="withdrawn")


# ---- 报告 ----


def test_the_presider_reports_what_was_held() -> None:
    case = held()
    assert case.refusal(c.ReportHearing, by=HANDLERS[0]) == "presider-only"
    case.take(c.ReportHearing)
    assert case.case.last(HearingReported) is not None
    assert case.refusal(c.ReportHearing) == "hearing-over-already"


def test_there_is_no_report_without_a_record() -> None:
    assert arranged().at("2026-03-30 09:00").refusal(c.ReportHearing) == "hearing-not-held"
    assert arranged().at("2026-03-30 09:00").defects(c.ReportHearing, "2026-03-30") == ["hearing-not-held"]


# ---- What the case waits for ----


def test_the_case_waits_for_hearing_and_report() -> None:
    case = arranged()
    assert waits(case)
    case.at("2026-03-30 09:00").take(c.HoldHearing)
    assert waits(case)
    case.take(c.ReportHearing)
    case.take(c.SubmitReview)


def test_a_hearing_that_ended_is_waited_for_no_more() -> None:
    case = arranged()
    assert waits(case)
    case.take(c.EndHearing)
    case.take(c.SubmitReview)


def test_a_decision_after_the_hearing_needs_a_review_after_it() -> None:
    case = held()
    case.take(c.ReportHearing)
    case.take(c.WaiveDefence)
    assert case.refusal(c.SignDecision) == "legal-review-first"


def test_where_no_hearing_was_told_of_none_is_waited_for() -> None:
    Course().until("defence", defence={"hearing_too": False}).take(c.SubmitReview)


@pytest.mark.parametrize(
    ("served", "last", "after"),
    [
        ("2026-03-02", "2026-03-09", "2026-03-10"),
        ("2026-09-14", "2026-09-20", "2026-09-21"),  # ends on a make-up Sunday
        ("2026-09-21", "2026-09-29", "2026-09-30"),
    ],
)
def test_the_term_for_asking_is_waited_for_though_the_defence_was_given_up(served: str, last: str, after: str) -> None:
    case = told(served)
    case.take(c.WaiveDefence, hearing_too=False)
    assert case.at(f"{last} 23:00").refusal(c.SignDecision) == "hearing-not-over"
    assert "hearing-not-over" in case.at(f"{after} 01:00").defects(c.SignDecision, last)
    told(served).at(f"{after} 00:05").take(c.SignDecision)


def test_a_shorter_term_of_defence_leaves_that_of_the_hearing_alone() -> None:
    text = seed_texts()["limits.toml"]
    start = text.index('id = "defence"')
    shorter = text[:start] + text[start:].replace("length = 5", "length = 3", 1)
    case = told(case=Course(register=registers(RulesAdopted(name="limits.toml", text=shorter))))
    assert case.at("2026-03-05 20:00").refusal(c.SignDecision) == "defence-not-over"
    assert case.at("2026-03-06 09:00").refusal(c.SignDecision) == "hearing-not-over"
    case.at("2026-03-10 09:00").take(c.SignDecision)


def test_who_gave_up_defence_and_hearing_is_waited_for_no_more() -> None:
    case = told()
    case.take(c.WaiveDefence, hearing_too=True)
    case.take(c.SignDecision)


def test_that_the_hearing_was_given_up_stands_when_the_defence_is_given_up_once_more() -> None:
    case = told()
    case.take(c.WaiveDefence, hearing_too=True)
    case.take(c.WaiveDefence, hearing_too=False)
    case.take(c.SignDecision)


def test_what_was_given_up_before_a_new_notice_is_there_again() -> None:
    case = told()
    case.take(c.WaiveDefence, hearing_too=True)
    tell(case)
    case.take(c.WaiveDefence, hearing_too=False)
    assert case.refusal(c.SignDecision) == "hearing-not-over"
    case.take(c.RequestHearing)


def test_the_term_begins_anew_with_the_service_of_a_new_notice() -> None:
    case = tell(told("2026-03-02").at("2026-03-09 09:00"))
    case.at("2026-03-16 20:00").take(c.RequestHearing)
    other = tell(told("2026-03-02").at("2026-03-09 09:00"))
    assert other.at("2026-03-17 09:00").refusal(c.RequestHearing) == "hearing-request-late"


def test_until_the_new_notice_is_served_the_term_of_the_old_one_goes_on() -> None:
    case = told("2026-03-02").at("2026-03-09 09:00")
    case.take(c.GiveNotice, hearing_told=True)
    case.take(c.RequestHearing)
    late = told("2026-03-02").at("2026-03-10 09:00")
    late.take(c.GiveNotice, hearing_told=True)
    assert late.refusal(c.RequestHearing) == "hearing-request-late"


@pytest.mark.parametrize("hearing_told", [True, False])
def test_a_hearing_that_was_asked_for_is_owed_though_a_new_notice_came(hearing_told: bool) -> None:
    case = told()
    case.take(c.RequestHearing)
    tell(case, hearing_told=hearing_told)
    assert case.at("2026-03-20 09:00").refusal(c.SubmitReview) == "hearing-not-over"
    case.take(c.ArrangeHearing, held_on=date(2026, 4, 14))
    case.take(c.ServeDocument, document="hearing")
    case.at("2026-04-14 09:00").take(c.HoldHearing)
    case.take(c.ReportHearing)
    case.take(c.SubmitReview)  # it was held on what the new notice says


def test_a_notice_after_the_hearing_gives_the_right_to_another_one() -> None:
    case = held()
    case.take(c.ReportHearing)
    tell(case)
    assert waits(case)
    case.at("2026-04-03 09:00").take(c.RequestHearing)
    assert case.refusal(c.HoldHearing) == "hearing-notice-first"
    case.take(c.ArrangeHearing, held_on=date(2026, 4, 20), presider=OTHER)
    assert case.refusal(c.ReportHearing, by=OTHER) == "hearing-not-held"
    case.take(c.ServeDocument, document="hearing")
    case.at("2026-04-20 09:00").take(c.HoldHearing, by=OTHER)
    assert case.refusal(c.SubmitReview) == "hearing-not-over"
    case.take(c.ReportHearing, by=OTHER)
    case.take(c.SubmitReview)


def test_a_hearing_that_was_over_before_the_new_notice_was_served_does_not_answer_it() -> None:
    case = held()
    case.take(c.GiveNotice, hearing_told=True)
    case.take(c.ReportHearing)
    case.take(c.ServeDocument, document="notice")
    assert waits(case)
    case.take(c.RequestHearing)


def test_the_second_right_lapses_when_nobody_asks() -> None:
    case = held()
    case.take(c.ReportHearing)
    tell(case)  # on 2026-03-30; 4-04 to 4-06 is a holiday
    assert case.at("2026-04-07 20:00").refusal(c.SubmitReview) in ("defence-not-over", "hearing-not-over")
    case.at("2026-04-08 09:00").take(c.SubmitReview)


def test_a_milder_notice_after_the_hearing_asks_for_no_other_one() -> None:
    case = held()
    case.take(c.ReportHearing)
    tell(case, hearing_told=False)
    case.take(c.WaiveDefence, hearing_too=False)
    case.take(c.SubmitReview)


def test_a_hearing_that_was_withdrawn_may_be_asked_for_again_on_a_new_notice() -> None:
    case = told()
    case.take(c.RequestHearing)
    case.take(c.EndHearing)
    tell(case).take(c.RequestHearing)
    assert waits(case)


def test_papers_of_one_day_are_read_in_the_order_of_their_entry() -> None:
    case = Course().until("opinion-endorsed").at("2026-05-20 09:00")
    papers: list[tuple[type[c.Command], str, dict[str, Any]]] = [
        (c.GiveNotice, "2026-03-03", {"hearing_told": True}),
        (c.ServeDocument, "2026-03-03", {"document": "notice"}),
        (c.RequestHearing, "2026-03-03", {}),
        (c.ArrangeHearing, "2026-03-03", {}),
        (c.ServeDocument, "2026-03-03", {"document": "hearing"}),
        (c.HoldHearing, "2026-03-30", {}),
        (c.ReportHearing, "2026-03-30", {}),
    ]
    for kind, day, given in papers:
        assert case.defects(kind, day, **given) == []
    case.take(c.SubmitReview)


def test_a_request_on_paper_after_its_withdrawal_leaves_the_hearing_owed() -> None:
    case = told().at("2026-03-05 09:00")
    assert case.defects(c.EndHearing, "2026-03-03") == ["hearing-not-requested"]
    case.take(c.RequestHearing, occurred_at="2026-03-04", entry=SCAN)
    assert waits(case)
