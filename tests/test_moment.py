"""Moments: instants to the microsecond, dates in Shanghai, and one way of writing each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.moment import SHANGHAI, Moment, rfc3339

YEARS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29))  # noqa: DTZ001 - a zone is drawn beside it
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(YEARS, ZONES)
def test_a_time_is_read_back_as_it_was_written(value: datetime, zone: timezone) -> None:
    aware = value.replace(tzinfo=zone)
    moment = Moment.of(aware)
    assert moment.instant == aware
    assert not moment.dated
    assert Moment.parse(str(moment)) == Moment.parse(aware.isoformat()) == moment


@given(st.dates(date(1, 1, 3), date(9999, 12, 30)))
def test_a_date_is_read_back_as_it_was_written(day: date) -> None:
    moment = Moment.of(day)
    assert moment.dated
    assert moment.day == day
    assert str(moment) == day.isoformat()
    assert Moment.parse(str(moment)) == moment
    assert Moment.of(datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)).micros == moment.micros


@given(YEARS)
def test_a_written_time_has_always_the_same_form(value: datetime) -> None:
    text = rfc3339(Moment.of(value.replace(tzinfo=UTC)).micros)
    assert len(text) == len("2026-01-05T01:30:00.000000Z")
    assert text.endswith("Z")


@given(YEARS, YEARS)
def test_moments_stand_in_the_order_of_time_and_so_do_their_texts(one: datetime, other: datetime) -> None:
    first, second = sorted(Moment.of(value.replace(tzinfo=UTC)) for value in (one, other))
    assert first.micros <= second.micros
    assert str(first) <= str(second)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-04T15:59:59.999999Z", date(2026, 1, 4)),
        ("2026-01-04T16:00:00Z", date(2026, 1, 5)),
        ("2026-01-05T00:00:00+08:00", date(2026, 1, 5)),
        ("2026-01-05", date(2026, 1, 5)),
        ("1988-07-01", date(1988, 7, 1)),  # China had summer time
    ],
)
def test_the_day_is_that_in_shanghai(text: str, day: date) -> None:
    assert Moment.parse(text).day == day


def test_the_same_instant_has_one_text_in_every_zone() -> None:
    texts = ("2026-01-05T09:30:00+08:00", "2026-01-05T01:30:00Z", "2026-01-04T20:30:00.000000-05:00")
    assert {str(Moment.parse(text)) for text in texts} == {"2026-01-05T01:30:00.000000Z"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026-01-05T09:30:00",
        "2026-02-30",
        "2026-W02-1",
        "20260105",
        "2026-1-5",
        "2026-01-05T25:00:00Z",
        "0001-01-01",
        "0001-01-01T00:00:00+08:00",
        "9999-12-31T23:59:59-08:00",
    ],
)
def test_what_is_neither_a_time_with_a_zone_nor_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Moment.parse(text)


def test_a_time_without_a_zone_says_nothing() -> None:
    with pytest.raises(ValueError, match="zone"):
        Moment.of(datetime(2026, 1, 5))  # noqa: DTZ001 - what is refused
