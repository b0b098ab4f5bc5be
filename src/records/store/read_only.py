"""Connections that can't write, for whoever checks: also of a replica, or of a backup on a read-only disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, make_url

from records.store.engine import connect


def connect_read_only(url: str) -> Engine:
    """An engine as `connect` makes it whose database refuses every write."""
    engine = connect(_unwritable(url))
    event.listen(engine, "connect", _refuse_writes)
    return engine


def _refuse_writes(connection: Any, _: object) -> None:
    if hasattr(connection, "autocommit") and hasattr(connection, "pgconn"):
        connection.execute("SET default_transaction_read_only = on")
        connection.commit()
    else:
        connection.execute("PRAGMA query_only = ON")


def _unwritable(url: str) -> str:
    """SQLite makes files beside its own to read it, unless it is told that nobody writes: on a disk of a backup."""
    parsed = make_url(url)
    file = parsed.database
    if parsed.get_backend_name() != "sqlite" or not file or os.access(Path(file).resolve().parent, os.W_OK):
        return url
    return f"sqlite:///file:{Path(file).resolve()}?mode=ro&immutable=1&uri=true"
