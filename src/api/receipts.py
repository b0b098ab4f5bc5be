"""Receipts that can be waited for: `?wait=checkpoint` answers when what was written is provable."""

from __future__ import annotations

import time
from threading import BoundedSemaphore
from typing import Final

from fastapi import Request

from api.answers import Receipt
from api.published_logs import PublishedLogs
from media.errors import MediaError
from records.errors import Invalid
from records.log.errors import LogError
from records.store.ledger import Written

PATIENCE: Final = 10.0
"""Seconds to wait for the checkpoint; who waits in vain is told so."""

POLL: Final = 0.1
"""Seconds between two looks."""

AT_ONCE: Final = 16
"""Requests that may wait at once, each of which holds a thread; others are answered as things stand."""


class Receipts:
    """Says where a command stands in the log. Safe for threads."""

    def __init__(self, logs: PublishedLogs) -> None:
        self._logs = logs
        self._places = BoundedSemaphore(AT_ONCE)

    def asked(self, request: Request) -> bool:
        """Whether the request waits for the checkpoint. Raises Invalid for what can't be waited for."""
        wanted = request.query_params.getlist("wait")
        if wanted not in ([], ["checkpoint"]):
            raise Invalid([("?wait", "只能等待检查点：wait=checkpoint")])
        return bool(wanted)

    def awaited(self, ledger: str, written: Written, receipt: Receipt) -> Receipt:
        """The receipt once all events of the command are under the published checkpoint, or when patience has ended.

        It says whether they are, and then where the proof of the first one is.
        """
        provable = self._await(ledger, max(written.positions))
        proof = f"/log/{ledger}/proof/{receipt.position}" if provable else None
        return Receipt(receipt.position, receipt.entry, receipt.recorded_at, provable, proof)

    def _await(self, ledger: str, position: int) -> bool:
        if self._has(ledger, position):
            return True
        if not self._places.acquire(blocking=False):
            return False
        try:
            until = time.monotonic() + PATIENCE
            while time.monotonic() < until:
                time.sleep(POLL)
                if self._has(ledger, position):
                    return True
            return False
        finally:
            self._places.release()

    def _has(self, ledger: str, position: int) -> bool:
        """Whether the published checkpoint has the position, as far as can be seen: the step is written either way."""
        try:
            return self._logs.size(ledger) >= position
        except (MediaError, LogError):
            return False
