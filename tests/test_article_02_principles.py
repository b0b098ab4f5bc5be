"""信息公示制度 第二条: the four principles as figures, recomputed here from the ledger's own events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import chinese_calendar  # type: ignore[import-untyped]  # it has no annotations
import pytest

from http_town import SAMPLE, Town, site
from records.correction import commands as correcting
from records.moment import SHANGHAI
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


def test_the_rate_of_corrections_is_what_the_events_of_all_corrections_add_up_to(town: Town) -> None:
    for decided, answered in ((None, None), (True, 3), (False, 40), (False, None)):
        correction(town, decided, answered)
    found_by_agency = correction(town, True, None, source="agency", requesters=())
    town.step("qian", found_by_agency, town.saying(correcting.CompleteCorrection))
    one = figures(town)
    cases = [one["case_id"] for one in town.get("sun", "cases", procedure="correction")["items"]]
    by_case = {case: timelines(town, case) for case in cases}
    assert one["accurate"] == recomputed(by_case)
    assert one["convenient"]["asked"] == one["accurate"]["requests"] == 4
    assert one["convenient"]["corrections"] == one["accurate"]["made"] == 1
    assert (one["accurate"]["answered"], one["accurate"]["in_time"]) == (2, 1)


def correction(town: Town, accepted: bool | None, answered: int | None, **changes: Any) -> str:
    """A request with evidence; decided, and answered so many days later."""
    given = {"received_on": town.now.date(), "published_at": "本站公示的权责清单第三项", **changes}
    case = str(town.made("qian", "cases", town.saying(correcting.RequestCorrection, **given))["case"])
    if accepted is None:
        return case
    town.take(case, correcting.CheckInformation, error_in="publication" if accepted else "none")
    ground = {"ground": None if accepted else "accurate"}
    town.take(case, correcting.DecideCorrection, accepted=accepted, **ground)
    if answered is not None:
        town.later(days=answered)
        town.take(case, correcting.ReplyCorrection)
        town.take(case, correcting.ServeReply)
    return case


def recomputed(cases: dict[str, list[Any]]) -> dict[str, int]:
    """The figures, from nothing but the steps of the cases: an answer is in time up to ten working days after the
    request, which has its evidence with it.
    """
    opened = {case: event(steps, "correction-requested/1") for case, steps in cases.items()}
    decided = {case: event(steps, "correction-decided/1") for case, steps in cases.items()}
    asked = {case for case, one in opened.items() if one["source"] != "agency"}
    served = {case: on for case in asked if (on := day_of(cases[case], "correction-reply-served/1"))}
    in_time = [on <= workdays_after(date.fromisoformat(opened[case]["received_on"]), 10) for case, on in served.items()]
    return {
        "requests": len(asked),
        "found": len(cases) - len(asked),
        "accepted": sum(one.get("accepted") is True for one in decided.values()),
        "refused": sum(one.get("accepted") is False for one in decided.values()),
        "open": sum(not one for one in decided.values()),
        "made": sum(bool(event(steps, "correction-completed/1")) for steps in cases.values()),
        "answered": len(served),
        "in_time": sum(in_time),
    }


def event(steps: list[Any], tag: str) -> dict[str, Any]:
    return next((dict(one["event"]) for one in steps if one["type"] == tag), {})


def day_of(steps: list[Any], tag: str) -> date | None:
    at = next((one["occurred_at"] for one in steps if one["type"] == tag), None)
    return datetime.fromisoformat(at).astimezone(SHANGHAI).date() if at else None


def workdays_after(day: date, count: int) -> date:
    """The last day of a term in working days, by a calendar that this software does not use."""
    while count:
        day += timedelta(days=1)
        count -= chinese_calendar.is_workday(day)
    return day


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
