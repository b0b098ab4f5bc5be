"""Reads the sample town: its registers and its cases, for the year that ends on a day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec

from records.identifiers import is_citizen_number
from records.law.data import Law, in_force
from records.law.deadline import Calendar, add_months, add_working_days, due
from records.law.entries import ORDINARY
from records.law.file import seed_calendars, seed_texts
from records.moment import SHANGHAI, Moment

Row = dict[str, Any]

_CASES: Final = ("cases.toml", "more_cases.toml")

PACKAGES: Final = (
    "spot",
    "measure",
    "enforcement",
    "court",
    "licence",
    "inspection",
    "levy",
    "petition",
    "catalogue",
    "basics",
    "oversight",
    "correction",
    "evaluation",
)
"""Whose cases are told in `procedures/`."""


class Town(msgspec.Struct, frozen=True):
    """The sample as its files tell it."""

    name: str
    title: str
    region: str
    starts_on: date
    ends_on: date
    """The day on which it is made: steps planned for it or later are still to come."""
    registers_from: date
    registers: Row
    cases: list[Row]
    leads: list[Row]
    stories: list[Row]
    """Cases of every other procedure, each with its `procedure`."""
    further: list[Row]
    """Steps that come beside the course of one of the `cases`, each row a story that begins after a step of it."""
    defaults: dict[str, str]

    @property
    def start(self) -> Moment:
        """Where the sample's clock begins: the year's first morning."""
        return Moment(Moment.of(self.starts_on).micros)

    def day(self, offset: int) -> date:
        """The day at an offset from the start of the year."""
        return self.starts_on + timedelta(days=offset)

    def moment(self, text: str) -> datetime:
        """The time at an offset from the start of the year, as `60 08:40`."""
        offset, _, hour = text.partition(" ")
        return at(self.day(int(offset)), *map(int, hour.split(":")))

    def matter(self, case: Row) -> Row:
        """The matter of a case."""
        return next(one for one in self.registers["matter"] if one["code"] == case["matter"])

    def agency(self, case: Row) -> Row:
        """The agency of a case: that of its matter; a lead that has none names its agency."""
        name = case["agency"] if "agency" in case else self.matter(case)["agency"]
        return next(one for one in self.registers["agency"] if one["id"] == name)

    def on_duty(self, agency: Row, duty: str) -> str:
        """Sample id of the first person of the agency who has that duty."""
        people = (one for one in self.registers["person"] if one["agency"] == agency["id"])
        return next(str(one["id"]) for one in people if duty in one["duties"])


def load(ends_on: date) -> Town:
    """The sample town of this package, for the year that ends on that day."""
    registers, cases = _read("town.toml"), [_read(name) for name in _CASES]
    sample = registers["sample"]
    starts_on = ends_on - timedelta(days=sample["days"] - 1)
    return Town(
        name=sample["ledger"],
        title=sample["title"],
        region=sample["region"],
        starts_on=starts_on,
        ends_on=ends_on,
        registers_from=starts_on + timedelta(days=sample["registers_from"]),
        registers=registers,
        cases=[_numbered(one, starts_on) for file in cases for one in file["case"]],
        leads=[one for file in cases for one in file.get("lead", [])],
        stories=[*(one for package in PACKAGES for one in _stories(package)), *_published_first(registers)],
        further=[{"procedure": ORDINARY, **one} for one in _read("procedures/penalty.toml")["further"]],
        defaults=cases[0]["defaults"],
    )


def name() -> str:
    """Name of the sample's ledger."""
    return str(_read("town.toml")["sample"]["ledger"])


def recording(of: str) -> bytes:
    """The sample's recording, ten seconds of H.264 with sound, in a version of its own for each `of`."""
    note = of.encode()
    box = (8 + len(note)).to_bytes(4) + b"free" + note  # players pass over it (ISO/IEC 14496-12, 8.1.2)
    return (files("api.sample") / "recording.mp4").read_bytes() + box


@cache
def _read(file: str) -> Row:
    found: Row = msgspec.toml.decode((files("api.sample") / file).read_text(encoding="utf-8"))
    return found


def _stories(package: str) -> list[Row]:
    """The cases that the file of the package tells, none where there is no file."""
    path = f"procedures/{package}.toml"
    if not (files("api.sample") / path).is_file():
        return []
    file = _read(path)
    return [{"procedure": file["procedure"], **one} for one in file["case"]]


def _published_first(registers: Row) -> list[Row]:
    """A case for each matter whose first basic information no file tells, all in the same way."""
    file = _read("procedures/basics.toml")
    told = {one["matter"] for one in file["case"]}
    untold = (one for one in registers["matter"] if one["code"] not in told)
    return [
        {
            "procedure": file["procedure"],
            "id": f"basics-of-{one['code']}",
            "title": f"{one['name'].removeprefix('对')}事项基本信息"[:200],
            "agency": one["agency"],
            "matter": one["code"],
            "opened_on": 14 + number % 6,
            "steps": file["usual"]["steps"],
        }
        for number, one in enumerate(untold)
    ]


def _numbered(case: Row, starts_on: date) -> Row:
    """The case with the number of a party whose age at the act matters, and so moves with the sample's year."""
    party = case["party"]
    if "months_old" not in party:
        return case
    born = add_months(starts_on + timedelta(days=case["acted_on"]), -party["months_old"])
    stem = f"140429{born:%Y%m%d}{party['serial']}"
    number = next(stem + check for check in "0123456789X" if is_citizen_number(stem + check))
    return {**case, "party": {**party, "number": number}}


# ---- Days ----


@cache
def calendar() -> Calendar:
    """The calendar that the sample's ledger adopts."""
    found = Calendar()
    for year in seed_calendars():
        found = found.adopt(year.year, year.off, year.working)
    return found


@cache
def law(day: date, procedure: str = ORDINARY) -> Law:
    """The law data that the sample's ledger adopts, as of a day."""
    return in_force(seed_texts(), day, procedure)


def working(day: date, days: int = 0) -> date:
    """The first working day `days` after `day`, or later."""
    return calendar().next_working(day + timedelta(days=days))


def working_days_on(day: date, days: int) -> date:
    """The `days`-th working day after `day`, before it when negative."""
    if days >= 0:
        return add_working_days(day, days, calendar())
    while days:
        day -= timedelta(days=1)
        days += calendar().is_working(day)
    return day


def last_day(limit: str, begun: date) -> date:
    """The last day of a term of the law data that begins with an event of that day."""
    return due(law(begun).limits[limit], begun, calendar()).on


def at(day: date, hour: int, minute: int) -> datetime:
    """A time of that day in Asia/Shanghai."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)
