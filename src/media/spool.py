"""The spool: where uploads grow until they are whole, and the truth about them until then.

A folder with one file per upload (`<id>.part`), `spool.sqlite3` for the rows, and `spool.lock`, which one
process holds. What was acknowledged is on the disk: bytes are hashed and written as they come, and flushed
before the answer. File names that clients send are metadata and never become paths.
"""

from __future__ import annotations

import fcntl
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from msgspec import Struct

from media.catalogue import Catalogue
from media.durable import flush_folder, make_folder
from media.errors import Corrupt, Elsewhere, Mismatch, NoUpload, SpoolBusy, Superseded, TooLong, WrongOffset
from media.finish import Finish, Reconciled, still
from media.journal import Journal, Row, State
from media.limits import Limits
from media.metadata import Metadata
from media.store import ObjectStore
from media.tail import Checksum, Tail, Writer

NAME = re.compile(r"[a-z0-9]{1,16}")
"""What a spool may be called among several."""

_NAMED = re.compile(rf"({NAME.pattern})-[0-9a-f]{{32}}")


class Upload(Struct, frozen=True):
    """What a client may know of its upload: `offset` bytes of `length` are durable.

    `blake3` and `sha256` are "" until the store has the object.
    """

    id: str
    offset: int
    length: int
    metadata: str
    blake3: str = ""
    sha256: str = ""


class Spool:
    """Takes uploads in; any method may block on the disk and be called from any thread.

    An upload is known only to the `owner` who made it: to others it doesn't exist (`NoUpload`).
    """

    def __init__(
        self, folder: Path, store: ObjectStore, catalogue: Catalogue, limits: Limits | None = None, name: str = ""
    ) -> None:
        """Open the spool, made when it isn't there; raises `SpoolBusy` when another process has it.

        With a `name`, which no other spool of the deployment may have, ids of new uploads begin with it: whoever
        gets a request for one can tell which process has it.

        Call `reconcile` next: until then an upload that a crash left behind stays as it was.
        """
        make_folder(folder)
        self.limits = limits or Limits()
        self._name = name
        self._folder = folder
        self._guard = _hold(folder / "spool.lock")
        self._journal = Journal(folder)
        self._finish = Finish(self._journal, store, catalogue)
        self._tails: dict[str, Tail] = {}
        self._lock = Lock()  # guards _tails, and the room that is given to a new upload

    def close(self) -> None:
        """Close the spool; no upload may be under way."""
        self._journal.close()
        self._guard.close()

    def create(self, owner: str, length: int, metadata: Metadata) -> Upload:
        """Make room for an upload of `length` bytes; raises `TooLong` or `NoSpace`.

        An empty one is whole at once: `settle` it next.
        """
        upload = f"{self._name}-{secrets.token_hex(16)}" if self._name else secrets.token_hex(16)
        now = datetime.now(UTC).isoformat()
        with self._lock:
            self._check_room(owner, length)
            self._path(upload).touch(mode=0o600, exist_ok=False)
            flush_folder(self._folder)
            self._journal.add(Row(upload, owner, length, metadata.raw, metadata.blake3, now))
        return Upload(upload, 0, length, metadata.raw)

    def find(self, upload: str, owner: str) -> Upload:
        """Return how far the upload is, after fencing off whoever is still writing: the offset will stand.

        When it is whole and has no digest yet, `settle` it next. Raises `NoUpload`, `Terminated`.
        """
        row = self._row(upload, owner)
        if row.state is not State.RECEIVING:
            return _upload(row, row.length)
        tail = self._tail(upload)
        try:
            tail.take_over()
        except Superseded:  # it was settled or given up since
            return self.find(upload, owner)
        return _upload(row, tail.sync())

    def settle(self, upload: str, owner: str) -> Upload:
        """Put an upload of which all bytes are there into the store, unless it is there; may take long.

        Raises `Mismatch` when the bytes aren't those of the declared digest (the upload is ended),
        `StoreUnavailable` (nothing is lost, ask again), `NoUpload`, `Terminated`.
        """
        row = self._row(upload, owner)
        if row.state is not State.RECEIVING:
            return _upload(row, row.length)
        try:
            row, offset = self._finish.settle(upload, self._tail(upload))
        except Mismatch:
            self._forget(upload)
            raise
        if row.state is not State.RECEIVING:
            self._forget(upload)
        return _upload(row, offset)

    def write(
        self, upload: str, owner: str, offset: int, size: int | None = None, checksum: Checksum | None = None
    ) -> Writer:
        """Begin a PATCH of `size` bytes (None: not told) at `offset`; the newest writer takes over.

        Raises `NoUpload`, `Terminated`, `WrongOffset`, and `TooLong` before a byte is read.
        """
        row = self._row(upload, owner)
        if row.state is not State.RECEIVING:
            raise WrongOffset(row.length)
        tail = self._tail(upload)
        if tail.length == row.length:
            raise WrongOffset(row.length)  # whole: there is nothing to send, only to settle
        with tail.turn:
            epoch = tail.take_over()
            tail.sync()
            tail.begin(epoch, offset, checked=checksum is not None)
            if offset + (size or 0) > row.length:
                raise TooLong(row.length)
            self._mark(upload, offset if checksum else None)
            return Writer(upload, tail, epoch, row.length, checksum)

    def acknowledge(self, writer: Writer) -> Upload:
        """Make a PATCH durable and tell how far the upload is; when it is whole, `settle` it next.

        Raises `Mismatch` when the PATCH's own checksum failed, and drops its bytes.
        """
        writer.verify()
        offset = writer.sync()
        if writer.checksum:
            self._journal.mark_checked(writer.upload, writer.start)
        return _upload(still(self._journal.get(writer.upload)), offset)

    def terminate(self, upload: str, owner: str) -> None:
        """End an upload for good and free its space (tus 1.0, Termination); an object that is stored stays.

        Raises `NoUpload`, `Terminated`, and `AlreadyBound` when an event refers to the recording.
        """
        self._row(upload, owner)
        self._finish.end(upload, self._path(upload))
        self._forget(upload)

    def bound(self, digest: str) -> None:
        """Say that the event which refers to this object is committed: its spool file goes. Repeatable.

        Other spools that have uploads of it find out when they are told what of their `unbound` objects is bound.
        """
        for upload in self._journal.bind(digest):
            self._path(upload).unlink(missing_ok=True)

    def unbound(self) -> list[str]:
        """Return the digests of the stored objects that no event refers to, as far as the spool was told."""
        return self._journal.unbound()

    def reconcile(self, is_bound: Callable[[str], bool]) -> Reconciled:
        """Put right what a crash left between two steps; `is_bound` tells if an event refers to a digest.

        To be called at start, and again when the store was away; uploads may go on meanwhile. It doesn't
        raise for what is wrong with one upload: that is in the report.
        """
        report = Reconciled()
        for row in self._journal.unsettled():
            self._finish.reconcile(row, self._tail, self._path(row.id), is_bound, report)
        for upload in report.stored:
            self._forget(upload)
        report.dropped += self._drop_files()
        return report

    def _drop_files(self) -> list[str]:
        with self._lock:
            keep = {row.id for row in self._journal.unsettled()}
            needless = [path for path in self._folder.glob("*.part") if path.stem not in keep]
            for path in needless:
                path.unlink(missing_ok=True)
        return [path.stem for path in needless]

    def _row(self, upload: str, owner: str) -> Row:
        try:
            row = self._journal.get(upload)
        except NoUpload:
            named = _NAMED.fullmatch(upload)
            if named is not None and named[1] != self._name:
                raise Elsewhere(named[1]) from None
            raise
        if row.owner != owner:
            raise NoUpload(upload)
        return still(row)

    def _tail(self, upload: str) -> Tail:
        with self._lock:
            tail = self._tails.get(upload)
            if tail is None or tail.ended:
                row = still(self._journal.get(upload))
                try:
                    tail = self._tails[upload] = Tail(self._path(upload), row.unchecked_from)
                except FileNotFoundError as error:
                    raise Corrupt(f"the spool file of {upload} is missing") from error
            return tail

    def _forget(self, upload: str) -> None:
        """Let no connection write any more; the next one takes the file up anew."""
        with self._lock:
            tail = self._tails.pop(upload, None)
        if tail:
            tail.end()

    def _mark(self, upload: str, start: int | None) -> None:
        if self._journal.get(upload).unchecked_from != start:
            self._journal.mark_unchecked(upload, start)

    def _check_room(self, owner: str, length: int) -> None:
        receiving = [row for row in self._journal.unsettled() if row.state is State.RECEIVING]
        outstanding = sum(row.length - _size(self._path(row.id)) for row in receiving)
        own = (row.length for row in receiving if row.owner == owner)
        self.limits.check(self._folder, length, own, outstanding)

    def _path(self, upload: str) -> Path:
        return self._folder / f"{upload}.part"


def _upload(row: Row, offset: int) -> Upload:
    return Upload(row.id, offset, row.length, row.metadata, row.blake3, row.sha256)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _hold(path: Path) -> BinaryIO:
    """Lock the folder for this process until it ends; the kernel frees the lock of one that was killed."""
    guard = path.open("ab")
    try:
        fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        guard.close()
        raise SpoolBusy(str(path)) from error
    return guard
