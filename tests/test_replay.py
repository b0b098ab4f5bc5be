"""Replay: as it was at a time, as it was known at a time, and how far each stage has come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from records.event import case_stream
from records.law.entries import Stage
from records.penalty.commands import VoidEntry
from records.register.events import OfficerEnded
from records.replay import defects, replay, stages
from records.store.mapper import Recorded
from town import HANDLERS, PLAIN, SCAN, Town, shanghai, town


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Town]:
    with town(database, tmp_path) as found:
        yield found


@pytest.fixture
def history(place: Town) -> list[Recorded]:
    """Filed in January; told, signed and served live in March; a recording of January was entered in April."""
    case = place.file()
    place.at("2025-03-03 09:00")
    place.sign(case)
    place.at("2025-03-04 09:00")
    place.serve(case)
    place.at("2025-04-01 09:00")
    place.link(case, occurred_at="2025-01-10", entry=SCAN)
    place.serve(case, occurred_at="2025-03-05", entry=SCAN)
    return place.ledger.history(case_stream(case))


FILED, PREPARED, SIGNED, SERVED, LINKED, AGAIN = 1, range(2, 10), 10, 11, 12, 13
"""Versions of the case, in the order in which they were entered."""


def test_steps_stand_in_the_order_in_which_they_occurred(history: list[Recorded]) -> None:
    assert [one.version for one in replay(history).steps] == [FILED, LINKED, *PREPARED, SIGNED, SERVED, AGAIN]


def test_a_replay_is_the_case_as_it_stands(history: list[Recorded], tmp_path: Path) -> None:
    case = replay(reversed(history)).case
    assert case == replay(history).case
    assert len(case.recordings) == 1
    assert case.served_at == shanghai("2025-03-04 09:00")


@pytest.mark.parametrize(
    ("at", "known_at", "versions"),
    [
        ("2025-01-05 09:00", None, []),
        ("2025-01-06 09:00", None, [FILED]),
        ("2025-02-01 09:00", None, [FILED, LINKED]),
        ("2025-03-03 09:00", None, [FILED, LINKED, *PREPARED, SIGNED]),
        ("2025-03-04 09:00", None, [FILED, LINKED, *PREPARED, SIGNED, SERVED]),
        (None, "2025-03-31 09:00", [FILED, *PREPARED, SIGNED, SERVED]),
        (None, "2025-04-01 09:00", [FILED, LINKED, *PREPARED, SIGNED, SERVED, AGAIN]),
        ("2025-02-01 09:00", "2025-03-31 09:00", [FILED]),
        ("2025-02-01 09:00", "2025-04-01 09:00", [FILED, LINKED]),
    ],
)
def test_a_case_is_as_it_was_and_as_it_was_known(
    history: list[Recorded], at: str | None, known_at: str | None, versions: list[int]
) -> None:
    found = replay(history, at and shanghai(at), known_at and shanghai(known_at))  # type: ignore[arg-type]  # never ""
    assert [one.version for one in found.steps] == versions


def test_defects_are_those_of_each_step_by_the_registers_as_they_are_known(
    place: Town, history: list[Recorded]
) -> None:
    def codes(known_at: str | None = None) -> dict[int, list[str]]:
        steps = replay(history, known_at=known_at and shanghai(known_at)).steps  # type: ignore[arg-type]  # never ""
        found = defects(steps, place.ledger.register())
        assert found.keys() == {one.version for one in steps}
        return {version: [one.code for one in some] for version, some in found.items() if some}

    assert codes("2025-03-31 09:00") == {}
    assert codes() == {AGAIN: ["already-served"]}
    place.enter(OfficerEnded(person=HANDLERS[1], certificate="14042901", last_day=date(2025, 3, 3), reason="调离"))
    assert codes() == {SERVED: ["officer-not-certified"], AGAIN: ["already-served", "officer-not-certified"]}


def test_a_stage_is_done_once_an_event_of_it_counts(place: Town) -> None:
    case = place.file()
    place.sign(case)
    procedure = place.ledger.register().law(place.ledger.now().day).stages
    found = {one.id: one for one in stages(place.ledger.history(case_stream(case)), procedure)}
    done = {one.id for one in found.values() if one.status == "done"}
    assert done == {"filing", "evidence", "opinion", "notice", "defence", "decision"}  # a served notice is no service
    assert {one.status for one in found.values()} == {"done", "open"}
    assert found["filing"].at == str(shanghai("2025-01-06 09:00"))
    assert found["service"].at == ""


def test_a_stage_that_is_not_judged_is_never_done(history: list[Recorded]) -> None:
    unjudged = Stage(id="x", title="阶段", article="某法 第一条", since=date(2021, 7, 15), checked=False)
    (found,) = stages(history, [unjudged])
    assert (found.status, found.at) == ("not-checked", "")


def test_a_stage_whose_only_event_was_a_mistake_is_open_again(place: Town) -> None:
    case = place.file()
    for _, kind, given in PLAIN[1:5]:
        place.take(case, kind, **given)
    opinion = place.desk.load(case).version
    place.take(case, VoidEntry, version=opinion)
    procedure = place.ledger.register().law(place.ledger.now().day).stages
    found = {one.id: one.status for one in stages(place.ledger.history(case_stream(case)), procedure)}
    assert (found["evidence"], found["opinion"]) == ("done", "open")
