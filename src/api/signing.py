"""The role `signer`: integrates, signs and publishes the logs of all ledgers, each one's sealed and public one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Final

from records.errors import Corrupt
from records.log.errors import Lost
from records.log.keyring import SigningKeys
from records.log.notes import SigningKey
from records.log.published import PublishedStore, public
from records.log.signer import LogSigner
from records.log.timestamps import Timestamps
from records.log.witness_policy import Policy
from records.log.witnesses import Witnesses
from records.store.directory import Ledgers
from records.store.entries import StoredEntries
from records.store.losses import PUBLIC, LossGuard

EVERY: Final = 1.0
"""Seconds between two looks at what was recorded."""

_log = logging.getLogger("mingjing")


class Signer:
    """Signs what is recorded, log by log. For one thread."""

    def __init__(
        self,
        ledgers: Ledgers,
        store: PublishedStore,
        folder: Path,
        policy: Policy,
        timestamps: Timestamps | None = None,
    ) -> None:
        """`folder` has the keys, `policy` the witnesses of all logs."""
        self._ledgers, self._store, self._policy, self._timestamps = ledgers, store, policy, timestamps
        self._keys = SigningKeys(folder)
        self._guard = LossGuard(ledgers.engine, store)
        self._signers: dict[str, LogSigner] = {}
        self._told: dict[str, str] = {}  # by log what keeps it, said once

    def run(self, stop: Event) -> None:
        """Signs until `stop` is set."""
        witnesses = Witnesses(self._policy) if self._policy.witnesses else None
        beside = Event()  # set when this ends, for whatever reason
        stamping = Thread(target=self._timestamps.run, args=(beside,), name="timestamps") if self._timestamps else None
        try:
            if stamping is not None:
                stamping.start()
            while not stop.wait(EVERY):
                self.tick(witnesses, stop.is_set)
        finally:
            beside.set()
            self._signers.clear()  # another process may go on from here
            if witnesses is not None:
                witnesses.close()
            if stamping is not None:
                stamping.join()

    def tick(self, witnesses: Witnesses | None = None, stopped: Callable[[], bool] = lambda: False) -> None:
        """Publishes all that is recorded, a step of each log in turn; what keeps one keeps no other."""
        busy = list(self._logs())
        while busy and not stopped():
            busy = [(log, origin) for log, origin in busy if not stopped() and self._advance(log, origin, witnesses)]

    def _logs(self) -> Iterator[tuple[str, Callable[[], str]]]:
        """Every log with its origin, which is asked for when its key is made and never again."""
        try:
            names = self._ledgers.names()
        except Exception as error:  # the database is away: the next look finds the same
            self._tell("", error)
            return
        for name in names:
            yield name, partial(self._origin, name, "")
            yield name + PUBLIC, partial(self._origin, name, PUBLIC)

    def _origin(self, ledger: str, suffix: str) -> str:
        opened = self._ledgers.get(ledger).register().opened
        if opened is None:
            msg = f"{ledger} does not begin with its opening"
            raise Corrupt(msg)
        return opened.origin + suffix

    def _advance(self, log: str, origin: Callable[[], str], witnesses: Witnesses | None) -> bool:
        """Whether there may be more to do at once."""
        try:
            more = self._signer(log, origin, witnesses).advance()
        except Lost as lost:
            return self._restored(lost)
        except Exception as error:  # of the log, of the database, of the store: whatever it is, the others go on
            self._tell(log, error)
            return False
        self._told.pop(log, None)
        return more

    def _signer(self, log: str, origin: Callable[[], str], witnesses: Witnesses | None) -> LogSigner:
        if log not in self._signers:
            key = self._keys.obtain(log, origin)
            _publish(self._store, log, key)
            entries = StoredEntries(self._ledgers.engine, log)
            self._signers[log] = LogSigner(log, entries, self._store, key, witnesses)
        return self._signers[log]

    def _restored(self, lost: Lost) -> bool:
        try:
            return self._guard.restore(lost.log) > 0
        except Exception as error:
            self._tell(lost.log, error)
            return False

    def _tell(self, log: str, error: Exception) -> None:
        said = f"{error!r}"
        if self._told.get(log) != said:
            self._told[log] = said
            _log.critical("%s is not signed: %s", log or "no log", said, exc_info=error)


def _publish(store: PublishedStore, log: str, key: SigningKey) -> None:
    """Publishes the log's public key. Raises Corrupt when another one is published: the log would become another."""
    text = f"{key.verifier.text}\n".encode()
    path = public(log, "key")
    if store.read(path) != text and not store.replace(path, text, None):
        msg = f"{log} is published under another key than the one in the folder of signing keys"
        raise Corrupt(msg)
