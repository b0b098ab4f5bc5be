"""What `verify` finds in a public ledger, and what the checkpoints in it find in the sealed one."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from projections import schema
from projections.follower import Follower
from projections.public_ledger import PublicLedgers
from records.moment import rfc3339
from town import standing_database, town
from verify_town import LEDGER, PUBLIC_KEY, Place, copied

PUBLIC = f"{LEDGER}-public"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A town with two published decisions and a checkpoint that was taken in."""
    folder = tmp_path_factory.mktemp("town")
    server = str(request.getfixturevalue("postgres_url"))
    with standing_database(request.param, server, folder) as url:
        place = Place(url, folder)
        with town(url, folder) as found:
            schema.install(found.ledgers.engine)
            found.publish()
            place.sign()
            Follower(found.ledgers).catch_up()
            PublicLedgers(found.ledgers, place.store).take_in()
            found.publish()
            Follower(found.ledgers).catch_up()
        place.sign()
        place.sign(PUBLIC_KEY, PUBLIC)
        yield place


@pytest.fixture
def place(whole: Place, tmp_path: Path) -> Iterator[Place]:
    with copied(whole, tmp_path) as found:
        yield found


def found(place: Place) -> list[tuple[str, int]]:
    return place.found(log=PUBLIC)


def say(place: Place, position: int, **other: object) -> None:
    """Has an entry say something else, in its form, with the row and the log as they should be then."""
    said: dict[str, Any] = json.loads(place.row(position, PUBLIC).entry) | other
    entry = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    place.sql(
        f"UPDATE event SET entry = :entry, event_id = :id WHERE ledger = '{PUBLIC}' AND position = :at",
        entry=entry,
        id=sha256(entry).digest()[:16],
        at=position,
    )
    place.forget_log()
    place.sign()
    place.sign(PUBLIC_KEY, PUBLIC)


def test_a_public_ledger_as_it_was_written_holds(whole: Place) -> None:
    verdict = whole.verdict(log=PUBLIC)
    assert (verdict.events, verdict.size, verdict.findings) == (3, 3, [])
    assert whole.found() == []


def test_an_act_that_was_changed_is_found_by_its_log(place: Place) -> None:
    place.sql(f"UPDATE event SET entry = :entry WHERE ledger = '{PUBLIC}' AND position = 1", entry=b"{}")
    assert found(place) == [("public-form", 1), ("entry-rewritten", 1)]


@pytest.mark.parametrize(("column", "value"), [("stream", "withdrawn:x"), ("version", 9), ("tag", "public-act/2")])
def test_a_column_that_does_not_say_what_the_entry_says_is_found(place: Place, column: str, value: object) -> None:
    place.sql(f"UPDATE event SET {column} = :value WHERE ledger = '{PUBLIC}' AND position = 1", value=value)
    assert found(place) == [("public-row-differs", 1)]


def test_an_act_that_was_removed_is_found(place: Place) -> None:
    place.sql(f"DELETE FROM event WHERE ledger = '{PUBLIC}' AND position = 3")
    assert found(place) == [("position-missing", 3)]


def test_an_act_that_was_never_written_is_found_at_its_review(place: Place) -> None:
    review = place.rows("disclosure-reviewed/")[0]
    place.sql(f"DELETE FROM event WHERE ledger = '{PUBLIC}' AND position = 1")
    place.sql(f"UPDATE event SET position = position - 1 WHERE ledger = '{PUBLIC}' AND position = 2")
    place.sql(f"UPDATE event SET position = position - 1 WHERE ledger = '{PUBLIC}' AND position = 3")
    place.forget_log()
    place.sign()
    place.sign(PUBLIC_KEY, PUBLIC)
    assert found(place) == []
    assert place.found() == [("public-act-missing", review.position)]


def test_an_act_of_another_time_than_its_event_is_found_though_its_log_was_signed_anew(place: Place) -> None:
    say(place, 1, at="2025-01-01T00:00:00.000000Z")
    assert found(place) == [("public-source-differs", 1)]


def test_what_is_said_to_be_lost_and_is_not_is_found(place: Place) -> None:
    row = place.row(3, PUBLIC)
    said = json.loads(row.entry)
    place.sql(f"UPDATE event SET stream = 'lost:{said['disclosure']}' WHERE ledger = '{PUBLIC}' AND position = 3")
    say(place, 3, act="lost", copy="")
    assert found(place) == [("public-source-differs", 3)]


def grow_for(place: Place, hours: int) -> None:
    """The sealed ledger as if all behind the checkpoint that was taken in had been entered `hours` apart, until now."""
    (size,) = (json.loads(place.row(2, PUBLIC).entry)["size"],)
    head = place.rows()[-1].position
    for position in range(size + 1, head + 1):
        back = (hours * 3_600_000_000) * (head - position) // (head - size - 1)
        place.change(position, recorded_at=time.time_ns() // 1_000 - back)


@pytest.mark.parametrize(("hours", "expected"), [(1, []), (3, [("public-checkpoint-stale", 2)])])
def test_an_hourly_checkpoint_that_stays_away_while_the_log_grows_is_found(
    place: Place, hours: int, expected: list[tuple[str, int]]
) -> None:
    grow_for(place, hours)
    at = rfc3339(time.time_ns() // 1_000 - 4 * 3_600_000_000)
    say(place, 2, at=at)
    assert [one for one in found(place) if one[0] != "public-source-differs"] == expected


def test_a_checkpoint_that_was_taken_in_just_now_is_not_stale(place: Place) -> None:
    grow_for(place, 3)
    assert [one for one in found(place) if one[0] != "public-source-differs"] == []


def test_a_checkpoint_that_never_was_taken_in_is_found(place: Place) -> None:
    grow_for(place, 3)
    place.sql(f"DELETE FROM event WHERE ledger = '{PUBLIC}' AND position > 1")
    place.sql(f"UPDATE event SET recorded_at = 1 WHERE ledger = '{PUBLIC}' AND position = 1")
    place.forget_log()
    place.sign()
    place.sign(PUBLIC_KEY, PUBLIC)
    assert found(place) == [("public-checkpoint-stale", 0)]


def test_a_sealed_history_that_was_rewritten_is_found_by_the_checkpoint_in_the_public_ledger(place: Place) -> None:
    row = place.rows("decision-signed/")[0]
    place.change(row.position, entry=row.entry[:-1] + bytes([row.entry[-1] ^ 1]))
    place.forget_log()
    place.sign()
    place.sign(PUBLIC_KEY, PUBLIC)
    assert found(place) == [("public-checkpoint-differs", 2)]
