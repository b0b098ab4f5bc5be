"""Days as the law counts them: the calendar day by day, and terms that end where nobody works."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import chinese_calendar  # type: ignore[import-untyped]  # it has no annotations
import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.law.data import Limit, seed_calendars
from records.law.deadline import Calendar, add_months, add_working_days, due

CALENDAR = Calendar()
for _year in seed_calendars():
    CALENDAR = CALENDAR.adopt(_year.year, _year.off, _year.working)

DAYS = st.dates(date(2025, 1, 1), date(2026, 9, 1))


def limit(length: int, unit: str, bound: str = "agency") -> Limit:
    given: dict[str, Any] = {"unit": unit, "bound": bound, "length": length, "starts": "signed", "kept_by": "served"}
    return Limit(id="x", title="x", article="x", since=date(2021, 7, 15), **given)


def on(length: int, unit: str, start: date, bound: str = "agency") -> date:
    return due(limit(length, unit, bound), start, CALENDAR).on


def every_day(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days) for days in range(date(year, 12, 31).timetuple().tm_yday)]


@pytest.mark.parametrize("year", range(2019, 2027))
def test_each_day_of_the_year_is_a_working_day_where_the_notice_says_so(year: int) -> None:
    ours = [day for day in every_day(year) if CALENDAR.is_working(day)]
    assert ours == [day for day in every_day(year) if chinese_calendar.is_workday(day)]


@pytest.mark.parametrize("year", seed_calendars(), ids=lambda one: str(one.year))
def test_a_notice_names_days_of_its_year_once_and_work_only_at_weekends(year: Any) -> None:
    assert len(set(year.off)) == len(year.off)
    assert not set(year.off) & set(year.working)
    assert {day.year for day in (*year.off, *year.working)} == {year.year}
    assert all(day.weekday() >= 5 for day in year.working)


@pytest.mark.parametrize(
    ("length", "start", "end"),
    [
        (1, date(2026, 2, 13), date(2026, 2, 14)),  # a Saturday on which work is made up
        (2, date(2026, 2, 13), date(2026, 2, 24)),  # over the Spring Festival
        (7, date(2026, 2, 12), date(2026, 2, 28)),  # over the Spring Festival; both Saturdays are worked
        (7, date(2026, 9, 30), date(2026, 10, 15)),  # over the National Day; Saturday 10 October is worked
        (3, date(2025, 9, 26), date(2025, 9, 30)),  # Sunday 28 September 2025 is worked
        (5, date(2025, 9, 30), date(2025, 10, 14)),  # 9, 10, Saturday 11, 13, 14
        (1, date(2025, 1, 24), date(2025, 1, 26)),  # a Sunday on which work is made up
        (7, date(2026, 3, 2), date(2026, 3, 11)),
        (1, date(2026, 3, 6), date(2026, 3, 9)),  # from a Friday
        (1, date(2026, 3, 7), date(2026, 3, 9)),  # from a Saturday
    ],
)
def test_a_term_of_working_days_ends_on_its_last_working_day(length: int, start: date, end: date) -> None:
    assert on(length, "working-day", start) == end


@pytest.mark.parametrize(
    ("start", "party", "agency", "warned"),
    [
        (date(2026, 3, 2), date(2026, 3, 17), date(2026, 3, 17), date(2026, 3, 17)),
        (date(2026, 3, 6), date(2026, 3, 23), date(2026, 3, 21), date(2026, 3, 20)),  # ends on a Saturday
        (date(2026, 2, 2), date(2026, 2, 24), date(2026, 2, 17), date(2026, 2, 14)),  # within the Spring Festival
        (date(2026, 9, 17), date(2026, 10, 8), date(2026, 10, 2), date(2026, 9, 30)),
        (date(2026, 2, 13), date(2026, 2, 28), date(2026, 2, 28), date(2026, 2, 28)),  # on a made-up Saturday
        (date(2026, 9, 5), date(2026, 9, 20), date(2026, 9, 20), date(2026, 9, 20)),  # on a made-up Sunday
    ],
)
def test_a_partys_calendar_term_moves_off_a_day_off_and_an_agencys_is_warned_of_before(
    start: date, party: date, agency: date, warned: date
) -> None:
    assert on(15, "calendar-day", start, "party") == party
    found = due(limit(15, "calendar-day"), start, CALENDAR)
    assert (found.on, found.warn_on) == (agency, warned)


def test_the_day_of_the_event_is_not_counted() -> None:
    assert on(15, "calendar-day", date(2026, 3, 2)) == date(2026, 3, 17)
    assert on(90, "calendar-day", date(2026, 3, 2)) == date(2026, 5, 31)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 3, 16), 12, date(2027, 3, 16)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
    ],
)
def test_a_month_ends_on_the_day_of_the_same_number_or_on_its_last(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_a_term_into_a_year_without_a_notice_is_provisional_until_it_is_adopted() -> None:
    start, term = date(2026, 12, 28), limit(7, "working-day")
    before = due(term, start, CALENDAR)
    assert before.provisional
    assert before.on == date(2027, 1, 6)  # 1 January is a Friday like any other as long as nobody says otherwise
    adopted = CALENDAR.adopt(2027, [date(2027, 1, day) for day in (1, 2, 3)], [])
    after = due(term, start, adopted)
    assert not after.provisional
    assert after.on == date(2027, 1, 7)
    assert not due(term, date(2026, 12, 1), CALENDAR).provisional


def test_a_term_that_starts_in_a_year_without_a_notice_is_provisional() -> None:
    assert due(limit(1, "working-day"), date(2018, 12, 31), CALENDAR).provisional


def test_a_notice_that_is_adopted_again_replaces_that_of_its_year_alone() -> None:
    corrected = CALENDAR.adopt(2026, [date(2026, 1, 1)], [])
    assert corrected.is_working(date(2026, 10, 1))
    assert not corrected.is_working(date(2026, 10, 10))
    assert not corrected.is_working(date(2025, 10, 1))
    assert corrected.years == CALENDAR.years


TERMS = st.builds(
    limit, st.integers(1, 90), st.sampled_from(["working-day", "calendar-day"]), st.sampled_from(["agency", "party"])
)


@given(TERMS, DAYS, DAYS)
def test_who_starts_later_never_ends_earlier(term: Limit, one: date, other: date) -> None:
    first, second = sorted((one, other))
    assert due(term, first, CALENDAR).on <= due(term, second, CALENDAR).on


@given(TERMS, DAYS)
def test_a_longer_term_never_ends_earlier_and_each_ends_after_its_start(term: Limit, start: date) -> None:
    found = due(term, start, CALENDAR)
    longer = due(limit(term.length + 1, term.unit, term.bound), start, CALENDAR)
    assert start < found.on <= longer.on
    assert found.warn_on <= found.on
    assert CALENDAR.is_working(found.warn_on)


@given(st.integers(1, 40), DAYS)
def test_a_term_has_as_many_working_days_as_it_says(count: int, start: date) -> None:
    end = add_working_days(start, count, CALENDAR)
    counted = [start + timedelta(days) for days in range(1, (end - start).days + 1)]
    assert sum(map(CALENDAR.is_working, counted)) == count
    assert CALENDAR.is_working(end)
