"""The rows of a public ledger: open entries in their one form, columns that say the same, and what they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import msgspec

from records.log.acts import TAKEN, Act, Entry, Taken, parse
from records.log.encoding import in_base64
from records.log.errors import Malformed
from records.log.tree import Hash
from records.moment import Moment, rfc3339
from records.store import lost
from records.store.clock import wall_clock
from records.store.stored import StoredRow
from records.verify.findings import Findings
from records.verify.rows import Rows
from records.verify.values import Opened

_REVIEWED: Final = "disclosure-reviewed/"
_CORRECTED: Final = "disclosure-corrected/"

STALE: Final = 2 * 3_600_000_000
"""Microseconds after which the sealed log's checkpoint must have been taken in again: one is every hour."""


class TakenAt(NamedTuple):
    """A checkpoint of the sealed log in the public ledger."""

    position: int
    taken: Taken


def taken_in(public: Rows) -> Iterator[TakenAt]:
    """The checkpoints of the sealed log that the public ledger has, one an hour."""
    for position, entry in public.entries_of(TAKEN):
        found = _read(entry)
        if isinstance(found, Taken):
            yield TakenAt(position, found)


class PublicCheck:
    """Checks the rows of one public ledger against themselves and against the sealed one."""

    def __init__(self, sealed: Rows, findings: Findings) -> None:
        self._sealed, self._findings = sealed, findings

    def check(self, row: StoredRow) -> None:
        """One row."""
        found = _read(row.entry)
        if found is None or row.sealed or row.commitments:
            self._findings.add("public-form", row.position)
            return
        named = zip(("stream", "version", "tag"), (row.stream, row.version, row.tag), found.place, strict=True)
        if wrong := next((column for column, has, says in named if has != says), None):
            self._findings.add("public-row-differs", row.position, column=wrong)
        if isinstance(found, Act):
            self._check_source(row, found)

    def compare(self, at: TakenAt, roots: Mapping[int, Hash], head: int) -> None:
        """That the sealed ledger had this root at this size; `head` is its last position."""
        size, root = at.taken.size, roots.get(at.taken.size)
        if size > head or at.taken.ledger != self._sealed.ledger or (root and in_base64(root) != at.taken.root):
            self._findings.add("public-checkpoint-differs", at.position, size=size)

    def check_fresh(self, last: TakenAt | None, since: int, size: int) -> None:
        """That no entry of the sealed log, which has `size`, waits for long to be under a checkpoint that is taken in.

        `last` is the latest one that was; where there is none, `since` is when the public ledger began (microseconds).
        Time goes by the log's own last entry, so that a backup does not grow stale; a simulated clock proves little.
        """
        taken = last.taken.size if last else 0
        first, latest = self._sealed.brief(taken + 1), self._sealed.brief(size)
        if size <= taken or first is None or latest is None:
            return
        at = Moment.parse(last.taken.at).micros if last else since
        if min(latest.recorded_at, wall_clock()) - max(first.recorded_at, at) > STALE:
            self._findings.add("public-checkpoint-stale", last.position if last else 0, size=taken)

    def _check_source(self, row: StoredRow, act: Act) -> None:
        source = self._sealed.brief(act.source)
        if source is not None and source.tag == lost.TAG:
            return  # nobody knows any more when it was recorded
        if source is None or act.act == "lost" or rfc3339(source.recorded_at) != act.at:
            self._findings.add("public-source-differs", row.position, source=act.source)


class ActCheck:
    """Checks that every review of a disclosure is in the public ledger, up to the last one that is.

    What was reviewed after that may wait for the process that follows the ledger.
    """

    def __init__(self, public: Rows, findings: Findings) -> None:
        self._public, self._findings = public, findings
        self._last = public.last_published()

    def check(self, row: StoredRow, opened: Opened) -> None:
        """One row of the sealed ledger."""
        if row.position > self._last or not row.tag.startswith((_REVIEWED, _CORRECTED)):
            return
        values = {slot.path: slot.value for slot in opened.slots}
        kind = "withheld" if values["copy"] == b"null" else "published"
        kind = "corrected" if row.tag.startswith(_CORRECTED) else kind
        page = msgspec.json.decode(values["disclosure"], type=str)
        if not self._public.has(f"{kind}:{page}", row.position):
            self._findings.add("public-act-missing", row.position)


def _read(entry: bytes) -> Entry | None:
    try:
        return parse(entry)
    except Malformed:
        return None
