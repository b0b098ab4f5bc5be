"""The key stores that tests run with: the key file, and a PostgreSQL database beside one more for the master key."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from conftest import empty_database
from records.seal.keys import KeyDatabase, KeyFile, WrappedKeys
from records.seal.master import MasterFile, MasterTable

KINDS = ("file", "file, master key in a database", "database", "database, master key in another")


class Place:
    """Where one key store is; can be sent to another process."""

    def __init__(self, folder: Path, keys: str = "", master: str = "") -> None:
        """`keys` and `master` are addresses of databases; empty: in the folder."""
        self.folder, self.keys, self.master = folder, keys, master

    def open(self) -> WrappedKeys:
        """The key store as one more process would open it."""
        masters = MasterTable(self.master) if self.master else MasterFile(self.folder)
        return KeyDatabase(self.keys, masters) if self.keys else KeyFile(self.folder, masters)

    @contextmanager
    def opened(self) -> Iterator[WrappedKeys]:
        """The same for a block."""
        keys = self.open()
        try:
            yield keys
        finally:
            keys.close()


@contextmanager
def key_place(kind: str, folder: Path, server: Callable[[], str]) -> Iterator[Place]:
    """An empty key store of one of `KINDS`; `server` gives the address of a PostgreSQL."""
    keys, master = kind.startswith("database"), "master key" in kind
    if not (keys or master):
        yield Place(folder)
        return
    with empty_database(server()) as first, empty_database(server()) as second:
        yield Place(folder, first if keys else "", second if master else "")


def die(*_: Any, **__: Any) -> NoReturn:
    """As `kill -9` has it: nothing is closed, nothing is flushed."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def dying(call: Callable[..., Any], *, after: bool, nth: int = 1) -> Callable[..., Any]:
    """The same function, in which the process dies: before its `nth` call does anything, or after it has."""
    calls = iter(range(1, nth + 1))

    def called(*args: Any, **named: Any) -> Any:
        last = next(calls, nth) == nth
        if last and not after:
            die()
        result = call(*args, **named)
        if last:
            die()
        return result

    return called
