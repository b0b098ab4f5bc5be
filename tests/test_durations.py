"""Durations and on-time shares as tables, and the periods that they are of."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from api import periods
from api.durations import Cell, Row, durations, durations_compared, limits_compared, tells
from api.periods import Period
from penal import COURSES
from projections.counting import took
from projections.spans import BY_PROCEDURE, PENALTY, Milestone
from projections.statistics import Figures, SpanFigures, TermFigures
from records.course.moments import KNOWN, of
from records.course.steps import PROCEDURES
from records.errors import Invalid
from records.law.entries import ORDINARY
from stories import REGISTER
from walks import Walk

LAW = REGISTER.law(date(2026, 3, 1))


def span(name: str, days: int, *classes: int, procedure: str = ORDINARY) -> SpanFigures:
    """`classes`: how many cases took up to 3, 7, 15, 30, 60, 90 days, and longer."""
    edges = (3, 7, 15, 30, 60, 90)
    within = {edge: sum(classes[: place + 1]) for place, edge in enumerate(edges)}
    return SpanFigures(span=name, procedure=procedure, days=days, cases=sum(classes), within=within)


def test_every_stage_of_the_law_data_has_a_stretch_that_ends_with_it() -> None:
    assert {one.stage for one in PENALTY} - {""} == {stage.id for stage in LAW.stages if stage.checked}


def test_every_procedure_has_stretches() -> None:
    assert BY_PROCEDURE.keys() == PROCEDURES.keys()


@pytest.mark.parametrize("procedure", BY_PROCEDURE)
def test_names_of_stretches_are_told_apart(procedure: str) -> None:
    spans = BY_PROCEDURE[procedure]
    assert len({one.title for one in spans}) == len({one.id for one in spans}) == len(spans)
    assert not [one.id for one in spans if "." in one.id]


@pytest.mark.parametrize("procedure", BY_PROCEDURE)
def test_a_stretch_goes_from_a_moment_to_a_moment_and_ends_a_stage_of_its_procedure(procedure: str) -> None:
    stages = {stage.id for stage in REGISTER.law(date(2026, 3, 1), procedure).stages} | {""}
    moments = KNOWN.union(get_args(Milestone), _ALWAYS)
    for one in BY_PROCEDURE[procedure]:
        assert {one.begins, one.ends} <= moments, one
        assert one.stage in stages, one


_ALWAYS = ("filed", "signed", "paid", "ended", "closed", "archived", "served", "published")


@pytest.mark.parametrize("procedure", BY_PROCEDURE)
def test_a_plain_case_of_every_procedure_comes_through_most_of_its_stretches(procedure: str) -> None:
    walk = Walk(procedure=procedure)
    walk.until(COURSES[procedure][-1][0])
    found = {count.measure.removeprefix("n.") for count, _ in took(of(walk.case), {}) if count.measure[:2] == "n."}
    known = {one.id for one in BY_PROCEDURE[procedure]}
    assert found <= known
    assert "closed-archived" in found
    assert len(found) * 3 > len(known), known - found


def test_a_stretch_shows_its_average_and_what_half_of_the_cases_took() -> None:
    figures = Figures(
        spans=(
            span("filed-opinion", 30, 1, 1, 2, 0, 0, 0, 0),
            span("signed-served", 250, 0, 0, 0, 0, 0, 1, 2),
            span("filed-signed", 9, 1, 0, 0, 0, 0, 0, 0),
        )
    )
    found = [(one.name, one.days, one.half, one.cases, one.whole) for one in durations(figures)]
    assert found == [
        ("立案至提交处理意见（调查取证）", "7.5", "7 日内", 4, False),
        ("决定至送达", "83.3", "超过 90 日", 3, False),
        ("立案至决定", "9.0", "3 日内", 1, True),
    ]


def test_a_right_that_nobody_has_to_use_is_in_no_rate_of_the_agencies() -> None:
    told = {one.id for one in LAW.limits.values() if tells(one)}
    assert "decision" in told
    assert not told & {"objection", "payment", "objection-answer"}


def test_agencies_stand_side_by_side_with_a_gap_where_there_was_nothing() -> None:
    licence = span("signed-served", 4, 1, procedure="licence")
    town = Figures(spans=(span("signed-served", 10, 2, 2), span("filed-signed", 9, 1), licence))
    county = Figures(spans=(span("signed-served", 3, 1),))
    found = durations_compared([("镇", town), ("县", county)])
    assert found.heads == ("镇", "县")
    assert found.rows == (
        Row("决定至送达", ORDINARY, (Cell("2.5", 4), Cell("3.0", 1))),
        Row("立案至决定", ORDINARY, (Cell("9.0", 1), Cell())),
        Row("决定至送达", "licence", (Cell("4.0", 1), Cell())),
    )


def test_shares_in_time_stand_side_by_side_by_procedure_and_a_partys_do_not() -> None:
    limits = {one: REGISTER.law(date(2026, 3, 1), one).limits for one in (ORDINARY, "licence")}
    march = Figures(
        terms=(
            TermFigures(limit_id="service", on_time_occurred=3, late_occurred=1, on_time_recorded=4),
            TermFigures(limit_id="payment", on_time_occurred=1),
            TermFigures(limit_id="service", procedure="licence", on_time_occurred=2),
        )
    )
    found = limits_compared([("三月", march), ("四月", Figures())], limits)
    assert found.rows == (
        Row("送达决定书", ORDINARY, (Cell("75.0%", 4), Cell())),
        Row("送达行政许可决定", "licence", (Cell("100.0%", 2), Cell())),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", Period("", "2025-08", "2026-07")),
        ("2026", Period("2026", "2026-01", "2026-12")),
        ("2026-02", Period("2026-02", "2026-02", "2026-02")),
    ],
)
def test_a_period_is_a_year_a_month_or_the_latest_twelve_months(name: str, expected: Period) -> None:
    months = ["2025-03", "2025-08", "2026-07"]
    assert periods.period(periods.read(name), months) == expected
    assert periods.period("", months[2:]) == Period("", "2026-07", "2026-07")


@pytest.mark.parametrize("name", ["26", "2026-13", "2026-1", "2026-01\n", "latest"])
def test_what_is_no_period_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        periods.read(name)


def test_what_is_under_way_belongs_to_a_period_that_lasts() -> None:
    today, months = date(2026, 3, 1), ["2026-01"]
    assert [
        name for name in ("", "2025", "2026", "2026-02", "2026-03") if periods.period(name, months).lasts(today)
    ] == [
        "",
        "2026",
        "2026-03",
    ]


def test_months_between_have_a_place() -> None:
    assert periods.without_gaps(["2025-11", "2026-02"]) == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert periods.without_gaps([]) == []
