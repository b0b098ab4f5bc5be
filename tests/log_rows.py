"""Rows of the table of events as a log needs them, and what the log over them must look like, file by file."""

from __future__ import annotations

import time
from collections.abc import Sequence

from sqlalchemy import Engine, delete, insert, text, update

from log_trees import MemoryTree
from records.log import checkpoint
from records.log.checkpoint import Checkpoint
from records.log.files import LogFiles
from records.log.notes import Note, SigningKey
from records.log.published import PublishedStore, public
from records.log.tiles import FULL, Bundle, Tile, parse, path_of, width_at
from records.store.engine import _BREAKS, writing
from records.store.schema import event

_AT_ONCE = 1_000
_DELETING = "event_is_never_deleted"
_UPDATING = "event_is_never_updated"


def insert_entries(
    engine: Engine, log: str, entries: Sequence[bytes], after: int = 0, *, stream: str = "bulk", tag: str = "t"
) -> None:
    """Events of which nothing but the entry matters, from position `after` + 1 on."""
    empty = dict.fromkeys(("event_id", "rules", "checkpoint", "commitments", "sealed"), b"")
    zeros = dict.fromkeys(("recorded_at", "occurred_at", "registers_to"), 1)
    same = {"ledger": log, "stream": stream, "tag": tag, "actor": "", **empty, **zeros, "dated": False}
    rows = [
        {**same, "position": position, "version": position, "entry": entry, "register": False}
        for position, entry in enumerate(entries, after + 1)
    ]
    with writing(engine) as connection:
        for start in range(0, len(rows), _AT_ONCE):
            connection.execute(insert(event), rows[start : start + _AT_ONCE])


def set_back(engine: Engine, log: str, position: int) -> None:
    """The database as it was when `position` was its last, as a restored backup is: no connection outlives that."""
    _against(engine, _DELETING, delete(event).where(event.c.ledger == log, event.c.position > position))
    engine.get_execution_options()[_BREAKS].at = time.monotonic()


def rewrite(engine: Engine, log: str, position: int, entry: bytes) -> None:
    """Another entry in the place of one."""
    changed = update(event).where(event.c.ledger == log, event.c.position == position).values(entry=entry)
    _against(engine, _UPDATING, changed)


def _against(engine: Engine, trigger: str, statement: object) -> None:
    """Does what the database refuses, as somebody who owns it can."""
    with writing(engine) as connection:
        if connection.dialect.name == "sqlite":
            made = connection.execute(text(f"SELECT sql FROM sqlite_master WHERE name = '{trigger}'")).scalar_one()
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(statement)  # type: ignore[call-overload]  # any statement
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(made)


def latest(store: PublishedStore, log: str, key: SigningKey) -> Checkpoint:
    """The published checkpoint, its signature verified."""
    note = store.read(public(log, "checkpoint"))
    assert note is not None
    return checkpoint.verify(Note.parse(note), key.verifier)


def assert_sound(store: PublishedStore, log: str, key: SigningKey, entries: Sequence[bytes]) -> None:
    """The log has these entries, its root is theirs, and every file of it holds what its name says."""
    tree, files = MemoryTree(list(entries)), LogFiles(log, store)
    found = latest(store, log, key)
    assert (found.size, found.root) == (len(entries), tree.root(len(entries)) if entries else found.root)
    for level in range(3):
        for index in range(-(-(len(entries) >> 8 * level) // FULL)):
            tile = Tile(level, index, width_at(level, index, len(entries)))
            assert files.read(path_of(tile)) == tree.tile(tile), path_of(tile)
    for index in range(-(-len(entries) // FULL)):
        bundle = Bundle(index, width_at(0, index, len(entries)))
        assert files.read(path_of(bundle)) == tree.bundle(bundle), path_of(bundle)
    for path in _below(store, public(log, "tile")):
        place = parse(path.removeprefix(f"{public(log)}/"))
        expected = tree.tile(place) if isinstance(place, Tile) else tree.bundle(place)
        assert store.read(path) == expected, path
    staged = store.list(files.private("staged"))
    assert staged == [], staged


def _below(store: PublishedStore, folder: str) -> list[str]:
    found = []
    for name in store.list(folder):
        inner = _below(store, f"{folder}/{name}")
        found += inner or [f"{folder}/{name}"]
    return found
