"""The tools with which people check the law data: what is wrong with it, and how a term was counted."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.adopting import adopt, differences
from commands import said
from projections.due import terms_of
from projections.follower import Follower
from projections.schema import install
from records.course.names import known
from records.event import case_stream
from records.law.checks import Finding, check, unverified
from records.law.data import in_force
from records.law.deadline import Calendar, due
from records.law.entries import ORDINARY, Limit
from records.law.file import seed_calendars, seed_texts
from records.law.reasons import explain
from records.register.events import RulesAdopted
from town import Town, open_town, town

LIMITS = in_force(seed_texts(), date(2026, 1, 5)).limits


def calendar() -> Calendar:
    found = Calendar()
    for year in seed_calendars():
        found = found.adopt(year.year, year.off, year.working)
    return found


CALENDAR = calendar()


FEW = msgspec.structs.replace(known(), procedures=(ORDINARY,), codes=frozenset({"x"}))
"""The names that the software has, with one procedure, whose deciders name one rule."""


def rule(**changes: str) -> str:
    entry = {"code": '"x"', "article": '"行政处罚法 第四十二条"', "text": '"不得"', "since": "2021-07-15"} | changes
    return "[[rule]]\n" + "\n".join(f"{key} = {value}" for key, value in entry.items())


def test_the_data_of_a_new_ledger_have_nothing_wrong() -> None:
    assert check(seed_texts(), known()) == []


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
    (finding,) = check(texts, FEW)
    assert isinstance(finding, Finding)
    assert finding.file in texts
    assert finding.key == key
    assert reason in finding.reason


def entry(kind: str, **fields: str) -> str:
    """A piece of law data that nothing is wrong with but what the test changes."""
    given = {"id": '"x"', "title": '"标题"', "article": '"某法 第一条"', "since": "2021-07-15"} | GIVEN[kind] | fields
    return f"[[{kind}]]\n" + "\n".join(f"{key} = {value}" for key, value in given.items()) + "\n"


GIVEN: dict[str, dict[str, str]] = {
    "stage": {"checked": "true", "events": '["case-filed/1"]'},
    "limit": {
        "starts": '"filed"',
        "kept_by": '["signed"]',
        "length": "90",
        "unit": '"calendar-day"',
        "bound": '"agency"',
    },
    "step": {"id": '"sign-decision"', "stage": '"x"', "actors": '["head"]'},
    "document": {"series": '"罚决"', "stage": '"x"'},
    "duty": {"id": '"evidence"', "fact": '"filed"'},
    "threshold": {"calls_for": '"review"'},
    "task": {"role": '"head"', "step": '"sign-decision"', "when": '["filed"]'},
}
BAR = '[[bar]]\nid = "suspended"\ncode = "x"\narticle = "某法 第一条"\nsince = 2021-07-15\n'
THERE = rule() + "\n" + entry("stage")
"""A rule and a stage, both of which are called x."""


@pytest.mark.parametrize("kind", GIVEN)
def test_an_entry_that_names_what_there_is_has_nothing_wrong(kind: str) -> None:
    assert check({"a.toml": THERE, "b.toml": entry(kind, id=GIVEN[kind].get("id", '"y"'))}, FEW) == []


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (entry("stage", id='"y"', events='["nothing/1"]'), ["没有事件类型 nothing/1"]),
        (entry("limit", starts='"some day"'), ["没有时点 some day"]),
        (entry("limit", kept_by='["signed", "some day"]'), ["没有时点 some day"]),
        (entry("limit", lapses_by='["some day"]'), ["没有时点 some day"]),
        (entry("limit", only_if='"some day"'), ["没有时点 some day"]),
        (entry("limit", then='"sing-decision"'), ["没有步骤 sing-decision"]),
        (entry("limit", kept_by='["signed", "filed"]'), ["期限的起点和终点是同一事项"]),
        (entry("step", id='"sing-decision"'), ["没有步骤 sing-decision"]),
        (entry("step", stage='"y"'), ["没有阶段 y"]),
        (entry("step", needs='{ fined-well = "x" }'), ["没有事实 fined-well"]),
        (entry("step", bars='{ fined-well = "x" }'), ["没有事实 fined-well"]),
        (entry("step", needs='{ filed = "y" }'), ["没有规则 y"]),
        (entry("step", bars='{ filed = "y" }'), ["没有规则 y"]),
        (entry("step", needs='{ filed = "x" }', bars='{ filed = "x" }'), ["事实 filed 既是条件又是禁止"]),
        (BAR.replace("suspended", "asleep"), ["没有事实 asleep"]),
        (BAR.replace('code = "x"', 'code = "y"'), ["没有规则 y"]),
        (BAR + 'spares = ["resume-case", "sleep"]\n', ["没有步骤 sleep"]),
        (BAR + entry("step", needs='{ suspended = "x" }'), ["事实 suspended 既是条件又是禁止"]),
        (BAR + 'spares = ["sign-decision"]\n' + entry("step", needs='{ suspended = "x" }'), []),
        (entry("task", step='"sleep"'), ["没有步骤 sleep"]),
        (entry("task", when='["asleep"]', unless='["awake"]'), ["没有事实 asleep", "没有事实 awake"]),
        (entry("task", limit='"y"'), ["没有期限 y"]),
        (entry("task", limit='"x"') + entry("limit"), []),
        (entry("document", stage='"y"'), ["没有阶段 y"]),
        (entry("duty", fact='"asleep"'), ["没有事实 asleep"]),
        (entry("duty", id='"y"'), ["没有音像记录环节 y"]),
        (entry("duty", steps='["sleep"]'), ["没有步骤 sleep"]),
        (entry("threshold", fact='"asleep"'), ["没有事实 asleep"]),
    ],
)
def test_what_an_entry_names_and_nobody_has_is_told(text: str, reasons: list[str]) -> None:
    found = check({"a.toml": THERE, "b.toml": text}, FEW)
    assert [one.reason.removeprefix(f"{ORDINARY}：") for one in found] == reasons


def test_a_rule_of_one_procedure_stands_beside_the_general_one() -> None:
    own = rule(procedures=f'["{ORDINARY}"]')
    assert check({"a.toml": rule(), "b.toml": own}, FEW) == []
    assert [one.reason for one in check({"a.toml": rule(), "b.toml": own, "c.toml": own}, FEW)] == [
        "同一日期起的条目已在 b.toml 中"
    ]
    assert [one.reason for one in check({"b.toml": own}, FEW)] == ["没有适用于各类程序的同一规则"]
    unknown = rule(procedures='["nowhere"]')
    assert [one.reason for one in check({"a.toml": rule(), "b.toml": unknown}, FEW)] == ["没有程序 nowhere"]


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


def law(*arguments: str, **settings: object) -> tuple[int, str]:
    done = said("law", *arguments, **settings)
    return done.returncode, done.stdout + done.stderr


def test_the_command_line_answers_with_reasons_day_by_day() -> None:
    status, told = law("due", "withdrawal", "2025-09-30")
    assert status == 0
    assert "第 1 日" in told
    assert "届满：2025-10-11" in told  # the 9th, the 10th, and Saturday the 11th, on which work is made up
    assert "放假" in told


def test_the_command_line_checks_and_lists() -> None:
    assert law("check")[0] == 0
    status, told = law("list", "--on", "2026-01-05")
    assert status == 0
    assert all(name in told for name in ("two-officers", "sign-decision", "suspended", "discussion-members"))
    assert law("due", "no-such-limit", "2026-01-05")[0] == 1


def test_the_flowchart_draws_every_step_in_its_stage_and_what_it_waits_for() -> None:
    status, told = law("flowchart", "--on", "2026-03-02")
    data = in_force(seed_texts(), date(2026, 3, 2))
    assert status == 0
    assert told.startswith("flowchart TD")
    boxes = re.findall(r'subgraph (\w+)\["(.+?)"\]\n(.*?)\n    end', told, re.DOTALL)
    drawn = {name.replace("_", "-"): re.findall(r"(step_\w+)\[", inside) for name, _, inside in boxes}
    assert drawn.keys() == {one.stage for one in data.steps.values()}
    for step in data.steps.values():
        node = f"step_{step.id.replace('-', '_')}"
        assert node in drawn[step.stage]
        waits = set(re.findall(rf"(rule_\w+)\(.*-\.-> {node}$", told, re.MULTILINE))
        assert waits == {f"rule_{code.replace('-', '_')}" for code in step.needs.values()}


# ---- What a release brings ----

SINCE = date(2021, 7, 15)
GONE = entry("limit", id='"gone"')


def older() -> Iterator[RulesAdopted]:
    """Law data of an earlier release: a case took sixty days, one term is gone since, one rule nobody had confirmed."""
    texts = seed_texts()
    limits = re.sub(r'(id = "decision"\n.*?\nlength = )90', r"\g<1>60", texts["limits.toml"], count=1, flags=re.DOTALL)
    yield RulesAdopted(name="limits.toml", text=f"{limits}\n{GONE}")
    refusals = texts["refusals.toml"].replace("verified = true", "verified = false", 1)
    yield RulesAdopted(name="refusals.toml", text=refusals)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Town]:
    """A town whose ledger holds the law data of the earlier release, and the calendar of one year."""
    with town(f"sqlite:///{tmp_path / 'mingjing.sqlite3'}", tmp_path, years=(2025,)) as found:
        install(found.ledgers.engine)
        for text in older():
            found.enter(text)
        yield found


def due_of(place: Town, case: str) -> dict[str, date]:
    """When the open terms of a case end, as the views have it."""
    Follower(place.ledgers).catch_up()
    with place.ledgers.engine.connect() as connection:
        return {one.limit_id: one.due_on for one in terms_of(connection, place.name, case) if one.state == "open"}


def test_a_release_is_adopted_after_its_differences_were_shown_and_the_terms_are_counted_again(
    place: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = place.file()
    judged_by = place.ledger.history(case_stream(case))[0].rules
    filed_on = place.ledger.now().day
    before = due_of(place, case)
    assert before["decision"] == filed_on + timedelta(days=60)
    assert "gone" in before
    monkeypatch.setattr(sys, "stdin", StringIO("n\n"))
    status, told = law("adopt", MINGJING_VAR=tmp_path)
    assert [line for line in told.splitlines() if line.startswith(("删去", "改变"))] == [
        f"改变  期限 decision（行政处罚（普通程序），自 {SINCE} 起）",
        f"删去  期限 gone（行政处罚（普通程序），自 {SINCE} 起）",
    ]
    assert len(re.findall("^核对  规则 ", told, re.MULTILINE)) == 1
    assert "新增  2026 年放假安排" in told
    assert (status, due_of(place, case)) == (0, before)  # nobody said yes
    status, told = law("adopt", "--yes", MINGJING_VAR=tmp_path)
    assert status == 0
    assert "已经采用" in told
    after = due_of(place, case)
    assert after["decision"] == filed_on + timedelta(days=90)
    assert "gone" not in after
    register = place.ledger.register()
    assert register.texts == seed_texts()
    assert differences(register) == []
    assert place.ledger.history(case_stream(case))[0].rules == judged_by != register.law(filed_on).digest
    assert "没有不同" in law("adopt", "--ledger", place.name, MINGJING_VAR=tmp_path)[1]


def test_adopting_twice_enters_nothing_more(place: Town) -> None:
    assert adopt(place.ledgers.engine, place.ledger) > 0
    head = place.ledger.head()
    assert adopt(place.ledgers.engine, place.ledger) == 0
    assert place.ledger.head() == head


def test_of_several_ledgers_the_one_that_adopts_is_named(place: Town, tmp_path: Path) -> None:
    open_town(place.ledgers, "duancun")
    status, told = law("adopt", "--yes", MINGJING_VAR=tmp_path)
    assert status == 1
    assert "--ledger" in told
    assert law("adopt", "--yes", "--ledger", "duancun", MINGJING_VAR=tmp_path)[0] == 0


def test_a_difference_names_what_it_was_and_what_it_becomes(place: Town) -> None:
    found = {(one.kind, one.key.key): one for one in differences(place.ledger.register())}
    changed = found["changed", "decision"]
    assert isinstance(changed.before, Limit)
    assert isinstance(changed.after, Limit)
    assert (changed.before.length, changed.after.length) == (60, 90)
    assert found["removed", "gone"].after is None
