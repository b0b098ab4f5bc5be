"""信息公示制度 第三条: agencies and officers as everybody reads them, of any day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from http_town import SAMPLE, Town, site
from projections.information import public_entry, public_registers
from records.register.fold import Register
from records.store.engine import connect, writing

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


# ---- Kept between two requests ----


def folded(database: str, ledger: str = SAMPLE) -> Register:
    engine = connect(database)
    try:
        with engine.connect() as connection:
            return public_registers(connection, ledger)
    finally:
        engine.dispose()


def test_registers_are_folded_again_only_when_there_is_a_new_entry_and_then_that_one_alone(
    town: Town, module_database: str
) -> None:
    town.projected()
    first = folded(module_database)
    assert folded(module_database) is first
    town.file()
    town.projected()
    assert folded(module_database) is first, "a step of a case is no entry"
    town.enter(officer(town, "1404297777"))
    town.projected()
    later = folded(module_database)
    assert later.position > first.position
    assert later.agencies is first.agencies, "what was folded before is not folded again"


def test_a_ledger_is_never_shown_the_registers_of_another_one(town: Town, module_database: str) -> None:
    town.projected()
    assert folded(module_database).agencies
    assert folded(module_database, "none") == Register()


def test_a_database_that_was_restored_is_read_from_the_beginning(database: str, tmp_path: Path) -> None:
    with site(database, tmp_path) as found:
        found.town.projected()
        known = folded(database)
        engine = connect(database)
        with writing(engine) as connection:
            connection.execute(delete(public_entry).where(public_entry.c.position == known.position))
        engine.dispose()
        before = folded(database)
    assert before.position < known.position
    assert before != known


def test_the_page_of_the_day_changes_with_an_entry_and_has_another_validator(town: Town) -> None:
    town.projected()
    path = f"/public/{SAMPLE}/registers/officers"
    first = town.http.get(path)
    assert (first.headers["cache-control"], town.http.get(path).headers["etag"]) == (
        "public, no-cache",
        first.headers["etag"],
    )
    assert town.http.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    town.enter(officer(town, "1404296666"))
    town.projected()
    changed = town.http.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200
    assert "1404296666" in changed.text


def officer(town: Town, certificate: str) -> dict[str, Any]:
    """An entry of one more officer of the town."""
    person = town.made("registrar", "registers/persons", {"kind": "natural", "name": "新来的"})["person"]
    agency = next(one for one in register(town, "agencies") if one["name"] == "监漳镇人民政府")["code"]
    given = {"person": person, "certificate": certificate, "category": "综合执法", "name": "新来的", "agency": agency}
    return {"type": "officer-registered/1", **given, "valid_from": "2020-01-01", "valid_to": "2035-12-31"}
