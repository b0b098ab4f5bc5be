"""What public pages say of a ledger: whose it is, and whether it is a sample. Read once, since it never changes."""

from __future__ import annotations

from threading import Lock

import msgspec

from records.errors import NotFound
from records.store.directory import Ledgers


class Jurisdiction(msgspec.Struct, frozen=True, kw_only=True):
    """A ledger as its first event opened it."""

    name: str
    title: str
    """The jurisdiction in Chinese."""
    origin: str
    region: str
    sample: bool
    """Whether its data are invented and its clock is simulated."""


class Jurisdictions:
    """The ledgers that can be looked at. Safe for threads; a key is opened the first time that a ledger is seen."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._ledgers = ledgers
        self._seen: dict[str, Jurisdiction] = {}
        self._lock = Lock()  # owns _seen

    def get(self, name: str) -> Jurisdiction:
        """The ledger of that name. Raises NotFound."""
        with self._lock:
            if name in self._seen:
                return self._seen[name]
        if name not in self._ledgers.names():
            raise NotFound("ledger", name)
        return self._open(name)

    def all(self) -> list[Jurisdiction]:
        """Every ledger, in the order of names."""
        return [self._seen.get(name) or self._open(name) for name in self._ledgers.names()]

    def _open(self, name: str) -> Jurisdiction:
        opened = self._ledgers.get(name).register().opened
        if opened is None:
            raise NotFound("ledger", name)
        found = Jurisdiction(
            name=name,
            title=opened.title,
            origin=opened.origin,
            region=opened.region,
            sample=opened.sample,
        )
        with self._lock:
            return self._seen.setdefault(name, found)
