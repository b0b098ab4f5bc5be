"""Appending on PostgreSQL, against the library's recorder with the same values.

One command is one event with fourteen sealed fields. Each writer is a thread with a stream of its own. `Produce` is
the seam: a list of events is made before the clock runs, so that the commit alone is measured; an iterator that
seals as it goes is measured with it.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import Protocol
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from benchmarks.figure import Figure, in_turns
from benchmarks.server import postgres, with_driver
from records.seal.commitment import DIGEST, HEADER
from records.store.engine import connect
from records.store.recorder import LedgerRecorder
from records.store.schema import install
from records.store.stored import CommandKey, SealedEvent

WRITERS = (1, 4, 16)
EVENTS = 800
"""Events of one turn, over all writers together."""

PEER = "eventsourcing PostgresApplicationRecorder"

Produce = Callable[[str, int], Iterable[SealedEvent]]
"""Events of a stream, from version 1, as many as said."""


class Side(Protocol):
    """One of the two that take turns."""

    def commands(self, count: int) -> Callable[[], None]:
        """A writer's work, prepared; calling it does it."""

    def stored(self) -> int:
        """How many events are there."""


def measure() -> Iterator[Figure]:
    """Rates of the commit alone."""
    with postgres() as url:
        yield from measure_commands("append: commit", url, sealed_before)


def measure_commands(name: str, url: str, produce: Produce) -> Iterator[Figure]:
    """Rates with 1, 4 and 16 writers."""
    with closing(OurSide(url, produce)) as ours, closing(PeerSide(url)) as peer:
        for writers in WRITERS:
            title = f"{name}, {writers} writer{'s'[: writers > 1]}"
            yield in_turns(title, "events/s", partial(rate, ours, writers), partial(rate, peer, writers), PEER)


def rate(side: Side, writers: int) -> float:
    """Events a second of as many threads, each with work prepared before the clock runs.

    A turn whose events aren't all there afterwards measures nothing: it raises.
    """
    count = EVENTS // writers
    work = [side.commands(count) for _ in range(writers)]
    before = side.stored()
    with ThreadPoolExecutor(writers) as threads:
        started = time.perf_counter()
        for done in [threads.submit(each) for each in work]:
            done.result()
        seconds = time.perf_counter() - started
    assert side.stored() - before == count * writers, "not all events were written"
    return count * writers / seconds


class OurSide:
    def __init__(self, url: str, produce: Produce) -> None:
        self._engine = connect(with_driver(url))
        install(self._engine)
        self._recorder = LedgerRecorder(self._engine, "town")
        self._produce = produce

    def commands(self, count: int) -> Callable[[], None]:
        stream, body = f"case:{uuid4()}", os.urandom(DIGEST)
        keys = [CommandKey("person:0199", str(uuid4()), body) for _ in range(count)]
        events = self._produce(stream, count)

        def write() -> None:
            for key, event in zip(keys, events, strict=True):
                self._recorder.append([event], key)

        return write

    def stored(self) -> int:
        return self._recorder.head()[0]

    def close(self) -> None:
        self._recorder.close()
        self._engine.dispose()


class PeerSide:
    def __init__(self, url: str) -> None:
        known = conninfo_to_dict(url)
        names = ("dbname", "host", "port", "user", "password")
        where = [str(known.get(name) or "") for name in names]
        self._datastore = PostgresDatastore(*where, pool_size=max(WRITERS), originator_id_type="text")
        self._recorder = PostgresApplicationRecorder(self._datastore)
        self._recorder.create_table()

    def commands(self, count: int) -> Callable[[], None]:
        stream = f"case:{uuid4()}"
        events = [
            StoredEvent(stream, each.originator_version, each.topic, _values(each))
            for each in sealed_before(stream, count)
        ]

        def write() -> None:
            for event in events:
                self._recorder.insert_events([event])

        return write

    def stored(self) -> int:
        return self._recorder.max_notification_id() or 0

    def close(self) -> None:
        self._datastore.close()


def sealed_before(stream: str, count: int) -> list[SealedEvent]:
    """Events as the mapper hands them over, made of random bytes."""
    return [_sealed(stream, version) for version in range(1, count + 1)]


def _sealed(stream: str, version: int) -> SealedEvent:
    return SealedEvent(
        originator_id=stream,
        originator_version=version,
        topic="decision-signed/1",
        state=os.urandom(700),
        event_id=os.urandom(16),
        occurred_at=1_760_000_000_000_000,
        dated=False,
        actor="person:0199",
        rules=os.urandom(DIGEST),
        registers_to=100,
        checkpoint=b"",
        commitments=os.urandom(DIGEST * (len(HEADER) + 14)),
        recorded_salt=os.urandom(DIGEST),
        register=False,
    )


def _values(event: SealedEvent) -> bytes:
    """All that our row stores beside stream, version and tag, as one state; 100 bytes for numbers, names and keys."""
    return event.state + event.commitments + event.event_id + event.rules + bytes(DIGEST * 2) + os.urandom(100)
