"""A store in a folder: `ab/cd/<digest>`, linked from the spool, read-only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from media.digest import is_digest
from media.durable import flush_folder, make_folder
from media.errors import Corrupt, NoObject, StoreUnavailable
from media.store import CHUNK


class FolderStore:
    """`ObjectStore` on a local filesystem, which must be the spool's own: an object is a hard link.

    It keeps no versions: the version id is always "".
    """

    def __init__(self, folder: Path) -> None:
        make_folder(folder)
        self._folder = folder

    def put(self, path: Path, digest: str, size: int) -> str:
        """See `ObjectStore.put`; link(2) is atomic and never replaces."""
        final = self._path(digest)
        with _reachable():
            _freeze(path)
            make_folder(final.parent)
            if not _link(path, final) and final.stat().st_size != size:
                raise Corrupt(f"{digest} is stored with another size")
            flush_folder(final.parent)
        return ""

    def open(self, digest: str, start: int, length: int, version: str = "") -> Iterator[bytes]:
        """See `ObjectStore.open`."""
        del version  # a folder keeps none
        try:
            file = self._path(digest).open("rb", buffering=0)
        except FileNotFoundError as error:
            raise NoObject(digest) from error
        with file:
            file.seek(start)
            while length > 0:
                chunk = file.read(min(CHUNK, length))
                if not chunk:
                    raise Corrupt(f"{digest} ends {length} bytes early")
                length -= len(chunk)
                yield chunk

    def size(self, digest: str, version: str = "") -> int:
        """See `ObjectStore.size`."""
        del version
        try:
            with _reachable():
                return self._path(digest).stat().st_size
        except FileNotFoundError as error:
            raise NoObject(digest) from error

    def locked(self, digest: str, version: str = "") -> bool | None:
        """See `ObjectStore.locked`; files have no locks."""
        self.size(digest, version)
        return None

    def exists(self, digest: str) -> bool:
        """See `ObjectStore.exists`."""
        try:
            self.size(digest)
        except NoObject:
            return False
        return True

    def _path(self, digest: str) -> Path:
        if not is_digest(digest):  # the only text from outside that becomes a path
            raise NoObject(digest)
        return self._folder / digest[:2] / digest[2:4] / digest


def _link(path: Path, final: Path) -> bool:
    try:
        os.link(path, final)
    except FileExistsError:
        return False
    return True


def _freeze(path: Path) -> None:
    """Take the right to write from the file, whose inode the object will share, and sync both."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fchmod(fd, 0o400)
        os.fsync(fd)
    finally:
        os.close(fd)


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreUnavailable(str(error)) from error
