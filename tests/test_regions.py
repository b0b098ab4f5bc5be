"""Region codes: their form, and what lies in what."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.regions import around, is_region, lies_in, region_level, stem

COUNTY, PREFECTURE, PROVINCE = "140429", "140400", "140000"
TOWN, VILLAGE = "140429102", "140429102201"


@pytest.mark.parametrize(
    ("code", "level"),
    [
        (PROVINCE, "province"),
        ("710000", "province"),
        (PREFECTURE, "prefecture"),
        ("441900", "prefecture"),
        (COUNTY, "county"),
        ("110101", "county"),
        ("429004", "county"),
        (TOWN, "town"),
        ("140429102000", "town"),
        ("441900003", "town"),
        (VILLAGE, "village"),
    ],
)
def test_a_code_says_what_level_it_is_of(code: str, level: str) -> None:
    assert region_level(code) == level


@pytest.mark.parametrize(
    "code",
    [
        "",
        "14042",
        "1404291",
        "14042910",
        "1404291022",
        "000000",
        "990000",
        "160000",
        "140029",
        "140000102",
        "140429000",
        "140429000201",
        "14042a",
        "１４０４２９",
        " 140429",
        "140429\n",
        "-40429",
    ],
)
def test_what_has_not_the_form_of_a_code_is_none(code: str) -> None:
    assert not is_region(code)
    assert not lies_in(code, PROVINCE)
    assert not lies_in(COUNTY, code)
    assert around(code) == ()
    with pytest.raises(ValueError, match=re.escape(code) or None):
        stem(code)


def test_a_village_lies_in_its_town_county_prefecture_and_province() -> None:
    chain = [VILLAGE, TOWN, COUNTY, PREFECTURE, PROVINCE]
    assert around(VILLAGE) == tuple(chain)
    for at, code in enumerate(chain):
        assert [lies_in(code, one) for one in chain] == [inner >= at for inner in range(5)]


@pytest.mark.parametrize(
    ("code", "region"), [(COUNTY, "140428"), (COUNTY, "140500"), (TOWN, "140428"), ("410000", "140000")]
)
def test_a_neighbour_lies_nowhere_in_it(code: str, region: str) -> None:
    assert not lies_in(code, region)
    assert not lies_in(region, code)


def test_the_two_codes_of_a_town_are_the_same_region() -> None:
    assert lies_in("140429102000", TOWN)
    assert lies_in(TOWN, "140429102000")


@given(st.text("0123456789", min_size=6, max_size=12))
def test_whatever_is_a_region_lies_in_itself_and_in_all_around_it(code: str) -> None:
    if is_region(code):
        assert all(lies_in(code, one) for one in around(code))
        assert around(code)[0] == code
        assert region_level(around(code)[-1]) == "province"
