"""Folds that stay in memory: events never change, so a fold is only ever extended."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

S = TypeVar("S")


class Kept(Generic[S]):
    """The most recently used folds by stream. Safe for threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._entries: OrderedDict[str, S] = OrderedDict()
        self._lock = Lock()  # owns _entries

    def get(self, stream: str) -> S | None:
        """The fold that was put last, None when there is none any more."""
        with self._lock:
            if stream in self._entries:
                self._entries.move_to_end(stream)
            return self._entries.get(stream)

    def put(self, stream: str, fold: S) -> None:
        """Keeps a fold, and drops the one that was used longest ago when there are too many."""
        with self._lock:
            self._entries[stream] = fold
            self._entries.move_to_end(stream)
            while len(self._entries) > self._limit:
                self._entries.popitem(last=False)
