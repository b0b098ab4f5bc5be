"""The rows of a town's public ledger, read past all of our code."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Engine, RowMapping, select

from records.store.schema import event


def public_rows(engine: Engine, ledger: str) -> list[RowMapping]:
    """Whole rows, in the order of positions."""
    query = select(event).where(event.c.ledger == f"{ledger}-public").order_by(event.c.position)
    with engine.connect() as connection:
        return list(connection.execute(query).mappings())


def public_entries(engine: Engine, ledger: str) -> list[dict[str, Any]]:
    """What their entries say."""
    return [json.loads(row["entry"]) for row in public_rows(engine, ledger)]


def acts(engine: Engine, ledger: str) -> list[tuple[str, str]]:
    """Act and page of each entry that is about a page."""
    found = public_entries(engine, ledger)
    return [(entry["act"], entry["disclosure"]) for entry in found if entry["act"] != "checkpoint"]
