"""The timer against real ledgers and the due list that it reads: what is over is done, and once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from api.desks import CaseDesks
from api.timer import Timer
from media.catalogue import Catalogue
from media.catalogue import install as install_catalogue
from penal import PLAIN, SCAN
from projections import schema
from projections.due import due_term
from projections.follower import Follower
from records.course.case import Case
from records.event import CaseEvent
from records.penalty import commands as c
from records.penalty.events import CaseResumed, DocumentServed, PreservationLapsed
from records.store.schema import event as event_table
from town import Town, open_town, town

ITEM: Final = "监漳先登〔2025〕1号#1"


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Town]:
    """A ledger with its views; its clock stands on Monday, 6 January 2025."""
    with town(database, tmp_path) as found:
        schema.install(found.ledgers.engine)
        install_catalogue(found.ledgers.engine)
        yield found


def timer(place: Town) -> Timer:
    """The timer of a process that has just started."""
    return Timer(place.ledgers, CaseDesks(place.ledgers, Catalogue(place.ledgers.engine)))


def tick(place: Town, at: Timer | None = None) -> int:
    """What a timer does once the due list shows all that was recorded."""
    Follower(place.ledgers).catch_up()
    return (at or timer(place)).tick()


def case_of(place: Town, case: str) -> Case:
    return place.desk.load(case).case


def taken(place: Town, until: str) -> str:
    """A plain case up to a stage."""
    case = place.file()
    for name, kind, given in PLAIN[1:]:
        place.take(case, kind, **given)
        if name == until:
            return case
    raise KeyError(until)


def preserved(place: Town) -> str:
    """A case with an item whose seven working days end on 15 January."""
    case = taken(place, "evidence")
    place.take(case, c.ApprovePreservation)
    place.take(case, c.PreserveEvidence)
    return case


def announced(place: Town) -> str:
    """A case whose notice hangs out until 5 February."""
    case = taken(place, "notice")
    place.take(case, c.AttemptService, document="notice")
    place.take(case, c.PublishNotice, document="notice")
    return case


# ---- What it does ----


def test_a_preservation_lapses_the_day_after_its_term(place: Town) -> None:
    case = preserved(place)
    place.at("2025-01-15 23:59")
    assert tick(place) == 0
    place.at("2025-01-16 00:01")
    assert tick(place) == 1
    assert [one.item for one in case_of(place, case).every(PreservationLapsed)] == [ITEM]


def test_a_paper_is_served_by_the_notice_that_has_hung_long_enough(place: Town) -> None:
    case = announced(place)
    place.at("2025-02-05 12:00")
    assert tick(place) == 0
    place.at("2025-02-06 09:00")
    assert tick(place) == 1
    served = case_of(place, case).last(DocumentServed)
    assert served is not None
    assert (served.document, served.method, str(served.noticed_on)) == ("notice", "public-notice", "2025-01-06")


def test_a_paper_is_served_by_its_own_notice_though_another_was_issued_meanwhile(place: Town) -> None:
    case = announced(place)
    place.take(case, c.GiveNotice)
    place.at("2025-02-06 09:00")
    assert tick(place) == 1
    assert [one.number for one in case_of(place, case).every(DocumentServed)] == ["监漳罚告〔2025〕1号"]


def test_a_suspended_case_goes_on_when_its_day_is_over(place: Town) -> None:
    case = taken(place, "evidence")
    place.take(case, c.SuspendCase, until=date(2025, 1, 20))
    place.at("2025-01-20 12:00")
    assert tick(place) == 0
    place.at("2025-01-21 09:00")
    assert tick(place) == 1
    assert CaseResumed in case_of(place, case).happened


def test_all_that_is_due_in_all_ledgers_is_done_under_keys_of_their_own(place: Town) -> None:
    other = open_town(place.ledgers, "duancun")
    for one in (place, other):
        preserved(one)
        one.at("2025-01-16 09:00")
    assert tick(place) == 2
    query = select(event_table.c.command).where(event_table.c.tag == "preservation-lapsed/1")
    with place.ledgers.engine.connect() as connection:
        keys = sorted(connection.scalars(query))
    assert [key.split(":")[:3] for key in keys] == [["timer", name, "preservation"] for name in ("duancun", place.name)]


# ---- Once ----


def test_what_was_done_is_not_done_again_before_the_due_list_has_heard_of_it(
    place: Town, caplog: pytest.LogCaptureFixture
) -> None:
    preserved(place)
    place.at("2025-01-16 09:00")
    same = timer(place)
    assert tick(place, same) == 1
    head = place.ledger.head()
    with caplog.at_level(logging.WARNING, "mingjing"):
        assert same.tick() == 0
    assert caplog.records == []
    assert timer(place).tick() == 0  # nor by a process that knows nothing of it
    assert tick(place) == 0
    assert place.ledger.head() == head


# ---- What can't be done ----


def archived(place: Town) -> str:
    """A case that went into the archive on paper, though an item of it is open: the file takes nothing more."""
    case = preserved(place)
    place.take(case, c.CloseCase, ground="terminated", occurred_at="2025-01-06", entry=SCAN)
    place.take(case, c.ArchiveCase, occurred_at="2025-01-06", entry=SCAN)
    place.at("2025-01-16 09:00")
    return case


def test_what_the_law_refuses_is_not_recorded_as_refused_again_and_again(
    place: Town, caplog: pytest.LogCaptureFixture
) -> None:
    archived(place)
    head, same = place.ledger.head(), timer(place)
    with caplog.at_level(logging.WARNING, "mingjing"):
        assert [tick(place, same), tick(place, same)] == [0, 0]
    assert len([one for one in caplog.records if "file-archived" in one.getMessage()]) == 1
    assert tick(place) == 0
    assert place.ledger.head() == head


def test_what_could_not_be_done_is_done_once_nothing_bars_it(place: Town) -> None:
    case = archived(place)
    same = timer(place)
    assert tick(place, same) == 0
    place.take(case, c.ReopenArchive)
    assert tick(place, same) == 1


def test_what_fails_keeps_nothing_else_waiting(place: Town, caplog: pytest.LogCaptureFixture) -> None:
    case = preserved(place)
    place.at("2025-01-16 09:00")
    Follower(place.ledgers).catch_up()
    with place.ledgers.engine.begin() as connection:
        (row,) = connection.execute(select(due_term).where(due_term.c.limit_id == "preservation")).mappings()
        lost = dict(row) | {"case_id": str(uuid4()), "due_on": row["starts_on"]}  # of a case that there is not
        connection.execute(insert(due_term).values(lost))
    with caplog.at_level(logging.WARNING, "mingjing"):
        assert timer(place).tick() == 1
    assert lost["case_id"] in caplog.text
    assert PreservationLapsed in case_of(place, case).happened


def test_every_step_of_the_timer_is_one_of_the_system(place: Town) -> None:
    case = preserved(place)
    place.at("2025-01-16 09:00")
    tick(place)
    last = place.ledger.history(f"case:{case}")[-1]
    assert isinstance(last.event, CaseEvent)
    assert (last.actor, last.event.entry, last.event.defects) == ("system", None, ())
