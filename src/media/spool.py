"""The spool: where uploads grow until they are whole, and the truth about them until then.

A folder with one file per upload (`<id>.part`), `spool.sqlite3` for the rows, and `spool.lock`, which one
process holds. What was acknowledged is on the disk: bytes are hashed and written as they come, and flushed
before the answer. File names that clients send are metadata and never become paths.
"""

from __future__ import annotations

import fcntl
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from msgspec import Struct

from media.catalogue import Catalogue, StoredObject
from media.durable import make_folder
from media.errors import (
    AlreadyBound,
    BadHeader,
    BadLength,
    Concatenated,
    Corrupt,
    Elsewhere,
    Expired,
    Mismatch,
    NoObject,
    NoUpload,
    SpoolBusy,
    Superseded,
    Terminated,
    TooLong,
    Unfinished,
    WrongOffset,
)
from media.finish import Finish, Reconciled, still
from media.joining import join
from media.journal import FINAL, PARTIAL, Journal, Row, State, parts_of
from media.limits import Limits
from media.metadata import Metadata
from media.possession import Challenge, Challenges
from media.shelf import Shelf
from media.store import ObjectStore
from media.tail import Checksum, Tail, Writer

NAME = re.compile(r"[a-z0-9]{1,16}")
"""What a spool may be called among several."""

_NAMED = re.compile(rf"({NAME.pattern})-[0-9a-f]{{32}}")


class Upload(Struct, frozen=True):
    """What a client may know of its upload: `offset` bytes of `length` are durable.

    `length` is None while the client hasn't told it; `blake3` and `sha256` are "" until the store has the object.
    `concat` is what the client said of parts (tus 1.0, Concatenation). `expires` is when the upload is given up unless
    more comes, None when there is nothing to wait for.
    """

    id: str
    offset: int
    length: int | None
    metadata: str
    blake3: str = ""
    sha256: str = ""
    concat: str = ""
    expires: datetime | None = None

    @property
    def settles(self) -> bool:
        """Whether all its bytes are there and the store has yet to get them."""
        joins = self.concat.startswith(FINAL)
        return not self.blake3 and self.concat != PARTIAL and (joins or self.offset == self.length)


class Spool:
    """Takes uploads in; any method may block on the disk and be called from any thread.

    An upload is known only to the `owner` who made it: to others it doesn't exist (`NoUpload`).
    """

    def __init__(
        self,
        folder: Path,
        store: ObjectStore,
        catalogue: Catalogue,
        limits: Limits | None = None,
        name: str = "",
        doubted: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """Open the spool, made when it isn't there; raises `SpoolBusy` when another process has it.

        With a `name`, which no other spool of the deployment may have, ids of new uploads begin with it: whoever
        gets a request for one can tell which process has it. What is `doubted` has to be sent, not proved.

        Call `reconcile` next: until then an upload that a crash left behind stays as it was.
        """
        make_folder(folder)
        self.limits = limits or Limits()
        self._name = name
        self._folder = folder
        self._guard = _hold(folder / "spool.lock")
        self._journal = Journal(folder)
        self._shelf = Shelf(folder, self._journal, self.limits, name)
        self._finish = Finish(self._journal, store, catalogue, doubted)
        self._challenges = Challenges()
        self._tails: dict[str, Tail] = {}
        self._lock = Lock()  # guards _tails, and the room that is given to a new upload
        self._joins = Lock()  # two that joined the same parts at once would write them twice

    def close(self) -> None:
        """Close the spool; no upload may be under way."""
        self._journal.close()
        self._guard.close()

    def create(self, owner: str, length: int | None, metadata: Metadata, *, partial: bool = False) -> Upload:
        """Make room for an upload of `length` bytes, None when that comes later; raises `TooLong` or `NoSpace`.

        An empty one is whole at once: `settle` it next. A `partial` one never becomes an object of its own.
        """
        concat = PARTIAL if partial else ""
        with self._lock:
            self._shelf.check_room(owner, length or 0)
            row = self._shelf.add(owner, length, metadata, concat)
        return self._told(row, 0)

    def concatenate(self, owner: str, concat: str, metadata: Metadata) -> Upload:
        """Make an upload of others of the owner, which are whole and partial; `settle` it next.

        `concat` is "final;" and their addresses. Raises `NoUpload`, `Unfinished`, `TooLong` and `NoSpace`.
        """
        parts = [self._row(part, owner) for part in parts_of(concat)]
        if len({part.id for part in parts}) < len(parts):
            raise BadHeader("Upload-Concat", "an upload is named twice")
        for part in parts:
            if not (part.is_partial and part.is_whole(self._shelf.size(part.id))):
                raise Unfinished(part.id)
        length = sum(part.length or 0 for part in parts)
        with self._lock:
            self._shelf.check_room("", length)  # its parts are in the owner's quota already
            row = self._shelf.add(owner, length, metadata, concat)
        return self._told(row, 0)

    def challenge(self, upload: Upload) -> Challenge | None:
        """Return what proves that the client has the bytes of a new upload, if the store has the declared object."""
        row = self._journal.get(upload.id)
        there = self._finish.there(row)
        return self._challenges.of(row.owner, there.blake3, there.size) if there else None

    def prove(self, upload: str, owner: str, proof: str) -> Upload:
        """Settle an upload of which no byte came by the proof that the client has the object that is there.

        Raises `Mismatch` for a wrong proof: the bytes have to come. `WrongOffset` once some came, `NoUpload`,
        `Terminated`, `StoreUnavailable`.
        """
        row = self._row(upload, owner)
        if row.state is not State.RECEIVING:
            return self._told(row, row.length or 0)
        tail = self._tail(upload)
        with tail.turn:
            if tail.length:
                raise WrongOffset(tail.length)
            there = self._finish.there(row)
            if there is None or not self._holds(owner, there, proof):
                raise Mismatch("possession")
            row = self._finish.settle_there(row, there)
        self._forget(upload)
        return self._told(row, row.length or 0)

    def find(self, upload: str, owner: str) -> Upload:
        """Return how far the upload is, after fencing off whoever is still writing: the offset will stand.

        When it is whole and has no digest yet, `settle` it next. Raises `NoUpload`, `Terminated`.
        """
        row = self._row(upload, owner)
        if row.state is not State.RECEIVING:
            return self._told(row, row.length or 0)
        if row.is_final:
            return self._told(row, self._shelf.size(upload))
        tail = self._tail(upload)
        try:
            tail.take_over()
        except Superseded:  # it was settled or given up since
            return self.find(upload, owner)
        return self._told(row, tail.sync())

    def settle(self, upload: str, owner: str) -> Upload:
        """Put an upload of which all bytes are there into the store, unless it is there; may take long.

        Raises `Mismatch` when the bytes aren't those of the declared digest (the upload is ended),
        `StoreUnavailable` (nothing is lost, ask again), `NoUpload`, `Terminated`.
        """
        row = self._row(upload, owner)
        if row.state is not State.RECEIVING:
            return self._told(row, row.length or 0)
        if row.is_final and not row.is_whole(self._shelf.size(upload)):
            self._join(row)
        try:
            row, offset = self._finish.settle(upload, self._tail(upload))
        except Mismatch:
            self._forget(upload)
            raise
        if row.state is not State.RECEIVING:
            self._forget(upload)
            self._drop_parts(row)
        return self._told(row, offset)

    def write(
        self,
        upload: str,
        owner: str,
        offset: int,
        size: int | None = None,
        checksum: Checksum | None = None,
        length: int | None = None,
    ) -> Writer:
        """Begin a PATCH of `size` bytes (None: not told) at `offset`; the newest writer takes over.

        `length` is that of the upload, for one that was made without. Raises `NoUpload`, `Terminated`,
        `Concatenated`, `WrongOffset`, `BadLength`, and `TooLong` or `NoSpace` before a byte is read.
        """
        row = self._row(upload, owner)
        if row.is_final:
            raise Concatenated(upload)
        if row.state is not State.RECEIVING:
            raise WrongOffset(row.length or 0)
        tail = self._tail(upload)
        if length is None and row.is_whole(tail.length):
            raise WrongOffset(tail.length)  # whole: there is nothing to send, only to settle
        with tail.turn:
            epoch = tail.take_over()
            tail.sync()
            tail.begin(epoch, offset, checked=checksum is not None)
            row = self._with_length(row, offset, length)
            with self._lock:
                most = self._shelf.most(row, offset)
            if offset + (size or 0) > most:
                raise TooLong(most)
            self._mark(upload, offset if checksum else None)
            return Writer(upload, tail, epoch, most, checksum)

    def acknowledge(self, writer: Writer) -> Upload:
        """Make a PATCH durable and tell how far the upload is; when it is whole, `settle` it next.

        Raises `Mismatch` when the PATCH's own checksum failed, and drops its bytes.
        """
        writer.verify()
        offset = writer.sync()
        if writer.checksum:
            self._journal.mark_checked(writer.upload, writer.start)
        return self._told(still(self._journal.get(writer.upload)), offset)

    def terminate(self, upload: str, owner: str) -> None:
        """End an upload for good and free its space (tus 1.0, Termination); an object that is stored stays.

        Raises `NoUpload`, `Terminated`, and `AlreadyBound` when an event refers to the recording.
        """
        self._row(upload, owner)
        self._finish.end(upload, self._shelf.path(upload))
        self._forget(upload)

    def sweep(self) -> list[str]:
        """Give up the uploads that nobody went on with in time, and free their space; returns their ids."""
        overdue = [row for row in self._journal.unsettled() if self._shelf.is_overdue(row)]
        return [row.id for row in overdue if self._expire(row)]

    def bound(self, digest: str) -> None:
        """Say that the event which refers to this object is committed: its spool file goes. Repeatable.

        Other spools that have uploads of it find out when they are told what of their `unbound` objects is bound.
        """
        for upload in self._journal.bind(digest):
            self._shelf.path(upload).unlink(missing_ok=True)

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
            self._finish.reconcile(row, self._tail, self._shelf.path(row.id), is_bound, report)
        for upload in report.stored:
            self._forget(upload)
            self._drop_parts(self._journal.get(upload))
        with self._lock:
            report.dropped += self._shelf.drop_needless()
        return report

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
        if self._shelf.is_overdue(row) and self._expire(row):
            raise Expired(upload)
        return still(row)

    def _told(self, row: Row, offset: int) -> Upload:
        expires = self._shelf.expires(row, offset)
        return Upload(row.id, offset, row.length, row.metadata, row.blake3, row.sha256, row.concat, expires)

    def _expire(self, row: Row) -> bool:
        done = self._journal.expire(row.id, datetime.now(UTC).isoformat())
        if done:
            self._forget(row.id)
            self._shelf.path(row.id).unlink(missing_ok=True)
        return done

    def _drop_parts(self, row: Row) -> None:
        """End the parts of what is stored by now; their owner may have done so."""
        for part in row.parts:
            with suppress(AlreadyBound):
                self._finish.end(part, self._shelf.path(part))
            self._forget(part)

    def _join(self, row: Row) -> None:
        try:
            with self._joins:
                join([self._shelf.path(part) for part in row.parts], self._shelf.path(row.id))
        except FileNotFoundError as error:  # a part was ended before the whole was made
            still(self._journal.get(row.id))
            self._finish.end(row.id, self._shelf.path(row.id))
            raise Terminated(row.id) from error
        self._forget(row.id)  # whoever looked before saw less

    def _holds(self, owner: str, there: StoredObject, proof: str) -> bool:
        challenge = self._challenges.of(owner, there.blake3, there.size)
        try:
            return challenge.holds(proof, self._finish.reader(there))
        except (NoObject, Corrupt, OSError):  # the store has lost it: the bytes have to come
            return False

    def _with_length(self, row: Row, offset: int, length: int | None) -> Row:
        """The row of an upload whose client tells the length now, or told it before."""
        if length is None or length == row.length:
            return row
        if row.length is not None:
            raise BadLength(f"it was told before: {row.length}")
        if length < offset:
            raise BadLength(f"{offset} bytes are there already")
        with self._lock:
            self._shelf.check_room(row.owner, length, row.id)
            self._journal.tell_length(row.id, length)
        return self._journal.get(row.id)

    def _tail(self, upload: str) -> Tail:
        with self._lock:
            tail = self._tails.get(upload)
            if tail is None or tail.ended:
                row = still(self._journal.get(upload))
                try:
                    tail = self._tails[upload] = Tail(self._shelf.path(upload), row.unchecked_from)
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


def _hold(path: Path) -> BinaryIO:
    """Lock the folder for this process until it ends; the kernel frees the lock of one that was killed."""
    guard = path.open("ab")
    try:
        fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        guard.close()
        raise SpoolBusy(str(path)) from error
    return guard
