"""The rules by which files are evaluated: what of a case each of them finds, and what it comes to."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, Final

import pytest

from course import Course
from records.course.moments import of
from records.course.rederive import defects_now
from records.evaluation.draw import Stake, draw
from records.evaluation.events import Added, Hit
from records.evaluation.findings import Signs, hits, signs
from records.evaluation.points import corrected, grade_of, part_of, score_of
from records.judgement import Context
from records.law.data import in_force
from records.law.file import seed_texts
from records.penalty import commands as c
from walks import Walk

pytestmark = [pytest.mark.article("全过程记录制度 一")]

LAW: Final = in_force(seed_texts(), date(2026, 6, 1))
NINE: Final = (
    "standing", "qualification", "transfer", "evidence", "facts", "nature", "application", "steps", "officers"
)  # fmt: skip


def now(course: Course) -> Context:
    """Of the moment of the course."""
    return course.context(c.ReopenArchive(reason="查看"))


def plain(stage: str) -> Walk:
    """A plain case up to a stage, with who took each step."""
    walk = Walk()
    walk.until(stage)
    return walk


def found(course: Course, **given: Counter[str]) -> tuple[Hit, ...]:
    """What rules find of a case with these signs and no others."""
    nothing: dict[str, Counter[str]] = {name: Counter() for name in Signs._fields}
    return hits(course.case, now(course), Signs(**(nothing | given)))


def of_today(walk: Walk) -> tuple[Hit, ...]:
    """What rules find of the case as it is."""
    defects = [one for some in defects_now(walk.taken, walk.register).values() for one in some]
    context = now(walk)
    return hits(walk.case, context, signs(walk.case, context, of(walk.case), defects))


def test_there_are_nine_vetoes_and_twenty_and_eighty_points() -> None:
    assert tuple(one.element for one in LAW.vetoes.values()) == NINE
    assert (part_of("cover", (), LAW), part_of("content", (), LAW)) == (20, 80)
    assert score_of((), LAW) == 100
    assert all(one.article for one in (*LAW.vetoes.values(), *LAW.deductions.values()))


def test_a_plain_case_has_a_hundred_points() -> None:
    file = of_today(plain("archive"))
    assert file == ()
    assert (score_of(file, LAW), grade_of(file, LAW)) == (100, "excellent")


@pytest.mark.parametrize(
    ("veto", "given"),
    [
        ("standing", {"void": Counter(["no-standing"])}),
        ("standing", {"defects": Counter(["matter-not-listed"])}),
        ("qualification", {"defects": Counter(["officer-not-certified"])}),
        ("transfer", {"defects": Counter(["transfer-first"])}),
        ("evidence", {"defects": Counter(["evidence-unverified"])}),
        ("nature", {"void": Counter(["offence-dropped"])}),
        ("application", {"void": Counter(["no-basis"])}),
        ("steps", {"defects": Counter(["notice-first"])}),
        ("steps", {"gaps": Counter(["notice"])}),
        ("officers", {"defects": Counter(["two-officers"])}),
    ],
)
def test_a_sign_of_a_veto_fails_the_file(veto: str, given: dict[str, Counter[str]]) -> None:
    file = found(Course().until("archive"), **given)
    assert [one.rule for one in file] == [veto]
    assert (score_of(file, LAW), grade_of(file, LAW)) == (None, "failed")
    assert file[0].article
    assert file[0].since


def test_a_decision_without_facts_is_a_veto() -> None:
    course = plain("defence")
    course.defects(c.SignDecision, on="2026-03-02", facts=" ", number="监漳罚决〔2026〕1号")
    assert "facts" in [one.rule for one in of_today(course)]


def test_a_decision_on_paper_without_notice_fails_by_its_procedure() -> None:
    course = plain("opinion-endorsed")
    course.defects(c.SignDecision, on="2026-03-02", number="监漳罚决〔2026〕1号")
    assert "steps" in [one.rule for one in of_today(course)]


def test_each_sign_takes_points_up_to_the_most_and_names_its_rule() -> None:
    course = Course().until("archive")
    one = found(course, late=Counter(["service"]))
    assert [(hit.rule, hit.points, hit.signs) for hit in one] == [("content-late", 5, ("service",))]
    many = found(course, late=Counter({"service": 3, "decision": 6}))
    assert [hit.points for hit in many] == [20]
    assert score_of(many, LAW) == 80


def test_a_star_stands_for_what_no_other_rule_names() -> None:
    course = Course().until("archive")
    rules = {hit.rule for hit in found(course, defects=Counter(["step-before-its-cause", "document-lacks-field"]))}
    assert rules == {"content-steps", "content-fields"}
    assert {hit.rule for hit in found(course, gaps=Counter(["recordings", "opinion"]))} == {
        "content-recording",
        "content-missing",
    }
    assert {hit.rule for hit in found(course, late=Counter(["archive"]))} == {"cover-archived-late"}


def test_a_recording_that_is_missing_still_is_counted_once() -> None:
    walk = plain("evidence")
    for kind in (c.ApprovePreservation, c.PreserveEvidence, c.DisposeItem):
        walk.take(kind)
    at_closing = walk.defects(c.CloseCase, on=walk.now.date().isoformat(), ground="terminated", report="当事人死亡。")
    assert "recording-missing" in at_closing

    def missing() -> list[tuple[int, tuple[str, ...]]]:
        return [(hit.points, hit.signs) for hit in of_today(walk) if hit.rule == "content-recording"]

    assert missing() == [(5, ("recordings",))]


def test_a_part_never_has_less_than_nothing() -> None:
    taken = [Hit(rule="a", since=date(2021, 7, 15), part="cover", title="一", article="某", points=30)]
    assert (part_of("cover", taken, LAW), score_of(taken, LAW), grade_of(taken, LAW)) == (0, 80, "passed")


@pytest.mark.parametrize(("points", "grade"), [(10, "excellent"), (11, "passed"), (40, "passed"), (41, "failed")])
def test_a_grade_begins_with_its_points(points: int, grade: str) -> None:
    hit = Hit(rule="a", since=date(2021, 7, 15), part="content", title="一", article="某", points=points)
    assert grade_of((hit,), LAW) == grade


def test_a_person_strikes_and_adds_by_the_rules_of_the_law() -> None:
    course = Course().until("archive")
    file = found(course, late=Counter(["service"]))
    added = (Added(rule="content-wording", sign="日期写错"), Added(rule="cover-order", sign="页码颠倒"))
    after = corrected(file, ("content-late",), added, LAW)
    assert [(one.rule, one.points, one.signs) for one in after] == [
        ("content-wording", 2, ("日期写错",)),
        ("cover-order", 4, ("页码颠倒",)),
    ]
    assert score_of(after, LAW) == 94


def test_the_draw_follows_from_the_public_number_alone() -> None:
    numbers: list[Any] = [f"监漳罚决〔2026〕{at}号" for at in range(1, 20)]
    stake = Stake("case", "某号码", "03 08 11", 5)
    first = draw(stake, numbers)
    assert draw(stake, reversed(numbers)) == first
    assert len(set(first.keys)) == 5
    assert set(first.keys) <= set(numbers)
    assert draw(stake._replace(value="03 08 12"), numbers).keys != first.keys
    assert len(draw(stake._replace(how_many=99), numbers).keys) == len(numbers)
