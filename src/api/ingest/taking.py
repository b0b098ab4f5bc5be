"""What is done with one file: hashed, sent, its receipt written down, and when asked the file deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from api.ingest.bar import Bar
from api.ingest.delivery import Delivery
from api.ingest.errors import Unsettled
from api.ingest.finding import Source
from api.ingest.journal import Journal, Known
from api.ingest.opened import Opened
from api.ingest.report import Outcome, State
from api.ingest.sending import Site
from api.ingest.trying import Tries


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """How files are sent: for which device, in pieces of `chunk` bytes, with how many `tries`, and then deleted."""

    device: str
    chunk: int
    tries: int
    delete: bool


class Taking:
    """Takes files, one at a time."""

    def __init__(self, asked: Asked, site: Site, journal: Journal, tell: Callable[[str], None]) -> None:
        self._asked, self._site, self._journal, self._tell = asked, site, journal, tell
        self._read: set[Source] = set()  # whose digests were computed in this run

    def is_known(self, source: Source) -> bool:
        """Whether the file is as an earlier look has hashed it."""
        return self._journal.known(source) is not None

    def done(self, source: Source) -> Outcome | None:
        """The outcome of a file with which nothing is left to do."""
        known = self._journal.known(source)
        if known is None or self._asked.delete or not self._journal.is_received(known):
            return None
        return _outcome(source, known, "already")

    def take(self, file: Opened, bar: Bar) -> Outcome:
        """Does all that is left to do. Raises Left, Away or Stopped."""
        file.check_at_rest()
        known = self._journal.known(file.source) or self._hashed(file, bar)
        state: State = "already"
        if not self._journal.is_received(known):
            tries = Tries(self._asked.tries, self._tell)
            Delivery(self._site, self._journal, file, known).run(self._asked.device, self._asked.chunk, tries, bar.sent)
            self._receive(file.source, known)
            state = "received"
        if self._asked.delete:
            self._delete(file, known, bar)
        return _outcome(file.source, known, state, deleted=self._asked.delete)

    def _hashed(self, file: Opened, bar: Bar) -> Known:
        known = self._digests(file, bar)
        self._journal.note(file.source, known)
        return known

    def _digests(self, file: Opened, bar: Bar) -> Known:
        digests = file.digests(bar.hashed)
        self._read.add(file.source)
        return Known(digests.blake3, digests.sha256)

    def _receive(self, source: Source, known: Known) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self._journal.receive(known, source.name.rpartition("/")[2], source.stamp.size, at)

    def _delete(self, file: Opened, known: Known, bar: Bar) -> None:
        """Deletes what the site has; digests of an earlier run are computed once more, since it can't be undone."""
        if file.source not in self._read:
            again = self._digests(file, bar)
            if (again.blake3, again.sha256) != (known.blake3, known.sha256):
                self._journal.forget(file.source)
                raise Unsettled("文件的内容与站点收下的不同，没有删除")
        file.delete()


def _outcome(source: Source, known: Known, state: State, *, deleted: bool = False) -> Outcome:
    size, digests = source.stamp.size, {"blake3": known.blake3, "sha256": known.sha256}
    return Outcome(file=source.name, state=state, size=size, **digests, deleted=deleted)
