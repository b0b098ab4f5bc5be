"""Checking what is stored: events with their values, and the tree alone. The peer is the hashing that either needs at
least, over the same bytes in memory: what is above it is the price of reading, opening and comparing.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from benchmarks.figure import Figure, in_turns
from benchmarks.sealing import linked
from media.published_folder import PublishedFolder
from records.event import Event, case_stream
from records.log.files import LogFiles
from records.log.notes import SigningKey
from records.log.signer import LogSigner
from records.moment import Moment
from records.penalty.events import HearingHeld, Somebody
from records.seal.commitment import DIGEST
from records.seal.keys import KeyFile
from records.store.engine import connect
from records.store.entries import StoredEntries
from records.store.ledger import Ledger
from records.store.read_only import connect_read_only
from records.store.schema import install
from records.store.stored import CommandKey
from records.verify.checking import Checking, Trusted
from records.verify.findings import Findings
from records.verify.growing import Growing
from records.verify.rows import Rows

CASES = 100
STEPS = 50
"""Events of each case: every tenth names a person, as in a file."""

LEAVES = 200_000
KEY = SigningKey("bench/town", bytes(32))


def measure() -> Iterator[Figure]:
    """Events a second with values, and entries a second of the tree alone, each on one core."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _whole(Path(folder))
        yield from _tree(Path(folder) / "tree")


def _whole(folder: Path) -> Iterator[Figure]:
    url, count = f"sqlite:///{folder / 'town.sqlite3'}", CASES * STEPS
    store = PublishedFolder(folder / "log")
    with closing(KeyFile(folder / "keys")) as keys:
        _fill(url, keys)
        engine = connect_read_only(url)
        LogSigner("town", StoredEntries(engine, "town"), store, KEY).advance()
        store.write("log/town/key", KEY.verifier.text.encode() + b"\n")
        checking = Checking(lambda ledger: Rows(engine, ledger), store, Trusted())
        assert checking.ledger("town", keys)[0].holds
        slots = [kept.row.commitments for batch in Rows(engine, "town").batches(count) for kept in batch]
        yield in_turns(
            f"verify {count} events with their values",
            "events/s",
            partial(_rate, count, lambda: checking.ledger("town", keys)),
            partial(_rate, count, partial(_hash_slots, slots)),
            "SHA-256 of as many commitments and entries",
        )
        engine.dispose()


def _tree(folder: Path) -> Iterator[Figure]:
    entries = [b"mingjing\1" + os.urandom(DIGEST) for _ in range(LEAVES)]
    store = PublishedFolder(folder)
    signer = LogSigner("town", _Entries(entries), store, KEY)
    while signer.advance():
        pass
    yield in_turns(
        f"verify the tree of {LEAVES} entries alone",
        "entries/s",
        partial(_rate, LEAVES, partial(_grow, entries, store)),
        partial(_rate, LEAVES, partial(_hash_tree, entries)),
        "SHA-256 of as many leaves and nodes",
    )


class _Entries:
    """Entries in memory, as the signer reads them."""

    def __init__(self, entries: list[bytes]) -> None:
        self._entries = entries

    def read(self, after: int, limit: int) -> list[bytes]:
        return self._entries[after : after + limit]


def _grow(entries: list[bytes], store: PublishedFolder) -> None:
    findings = Findings()
    growing = Growing(LogFiles("town", store), len(entries), [len(entries)], findings)
    for entry in entries:
        growing.take(entry)
    growing.end()
    assert findings.count == 0
    assert growing.roots[len(entries)]


def _hash_tree(entries: list[bytes]) -> None:
    row = [sha256(b"\0" + entry).digest() for entry in entries]
    while len(row) > 1:
        row = [sha256(b"\1" + row[at] + row[at + 1]).digest() for at in range(0, len(row) - 1, 2)]


def _hash_slots(rows: list[bytes]) -> None:
    """A slot's salt, frame and value are about a hundred bytes."""
    filler = bytes(70)
    for commitments in rows:
        made = [sha256(commitments[at : at + DIGEST] + filler).digest() for at in range(0, len(commitments), DIGEST)]
        sha256(b"".join(made)).digest()


def _rate(count: int, once: Callable[[], object]) -> float:
    started = time.process_time()
    once()
    return count / (time.process_time() - started)


def _fill(url: str, keys: KeyFile) -> None:
    engine = connect(url)
    install(engine)
    with closing(Ledger("town", engine, keys, sample=False)) as ledger:
        for _ in range(CASES):
            case = str(uuid4())
            ledger.append(
                [_event(case, number) for number in range(STEPS)],
                expected={case_stream(case): 0},
                command=CommandKey("bench", str(uuid4()), os.urandom(DIGEST)),
                occurred_at=Moment.of(datetime.now(UTC)),
                actor="person:0199",
                law=None,
                registers_to=0,
            )
    engine.dispose()


def _event(case: str, number: int) -> Event:
    if number % 10:
        return linked(case, number)
    agents = (Somebody(person=str(uuid4()), name="张三", contact="监漳镇中心街 1 号"),)
    return HearingHeld(
        case=case, presider="zheng", public=True, agents=agents, statement="没有异议", signature="signed"
    )
