"""The log: how fast stored entries become tiles, and how much an integration costs in a small and in a large tree."""

import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import mean
from unittest.mock import patch

from sqlalchemy import Engine, insert

from benchmarks.figure import Figure, in_turns
from benchmarks.server import postgres, with_driver
from media.published_folder import PublishedFolder
from records.log import integrate, tree
from records.log.integrate import Edge, grow
from records.log.notes import SigningKey
from records.log.signer import CHUNK, LogSigner
from records.log.tree import leaf_hash, node_hash
from records.store.engine import connect, writing
from records.store.entries import StoredEntries
from records.store.schema import event, install

LEAVES = 131_072
SMALL, LARGE, NEW = 10_000, 1_000_000, 100
ALIGNMENTS = 256
"""Sizes of which the mean is taken: what is written depends on how full the last tile is."""

_ENTRY = b"mingjing\x01" + bytes(24)
_KEY = SigningKey("bench.example/log", bytes(32))


def measure() -> Iterator[Figure]:
    """Leaves in a second of one core, then hashes and bytes of an integration, which are counted."""
    with tempfile.TemporaryDirectory() as folder, postgres() as url:
        for name, at in (("SQLite", f"sqlite:///{folder}/db"), ("PostgreSQL", with_driver(url))):
            engine = connect(at)
            install(engine)
            _fill(engine)
            title = f"log: read and integrate {LEAVES} stored entries, {name}"
            yield in_turns(title, "leaves/s", partial(_integrated, engine), _hashed, "hashing alone", rounds=3)
            title = f"log: read, integrate, write, check and sign {LEAVES} stored entries, {name}"
            yield in_turns(title, "leaves/s", partial(_signed, engine), _hashed, "hashing alone", rounds=3)
            engine.dispose()
    yield from counted()


def entry(number: int) -> bytes:
    return _ENTRY + number.to_bytes(8, "big")


def _fill(engine: Engine) -> None:
    empty = dict.fromkeys(("event_id", "rules", "checkpoint"), b"")
    zeros = dict.fromkeys(("recorded_at", "occurred_at", "registers_to"), 1)
    sealed = {"commitments": bytes(24 * 32), "sealed": bytes(900)}  # as large as an event of fourteen fields
    same = {"ledger": "town", "stream": "s", "tag": "t", "actor": "", "dated": False, "register": False}
    rows = [
        {**same, **empty, **zeros, **sealed, "position": number, "version": number, "entry": entry(number)}
        for number in range(1, LEAVES + 1)
    ]
    with writing(engine) as connection:
        for start in range(0, LEAVES, 1_000):
            connection.execute(insert(event), rows[start : start + 1_000])


def _integrated(engine: Engine) -> float:
    """From the table of events to the bytes of all tiles and bundles, without a disk."""
    entries, edge = StoredEntries(engine, "town"), Edge()
    started = time.process_time()
    while some := entries.read(edge.size, CHUNK):
        edge = grow(edge, some).edge
    return LEAVES / (time.process_time() - started)


def _signed(engine: Engine) -> float:
    """Leaves in a second of CPU, threads that write included."""
    with tempfile.TemporaryDirectory() as folder:
        signer = LogSigner("town", StoredEntries(engine, "town"), PublishedFolder(Path(folder)), _KEY)
        started = time.process_time()
        while signer.advance():
            pass
        return LEAVES / (time.process_time() - started)


def _hashed() -> float:
    """The same leaves and the nodes above them, and nothing else."""
    entries = [entry(number) for number in range(1, LEAVES + 1)]
    started = time.process_time()
    row = [leaf_hash(one) for one in entries]
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return LEAVES / (time.process_time() - started)


# ---- Counted ----


def counted() -> Iterator[Figure]:
    """An integration of 100 entries at a million against one at ten thousand, means over all alignments."""
    hashes, written = zip(*map(work_at, (SMALL, LARGE)), strict=True)
    for name, unit, (small, large) in (("hashes", "hashes", hashes), ("bytes written", "bytes", written)):
        title = f"log: {name} to integrate {NEW} entries at {LARGE:,}"
        yield Figure(title, round(large, 1), round(small, 1), f"at {SMALL:,}", round(small / large, 3), unit)


def work_at(size: int) -> tuple[float, float]:
    """Mean hashes and bytes of an integration in trees of `size` entries and up to 255 more."""
    edge = grow(Edge(), [entry(number) for number in range(size)]).edge
    found = []
    for number in range(ALIGNMENTS):
        found.append(_work(edge))
        edge = grow(edge, [entry(size + number)]).edge
    hashes, written = zip(*found, strict=True)
    return mean(hashes), mean(written)


def _work(edge: Edge) -> tuple[int, int]:
    count = 0

    def counting(*data: bytes) -> bytes:
        nonlocal count
        count += 1
        return leaf_hash(*data) if len(data) == 1 else node_hash(*data)

    with (
        patch.object(integrate, "leaf_hash", counting),
        patch.object(integrate, "node_hash", counting),
        patch.object(tree, "node_hash", counting),
    ):
        grown = grow(edge, [entry(number) for number in range(NEW)])
        assert grown.edge.extent.root  # the root is part of the work
    return count, sum(len(data) for _, data in grown.files)
