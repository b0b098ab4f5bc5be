"""After relief: answers, the frozen file, instruments, what goes back, what is decided anew, objection to police."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from course import CASE, HANDLERS, HEAD, SEEDED, Course, command
from penal import PAPER, SCAN
from records.course.again import command_of, context_again
from records.course.conclusions import every
from records.course.decide import decide
from records.course.facts import FACTS
from records.course.moments import of
from records.course.redo import digest_of
from records.errors import Invalid, NotFound
from records.judgement import Context, Superseded
from records.penalty import commands as c
from records.penalty.commands.checks import check
from records.penalty.events import (
    DecisionRevoked,
    DecisionSigned,
    EvidenceSupplemented,
    Instrument,
    InstrumentReceived,
    PaymentRecorded,
    RedoLinked,
    ReliefAnswered,
    RepaymentMade,
    SurchargeImposed,
)
from records.penalty.events.former import TRANSLATIONS, DecisionRevoked1
from records.penalty.money import asked, imposed, owed, repayable, surcharge
from records.penalty.police import police_waits
from stories import Story

LAW = SEEDED.law(date(2026, 3, 2))
BODY = {"kind": "reconsideration", "number": "武政复决〔2026〕2号", "body": "武乡县人民政府"}


def yuan(text: str) -> Decimal:
    return Decimal(text)


def on(day: str) -> str:
    return f"{day} 09:00"


def paths(kind: type[c.Command], /, **changes: Any) -> list[str]:
    return [path for path, _ in check(command(kind, **changes))]


def fact(course: Course, name: str) -> bool:
    return FACTS[name](course.case, course.context(command(c.RequestDeferral)))


def served(**changes: dict[str, Any]) -> Course:
    return Course().until("service", **changes)


def paid() -> Course:
    return Course().until("payment").at(on("2026-03-20"))


def instrument(day: str = "2026-03-20", **changes: Any) -> Instrument:
    given = BODY | {"dated_on": date.fromisoformat(day), "received_on": date.fromisoformat(day)} | changes
    return Instrument(**given)


def changed(course: Course, day: str = "2026-03-20", **changes: Any) -> None:
    given: dict[str, Any] = {"effect": "changed", "instrument": instrument(day)} | changes
    course.at(on(day)).take(c.RevokeDecision, **given)


# ---- What stands after a change ----


def test_a_changed_decision_asks_for_what_the_instrument_leaves_of_it() -> None:
    course = served()
    changed(course, fine_yuan=yuan("150.00"))
    assert owed(course.case) == asked(course.case) == {"fine": 150}
    assert not course.case.undone


def test_what_the_instrument_says_nothing_of_stands_as_it_was_decided() -> None:
    gains = {"kinds": ("罚款", "没收违法所得"), "confiscated_yuan": yuan("50")}
    course = served(opinion=gains, notice=gains, decision=gains)
    changed(course, confiscated_yuan=yuan("0"), kinds=("罚款",))
    assert owed(course.case) == {"fine": 200}


def test_a_fine_that_was_changed_to_nothing_is_due_no_more() -> None:
    course = served()
    changed(course, fine_yuan=yuan("0"), kinds=("警告",))
    assert owed(course.case) == {}
    assert not fact(course, "fined")
    assert fact(course, "ended")
    course.at(on("2026-04-20"))
    assert course.refusal(c.ImposeSurcharge) == "nothing-to-pay"


def test_the_surcharge_follows_the_fine_that_stands() -> None:
    course = served()
    changed(course, fine_yuan=yuan("100.00"))
    added = surcharge(course.case, date(2026, 3, 27), SEEDED.calendar, LAW)  # ten days after 17 March at 3 a day
    assert (added.days, added.amount_yuan) == (10, yuan("30.00"))


def test_a_surcharge_on_the_larger_fine_stands_in_proportion_cut_to_the_fen() -> None:
    course = served()
    (event, *_) = course.at(on("2026-03-18")).take(c.ImposeSurcharge, last_day=date(2026, 3, 18))
    assert isinstance(event, SurchargeImposed)
    assert event.amount_yuan == 6
    changed(course, fine_yuan=yuan("33.33"))
    assert imposed(course.case) == yuan("0.99")  # 6 × 33.33 / 200 is 0.9999


def test_a_fine_that_the_agency_raised_leaves_earlier_surcharges_as_they_were() -> None:
    course = served()
    course.at(on("2026-03-18")).take(c.ImposeSurcharge, last_day=date(2026, 3, 18))
    changed(course, fine_yuan=yuan("400.00"), instrument=instrument(kind="own"))
    assert asked(course.case) == {"fine": 400, "surcharge": 6}


def test_all_surcharges_together_stop_at_the_fine_that_stands() -> None:
    course = served()
    changed(course, fine_yuan=yuan("50.00"))
    assert surcharge(course.case, date(2026, 8, 31), SEEDED.calendar, LAW).amount_yuan == 50


def test_a_decision_that_is_confirmed_illegal_and_stands_gives_nothing_back() -> None:
    course = paid()
    course.take(c.RevokeDecision, effect="confirmed-illegal", procedure_only=True)
    assert repayable(course.case) == {}
    assert fact(course, "ended")


# ---- Repayment ----


@pytest.mark.parametrize("effect", ["revoked", "void", "redo-ordered"])
def test_all_that_was_paid_goes_back_once_the_decision_is_gone(effect: str) -> None:
    course = paid()
    assert repayable(course.case) == {}
    course.take(c.RevokeDecision, effect=effect)
    assert repayable(course.case) == {"fine": 200}
    (event,) = course.take(c.MakeRepayment, amount_yuan=yuan("120.50"), means="treasury")
    assert isinstance(event, RepaymentMade)
    assert event.means == "treasury"
    assert repayable(course.case) == {"fine": yuan("79.50")}
    course.take(c.MakeRepayment, amount_yuan=yuan("79.50"), receipt="晋财退0002")
    assert repayable(course.case) == {}
    assert course.refusal(c.MakeRepayment, receipt="晋财退0003") == "nothing-to-repay"


def test_a_surcharge_that_was_voided_after_it_was_paid_goes_back() -> None:
    course = served().at(on("2026-03-27"))
    course.take(c.ImposeSurcharge, last_day=date(2026, 3, 27))
    version = len(course.steps)
    course.take(c.RecordPayment)
    course.take(c.RecordPayment, purpose="surcharge", amount_yuan=yuan("60"), receipt="晋财0002")
    assert fact(course, "ended")
    course.take(c.VoidEntry, by="head-zhao", version=version)
    assert repayable(course.case) == {"surcharge": 60}
    assert course.refusal(c.CloseCase) == "repayment-open"
    course.take(c.MakeRepayment, purpose="surcharge", amount_yuan=yuan("60"))
    course.take(c.CloseCase)


def test_while_money_is_owed_or_to_go_back_nothing_is_archived() -> None:
    course = served().at(on("2026-03-25"))
    course.take(c.RecordPayment, paid_on=date(2026, 3, 25))
    course.take(c.CloseCase)
    course.at(on("2026-03-27")).defects(c.ImposeSurcharge, "2026-03-24", last_day=date(2026, 3, 23))
    surcharged = len(course.steps)
    assert course.refusal(c.ArchiveCase) == "not-performed-yet"
    course.take(c.RecordPayment, purpose="surcharge", amount_yuan=yuan("36"), receipt="晋财0003")
    course.take(c.VoidEntry, by=HEAD, version=surcharged)
    assert course.refusal(c.ArchiveCase) == "repayment-open"
    course.take(c.MakeRepayment, purpose="surcharge", amount_yuan=yuan("36"))
    course.take(c.ArchiveCase)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("$.amount_yuan", {"amount_yuan": Decimal("200.01")}),
        ("$.amount_yuan", {"purpose": "confiscated", "amount_yuan": Decimal("0.01")}),
        ("$.paid_on", {"paid_on": date(2026, 3, 21)}),
        ("$.paid_on", {"paid_on": date(2026, 3, 1)}),
    ],
)
def test_a_repayment_that_cannot_be_right_is_invalid(field: str, changes: dict[str, Any]) -> None:
    course = paid()
    course.take(c.RevokeDecision)
    with pytest.raises(Invalid) as raised:
        course.take(c.MakeRepayment, **({"paid_on": date(2026, 3, 20)} | changes))
    assert [path for path, _ in raised.value.fields] == [field]


def test_a_receipt_stands_for_one_repayment() -> None:
    course = paid()
    course.take(c.RevokeDecision)
    course.take(c.MakeRepayment, amount_yuan=yuan("50"))
    with pytest.raises(Invalid, match="receipt"):
        course.take(c.MakeRepayment, amount_yuan=yuan("50"), receipt=" 晋财退0001 ")


def test_a_paper_tells_what_was_paid_back_whatever_the_record_knows() -> None:
    course = paid()
    course.take(c.RevokeDecision)
    paper: dict[str, Any] = {"amount_yuan": yuan("260"), "paid_on": date(2026, 3, 23)}
    assert course.at(on("2026-03-25")).defects(c.MakeRepayment, "2026-03-23", **paper) == []
    assert repayable(course.case) == {}


def test_a_case_that_was_closed_is_closed_anew_after_a_change_of_the_amounts() -> None:
    course = Course().until("closing").at(on("2026-03-20"))
    changed(course, fine_yuan=yuan("150"))
    assert not fact(course, "closing-stands")
    course.take(c.MakeRepayment, amount_yuan=yuan("50"))
    course.take(c.CloseCase)
    assert fact(course, "closing-stands")


def test_a_change_that_touches_no_amount_leaves_a_closing_alone() -> None:
    course = Course().until("closing")
    changed(course)
    assert fact(course, "closing-stands")


def repaid_story() -> Story:
    """A fine of 200 yuan that was paid, and a decision that was revoked on 20 March by what came in on the 19th."""
    story = Story().tell("2026-03-02 09:00", DecisionSigned, fine_yuan=yuan("200"), confiscated_yuan=None)
    story.tell("2026-03-02 10:00", PaymentRecorded, purpose="fine", amount_yuan=yuan("200"), paid_on=date(2026, 3, 2))
    return story.tell("2026-03-20 09:00", DecisionRevoked, effect="revoked", instrument=instrument("2026-03-19"))


def repay(story: Story, day: str, amount: str) -> Story:
    paid_on = date.fromisoformat(day)
    return story.tell(day, RepaymentMade, purpose="fine", amount_yuan=yuan(amount), paid_on=paid_on)


def test_the_term_to_pay_back_runs_from_the_instrument_and_is_kept_by_the_last_part() -> None:
    story = repay(repaid_story(), "2026-03-25", "150")
    assert story.term("repayment").kept_on is None
    assert (story.term("repayment").starts_on, story.term("repayment").due_on) == (date(2026, 3, 19), date(2026, 4, 10))
    assert ("closing", "") not in story.terms()
    repay(story, "2026-04-01", "50")
    assert story.term("repayment").kept_on == date(2026, 4, 1)
    assert story.term("closing").starts_on == date(2026, 4, 1)


def test_while_no_decision_is_on_file_nobody_knows_what_is_to_go_back() -> None:
    story = Story().tell("2026-03-02 09:00", PaymentRecorded, purpose="fine", amount_yuan=yuan("10"))
    assert ("repayment", "") not in story.terms()
    assert repayable(story.case) == {}


# ---- The reconsideration body does not make it worse ----


@pytest.mark.parametrize(
    ("kind", "changes", "code"),
    [
        ("reconsideration", {"fine_yuan": Decimal("200.01")}, "change-makes-worse"),
        ("judgment", {"confiscated_yuan": Decimal(1)}, "change-makes-worse"),
        ("reconsideration", {"kinds": ("吊销许可证件",)}, "change-makes-worse"),
        ("reconsideration", {"fine_yuan": Decimal("200.01"), "opposite_request": True}, ""),
        ("reconsideration", {"fine_yuan": Decimal(200), "kinds": ("警告", "罚款")}, ""),
        ("own", {"fine_yuan": Decimal(300)}, ""),
        ("superior", {"kinds": ("责令停产停业",)}, ""),
    ],
)
def test_a_change_is_not_to_the_harm_of_who_asked_for_it(kind: Any, changes: dict[str, Any], code: str) -> None:
    course = served().at(on("2026-03-20"))
    given: dict[str, Any] = {"effect": "changed", "instrument": instrument(kind=kind)} | changes
    if code:
        assert course.refusal(c.RevokeDecision, **given) == code
    else:
        course.take(c.RevokeDecision, **given)


def test_a_second_instrument_is_measured_by_what_the_first_one_left() -> None:
    course = served()
    changed(course, fine_yuan=yuan("150"))
    court: dict[str, Any] = {
        "effect": "changed",
        "instrument": instrument("2026-05-20", kind="judgment", number="三号"),
    }
    course.at(on("2026-05-20"))
    assert course.refusal(c.RevokeDecision, **court, fine_yuan=yuan("150.01")) == "change-makes-worse"
    course.take(c.RevokeDecision, **court, fine_yuan=yuan("120"))
    assert owed(course.case) == {"fine": 120}
    course.take(c.RevokeDecision, effect="revoked")
    assert course.case.undone
    assert course.refusal(c.RevokeDecision, **court) == "decision-revoked"


def test_of_a_decision_without_a_fine_any_more_no_fine_is_left_a_second_time() -> None:
    course = served()
    changed(course, kinds=("警告",))
    assert course.case.kinds == ("警告",)
    court = instrument("2026-03-21", kind="judgment", number="三号")
    course.at(on("2026-03-21"))
    given: dict[str, Any] = {"effect": "changed", "instrument": court}
    assert course.refusal(c.RevokeDecision, **given, kinds=("罚款",)) == "change-makes-worse"
    course.take(c.RevokeDecision, **given, kinds=("警告",))
    assert owed(course.case) == {}


def test_an_instrument_is_entered_once() -> None:
    course = served()
    changed(course)
    with pytest.raises(Invalid, match=r"instrument\.number"):
        changed(course, effect="confirmed-illegal")


def test_a_paper_of_a_change_before_the_end_of_a_decision_is_no_defect() -> None:
    course = served().at(on("2026-05-20"))
    course.take(c.RevokeDecision)
    earlier = {"effect": "changed", "fine_yuan": yuan("150"), "instrument": instrument("2026-03-20")}
    assert course.defects(c.RevokeDecision, "2026-03-21", HANDLERS[0], **earlier) == []
    later = {"effect": "changed", "fine_yuan": yuan("100"), "instrument": instrument("2026-05-21", number="三号")}
    assert course.at(on("2026-05-25")).defects(c.RevokeDecision, "2026-05-22", HANDLERS[0], **later) == [
        "decision-revoked"
    ]


def test_a_closing_after_a_change_stands_when_a_later_instrument_changes_nothing() -> None:
    course = paid()
    changed(course, fine_yuan=yuan("150"))
    course.take(c.MakeRepayment, amount_yuan=yuan("50"))
    course.take(c.CloseCase)
    court = instrument("2026-05-20", kind="judgment", number="三号")
    course.at(on("2026-05-20")).take(c.RevokeDecision, effect="confirmed-illegal", instrument=court)
    assert fact(course, "closing-stands")


@pytest.mark.parametrize(
    ("wrong", "changes"),
    [
        (["$.fine_yuan"], {"effect": "revoked", "fine_yuan": Decimal(1)}),
        (["$.kinds", "$.opposite_request"], {"effect": "void", "kinds": ("警告",), "opposite_request": True}),
        (["$.fine_yuan"], {"effect": "changed", "fine_yuan": Decimal(-1)}),
        (["$.confiscated_yuan"], {"effect": "changed", "confiscated_yuan": Decimal("1.001")}),
        (["$.procedure_only"], {"effect": "changed", "procedure_only": True}),
        ([], {"effect": "changed", "fine_yuan": Decimal(0)}),
        ([], {"effect": "revoked", "procedure_only": True}),
    ],
)
def test_what_an_instrument_leaves_is_said_of_a_changed_decision_alone(
    wrong: list[str], changes: dict[str, Any]
) -> None:
    assert paths(c.RevokeDecision, **changes) == wrong


@pytest.mark.parametrize(
    ("given", "left"), [({}, None), ({"kinds": ("警告",)}, Decimal(0)), ({"kinds": ("罚款",)}, None)]
)
def test_no_fine_is_left_when_no_fine_is_among_the_kinds_that_stand(
    given: dict[str, Any], left: Decimal | None
) -> None:
    course = served().at(on("2026-03-20"))
    changed(course, **given)
    assert course.case.revocation is not None
    assert course.case.revocation.fine_yuan == left
    assert asked(course.case) == ({} if left == 0 else {"fine": Decimal(200)})


def test_an_amount_of_a_kind_that_does_not_stand_is_invalid() -> None:
    course = served().at(on("2026-03-20"))
    with pytest.raises(Invalid, match="fine_yuan"):
        changed(course, kinds=("警告",), fine_yuan=Decimal(100))


def test_money_that_came_in_after_the_instrument_is_owed_from_its_day() -> None:
    course = served().at(on("2026-03-20"))
    course.take(c.RevokeDecision)
    course.at(on("2026-03-27"))
    course.defects(c.RecordPayment, "2026-03-26", paid_on=date(2026, 3, 25))
    found = every(of(course.case))["repayable"]
    assert [str(one.on) for one in found] == ["2026-03-25"]


def test_a_former_revocation_reads_as_one_that_says_no_amounts() -> None:
    former = DecisionRevoked1(
        case=CASE,
        entry=None,
        defects=(),
        number="罚决一号",
        effect="changed",
        instrument=instrument(),
        explanation="变",
    )
    now = TRANSLATIONS[DecisionRevoked1](former)
    assert isinstance(now, DecisionRevoked)
    assert (now.number, now.effect, now.fine_yuan, now.kinds, now.procedure_only) == (
        "罚决一号",
        "changed",
        None,
        (),
        False,
    )


# ---- Goods ----


def with_goods(fate: str = "confiscated") -> Course:
    gains: dict[str, Any] = {"kinds": ("罚款", "没收违法所得"), "confiscated_yuan": yuan("50")}
    course = Course().until("evidence")
    course.take(c.ApprovePreservation)
    course.take(c.PreserveEvidence)
    course.take(c.WaiveRecording, stage="preservation")
    course.take(c.SubmitOpinion, **gains)
    course.take(c.EndorseOpinion)
    course.take(c.GiveNotice, **gains)
    course.take(c.ServeDocument, document="notice")
    course.take(c.WaiveDefence)
    course.take(c.SignDecision, **gains)
    course.take(c.DisposeItem, fate=fate)
    course.take(c.ServeDocument)
    return course.at(on("2026-03-20"))


def test_a_closing_on_paper_that_lacks_the_payment_is_archived_with_the_gap() -> None:
    course = served().at(on("2026-03-27"))
    assert course.defects(c.CloseCase, "2026-03-26") == ["not-performed"]
    course.take(c.ArchiveCase)


def test_goods_that_were_confiscated_go_back_or_are_made_good() -> None:
    course = with_goods()
    assert course.refusal(c.ReturnGoods) == "nothing-to-return"
    course.take(c.RevokeDecision)
    assert course.refusal(c.CloseCase, ground="revoked") == "goods-not-returned"
    with pytest.raises(Invalid, match="item"):
        course.take(c.ReturnGoods, item="监漳先登〔2026〕1号#2")
    course.take(c.ReturnGoods, means="compensated")
    assert course.refusal(c.ReturnGoods) == "nothing-to-return"
    course.take(c.CloseCase, ground="revoked")


def test_goods_that_went_back_before_are_not_to_be_returned() -> None:
    course = with_goods("returned")
    course.take(c.RevokeDecision)
    assert not fact(course, "goods-to-return")


@pytest.mark.parametrize(
    ("kinds", "back"),
    [
        (("罚款",), True),
        (("罚款", "没收违法所得"), True),  # takes money
        (("罚款", "没收非法财物"), False),
        ((), False),
    ],
)
def test_goods_go_back_when_the_changed_decision_confiscates_none(kinds: tuple[Any, ...], back: bool) -> None:
    course = with_goods()
    changed(course, kinds=kinds, instrument=instrument(kind="own"))
    assert fact(course, "goods-to-return") is back


# ---- Deciding anew ----


def old(**changes: Any) -> Superseded:
    """The decision of a plain case, undone, as another case knows it."""
    signed = command(c.SignDecision)
    assert isinstance(signed, c.SignDecision)
    given: dict[str, Any] = {
        "case": "019c0000-0000-7000-8000-0000000000aa",
        "number": "监漳罚决〔2026〕1号",
        "undone": True,
        "same_party": True,
        "procedure_only": False,
        "kinds": ("罚款",),
        "fine_yuan": yuan("200.00"),
        "confiscated_yuan": None,
        "digest": digest_of(signed.facts, signed.reasons),
    }
    return Superseded(**(given | changes))


def linked(**changes: Any) -> Course:
    course = Course().until("defence")
    course.superseded = old(**changes)
    (event,) = course.take(c.LinkRedo)
    assert isinstance(event, RedoLinked)
    assert (event.supersedes, event.number) == (course.superseded.case, "监漳罚决〔2026〕1号")
    return course


def test_a_decision_that_is_made_anew_differs_in_its_reasons_or_its_result() -> None:
    assert linked().refusal(c.SignDecision) == "redo-same"
    assert linked().refusal(c.SignDecision, reasons="首次违法，　情节较轻") == "redo-same"
    linked().take(c.SignDecision, reasons="再次违法，情节一般。")
    linked().take(c.SignDecision, fine_yuan=yuan("150"))
    linked(procedure_only=True).take(c.SignDecision)


@pytest.mark.parametrize(
    ("fine", "code"),
    [("220.00", "redo-same"), ("180.00", "redo-same"), ("179.99", ""), ("220.01", "heavier-than-told")],
)
def test_an_amount_within_a_tenth_of_the_old_one_is_basically_the_same(fine: str, code: str) -> None:
    told: dict[str, Any] = {"fine_yuan": yuan("220.00")}
    course = Course().until("defence", opinion=told, notice=told)
    course.superseded = old()
    course.take(c.LinkRedo)
    if code:
        assert course.refusal(c.SignDecision, fine_yuan=yuan(fine)) == code
    else:
        course.take(c.SignDecision, fine_yuan=yuan(fine))


class _AfterAnother(Course):
    """A case of an act of which a decision was undone."""

    def context(self, sent: c.Command, by: str = HANDLERS[0], **facts: Any) -> Context:
        return super().context(sent, by, undone_in="监漳罚决〔2026〕1号", **facts)


def test_a_decision_on_an_act_of_which_another_was_undone_says_which_it_replaces() -> None:
    course = _AfterAnother().until("defence")
    assert course.refusal(c.SignDecision) == "redo-not-linked"
    course.superseded = old(number="监漳罚决〔2026〕9号")
    course.take(c.LinkRedo, number="监漳罚决〔2026〕9号")
    assert course.refusal(c.SignDecision, reasons="再次违法。") == "redo-not-linked"
    course.superseded = old()
    course.take(c.LinkRedo)
    course.take(c.SignDecision, reasons="再次违法。")
    _AfterAnother().until("defence").take(c.SignDecision, distinct="是当日另一次摆摊。")


def test_the_link_to_the_old_decision_is_void_only_before_the_new_one() -> None:
    course = linked()
    version = len(course.steps)
    course.take(c.SignDecision, reasons="再次违法。")
    assert course.refusal(c.VoidEntry, by=HEAD, version=version) == "not-voidable"
    course = linked()
    course.take(c.VoidEntry, version=version)


def test_only_a_decision_that_is_gone_is_made_anew() -> None:
    course = Course().until("evidence")
    course.superseded = old(undone=False)
    assert course.refusal(c.LinkRedo) == "redo-not-ordered"
    assert course.defects(c.LinkRedo, "2026-03-02") == ["redo-not-ordered"]


@pytest.mark.parametrize("known", [None, old(same_party=False)])
def test_a_number_that_nobody_knows_or_of_another_party_is_invalid(known: Superseded | None) -> None:
    course = Course().until("evidence")
    course.superseded = known
    with pytest.raises(Invalid, match="number"):
        course.take(c.LinkRedo)


def test_the_case_alone_says_which_decision_is_made_anew_and_the_number_may_not_contradict_it() -> None:
    course = Course().until("evidence")
    course.superseded = old()
    with pytest.raises(Invalid, match="number"):
        course.take(c.LinkRedo, number="监漳罚决〔2026〕2号")
    (event,) = course.take(c.LinkRedo, number="", related_case=course.superseded.case)
    assert isinstance(event, RedoLinked)
    assert event.number == "监漳罚决〔2026〕1号"
    course.superseded = None
    with pytest.raises(Invalid, match="related_case"):
        course.take(c.LinkRedo, number="", related_case="019c0000-0000-7000-8000-0000000000bb")


def test_a_paper_names_an_old_decision_that_was_never_in_the_record() -> None:
    course = Course().until("defence").at(on("2026-03-04"))
    assert course.defects(c.LinkRedo, "2026-03-03", number="武罚字（2019）8号") == []
    course.take(c.SignDecision)


def test_a_case_that_has_decided_decides_nothing_anew() -> None:
    course = Course().until("decision")
    course.superseded = old()
    assert course.refusal(c.LinkRedo) == "decision-exists"


def test_the_comparison_is_the_same_when_the_step_is_judged_once_more() -> None:
    course = linked()
    event, at, _ = course.steps[-1]
    again = context_again(event, at, at, f"person:{HANDLERS[0]}", course.case, course.register)
    made = decide(command_of(event), course.case, again)[0]
    assert msgspec.structs.replace(made, entry=None) == event


# ---- Answers and the frozen file ----


def copied(**changes: Any) -> Course:
    course = served().at("2026-03-25 10:00")
    course.take(c.ReceiveReliefCopy, **changes)
    return course


def test_an_answer_in_time_names_its_materials() -> None:
    course = copied()
    (event,) = course.at("2026-04-09 16:00").take(c.AnswerRelief)
    assert isinstance(event, ReliefAnswered)
    assert len(event.materials) == 3
    assert not fact(course, "answer-missed")


@pytest.mark.parametrize(
    ("changes", "last", "after"),
    [
        ({}, "2026-04-09", "2026-04-10"),
        ({"procedure": "simple"}, "2026-04-01", "2026-04-02"),
        ({"kind": "lawsuit"}, "2026-04-09", "2026-04-10"),
    ],
)
def test_an_answer_after_its_last_day_needs_a_reason(changes: dict[str, Any], last: str, after: str) -> None:
    kind = {"kind": changes.get("kind", "reconsideration")}
    copied(**changes).at(on(last)).take(c.AnswerRelief, **kind)
    course = copied(**changes).at(on(after))
    assert fact(course, "answer-missed")
    assert course.refusal(c.AnswerRelief, **kind) == "answer-late"
    assert course.refusal(c.AnswerRelief, late_reason=" ", **kind) == "answer-late"
    course.take(c.AnswerRelief, late_reason="洪水阻断交通。", **kind)
    assert fact(course, "answer-missed")  # a late one is late, whatever the reason


def test_a_copy_that_is_entered_when_its_relief_is_over_freezes_nothing() -> None:
    course = served().at(on("2026-03-10"))
    course.take(c.SeekRelief, accepted_on=date(2026, 3, 10))
    course.at(on("2026-03-20")).take(c.EndRelief, ended_on=date(2026, 3, 20))
    course.at(on("2026-03-25")).take(c.ReceiveReliefCopy, received_on=date(2026, 3, 12))
    assert (fact(course, "file-frozen"), fact(course, "answer-open")) == (False, False)
    course.take(c.ReceiveReliefCopy, kind="lawsuit", received_on=date(2026, 3, 25))
    assert (fact(course, "file-frozen"), fact(course, "answer-open")) == (True, True)


def test_a_lawsuit_after_the_reconsideration_has_a_term_of_its_own() -> None:
    course = copied()
    course.take(c.AnswerRelief)
    course.take(c.SeekRelief, accepted_on=date(2026, 3, 25))
    course.at(on("2026-05-20")).take(c.EndRelief)
    assert not fact(course, "file-frozen")
    course.take(c.ReceiveReliefCopy, kind="lawsuit", received_on=date(2026, 5, 20))
    assert fact(course, "file-frozen")
    assert fact(course, "answer-due-court")
    with pytest.raises(Invalid, match="kind"):
        course.take(c.AnswerRelief)
    course.take(c.AnswerRelief, kind="lawsuit")


@pytest.mark.parametrize("kind", [c.RecordInspection, c.QuestionPerson, c.TakeSample, c.AddEvidence])
def test_while_the_decision_is_attacked_no_evidence_is_gathered(kind: type[c.Command]) -> None:
    assert served().refusal(kind) == "decision-exists"
    assert copied().refusal(kind) == "collected-in-relief"
    course = served().at(on("2026-03-25"))
    course.take(c.SeekRelief)
    assert course.refusal(kind) == "collected-in-relief"


def test_what_is_added_with_consent_has_a_name_that_no_decision_cites() -> None:
    course = copied()
    assert course.refusal(c.SupplementEvidence, consent=" ") == "supplement-needs-consent"
    (event,) = course.take(c.SupplementEvidence)
    assert isinstance(event, EvidenceSupplemented)
    assert event.item == "补证1"
    course.take(c.VoidEntry, version=len(course.steps))
    (event,) = course.take(c.SupplementEvidence)
    assert isinstance(event, EvidenceSupplemented)
    assert event.item == "补证2"
    assert "证据" not in event.item


def test_outside_of_relief_nothing_is_added_to_a_decided_case() -> None:
    assert served().refusal(c.SupplementEvidence) == "relief-not-open"


@pytest.mark.parametrize("kind", [c.TakeApplication, c.ReceiveReliefCopy, c.ReceiveInstrument])
def test_a_paper_that_came_in_is_in_the_store(kind: type[c.Command]) -> None:
    course = served().at(on("2026-03-25"))
    with pytest.raises(NotFound, match="f" * 64):
        course.take(kind, object="f" * 64)
    course.take(kind, object=PAPER.blake3)


@pytest.mark.parametrize("kind", [c.TakeApplication, c.ReceiveReliefCopy])
@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 27)])
def test_a_paper_about_a_decision_comes_in_after_it_and_not_ahead(kind: type[c.Command], day: date) -> None:
    course = served().at(on("2026-03-26"))
    with pytest.raises(Invalid, match="received_on"):
        course.take(kind, received_on=day)


def test_an_application_is_held_until_it_went_on_or_the_agency_gave_way() -> None:
    course = served().at(on("2026-03-20"))
    assert course.refusal(c.PassOnApplication) == "no-application"
    course.take(c.TakeApplication)
    assert fact(course, "application-held")
    course.take(c.RevokeDecision)
    assert not fact(course, "application-held")
    course = served().at(on("2026-03-20"))
    course.take(c.TakeApplication)
    course.take(c.PassOnApplication)
    assert not fact(course, "application-held")
    assert course.refusal(c.PassOnApplication) == "no-application"


# ---- Instruments ----


def test_an_instrument_is_open_until_what_it_asks_for_is_reported() -> None:
    course = served()
    assert course.refusal(c.PerformInstrument) == "no-instrument-open"
    (event,) = course.take(c.ReceiveInstrument)
    assert isinstance(event, InstrumentReceived)
    assert fact(course, "opinion-open")
    assert not fact(course, "order-open")
    with pytest.raises(Invalid, match="number"):
        course.take(c.ReceiveInstrument)
    with pytest.raises(Invalid, match="武政复意"):
        course.take(c.PerformInstrument, number="武司监〔2026〕1号")
    course.take(c.RecordPayment)
    assert course.refusal(c.CloseCase) == "instrument-open"
    course.take(c.PerformInstrument)
    course.take(c.CloseCase)


def test_each_instrument_has_its_own_term() -> None:
    story = Story().tell("2026-03-02 09:00", InstrumentReceived, kind="order", number="甲", due_on=date(2026, 4, 20))
    story.tell(
        "2026-03-03 09:00", InstrumentReceived, kind="opinion", number="乙", due_on=None, received_on=date(2026, 3, 3)
    )
    assert story.term("instrument-performance", "甲").due_on == date(2026, 4, 20)
    assert story.term("opinion-report", "乙").due_on == date(2026, 5, 6)  # 2 May is off
    assert ("instrument-performance", "乙") not in story.terms()


@pytest.mark.parametrize(
    ("wrong", "kind", "changes"),
    [
        (["$.received_on"], c.ReceiveInstrument, {"received_on": date(2026, 3, 1)}),
        (["$.due_on"], c.ReceiveInstrument, {"due_on": date(2026, 3, 1)}),
        (["$.asks"], c.ReceiveInstrument, {"asks": " "}),
        (["$.result", "$.proof"], c.PerformInstrument, {"result": " ", "proof": " "}),
        (["$.materials"], c.AnswerRelief, {"materials": (" ",)}),
        (["$.procedure"], c.ReceiveReliefCopy, {"kind": "lawsuit", "procedure": "simple"}),
        (["$.amount_yuan"], c.MakeRepayment, {"amount_yuan": Decimal(0)}),
        (["$.number"], c.LinkRedo, {"number": " "}),
        (["$.reasons"], c.ObjectTransfer, {"reasons": "　"}),
    ],
)
def test_a_command_that_contradicts_itself_or_says_nothing_is_invalid(
    wrong: list[str], kind: type[c.Command], changes: dict[str, Any]
) -> None:
    assert paths(kind, **changes) == wrong


# ---- Objection to the police ----


def declined() -> Course:
    course = Course().until("defence")
    for kind in (c.ReportTransfer, c.DecideTransfer, c.SendTransfer):
        course.take(kind)
    course.at(on("2026-03-05")).take(c.RecordPoliceAnswer, filed=False)
    return course


def test_while_the_police_review_their_answer_nobody_is_punished() -> None:
    course = declined()
    course.at(on("2026-03-08")).take(c.ObjectTransfer)
    assert fact(course, "transfer-pending")
    assert course.refusal(c.SignDecision) == "transfer-first"
    assert course.refusal(c.ObjectTransfer) == "objection-open-already"
    course.take(c.RecordPoliceAnswer, filed=False)
    assert not fact(course, "transfer-pending")
    assert course.refusal(c.RecordPoliceAnswer, filed=False) == "police-answered-already"
    assert course.refusal(c.ObjectTransfer) == "objection-to-procuratorate"
    course.take(c.ObjectTransfer, to="procuratorate")


def supervised() -> Course:
    course = declined()
    course.at(on("2026-03-06")).take(c.ObjectTransfer, to="procuratorate")
    return course


def test_nobody_waits_for_the_procuratorate_for_ever() -> None:
    course = supervised()
    assert fact(course, "supervision-open")
    assert course.at(on("2026-04-05")).refusal(c.SignDecision) == "transfer-first"
    course.at(on("2026-04-06")).take(c.SignDecision)


def test_an_answer_after_the_procuratorate_was_asked_lets_the_case_go_on() -> None:
    course = supervised()
    course.at(on("2026-03-16")).take(c.RecordPoliceAnswer, filed=False)
    assert not fact(course, "supervision-open")
    course.take(c.SignDecision)


def test_while_the_police_review_their_answer_no_term_lets_the_case_go_on() -> None:
    course = declined()
    course.at(on("2026-03-06")).take(c.ObjectTransfer)
    assert course.at(on("2026-05-20")).refusal(c.SignDecision) == "transfer-first"


def test_who_decided_on_the_answer_of_the_police_objects_no_more() -> None:
    course = declined()
    course.take(c.SignDecision)
    assert course.refusal(c.ObjectTransfer) == "objection-after-decision"
    course = Course().until("decision")
    for kind in (c.ReportTransfer, c.DecideTransfer, c.SendTransfer):
        course.take(kind)
    course.take(c.RecordPoliceAnswer, filed=False)
    course.take(c.ObjectTransfer)  # the penalty came before: the police had not been asked


def test_an_objection_comes_within_three_days_of_the_answer() -> None:
    assert declined().at(on("2026-03-09")).refusal(c.ObjectTransfer) == "objection-late"
    declined().at("2026-03-08 23:00").take(c.ObjectTransfer)


def test_nobody_objects_to_a_case_that_the_police_took() -> None:
    course = declined()
    course.take(c.RecordPoliceAnswer, filed=True)
    assert course.refusal(c.ObjectTransfer) == "police-not-declined"


def test_a_right_that_is_not_used_ends_with_its_term_and_is_never_late() -> None:
    course = declined().at(on("2026-03-20"))
    course.take(c.SignDecision)
    story = Story()
    for event, at, _ in course.steps:
        story.add(str(at.instant.astimezone().strftime("%Y-%m-%d %H:%M")), event)
    term = story.term("objection")
    assert (term.due_on, term.lapsed_on, term.kept_on) == (date(2026, 3, 8), date(2026, 3, 8), None)


def test_the_days_at_the_police_are_told_apart() -> None:
    course = declined()
    course.at(on("2026-03-08")).take(c.ObjectTransfer)
    course.at(on("2026-03-11")).take(c.RecordPoliceAnswer, filed=False)
    first, second = police_waits(of(course.case))
    assert (first.begins_on, first.ends_on, first.days) == (date(2026, 3, 2), date(2026, 3, 5), 3)
    assert (second.begins_on, second.ends_on, second.days) == (date(2026, 3, 8), date(2026, 3, 11), 3)


def test_a_case_that_the_police_took_waits_with_them_until_they_give_it_back() -> None:
    course = Course().until("defence")
    for kind in (c.ReportTransfer, c.DecideTransfer, c.SendTransfer):
        course.take(kind)
    course.at(on("2026-03-05")).take(c.RecordPoliceAnswer, filed=True)
    (stretch,) = police_waits(of(course.case))
    assert (stretch.ends_on, stretch.days) == (None, None)
    course.at(on("2026-05-05")).take(c.RecordPoliceAnswer, filed=False)
    (stretch,) = police_waits(of(course.case))
    assert stretch.days == 64


def test_a_back_entered_answer_after_the_term_is_marked() -> None:
    course = copied().at(on("2026-04-20"))
    assert course.defects(c.AnswerRelief, "2026-04-10") == ["answer-late"]
    assert SCAN.scan == PAPER.blake3
