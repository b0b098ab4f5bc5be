"""Replay of a case of a thousand events on PostgreSQL, against the library's `repository.get`.

Ours reads, decrypts, decodes and folds from nothing each time. The peer is the library as it documents itself, once
with no cipher, which spares it the decryption, and once with its AES-GCM, which is what ours does too.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.cryptography import AESCipher
from eventsourcing.domain import Aggregate, event
from psycopg.conninfo import conninfo_to_dict

from benchmarks.figure import Figure, in_turns
from benchmarks.sealing import linked
from benchmarks.server import postgres, with_driver
from records.event import case_stream
from records.moment import Moment
from records.seal.keys import KeyFile
from records.store.engine import connect
from records.store.ledger import Ledger
from records.store.schema import install
from records.store.stored import CommandKey

EVENTS = 1_000
TIMES = 10
"""Replays of one turn."""


def measure() -> Iterator[Figure]:
    """Events a second that a case is replayed at."""
    with postgres() as url, tempfile.TemporaryDirectory() as folder:
        engine = connect(with_driver(url))
        install(engine)
        with (
            closing(KeyFile(Path(folder) / "keys")) as keys,
            closing(Ledger("town", engine, keys, sample=False)) as ours,
        ):
            case = _fill(ours)
            for title, cipher in (("", {}), (" with its cipher", _cipher())):
                with closing(_Peer({**_environment(url), **cipher})) as peer:
                    theirs = peer.fill()
                    assert len(ours.replayed(case).recordings) == EVENTS
                    assert len(peer.repository.get(theirs).recordings) == EVENTS
                    yield in_turns(
                        f"replay of a case of {EVENTS} events, peer{title or ' without cipher'}",
                        "events/s",
                        partial(_rate, lambda: ours.replayed(case)),
                        partial(_rate, partial(peer.repository.get, theirs)),
                        f"eventsourcing repository.get{title}",
                    )
        engine.dispose()


def _cipher() -> dict[str, str]:
    return {"CIPHER_TOPIC": "eventsourcing.cryptography:AESCipher", "CIPHER_KEY": AESCipher.create_key(32)}


def _rate(once: Callable[[], object]) -> float:
    started = time.perf_counter()
    for _ in range(TIMES):
        once()
    return TIMES * EVENTS / (time.perf_counter() - started)


def _fill(ledger: Ledger) -> str:
    case = str(uuid4())
    ledger.append(
        [linked(case, number) for number in range(EVENTS)],
        expected={case_stream(case): 0},
        command=CommandKey("bench", str(uuid4()), os.urandom(32)),
        occurred_at=Moment.of(datetime.now(UTC)),
        actor="person:0199",
        law=None,
        registers_to=0,
    )
    return case


class _Case(Aggregate):
    """The same fields as ours, in the library's own style."""

    def __init__(self) -> None:
        self.recordings: tuple[str, ...] = ()

    @event("RecordingLinked")
    def link(
        self,
        case: str,
        blake3: str,
        sha256: str,
        size: int,
        media_type: str,
        version_id: str,
        stage: str,
        device: str,
        started_at: str,
        note: str,
        actor: str,
        rules: str,
        registers_to: int,
    ) -> None:
        self.recordings = (*self.recordings, blake3)


class _Peer(Application[UUID]):
    def __init__(self, environment: dict[str, str]) -> None:
        super().__init__(environment)

    def fill(self) -> UUID:
        case = _Case()
        for number in range(EVENTS):
            one = linked(str(case.id), number)
            values = {name: getattr(one, name) for name in one.__struct_fields__ if name not in ("entry", "defects")}
            case.link(**values, actor="person:0199", rules=os.urandom(32).hex(), registers_to=100)
            if number % 100 == 0:  # its pipeline has hung with a thousand at once
                self.save(case)
        self.save(case)
        return case.id


def _environment(url: str) -> dict[str, str]:
    known = conninfo_to_dict(url)
    names = ("dbname", "host", "port", "user", "password")
    found = {f"POSTGRES_{name.upper()}": str(known.get(name) or "") for name in names}
    return {"PERSISTENCE_MODULE": "eventsourcing.postgres", **found}
