"""Recordings below a folder: what is hidden, a link, or no recording is passed over."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from api.ingest.kinds import media_type

_OF_THE_SYSTEM: Final = frozenset({"$recycle.bin", "system volume information", "lost+found"})


class Stamp(msgspec.Struct, frozen=True):
    """By what a file is told to be the same: bytes, time of the last change in nanoseconds, inode."""

    size: int
    mtime_ns: int
    inode: int


class Source(msgspec.Struct, frozen=True):
    """A recording as it was listed."""

    path: Path
    """Absolute."""
    name: str
    """Below the folder, as people read it."""
    stamp: Stamp


def stamp_of(found: os.stat_result) -> Stamp:
    """The stamp of a file."""
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ino)


def find(folder: Path, unread: Callable[[str, OSError], None]) -> Iterator[Source]:
    """The recordings below `folder` in the order of their names; `unread` is told what couldn't be listed.

    No link is followed, so that nothing outside the folder is ever taken, nor deleted.
    """
    waiting = [folder]
    while waiting:
        inner = waiting.pop()
        try:
            entries = sorted(os.scandir(inner), key=lambda entry: entry.name)
        except OSError as error:
            unread(readable(inner.relative_to(folder)), error)
            continue
        shown = [entry for entry in entries if not _is_hidden(entry.name)]
        waiting += [Path(entry.path) for entry in reversed(shown) if entry.is_dir(follow_symlinks=False)]
        yield from _recordings(folder, shown, unread)


def _recordings(
    folder: Path, entries: list[os.DirEntry[str]], unread: Callable[[str, OSError], None]
) -> Iterator[Source]:
    for entry in entries:
        path = Path(entry.path)
        if not media_type(path):
            continue
        name = readable(path.relative_to(folder))
        try:
            found = path.lstat()
        except FileNotFoundError:
            continue  # it went since the folder was listed
        except OSError as error:
            unread(name, error)
            continue
        if stat.S_ISREG(found.st_mode):
            yield Source(path, name, stamp_of(found))


def readable(path: Path) -> str:
    """A path as text: bytes that are no UTF-8 are replaced."""
    return os.fsencode(path).decode("utf-8", "replace")


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name.lower() in _OF_THE_SYSTEM
