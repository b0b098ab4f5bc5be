"""Steps commit to the checkpoint that was witnessed last, which proves that they were not there before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from media.published_folder import PublishedFolder
from records.log.checkpoint import cosign
from records.log.notes import COSIGNER, Note, Signature, SigningKey
from records.log.published import public
from records.log.signer import LogSigner
from records.log.tree import HashReader
from records.log.witnessed import LATEST, WitnessedCheckpoints, keep
from records.moment import Moment
from records.store.directory import Ledgers
from records.store.engine import connect
from records.store.entries import StoredEntries
from records.store.ledger import Ledger
from records.store.stored import CommandKey
from town import town
from verify_town import KEY, LEDGER, Place
from verify_town import _hearing as hearing

WITNESS = SigningKey("witness.example/w1", bytes([7]) * 32, COSIGNER)


class OneWitness:
    """Cosigns whatever it is asked for, by a clock that stands."""

    def __init__(self, minutes: float = 0) -> None:
        self._seconds = 1_773_630_000 + int(60 * minutes)

    def collect(self, note: Note, _: HashReader) -> list[Signature]:
        return [cosign(note.body, WITNESS, self._seconds)]


class Away(PublishedFolder):
    """A store that nobody reaches."""

    def read(self, path: str) -> bytes | None:
        raise OSError(path)


@pytest.fixture
def place(database: str, tmp_path: Path) -> Place:
    found = Place(database, tmp_path / "var")
    found.fill(1, 3)
    return found


def sign(place: Place, witness: OneWitness | None, after: Callable[[str], None] = lambda _: None) -> bytes:
    """Publishes what is recorded; the text of the checkpoint."""
    engine = connect(place.url)
    place.store.write(public(LEDGER, "key"), f"{KEY.verifier.text}\n".encode())
    if place.files.read("checkpoint") is None:
        assert LogSigner(LEDGER, StoredEntries(engine, LEDGER), place.store, KEY).advance()  # the one of no entries
    signer = LogSigner(LEDGER, StoredEntries(engine, LEDGER), place.store, KEY, witness, after)  # type: ignore[arg-type]
    try:
        while signer.advance():
            pass
    finally:
        engine.dispose()
    text = place.files.read("checkpoint")
    assert text is not None
    return text


def take(ledger: Ledger, case: str) -> int:
    """A case of one event; its position."""
    written = ledger.append(
        [hearing(case)],
        expected={f"case:{case}": 0},
        command=CommandKey("test", f"case {case}", bytes(32)),
        occurred_at=Moment(1_760_000_000_000_000),
        actor="person:wang",
        law=None,
        registers_to=0,
    )
    return written.positions[0]


@contextmanager
def opened(place: Place, witnessed: Callable[[], bytes]) -> Iterator[Ledger]:
    engine = connect(place.url)
    with place.keys() as keys, closing(Ledger(LEDGER, engine, keys, sample=False, witnessed=witnessed)) as ledger:
        yield ledger
    engine.dispose()


def digest(text: bytes) -> bytes:
    return sha256(text).digest()


def test_steps_commit_to_the_checkpoint_that_was_witnessed_last(place: Place) -> None:
    witnessed = WitnessedCheckpoints(place.store)
    with opened(place, lambda: witnessed.latest(LEDGER)) as ledger:
        positions = {take(ledger, "before"): b""}
        first = sign(place, OneWitness())
        positions[take(ledger, "unheard")] = b""
        witnessed.look(LEDGER)
        positions[take(ledger, "after")] = digest(first)
        second = sign(place, OneWitness(1))
        witnessed.look(LEDGER)
        positions[take(ledger, "later")] = digest(second)
    assert first != second
    sign(place, OneWitness(2))
    assert {position: place.row(position).checkpoint for position in positions} == positions
    assert [place.row(position).checkpoint for position in (1, 2, 3)] == [b""] * 3, "there was none yet"
    assert place.found() == []
    last = max(positions)
    for other in (b"", digest(first)):
        place.change(last, checkpoint=other)
        assert place.found() == [("column-differs", last)]
    place.change(last, checkpoint=digest(second))
    place.store.remove(public(LEDGER, f"witnessed/{digest(second).hex()}"))
    assert place.found() == [("witnessed-missing", last)]


def test_what_no_witness_has_cosigned_is_not_committed_to(place: Place) -> None:
    witnessed = WitnessedCheckpoints(place.store)
    witnessed.look(LEDGER)
    assert witnessed.latest(LEDGER) == b""
    sign(place, None)
    witnessed.look(LEDGER)
    assert witnessed.latest(LEDGER) == b""
    with opened(place, bytes) as ledger:
        take(ledger, "witnessed")
    seen = digest(sign(place, OneWitness()))
    witnessed.look(LEDGER)
    assert witnessed.latest(LEDGER) == seen
    with opened(place, bytes) as ledger:
        take(ledger, "unwitnessed")
    sign(place, None)
    witnessed.look(LEDGER)
    assert witnessed.latest(LEDGER) == seen, "it stays the latest that is witnessed"
    assert witnessed.latest("another") == b""


def test_a_store_that_is_away_keeps_no_step(place: Place) -> None:
    witnessed = WitnessedCheckpoints(Away(place.folder / "log"))
    with pytest.raises(OSError, match="witnessed/latest"):
        witnessed.look(LEDGER)
    with place.opened() as ledgers:
        away = Ledgers(ledgers.engine, ledgers._keys, None, witnessed)
        with closing(away), opened(place, away._latest(LEDGER)) as ledger:
            assert place.row(take(ledger, "away")).checkpoint == b""


def test_a_ledger_that_is_opened_knows_what_was_witnessed_before(database: str, tmp_path: Path) -> None:
    with town(database, tmp_path) as found:
        place = Place(database, tmp_path)
        text = sign(place, OneWitness())
        engine, witnessed = found.ledgers.engine, WitnessedCheckpoints(place.store)
        with closing(Ledgers(engine, found.ledgers._keys, None, witnessed)) as ledgers:
            assert place.row(take(ledgers.get(LEDGER), "first")).checkpoint == digest(text)
            later = sign(place, OneWitness(1))
            assert place.row(take(ledgers.get(LEDGER), "second")).checkpoint == digest(text)
            ledgers.hear_witnesses(LEDGER)
            assert place.row(take(ledgers.get(LEDGER), "third")).checkpoint == digest(later)
        sign(place, OneWitness(2))
        assert place.row(1).checkpoint == b"", "the first event of all has none before it"
        assert place.found() == []


# ---- Which are kept ----


class Killed(Exception):
    """The signer ends here."""


def kept(place: Place) -> set[str]:
    return set(place.store.list(public(LEDGER, "witnessed"))) - {"latest"}


def latest(place: Place) -> bytes:
    witnessed = WitnessedCheckpoints(place.store)
    witnessed.look(LEDGER)
    return witnessed.latest(LEDGER)


def test_one_checkpoint_a_minute_is_kept_at_most(place: Place) -> None:
    found = []
    with opened(place, bytes) as ledger:
        for number, minutes in enumerate((0, 0.5, 0.98, 1, 1.9, 7, 3)):
            take(ledger, f"minute {number}")
            found.append(digest(sign(place, OneWitness(minutes))))
            expected = {0: 0, 1: 0, 2: 0, 3: 3, 4: 3, 5: 5, 6: 6}[number]  # at last a clock went back: it counts anew
            assert latest(place) == found[expected]
    assert kept(place) == {found[number].hex() for number in (0, 3, 5, 6)}


def test_what_is_kept_was_published_before(place: Place) -> None:
    """A signer that ends before it has published leaves nothing that nobody will ever name."""

    def end(step: str) -> None:
        if step == "witnessed":
            raise Killed

    with pytest.raises(Killed):
        sign(place, OneWitness(), end)
    assert (kept(place), latest(place)) == (set(), b"")

    def overtake(step: str) -> None:
        if step == "witnessed":
            winners.append(sign(place, OneWitness(5)))

    winners: list[bytes] = []
    assert sign(place, OneWitness(), overtake) == winners[0]
    assert kept(place) == {digest(winners[0]).hex()}


@pytest.mark.parametrize("at", ["published", "kept"])
def test_a_signer_that_ends_right_after_publishing_leaves_it_to_the_next(place: Place, at: str) -> None:
    def end(step: str) -> None:
        if step == at:
            raise Killed

    with pytest.raises(Killed):
        sign(place, OneWitness(), end)
    assert len(kept(place)) == (at == "kept")
    text = sign(place, OneWitness(9))
    assert (kept(place), latest(place)) == ({digest(text).hex()}, digest(text))


def test_a_signer_that_wakes_up_late_does_not_set_the_latest_back(place: Place) -> None:
    first = sign(place, OneWitness())
    with opened(place, bytes) as ledger:
        take(ledger, "later")
    second = sign(place, OneWitness(1))
    assert not keep(place.files, first)
    assert latest(place) == digest(second)
    place.store.write(public(LEDGER, LATEST), b"damaged")
    assert keep(place.files, second)
    assert latest(place) == digest(second)
