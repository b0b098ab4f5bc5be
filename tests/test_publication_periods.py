"""公示期和信用分类 (信用修复管理办法; 信息公示制度 第七条) through HTTP: pages end, are held, or end early."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, get_args

import chinese_calendar  # type: ignore[import-untyped]  # it has no annotations
import msgspec
import pytest

from course import Course
from http_town import SAMPLE, Town, site
from penal import AGENCY
from records.correction.commands import CorrectDisclosure
from records.law.data import in_force
from records.law.deadline import add_months
from records.law.file import seed_texts
from records.moment import SHANGHAI
from records.penalty.commands import ReviewSecrecy
from records.penalty.events import DecisionSigned, PenaltyKind
from records.publishing.ending import credit_class, credit_days

LAW = in_force(seed_texts(), date(2026, 6, 1))
TWO_YEARS_AGO: Final = datetime(2024, 3, 4, 9, 0, tzinfo=SHANGHAI)
UNDER_THE_DECREE: Final = datetime(2026, 4, 2, 9, 0, tzinfo=SHANGHAI)
"""When the classes of credit hold (信用修复管理办法, from 2026-04-01)."""

Opening = Callable[[datetime], Town]


@pytest.fixture
def begin(database: str, tmp_path: Path) -> Iterator[Opening]:
    """Opens a town of its own at a time."""
    with ExitStack() as stack:
        yield lambda start: stack.enter_context(site(database, tmp_path, start)).town


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One town for all that needs no rules and no years of its own."""
    with site(module_database, tmp_path_factory.mktemp("var"), UNDER_THE_DECREE) as found:
        yield found.town


def page_of(town: Town, case: str) -> tuple[str, dict[str, Any]]:
    """Status of the public page, and what stands beside it."""
    town.projected()
    page = town.get("sun", f"cases/{case}")["disclosure"]["disclosure"]
    found = town.http.get(f"/public/{SAMPLE}/disclosures/{page}").json()["page"]
    return found["disclosure"]["status"], found["more"]


def ended(town: Town, case: str, why: str) -> bool:
    """Whether the page has left the public view for that reason, and shows nothing."""
    status, more = page_of(town, case)
    if status != "ended":
        return False
    page = town.get("sun", f"cases/{case}")["disclosure"]["disclosure"]
    assert town.http.get(f"/public/{SAMPLE}/disclosures/{page}").json()["page"]["disclosure"]["copy"] is None
    assert (more["ended"], more["ended_on"]) == (why, town.now.date().isoformat())
    return True


def refused(town: Town, who: str, case: str, content: dict[str, Any]) -> str:
    answer = town.post(who, f"cases/{case}/steps", content)
    assert answer.status_code == 409, answer.text
    assert answer.json()["article"]
    return str(answer.json()["code"])


END: Final = {"type": "end-publication"}


def events(town: Town, case: str) -> list[str]:
    return [one["type"] for one in town.get("sun", f"cases/{case}/timeline")["steps"]]


# ---- By itself ----


@pytest.mark.article("信息公示制度 第十三条")
def test_the_page_of_a_person_ends_by_itself_the_day_after_two_years_and_no_correction_brings_it_back(
    begin: Opening,
) -> None:
    town = begin(TWO_YEARS_AGO)
    case = town.published()
    town.step("wang", case, town.paying("200.00"))
    town.step("qian", case, {"type": "publish-fulfilment", "state": "paid"})
    town.later(days=730, hours=14)  # the last day, an hour before its end
    assert refused(town, "qian", case, END) == "publication-not-over"
    assert page_of(town, case)[0] == "current"
    town.later(hours=2)
    town.until(lambda: ended(town, case, "term"))
    assert events(town, case)[-1] == "publication-ended/1"
    assert refused(town, "qian", case, END) == "page-not-public"
    assert refused(town, "qian", case, town.saying(CorrectDisclosure)) == "correction-no-page"


def test_a_page_whose_fine_is_unpaid_is_held_and_flagged_and_ends_once_it_is_performed(begin: Opening) -> None:
    town = begin(TWO_YEARS_AGO)
    case = town.published()
    town.later(days=731)
    town.until(lambda: page_of(town, case)[1]["held"] != [])
    assert (page_of(town, case)[0], page_of(town, case)[1]["held"]) == ("current", ["处罚决定尚未履行完毕"])
    assert refused(town, "qian", case, END) == "publication-held"
    town.later(days=4)
    assert page_of(town, case)[0] == "current"
    assert [one for one in events(town, case) if one.startswith("publication-")] == ["publication-held/1"]
    town.step("wang", case, town.paying("200.00"))
    town.later(days=2)
    town.until(lambda: ended(town, case, "term"))


# ---- 信用修复 ----


def test_a_page_ends_early_when_the_shortest_time_is_over_the_duties_were_done_and_the_credit_is_repaired(
    town: Town,
) -> None:
    case = town.published()
    signed = town.now.date()
    town.later(days=60)
    assert refused(town, "qian", case, town.repaired()) == "credit-repair-early"
    town.later(days=(add_months(signed, 3) - town.now.date()).days)
    assert refused(town, "qian", case, town.repaired()) == "credit-repair-duties-open"
    town.step("wang", case, town.paying("150.00"))
    assert refused(town, "qian", case, town.repaired()) == "credit-repair-duties-open"
    before = town.repaired()
    town.later(days=1)
    town.step("wang", case, town.paying("50.00"))
    after = {**before["instrument"], "received_on": town.now.date().isoformat()}
    assert refused(town, "qian", case, {**before, "instrument": after}) == "credit-repair-duties-open"
    town.step("qian", case, town.repaired())
    assert refused(town, "qian", case, town.repaired()) == "credit-repaired-already"
    town.later(days=2)
    town.until(lambda: ended(town, case, "credit-repaired"))


def test_a_paper_on_the_repair_of_a_credit_whose_duties_are_open_has_its_defect(town: Town) -> None:
    case = town.published()
    over = add_months(town.now.date(), 3)
    town.later(days=(over - town.now.date()).days)
    town.grant("qian-2", f"person:{town.people['qian']}", "disclosure-officer", "back-entry", agency=AGENCY)
    on = {"entry": town.on_paper(), "occurred_at": over.isoformat()}
    town.step("qian-2", case, {**town.repaired(), **on})
    steps = town.get("sun", f"cases/{case}/timeline")["steps"]
    entered = next(one for one in steps if one["type"] == "credit-repaired/1")
    assert [one["code"] for one in entered["defects"]] == ["credit-repair-duties-open"]


@pytest.mark.parametrize(
    ("given", "credit", "months", "is_shown"),
    [
        ({"kinds": ("罚款",)}, "ordinary", (3, 12), True),
        ({"kinds": ("警告",), "fine_yuan": None, "content": "警告"}, "minor", (0, 3), False),
    ],
)
def test_the_page_says_in_which_class_the_penalty_is_and_its_days(
    town: Town, given: dict[str, Any], credit: str, months: tuple[int, int], is_shown: bool
) -> None:
    intended = {name: value for name, value in given.items() if name != "content"}
    case = town.prepared() if credit == "ordinary" else town.prepare(town.file(), **intended)
    town.step("zhao", case, town.signing(**given))
    town.step("wang", case, town.serving())
    town.take(case, ReviewSecrecy)
    town.step("qian", case, town.reviewing())
    found = page_of(town, case)[1]["credit"]
    first, last = (add_months(town.now.date(), one).isoformat() for one in months)
    assert (found["id"], found["shown"]) == (credit, is_shown)
    assert (found["repairable_from"], found["shown_until"]) == (first, last)


# ---- Classes ----


@pytest.mark.parametrize(
    ("kinds", "expected", "months"),
    [
        (("警告",), "minor", (0, 3)),
        (("罚款",), "ordinary", (3, 12)),
        (("罚款", "责令停产停业"), "serious", (12, 36)),
        (("警告", "罚款"), "ordinary", (3, 12)),
    ],
)
def test_the_class_is_that_of_the_heaviest_kind(kinds: tuple[Any, ...], expected: str, months: tuple[int, int]) -> None:
    fine = {} if "罚款" in kinds else {"fine_yuan": None}
    course = Course("2026-04-02 09:00").until("service")
    decision = course.case.decision
    assert decision is not None
    changed = _with_kinds(course, kinds, fine)
    found = credit_class(changed, LAW)
    assert found is not None
    assert (found.id, (found.repair_months, found.months)) == (expected, months)
    signed = changed.signed_at
    assert signed is not None
    first, last = credit_days(changed, found)
    assert (last.year * 12 + last.month) - (signed.day.year * 12 + signed.day.month) == months[1]
    assert first <= last


def _with_kinds(course: Course, kinds: tuple[Any, ...], more: dict[str, Any]) -> Any:
    case = course.case
    happened = dict(case.happened)
    signed = happened[DecisionSigned][-1]
    event = msgspec.structs.replace(signed.event, kinds=kinds, **more)
    happened[DecisionSigned] = (signed._replace(event=event),)
    return msgspec.structs.replace(case, happened=happened)


def test_every_kind_of_penalty_has_a_class() -> None:
    assert {kind for one in LAW.credits.values() for kind in one.kinds} == set(get_args(PenaltyKind))
    assert [LAW.credits[one].months for one in ("minor", "ordinary", "serious")] == [3, 12, 36]


def test_an_organisation_is_shown_for_five_years_and_a_person_for_two() -> None:
    found = {one: LAW.limits[f"portal-term.{one}"].length for one in ("organisation", "person")}
    assert found == {"organisation": 60, "person": 24}
    assert all(LAW.limits[f"portal-term.{one}"].policy for one in found)


# ---- 第八条, 第九条: what an agency may set ----


def rules(town: Town, text: str) -> None:
    """The agency adopts rules of its own, from today."""
    since = town.now.date().isoformat()
    text = text.replace("SINCE", since)
    town.enter({"type": "agency-rules-adopted/1", "agency": AGENCY, "name": "own.toml", "text": text})


def term(town: Town, case: str, limit: str, state: str) -> dict[str, Any]:
    """A term of the case as the supervisor reads it."""
    town.projected()
    found = town.get("sun", "supervision/due", state=state, limit=limit)["items"]
    return next(dict(one) for one in found if one["case_id"] == case)


WEBSITE_FIRST: Final = """
[[carrier]]
id = "portal"
title = "公示平台"
proof = "address"
article = "监漳镇人民政府公示规定 第一条"
since = SINCE
policy = true

[[carrier]]
id = "website"
title = "政府网站"
mandatory = true
proof = "address"
article = "监漳镇人民政府公示规定 第一条"
since = SINCE
policy = true
"""

RESTART: Final = """
[[value]]
id = "withheld-clock-restarts"
title = "重新计算"
number = 1
article = "监漳镇人民政府公示规定 第二条"
since = SINCE
policy = true
"""


@pytest.mark.article("信息公示制度 第九条")
def test_the_mandatory_carrier_alone_stops_the_clock(begin: Opening) -> None:
    town = begin(UNDER_THE_DECREE)
    rules(town, WEBSITE_FIRST)
    case = town.published()
    assert term(town, case, "publication.guidance", "open")["kept_on"] is None
    town.later(days=1)
    given = {"carrier": "website", "place": "县政府网站", "url": "https://www.example.gov.cn/1.html"}
    known = {"digest": "f" * 64, "from_on": town.now.date().isoformat()}
    town.step("qian", case, {"type": "record-carrier", **given, **known})
    assert term(town, case, "publication.guidance", "kept")["kept_on"] == town.now.date().isoformat()


def left_when_cleared(town: Town) -> int:
    """Working days that are left of a term of seven, of which some were over, when a secrecy review clears it."""
    case = town.cleared()
    town.later(days=5)
    kept_back = {"outcome": "withheld", "party_shown": "", "grounds": ["secret-or-privacy"]}
    town.step("qian", case, town.reviewing(**kept_back, basis="保守国家秘密法 第二十八条"))
    town.later(days=20)
    town.take(case, ReviewSecrecy)
    today, last = town.now.date(), date.fromisoformat(term(town, case, "publication.guidance", "open")["due_on"])
    days = (today + timedelta(days=number) for number in range(1, (last - today).days + 1))
    return sum(map(chinese_calendar.is_workday, days))


@pytest.mark.article("信息公示制度 第八条")
def test_an_agency_may_let_the_clock_begin_again_with_the_clearing(begin: Opening) -> None:
    town = begin(UNDER_THE_DECREE)
    assert 0 < left_when_cleared(town) < 7
    rules(town, RESTART)
    assert left_when_cleared(town) == 7


def test_nobody_but_the_timer_and_the_disclosure_officer_ends_a_publication(town: Town) -> None:
    case = town.published()
    assert refused(town, "qian", case, END) == "publication-not-over"
    assert {town.post(who, f"cases/{case}/steps", END).status_code for who in ("wang", "zhao", "feng")} == {403}
