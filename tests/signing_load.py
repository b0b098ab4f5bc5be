"""A signer in a process of its own, which ends or stops itself at a step that it is told.

    python -m signing_load DATABASE STORE JOURNAL [--at STEP:TIMES:SIGNAL] [--for SECONDS]

It signs the log `town` until nothing is left, or for some seconds. Whatever it publishes is noted in the journal.
"""

from __future__ import annotations

import argparse
import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from log_trees import ORIGIN, SEED
from published_load import open_store
from records.log.notes import SigningKey
from records.log.published import PublishedStore, public
from records.log.signer import LogSigner
from records.store.engine import connect
from records.store.entries import StoredEntries

LOG = "town"
KEY = SigningKey(ORIGIN, SEED)
_CHECKPOINT = public(LOG, "checkpoint")


class Journaled:
    """A real store that notes each checkpoint that was put there, a line each: size and root.

    It writes many files one after the other, and says after each that it `wrote`.
    """

    def __init__(self, store: PublishedStore, journal: Path, after: Callable[[str], None] = lambda _: None) -> None:
        self._journal, self._after = journal, after
        self.read, self.write, self.remove, self.list = store.read, store.write, store.remove, store.list
        self._replace = store.replace

    def write_all(self, files: Sequence[tuple[str, bytes]]) -> None:
        for path, data in files:
            self.write(path, data)
            self._after("wrote")

    def replace(self, path: str, data: bytes, expected: bytes | None) -> bool:
        done = self._replace(path, data, expected)
        if done and path == _CHECKPOINT:
            _, size, root, *_ = data.decode().split("\n")
            with self._journal.open("a") as file:
                file.write(f"{size} {root}\n")
        return done


class Fault:
    """Sends this process a signal when a step was done for the n-th time."""

    def __init__(self, at: str) -> None:
        self._step, times, name = at.split(":")
        self._left, self._signal = int(times), signal.Signals[name]

    def after(self, step: str) -> None:
        if step == self._step:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), self._signal)


def main() -> None:
    arguments = argparse.ArgumentParser()
    for name in ("database", "store", "journal"):
        arguments.add_argument(name)
    arguments.add_argument("--at", default="none:1:SIGKILL")
    arguments.add_argument("--for", type=float, default=0.0, dest="seconds")
    given = arguments.parse_args()
    after = Fault(given.at).after
    store = Journaled(open_store(given.store), Path(given.journal), after)
    signer = LogSigner(LOG, StoredEntries(connect(given.database), LOG), store, KEY, after=after)
    until = time.monotonic() + given.seconds
    while signer.advance() or time.monotonic() < until:
        pass


if __name__ == "__main__":
    main()
