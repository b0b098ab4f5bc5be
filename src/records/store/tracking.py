"""How far each projection has come in each ledger."""

from __future__ import annotations

from eventsourcing.persistence import IntegrityError, Tracking, TrackingRecorder
from sqlalchemy import Connection, Engine, Update, select, update
from sqlalchemy.dialects import postgresql, sqlite

from records.store.engine import writing
from records.store.failures import Overtaken
from records.store.schema import tracking


def tracked(connection: Connection, projection: str, ledger: str) -> int:
    """The last position that the projection has applied; 0 when there is none."""
    c = tracking.c
    found = connection.scalar(select(c.position).where(c.projection == projection, c.ledger == ledger))
    return found or 0


def advance(connection: Connection, projection: str, ledger: str, expected: int, new: int) -> None:
    """Records position `new` where `expected` was (0: none), in the caller's transaction, begun by `writing`.

    Raises Overtaken when another follower has recorded one since: the transaction must be rolled back. Called
    first in it, it makes the other follower wait instead of doing the same work in vain.
    """
    if expected == 0:
        connection.execute(_insert_unless_there(connection, projection, ledger))
    if connection.execute(_move(projection, ledger, new).where(tracking.c.position == expected)).rowcount != 1:
        raise Overtaken(ledger, f"{projection} is not at position {expected} of {ledger} any more")


def _insert_unless_there(connection: Connection, projection: str, ledger: str) -> postgresql.Insert | sqlite.Insert:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    row = {"projection": projection, "ledger": ledger, "position": 0}
    statement: postgresql.Insert | sqlite.Insert = dialect.insert(tracking)
    return statement.values(row).on_conflict_do_nothing()


def _move(projection: str, ledger: str, new: int) -> Update:
    c = tracking.c
    return update(tracking).where(c.projection == projection, c.ledger == ledger).values(position=new)


class LedgerTracking(TrackingRecorder):
    """The library's view of one projection's positions; its application names are our ledgers."""

    def __init__(self, engine: Engine, projection: str) -> None:
        self._engine = engine
        self._projection = projection

    def insert_tracking(self, tracking: Tracking) -> None:
        """Records a position above the one recorded; raises the library's IntegrityError for another."""
        ledger, new = tracking.application_name, tracking.notification_id
        with writing(self._engine) as connection:
            at = tracked(connection, self._projection, ledger)
            if at >= new:
                raise IntegrityError(f"{self._projection} is at position {at} of {ledger}")
            try:
                advance(connection, self._projection, ledger, at, new)
            except Overtaken as error:
                raise IntegrityError(str(error)) from error

    def max_tracking_id(self, application_name: str) -> int | None:
        """The last position recorded, None when there is none."""
        with self._engine.connect() as connection:
            return tracked(connection, self._projection, application_name) or None
