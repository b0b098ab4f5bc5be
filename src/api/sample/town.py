"""Reads the sample town: its registers and its cases, with every day moved to a working day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from records.law.data import seed_calendars
from records.law.deadline import Calendar
from records.moment import SHANGHAI, Moment


class Town(msgspec.Struct, frozen=True):
    """The sample as its files tell it."""

    name: str
    title: str
    region: str
    starts_on: date
    registers_from: date
    registers: dict[str, Any]
    cases: list[dict[str, Any]]
    defaults: dict[str, str]

    @property
    def start(self) -> Moment:
        """Where the sample's clock begins: the year's first morning."""
        return Moment(Moment.of(self.starts_on).micros)

    def day(self, offset: int) -> date:
        """The day at an offset from the start of the year."""
        return self.starts_on + timedelta(days=offset)


@cache
def load() -> Town:
    """The sample town of this package."""
    folder = files("api.sample")
    registers = msgspec.toml.decode((folder / "town.toml").read_text(encoding="utf-8"))
    cases = msgspec.toml.decode((folder / "cases.toml").read_text(encoding="utf-8"))
    sample = registers["sample"]
    return Town(
        name=sample["ledger"],
        title=sample["title"],
        region=sample["region"],
        starts_on=sample["starts_on"],
        registers_from=sample["registers_from"],
        registers=registers,
        cases=cases["case"],
        defaults=cases["defaults"],
    )


def recording() -> bytes:
    """The sample's recording: ten seconds of H.264 with sound."""
    return (files("api.sample") / "recording.mp4").read_bytes()


@cache
def _calendar() -> Calendar:
    calendar = Calendar()
    for year in seed_calendars():
        calendar = calendar.adopt(year.year, year.off, year.working)
    return calendar


def working(day: date, days: int = 0) -> date:
    """The first working day `days` after `day`, or later."""
    return _calendar().next_working(day + timedelta(days=days))


def at(day: date, hour: int, minute: int) -> datetime:
    """A time of that day in Asia/Shanghai."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)
