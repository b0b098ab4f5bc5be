"""Registers: what holds on which day, and what was known at which position."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from records.register.events import (
    AccessGranted,
    AccessRevoked,
    AgencyRegistered,
    BenchmarkPublished,
    ClockReleased,
    ClockSet,
    DeviceRegistered,
    DocumentNumberTaken,
    FineImposed,
    HeadAppointed,
    MatterRegistered,
    MatterWithdrawn,
    OfficerEnded,
    OfficerRegistered,
    PersonRegistered,
    Range,
    RegisterEvent,
    ReviewerRegistered,
    RulesAdopted,
    StepRefused,
    UnitHeadAppointed,
)
from records.register.fold import Register, fold
from records.register.numbering import Series
from town import AGENCY, HANDLERS, HEAD, MATTER, Town, town

TOWN = AgencyRegistered(
    code="a", name="旧名", short="监漳", kind="agency", region="140429", valid_from=date(2025, 1, 1)
)
MATTER_A = MatterRegistered(
    code="m", name="事项", agency="a", basis=(), power="law", valid_from=date(2025, 1, 1), valid_to=date(2026, 12, 31)
)
CERTIFICATE = OfficerRegistered(
    person="p", agency="a", certificate="1", category="综合", valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31)
)


def register(*events: RegisterEvent) -> Register:
    return fold(Register(), enumerate(events, 1))


def changed(event: RegisterEvent, **changes: object) -> RegisterEvent:
    return msgspec.structs.replace(event, **changes)


# ---- As of a day ----


def test_a_new_name_answers_from_its_first_day_and_the_old_one_before() -> None:
    found = register(TOWN, changed(TOWN, name="新名", valid_from=date(2026, 1, 1)))
    days = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    assert [one and one.name for one in (found.agency("a", day) for day in days)] == [None, "旧名", "旧名", "新名"]


def test_an_agency_that_is_registered_again_with_an_end_ends() -> None:
    found = register(TOWN, changed(TOWN, valid_to=date(2025, 6, 30)))
    assert found.agency("a", date(2025, 6, 30))
    assert found.agency("a", date(2025, 7, 1)) is None


def test_an_agency_that_nobody_registered_is_none() -> None:
    assert register(TOWN).agency("b", date(2025, 6, 1)) is None


def test_a_head_ends_by_another_entry_of_the_same_person_and_a_deputy_stays() -> None:
    def head(person: str, start: date, end: date | None = None) -> HeadAppointed:
        return HeadAppointed(agency="a", person=person, valid_from=start, valid_to=end)

    first = date(2025, 1, 1)
    found = register(head("old", first), head("deputy", first), head("old", first, date(2025, 6, 30)))
    found = fold(found, [(4, head("new", date(2025, 7, 1)))])
    asked = [
        (person, found.is_head("a", person, date(2025, month, 30)))
        for month in (6, 7)
        for person in ("old", "deputy", "new")
    ]
    assert [answer for _, answer in asked] == [True, True, False, False, True, True]
    assert not found.is_head("b", "deputy", date(2025, 7, 30))


def test_a_unit_head_ends_by_another_entry_of_the_same_person_and_leads_no_other_unit() -> None:
    def leads(person: str, start: date, end: date | None = None, agency: str = "a") -> UnitHeadAppointed:
        return UnitHeadAppointed(agency=agency, person=person, valid_from=start, valid_to=end)

    first, last = date(2025, 1, 1), date(2025, 6, 30)
    found = register(leads("old", first), leads("old", first, last), leads("new", date(2025, 7, 1)))
    days = (date(2024, 12, 31), first, last, date(2025, 7, 1))
    assert [found.is_unit_head("a", "old", day) for day in days] == [False, True, True, False]
    assert [found.is_unit_head("a", "new", day) for day in days] == [False, False, False, True]
    assert not found.is_unit_head("b", "old", first)
    assert not found.is_head("a", "old", first)
    assert found.agencies_of("old", last) == {"a"}
    assert found.agencies_of("old", date(2025, 7, 1)) == set()


def test_a_reviewer_is_qualified_in_the_term_of_the_entry_and_belongs_to_no_agency_by_it() -> None:
    entry = ReviewerRegistered(person="p", agency="county", qualification="A1", valid_from=date(2025, 1, 1))
    found = register(entry, changed(entry, valid_to=date(2025, 6, 30)))
    days = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1))
    assert [found.reviewer("p", day) is not None for day in days] == [False, True, True, False]
    assert found.reviewer("q", date(2025, 1, 1)) is None
    assert found.agencies_of("p", date(2025, 1, 1)) == set()
    renewed = fold(found, [(3, changed(entry, qualification="A2", valid_from=date(2026, 1, 1)))])
    held = [one and one.qualification for one in (renewed.reviewer("p", date(year, 3, 1)) for year in (2025, 2026))]
    assert held == ["A1", "A2"]
    assert renewed.reviewer("p", date(2025, 12, 31)) is None


def test_a_benchmark_binds_from_its_first_day_until_the_next_one_or_its_end() -> None:
    def published(title: str, start: date, end: date | None = None) -> BenchmarkPublished:
        ranges = (Range(degree="一般", from_yuan=100, to_yuan=500),)
        return BenchmarkPublished(matter="m", title=title, ranges=ranges, valid_from=start, valid_to=end)

    found = register(
        published("旧", date(2025, 1, 1)),
        published("新", date(2026, 1, 1)),
        published("新", date(2026, 1, 1), date(2026, 6, 30)),
    )
    days = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1))
    answers = [found.benchmark("m", day) for day in days]
    assert [one and one.title for one in answers] == [None, "旧", "旧", "新", None]
    assert found.benchmark("n", date(2025, 1, 1)) is None


def test_a_certificate_belongs_to_its_agency_and_its_term() -> None:
    found = register(CERTIFICATE)
    assert found.officer("p", "a", date(2025, 1, 1)) == found.officer("p", "a", date(2025, 12, 31)) == CERTIFICATE
    assert found.officer("p", "a", date(2024, 12, 31)) is None
    assert found.officer("p", "a", date(2026, 1, 1)) is None
    assert found.officer("p", "b", date(2025, 6, 1)) is None


def test_a_certificate_that_is_renewed_goes_on_and_one_that_is_corrected_is_shorter() -> None:
    renewed = register(
        CERTIFICATE, changed(CERTIFICATE, certificate="2", valid_from=date(2026, 1, 1), valid_to=date(2027, 1, 1))
    )
    assert [renewed.officer("p", "a", date(year, 6, 1)) is not None for year in (2025, 2026)] == [True, True]
    corrected = register(CERTIFICATE, changed(CERTIFICATE, valid_to=date(2025, 3, 31)))
    assert corrected.officer("p", "a", date(2025, 4, 1)) is None


def test_a_certificate_that_ended_early_ends_alone() -> None:
    other = changed(CERTIFICATE, certificate="2", agency="b")
    ended = OfficerEnded(person="p", certificate="1", last_day=date(2025, 5, 31), reason="调离")
    for entries in (
        (CERTIFICATE, other, ended),
        (CERTIFICATE, other, ended, changed(ended, last_day=date(2026, 1, 1))),
    ):
        found = register(*entries)
        assert found.officer("p", "a", date(2025, 5, 31))
        assert found.officer("p", "a", date(2025, 6, 1)) is None
        assert found.officer("p", "b", date(2025, 6, 1))


def test_a_matter_that_was_withdrawn_is_listed_up_to_its_last_day() -> None:
    withdrawn = MatterWithdrawn(code="m", last_day=date(2025, 6, 30), reason="收回")
    found = register(MATTER_A, withdrawn)
    assert found.matter("m", "a", date(2025, 6, 30))
    assert found.matter("m", "a", date(2025, 7, 1)) is None
    assert found.matter("m", "b", date(2025, 6, 30)) is None


def test_a_matter_that_is_listed_again_after_its_withdrawal_is_listed() -> None:
    withdrawn = MatterWithdrawn(code="m", last_day=date(2025, 6, 30), reason="收回")
    found = register(MATTER_A, withdrawn, changed(MATTER_A, valid_from=date(2026, 1, 1)))
    listed = [
        found.matter("m", "a", day) is not None for day in (date(2025, 6, 30), date(2025, 9, 1), date(2026, 1, 1))
    ]
    assert listed == [True, False, True]


def test_one_code_may_be_listed_for_two_agencies() -> None:
    found = register(MATTER_A, changed(MATTER_A, agency="b", name="同一事项"))
    names = [one and one.name for one in (found.matter("m", agency, date(2025, 6, 1)) for agency in "abc")]
    assert names == ["事项", "同一事项", None]


def test_a_text_of_law_replaces_the_one_of_its_name() -> None:
    found = register(RulesAdopted(name="a.toml", text=""), RulesAdopted(name="a.toml", text="# neu\n"))
    assert found.texts == {"a.toml": "# neu\n"}


# ---- Access, clock, devices ----


def grant(principal: str, token: str) -> AccessGranted:
    return AccessGranted(principal=principal, subject="person:p", roles=("officer",), token=token)


def test_all_tokens_of_an_account_end_when_it_is_revoked_and_a_later_one_holds() -> None:
    found = register(grant("wang", "1"), grant("wang", "2"), grant("li", "3"))
    found = fold(found, [(4, AccessRevoked(principal="wang", reason="调离"))])
    assert found.access.keys() == {"3"}
    assert fold(found, [(5, grant("wang", "4"))]).access.keys() == {"3", "4"}


def test_the_clock_is_the_one_that_was_set_last() -> None:
    assert register(ClockSet(micros=1), ClockSet(micros=2)).clock == ClockSet(micros=2)
    assert register(ClockSet(micros=1), ClockReleased()).clock == ClockReleased()


def test_a_device_is_the_one_that_was_registered_last() -> None:
    devices = [DeviceRegistered(device="d", agency="a", model=model, serial="1") for model in ("x", "y")]
    assert register(*devices).devices == {"d": devices[1]}


def test_what_no_case_is_judged_by_changes_nothing_but_the_position() -> None:
    number = DocumentNumberTaken(agency="a", kind="罚决", year=2026, sequence=1, number="1", case="1")
    refused = StepRefused(case="1", step="s", code="c", article="a", detail="d")
    fine = FineImposed(person="p", case="1", acted_on=date(2026, 3, 1), place="中心街", number="1")
    found = register(PersonRegistered(person="p", kind="natural"), number, refused, fine)
    assert found == Register(position=4)


def test_a_register_is_never_changed_by_what_follows() -> None:
    before = register(TOWN, MATTER_A)
    fold(before, [(3, MatterWithdrawn(code="m", last_day=date(2025, 6, 30), reason="收回"))])
    assert before == register(TOWN, MATTER_A)


# ---- Numbers ----


@pytest.mark.parametrize(
    ("sequences", "following", "ahead"),
    [((), 1, set()), ((1, 2), 3, set()), ((3,), 1, {3}), ((3, 1), 2, {3}), ((3, 1, 2), 4, set()), ((5, 1), 2, {5})],
)
def test_a_series_gives_out_the_lowest_number_that_is_free(
    sequences: tuple[int, ...], following: int, ahead: set[int]
) -> None:
    series = Series()
    for sequence in sequences:
        series = series.after(
            DocumentNumberTaken(agency="a", kind="罚决", year=2026, sequence=sequence, number="", case="1")
        )
    assert series == Series(following, frozenset(ahead))


# ---- As known at a position ----


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Town]:
    with town(database, tmp_path) as found:
        yield found


def test_the_registers_are_folded_to_a_position(place: Town) -> None:
    before = place.ledger.register()
    case = place.file()
    withdrawn = place.enter(MatterWithdrawn(code=MATTER, last_day=date(2020, 1, 1), reason="收回")).positions[0]
    ended = place.enter(
        OfficerEnded(person=HANDLERS[0], certificate="14042900", last_day=date(2020, 1, 1), reason="调离")
    ).positions[0]
    today = place.ledger.now().day
    asked = [place.ledger.register_at(position) for position in (before.position, withdrawn, ended)]
    assert asked[0] == before
    assert asked[2] == place.ledger.register()
    assert [one.matter(MATTER, AGENCY, today) is not None for one in asked] == [True, False, False]
    assert [one.officer(HANDLERS[0], AGENCY, today) is not None for one in asked] == [True, True, False]
    filed = place.ledger.history(f"case:{case}")[0]
    assert place.ledger.register_at(filed.registers_to) == before  # what the decision was judged by
    assert before.is_head(AGENCY, HEAD, today)


def test_a_second_process_sees_what_the_first_one_registered(place: Town, tmp_path: Path) -> None:
    from records.store.directory import Ledgers

    other = Ledgers(place.ledgers.engine, place.ledgers._keys)
    ledger = other.get(place.name)
    assert ledger.register() == place.ledger.register()
    moment = place.at("2025-03-03 09:00")
    assert ledger.now() == moment
    place.enter(TOWN)
    assert ledger.register().agency("a", date(2025, 6, 1)) == TOWN
    other.close()
