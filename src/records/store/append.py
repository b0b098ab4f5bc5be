"""Group commit: one writer at a time, who writes for all who wait, then hands on.

Whoever finds no leader leads. A commit takes about as long for a hundred commands as for one, so those that come
meanwhile wait for the next one together. There is no writer's thread: a lone command goes straight to the database.

Busy writers come back just after their commit. Who leads then gives them a moment, else it would write alone, then
the others without it, and so on in turns: two commits where one would do. (Measured with 16 writers: batches of 1
and 15, in turns.)
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from threading import Event, Lock
from typing import Final

from records.store.pending import Pending
from records.store.stored import Receipt

BATCH_ROWS: Final = 512
"""Rows after which a batch is full; a command with more is a batch of its own."""

SHARE: Final = 0.5
"""Part of the last commit's length that a leader waits at most for others, who may not come."""

MOMENT: Final = 0.002
"""Seconds that it waits at most, however long the last commit took."""


class GroupCommit:
    """Queues commands before `write`, which gives each of a batch its outcome and is run by one thread at a
    time.
    """

    def __init__(self, write: Callable[[Sequence[Pending]], None]) -> None:
        self._write = write
        self._lock = Lock()  # owns _queue and _led
        self._queue: deque[Pending] = deque()
        self._led = False
        self._expected = 1  # commands that were on their way when the last batch was done; the leader's, under _lock
        self._moment = 0.0  # seconds that the leader gives them
        self._gathered = Event()

    def append(self, pending: Pending) -> Receipt:
        """Returns when the command is written, for good; raises its outcome when it can't be."""
        with self._lock:
            self._queue.append(pending)
            leads, self._led = not self._led, True
            if len(self._queue) == self._expected:
                self._gathered.set()
        if not leads:
            self._wait(pending)
        if pending.outcome is None:  # nobody wrote for us, so the lead was handed to us
            self._lead()
        if isinstance(pending.outcome, Receipt):
            return pending.outcome
        raise pending.outcome or AssertionError("a batch was left without an outcome")

    def _wait(self, pending: Pending) -> None:
        try:
            pending.parked.acquire()
        except BaseException:  # a signal in the main thread
            self._abandon(pending)
            raise

    def _abandon(self, pending: Pending) -> None:
        with self._lock:
            if pending not in self._queue:
                return  # it is being written
            leads = not pending.parked.locked()
            self._queue.remove(pending)
        if leads:
            self._hand_on()

    def _lead(self) -> None:
        """Writes one batch, this thread's command first in it, wakes the next leader and those it wrote for."""
        batch: list[Pending] = []
        try:
            self._gather()
            batch = self._next_batch()
            started = time.perf_counter()
            self._write(batch)
            self._moment = min((time.perf_counter() - started) * SHARE, MOMENT)
        except BaseException as error:
            batch = batch or self._next_batch()
            for pending in batch:
                pending.outcome = pending.outcome or error
            raise
        finally:
            self._hand_on(len(batch))
            for pending in batch[1:]:
                pending.parked.release()

    def _gather(self) -> None:
        """Waits until as many commands are here as were on their way, or for a moment."""
        with self._lock:
            if len(self._queue) >= self._expected:
                return
            self._gathered.clear()
        self._gathered.wait(self._moment)

    def _next_batch(self) -> list[Pending]:
        with self._lock:
            batch = [self._queue.popleft()]
            rows = len(batch[0].events)
            while self._queue and rows + len(self._queue[0].events) <= BATCH_ROWS:
                rows += len(self._queue[0].events)
                batch.append(self._queue.popleft())
            return batch

    def _hand_on(self, served: int = 0) -> None:
        with self._lock:
            self._expected = served + len(self._queue)
            if self._queue:
                self._queue[0].parked.release()
            else:
                self._led = False
