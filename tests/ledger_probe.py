"""Looks into a ledger, and gets in its way."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine

from records.store.engine import driver
from records.store.link import Link
from records.store.recorder import LedgerRecorder


def positions(recorder: LedgerRecorder) -> list[int]:
    return [row.position for row in recorder.batch(0, 100_000)]


def by_another(position: int) -> dict[str, object]:
    """A row as some other program writes it."""
    text = {"ledger": "town", "stream": "another's", "tag": "t", "actor": ""}
    numbers = {
        "position": position,
        "version": position,
        "recorded_at": 1,
        "occurred_at": 1,
        "registers_to": 0,
    }
    empty = dict.fromkeys(("event_id", "rules", "checkpoint", "commitments", "sealed", "entry"), b"")
    return {**text, **numbers, **empty, "dated": False, "register": False}


class Statements:
    """Stands between the writer and the link: counts its statements, and may break them."""

    def __init__(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        link = driver(engine).link
        assert isinstance(link, type)
        self.count = 0
        self.before: Callable[[Any], None] | None = None
        self.after: Callable[[Any], None] | None = None
        write = link.write  # type: ignore[attr-defined]  # the protocol's implementations are classes
        monkeypatch.setattr(link, "write", lambda *arguments: self._write(write, *arguments))

    def _write(self, write: Callable[..., None], link: Link, *arguments: object) -> None:
        self.count += 1
        before, self.before = self.before, None
        after, self.after = self.after, None
        if before:
            before(link)
        write(link, *arguments)
        if after:
            after(link)


def end_backend(link: Any) -> None:
    """Ends the server's side of this connection, which then finds out by itself."""
    ((backend,),) = link.rows("SELECT pg_backend_pid()", ())
    with psycopg.connect(link._connection.info.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (backend,))
    link.rows("SELECT 1", ())
