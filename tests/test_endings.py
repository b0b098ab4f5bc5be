"""The timer tells each open case, once, that its delegation or its matter has ended; what is decided goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.desks import CaseDesks
from api.endings import ended_cases, ended_letters, ended_matters
from api.timer import Timer
from media.catalogue import Catalogue
from media.catalogue import install as install_catalogue
from penal import AGENCY, HANDLERS, MATTER, filing
from projections import schema
from projections.follower import Follower
from records.beside.events import CaseHandedBack, MatterFlagged
from records.penalty import commands as c
from records.register.events import (
    AgencyRegistered,
    DelegationEnded,
    DelegationGranted,
    LegalBasis,
    MatterRegistered,
    MatterWithdrawn,
    OfficerRegistered,
)
from town import Town, town

DELEGATE = "12140429012345700N"
THEIRS = ("officer-sun", "officer-he")
SINCE = date(2020, 1, 1)
LAST = date(2025, 1, 31)


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Town]:
    """A ledger with its views and a delegation until 31 January; its clock stands on Monday, 6 January 2025."""
    with town(database, tmp_path) as found:
        schema.install(found.ledgers.engine)
        install_catalogue(found.ledgers.engine)
        found.enter(
            AgencyRegistered(
                code=DELEGATE, name="便民中心", short="便民", kind="entrusted", region="140429", valid_from=SINCE
            )
        )
        for number, person in enumerate(THEIRS):
            found.enter(
                OfficerRegistered(
                    person=person,
                    agency=DELEGATE,
                    certificate=f"1404295{number}",
                    category="综合执法",
                    valid_from=SINCE,
                    valid_to=date(2030, 12, 31),
                    name="某",
                )
            )
        found.enter(letter())
        yield found


def letter(**changes: Any) -> DelegationGranted:
    given: dict[str, Any] = {
        "number": "一号",
        "delegator": AGENCY,
        "delegate": DELEGATE,
        "kind": "penalty",
        "basis": (LegalBasis("某某条例", "第五条"),),
        "matters": (MATTER,),
        "scope": "全镇",
        "fitness": "事业单位",
        "digest": "e" * 64,
        "announced": "网站",
        "valid_from": date(2025, 1, 1),
        "valid_to": LAST,
    }
    return DelegationGranted(**(given | changes))


def theirs(place: Town) -> str:
    """A case that the delegate's officers handle."""
    sent = filing(handlers=THEIRS, place="监漳镇北街")
    return str(place.desk.open(sent, place.sender(THEIRS[0])).events[-1].case)  # type: ignore[attr-defined]  # the last event is CaseFiled


def timer(place: Town) -> Timer:
    return Timer(place.ledgers, CaseDesks(place.ledgers, Catalogue(place.ledgers.engine)))


def tick(place: Town, at: Timer | None = None) -> int:
    Follower(place.ledgers).catch_up()
    return (at or timer(place)).tick()


def test_a_case_is_handed_back_the_day_after_the_letter_and_once(place: Town) -> None:
    case, own = theirs(place), place.file()
    place.at("2025-01-31 23:59")
    assert tick(place) == 0
    place.at("2025-02-01 00:01")
    running = timer(place)
    assert tick(place, running) == 1
    assert tick(place, running) == 0
    assert tick(place) == 0
    (told,) = place.desk.load(case).case.every(CaseHandedBack)
    assert (told.letter, told.delegate, told.last_day, told.handlers) == ("一号", DELEGATE, LAST, THEIRS)
    assert CaseHandedBack not in place.desk.load(own).case.happened
    place.take(case, c.ChangeHandlers)
    assert tick(place) == 0


def test_a_letter_that_ends_early_hands_back_early_and_one_that_is_renewed_hands_nothing_back(place: Town) -> None:
    case = theirs(place)
    place.enter(DelegationEnded(number="一号", last_day=date(2025, 1, 10), reason="终止"))
    place.at("2025-01-11 09:00")
    place.enter(letter(number="二号", valid_from=date(2025, 1, 11), valid_to=date(2025, 6, 30)))
    assert tick(place) == 0
    place.at("2025-07-01 09:00")
    assert tick(place) == 1
    (told,) = place.desk.load(case).case.every(CaseHandedBack)
    assert (told.letter, told.last_day) == ("二号", date(2025, 6, 30))


def test_a_case_that_comes_to_another_delegates_officers_is_handed_back_anew(place: Town) -> None:
    case = theirs(place)
    place.at("2025-02-01 09:00")
    assert tick(place) == 1
    place.enter(letter(number="二号", valid_from=date(2025, 2, 1), valid_to=date(2025, 2, 28)))
    place.take(case, c.ChangeHandlers, handlers=THEIRS)
    assert tick(place) == 0
    place.at("2025-03-01 09:00")
    assert tick(place) == 1
    assert len(place.desk.load(case).case.every(CaseHandedBack)) == 2


def test_an_open_case_is_flagged_when_its_matter_is_withdrawn_and_a_decided_one_goes_on(place: Town) -> None:
    open_one, decided = place.file(), place.file()
    place.sign(decided)
    place.enter(MatterWithdrawn(code=MATTER, last_day=date(2025, 1, 6), reason="收回"))
    assert tick(place) == 0
    place.at("2025-01-07 09:00")
    assert tick(place) == 1
    (told,) = place.desk.load(open_one).case.every(MatterFlagged)
    assert (told.matter, told.last_day) == (MATTER, date(2025, 1, 6))
    assert MatterFlagged not in place.desk.load(decided).case.happened
    assert tick(place) == 0
    place.serve(decided)


def test_a_matter_whose_own_term_is_over_flags_as_one_that_was_withdrawn(place: Town) -> None:
    listed = MatterRegistered(
        code="短", name="短期事项", agency=AGENCY, basis=(), power="law", kinds=("罚款",), valid_from=SINCE,
        valid_to=date(2025, 1, 8),
    )  # fmt: skip
    place.enter(listed)
    case = place.file(matter="短")
    place.at("2025-01-09 09:00")
    assert tick(place) == 1
    assert MatterFlagged in place.desk.load(case).case.happened


def test_what_has_ended_is_listed_until_somebody_goes_on_with_it(place: Town) -> None:
    case = theirs(place)
    place.at("2025-02-01 09:00")
    Follower(place.ledgers).catch_up()
    register, now = place.ledger.register(), place.ledger.now()
    assert ended_letters(register, now.day) == {(AGENCY, MATTER)}
    assert ended_matters(register, now.day) == set()
    assert [one.case for one in listed(place)] == [case]
    place.take(case, c.ChangeHandlers, handlers=HANDLERS)
    Follower(place.ledgers).catch_up()
    assert listed(place) == []


def listed(place: Town) -> list[Any]:
    with place.ledgers.engine.connect() as connection:
        return list(ended_cases(connection, place.ledger, place.ledger.now()))
