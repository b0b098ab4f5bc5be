"""Enforcement and the application to the court: the arithmetic of money, hours and terms for relief."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import msgspec
import pytest

from course import SEEDED, Course
from plain_court import PLAIN as COURT
from plain_enforcement import PLAIN as ENFORCEMENT
from plain_enforcement import SCAN
from records.course.rederive import Taken, defects_now
from records.court.applying import begins_on
from records.court.commands import OpenCourtCase
from records.enforcement import acting_commands as a
from records.enforcement import commands as c
from records.enforcement.acting_events import AgreedStage
from records.enforcement.appeal import Ended, appeal_over_on
from records.enforcement.events import EnforcementOpened
from records.enforcement.hours import is_resting
from records.enforcement.money import claim, collected, left, restoring
from records.errors import Invalid
from records.moment import SHANGHAI, Moment
from records.penalty import commands as p

LAW: Final = SEEDED.law(date(2026, 3, 2), "enforcement")
NO_MONEY: Final[dict[str, Any]] = {"amount_yuan": None, "destination": "", "receipt": ""}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def enforcement(until: str = "service") -> Course:
    return Course(procedure="enforcement").until(until)


def court() -> Course:
    return Course(procedure="court-application")


# ---- Hours ----


@pytest.mark.parametrize(
    ("begun", "ended", "resting"),
    [
        ("2026-03-02 06:00", "2026-03-02 22:00", False),
        ("2026-03-02 05:59", "2026-03-02 06:30", True),
        ("2026-03-02 21:59", "2026-03-02 22:01", True),
        ("2026-03-02 22:00", "2026-03-02 22:00", True),
        ("2026-03-02 00:00", "2026-03-02 00:10", True),
        ("2026-03-02 23:59", "2026-03-03 00:00", True),
        ("2026-03-02 20:00", "2026-03-03 08:00", True),
        ("2026-02-16 10:00", "2026-02-16 11:00", True),  # 春节
        ("2026-02-14 10:00", "2026-02-14 11:00", False),  # 调休上班的星期六
        ("2026-01-04 10:00", "2026-01-04 11:00", False),  # 调休上班的星期日
        ("2026-03-01 10:00", "2026-03-01 11:00", True),  # 星期日
        ("2025-10-08 10:00", "2025-10-08 11:00", True),  # 国庆、中秋
        ("2025-09-28 10:00", "2025-09-28 11:00", False),  # 调休上班的星期日
        ("2025-12-31 21:00", "2025-12-31 21:59", False),
        ("2026-01-01 10:00", "2026-01-01 10:30", True),
    ],
)
def test_enforcement_rests_at_night_and_on_days_off_but_not_on_make_up_working_days(
    begun: str, ended: str, resting: bool
) -> None:
    assert is_resting(at(begun), at(ended), SEEDED.calendar, LAW) is resting


# ---- Terms for relief ----


def over(served: str, *ended: Ended, told: bool = True) -> date | None:
    context = court().context(OpenCourtCase(**_opening()))
    return appeal_over_on(date.fromisoformat(served), told=told, ended=ended, context=context)


def _opening() -> dict[str, Any]:
    return {"title": "案", "agency": "a", "matter": "m", "duty": "money", "content": "缴款"}


@pytest.mark.parametrize(
    ("served", "ends"),
    [
        ("2025-03-31", date(2025, 9, 30)),
        ("2025-08-31", date(2026, 2, 28)),  # a make-up Saturday: it doesn't move
        ("2025-08-15", date(2026, 2, 24)),  # 15 February lies in the Spring Festival
        ("2025-04-01", date(2025, 10, 9)),  # 1 October lies in the National Day
        ("2025-07-01", date(2026, 1, 4)),  # New Year, then the make-up Sunday
    ],
)
def test_the_longer_term_for_relief_decides_and_moves_off_days_off(served: str, ends: date) -> None:
    assert over(served) == ends


def test_who_was_not_told_has_a_year() -> None:
    assert over("2025-03-31", told=False) == date(2026, 3, 31)


def test_after_relief_the_rest_depends_on_its_outcome() -> None:
    served = date(2026, 1, 9)
    assert over("2025-08-20", Ended("reconsideration", "upheld", served)) == date(2026, 1, 26)  # 24 is a Saturday
    assert over("2025-08-20", Ended("reconsideration", "withdrawn", served)) == date(2026, 2, 24)
    assert over("2025-03-31", Ended("reconsideration", "withdrawn", served)) == served
    assert over("2025-08-20", Ended("lawsuit", "rejected", served)) == served
    assert over("2025-08-20", Ended("reconsideration", "undone", served)) is None


def test_the_three_months_begin_at_the_end_of_a_deferral_when_that_is_later() -> None:
    paper = COURT["court-application"][0][2]
    for deferred, begins in ((date(2026, 3, 31), date(2026, 3, 31)), (date(2026, 1, 31), date(2026, 2, 24))):
        course = court()
        course.take(OpenCourtCase, **paper, deferred_until=deferred)
        assert begins_on(course.case) == begins


# ---- Money ----


def test_what_is_left_follows_payments_acts_and_agreements() -> None:
    course = enforcement()
    assert (claim(course.case), left(course.case)) == (Decimal(20_000), Decimal(20_000))
    course.take(a.RecordFulfilment, amount_yuan=Decimal("0.01"))
    course.take(a.RecordAct, amount_yuan=Decimal("999.99"))
    assert (collected(course.case), left(course.case)) == (Decimal(1_000), Decimal(19_000))
    stages = (AgreedStage(due_on=date(2026, 4, 1), content="缴纳", amount_yuan=Decimal(9_000)),)
    course.take(a.MakeAgreement, stages=stages)
    assert left(course.case) == Decimal(9_000)
    course.at("2026-04-02 09:00").take(a.BreakAgreement)
    assert left(course.case) == Decimal(19_000)


def test_a_waiver_counts_only_while_its_agreement_is_not_broken() -> None:
    course = enforcement()
    course.take(a.MakeAgreement)
    course.take(a.PerformAgreement)
    assert (claim(course.case), collected(course.case)) == (Decimal(10_000), Decimal(6_000))
    course.at("2026-05-07 09:00").take(a.BreakAgreement, stage=2)
    assert (claim(course.case), left(course.case)) == (Decimal(20_000), Decimal(14_000))


def test_of_an_undone_decision_all_money_goes_back_and_of_a_wrong_act_what_was_wrong() -> None:
    course = enforcement("act")
    course.take(a.NoteReversal, amount_yuan=Decimal("500.00"), items=("三轮车",))
    assert restoring(course.case) == (Decimal("500.00"), ("三轮车",))
    course.take(a.NoteReversal, ground="basis-revoked", amount_yuan=None, items=("三轮车",))
    assert restoring(course.case).amount_yuan == Decimal(20_000)
    course.take(a.RestoreProperty, amount_yuan=Decimal("19999.99"))
    assert restoring(course.case).amount_yuan == Decimal("0.01")


def test_a_decision_to_enforce_that_was_undone_asks_what_goes_back() -> None:
    course = enforcement("act")
    course.at("2026-03-20 09:00").take(p.RevokeDecision)
    assert course.refusal(a.RecordAct, **NO_MONEY) == "decision-revoked"
    assert course.refusal(p.CloseCase, ground="revoked", report="撤销") == "reversal-still-open"
    course.take(a.NoteReversal, ground="wrong", amount_yuan=Decimal("1.00"))
    course.take(a.RestoreProperty, amount_yuan=Decimal("20000.00"), done_on=date(2026, 3, 20))
    course.take(p.LinkRecording, stage="execution")
    course.take(p.CloseCase, ground="revoked", report="撤销")


def test_three_years_of_suspension_from_a_leap_day_end_on_the_last_of_february() -> None:
    course = Course("2028-02-29 09:00", procedure="enforcement")
    course.take(c.OpenEnforcement)
    course.take(a.SuspendEnforcement)
    assert course.at("2031-03-01 00:00").refusal(a.ResumeEnforcement) == "enforcement-lapsed"
    course.at("2031-02-28 23:40").take(a.ResumeEnforcement)


# ---- Judged once more ----


def test_an_opening_on_another_case_is_judged_again_without_it() -> None:
    penal = Course().until("service")
    course = Course("2026-03-23 09:00", procedure="enforcement")
    course.related = {"other": penal.case}
    given: dict[str, Any] = {"decision_number": "", "object": "", "amount_yuan": None, "related_case": "other"}
    given |= {"decided_on": None, "served_on": None}
    given |= {"perform_by": date(2026, 3, 17), "surcharge_from": date(2026, 3, 18)}
    events = course.take(c.OpenEnforcement, **given)
    opened = next(one for one in events if isinstance(one, EnforcementOpened))
    assert (opened.decision_number, opened.amount_yuan) == ("监漳罚决〔2026〕1号", Decimal("200.00"))
    assert (opened.served_on, opened.appeal_over_on) == (date(2026, 3, 2), date(2026, 9, 2))
    taken = Taken(opened, Moment.parse("2026-03-23"), Moment.parse("2026-03-23"), 1, "person:officer-wang")
    assert defects_now([taken], SEEDED) == {1: ()}


def test_the_plain_courses_reach_the_archive() -> None:
    for procedure, plain in (*ENFORCEMENT.items(), *COURT.items()):
        course = Course(procedure=procedure).until(plain[-1][0])
        assert not [one for one in course.events if one.defects]


def test_nothing_of_another_agencys_case_is_taken_or_told() -> None:
    penal = Course().until("service")
    penal.steps[0] = (msgspec.structs.replace(penal.steps[0][0], agency="111404290123458075"), *penal.steps[0][1:])
    course = Course("2026-03-23 09:00", procedure="enforcement")
    course.related = {"other": penal.case}
    papers: tuple[dict[str, Any], ...] = ({}, {"occurred_at": "2026-03-20", "entry": SCAN})
    for paper in papers:
        with pytest.raises(Invalid) as raised:
            course.take(c.OpenEnforcement, **paper, related_case="other", perform_by=date(2026, 3, 17))
        assert [path for path, _ in raised.value.fields] == ["$.related_case"]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("$.perform_by", {"perform_by": date(2026, 3, 16)}),
        ("$.surcharge_from", {"surcharge_from": date(2026, 3, 17)}),
        ("$.paid_yuan", {"paid_yuan": Decimal("0.01")}),
    ],
)
def test_the_days_and_sums_of_a_fine_of_the_ledger_are_not_the_clerks_to_choose(
    field: str, changes: dict[str, Any]
) -> None:
    course = Course("2026-03-23 09:00", procedure="enforcement")
    course.related = {"other": Course().until("service").case}
    given: dict[str, Any] = {"decision_number": "", "object": "", "amount_yuan": None, "related_case": "other"}
    given |= {"decided_on": None, "served_on": None}
    given |= {"perform_by": date(2026, 3, 17), "surcharge_from": date(2026, 3, 18)}
    with pytest.raises(Invalid) as raised:
        course.take(c.OpenEnforcement, **(given | changes))
    assert [path for path, _ in raised.value.fields] == [field]
    course.take(c.OpenEnforcement, **given)
