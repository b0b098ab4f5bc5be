"""重大执法决定法制审核目录 (法制审核制度 二): levels, matters, and amounts with and without the amount itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from course import AGENCY, Course, command, registers
from penal import MATTER
from records.course.thresholds import amounts_reach, concerns, intent, is_for_all
from records.law.entries import Threshold
from records.law.file import parse
from records.penalty import commands as c
from records.penalty.events import Draft
from records.regions import RegionLevel
from records.register.events import AgencyRegistered
from records.reviewing.materials import lacking

pytestmark = pytest.mark.article("重大执法决定法制审核制度 二")

HEAD = (
    '[[threshold]]\nid = "own.x"\ntitle = "某"\ncalls_for = "review"\narticle = "某办法 第一条"\nsince = 2025-01-01\n'
)
DRAFT: Draft = command(c.SubmitReview).draft


def rule(text: str) -> Threshold:
    """A rule of the catalogue."""
    (found,) = parse("own.toml", HEAD + text).threshold
    return found


def asked(one: Threshold, course: Course) -> bool:
    return concerns(one, course.case, course.context(command(c.SubmitReview)))


@pytest.mark.parametrize(
    ("inclusive", "fine", "reached"),
    [
        ("true", "4999.99", False),
        ("true", "5000.00", True),
        ("false", "5000.00", False),
        ("false", "5000.01", True),
    ],
)
def test_the_rule_says_whether_the_amount_itself_is_enough(inclusive: str, fine: str, reached: bool) -> None:
    one = rule(f"fine_yuan = 5000\ninclusive = {inclusive}\n")
    draft = msgspec.structs.replace(DRAFT, fine_yuan=Decimal(fine))
    assert amounts_reach(intent(draft), one) is reached


@pytest.mark.parametrize(("region", "level"), [("140429103", "town"), ("140429", "county"), ("140000", "province")])
def test_a_rule_may_be_for_agencies_of_a_level_alone(region: str, level: RegionLevel) -> None:
    since = date(2020, 1, 1)
    agency = AgencyRegistered(code=AGENCY, name="某", short="监漳", kind="agency", region=region, valid_from=since)
    course = Course(register=registers(agency)).until("opinion-endorsed")
    assert asked(rule(f'levels = ["{level}"]\n'), course)
    assert not asked(rule('levels = ["prefecture"]\n'), course)


def test_a_rule_may_be_for_some_matters_alone_and_then_reaches_every_decision_in_them() -> None:
    course = Course().until("opinion-endorsed")
    mine, others = rule(f'matters = ["{MATTER[:6]}"]\n'), rule('matters = ["999999"]\n')
    assert asked(mine, course)
    assert not asked(others, course)
    assert is_for_all(mine)
    assert not is_for_all(rule(f'matters = ["{MATTER}"]\nfine_yuan = 1\n'))


def test_a_rule_that_names_nothing_reaches_nothing() -> None:
    assert not is_for_all(rule(""))


@pytest.mark.article("重大执法决定法制审核制度 四")
def test_a_material_is_there_when_a_line_begins_with_its_title() -> None:
    text = '[[material]]\nid = "m"\ntitle = "证据材料"\narticle = "某办法 第一条"\nsince = 2025-01-01\n'
    asked_for = parse("own.toml", text).material
    assert lacking(asked_for, ("  证据材料：证据1、证据2",)) == ()
    assert lacking(asked_for, ("其他证据材料",)) == ("证据材料",)
    assert lacking(asked_for, ()) == ("证据材料",)
