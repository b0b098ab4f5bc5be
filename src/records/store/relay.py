"""Carries the bell from process to process: PostgreSQL's NOTIFY and LISTEN, each with a thread of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Any, Final

from sqlalchemy import Engine

from records.store.engine import borrow

CHANNEL: Final = "mingjing"

# What is told outlives no crash: its commit, which would wait for the disk as any other, needn't.
_TELL: Final = "SELECT set_config('synchronous_commit', 'off', true) FROM pg_notify($1, $2)"

_PAUSE: Final = 0.02
"""Seconds between two rounds of NOTIFY: what is rung meanwhile goes with the next one, once per ledger."""

_LOOK_UP: Final = 0.2
"""Seconds after which a listening thread looks whether it should end."""

_log = logging.getLogger(__name__)


class Relay:
    """Tells other processes what was rung here, rings here what they tell; any of it may be lost."""

    def __init__(self, engine: Engine, ring: Callable[[str], None]) -> None:
        self._engine = engine
        self._ring = ring
        self._closed = Event()
        self._due = Event()
        self._lock = Lock()  # owns _rung and _threads
        self._rung: set[str] = set()
        self._threads: dict[str, Thread] = {}

    def tell(self, ledger: str) -> None:
        """Hands the ledger's name to the thread that tells others; never waits for the database."""
        if ledger in self._rung:  # not yet taken up: it will be told after the commit that this call follows
            return
        with self._lock:
            self._rung.add(ledger)
        self._due.set()
        self._start("notify", self._notify)

    def hear(self) -> None:
        """Begins to listen to others."""
        self._start("listen", self._listen)

    def close(self) -> None:
        """Ends the threads and waits for them."""
        self._closed.set()
        self._due.set()
        with self._lock:
            threads = list(self._threads.values())
        for thread in threads:
            thread.join()

    def _start(self, name: str, work: Callable[[], None]) -> None:
        if name in self._threads:
            return
        with self._lock:
            if name not in self._threads and not self._closed.is_set():
                thread = Thread(target=self._keep, args=(work,), name=f"bell-{name}", daemon=True)
                self._threads[name] = thread
                thread.start()

    def _keep(self, work: Callable[[], None]) -> None:
        while not self._closed.is_set():
            try:
                work()
            except Exception as error:  # the database is away: readers poll meanwhile
                _log.warning("readers poll, since the bell can't be heard: %s", error)
                self._closed.wait(1.0)

    def _notify(self) -> None:
        while self._due.wait() and not self._closed.is_set():
            self._due.clear()
            with self._lock:
                ledgers, self._rung = self._rung, set()
            with borrow(self._engine) as link:
                for ledger in ledgers:
                    link.rows(_TELL, (CHANNEL, ledger))
            self._closed.wait(_PAUSE)

    def _listen(self) -> None:
        pooled = self._engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()  # it listens as long as it lives: not one for the pool
        try:
            connection.autocommit = True
            connection.execute(f"LISTEN {CHANNEL}")
            while not self._closed.is_set():
                for heard in connection.notifies(timeout=_LOOK_UP, stop_after=1):
                    self._ring(heard.payload)
        finally:
            connection.close()
