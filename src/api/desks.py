"""The case desk of each ledger, with the recordings that the object store knows."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from threading import Lock

from sqlalchemy import Engine

from media.catalogue import Catalogue
from media.spool import Spool
from projections.recordings import objects_of
from records.application import CaseDesk, Sender
from records.course.shapes import Command
from records.event import CaseEvent
from records.judgement import StoredObject
from records.store.directory import Ledgers
from records.store.ledger import Ledger, Written


class CaseDesks:
    """One desk per ledger and process. Safe for threads."""

    def __init__(self, ledgers: Ledgers, catalogue: Catalogue, spool: Spool | None = None) -> None:
        """`spool` is the process's own, None where it takes no uploads in."""
        self._ledgers, self._catalogue, self._spool = ledgers, catalogue, spool
        self._desks: dict[str, CaseDesk] = {}
        self._lock = Lock()  # owns _desks

    @property
    def engine(self) -> Engine:
        """The database of the ledgers and of what is projected from them."""
        return self._ledgers.engine

    def ledger(self, name: str) -> Ledger:
        """The ledger of that name. Raises NotFound."""
        return self._ledgers.get(name)

    def get(self, name: str) -> CaseDesk:
        """The desk of the ledger of that name. Raises NotFound."""
        ledger = self._ledgers.get(name)
        with self._lock:
            if name not in self._desks:
                self._desks[name] = CaseDesk(ledger, partial(self._find_object, ledger))
            return self._desks[name]

    def open(self, ledger: str, command: Command, sender: Sender) -> Written:
        """Opens a case."""
        return self._bind(self.get(ledger).open(command, sender))

    def step(self, ledger: str, case: str, command: Command, sender: Sender, if_match: int | None = None) -> Written:
        """Takes a step of a case."""
        return self._bind(self.get(ledger).step(case, command, sender, if_match))

    def _bind(self, written: Written) -> Written:
        """Tells the spool of recordings and scans that are bound now: their files there may go."""
        if self._spool is None:
            return written
        steps = (event for event in written.events if isinstance(event, CaseEvent))
        for digest in dict.fromkeys(digest for event in steps for digest, _ in objects_of(event)):
            self._spool.bound(digest)
        return written

    def _find_object(self, ledger: Ledger, digest: str) -> StoredObject | None:
        found = self._catalogue.find(digest)
        if found is None:
            return None
        return StoredObject(
            blake3=found.blake3,
            sha256=found.sha256,
            size=found.size,
            media_type=found.media_type,
            version_id=found.version_id,
            started_at=_text(found.started_at),
            ended_at=_text(found.ended_at),
            stored_at=_text(self._stored_at(ledger, digest)),
        )

    def _stored_at(self, ledger: Ledger, digest: str) -> datetime | None:
        """When the store had the object, by the clock of the ledger: that of a sample may be behind the real one."""
        arrived = self._catalogue.arrived_at(digest)
        return min(arrived, ledger.now().instant) if arrived else None


def _text(at: datetime | None) -> str:
    return at.isoformat() if at else ""
