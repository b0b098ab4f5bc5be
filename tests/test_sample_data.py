"""The sample town's data: lawful amounts, valid numbers, every stage there, and a recording that plays.

The arithmetic of the check digits is written anew here, so that a slip in the product's own can't hide
one in the data.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent.parent / "src" / "api" / "sample"
Table = dict[str, Any]


def load(name: str) -> Table:
    return tomllib.loads((FOLDER / name).read_text("utf-8"))


TOWN = load("town.toml")
CASES: list[Table] = load("cases.toml")["case"]
MATTERS: dict[str, Table] = {matter["code"]: matter for matter in TOWN["matter"]}
PERSONS: dict[str, Table] = {person["id"]: person for person in TOWN["person"]}
OFFICERS = [person for person in TOWN["person"] if "certificate" in person]
STARTS: date = TOWN["sample"]["starts_on"]
DECIDED = [case for case in CASES if "decision" in case]
DISCLOSED = [case for case in CASES if "disclosure" in case]
SHAPES = {
    "filed": set(),
    "recording-linked": {"recording"},
    "decided": {"decision"},
    "served": {"decision", "service"},
    "disclosed": {"decision", "service", "disclosure"},
    "withheld": {"decision", "service", "disclosure"},
    "revoked": {"decision", "service", "disclosure", "revocation"},
    "back-entered": {"decision", "service", "back_entry"},
}
HOLIDAYS_2025 = [
    (date(2025, 1, 1), 1),
    (date(2025, 1, 28), 8),
    (date(2025, 4, 4), 3),
    (date(2025, 5, 1), 5),
    (date(2025, 5, 31), 3),
    (date(2025, 10, 1), 8),
]
OFF = {first + timedelta(days) for first, length in HOLIDAYS_2025 for days in range(length)}
MADE_UP = {date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11)}


def is_working(day: date) -> bool:
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def working(day: date) -> date:
    """The day itself, or the next working day."""
    while not is_working(day):
        day += timedelta(1)
    return day


def step(start: date, days: int) -> date:
    return working(start + timedelta(days))


def working_days_between(first: date, last: date) -> int:
    """Working days after `first`, up to and including `last`."""
    return sum(is_working(first + timedelta(days + 1)) for days in range((last - first).days))


def decided_on(case: Table) -> date:
    return step(step(STARTS, case["filed_on"]), case["decision"]["after_days"])


def days_to_publication(case: Table) -> int:
    signed = decided_on(case)
    return working_days_between(signed, step(signed, case["disclosure"]["after_days"]))


def credit_code_passes(code: str) -> bool:
    digits = {char: value for value, char in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
    power, total = 1, 0
    for char in code[:17]:
        total, power = total + digits[char] * power, power * 3 % 31
    return len(code) == 18 and (total + digits[code[17]]) % 31 == 0 and organisation_code_passes(code[8:17])


def organisation_code_passes(code: str) -> bool:
    total = sum(int(char, 36) * weight for char, weight in zip(code, (3, 7, 9, 10, 5, 8, 4, 2), strict=False))
    return (total + (10 if code[8] == "X" else int(code[8]))) % 11 == 0


def citizen_number_passes(number: str) -> bool:
    """ISO 7064 MOD 11-2, read from the left; a date that does not exist raises ValueError."""
    born(number)
    rest = 0
    for char in number:
        rest = (rest * 2 + (10 if char == "X" else int(char))) % 11
    return len(number) == 18 and rest == 1


def born(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def age_at_the_act(case: Table) -> int:
    birth, act = born(case["party"]["number"]), STARTS + timedelta(case["acted_on"])
    return act.year - birth.year - ((act.month, act.day) < (birth.month, birth.day))


def ranges(case: Table) -> Iterator[tuple[Decimal, Decimal]]:
    """What the matter's law allows as a fine for this kind of party."""
    matter = MATTERS[case["matter"]]
    for fine in matter.get("fines", []):
        if case["party"]["kind"] in fine["parties"]:
            yield Decimal(fine["min_yuan"]), Decimal(fine["max_yuan"])
    if "multiple" in matter and "base_yuan" in case["decision"]:
        base = Decimal(case["decision"]["base_yuan"])
        yield base * Decimal(matter["multiple"]["min"]), base * Decimal(matter["multiple"]["max"])


def by_id(case: Table) -> str:
    return str(case["id"])


def test_there_are_forty_cases_thirty_matters_and_eight_officers() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES) == 40
    assert len(MATTERS) == len(TOWN["matter"]) == 30
    assert sorted(MATTERS) == [f"140429{number:04}" for number in range(1, 31)]
    assert len(OFFICERS) == len({officer["certificate"] for officer in OFFICERS}) == 8
    assert len(TOWN["device"]) == 4


def test_the_stages_are_reached_as_often_as_the_sample_promises() -> None:
    assert Counter(case["stage"] for case in CASES) == {
        "filed": 8,
        "recording-linked": 4,
        "decided": 5,
        "served": 6,
        "disclosed": 13,
        "withheld": 2,
        "revoked": 1,
        "back-entered": 1,
    }


@pytest.mark.parametrize("case", CASES, ids=by_id)
def test_a_case_has_the_steps_of_its_stage_and_no_others(case: Table) -> None:
    steps = {"recording", "decision", "service", "disclosure", "revocation", "back_entry"} & case.keys()
    assert steps - {"recording"} == SHAPES[case["stage"]] - {"recording"}
    assert SHAPES[case["stage"]] <= steps
    assert case["stage"] != "filed" or "recording" not in steps


def test_every_code_and_number_passes_its_check_digit() -> None:
    codes = [agency["code"] for agency in TOWN["agency"]]
    numbers = [person["number"] for person in TOWN["person"]]
    for party in (case["party"] for case in CASES):
        (numbers if party["kind"] == "natural" else codes).append(party["number"])
    assert all(credit_code_passes(code) for code in codes)
    assert all(citizen_number_passes(number) for number in numbers)
    assert len({*codes, *numbers}) == len(codes) + len(numbers)
    assert credit_code_passes("91140429MA0K12348Q")
    assert not credit_code_passes("91140429MA0K12348R")
    assert citizen_number_passes("140429201210100015")
    assert not citizen_number_passes("140429201210100016")


@pytest.mark.parametrize("case", CASES, ids=by_id)
def test_a_case_cites_a_listed_matter_and_officers_of_its_agency(case: Table) -> None:
    agency = MATTERS[case["matter"]]["agency"]
    for name in case["handlers"]:
        assert PERSONS[name]["agency"] == agency
        assert "handler" in PERSONS[name]["duties"]
    if "recording" in case:
        devices = {device["id"]: device["agency"] for device in TOWN["device"]}
        assert devices[case["recording"]["device"]] == agency
    if "disclosure" in case:
        reviewer = case["disclosure"]["reviewer"]
        assert PERSONS[reviewer]["agency"] == agency
        assert PERSONS[reviewer]["duties"] == ["disclosure-officer"]
        assert reviewer not in case["handlers"]


@pytest.mark.parametrize("case", CASES, ids=by_id)
def test_two_certified_officers_handle_each_case_but_the_back_entered_one(case: Table) -> None:
    assert len(set(case["handlers"])) == (1 if "back_entry" in case else 2)
    last = step(decided_on(case), case.get("service", {}).get("after_days", 0)) if "decision" in case else STARTS
    for officer in (PERSONS[name] for name in case["handlers"]):
        assert officer["valid_from"] <= step(STARTS, case["filed_on"])
        assert max(last, step(STARTS, case["filed_on"])) <= officer["valid_to"]


@pytest.mark.parametrize("case", DECIDED, ids=by_id)
def test_a_fine_is_within_the_law_and_of_a_kind_that_the_matter_allows(case: Table) -> None:
    decision = case["decision"]
    assert set(decision["kinds"]) <= set(MATTERS[case["matter"]]["kinds"])
    assert ("罚款" in decision["kinds"]) == ("fine_yuan" in decision)
    assert ("没收违法所得" in decision["kinds"]) == ("confiscated_yuan" in decision)
    if "fine_yuan" in decision:
        fine = Decimal(decision["fine_yuan"])
        assert fine > 0
        assert any(low <= fine <= high for low, high in ranges(case))
    laws = {basis["law"] for basis in MATTERS[case["matter"]]["basis"]}
    assert any(cited.startswith(tuple(laws)) for cited in decision["basis"])


@pytest.mark.parametrize("case", CASES, ids=by_id)
def test_a_case_keeps_the_order_and_the_ninety_days_of_the_penalty_law(case: Table) -> None:
    assert case["acted_on"] <= case["discovered_on"] <= case["filed_on"]
    assert 0 <= case["filed_on"] < TOWN["sample"]["days"]
    if "decision" in case:
        assert (decided_on(case) - step(STARTS, case["filed_on"])).days <= 90
        assert decided_on(case) < STARTS + timedelta(TOWN["sample"]["days"])
    if "service" in case:
        assert step(decided_on(case), case["service"]["after_days"]) < STARTS + timedelta(TOWN["sample"]["days"])


def test_one_party_is_sixteen_on_the_day_of_the_act_and_is_not_identified() -> None:
    minors = [case for case in CASES if case["party"]["kind"] == "natural" and age_at_the_act(case) < 18]
    assert [age_at_the_act(case) for case in minors] == [16]
    assert minors[0]["disclosure"]["outcome"] == "redacted"
    assert minors[0]["disclosure"]["shown_as"] == "某未成年人"
    assert minors[0]["party"]["name"] not in f"{minors[0]['title']}{minors[0]['facts']}"


@pytest.mark.parametrize("case", DISCLOSED, ids=by_id)
def test_a_natural_person_is_never_named_in_public(case: Table) -> None:
    disclosure = case["disclosure"]
    if case["party"]["kind"] == "natural":
        assert "party" in disclosure.get("masked", ()) or disclosure["shown_as"].endswith("某")
        assert case["party"]["name"] not in f"{case['title']}{case['facts']}{case['decision']['reasons']}"
    assert (disclosure["outcome"] == "withheld") == (case["stage"] == "withheld")
    assert (disclosure["outcome"] == "redacted") == bool(disclosure.get("masked"))
    assert (disclosure["outcome"] == "open") == ("grounds" not in disclosure)
    assert (disclosure["outcome"] == "open") == ("basis" not in disclosure)


def test_three_publications_miss_seven_working_days_and_one_of_fifteen_besides() -> None:
    days = sorted(days_to_publication(case) for case in DISCLOSED)
    assert sum(7 < count <= 15 for count in days) == 3
    assert sum(count > 15 for count in days) == 1
    assert len(days) == 16


def test_the_revoked_decision_names_an_instrument_that_came_before_the_withdrawal() -> None:
    (case,) = [case for case in CASES if "revocation" in case]
    revocation = case["revocation"]
    instrument = revocation["instrument"]
    assert instrument["dated_after_days"] <= instrument["received_after_days"] <= revocation["after_days"]
    assert re.fullmatch(r"武政行复决字〔2025〕[1-9]\d*号", instrument["number"])
    assert revocation["ground"]
    assert revocation["explanation"]


def test_one_certificate_ends_within_the_year_and_each_agency_has_its_people() -> None:
    year_end = STARTS + timedelta(TOWN["sample"]["days"])
    assert sum(STARTS <= officer["valid_to"] < year_end for officer in OFFICERS) == 1
    duties = Counter((person["agency"], duty) for person in TOWN["person"] for duty in person["duties"])
    for agency in ("town", "market"):
        assert duties[agency, "head"] == duties[agency, "disclosure-officer"] == 1
        assert duties[agency, "handler"] >= 2
    assert duties["town", "legal-reviewer"] == duties["justice", "supervisor"] == 1
    assert all(PERSONS[agency["head"]]["agency"] == agency["id"] for agency in TOWN["agency"])


def test_matters_name_their_law_and_say_what_was_not_checked() -> None:
    for matter in TOWN["matter"]:
        assert re.fullmatch("对.+的处罚", matter["name"])
        assert isinstance(matter["verified"], bool)
        assert (matter["power"] == "handed-down") == ("instrument" in matter)
        assert matter["power"] == "law" or matter["power_verified"] is False
        for basis in matter["basis"]:
            assert re.fullmatch("《.+》", basis["law"])
            assert basis["article"].startswith("第")
            assert 0 < len(basis["summary"]) <= 60


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The boxes of ISO/IEC 14496-12 that lie side by side in `data`: type and content."""
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4])
        assert 8 <= size <= len(data) - at
        yield data[at + 4 : at + 8], data[at + 8 : at + size]
        at += size


def sample_entries(movie: bytes) -> Iterator[bytes]:
    """Types of the sample entries (`moov/trak/mdia/minf/stbl/stsd`) of each track."""
    for kind, content in boxes(movie):
        if kind in {b"trak", b"mdia", b"minf", b"stbl"}:
            yield from sample_entries(content)
        elif kind == b"stsd":
            yield from (entry for entry, _ in boxes(content[8:]))


def test_the_recording_is_a_small_mp4_of_h264_and_aac_with_its_index_in_front() -> None:
    data = (FOLDER / "recording.mp4").read_bytes()
    assert len(data) < 300_000
    top = list(boxes(data))
    order = [kind for kind, _ in top]
    assert order[0] == b"ftyp"
    assert order.index(b"moov") < order.index(b"mdat")
    assert set(sample_entries(dict(top)[b"moov"])) == {b"avc1", b"mp4a"}
