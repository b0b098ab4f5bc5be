"""The last steps of an upload, each of which may be the last before a crash.

1. All bytes are flushed into the spool file; the row says `receiving`.
2. The store has the object (`ObjectStore.put`).
3. The catalogue knows the object (`Catalogue.note`), and with it every process.
4. The row says `complete`.
5. An event refers to the object: the row says `bound`.
6. The spool file is gone.

A start finds every upload after one of these, and goes on from there: `put` and `note` may be repeated, and a file
whose row is neither `receiving` nor `complete` is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from msgspec import Struct, field

from media import metadata
from media.catalogue import Catalogue, StoredObject
from media.checking import look
from media.errors import Corrupt, Expired, Mismatch, NoObject, StoreUnavailable, Superseded, Terminated
from media.journal import Journal, Row, State
from media.pace import Pace
from media.store import CHUNK, ObjectStore
from media.tail import Tail


class Reconciled(Struct):
    """What `Spool.reconcile` found: ids of uploads."""

    stored: list[str] = field(default_factory=list)
    """All bytes were there and the object is in the store now, for the first time or again."""
    bound: list[str] = field(default_factory=list)
    """An event refers to them, which the spool hadn't been told."""
    dropped: list[str] = field(default_factory=list)
    """Files that were needed no more, and uploads whose bytes weren't the declared ones."""
    postponed: list[str] = field(default_factory=list)
    """The store doesn't answer: to be tried again."""
    lost: list[str] = field(default_factory=list)
    """The file is missing or damaged, and so is the object: a person has to look."""


class Finish:
    """Moves uploads to their final states."""

    def __init__(
        self, journal: Journal, store: ObjectStore, catalogue: Catalogue, doubted: Callable[[str], bool]
    ) -> None:
        self._journal, self._store, self._catalogue, self._doubted = journal, store, catalogue, doubted

    def settle(self, upload: str, tail: Tail) -> tuple[Row, int]:
        """Fence writers off, flush, put the upload into the store when it is whole; returns row and offset.

        Raises `Mismatch` when the bytes aren't the declared ones (the upload is ended), `StoreUnavailable`.
        """
        with tail.turn:
            row = still(self._journal.get(upload))
            if row.state is not State.RECEIVING:
                return row, row.length or 0
            tail.take_over()
            offset = tail.sync()
            return (self._finish(row, tail) if row.is_whole(offset) and not row.is_partial else row), offset

    def there(self, row: Row) -> StoredObject | None:
        """Return the object that an upload says it is, if the store has it and it is as long."""
        if not row.declared or row.is_partial or row.is_final:
            return None
        found = self._catalogue.find(row.declared)
        if found is None or not row.is_whole(found.size) or self._doubted(found.blake3):
            return None
        try:
            there = self._store.size(found.blake3, found.version_id)
        except NoObject:
            return None
        return found if there == found.size else None

    def reader(self, there: StoredObject) -> Callable[[int, int], Iterator[bytes]]:
        """Return what reads parts of an object."""
        return partial(self._store.open, there.blake3, version=there.version_id)

    def settle_there(self, row: Row, there: StoredObject) -> Row:
        """Say that an upload is an object which is there, and whose bytes its client has."""
        return self._journal.complete(row.id, there.blake3, there.sha256, there.version_id)

    def end(self, upload: str, path: Path) -> None:
        """End an upload and drop its file; one that is complete leaves its object in the store."""
        self._journal.terminate(upload)
        path.unlink(missing_ok=True)

    def reconcile(
        self,
        row: Row,
        tail: Callable[[str], Tail],
        path: Path,
        is_bound: Callable[[str], bool],
        report: Reconciled,
    ) -> None:
        """Take one upload that isn't settled as far as it can go."""
        try:
            if row.state is State.RECEIVING:
                row = self._finish_if_whole(row, tail(row.id), report)
            elif not self._store.exists(row.blake3):
                self._store_now(row, path, row.blake3, row.sha256)
                report.stored.append(row.id)
            if row.state is State.COMPLETE and is_bound(row.blake3):
                report.bound += self._journal.bind(row.blake3)
        except StoreUnavailable:
            report.postponed.append(row.id)
        except Mismatch:
            report.dropped.append(row.id)
        except Corrupt:
            report.lost.append(row.id)
        except (Superseded, Terminated):
            pass  # a client was faster

    def _finish_if_whole(self, row: Row, tail: Tail, report: Reconciled) -> Row:
        if not row.is_whole(tail.length) or row.is_partial:
            return row
        row, _ = self.settle(row.id, tail)
        report.stored.append(row.id)
        return row

    def _finish(self, row: Row, tail: Tail) -> Row:
        digests = tail.digests()
        if row.declared and row.declared != digests.blake3:
            self.end(row.id, tail.path)
            raise Mismatch("blake3")
        return self._store_now(row, tail.path, digests.blake3, digests.sha256)

    def _store_now(self, row: Row, path: Path, blake3: str, sha256: str) -> Row:
        try:
            size = path.stat().st_size
            if not row.is_whole(size):
                raise Corrupt(f"the spool file of {row.id} is not {row.length} bytes long")
            version = self._put(path, blake3, size)
        except FileNotFoundError as error:
            still(self._journal.get(row.id))
            raise Corrupt(f"neither the store nor the spool has {blake3}") from error
        self._catalogue.note(_described(row, size, blake3, sha256, version))
        return self._journal.complete(row.id, blake3, sha256, version)

    def _put(self, path: Path, digest: str, size: int) -> str:
        """Store it; what is known to be there is read first, since the client may delete its own after our answer."""
        known = self._catalogue.find(digest)
        if known is not None and self._is_damaged(known):
            return self._store.replace(digest, size, _chunks(path), known.version_id)
        return self._store.put(path, digest, size)

    def _is_damaged(self, known: StoredObject) -> bool:
        try:
            return look(self._store, known.blake3, known.size, known.version_id, Pace()).wrong in ("size", "differs")
        except OSError:  # a disk that can't read it
            return True


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _described(row: Row, size: int, blake3: str, sha256: str, version: str) -> StoredObject:
    told = metadata.parse(row.metadata)
    return StoredObject(blake3, sha256, size, told.media_type, version, told.started_at, told.ended_at)


def still(row: Row) -> Row:
    """Return the row of an upload that wasn't ended; raises `Terminated`, or its kind `Expired`."""
    if row.state is State.TERMINATED:
        raise Expired(row.id) if row.expired_at else Terminated(row.id)
    return row
