"""Taking turns over all processes of a database, for what a check and a write must not be interrupted in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Final

from sqlalchemy import Engine, text

from records.store.engine import writing

_SILENT: Final = 60.0
"""Seconds that a block may take: the connection of a process that is paused in one is ended after them."""


@contextmanager
def turn(engine: Engine, name: str, *, shared: bool = False) -> Iterator[None]:
    """Waits until no other block of that name runs, in any process on PostgreSQL; ends with the block or the process.

    Blocks that are `shared` run beside each other.

    It takes one of the pool's connections while it lasts: let the threads of a process queue up before it. SQLite
    serves one process, which has locks of its own: there it does nothing.
    """
    if engine.dialect.name == "sqlite":
        yield
        return
    key = int.from_bytes(sha256(f"mingjing:{name}".encode()).digest()[:8], signed=True)
    with writing(engine, silent=_SILENT) as connection:
        lock = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        connection.execute(text(f"SELECT {lock}(:key)"), {"key": key})
        yield
