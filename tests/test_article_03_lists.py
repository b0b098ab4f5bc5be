"""权力清单、责任清单、随机抽查事项清单 (信息公示制度 第三条第二款): versions that answer for any day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from http_problems import wrong
from http_town import SAMPLE, Town, site
from penal import AGENCY, MATTER
from records.register.events import ListedMatter, ListKind, ListPublished
from records.register.fold import Register, fold

pytestmark = pytest.mark.article("信息公示制度 第三条")

KINDS: tuple[ListKind, ...] = ("power", "responsibility", "inspection")


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


def a_list(kind: str = "power", version: int = 1, **changes: Any) -> dict[str, Any]:
    """The entry of a list with the town's one matter."""
    items = [{"matter": MATTER, "wording": f"对占道经营的处罚（第{version}版）"}]
    given = {"agency": AGENCY, "kind": kind, "version": version, "items": items, "valid_from": "2025-01-01"}
    return {"type": "list-published/1", **given, **changes}


def lists(town: Town, **params: str) -> Any:
    """The lists of the town as everybody sees them, by kind."""
    town.projected()
    answer = town.http.get(f"/public/{SAMPLE}/lists", params=params)
    assert answer.status_code == 200, answer.text
    return next(one for one in answer.json()["agencies"] if one["agency"] == AGENCY)


def test_each_list_answers_for_any_day_and_a_new_version_replaces_the_old_from_its_day(town: Town) -> None:
    assert lists(town)["lists"] == dict.fromkeys(KINDS)
    for kind in KINDS:
        town.enter(a_list(kind, instrument="监漳政发〔2025〕1号"))
    town.enter(a_list("power", 2, valid_from="2025-03-01"))
    now, before = lists(town)["lists"], lists(town, on="2025-02-28")["lists"]
    assert (now["power"]["version"], before["power"]["version"]) == (2, 1)
    assert [now[kind]["version"] for kind in KINDS[1:]] == [1, 1]
    assert lists(town, on="2024-12-31")["lists"] == dict.fromkeys(KINDS)
    assert [one["version"] for one in lists(town)["versions"]["power"]] == [2, 1]
    held = town.get("sun", "registers/lists", on="2025-02-28")
    assert {(one["kind"], one["version"]) for one in held} == {(kind, 1) for kind in KINDS}


def test_the_page_shows_each_list_and_its_former_versions(town: Town) -> None:
    town.enter(a_list("inspection", 7, valid_from="2025-02-01"))
    town.projected()
    page = town.http.get(f"/{SAMPLE}/lists")
    assert page.status_code == 200
    for word in ("权力清单", "责任清单", "随机抽查事项清单", "第 7 版", "对占道经营的处罚（第7版）"):
        assert word in page.text
    former = town.http.get(f"/{SAMPLE}/lists", params={"on": "2025-01-15"}).text
    assert "对占道经营的处罚（第7版）" not in former


def test_a_list_names_only_matters_that_the_agency_has_each_once_with_its_wording(town: Town) -> None:
    one = {"matter": MATTER, "wording": "甲"}
    for items, path in (
        ([], "$.items"),
        ([{"matter": "140429-cf-999", "wording": "甲"}], "$.items[0].matter"),
        ([one, one], "$.items[1].matter"),
        ([{**one, "wording": " "}], "$.items[0].wording"),
    ):
        answer = town.post("registrar", "registers/entries", a_list(version=90, items=items))
        assert wrong(answer) == [path]


def test_a_version_is_given_once_and_only_upwards(town: Town) -> None:
    town.enter(a_list("responsibility", 20))
    assert wrong(town.post("registrar", "registers/entries", a_list("responsibility", 20))) == ["$.version"]
    assert wrong(town.post("registrar", "registers/entries", a_list("responsibility", 19))) == ["$.version"]
    unknown = town.post("registrar", "registers/entries", a_list("power", 90, agency="11140429MB1111111X"))
    assert "$.agency" in wrong(unknown)


def test_the_register_answers_for_a_kind_an_agency_and_a_day() -> None:
    """What the check of decisions against the lists (第十一条) asks."""
    first, second = (
        ListPublished(
            agency="甲",
            kind="power",
            version=version,
            items=(ListedMatter(matter="a", wording="某事项"),),
            valid_from=date(2025, month, 1),
        )
        for version, month in ((1, 1), (2, 6))
    )
    register = fold(Register(), [(1, first), (2, second)])
    assert register.list_of("power", "甲", date(2024, 12, 31)) is None
    assert register.list_of("power", "甲", date(2025, 5, 31)) == first
    assert register.list_of("power", "甲", date(2025, 6, 1)) == second
    assert register.list_of("inspection", "甲", date(2025, 6, 1)) is None
    assert register.list_of("power", "乙", date(2025, 6, 1)) is None
