"""信息公示制度 第三条: agencies and officers as everybody reads them, of any day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from http_town import SAMPLE, Town, site

pytestmark = pytest.mark.article("信息公示制度 第三条")


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


def register(town: Town, name: str, on: str = "") -> list[Any]:
    town.projected()
    answer = town.http.get(f"/public/{SAMPLE}/registers/{name}", params={"on": on} if on else {})
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()[name]
    return found


def test_qualified_agencies_and_officers_are_public_with_certificate_category_and_term(town: Town) -> None:
    assert {"监漳镇人民政府", "武乡县市场监督管理局"} <= {one["name"] for one in register(town, "agencies")}
    wang = next(one for one in register(town, "officers") if one["name"] == "wang")
    assert wang["certificate"].startswith("140429")
    assert (wang["category"], wang["agency_name"]) == ("综合执法", "监漳镇人民政府")
    assert (wang["valid_from"], wang["valid_to"]) == ("2020-01-01", "2030-12-31")


def test_an_officer_leaves_the_list_the_day_after_the_certificate_ends(town: Town) -> None:
    chen = next(one for one in register(town, "officers") if one["name"] == "chen")
    last = town.now.date() + timedelta(days=1)
    ended = {"person": town.people["chen"], "certificate": chen["certificate"], "last_day": last.isoformat()}
    town.enter({"type": "officer-ended/1", **ended, "reason": "调离"})

    def listed(on: date) -> bool:
        return any(one["certificate"] == chen["certificate"] for one in register(town, "officers", on.isoformat()))

    assert listed(last)
    assert not listed(last + timedelta(days=1))
    assert not listed(date(2019, 12, 31))
    assert listed(date(2020, 1, 1))


def test_a_reviewer_is_public_without_the_number_of_the_qualification(town: Town) -> None:
    (lu,) = [one for one in register(town, "reviewers") if one["name"] == "lu"]
    assert lu["agency_name"] == "监漳镇人民政府"
    assert "A20141404290001" not in town.http.get(f"/public/{SAMPLE}/registers/reviewers").text


def test_the_page_shows_the_registers_of_the_day_that_is_asked_for(town: Town) -> None:
    town.projected()
    today = town.http.get(f"/{SAMPLE}/registers", headers={"Accept": "text/html"}).text
    assert "wang" in today
    assert "综合执法" in today
    before = town.http.get(f"/{SAMPLE}/registers", params={"on": "2019-01-01"}, headers={"Accept": "text/html"}).text
    assert "wang" not in before
    assert "还没有登记" in before


def test_a_register_that_is_none_is_not_there(town: Town) -> None:
    assert town.http.get(f"/public/{SAMPLE}/registers/accounts").status_code == 404


def test_of_an_erased_officer_no_name_stays(town: Town) -> None:
    person = town.made("registrar", "registers/persons", {"kind": "natural", "name": "某官员"})["person"]
    gone = {"person": person, "certificate": "1404298888", "category": "综合执法", "name": "某官员"}
    term = {"valid_from": "2020-01-01", "valid_to": "2020-12-31"}
    agency = next(one for one in register(town, "agencies") if one["name"] == "监漳镇人民政府")["code"]
    town.enter({"type": "officer-registered/1", **gone, "agency": agency, **term})
    assert [one["name"] for one in register(town, "officers", "2020-06-01") if one["certificate"] == "1404298888"] == [
        "某官员"
    ]
    town.made("registrar", "erasures", {"person": person, "reason": "本人申请"})
    (erased,) = [one for one in register(town, "officers", "2020-06-01") if one["certificate"] == "1404298888"]
    assert erased["name"] == ""
