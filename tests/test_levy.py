"""Levies: arithmetic to the fen, the late fee day by day, what goes back, and the documents of a plain case."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import Course
from penal import LAWYER
from records.course.case import Case
from records.course.drafting import Drafted, SubmitDraft
from records.course.people import Party
from records.levy import commands as c
from records.levy import events as e
from records.levy.money import charged, late_fee, late_fees, left, over, pay_day, refund_left, settled, standing
from records.moment import Moment
from records.paper.data import forms
from records.paper.making import made, make
from records.paper.plain import plain
from records.penalty.commands import LiftStay, ReviewCase, RevokeDecision, StayPerformance
from records.penalty.commands.checks import check
from records.penalty.events import Instrument
from test_paper_forms import sources
from test_rederive import found

CENTS = st.integers(1, 10**9).map(lambda fen: Decimal(fen) / 100)


def case_with(pay_by: date, permyriad: str, amount: Decimal, *payments: tuple[date, Decimal]) -> tuple[Case, Any]:
    """A levy that was decided and paid in parts; with the context of its next step."""
    charge = e.Charge(name="甲", base=amount, unit="元", rate_yuan=Decimal(1), amount_yuan=amount)
    course = Course("2026-01-05 09:00", procedure="levy")
    course.until("assessment", assessment={"amount_yuan": amount, "charges": (charge,)})
    event = msgspec.structs.replace(
        Course("2026-01-05 09:00", procedure="levy").until("decision").events[-1],
        amount_yuan=amount,
        pay_by=pay_by,
        late_fee_permyriad=Decimal(permyriad),
    )
    course.steps.append((event, Moment.parse("2026-01-06T09:00:00+08:00"), 90))
    for number, (day, paid) in enumerate(payments):
        one = e.LevyPaid(case=event.case, purpose="levy", amount_yuan=paid, paid_on=day, channel="bank",
                         receipt=f"票{number}", settles=False, over_yuan=Decimal(0))  # fmt: skip
        course.steps.append((one, Moment.of(day), 91 + number))
    return course.case, course.context(c.ImposeLateFee(last_day=pay_by))


# ---- Arithmetic ----


@pytest.mark.parametrize(
    ("base", "rate", "amount"),
    [("13.345", "1", "13.35"), ("13.344", "1", "13.34"), ("0.005", "1", "0.01"), ("3", "0.1", "0.30")],
)
def test_half_a_fen_is_rounded_up(base: str, rate: str, amount: str) -> None:
    charge = e.Charge(name="甲", base=Decimal(base), unit="吨", rate_yuan=Decimal(rate), amount_yuan=Decimal(amount))
    assert charged(charge) == Decimal(amount)


@given(
    st.decimals("0.0001", "99999", places=4),
    st.decimals("0.0001", "99999", places=4),
)
def test_what_is_charged_is_never_half_a_fen_away_from_base_times_rate(base: Decimal, rate: Decimal) -> None:
    charge = e.Charge(name="甲", base=base, unit="吨", rate_yuan=rate, amount_yuan=Decimal(1))
    assert abs(charged(charge) - base * rate) <= Decimal("0.005")


def test_an_amount_that_is_no_money_or_a_base_that_is_none_cannot_be_right() -> None:
    command = c.AssessLevy(
        charges=(e.Charge(name=" ", base=Decimal(0), unit="吨", rate_yuan=Decimal(-1), amount_yuan=Decimal("0.001")),),
        amount_yuan=Decimal(0),
    )
    assert {path for path, _ in check(command)} == {
        "$.amount_yuan",
        "$.charges[0].base",
        "$.charges[0].rate_yuan",
        "$.charges[0].amount_yuan",
        "$.charges[0].name",
    }


# ---- The late fee ----


def test_a_late_fee_runs_on_what_is_unpaid_at_the_end_of_each_day() -> None:
    due, until = date(2026, 3, 31), date(2026, 4, 10)
    case, context = case_with(due, "5", Decimal(1000), (date(2026, 4, 3), Decimal(600)))
    # Two days on 1,000 yuan, and from the day of the payment on eight days on 400.
    fee = late_fee(case, until, context)
    assert (fee.first_day, fee.days, fee.amount_yuan) == (date(2026, 4, 1), 10, Decimal("2.60"))


@pytest.mark.parametrize(
    ("pay_by", "last"),
    [
        (date(2026, 2, 15), date(2026, 2, 24)),  # 春节 of 2026: 15 to 23 February
        (date(2026, 2, 14), date(2026, 2, 14)),  # a Saturday that is a working day
        (date(2026, 10, 1), date(2026, 10, 8)),
        (date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_the_last_day_to_pay_moves_off_days_off_alone(pay_by: date, last: date) -> None:
    case, context = case_with(pay_by, "5", Decimal(1000))
    assert pay_day(case, context) == last


@given(CENTS, st.integers(1, 400), st.sampled_from(["0.5", "5", "300"]))
def test_a_late_fee_never_exceeds_the_levy_and_never_rounds_up(amount: Decimal, days: int, rate: str) -> None:
    case, context = CACHED
    decided = case.last(e.LevyDecided)
    assert decided is not None
    event = msgspec.structs.replace(decided, amount_yuan=amount, late_fee_permyriad=Decimal(rate))
    happened = {**case.happened, e.LevyDecided: (case.happened[e.LevyDecided][0]._replace(event=event),)}
    case = msgspec.structs.replace(case, happened=happened)
    fee = late_fee(case, date(2026, 3, 31) + timedelta(days=days), context)
    exact = amount * Decimal(rate) / 10_000 * days
    assert fee.amount_yuan <= min(exact, amount)
    assert fee.amount_yuan == amount or exact - fee.amount_yuan < Decimal("0.01")


CACHED = case_with(date(2026, 3, 31), "5", Decimal(1000))


def test_the_days_of_a_stay_add_nothing_its_first_and_last_included() -> None:
    course = Course("2026-03-02 09:00", procedure="levy").until("service")
    course.at("2026-05-03 09:00").take(StayPerformance)
    course.at("2026-05-06 09:00").take(LiftStay)
    (fee, _) = course.at("2026-05-08 09:00").take(c.ImposeLateFee, last_day=date(2026, 5, 8))
    # Due on 30 April: the 1st and 2nd, and the 7th and 8th of May.
    assert (fee.days, fee.amount_yuan) == (4, Decimal("0.60"))  # type: ignore[attr-defined]  # it is LateFeeImposed


def test_a_second_late_fee_begins_where_the_first_one_ended() -> None:
    course = Course("2026-03-02 09:00", procedure="levy").until("service")
    course.at("2026-05-10 09:00").take(c.ImposeLateFee, last_day=date(2026, 5, 10))
    (fee, _) = course.at("2026-05-20 09:00").take(c.ImposeLateFee, last_day=date(2026, 5, 20))
    assert (fee.first_day, fee.days) == (date(2026, 5, 11), 10)  # type: ignore[attr-defined]  # it is LateFeeImposed
    assert late_fees(course.case) == Decimal("3.00")


# ---- What stands, and what goes back ----


def test_what_stands_follows_reductions_and_instruments_in_their_order() -> None:
    course = Course("2026-03-02 09:00", procedure="levy").until("service")
    _reduce(course, Decimal(100))
    assert standing(course.case) == Decimal(200)
    course.at("2026-04-01 09:00").take(RevokeDecision, effect="changed", instrument=_instrument("judgment"))
    course.take(c.AdjustLevy, amount_yuan=Decimal(150), instrument="武法〔2026〕1号")
    assert standing(course.case) == Decimal(150)
    course.take(c.RecordLevyPayment, amount_yuan=Decimal(150))
    assert settled(course.case)


def test_an_exemption_takes_off_all_that_stands_and_what_was_paid_goes_back() -> None:
    course = Course("2026-03-02 09:00", procedure="levy").until("payment", payment={"amount_yuan": Decimal(80)})
    _reduce(course, None, kind="exempt")
    assert (standing(course.case), left(course.case), over(course.case)) == (Decimal(0), Decimal(0), Decimal(80))
    course.take(c.DecideRefund, amount_yuan=Decimal(80))
    assert (over(course.case), refund_left(course.case)) == (Decimal(0), Decimal(80))
    course.take(c.PayRefund, amount_yuan=Decimal(80))
    assert refund_left(course.case) == 0


def _reduce(course: Course, amount: Decimal | None, kind: str = "reduce") -> None:
    course.take(c.RequestLevyRelief, kind=kind)
    said: dict[str, Any] = {
        "content": "准予。",
        "facts": "受灾。",
        "basis": ("某某办法 第八条",),
        "reasons": "符合条件。",
    }
    draft = Drafted(document="levy-relief", relief="六十日内可以申请行政复议", amount_yuan=amount, **said)
    course.take(SubmitDraft, draft=draft)
    course.take(ReviewCase, by=LAWYER)
    course.take(c.DecideLevyRelief, relief="六十日内可以申请行政复议", amount_yuan=amount, **said)


def _instrument(kind: Any) -> Instrument:
    day = date(2026, 4, 1)
    return Instrument(kind=kind, number="武法〔2026〕1号", body="武乡县人民法院", dated_on=day, received_on=day)


def test_the_steps_of_a_plain_case_break_no_rule_by_what_is_known_now() -> None:
    course = Course("2026-03-02 09:00", procedure="levy").until("archive")
    assert found(course) == {}


# ---- Documents ----


def test_every_document_of_a_levy_is_made_and_says_what_it_is_about() -> None:
    course = Course("2026-03-02 09:00", procedure="levy").until("payment", payment={"amount_yuan": Decimal(80)})
    course.at("2026-05-10 09:00").take(c.ImposeLateFee, last_day=date(2026, 5, 10))
    _reduce(course, Decimal(250))
    course.take(c.DecideRefund, amount_yuan=over(course.case))
    course.take(c.ReconcileLevy, amount_yuan=Decimal(80))
    said = documents(course)
    assert set(said) >= {
        "levy-assessment",
        "levy-decision",
        "payment-notice",
        "late-fee",
        "levy-relief",
        "refund-decision",
        "levy-reconciliation",
    }
    assert "人民币300.00元（大写：叁佰元整）" in said["levy-decision"]
    assert "每日按未缴数额的万分之5加收滞纳金" in said["levy-decision"]
    assert "120平方米" in said["levy-assessment"]
    assert "监漳征决〔2026〕1号" in said["late-fee"]
    assert "减征" in said["levy-relief"]
    assert "退还的数额：人民币30.00元" in said["refund-decision"]


def documents(course: Course) -> dict[str, str]:
    """The plain text of every document that the steps of a course make, by its id."""
    about = {"name": "张三丰", "number": "140429199001010013", "address": "监漳村12号", "representative": ""}
    party = Party(person="person-1", kind="natural", age="adult", **about)
    first = msgspec.structs.replace(course.events[0], parties=(party,))
    events = [first, *course.events[1:]]
    return {
        paper: plain(make(forms()[paper][0], sources(one, *events[:at])))
        for at, one in enumerate(events)
        for paper in made(one)
    }
