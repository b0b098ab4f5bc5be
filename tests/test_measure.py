"""Compulsory measures: amounts, terms, other cases and the timer, which stories can't say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.desks import CaseDesks
from api.register_checks import check
from api.timer import Timer
from course import Course, registers
from media.catalogue import Catalogue
from media.catalogue import install as install_catalogue
from penal import HANDLERS, MATTER, command, sender_of, timely
from plain_measure import ITEM, PLAIN, PROVIDED
from projections import schema
from projections.follower import Follower
from records.course.case import Case
from records.course.moments import of
from records.course.people import Party
from records.course.rederive import defects_now
from records.course.terms import terms
from records.errors import Invalid
from records.law.data import in_force
from records.law.file import seed_texts
from records.measure import commands as c
from records.measure import events as e
from records.measure.holding import carried_out as carried_out_as
from records.measure.holding import held, last_days, owed, subjects, to_give_back
from records.measure.inventory import key_of
from records.measure.marks import MOMENTS
from records.moment import SHANGHAI
from records.penalty.events import CaseFiled, DecisionRevoked, DecisionSigned
from records.register.events import LegalBasis, MeasureProvided
from stories import Story
from town import Town, town
from walks import Walk, wander

TODAY: Final = date(2026, 3, 2)
PHOTO: Final = "0" * 64
LAW: Final = in_force(seed_texts(), TODAY, "measure")


def course(until: str = "site", start: str = "2026-03-02 09:00") -> Course:
    return Course(start, procedure="measure").until(until)


def last_day(found: Course) -> date:
    return last_days(found.case, found.register)[ITEM]


# ---- Terms ----


@given(st.dates(date(2024, 1, 1), date(2026, 10, 1)))
def test_a_measure_ends_on_its_thirtieth_day_whatever_day_that_is(begun: date) -> None:
    found = course(start=f"{begun} 09:00")
    (ends,) = last_days(found.case, found.register).values()
    assert ends == begun + timedelta(days=30)


@given(st.integers(1, 20), st.integers(1, 25), st.integers(0, 30))
def test_the_days_of_a_test_come_to_the_term_and_an_extension_to_both(after: int, length: int, early: int) -> None:
    found = course()
    begins = TODAY + timedelta(days=after)
    ends = begins + timedelta(days=length - 1)
    found.take(c.SetExamination, begins_on=begins, ends_on=ends)
    assert last_day(found) == TODAY + timedelta(days=30 + length)
    found.take(c.ExtendMeasure, days=10)
    assert last_day(found) == TODAY + timedelta(days=40 + length)
    ended = max(begins, ends - timedelta(days=early))
    found.at(f"{ended} 18:00").take(c.EndExamination, number="监漳强检〔2026〕1号", ended_on=ended)
    assert last_day(found) == TODAY + timedelta(days=40 + (ended - begins).days + 1)


def test_a_term_that_was_not_told_of_a_test_is_not_longer_by_it() -> None:
    found = course()
    found.at("2026-03-10 09:00")
    assert found.defects(c.SetExamination, on="2026-03-04", told=False) == ["examination-not-told"]
    assert last_day(found) == date(2026, 4, 1)


def test_the_shorter_term_of_a_decision_is_the_term() -> None:
    found = course("approval")
    found.take(c.DecideMeasure, valid_until=date(2026, 3, 10))
    found.take(c.CarryOutMeasure)
    assert last_day(found) == date(2026, 3, 10)
    assert [one.due_on for one in terms(of(found.case), found.register) if one.limit_id == "measure"] == [
        date(2026, 3, 10)
    ]


def test_a_decision_that_is_gone_holds_nothing_and_all_of_it_goes_back() -> None:
    found = course()
    assert (held(found.case), to_give_back(found.case)) == ((ITEM,), ())
    found.steps.append((Story().tell("2026-03-03 09:00", DecisionRevoked, effect="void").told[0].event, *_place(found)))
    assert (held(found.case), to_give_back(found.case)) == ((), (ITEM,))


def _place(found: Course) -> tuple[Any, int]:
    return found.steps[-1][1], len(found.steps) + 1


# ---- Amounts ----


def sale(proceeds: Decimal, market: Decimal) -> Case:
    return (
        Story()
        .tell("2026-03-02 09:00", e.MeasureCarriedOut, number="甲", items=(e.Held(name="鱼"),))
        .tell("2026-03-03 09:00", e.ItemSold, item="甲#1", proceeds_yuan=proceeds, market_yuan=market)
        .case
    )


MONEY: Final = st.integers(1, 10**9).map(lambda fen: Decimal(fen) / 100)


@given(MONEY, MONEY)
def test_what_a_sale_brought_below_seven_tenths_of_the_market_is_made_up_to_the_fen(
    proceeds: Decimal, market: Decimal
) -> None:
    is_low = proceeds * 10 < market * 7
    assert owed(sale(proceeds, market), LAW) == ({"甲#1": market - proceeds} if is_low else {})


@pytest.mark.parametrize(("proceeds", "left"), [("700.00", {}), ("699.99", {"甲#1": Decimal("300.01")})])
def test_seven_tenths_are_not_obviously_below_the_market(proceeds: str, left: dict[str, Decimal]) -> None:
    assert owed(sale(Decimal(proceeds), Decimal(1000)), LAW) == left


def test_harm_and_sale_add_up_and_payments_take_off() -> None:
    found = course()
    found.take(c.ReportHarm, amount_yuan=Decimal("50.50"))
    found.take(c.ReportHarm, amount_yuan=Decimal("49.50"))
    found.take(c.CompensateParty, amount_yuan=Decimal("30.00"), paid_on=TODAY)
    assert owed(found.case, LAW) == {ITEM: Decimal("70.00")}


# ---- The inventory ----


def shop(name: str, place: str) -> e.Held:
    return e.Held(kind="premises", name=name, place=place)


def bank(name: str) -> e.Held:
    return e.Held(kind="account", name=name, identifier="1234")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (e.Held(name="车", identifier="晋D 12345"), e.Held(name="轿车", identifier="晋d12345"), True),
        (e.Held(name="车", identifier="晋D12345"), e.Held(name="车", identifier="晋D12346"), False),
        (shop("门店", "东街1号"), shop("门店", "东街2号"), False),
        (shop("门店", "东街1号"), shop("门 店", "东街1号"), True),
        (bank("甲行"), bank("乙行"), False),
    ],
)
def test_a_thing_is_known_by_what_tells_it_from_all_others(one: e.Held, other: e.Held, same: bool) -> None:
    assert (key_of(one) == key_of(other)) == same


def test_goods_without_an_identifier_are_told_from_none() -> None:
    assert key_of(e.Held(name="水果", quantity="3箱", place="仓库")) == ""


def test_an_account_is_recorded_with_its_end_and_its_number_is_personal() -> None:
    found = Course(procedure="measure")
    found.take(c.RequestMeasure, measure="freeze", value_yuan=Decimal(100))
    found.take(c.AnswerMeasureRequest)
    found.take(c.DecideMeasure, amount_yuan=Decimal(100))
    line = c.HeldGiven(
        kind="account", name="甲行", account="622848001234", relation="违法所得", amount_yuan=Decimal(100)
    )
    found.take(c.CarryOutMeasure, items=(line,), bank_notified=True, delivered=False)
    carried = found.case.last(e.MeasureCarriedOut)
    assert carried is not None
    assert carried.items[0].identifier == "1234"
    assert [(one.person, one.line, one.number) for one in carried.accounts] == [("person-1", 1, "622848001234")]


# ---- Other cases ----


def penalty(*kinds: str, effect: str = "", person: str = "person-1") -> Case:
    """A case of the ordinary penalty with a decision of those kinds, undone if an effect is given."""
    party = Party(person=person, kind="natural", name="张三丰")
    story = Story().tell("2026-03-02 09:00", CaseFiled, party=party)
    story = story.tell("2026-03-03 09:00", DecisionSigned, kinds=kinds)
    return (story.tell("2026-03-04 09:00", DecisionRevoked, effect=effect) if effect else story).case


@pytest.mark.parametrize(
    ("related", "code"),
    [
        (penalty("没收非法财物"), ""),
        (penalty("罚款"), "confiscation-undecided"),
        (penalty("没收非法财物", effect="void"), "confiscation-undecided"),
        (penalty("没收非法财物", effect="confirmed-illegal"), ""),
        (penalty("没收非法财物", person="person-2"), "confiscation-undecided"),
    ],
)
def test_goods_are_confiscated_by_a_decision_of_another_case_that_stands(related: Case, code: str) -> None:
    found, other = course(), "019c0000-0000-7000-8000-00000000aaaa"
    found.related[other] = related
    said: dict[str, Any] = {"fate": "confiscated", "reason": "没收。", "related_case": other}
    if code:
        assert found.refusal(c.SettleItem, **said) == code
    else:
        found.take(c.SettleItem, **said)
        assert held(found.case) == ()


def test_the_category_of_a_certificate_is_asked_of_each_officer() -> None:
    other = MeasureProvided(
        matter=MATTER,
        measure="seize",
        level="law",
        basis=LegalBasis("某法", "第一条"),
        categories=("市场监管",),
        valid_from=date(2026, 3, 1),
    )
    found = Course(register=registers(other), procedure="measure").until("decision")
    assert found.refusal(c.CarryOutMeasure) == "officer-not-for-measure"


# ---- The register and the timer ----


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Town]:
    with town(database, tmp_path) as found:
        schema.install(found.ledgers.engine)
        install_catalogue(found.ledgers.engine)
        yield found


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"matter": "nothing"}, "$.matter"),
        ({"days": -1}, "$.days"),
        ({"basis": LegalBasis("", "第一条")}, "$.basis.law"),
        ({"measure": "liberty"}, "$.hours"),
        ({"hours": 24}, "$.hours"),
        ({"valid_to": date(2019, 1, 1)}, "$.valid_to"),
    ],
)
def test_an_entry_that_says_what_can_not_be_is_refused(place: Town, changes: dict[str, Any], path: str) -> None:
    said = {name: getattr(PROVIDED[0], name) for name in PROVIDED[0].__struct_fields__}
    with pytest.raises(Invalid) as raised:
        check(MeasureProvided(**(said | changes)), place.ledger)
    assert [one for one, _ in raised.value.fields] == [path]


def carried_out(place: Town, **site: Any) -> str:
    """A plain case up to what is done on the spot, as `site` changes it; its term ends on 5 February 2025."""
    (_, opening, _), *following = PLAIN["measure"]
    written = place.desk.open(_said(place, opening, {}), place.sender(HANDLERS[0]))
    case = next(one.case for one in written.events if isinstance(one, e.MeasureRequested))
    for name, kind, known in following:
        place.step(case, _said(place, kind, known | (site if name == "site" else {})), sender_of(kind))
        if name == "site":
            break
    return case


def _said(place: Town, kind: type[Any], changes: dict[str, Any]) -> Any:
    return command(kind, **(timely(kind, place.ledger.now().instant.astimezone(SHANGHAI)) | changes))


def tick(place: Town) -> int:
    Follower(place.ledgers).catch_up()
    return Timer(place.ledgers, CaseDesks(place.ledgers, Catalogue(place.ledgers.engine))).tick()


def test_the_timer_ends_a_measure_the_day_after_its_last_one_and_lists_what_goes_back(place: Town) -> None:
    case = carried_out(place)
    place.at("2025-02-05 23:59")
    assert tick(place) == 0
    place.at("2025-02-06 00:00")
    assert tick(place) == 1
    assert tick(place) == 0
    lapsed = place.desk.load(case).case.last(e.MeasureLapsed)
    assert lapsed is not None
    assert (lapsed.items, lapsed.due_on) == (("监漳强措〔2025〕1号#1",), date(2025, 2, 5))


def test_one_lapse_is_for_all_items_whose_term_is_over(place: Town) -> None:
    line = c.HeldGiven(name="水果", quantity="1箱", place="仓库", photo=PHOTO, relation="经营的货物")
    case = carried_out(place, items=(line, line, line))
    place.at("2025-02-06 00:00")
    assert tick(place) == 1
    (lapsed,) = place.desk.load(case).case.every(e.MeasureLapsed)
    assert len(lapsed.items) == 3


# ---- Moments ----


def test_every_moment_that_the_law_data_name_can_come_about() -> None:
    at, carried = "2026-03-02 09:00", {"number": "甲", "measure": "liberty", "urgent": True, "until": TODAY}
    hours = {"returned_at": "2026-03-02T10:00:00+08:00", "ends_at": "2026-03-03T09:00:00+08:00"}
    story = Story().tell(at, e.MeasureRequestAnswered, approved=False)
    story.tell(at, e.MeasureCarriedOut, **carried, items=(), **hours)
    story.tell(at, e.MeasureCarriedOut, **carried, items=(e.Held(name="鱼"),), returned_at="", ends_at="")
    story.tell(at, e.MeasureExtended, number="乙", days=3).tell(at, e.GroundGone)
    story.tell(at, e.MeasureReleased, number="丙", items=("甲#1",)).tell(at, e.MeasureLapsed, items=("甲#1",))
    story.tell(at, e.HeldSettled, item="甲#1", fate="returned").tell(at, e.HeldSettled, item="甲#1", fate="destroyed")
    assert {one.moment for one in story.moments.marks} >= MOMENTS


# ---- Whatever steps were taken ----


@settings(max_examples=15)
@given(st.randoms(use_true_random=False), st.integers(10, 30))
def test_a_measure_of_allowed_live_steps_is_never_defective(random: Random, steps: int) -> None:
    walk = wander(Walk(procedure="measure"), random, steps)
    assert not [one for one in walk.events if one.defects]
    found = defects_now(walk.taken, walk.register)
    assert {version: [one.code for one in some] for version, some in found.items() if some} == {}


@settings(max_examples=15)
@given(st.randoms(use_true_random=False), st.integers(10, 30))
def test_whatever_is_entered_each_item_is_held_to_be_returned_or_gone(random: Random, steps: int) -> None:
    case = wander(Walk(procedure="measure"), random, steps, papers=True).case
    carried = carried_out_as(case)
    gone = {one.item for one in case.every(e.HeldSettled)}
    parts = (set(held(case)), set(to_give_back(case)), gone)
    assert not parts[0] & parts[1]
    assert set().union(*parts) >= set(subjects(carried.event) if carried else ())
