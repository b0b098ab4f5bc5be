"""The law as data: cited, dated, versions side by side, and no rule without its code or code without its rule."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

import records
from records.course.judging import _REFUSED_BY
from records.course.steps import PROCEDURES
from records.errors import Corrupt, NotAdopted
from records.law.data import in_force
from records.law.entries import ORDINARY, AnyEntry, Bar, Rule, Step
from records.law.file import parse, seed_calendars, seed_texts
from records.register.acting import Hindrance
from records.tags import EVENTS

SOURCE = Path(records.__file__).parent
TODAY = date(2026, 3, 16)
NEWEST = date(2026, 4, 1)
"""From when the newest law of the data is in force (信用修复管理办法)."""
PLACES = {"require": 1, "require_now": 1, "refused": 0}
RULE = """
[[rule]]
code = "a-rule"
article = "某法 第一条"
text = "旧"
since = 2021-07-15
"""


def entries(name: str) -> tuple[AnyEntry, ...]:
    return parse(name, seed_texts()[name]).entries


ALL = [(name, entry) for name in seed_texts() for entry in entries(name)]
LIMIT = """
[[limit]]
id = "a-limit"
title = "期限"
article = "某法 第一条"
since = 2021-07-15
starts = "filed"
kept_by = ["decided"]
length = 90
unit = "calendar-day"
bound = "agency"
"""
STEP = """
[[step]]
id = "a-step"
title = "步骤"
article = "某法 第一条"
since = 2021-07-15
stage = "a-stage"
actors = ["handler"]
"""


def test_every_file_of_the_folder_is_adopted() -> None:
    assert {path.name for path in (SOURCE / "law").glob("*.toml")} == set(seed_texts())
    assert all(entries(name) for name in seed_texts())
    assert {type(entry) for _, entry in ALL} == set(get_args(AnyEntry))


@pytest.mark.parametrize(("name", "entry"), ALL, ids=lambda one: getattr(one, "key", one))
def test_every_entry_is_cited_and_dated(name: str, entry: AnyEntry) -> None:
    assert re.search(r"第[零一二三四五六七八九十百]+条|〔[0-9]{4}〕|制度 [一二三四]", entry.article), entry.article
    assert date(1949, 10, 1) < entry.since <= NEWEST


@pytest.mark.parametrize(("name", "entry"), ALL, ids=lambda one: getattr(one, "key", one))
def test_every_entry_says_whether_it_was_verified_unless_policy_sets_it(name: str, entry: AnyEntry) -> None:
    raw: list[dict[str, Any]] = tomllib.loads(seed_texts()[name])[type(entry).__name__.lower()]
    found = [one for one in raw if (one.get("id") or one["code"], one["since"]) == (entry.key, entry.since)]
    assert found
    assert all("verified" in one for one in found) or entry.policy


def test_no_file_says_the_same_twice() -> None:
    for procedure in PROCEDURES:
        files = (parse(name, text) for name, text in seed_texts().items())
        scoped = (one for file in files for one in file.entries if procedure in file.procedures_of(one))
        counted = Counter((type(one).__name__, one.key, one.since) for one in scoped)
        assert max(counted.values(), default=1) == 1, procedure
    rules = Counter((one.key, one.since) for _, one in ALL if isinstance(one, Rule) and not one.procedures)
    assert max(rules.values()) == 1


def test_an_entry_is_judged_by_the_version_of_the_day() -> None:
    newer = RULE.replace("旧", "新").replace("2021-07-15", "2026-01-01")
    for texts in ({"r.toml": RULE + newer}, {"r.toml": newer + RULE}, {"a.toml": newer, "b.toml": RULE}):
        assert in_force(texts, date(2025, 12, 31)).rules["a-rule"].text == "旧"
        assert in_force(texts, date(2026, 1, 1)).rules["a-rule"].text == "新"
        assert "a-rule" not in in_force(texts, date(2021, 7, 14)).rules


def test_a_rule_stands_in_the_place_of_the_general_one_in_the_procedures_that_it_names() -> None:
    text = RULE.replace("旧", "许可") + 'procedures = ["licence"]\n'
    for texts in ({"r.toml": RULE + text}, {"a.toml": text, "b.toml": RULE}, {"a.toml": RULE, "b.toml": text}):
        found = {
            name: in_force(texts, TODAY, name).rules["a-rule"].text for name in ("licence", "measure", ORDINARY, "")
        }
        assert found == {"licence": "许可", "measure": "旧", ORDINARY: "旧", "": "旧"}


def test_a_rule_of_one_procedure_changes_no_day_before_its_own() -> None:
    texts = {
        "r.toml": RULE + RULE.replace("旧", "许可").replace("2021-07-15", "2026-01-01") + 'procedures = ["licence"]\n'
    }
    assert in_force(texts, date(2025, 12, 31), "licence").rules["a-rule"].text == "旧"
    assert in_force(texts, date(2026, 1, 1), "licence").rules["a-rule"].text == "许可"


def test_a_later_general_rule_does_not_reach_a_procedure_with_one_of_its_own() -> None:
    texts = {
        "r.toml": RULE + 'procedures = ["licence"]\n' + RULE.replace("旧", "新").replace("2021-07-15", "2026-01-01")
    }
    assert in_force(texts, TODAY, "licence").rules["a-rule"].text == "旧"
    assert in_force(texts, TODAY, "levy").rules["a-rule"].text == "新"


def test_the_procedures_of_a_file_are_not_those_of_its_rules() -> None:
    text = 'procedures = ["licence"]\n' + RULE
    assert {name: "a-rule" in in_force({"r.toml": text}, TODAY, name).rules for name in PROCEDURES} == dict.fromkeys(
        PROCEDURES, True
    )


def test_the_digest_is_that_of_every_text_and_name() -> None:
    digests = {
        in_force(texts, TODAY).digest
        for texts in ({}, {"a": ""}, {"b": ""}, {"a": RULE}, {"a": RULE, "b": ""}, {"a": RULE + "\n"})
    }
    assert len(digests) == 6
    assert in_force({"a": RULE, "b": ""}, TODAY).digest == in_force({"b": "", "a": RULE}, date(2022, 1, 1)).digest


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (RULE + 'colour = "red"\n', "colour"),
        ('[[rool]]\ncode = "x"\n', "rool"),
        (RULE.replace('article = "某法 第一条"\n', ""), "article"),
        (RULE.replace("某法 第一条", ""), "article"),
        (RULE.replace("since = 2021-07-15\n", ""), "since"),
        (RULE.replace("2021-07-15", '"last year"'), "since"),
        ("[[limit]]\nlength = 0\n", "limit"),
        ("[[rule]\n", "line 1"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_name_and_the_reason(text: str, reason: str) -> None:
    with pytest.raises(Corrupt) as raised:
        parse("county.toml", text)
    assert str(raised.value).startswith("county.toml: ")
    assert reason in str(raised.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("length = 90", "length = 0"),
        ("length = 90", "length = 1.5"),
        ('"calendar-day"', '"moon"'),
        ('"agency"', '"nobody"'),
        ('["decided"]', "3"),
        ('["decided"]', '""'),
        ('["decided"]', '[""]'),
        ('bound = "agency"', 'bound = "agency"\npauses = ["lunch"]'),
    ],
)
def test_a_term_that_cannot_be_counted_is_refused(old: str, new: str) -> None:
    parse("limits.toml", LIMIT)
    with pytest.raises(Corrupt, match=r"limits\.toml: .*limit\["):
        parse("limits.toml", LIMIT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["handler"]', '["passer-by"]'),
        ('["handler"]', '"handler"'),
        ('stage = "a-stage"', ""),
        ('id = "a-step"', 'id = ""'),
        ('stage = "a-stage"', 'stage = "a-stage"\nneeds = ["filed"]'),
        ('stage = "a-stage"', 'stage = "a-stage"\nneed = { filed = "case-not-filed" }'),
    ],
)
def test_a_step_that_nobody_can_take_is_refused(old: str, new: str) -> None:
    parse("steps.toml", STEP)
    with pytest.raises(Corrupt, match=r"steps\.toml: "):
        parse("steps.toml", STEP.replace(old, new, 1))


def test_a_threshold_is_for_one_of_the_three_duties() -> None:
    text = seed_texts()["thresholds.toml"]
    with pytest.raises(Corrupt, match=r"thresholds\.toml: "):
        parse("thresholds.toml", text.replace('calls_for = "hearing"', 'calls_for = "prayer"', 1))


def codes_in(file: Path) -> Iterator[str]:
    """The codes of rules that a file names: second argument of `require` and `require_now`, first of `refused`."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in PLACES:
            code = node.args[PLACES[node.func.attr]]
            if isinstance(code, ast.Constant):
                yield str(code.value)


def codes_in_data() -> Iterator[str]:
    """The codes that steps and bars name, and those of steps that somebody else has to take."""
    for _, entry in ALL:
        if isinstance(entry, Step):
            yield from (*entry.needs.values(), *entry.bars.values())
        if isinstance(entry, Bar):
            yield entry.code
    yield from _REFUSED_BY.values()


def test_every_code_that_a_decider_or_a_step_names_is_a_rule_and_every_rule_is_named_by_one() -> None:
    files = SOURCE.rglob("*.py")
    named = {code for file in files for code in codes_in(file)} | set(codes_in_data()) | set(get_args(Hindrance))
    assert named == {entry.code for _, entry in ALL if isinstance(entry, Rule)}


def test_a_former_text_is_one_of_a_rule_that_holds_today() -> None:
    """A code that only the former texts have would say that nothing of the day is known today."""
    today = in_force(seed_texts(), TODAY).rules
    former = [entry for entry in entries("former_refusals.toml") if isinstance(entry, Rule)]
    assert [entry.code for entry in former if today[entry.code].since <= entry.since] == []


BARS = {"false-papers-bar-months", "fraud-bar-months"}
"""Read under the name that `records.licence.standing` chooses by what was done."""

WEIGHTS = {f"oversight-weight-{one}" for one in ("lawful", "timely", "accurate", "complete", "convenient")}
"""Read by what they begin with: each is a criterion of `records.oversight.scoring`."""


PERIODS = {"evaluation-period-months", "oversight-period-months"}
"""Read by `records.course.period`, which is told the name."""


def test_every_value_that_a_decider_reads_is_set_and_every_one_is_read() -> None:
    source = "".join(path.read_text() for path in SOURCE.rglob("*.py"))
    assert (
        set(re.findall(r'\.values(?:\[|\.get\()"([a-z-]+)"[])]', source)) | BARS | WEIGHTS | PERIODS
        == in_force(seed_texts(), TODAY).values.keys()
    )


def test_a_stage_is_reached_by_events_that_there_are() -> None:
    for stage in in_force(seed_texts(), TODAY).stages:
        assert set(stage.events) <= EVENTS.keys()
        assert bool(stage.events) == stage.checked


def test_no_number_of_the_law_stands_in_the_deciders() -> None:
    """Hours, days and months come from data; two officers are the law's word itself (第四十二条)."""
    for file in (SOURCE / "penalty").glob("*.py"):
        assert not re.findall(r"(?:hours|days|months|timedelta)\s*=?\s*\(?[0-9]+", file.read_text()), file.name


def test_the_clocks_of_publication_are_all_there() -> None:
    limits = in_force(seed_texts(), TODAY).limits
    found = {one.id: (one.length, one.unit) for one in limits.values() if one.kept_by == ("published",)}
    assert found == {
        "publication.regulation": (15, "working-day"),
        "publication.catalogue": (15, "working-day"),
        "publication.guidance": (7, "working-day"),
        "publication.openness": (20, "working-day"),
    }
    withdrawal = limits["withdrawal"]
    assert (withdrawal.length, withdrawal.unit, withdrawal.starts) == (3, "working-day", "instrument")


def test_the_years_of_the_calendars_are_those_of_their_files() -> None:
    assert [one.year for one in seed_calendars()] == list(range(2019, 2027))
    assert all(one.notice for one in seed_calendars())


def test_a_code_that_the_data_does_not_have_is_a_mistake_of_ours() -> None:
    with pytest.raises(NotAdopted):
        in_force(seed_texts(), TODAY).refused("no-such-rule")
