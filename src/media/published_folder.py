"""Published files in a folder, which a web server may serve as they are: everything below its `log/`."""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from media.durable import flush_folder
from media.errors import StoreUnavailable
from media.plain_paths import checked, is_public

PATIENCE: Final = 10.0
"""Seconds to wait for the lock: its holder may be a process that was paused."""

PARALLEL: Final = 8
"""Files that are written at once: each waits for the disk."""

_LOOK: Final = 0.005
_TRIES: Final = 10
_PARTS: Final = ".parts"
_ABANDONED: Final = 3_600.0
"""Seconds after which a file that nobody finished was left by a process that died."""


class PublishedFolder:
    """Published files on a local filesystem, for all processes of a machine.

    A file is written beside the others (`.parts`), flushed, and renamed to its path; who replaces one holds the lock of
    the whole folder, which the kernel frees when its process dies.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._prepared = False

    def close(self) -> None:
        """Nothing is held open."""

    def read(self, path: str) -> bytes | None:
        """See `PublishedStore.read`."""
        try:
            return self._path(path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise StoreUnavailable(str(error)) from error

    def write(self, path: str, data: bytes) -> None:
        """See `PublishedStore.write`."""
        with _reachable():
            flush_folder(self._put((path, data)))

    def write_all(self, files: Sequence[tuple[str, bytes]]) -> None:
        """See `PublishedStore.write_all`: each folder is flushed once."""
        with ThreadPoolExecutor(PARALLEL, thread_name_prefix="published") as threads, _reachable():
            for folder in set(threads.map(self._put, files)):
                flush_folder(folder)

    def replace(self, path: str, data: bytes, expected: bytes | None) -> bool:
        """See `PublishedStore.replace`. Raises StoreUnavailable when the lock isn't free for ten seconds.

        Nothing waits for the disk under the lock: a process that is paused is hardly ever paused there.
        """
        with self._part(path, data) as part, _reachable():
            with self._locked():
                present = self.read(path)
                if present == expected != data:
                    self._rename(part, path)
                else:
                    part.unlink()
                if present not in (data, expected):
                    return False
            flush_folder(self._path(path).parent)  # also of what another one put there, who may not have come so far
            return True

    def remove(self, path: str) -> None:
        """See `PublishedStore.remove`."""
        gone = self._path(path)
        with _reachable():
            gone.unlink(missing_ok=True)
            with suppress(OSError):  # others lie in there
                gone.parent.rmdir()

    def list(self, folder: str) -> list[str]:
        """See `PublishedStore.list`."""
        try:
            return sorted(entry.name for entry in self._path(folder).iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise StoreUnavailable(str(error)) from error

    def _path(self, path: str) -> Path:
        return self._folder / checked(path)

    def _prepare(self) -> None:
        """Makes the folder when something is written for the first time: reading leaves no trace."""
        if not self._prepared:
            with _reachable():
                self._make(self._folder, 0o755)
                self._make(self._folder / _PARTS, 0o700)
                self._drop_abandoned()
            self._prepared = True

    def _put(self, file: tuple[str, bytes]) -> Path:
        """Puts a file there, durable but for its name; the folder that has it."""
        path, data = file
        with self._part(path, data) as part, _reachable():
            self._rename(part, path)
        return self._path(path).parent

    @contextmanager
    def _part(self, path: str, data: bytes) -> Iterator[Path]:
        """The content in a file of its own, durable and with its mode; gone when the block raises."""
        checked(path)
        self._prepare()
        with _reachable():
            descriptor, name = tempfile.mkstemp(dir=self._folder / _PARTS)
            part = Path(name)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    os.fchmod(descriptor, 0o644 if is_public(path) else 0o600)
                    file.write(data)
                    file.flush()
                    os.fsync(descriptor)
                yield part
            except BaseException:
                part.unlink(missing_ok=True)
                raise

    def _rename(self, part: Path, path: str) -> None:
        final = self._path(path)
        for _ in range(_TRIES):
            try:
                part.rename(final)
            except FileNotFoundError:  # the folder was never made, or was empty and removed
                with suppress(FileNotFoundError):
                    self._make_above(path)
            else:
                return
        raise StoreUnavailable(f"{self._folder} loses its folders as fast as they are made")

    def _make_above(self, path: str) -> None:
        """Makes the folders above a file, each with its mode whatever the process's mask, and durable."""
        folder = self._folder
        for name in path.split("/")[:-1]:
            folder /= name
            self._make(folder, 0o755 if is_public(path) else 0o700)

    def _make(self, folder: Path, mode: int) -> None:
        if folder.is_dir():
            return
        with suppress(FileExistsError):
            folder.mkdir(mode=mode, parents=True)
            folder.chmod(mode)
            flush_folder(folder.parent)

    def _drop_abandoned(self) -> None:
        """Removes what processes that were killed had not finished: long ago, so that nobody is at it any more."""
        for part in (self._folder / _PARTS).iterdir():
            with suppress(FileNotFoundError):
                if part.stat().st_mtime < time.time() - _ABANDONED:
                    part.unlink()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        descriptor = os.open(self._folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            deadline = time.monotonic() + PATIENCE
            while not _taken(descriptor):
                if time.monotonic() > deadline:
                    raise StoreUnavailable(f"{self._folder} has been locked by another process for {PATIENCE:.0f} s")
                time.sleep(_LOOK)
            yield
        finally:
            os.close(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        raise StoreUnavailable(str(error)) from error
