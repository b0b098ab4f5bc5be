"""The tools with which people check the law data: what is wrong with it, and how a term was counted."""

from __future__ import annotations

import sys
from datetime import date
from subprocess import run

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.law.checks import Finding, check, unverified
from records.law.data import in_force, seed_calendars, seed_texts
from records.law.deadline import Calendar, due
from records.law.reasons import explain
from records.tags import EVENTS

LIMITS = in_force(seed_texts(), date(2026, 1, 5)).limits


def calendar() -> Calendar:
    found = Calendar()
    for year in seed_calendars():
        found = found.adopt(year.year, year.off, year.working)
    return found


CALENDAR = calendar()


def rule(**changes: str) -> str:
    entry = {"code": '"x"', "article": '"行政处罚法 第四十二条"', "text": '"不得"', "since": "2021-07-15"} | changes
    return "[[rule]]\n" + "\n".join(f"{key} = {value}" for key, value in entry.items())


def test_the_data_of_a_new_ledger_have_nothing_wrong() -> None:
    assert check(seed_texts(), EVENTS) == []


@pytest.mark.parametrize(
    ("texts", "key", "reason"),
    [
        ({"a.toml": rule(article='"某条"')}, "x", "没有写明条款"),
        ({"a.toml": rule(since="1900-01-01")}, "x", "不可能"),
        ({"a.toml": rule(surprise="1")}, "", "surprise"),
        ({"a.toml": rule(since='"soon"')}, "", "a.toml"),
        ({"a.toml": "[[rule]"}, "", "a.toml"),
        ({"a.toml": rule(), "b.toml": rule()}, "x", "a.toml"),
        (
            {"a.toml": '[[stage]]\nid = "s"\ntitle = "t"\narticle = "第一条"\nsince = 2021-07-15\nchecked = true'},
            "s",
            "事件",
        ),
    ],
    ids=["uncited", "impossible day", "unknown key", "no date", "no TOML", "twice", "stage without events"],
)
def test_a_mistake_is_named_with_file_key_and_reason(texts: dict[str, str], key: str, reason: str) -> None:
    (finding,) = check(texts, EVENTS)
    assert isinstance(finding, Finding)
    assert finding.file in texts
    assert finding.key == key
    assert reason in finding.reason


def test_a_stage_names_events_that_there_are() -> None:
    text = '[[stage]]\nid = "s"\ntitle = "t"\narticle = "第一条"\nsince = 2021-07-15\n'
    text += 'checked = true\nevents = ["nothing/1"]'
    assert [one.reason for one in check({"a.toml": text}, EVENTS)] == ["没有事件类型 nothing/1"]


def test_entries_that_nobody_has_compared_with_the_law_are_counted() -> None:
    texts = {"a.toml": rule(), "b.toml": rule(code='"y"', verified="true"), "c.toml": rule(code='"z"', policy="true")}
    assert unverified(texts) == 1


def test_seven_working_days_across_the_spring_festival_are_counted_aloud() -> None:
    answer = explain(LIMITS["publication.guidance"], date(2026, 2, 13), CALENDAR)
    numbers = {one.day: one.number for one in answer.days if one.number}
    assert numbers == {
        date(2026, 2, 14): 1,  # a Saturday on which work is made up
        date(2026, 2, 24): 2,
        date(2026, 2, 25): 3,
        date(2026, 2, 26): 4,
        date(2026, 2, 27): 5,
        date(2026, 2, 28): 6,  # another
        date(2026, 3, 2): 7,
    }
    assert {one.day: one.reason for one in answer.days}[date(2026, 2, 28)] == "星期六，调休上班"


@given(st.sampled_from(sorted(LIMITS)), st.dates(date(2019, 1, 1), date(2028, 12, 31)))
def test_what_is_counted_aloud_is_what_is_computed(name: str, start: date) -> None:
    answer = explain(LIMITS[name], start, CALENDAR)
    assert answer.due == due(LIMITS[name], start, CALENDAR)
    assert answer.days[0].number is None
    assert answer.days[-1].day == answer.due.on
    length = LIMITS[name].length
    told = [length] if LIMITS[name].unit == "hour" else list(range(1, length + 1))
    assert [one.number for one in answer.days if one.number] == told


def law(*arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "api.cli", "law", *arguments]
    done = run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_the_command_line_answers_with_reasons_day_by_day() -> None:
    status, told = law("due", "withdrawal", "2025-09-30")
    assert status == 0
    assert "第 1 日" in told
    assert "届满：2025-10-11" in told  # the 9th, the 10th, and Saturday the 11th, on which work is made up
    assert "放假" in told


def test_the_command_line_checks_lists_and_draws() -> None:
    assert law("check")[0] == 0
    status, told = law("list", "--on", "2026-01-05")
    assert status == 0
    assert "two-officers" in told
    status, told = law("flowchart")
    assert told.startswith("flowchart TD")
    assert law("due", "no-such-limit", "2026-01-05")[0] == 1
