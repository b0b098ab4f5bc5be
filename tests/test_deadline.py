"""Days as the law counts them: the calendar day by day, and terms that end where nobody works."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import chinese_calendar  # type: ignore[import-untyped]  # it has no annotations
import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.law.deadline import Calendar, Pause, add_months, add_working_days, due
from records.law.entries import Limit
from records.law.file import seed_calendars
from records.law.reasons import explain
from records.moment import SHANGHAI, Moment

CALENDAR = Calendar()
for _year in seed_calendars():
    CALENDAR = CALENDAR.adopt(_year.year, _year.off, _year.working)

DAYS = st.dates(date(2025, 1, 1), date(2026, 9, 1))


def limit(length: int, unit: str, bound: str = "agency") -> Limit:
    given: dict[str, Any] = {"unit": unit, "bound": bound, "length": length, "starts": "signed", "kept_by": ("served",)}
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
    assert start < found.warn_on <= found.on
    working = any(CALENDAR.is_working(start + timedelta(days)) for days in range(1, (found.on - start).days + 1))
    assert CALENDAR.is_working(found.warn_on) or not working


@given(st.integers(1, 40), DAYS)
def test_a_term_has_as_many_working_days_as_it_says(count: int, start: date) -> None:
    end = add_working_days(start, count, CALENDAR)
    counted = [start + timedelta(days) for days in range(1, (end - start).days + 1)]
    assert sum(map(CALENDAR.is_working, counted)) == count
    assert CALENDAR.is_working(end)


# ---- Hours, months, pauses ----


def clock(text: str) -> Moment:
    return Moment.of(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


@pytest.mark.parametrize(
    ("start", "end", "warned"),
    [
        ("2026-03-02 09:30", "2026-03-03 09:30", date(2026, 3, 3)),
        ("2026-03-06 17:00", "2026-03-07 17:00", date(2026, 3, 6)),  # a Saturday does not move it
        ("2026-02-15 08:00", "2026-02-16 08:00", date(2026, 2, 16)),  # within the festival no working day lies between
    ],
)
def test_hours_run_from_the_event_and_end_whatever_day_it_is(start: str, end: str, warned: date) -> None:
    found = due(limit(24, "hour"), clock(start), CALENDAR)
    assert found.at == clock(end).micros
    assert (found.on, found.warn_on) == (clock(end).day, warned)


def test_hours_from_a_paper_without_an_hour_run_from_the_end_of_its_day() -> None:
    found = due(limit(24, "hour"), date(2026, 3, 2), CALENDAR)
    assert found.at == clock("2026-03-04 00:00").micros - 1
    assert found.on == date(2026, 3, 3)
    assert due(limit(24, "hour"), Moment.of(date(2026, 3, 2)), CALENDAR) == found


@pytest.mark.parametrize(
    ("start", "party", "agency"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 2, 28)),  # the month's last day, a make-up Saturday
        (date(2026, 3, 4), date(2026, 4, 7), date(2026, 4, 4)),  # off: Qingming
        (date(2024, 2, 29), date(2024, 3, 29), date(2024, 3, 29)),
    ],
)
def test_a_term_in_months_ends_on_the_day_of_the_same_number(start: date, party: date, agency: date) -> None:
    assert on(1, "month", start, "party") == party
    assert on(1, "month", start) == agency


def test_what_needs_no_calendar_is_not_provisional_for_the_years_between() -> None:
    assert not due(limit(24, "month"), date(2018, 5, 3), CALENDAR).provisional
    assert not due(limit(30, "calendar-day"), date(2018, 12, 20), CALENDAR).provisional
    assert due(limit(30, "calendar-day"), date(2026, 12, 20), CALENDAR).provisional


def stood(begins: date, ends: date | None) -> Pause:
    return Pause(begins, ends)


def paused(length: int, unit: str, start: date, *pauses: Pause, bound: str = "agency", extra: int = 0) -> date:
    return due(limit(length, unit, bound), start, CALENDAR, pauses, extra).on


def test_the_day_of_the_halt_counts_and_the_day_of_going_on_does_not() -> None:
    """Ninety days from 2 March end on 31 May; halted on the 10th, it goes on on the 20th: ten days later."""
    halt = stood(date(2026, 3, 10), date(2026, 3, 20))
    assert paused(90, "calendar-day", date(2026, 3, 2), halt) == date(2026, 6, 10)
    assert paused(8, "calendar-day", date(2026, 3, 2), halt) == date(2026, 3, 10)  # the day of the halt is the last
    assert paused(9, "calendar-day", date(2026, 3, 2), halt) == date(2026, 3, 21)  # the first day after it


def test_what_begins_and_ends_on_one_day_takes_nothing() -> None:
    halt = stood(date(2026, 3, 10), date(2026, 3, 10))
    assert paused(90, "calendar-day", date(2026, 3, 2), halt) == date(2026, 5, 31)


def test_two_pauses_add_up_and_days_that_both_cover_count_once() -> None:
    one, other = stood(date(2026, 3, 10), date(2026, 3, 20)), stood(date(2026, 3, 15), date(2026, 3, 25))
    assert paused(90, "calendar-day", date(2026, 3, 2), one, other) == date(2026, 6, 15)
    later = stood(date(2026, 6, 5), date(2026, 6, 7))  # within the days that the first one added
    assert paused(90, "calendar-day", date(2026, 3, 2), one, later) == date(2026, 6, 12)


def test_a_pause_before_or_after_the_term_changes_nothing() -> None:
    before, after = stood(date(2026, 2, 1), date(2026, 3, 1)), stood(date(2026, 5, 31), date(2026, 7, 1))
    assert paused(90, "calendar-day", date(2026, 3, 2), before, after) == date(2026, 5, 31)


def test_one_that_began_before_the_term_holds_its_first_days() -> None:
    assert paused(3, "calendar-day", date(2026, 3, 2), stood(date(2026, 3, 1), date(2026, 3, 4))) == date(2026, 3, 7)


def test_one_that_has_not_ended_is_left_out() -> None:
    assert paused(90, "calendar-day", date(2026, 3, 2), stood(date(2026, 3, 10), None)) == date(2026, 5, 31)


def test_working_days_of_a_pause_are_skipped() -> None:
    """Seven working days from Monday 2 March: 3 to 6, 9 to 11; halted on Thursday, goes on on Tuesday."""
    halt = stood(date(2026, 3, 5), date(2026, 3, 10))
    assert paused(7, "working-day", date(2026, 3, 2), halt) == date(2026, 3, 16)  # 6, 9 and 10 do not count


def test_a_partys_term_does_not_end_on_a_day_off_or_one_on_which_it_stands_still() -> None:
    friday = date(2026, 3, 6)
    assert paused(15, "calendar-day", friday, bound="party") == date(2026, 3, 23)
    halt = stood(date(2026, 3, 21), date(2026, 3, 23))  # from the Saturday on which it would have ended
    assert paused(15, "calendar-day", friday, halt, bound="party") == date(2026, 3, 24)


def test_months_and_hours_end_as_many_days_later_as_they_stood() -> None:
    halt = stood(date(2026, 3, 10), date(2026, 3, 20))
    assert paused(1, "month", date(2026, 3, 2), halt) == date(2026, 4, 12)
    found = due(limit(24, "hour"), clock("2026-03-10 09:30"), CALENDAR, [halt])
    assert found.at == clock("2026-03-21 09:30").micros


def test_a_longer_term_adds_calendar_days_to_whatever_unit() -> None:
    assert paused(90, "calendar-day", date(2026, 3, 2), extra=30) == date(2026, 6, 30)
    assert paused(7, "working-day", date(2026, 3, 2), extra=3) == date(2026, 3, 14)
    assert paused(1, "month", date(2026, 3, 2), extra=3) == date(2026, 4, 5)
    halt = stood(date(2026, 6, 5), date(2026, 6, 10))  # within the days added
    assert paused(90, "calendar-day", date(2026, 3, 2), halt, extra=30) == date(2026, 7, 5)


ANY_TERMS = st.builds(
    limit,
    st.integers(1, 90),
    st.sampled_from(["working-day", "calendar-day", "month", "hour"]),
    st.sampled_from(["agency", "party"]),
)
DAY_TERMS = st.builds(
    limit, st.integers(1, 90), st.sampled_from(["working-day", "calendar-day"]), st.sampled_from(["agency", "party"])
)
PAUSES = st.lists(
    st.tuples(DAYS, st.integers(0, 60)).map(lambda one: Pause(one[0], one[0] + timedelta(one[1]))), max_size=3
)


@given(ANY_TERMS, DAYS, DAYS, st.integers(0, 30))
def test_who_starts_later_never_ends_earlier_in_any_unit(term: Limit, one: date, other: date, extra: int) -> None:
    first, second = sorted((one, other))
    assert due(term, first, CALENDAR, (), extra).on <= due(term, second, CALENDAR, (), extra).on


@given(DAY_TERMS, DAYS, DAYS, PAUSES, st.integers(0, 30))
def test_who_starts_later_never_ends_earlier_though_the_term_stands_still(
    term: Limit, one: date, other: date, pauses: list[Pause], extra: int
) -> None:
    first, second = sorted((one, other))
    assert due(term, first, CALENDAR, pauses, extra).on <= due(term, second, CALENDAR, pauses, extra).on


@given(ANY_TERMS, DAYS, PAUSES, PAUSES, st.integers(0, 30))
def test_standing_still_never_shortens_a_term(
    term: Limit, start: date, pauses: list[Pause], more: list[Pause], extra: int
) -> None:
    without, with_some = due(term, start, CALENDAR, (), extra), due(term, start, CALENDAR, pauses, extra)
    with_all = due(term, start, CALENDAR, [*pauses, *more], extra)
    assert without.on <= with_some.on <= with_all.on
    assert (with_some.at or 0) >= (without.at or 0)


@given(st.integers(1, 90), DAYS, PAUSES)
def test_a_paused_term_has_as_many_days_as_it_says(length: int, start: date, pauses: list[Pause]) -> None:
    end = paused(length, "calendar-day", start, *pauses)
    days = [start + timedelta(days) for days in range(1, (end - start).days + 1)]
    assert sum(not any(one.begins_on < day <= one.ends_on for one in pauses if one.ends_on) for day in days) == length


@given(ANY_TERMS, DAYS, PAUSES, st.integers(0, 30), st.integers(0, 23))
def test_what_is_counted_aloud_is_what_is_computed_for_every_term(
    term: Limit, day: date, pauses: list[Pause], extra: int, hour: int
) -> None:
    for start in (day, Moment.of(datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI))):
        answer = explain(term, start, CALENDAR, pauses, extra)
        assert answer.due == due(term, start, CALENDAR, pauses, extra)
        assert (answer.days[0].day, answer.days[0].number) == (day, None)
        assert answer.days[-1].day == answer.due.on
        numbers = [one.number for one in answer.days if one.number]
        if term.unit == "hour":
            assert numbers == [term.length]
        else:
            assert numbers == list(range(1, term.length + (0 if term.unit == "month" else extra) + 1))
        told = [one.day for one in answer.days]
        assert told == sorted(told)
