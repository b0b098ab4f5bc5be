"""Between erasing a person and naming one again: neither may happen while the other is under way.

Who files a case against a person that the registers know, or enters an officer, looks the person up, seals values under
their key and appends: an erasure in between would leave a case whose party nobody can read. So they share a turn, and
an erasure has it alone. It lasts for all processes: by a lock of PostgreSQL, or of a file beside that of SQLite.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

from sqlalchemy import Engine

from records.store.turn import turn

_AT_ONCE: Final = 8
"""Threads of a process that name persons at once: each keeps a connection of the pool beside that of its append."""

_naming: Final = BoundedSemaphore(_AT_ONCE)


@contextmanager
def naming(engine: Engine, ledger: str) -> Iterator[None]:
    """A block in which no person of the ledger is erased."""
    with _naming, _turn(engine, ledger, shared=True):
        yield


@contextmanager
def erasing(engine: Engine, ledger: str) -> Iterator[None]:
    """A block in which nobody else erases, and nobody names a person that is known."""
    with _turn(engine, ledger, shared=False):
        yield


@contextmanager
def _turn(engine: Engine, ledger: str, *, shared: bool) -> Iterator[None]:
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file:
        descriptor = os.open(f"{file}.persons", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
        return
    with turn(engine, f"persons of {ledger}", shared=shared):
        yield
