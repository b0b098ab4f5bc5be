"""Replay: as it was at a time, as it was known at a time, and how far each stage has come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.event import case_stream
from records.replay import defects, replay, stages
from records.store.mapper import Recorded
from town import SCAN, shanghai, town


@pytest.fixture
def history(database: str, tmp_path: Path) -> Iterator[list[Recorded]]:
    """Filed in January; signed and served live in March; a recording of January was entered in April."""
    with town(database, tmp_path) as place:
        case = place.file()
        place.at("2025-03-03 09:00")
        place.sign(case)
        place.at("2025-03-04 09:00")
        place.serve(case)
        place.at("2025-04-01 09:00")
        place.link(case, occurred_at="2025-01-10", entry=SCAN)
        place.serve(case, occurred_at="2025-03-05", entry=SCAN)
        yield place.ledger.history(case_stream(case))


def test_steps_stand_in_the_order_in_which_they_occurred(history: list[Recorded]) -> None:
    assert [one.version for one in replay(history).steps] == [1, 4, 2, 3, 5]


def test_a_replay_is_the_case_as_it_stands(history: list[Recorded], tmp_path: Path) -> None:
    case = replay(reversed(history)).case
    assert case == replay(history).case
    assert len(case.recordings) == 1
    assert case.served_at == shanghai("2025-03-04 09:00")


@pytest.mark.parametrize(
    ("at", "known_at", "versions"),
    [
        ("2025-01-05 09:00", None, []),
        ("2025-01-06 09:00", None, [1]),
        ("2025-02-01 09:00", None, [1, 4]),
        ("2025-03-04 09:00", None, [1, 4, 2, 3]),
        (None, "2025-03-31 09:00", [1, 2, 3]),
        (None, "2025-04-01 09:00", [1, 4, 2, 3, 5]),
        ("2025-02-01 09:00", "2025-03-31 09:00", [1]),
        ("2025-02-01 09:00", "2025-04-01 09:00", [1, 4]),
    ],
)
def test_a_case_is_as_it_was_and_as_it_was_known(
    history: list[Recorded], at: str | None, known_at: str | None, versions: list[int]
) -> None:
    found = replay(history, at and shanghai(at), known_at and shanghai(known_at))  # type: ignore[arg-type]  # never ""
    assert [one.version for one in found.steps] == versions


def test_defects_are_those_of_all_steps(history: list[Recorded]) -> None:
    assert [one.code for one in defects(replay(history).steps)] == ["already-served"]


def test_a_stage_that_is_not_judged_is_never_done(database: str, tmp_path: Path) -> None:
    with town(database, tmp_path) as place:
        case = place.file()
        place.sign(case)
        procedure = place.ledger.register().law(place.ledger.now().day).stages
        found = {one.id: one for one in stages(place.ledger.history(case_stream(case)), procedure)}
    assert {one.id for one in found.values() if one.status == "done"} == {"filing", "decision"}
    assert {one.id for one in found.values() if one.status == "open"} == {"service", "disclosure"}
    assert {one.status for one in found.values()} == {"done", "open", "not-checked"}
    assert found["filing"].at == str(shanghai("2025-01-06 09:00"))
    assert found["notice"].status == "not-checked"
    assert found["notice"].at == ""
