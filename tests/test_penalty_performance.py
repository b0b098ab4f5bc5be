"""执行: payment, deferral, surcharge, relief and stay; a fine of 200 yuan of 2 March is due on 17 March."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import SEEDED, Course
from penal import command
from records.course.case import Case, fold
from records.course.facts import FACTS
from records.errors import Invalid
from records.event import CaseEvent
from records.moment import Moment
from records.penalty import commands as c
from records.penalty.commands.checks import check
from records.penalty.events import (
    DeferralDecided,
    DocumentServed,
    Instalment,
    PaymentRecorded,
    PerformanceStayed,
    ReliefEnded,
    ReliefSought,
    StayLifted,
    SurchargeImposed,
)
from records.penalty.money import is_paid, owed, paid, payment_due, surcharge, surcharge_days
from records.register.events import ReceiptUsed
from records.spot.collecting import FineCollected
from records.spot.commands import CollectFine

LAW = SEEDED.law(date(2026, 3, 2))
CALENDAR = SEEDED.calendar
DUE = date(2026, 3, 17)


def yuan(text: str) -> Decimal:
    return Decimal(text)


def paths(kind: type[c.Command], /, **changes: Any) -> list[str]:
    return [path for path, _ in check(command(kind, **changes))]


def served(**changes: dict[str, Any]) -> Course:
    return Course().until("service", **changes)


def on(day: str) -> str:
    return f"{day} 09:00"


def fact(course: Course, name: str) -> bool:
    return FACTS[name](course.case, course.context(command(c.RequestDeferral)))


def parts(*given: tuple[date, str]) -> tuple[Instalment, ...]:
    return tuple(Instalment(due_on=day, amount_yuan=yuan(amount)) for day, amount in given)


# ---- Payment ----


def test_a_fine_that_is_paid_is_performed() -> None:
    course = served().at(on("2026-03-10"))
    assert not fact(course, "paid")
    assert not fact(course, "ended")
    course.take(c.RecordPayment, amount_yuan=yuan("150.00"), receipt="晋财0001")
    assert not fact(course, "paid")
    course.take(c.RecordPayment, amount_yuan=yuan("50.00"), receipt="晋财0002")
    assert fact(course, "paid")
    assert fact(course, "ended")
    assert paid(course.case, "fine") == 200


def test_a_payment_before_the_service_counts_but_ends_nothing() -> None:
    course = Course().until("decision")
    (event,) = course.take(c.RecordPayment, paid_on=date(2026, 3, 2))
    assert isinstance(event, PaymentRecorded)
    assert not fact(course, "paid")
    course.take(c.ServeDocument)
    assert fact(course, "paid")


def test_nothing_is_paid_before_there_is_a_decision() -> None:
    course = Course().until("filing")
    assert course.refusal(c.RecordPayment) == "no-decision"
    assert course.at(on("2026-03-20")).defects(c.RecordPayment, "2026-03-10") == ["no-decision"]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("$.paid_on", {"paid_on": date(2026, 3, 11)}),
        ("$.paid_on", {"paid_on": date(2026, 3, 1)}),
        ("$.amount_yuan", {"amount_yuan": Decimal("200.01")}),
        ("$.amount_yuan", {"purpose": "surcharge", "amount_yuan": Decimal("0.01")}),
        ("$.amount_yuan", {"purpose": "confiscated", "amount_yuan": Decimal(1)}),
    ],
)
def test_a_payment_that_cannot_be_right_is_invalid(field: str, changes: dict[str, Any]) -> None:
    course = served().at(on("2026-03-10"))
    with pytest.raises(Invalid) as raised:
        course.take(c.RecordPayment, **changes)
    assert [path for path, _ in raised.value.fields] == [field]


def test_a_receipt_stands_for_one_payment() -> None:
    course = served().at(on("2026-03-10"))
    course.take(c.RecordPayment, amount_yuan=yuan("50"))
    with pytest.raises(Invalid, match="receipt"):
        course.take(c.RecordPayment, amount_yuan=yuan("50"), receipt=" 晋财0001 ")
    course.take(c.VoidEntry, version=len(course.steps), reason="录错了金额。")
    course.take(c.RecordPayment, amount_yuan=yuan("200"))


def test_all_payments_together_are_not_above_what_is_owed() -> None:
    course = served().at(on("2026-03-10"))
    course.take(c.RecordPayment, amount_yuan=yuan("150"))
    with pytest.raises(Invalid, match=r"50\.00元"):
        course.take(c.RecordPayment, amount_yuan=yuan("50.01"), receipt="晋财0002")


@pytest.mark.parametrize("amount", ["0", "-1", "1.001", "NaN", "Infinity", "2E+2", "10000000000000"])
def test_an_amount_that_is_no_money_is_invalid(amount: str) -> None:
    assert paths(c.RecordPayment, amount_yuan=yuan(amount)) == ["$.amount_yuan"]


def small(fine: str) -> Course:
    """A served decision of such a fine."""
    given = {"fine_yuan": yuan(fine), "content": f"罚款{fine}元"}
    told = {"fine_yuan": yuan(fine)}
    return served(opinion=told, notice=given, decision=given)


REMOTE = "当事人提出向指定银行缴款确有困难，请求当场缴纳；地点：监漳镇后沟自然村。"


def cash(amount: str, **changes: Any) -> dict[str, Any]:
    """What says in a plain record of payment that an officer took the money, at the party's request."""
    return {"channel": "on-the-spot", "amount_yuan": yuan(amount), "request": REMOTE} | changes


def collected(amount: str, **changes: Any) -> dict[str, Any]:
    """What says that an officer took the money in a remote place, at the party's request, against a receipt."""
    return {"ground": "remote", "amount_yuan": yuan(amount), "request": REMOTE} | changes


@pytest.mark.parametrize("fine", ["100.00", "200.00", "4999.00"])
def test_an_officer_takes_a_fine_where_the_party_asks_for_it_in_a_remote_place(fine: str) -> None:
    course = small(fine)
    event, used = course.take(CollectFine, **collected(fine))
    assert isinstance(event, FineCollected)
    assert (event.ground, event.request) == ("remote", REMOTE)
    assert isinstance(used, ReceiptUsed)
    assert is_paid(course.case)


@pytest.mark.parametrize("fine", ["100.00", "200.00"])
def test_what_an_officer_took_is_no_plain_payment(fine: str) -> None:
    course = small(fine)
    assert course.refusal(c.RecordPayment, **cash(fine)) == "officer-takes-no-money"
    course.at(on("2026-03-20"))
    assert course.defects(c.RecordPayment, "2026-03-10", **cash(fine)) == ["officer-takes-no-money"]


@pytest.mark.parametrize("fine", ["100.00", "200.00"])
def test_an_officer_takes_no_fine_that_the_party_did_not_ask_to_pay_so(fine: str) -> None:
    course, unasked = small(fine), collected(fine, request=" ")
    assert course.refusal(CollectFine, **unasked) == "officer-takes-no-money"
    course.at(on("2026-03-20"))
    assert course.defects(CollectFine, "2026-03-10", **unasked) == ["officer-takes-no-money"]


def test_an_officer_takes_no_surcharge() -> None:
    course = small("100.00").at(on("2026-03-20"))
    course.take(c.ImposeSurcharge, last_day=date(2026, 3, 20))
    assert course.refusal(c.RecordPayment, **cash("1", purpose="surcharge")) == "officer-takes-no-money"


def test_what_the_party_asked_for_is_said_of_money_that_an_officer_took_alone() -> None:
    wrong = check(command(c.RecordPayment, request=REMOTE))
    assert [path for path, _ in wrong] == ["$.request"]


def test_money_for_a_decision_that_was_undone_is_refused_and_a_paper_of_it_is_marked() -> None:
    course = served().at(on("2026-03-20"))
    course.take(c.RevokeDecision)
    assert course.refusal(c.RecordPayment) == "decision-revoked"
    course.at(on("2026-03-25"))
    assert course.defects(c.RecordPayment, "2026-03-21") == ["decision-revoked"]
    assert owed(course.case) == {}


# ---- Deferral and instalments ----


def test_a_plan_is_granted_on_application_under_a_number() -> None:
    course = served().at(on("2026-03-10"))
    assert course.refusal(c.DecideDeferral) == "no-deferral-request"
    course.take(c.RequestDeferral)
    event, taken = course.take(c.DecideDeferral)
    assert isinstance(event, DeferralDecided)
    assert event.number == taken.number == "监漳延分〔2026〕1号"  # type: ignore[attr-defined]  # it is the number
    assert [one.amount_yuan for one in event.plan] == [100, 100]
    assert course.refusal(c.DecideDeferral) == "no-deferral-request"


def test_a_request_that_is_declined_changes_no_due_date() -> None:
    course = served().at(on("2026-03-10"))
    course.take(c.RequestDeferral)
    course.take(c.DecideDeferral, granted=False, plan=())
    course.at(on("2026-03-18")).take(c.ImposeSurcharge, last_day=date(2026, 3, 18))


def test_nobody_asks_to_defer_what_is_paid_or_was_no_fine() -> None:
    course = served()
    course.take(c.RecordPayment)
    assert course.refusal(c.RequestDeferral) == "nothing-to-pay"
    warned = {"kinds": ("警告",), "fine_yuan": None}
    plain = served(opinion=warned, notice=warned, decision=warned)
    assert plain.refusal(c.RequestDeferral) == "nothing-to-pay"
    assert "nothing-to-pay" in plain.at(on("2026-03-20")).defects(c.RequestDeferral, "2026-03-10")


def test_only_the_head_grants_a_plan() -> None:
    course = served()
    course.take(c.RequestDeferral)
    assert course.refusal(c.DecideDeferral, by="officer-wang") == "head-only"


@pytest.mark.parametrize(
    ("field", "plan"),
    [
        ("$.plan", parts((date(2026, 4, 30), "199.99"))),
        ("$.plan", parts((date(2026, 4, 30), "100"), (date(2026, 5, 29), "100.01"))),
        ("$.plan[0].due_on", parts((date(2026, 3, 10), "100"), (date(2026, 4, 30), "100"))),
    ],
)
def test_a_plan_that_leaves_a_part_out_or_begins_in_the_past_is_invalid(
    field: str, plan: tuple[Instalment, ...]
) -> None:
    course = served().at(on("2026-03-10"))
    course.take(c.RequestDeferral)
    with pytest.raises(Invalid) as raised:
        course.take(c.DecideDeferral, plan=plan)
    assert [path for path, _ in raised.value.fields] == [field]


def test_a_plan_covers_what_is_unpaid() -> None:
    course = served().at(on("2026-03-10"))
    course.take(c.RecordPayment, amount_yuan=yuan("80"))
    course.take(c.RequestDeferral)
    with pytest.raises(Invalid, match="120"):
        course.take(c.DecideDeferral)
    course.take(c.DecideDeferral, plan=parts((date(2026, 4, 30), "120")))


@pytest.mark.parametrize(
    ("wrong", "changes"),
    [
        (["$.plan"], {"plan": ()}),
        (["$.plan"], {"granted": False}),
        (["$.plan"], {"plan": parts((date(2026, 5, 1), "100"), (date(2026, 5, 1), "100"))}),
        (["$.plan"], {"plan": parts((date(2026, 5, 2), "100"), (date(2026, 5, 1), "100"))}),
        (["$.plan[1].amount_yuan"], {"plan": parts((date(2026, 5, 1), "200"), (date(2026, 5, 2), "0"))}),
        ([], {"granted": False, "plan": ()}),
    ],
)
def test_a_plan_that_contradicts_itself_is_invalid(wrong: list[str], changes: dict[str, Any]) -> None:
    assert paths(c.DecideDeferral, **changes) == wrong


# ---- Surcharge ----


def imposed(course: Course, last_day: str, now: str = "") -> SurchargeImposed:
    event, *_ = course.at(on(now or last_day)).take(c.ImposeSurcharge, last_day=date.fromisoformat(last_day))
    assert isinstance(event, SurchargeImposed)
    return event


def test_a_surcharge_is_three_percent_a_day_from_the_day_after_the_due_date() -> None:
    course = served()
    assert payment_due(course.case, CALENDAR, LAW) == DUE
    event = imposed(course, "2026-03-27")
    assert (event.first_day, event.last_day, event.days) == (date(2026, 3, 18), date(2026, 3, 27), 10)
    assert event.amount_yuan == yuan("60.00")
    assert event.number == "监漳加罚决〔2026〕1号"
    assert owed(course.case) == {"fine": 200, "surcharge": 60}


def test_the_term_for_payment_moves_off_a_day_off() -> None:
    course = Course("2026-03-06 09:00").until("service")  # 15 days end on Saturday 21 March
    assert payment_due(course.case, CALENDAR, LAW) == date(2026, 3, 23)
    assert imposed(course, "2026-03-25").days == 2


def test_a_surcharge_on_the_due_date_has_nothing_to_add() -> None:
    course = served().at(on("2026-03-17"))
    assert course.refusal(c.ImposeSurcharge, last_day=DUE) == "nothing-to-pay"
    course.at(on("2026-03-20"))
    assert course.defects(c.ImposeSurcharge, "2026-03-17", last_day=DUE) == ["nothing-to-pay"]


def test_a_surcharge_ahead_of_its_day_is_invalid() -> None:
    course = served().at(on("2026-03-20"))
    with pytest.raises(Invalid, match="last_day"):
        course.take(c.ImposeSurcharge, last_day=date(2026, 3, 21))


def test_a_surcharge_that_the_decision_does_not_mention_is_refused() -> None:
    course = served(decision={"surcharge": False}).at(on("2026-03-20"))
    day = date(2026, 3, 19)
    assert course.refusal(c.ImposeSurcharge, last_day=day) == "surcharge-not-in-decision"
    assert course.defects(c.ImposeSurcharge, "2026-03-19", last_day=day) == ["surcharge-not-in-decision"]


def test_a_surcharge_before_the_service_or_after_all_is_paid_is_refused() -> None:
    course = Course().until("decision").at(on("2026-04-20"))
    assert course.refusal(c.ImposeSurcharge) == "not-served"
    course = served().at(on("2026-03-20"))
    course.take(c.RecordPayment)
    assert course.refusal(c.ImposeSurcharge, last_day=date(2026, 3, 20)) == "nothing-to-pay"


def test_the_surcharge_follows_the_unpaid_part_from_the_day_of_payment() -> None:
    course = served().at(on("2026-03-20"))
    course.take(c.RecordPayment, amount_yuan=yuan("100"))  # 6 a day until the 19th, 3 from the 20th
    assert imposed(course, "2026-03-27").amount_yuan == 2 * 6 + 8 * 3


def test_a_second_surcharge_goes_on_where_the_first_ended() -> None:
    course = served()
    imposed(course, "2026-03-20", now="2026-03-25")
    second = imposed(course, "2026-03-27")
    assert (second.first_day, second.days, second.amount_yuan) == (date(2026, 3, 21), 7, yuan("42"))
    assert course.refusal(c.ImposeSurcharge, last_day=date(2026, 3, 27)) == "nothing-to-pay"


@pytest.mark.article("信息公示制度 第七条")
def test_all_surcharges_together_stop_at_the_fine() -> None:
    course = served()
    assert imposed(course, "2026-04-18").amount_yuan == 192  # 32 days
    rest = imposed(course, "2026-12-31")
    assert (rest.days, rest.amount_yuan) == (2, yuan("8"))
    before = fold(course.steps[:-1])
    days = surcharge_days(before, rest.last_day, CALENDAR, LAW)
    assert [(one.day, one.added_yuan) for one in days] == [
        (date(2026, 4, 19), yuan("6")),
        (date(2026, 4, 20), yuan("2")),
    ]
    assert course.at(on("2027-01-31")).refusal(c.ImposeSurcharge, last_day=date(2027, 1, 31)) == "nothing-to-pay"


def test_a_sum_is_cut_down_to_the_fen_once() -> None:
    course = small("33.33")  # 0.9999 a day
    assert imposed(course, "2026-03-20").amount_yuan == yuan("2.99")


def test_less_than_a_fen_adds_nothing() -> None:
    course = small("0.33").at(on("2026-03-18"))
    assert course.refusal(c.ImposeSurcharge, last_day=date(2026, 3, 18)) == "nothing-to-pay"


def test_days_of_relief_do_not_count_its_first_and_last_included() -> None:
    course = served().at(on("2026-03-20"))
    course.take(c.SeekRelief, accepted_on=date(2026, 3, 20))
    course.at(on("2026-03-25")).take(c.EndRelief, ended_on=date(2026, 3, 24))
    event = imposed(course, "2026-03-27")
    assert (event.first_day, event.days, event.amount_yuan) == (date(2026, 3, 18), 5, yuan("30"))
    days = list(surcharge_days(fold(course.steps[:-1]), event.last_day, CALENDAR, LAW))
    assert [(one.day.day, one.paused_by) for one in days if one.paused_by] == [(day, "relief") for day in range(20, 25)]
    assert {one.unpaid_yuan for one in days} == {200}


def test_days_of_a_stay_do_not_count() -> None:
    course = served().at(on("2026-03-20"))
    course.take(c.StayPerformance)
    course.at(on("2026-03-22")).take(c.LiftStay)
    assert imposed(course, "2026-03-27").days == 7


def test_each_of_several_reliefs_stands_for_its_own_days() -> None:
    course = served().at(on("2026-03-19"))
    course.take(c.SeekRelief, accepted_on=date(2026, 3, 19))
    course.take(c.EndRelief, ended_on=date(2026, 3, 19))
    course.at(on("2026-03-24"))
    course.take(c.SeekRelief, kind="lawsuit", accepted_on=date(2026, 3, 24))
    course.at(on("2026-03-26")).take(c.EndRelief, kind="lawsuit", ended_on=date(2026, 3, 25))
    assert imposed(course, "2026-03-27").days == 7


def test_the_end_of_a_lawsuit_ends_no_reconsideration() -> None:
    sought = ReliefSought(
        case="", kind="reconsideration", body="县政府", instrument="受理", accepted_on=date(2026, 3, 20)
    )
    ended = ReliefEnded(case="", kind="lawsuit", outcome="upheld", instrument="判决", ended_on=date(2026, 3, 22))
    case = more(SERVED, (sought, sought.accepted_on), (ended, ended.ended_on))
    assert surcharge(case, date(2026, 3, 27), CALENDAR, LAW).days == 2


def test_each_of_several_stays_stands_for_its_own_days() -> None:
    first, second = stay(17, 1), stay(20, 2)  # 19 and 20, 22 to 24 March
    assert surcharge(more(SERVED, *first, *second), date(2026, 3, 27), CALENDAR, LAW).days == 5


@pytest.mark.article("信息公示制度 第七条")
def test_no_surcharge_is_imposed_during_relief_or_a_stay() -> None:
    course = served().at(on("2026-03-25"))
    day = date(2026, 3, 22)
    course.take(c.SeekRelief)
    assert course.refusal(c.ImposeSurcharge, last_day=day) == "relief-open"
    course.take(c.EndRelief, ended_on=date(2026, 3, 25))
    course.take(c.StayPerformance)
    assert course.refusal(c.ImposeSurcharge, last_day=day) == "performance-stayed"
    course.at(on("2026-03-28"))
    assert course.defects(c.ImposeSurcharge, "2026-03-26", last_day=day) == ["performance-stayed"]


def test_with_a_plan_each_part_is_late_from_the_day_after_its_own_date() -> None:
    course = served().at(on("2026-03-10"))
    course.take(c.RequestDeferral)
    course.take(c.DecideDeferral, plan=parts((date(2026, 4, 1), "50"), (date(2026, 4, 11), "150")))
    assert course.at(on("2026-04-01")).refusal(c.ImposeSurcharge, last_day=date(2026, 4, 1)) == "nothing-to-pay"
    event = imposed(course, "2026-04-13")
    assert event.first_day == date(2026, 4, 2)
    assert event.amount_yuan == yuan("1.5") * 10 + 6 * 2


def test_a_payment_covers_the_parts_of_a_plan_in_their_order() -> None:
    course = served().at(on("2026-03-10"))
    course.take(c.RequestDeferral)
    course.take(c.DecideDeferral, plan=parts((date(2026, 4, 1), "50"), (date(2026, 4, 11), "150")))
    course.at(on("2026-04-01")).take(c.RecordPayment, amount_yuan=yuan("60"))
    event = imposed(course, "2026-04-13")
    assert (event.first_day, event.days, event.amount_yuan) == (date(2026, 4, 12), 2, yuan("8.40"))


def test_the_last_plan_that_was_granted_holds() -> None:
    course = served().at(on("2026-03-10"))
    for plan in (parts((date(2026, 4, 1), "200")), parts((date(2026, 4, 11), "200"))):
        course.take(c.RequestDeferral)
        course.take(c.DecideDeferral, plan=plan)
    course.take(c.RequestDeferral)
    course.take(c.DecideDeferral, granted=False, plan=())
    assert imposed(course, "2026-04-13").first_day == date(2026, 4, 12)


def test_an_old_paper_of_a_plan_covers_what_was_unpaid_on_its_day() -> None:
    course = served().at(on("2026-03-10"))
    course.take(c.RequestDeferral)
    course.at(on("2026-03-16")).take(c.RecordPayment, amount_yuan=yuan("50"))
    assert course.defects(c.DecideDeferral, "2026-03-12", number="监漳延分〔2026〕1号") == []


def test_what_was_paid_late_before_a_plan_was_late_all_the_same() -> None:
    course = served().at(on("2026-03-20"))
    course.take(c.RecordPayment, amount_yuan=yuan("100"))
    course.take(c.RequestDeferral)
    course.take(c.DecideDeferral, plan=parts((date(2026, 4, 30), "100")))
    event = imposed(course, "2026-03-27")
    assert (event.days, event.amount_yuan) == (2, yuan("12"))  # the plan says nothing of the days before its grant


def test_a_plan_that_comes_late_leaves_the_days_before_it() -> None:
    course = served().at(on("2026-04-16"))  # due on 17 March
    course.take(c.RequestDeferral)
    course.take(c.DecideDeferral, plan=parts((date(2026, 4, 30), "100"), (date(2026, 5, 29), "100")))
    event = imposed(course, "2026-05-02")
    assert (event.first_day, event.days) == (date(2026, 3, 18), 29 + 2)
    assert event.amount_yuan == 29 * 6 + 2 * 3


def test_a_stay_moves_the_end_of_the_term_for_payment() -> None:
    course = served().at(on("2026-03-10"))
    course.take(c.StayPerformance)
    assert payment_due(course.case, CALENDAR, LAW) == DUE  # nobody knows yet for how long
    course.at(on("2026-03-20")).take(c.LiftStay)
    assert payment_due(course.case, CALENDAR, LAW) == date(2026, 3, 27)
    assert course.at(on("2026-03-27")).refusal(c.ImposeSurcharge, last_day=date(2026, 3, 27)) == "nothing-to-pay"
    assert imposed(course, "2026-03-30").days == 3


def test_a_stay_moves_the_parts_of_a_plan() -> None:
    course = served().at(on("2026-03-10"))
    course.take(c.RequestDeferral)
    course.take(c.DecideDeferral, plan=parts((date(2026, 4, 1), "50"), (date(2026, 4, 11), "150")))
    course.at(on("2026-04-02")).take(c.StayPerformance)
    course.at(on("2026-04-12")).take(c.LiftStay)
    days = surcharge_days(course.case, date(2026, 4, 22), CALENDAR, LAW)
    assert [(one.day.day, one.unpaid_yuan) for one in days if one.added_yuan] == [
        *((day, yuan("50")) for day in range(13, 22)),
        (22, yuan("200")),
    ]


@pytest.mark.parametrize("effect", ["changed", "confirmed-illegal"])
def test_a_decision_that_stands_though_it_was_wrong_is_performed(effect: str) -> None:
    course = served().at(on("2026-03-20"))
    course.take(c.RevokeDecision, effect=effect)
    assert not fact(course, "undone")
    assert not fact(course, "ended")
    course.take(c.RequestDeferral)
    course.take(c.DecideDeferral, plan=parts((date(2026, 4, 30), "200")))
    course.take(c.RecordPayment, amount_yuan=yuan("50"))
    imposed(course, "2026-05-06")
    assert owed(course.case)["fine"] == 200


@pytest.mark.parametrize("effect", ["revoked", "void", "redo-ordered"])
def test_a_decision_that_is_gone_is_performed_no_more(effect: str) -> None:
    course = served().at(on("2026-03-20"))
    course.take(c.RevokeDecision, effect=effect)
    assert fact(course, "undone")
    assert fact(course, "ended")
    assert course.refusal(c.RecordPayment) == "decision-revoked"
    assert course.refusal(c.RequestDeferral) == "decision-revoked"
    assert course.refusal(c.ImposeSurcharge) == "decision-revoked"


def test_a_case_whose_fine_and_surcharge_are_paid_has_ended() -> None:
    course = served()
    imposed(course, "2026-03-27")
    course.take(c.RecordPayment)
    assert not fact(course, "paid")
    course.take(c.RecordPayment, purpose="surcharge", amount_yuan=yuan("60"), receipt="晋财0002")
    assert fact(course, "paid")
    assert fact(course, "ended")


def test_without_a_service_or_a_term_nothing_is_added() -> None:
    until = date(2026, 5, 1)
    for case, law in (
        (Course().until("decision").case, LAW),
        (served().case, SEEDED.law(date(2021, 1, 1))),
        (Case(), LAW),
    ):
        found = surcharge(case, until, CALENDAR, law)
        assert not found.days
        assert not found.amount_yuan


def test_a_term_that_began_before_the_law_data_is_counted_by_those_of_today() -> None:
    course = served()
    long_ago = Moment.of(date(2021, 7, 10))
    course.steps = [(event, long_ago, version) for event, _, version in course.steps]
    event = imposed(course, "2026-03-20")
    assert event.first_day == date(2021, 7, 27)  # the 15 days end on Sunday 25 July
    assert event.amount_yuan == yuan("200")


# ---- The computation, whatever happened ----

SERVED: list[tuple[CaseEvent, Moment, int]] = served().steps
FIRST = date(2026, 3, 2)
OFFSETS = st.integers(0, 120)


def day_of(offset: int) -> date:
    return FIRST + timedelta(days=offset)


def fined(cents: int) -> list[tuple[CaseEvent, Moment, int]]:
    amount = Decimal(cents) / 100
    return [
        (msgspec.structs.replace(event, fine_yuan=amount) if hasattr(event, "bank") else event, at, version)
        for event, at, version in SERVED
    ]


def whole(steps: list[tuple[CaseEvent, Moment, int]]) -> Case:
    return fold(sorted(steps, key=lambda one: (one[1].micros, one[2])))


def more(steps: list[tuple[CaseEvent, Moment, int]], *events: tuple[CaseEvent, date]) -> Case:
    added = [(event, Moment.of(day), len(steps) + index) for index, (event, day) in enumerate(events, 1)]
    return whole([*steps, *added])


def payment(offset: int, cents: int) -> tuple[CaseEvent, date]:
    day = day_of(offset)
    event = PaymentRecorded(
        case="", purpose="fine", amount_yuan=Decimal(cents) / 100, paid_on=day, channel="bank", receipt=f"{offset}"
    )
    return event, day


def relief(begun: int, length: int) -> list[tuple[CaseEvent, date]]:
    first, last = day_of(begun), day_of(begun + length)
    return [
        (ReliefSought(case="", kind="lawsuit", body="法院", instrument="受理", accepted_on=first), first),
        (ReliefEnded(case="", kind="lawsuit", outcome="upheld", instrument="判决", ended_on=last), last),
    ]


def stay(begun: int, length: int) -> list[tuple[CaseEvent, date]]:
    return [
        (PerformanceStayed(case="", by="court", instrument="裁定", reason=""), day_of(begun)),
        (StayLifted(case="", instrument="裁定", reason="终结"), day_of(begun + length)),
    ]


FINES = st.integers(1, 10_000_000)
PAYMENTS = st.lists(st.tuples(OFFSETS, st.integers(1, 1_000_000)), max_size=4).map(
    lambda found: [payment(*one) for one in found]
)
PAUSES = st.tuples(st.sampled_from([relief, stay]), OFFSETS, st.integers(0, 60)).map(lambda one: one[0](*one[1:]))


@given(FINES, PAYMENTS, OFFSETS)
def test_a_surcharge_never_exceeds_the_fine_nor_what_its_days_add(
    cents: int, payments: list[tuple[CaseEvent, date]], until: int
) -> None:
    case = more(fined(cents), *payments)
    found = surcharge(case, day_of(until), CALENDAR, LAW)
    assert 0 <= found.amount_yuan <= Decimal(cents) / 100
    assert found.amount_yuan * 100 == int(found.amount_yuan * 100)
    days = list(surcharge_days(case, day_of(until), CALENDAR, LAW))
    exact = sum((one.added_yuan for one in days), Decimal(0))
    assert 0 <= exact - found.amount_yuan < Decimal("0.01")
    assert all(DUE < one.day <= day_of(until) for one in days)


@given(FINES, PAYMENTS, st.lists(PAUSES, max_size=2), OFFSETS, OFFSETS)
def test_a_surcharge_never_falls_when_days_are_added(
    cents: int, payments: list[tuple[CaseEvent, date]], pauses: list[list[tuple[CaseEvent, date]]], one: int, other: int
) -> None:
    case = more(fined(cents), *payments, *(event for pause in pauses for event in pause))
    short, long = (surcharge(case, day_of(until), CALENDAR, LAW) for until in sorted((one, other)))
    assert short.amount_yuan <= long.amount_yuan
    assert short.days <= long.days


@given(FINES, PAYMENTS, PAUSES, OFFSETS)
def test_relief_and_stay_never_increase_a_surcharge(
    cents: int, payments: list[tuple[CaseEvent, date]], pause: list[tuple[CaseEvent, date]], until: int
) -> None:
    without = surcharge(more(fined(cents), *payments), day_of(until), CALENDAR, LAW)
    paused = surcharge(more(fined(cents), *payments, *pause), day_of(until), CALENDAR, LAW)
    assert paused.amount_yuan <= without.amount_yuan


@given(FINES, PAYMENTS, st.lists(OFFSETS, min_size=1, max_size=4, unique=True).map(sorted))
def test_surcharges_in_turn_never_exceed_the_fine_nor_one_for_all_days(
    cents: int, payments: list[tuple[CaseEvent, date]], ends: list[int]
) -> None:
    events: list[tuple[CaseEvent, date]] = []
    for end in ends:
        found = surcharge(more(fined(cents), *payments, *events), day_of(end), CALENDAR, LAW)
        if found.amount_yuan:
            events.append((SurchargeImposed(case="", number="", **found._asdict()), day_of(end)))
    total = sum((one.amount_yuan for one, _ in events if isinstance(one, SurchargeImposed)), Decimal(0))
    at_once = surcharge(more(fined(cents), *payments), day_of(ends[-1]), CALENDAR, LAW)
    assert total <= at_once.amount_yuan <= Decimal(cents) / 100


@given(FINES, st.integers(1, 60), OFFSETS)
def test_a_payment_never_increases_a_surcharge(cents: int, paid_on: int, until: int) -> None:
    unpaid = surcharge(more(fined(cents)), day_of(until), CALENDAR, LAW)
    partly = surcharge(more(fined(cents), payment(paid_on, max(1, cents // 2))), day_of(until), CALENDAR, LAW)
    assert partly.amount_yuan <= unpaid.amount_yuan


# ---- Relief and stay ----


def test_one_relief_is_open_at_a_time_and_ends_as_it_began() -> None:
    course = served().at(on("2026-03-25"))
    assert course.refusal(c.EndRelief) == "relief-not-open"
    (sought,) = course.take(c.SeekRelief)
    assert isinstance(sought, ReliefSought)
    assert fact(course, "relief-pending")
    assert course.refusal(c.SeekRelief, kind="lawsuit") == "relief-open-already"
    course.at(on("2026-05-21"))
    with pytest.raises(Invalid, match="行政复议"):
        course.take(c.EndRelief, kind="lawsuit")
    (ended,) = course.take(c.EndRelief)
    assert isinstance(ended, ReliefEnded)
    assert not fact(course, "relief-pending")
    course.take(c.SeekRelief, kind="lawsuit", accepted_on=date(2026, 5, 21))


def test_relief_may_begin_and_end_on_the_day_of_the_decision() -> None:
    course = served()
    course.take(c.SeekRelief, accepted_on=date(2026, 3, 2))
    course.take(c.EndRelief, ended_on=date(2026, 3, 2))


def test_an_old_paper_of_an_end_before_its_beginning_is_marked() -> None:
    course = served().at(on("2026-03-25"))
    course.take(c.SeekRelief, accepted_on=date(2026, 3, 20))
    course.take(c.StayPerformance)
    early: dict[str, Any] = {"ended_on": date(2026, 3, 20)}
    assert course.defects(c.EndRelief, "2026-03-20", **early) == ["step-before-its-cause", "relief-not-open"]
    assert course.defects(c.LiftStay, "2026-03-20") == ["step-before-its-cause", "not-stayed"]


def test_an_old_paper_of_a_relief_that_does_not_fit_is_marked() -> None:
    course = served().at(on("2026-06-01"))
    assert course.defects(c.EndRelief, "2026-05-20") == ["relief-not-open"]
    course.take(c.SeekRelief, accepted_on=date(2026, 6, 1))
    assert course.defects(c.SeekRelief, "2026-06-01") == ["relief-open-already"]


def test_relief_is_sought_against_a_decision() -> None:
    course = Course().until("filing").at(on("2026-03-25"))
    assert course.refusal(c.SeekRelief) == "no-decision"
    assert course.defects(c.SeekRelief, "2026-03-24") == ["no-decision"]


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (c.SeekRelief, {"accepted_on": date(2026, 3, 26)}),
        (c.SeekRelief, {"accepted_on": date(2026, 3, 1)}),
        (c.EndRelief, {"ended_on": date(2026, 3, 26)}),
        (c.EndRelief, {"ended_on": date(2026, 3, 22)}),
    ],
)
def test_dates_of_relief_that_contradict_each_other_are_invalid(
    kind: type[c.SeekRelief | c.EndRelief], changes: dict[str, Any]
) -> None:
    course = served().at(on("2026-03-25"))
    if kind is c.EndRelief:
        course.take(c.SeekRelief)
    with pytest.raises(Invalid, match="_on"):
        course.take(kind, **changes)


def test_a_stay_stands_until_it_is_lifted() -> None:
    course = served()
    assert course.refusal(c.LiftStay) == "not-stayed"
    course.take(c.StayPerformance)
    assert fact(course, "stayed")
    assert course.refusal(c.StayPerformance) == "stayed-already"
    course.take(c.LiftStay)
    assert not fact(course, "stayed")
    course.take(c.StayPerformance)
    assert fact(course, "stayed")


def test_an_old_paper_of_a_stay_that_does_not_fit_is_marked() -> None:
    course = Course().until("filing").at(on("2026-03-25"))
    assert course.refusal(c.StayPerformance) == "no-decision"
    course = served().at(on("2026-03-25"))
    assert course.defects(c.LiftStay, "2026-03-20") == ["not-stayed"]
    course.take(c.StayPerformance)
    assert course.defects(c.StayPerformance, "2026-03-25") == ["stayed-already"]


def test_who_stays_the_performance_without_an_instrument_of_others_says_why() -> None:
    assert paths(c.StayPerformance, by="agency") == ["$.reason"]
    assert paths(c.StayPerformance, by="law", reason=" ") == ["$.reason"]
    assert paths(c.StayPerformance, by="court") == []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (c.RecordPayment, ["receipt"]),
        (c.RequestDeferral, ["reason", "proof"]),
        (c.SeekRelief, ["body", "instrument"]),
        (c.EndRelief, ["instrument"]),
        (c.StayPerformance, ["instrument"]),
        (c.LiftStay, ["instrument", "reason"]),
    ],
)
def test_a_blank_text_is_invalid(kind: type[c.Command], fields: list[str]) -> None:
    assert paths(kind, **dict.fromkeys(fields, " ")) == [f"$.{name}" for name in fields]


# ---- What is over ----


def test_a_decision_without_money_is_performed_with_its_service() -> None:
    warned = {"kinds": ("警告",), "fine_yuan": None}
    course = Course().until("decision", opinion=warned, notice=warned, decision=warned)
    assert not fact(course, "ended")
    course.take(c.ServeDocument)
    assert is_paid(course.case)
    assert fact(course, "ended")


def test_a_case_whose_decision_was_declined_ends_with_its_service() -> None:
    course = Course().until("evidence")
    course.take(c.SubmitOpinion, proposal="no-penalty", kinds=(), fine_yuan=None)
    course.take(c.EndorseOpinion)
    course.take(c.DeclinePenalty)
    assert not fact(course, "ended")
    (event,) = course.take(c.ServeDocument, document="no-penalty")
    assert isinstance(event, DocumentServed)
    assert event.number == "监漳不罚决〔2026〕1号"
    assert fact(course, "decision-served")
    assert fact(course, "ended")


def test_the_service_of_another_number_is_not_that_of_the_decision() -> None:
    case = whole(
        [
            (
                msgspec.structs.replace(event, number="监漳罚决〔2026〕2号") if hasattr(event, "bank") else event,
                at,
                version,
            )
            for event, at, version in SERVED
        ]
    )
    assert (case.service, case.served_at) == (None, None)
    assert not is_paid(case)
