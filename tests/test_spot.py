"""A penalty on the spot beside its stories: what a command alone shows wrong, money on its way, doing it anew."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from course import Course, registers
from penal import AGENCY, HANDLERS, HEAD, command
from records.course.facts import FACTS
from records.course.rederive import Taken, defects_now
from records.errors import Invalid, NotFound
from records.penalty import commands as c
from records.penalty.commands.checks import check
from records.penalty.events import DefencePoint, DocumentServed
from records.penalty.money import is_paid, paid, repayable
from records.penalty.redo import superseded
from records.penalty.voidness import void_check
from records.register.events import DecisionNoted, FineImposed, OfficerRegistered, ReceiptUsed
from records.spot.collecting import FineCollected, FinesHandedIn
from records.spot.commands import (
    CollectFine,
    DecideSpot,
    DepositFines,
    HandInFines,
    HearSpot,
    OpenSpot,
    TellSpot,
    TurnSpot,
)
from records.spot.events import SIMPLE, SpotDecided, SpotOpened, SpotTurned
from records.spot.holding import held, receipt_key, undeposited
from records.spot.simple import says_reconsideration_first

REMOTE = {"ground": "remote", "request": "请求当场缴纳。"}


def spot(until: str = "decision", start: str = "2026-03-02 09:00", **changes: dict[str, Any]) -> Course:
    """A plain case on the spot up to a stage."""
    return Course(start, procedure=SIMPLE).until(until, **changes)


def paths(kind: type[c.Command], /, **changes: Any) -> list[str]:
    return [path for path, _ in check(command(kind, **changes))]


def fact(course: Course, name: str) -> bool:
    return FACTS[name](course.case, course.context(command(HearSpot)))


# ---- Commands ----


@pytest.mark.parametrize(
    ("kind", "changes", "wrong"),
    [
        (OpenSpot, {"handlers": (HANDLERS[0], HANDLERS[0])}, ["$.handlers"]),
        (OpenSpot, {"acted_on": date(1990, 1, 1)}, []),
        (OpenSpot, {"acted_on": date(1989, 12, 31)}, ["$.acted_on"]),
        (TellSpot, {"fine_yuan": None}, ["$.fine_yuan"]),
        (TellSpot, {"kinds": ("警告",)}, ["$.fine_yuan"]),
        (TellSpot, {"fine_yuan": Decimal("0.001")}, ["$.fine_yuan"]),
        (HearSpot, {"points": ("太重了。",)}, ["$.answers"]),
        (HearSpot, {"answers": (DefencePoint(accepted=True, reason="是。"),)}, ["$.answers"]),
        (
            HearSpot,
            {"points": (" ",), "answers": (DefencePoint(accepted=True, reason=" "),)},
            ["$.points[0]", "$.answers[0].reason"],
        ),
        (DecideSpot, {"recipient": " "}, ["$.recipient"]),
        (DecideSpot, {"handed_over": False, "refused": True}, ["$.refused"]),
        (DecideSpot, {"refusal_note": "拒绝签收。"}, ["$.refusal_note"]),
        (DecideSpot, {"kinds": ("警告",), "fine_yuan": None}, ["$.collect_now"]),
        (DecideSpot, {"mitigation_ground": "主动改正。"}, ["$.mitigation_ground"]),
        (DecideSpot, {"number": "监漳当罚决〔2026〕1号"}, ["$.number"]),
        (CollectFine, {"amount_yuan": Decimal(-1)}, ["$.amount_yuan"]),
        (CollectFine, {"reason": "难以执行。"}, []),
        (CollectFine, {"request": "请求。"}, ["$.request"]),
        (CollectFine, {"on_water": True}, ["$.on_water"]),
        (HandInFines, {"receipts": ("甲1", " 甲1")}, ["$.receipts"]),
        (HandInFines, {"receipts": (" ",)}, ["$.receipts"]),
        (DepositFines, {"amount_yuan": Decimal("1.001")}, ["$.amount_yuan"]),
    ],
)
def test_what_a_command_alone_shows_wrong_is_named_by_its_field(
    kind: type[c.Command], changes: dict[str, Any], wrong: list[str]
) -> None:
    assert paths(kind, **changes) == wrong


@pytest.mark.parametrize(
    ("relief", "first"),
    [
        ("应当在六十日内先向武乡县人民政府申请行政复议；对复议决定不服的，再向人民法院提起行政诉讼。", True),
        ("应当先申请行政复议，\n对复议决定不服的，可以自收到之日起十五日内起诉。", True),
        ("可以申请行政复议，也可以向人民法院起诉。", False),
        ("可以先申请行政复议，也可以直接向人民法院提起行政诉讼。", False),
        ("可以在六个月内起诉。", False),
        ("", False),
    ],
)
def test_a_relief_text_says_reconsideration_first_or_does_not(relief: str, first: bool) -> None:
    assert says_reconsideration_first(relief) is first


# ---- The decision ----


def test_a_decision_is_served_with_the_step_that_makes_it_and_noted_under_its_party() -> None:
    course = spot("heard")
    decided, service, taken, noted = course.take(DecideSpot, witness="李四")
    assert isinstance(decided, SpotDecided)
    assert isinstance(service, DocumentServed)
    assert (service.document, service.number, service.method) == ("spot-decision", decided.number, "in-person")
    assert (len(service.recipients), len(service.witnesses)) == (1, 1)
    assert {one.person for one in (*service.recipients, *service.witnesses)} & {"", "person-1"} == set()
    assert taken.number == decided.number  # type: ignore[attr-defined]  # it is the number
    assert isinstance(noted, FineImposed)
    assert (noted.acted_on, noted.place) == (date(2026, 3, 1), "监漳镇中心街")
    assert course.case.served_at == course.case.signed_at
    assert fact(course, "decision-served")


def test_a_warning_is_noted_as_a_decision_without_a_fine() -> None:
    warning: dict[str, Any] = {"kinds": ("警告",), "fine_yuan": None, "content": "警告"}
    course = spot("told", told=warning)
    course.take(HearSpot)
    noted = course.take(DecideSpot, **warning, collect_now=False)[-1]
    assert isinstance(noted, DecisionNoted)
    assert noted.punished


def test_an_officer_of_another_certificate_term_signs_nothing_on_the_spot() -> None:
    ended = OfficerRegistered(
        person="officer-new",
        agency=AGENCY,
        certificate="14042909",
        category="综合执法",
        valid_from=date(2020, 1, 1),
        valid_to=date(2026, 3, 1),
        name="孙",
    )
    course = Course("2026-03-02 09:00", register=registers(ended), procedure=SIMPLE)
    assert course.refusal(OpenSpot, handlers=("officer-new", HANDLERS[0])) == "officer-not-certified"


def test_what_would_make_a_decision_on_the_spot_void_is_asked_of_its_own_steps() -> None:
    course = spot("opened")
    context = course.context(command(HearSpot))
    assert [one.id for one in void_check(course.case, context).met] == ["spot-not-told"]
    course.take(TellSpot)
    context = course.context(command(HearSpot))
    assert [one.id for one in void_check(course.case, context).met] == ["spot-not-heard"]
    course.take(HearSpot)
    course.take(DecideSpot)
    found = void_check(course.case, course.context(command(HearSpot)))
    assert (found.decided, found.verdict, found.met) == (True, "clear", ())


def test_a_decision_that_is_decided_again_today_has_no_other_defects() -> None:
    course = spot("heard")
    course.take(DecideSpot, refused=True, refusal_note="当事人拒绝签收，执法人员二人在场。")
    steps = [Taken(event, at, at, version, f"person:{HANDLERS[0]}") for event, at, version in course.steps]
    assert set(defects_now(steps, course.register).values()) == {()}


def test_a_case_takes_no_legal_review_and_none_is_due() -> None:
    assert not fact(spot("heard"), "review-due")


def test_a_case_that_does_not_exist_takes_nothing_up() -> None:
    with pytest.raises(NotFound):
        spot("heard").take(TurnSpot)


def test_a_case_that_turned_ends_with_the_case_that_took_it_up() -> None:
    course, ordinary = spot("heard"), Course().until("filing")
    course.related["019c0000-0000-7000-8000-0000000000ff"] = ordinary.case
    (event,) = course.take(TurnSpot)
    assert isinstance(event, SpotTurned)
    assert fact(course, "ended")
    course.take(c.CloseCase, ground="completed")
    (archived,) = course.take(c.ArchiveCase)
    assert archived.gaps == ()  # type: ignore[attr-defined]  # it is the archiving


# ---- Money ----


def test_a_receipt_is_one_number_however_it_is_written() -> None:
    assert receipt_key(" 晋财罚 Ａ０００１ｂ ") == receipt_key("晋财罚A0001B") == "晋财罚A0001B"
    assert receipt_key("　") == ""


def test_money_goes_from_the_officers_to_the_agency_and_to_the_bank() -> None:
    course = spot()
    first, used = course.take(CollectFine, amount_yuan=Decimal("20.00"), receipt="甲 1")
    assert isinstance(first, FineCollected)
    assert used == ReceiptUsed(number="甲1", case=first.case)
    course.take(CollectFine, amount_yuan=Decimal("30.00"), receipt="甲2")
    assert held(course.case) == {"甲 1": Decimal("20.00"), "甲2": Decimal("30.00")}
    assert is_paid(course.case)
    course.take(HandInFines, receipts=("甲2",), amount_yuan=Decimal("30.00"))
    assert (list(held(course.case)), list(undeposited(course.case))) == (["甲 1"], ["甲2"])
    both: dict[str, Any] = {"receipts": ("甲 1", "甲2"), "amount_yuan": Decimal("50.00")}
    assert course.refusal(HandInFines, **both) == "receipts-differ"
    assert course.refusal(DepositFines, **both) == "receipts-differ"
    course.take(HandInFines, receipts=("甲 1",), amount_yuan=Decimal("20.00"))
    course.take(DepositFines, **both)
    assert not fact(course, "money-held")


def test_a_fine_that_is_paid_at_the_bank_in_part_is_taken_for_the_rest_alone() -> None:
    course = spot()
    course.take(c.RecordPayment, amount_yuan=Decimal("49.50"), receipt="银行1")
    with pytest.raises(Invalid, match=r"0\.50元"):
        course.take(CollectFine)
    course.take(CollectFine, amount_yuan=Decimal("0.50"))
    assert paid(course.case, "fine") == Decimal("50.00")


def test_what_officers_took_adds_no_surcharge_after_its_day() -> None:
    banked = {"collect_now": False, "bank": "武乡农商银行", "surcharge": True}
    course = spot(decision=banked).at("2026-03-17 09:00")  # the last day of the term
    course.take(CollectFine, **REMOTE)
    course.at("2026-03-30 09:00")
    assert course.refusal(c.ImposeSurcharge, last_day=date(2026, 3, 30)) == "nothing-to-pay"


def test_what_officers_took_of_a_decision_that_is_gone_goes_back() -> None:
    course = spot("collected").at("2026-03-20 09:00")
    course.take(c.RevokeDecision)
    assert repayable(course.case) == {"fine": Decimal("50.00")}
    with pytest.raises(Invalid, match="早于缴款日期"):
        course.take(c.MakeRepayment, amount_yuan=Decimal("50.00"), paid_on=date(2026, 3, 1))
    course.take(c.MakeRepayment, amount_yuan=Decimal("50.00"), paid_on=date(2026, 3, 20))
    assert repayable(course.case) == {}


def test_a_paper_of_money_that_was_handed_in_before_it_was_known_is_marked_until_it_is_known() -> None:
    course = spot().at("2026-03-06 09:00")
    found = course.defects(HandInFines, "2026-03-04")
    assert found == ["nothing-to-hand-in", "receipts-differ"]
    course.take(CollectFine, HANDLERS[0], occurred_at="2026-03-02T09:50:00+08:00", entry=course.steps[-1][0].entry)
    steps = [Taken(event, at, at, version, f"person:{HANDLERS[0]}") for event, at, version in course.steps]
    version = next(one.version for one in steps if isinstance(one.event, FinesHandedIn))
    assert defects_now(steps, course.register)[version] == ()


def test_the_head_collects_nothing_for_the_officers() -> None:
    assert spot().refusal(CollectFine, by=HEAD) == "handler-only"


# ---- Doing it anew ----


def test_a_decision_on_the_spot_that_was_undone_is_known_to_the_case_that_decides_anew() -> None:
    old = spot().at("2026-03-20 09:00")
    old.take(c.RevokeDecision, effect="redo-ordered", procedure_only=False)
    found = superseded(old.case, "old", Course().until("filing").case)
    assert found is not None
    assert (found.undone, found.same_party, found.kinds, found.fine_yuan) == (True, True, ("罚款",), Decimal("50.00"))


def test_an_act_is_discovered_on_the_day_of_the_visit() -> None:
    (event,) = spot("opened").events
    assert isinstance(event, SpotOpened)
    assert (event.acted_on, event.discovered_on) == (date(2026, 3, 1), date(2026, 3, 2))
