"""What stories can't say of an act that is punished: amounts after a court's fine, and items that a measure held."""

from __future__ import annotations

from decimal import Decimal

import pytest

from course import Course
from penal import PAPER
from plain_measure import ITEM
from records.course.conclusions import every
from records.course.moments import of
from records.course.rederive import defects_now
from records.errors import Invalid
from records.measure.commands import SettleItem
from records.offence.commands import RecordJudgment, SettleConfiscated
from records.offence.events import CourtJudged
from records.offence.goods import proceeds_held
from records.penalty import commands as c
from records.penalty.money import asked, repayable, unpaid_fine
from walks import Walk


def judged(paid: str, set_off: str) -> Walk:
    """A case with a fine of 200 yuan, of which something was paid before the court judged."""
    walk = Walk()
    walk.until("service")
    if paid:
        walk.take(c.RecordPayment, amount_yuan=Decimal(paid), paid_on=walk.now.date())
    for kind in (c.ReportTransfer, c.DecideTransfer, c.SendTransfer, c.RecordPoliceAnswer):
        walk.take(kind)
    walk.take(RecordJudgment, fine_yuan=Decimal(5000), set_off_yuan=Decimal(set_off), judged_on=walk.now.date())
    return walk


@pytest.mark.parametrize(
    ("paid", "set_off", "released", "left"),
    [("", "200.00", "200.00", "0"), ("50.00", "200.00", "150.00", "0"), ("50.00", "120.00", "70.00", "80"),
     ("50.00", "50.00", None, "150"), ("200.00", "200.00", None, "0")],
)  # fmt: skip
def test_what_a_courts_fine_took_the_place_of_is_owed_no_more_and_what_was_paid_stays(
    paid: str, set_off: str, released: str | None, left: str
) -> None:
    walk = judged(paid, set_off)
    found = walk.case.last(CourtJudged)
    assert found is not None
    assert found.released_yuan == (Decimal(released) if released else None)
    assert unpaid_fine(walk.case) == Decimal(left)
    assert repayable(walk.case) == {}
    assert asked(walk.case).get("fine", 0) == Decimal(200) - Decimal(released or 0)
    assert bool(every(of(walk.case)).get("paid")) == (left == "0")
    assert not any(defects_now(walk.taken, walk.register).values())


def test_an_item_that_a_measure_held_is_settled_once_that_case_gave_it_up() -> None:
    course, measure = Course(), Walk(procedure="measure")
    course.until("service")
    measure.until("site")
    given = {"item": ITEM, "related_case": "019c0000-0000-7000-8000-00000000000b"}
    course.related = {given["related_case"]: measure.case}
    with pytest.raises(Invalid) as raised:
        course.take(SettleConfiscated, **given)
    assert [path for path, _ in raised.value.fields] == ["$.item"]
    measure.take(SettleItem, fate="confiscated", instrument="监漳罚决〔2026〕1号", object=PAPER.blake3, receipt="")
    course.related = {given["related_case"]: measure.case}
    course.take(SettleConfiscated, **given)
    assert proceeds_held(course.case) == Decimal("80.00")
