"""信息公示制度 第二条: the four principles as figures, recomputed here from the ledger's own events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from http_town import SAMPLE, Town, site
from records.penalty import commands as c

pytestmark = pytest.mark.article("信息公示制度 第二条")


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


def figures(town: Town) -> Any:
    town.projected()
    answer = town.http.get(f"/public/{SAMPLE}/principles")
    assert answer.status_code == 200, answer.text
    return answer.json()["principles"]


def timelines(town: Town, *cases: str) -> list[Any]:
    return [step for case in cases for step in town.get("sun", f"cases/{case}/timeline")["steps"]]


def test_the_figures_are_what_the_events_add_up_to(town: Town) -> None:
    before = figures(town)
    case, late = town.signed(), town.signed()
    refused = town.post("wang", f"cases/{case}/steps", town.saying(c.SubmitOpinion))
    assert refused.status_code == 409
    paper = {"occurred_at": town.now.date().isoformat(), "entry": town.on_paper()}
    town.take(case, c.RecordPayment, **paper)
    town.take(case, c.ReviewSecrecy)
    town.take(case, c.ReviewDisclosure)
    town.later(days=40)
    town.take(late, c.ReviewSecrecy)
    town.take(late, c.ReviewDisclosure)
    after, steps = figures(town), timelines(town, case, late)
    lawful = {name: after["lawful"][name] - before["lawful"][name] for name in after["lawful"]}
    assert lawful == {"steps": len(steps), "defective": sum(bool(one["defects"]) for one in steps), "refused": 1}
    clocks = {one["limit"]: one for one in after["timely"]}
    for one in before["timely"]:
        grown = {name: clocks[one["limit"]][name] - one[name] for name in ("on_time", "late")}
        assert grown == {"on_time": 1, "late": 1}, one["limit"]
    assert set(clocks) == {"publication.regulation", "publication.guidance", "publication.openness"}
    assert after["convenient"]["disclosures"] - before["convenient"]["disclosures"] == 2


def test_the_page_says_the_same_without_a_login(town: Town) -> None:
    one = figures(town)
    page = town.http.get(f"/{SAMPLE}/principles", headers={"Accept": "text/html"}).text
    assert f"{one['lawful']['steps']}<small> 步</small>" in page
    assert all(f"{clock['on_time']}<small> 件按期</small>" in page for clock in one["timely"])
    assert "更正" in page


def test_time_alone_changes_nothing_that_has_happened(town: Town) -> None:
    before = figures(town)
    town.later(days=(timedelta(days=3)).days)
    assert figures(town)["lawful"] == before["lawful"]
