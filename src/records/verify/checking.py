"""One ledger and its public one, checked from the first position to the last.

One pass over the rows in the order of positions, and one over streams and versions; memory does not grow with the
log. The checkpoint is read first and the ledger's head after it, so that what is written meanwhile is no finding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from records.errors import Corrupt
from records.log.encoding import in_base64
from records.log.files import LogFiles
from records.log.notes import Note, VerifierKey
from records.log.published import PublishedStore
from records.log.tree import Hash
from records.log.witness_policy import Policy
from records.register.events import PersonErased
from records.seal.keys import KeyStore
from records.store import lost
from records.store.losses import PUBLIC
from records.store.mapper import SealingMapper
from records.store.stored import StoredRow
from records.tags import is_register
from records.verify.findings import Finding, Findings
from records.verify.growing import Growing
from records.verify.kept import KeptCheckpoints, origin_of
from records.verify.keys import CheckedKeys
from records.verify.losses import Losses, Span
from records.verify.objects import ObjectCheck, linked
from records.verify.public import ActCheck, PublicCheck, TakenAt, taken_in
from records.verify.published import Published
from records.verify.rows import Kept, Rows
from records.verify.sequence import Sequence as Positions
from records.verify.sequence import check_versions
from records.verify.timestamps import check_timestamps
from records.verify.values import Opened, ValueCheck

_ERASED: Final = str(PersonErased.__struct_config__.tag)

Watch = Callable[[int, int], None]
"""Told how many positions are done, and of how many."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What checking one log has led to."""

    log: str
    events: int
    """Position of the last row."""
    size: int
    """Entries of the published tree, 0 when there is none that its key signed."""
    root: str
    """Of the tree over all entries at that size, base64; empty when it could not be computed."""
    objects: int
    """Recordings and scans that were read."""
    lost: list[Span]
    """Positions of which the entry alone is known."""
    count: int
    """Findings, also those that are not listed."""
    findings: list[Finding]
    """Those at the lowest positions, in order; those of the log as a whole at the end."""

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return self.count == 0


class Trusted(msgspec.Struct, frozen=True):
    """What is known apart from what is checked."""

    keys: dict[str, VerifierKey] = {}
    """Keys of logs by name, as the signer has them."""
    against: tuple[Note, ...] = ()
    """Checkpoints that somebody keeps elsewhere."""
    losses: tuple[Span, ...] = ()
    """Losses that are acknowledged."""
    witnesses: Policy = Policy()
    """Who has to have cosigned the published checkpoints."""

    def of_log(self, published: Published) -> list[Note]:
        """The kept checkpoints of a log, by their first line."""
        return [note for note in self.against if published.key and origin_of(note) == published.key.name]


class Checking:
    """Checks the ledgers of one database against one published store."""

    def __init__(self, rows: Callable[[str], Rows], store: PublishedStore, trusted: Trusted) -> None:
        """`rows` gives those of a ledger."""
        self._rows, self._store, self._trusted = rows, store, trusted

    def key_of(self, log: str) -> VerifierKey | None:
        """The key that checkpoints of the log are checked by."""
        return Published(LogFiles(log, self._store), self._trusted.keys.get(log), Findings()).key

    def ledger(
        self, name: str, keys: KeyStore | None, objects: ObjectCheck | None = None, watch: Watch = lambda *_: None
    ) -> list[Verdict]:
        """A ledger and its public one. Without keys, values are not looked at; without `objects`, no recording."""
        taken = list(taken_in(self._rows(name + PUBLIC)))
        one = _Log(self._rows(name), self._store, self._trusted, {one.taken.size for one in taken})
        sealed = one.sealed(keys, self._rows(name + PUBLIC), objects, watch)
        other = _Log(self._rows(name + PUBLIC), self._store, self._trusted, set())
        return [sealed, other.public(self._rows(name), taken, one.growing.roots, sealed)]


class _Log:
    def __init__(self, rows: Rows, store: PublishedStore, trusted: Trusted, wanted: set[int]) -> None:
        self._rows, self._findings = rows, Findings()
        self._files = files = LogFiles(rows.ledger, store)
        self._published = Published(files, trusted.keys.get(rows.ledger), self._findings, trusted.witnesses)
        self._kept = KeptCheckpoints(trusted.of_log(self._published), self._published.key, self._findings)
        self._head = rows.head()  # after the checkpoint
        self._losses = Losses(trusted.losses, self._findings)
        self._positions, self._objects = Positions(self._findings), 0
        state = self._published.state
        sizes = {self._published.size, state.size if state else 0} | self._kept.sizes | wanted
        self.growing = Growing(files, self._published.size, sizes, self._findings)
        if self._head and self._published.is_missing:
            self._findings.add("checkpoint-missing")

    # ---- Sealed ----

    def sealed(self, keys: KeyStore | None, public: Rows, objects: ObjectCheck | None, watch: Watch) -> Verdict:
        found, acts = self._findings, ActCheck(public, self._findings)
        checked = CheckedKeys(self._rows.ledger, keys, lambda: self._erased(keys), found) if keys else None
        values = ValueCheck(self._rows.ledger, checked, found)

        def check(kept: Kept) -> None:
            row = kept.row
            opened = values.check(row)
            if row.tag == lost.TAG:
                self._losses.take(row.position)
            if kept.register != is_register(row.stream):
                found.add("register-differs", row.position)
            self._published.check_named(row.checkpoint, row.position)
            if opened:
                self._check_content(row, opened, acts, objects)

        self._walk(check, watch)
        check_versions(self._rows.versions(), found)
        if checked:
            checked.check_erased()
        return self._verdict()

    def _erased(self, keys: KeyStore) -> list[str]:
        """Persons that events of the ledger say are erased; an event that doesn't open says nothing."""
        mapper, persons = SealingMapper(self._rows.ledger, keys), []
        for row in self._rows.of_ledger_stream(_ERASED):
            try:
                event = mapper.open(row).event
            except (Corrupt, msgspec.DecodeError):
                continue
            if isinstance(event, PersonErased):
                persons.append(event.person)
        return persons

    def _check_content(self, row: StoredRow, opened: Opened, acts: ActCheck, objects: ObjectCheck | None) -> None:
        """What follows from the values; whatever they are, they may be those of somebody who changed them."""
        try:
            acts.check(row, opened)
            named = list(linked(row.tag, opened)) if objects else []
        except (KeyError, msgspec.DecodeError) as error:
            self._findings.add("stored-form", row.position, reason=error)
            return
        for one in named:
            self._objects += 1
            if objects and (damage := objects(one)):
                self._findings.add(damage.code, row.position, **damage.what)

    # ---- Public ----

    def public(self, sealed: Rows, taken: Sequence[TakenAt], roots: dict[int, Hash], of: Verdict) -> Verdict:
        """`of` is the sealed ledger's."""
        check = PublicCheck(sealed, self._findings)
        self._walk(lambda kept: check.check(kept.row), lambda *_: None)
        for one in taken:
            check.compare(one, roots, of.events)
        if begun := self._rows.brief(1):
            check.check_fresh(taken[-1] if taken else None, begun.recorded_at, of.size)
        return self._verdict()

    # ---- Both ----

    def _walk(self, check: Callable[[Kept], None], watch: Watch) -> None:
        watch(0, self._head)
        for batch in self._rows.batches(self._head):
            for kept in batch:
                if kept.mistyped:
                    self._findings.add("stored-form", kept.row.position, reason=f"{kept.mistyped} 的类型不对")
                if missing := self._positions.take(kept.row):
                    self.growing.skip(missing)
                check(kept)
                if kept.row.position > 0:
                    self.growing.take(kept.row.entry)
            watch(self._positions.position, self._head)
        if self._published.decided > self._positions.position:
            self._positions.missing(self._published.decided)
            self.growing.skip(self._published.size - self._positions.position)
        self.growing.end()
        self._losses.end()
        self._published.compare(self.growing.roots)
        check_timestamps(self._files, self._published.contradicts, self._findings)
        self._kept.compare(self._head, self.growing.roots)

    def _verdict(self) -> Verdict:
        size = self._published.size
        return Verdict(
            log=self._rows.ledger,
            events=self._head,
            size=size,
            root=in_base64(self.growing.roots[size]) if size in self.growing.roots else "",
            objects=self._objects,
            lost=self._losses.spans,
            count=self._findings.count,
            findings=self._findings.found(),
        )
