"""A store in a folder: `ab/cd/<digest>`, linked from the spool, read-only."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from media.digest import is_digest
from media.durable import flush_folder, make_folder
from media.errors import Corrupt, NoObject, StoreUnavailable
from media.store import CHUNK

_MENDING = ".mending"


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

    def replace(self, digest: str, size: int, chunks: Iterator[bytes], instead_of: str = "") -> str:
        """See `MendableStore.replace`; written beside and renamed: who reads has the old file or the new one."""
        del size, instead_of  # the digest is right, and a folder keeps no versions
        final = self._path(digest)
        with _reachable(), self._mending() as folder:
            part = folder / digest
            _write(part, chunks)
            make_folder(final.parent)
            part.replace(final)
            flush_folder(final.parent)
        return ""

    def check_there(self) -> None:
        """See `MendableStore.check_there`; a folder that is not mounted is missing or has nothing in it."""
        with _reachable(), suppress(FileNotFoundError):
            if any(one.name != _MENDING for one in self._folder.iterdir()):
                return
        raise StoreUnavailable(f"{self._folder} is empty: not mounted, or all of it was deleted")

    @contextmanager
    def _mending(self) -> Iterator[Path]:
        """The folder of what is being written, for one at a time; what somebody left in it who was killed goes."""
        folder = self._folder / _MENDING
        make_folder(folder)
        with (folder / "lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for left in folder.iterdir():
                if left.name != "lock":
                    left.unlink()
            yield folder

    def _path(self, digest: str) -> Path:
        if not is_digest(digest):  # the only text from outside that becomes a path
            raise NoObject(digest)
        return self._folder / digest[:2] / digest[2:4] / digest


def _write(part: Path, chunks: Iterator[bytes]) -> None:
    """Durable and read-only, or not there at all."""
    try:
        with part.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fchmod(file.fileno(), 0o400)
            os.fsync(file.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise


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
