"""Integrates, signs and publishes one log. It can be killed after any step, and two can be at it at once.

1. The entries that came are made durable apart from the database (`staged`), under the name of the tree that they
   lead to.
2. The state is moved on to that tree by comparing and replacing: of two signers one wins, the other starts over. From
   here on the tree is decided.
3. Tiles and bundles are written, out of the staged entries alone: whoever does it, however late, writes the same.
4. The tiles are read back and must show that the tree grew out of the one that is published.
5. It is signed, then cosigned by witnesses.
6. It is published by comparing and replacing: never after a larger one, and never a second one of its size.
7. Once a minute, one that witnesses cosigned is kept for events to name (`records.log.witnessed`).
8. What was staged, and partial tiles that became full, are dropped.

A signer that finds the state ahead of what is published goes on at 3, or at 4 where nothing is staged any more. The
state is in the store with the tiles, not in the database: one that was rewritten is refused, and one that was restored
from an older backup never leads to a smaller tree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from records.errors import Corrupt
from records.log import checkpoint as checkpoints
from records.log.checkpoint import Checkpoint
from records.log.entries import Entries
from records.log.errors import Lost, Rewritten
from records.log.extent import Extent
from records.log.files import LogFiles
from records.log.integrate import Edge, Grown, grow, outgrown, read_edge
from records.log.notes import Note, SigningKey
from records.log.published import PublishedStore
from records.log.state import State, pack_staged, staged_size, unpack_staged
from records.log.tree import consistency, root_at, verify_consistency
from records.log.witnessed import keep
from records.log.witnesses import Witnesses

CHUNK: Final = 65_536
"""Entries that are integrated at once at most."""


class LogSigner:
    """The signer of one log. For one thread."""

    def __init__(
        self,
        log: str,
        entries: Entries,
        store: PublishedStore,
        key: SigningKey,
        witnesses: Witnesses | None = None,
        after: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`after` hears of every step that is done, by its name: tests end the process there."""
        self._files = LogFiles(log, store)
        self._store, self._entries, self._key, self._witnesses, self._after = store, entries, key, witnesses, after
        self._done: Edge | None = None  # of the tree that this process knows to be published
        self._written: tuple[State, Grown] | None = None  # of which this process has written the files

    def advance(self) -> bool:
        """One step further: what is decided is published, or else new entries are decided on and published.

        Returns whether there may be more to do at once. Raises Rewritten and Lost; Corrupt and NotProven when the store
        isn't as it was left; Unwitnessed; and what entries and store raise. It may be called again after any of them.
        """
        fresh = self._fresh(self._done) if self._done else None
        if fresh == []:
            return False
        known = self._store.read(self._files.private("state"))
        note = self._files.read("checkpoint")
        was = checkpoints.verify(Note.parse(note), self._key.verifier) if note else None
        state = State.decode(known)
        if was is not None and was.size > state.size:
            state = self._recovered(was)
        if was is None or was.size < state.size:
            self._publish(state, note, was)
            return True
        if was.root != state.root:
            raise self._corrupt(f"another root is published for {was.size} entries than was decided")
        return self._decide(known, state, note, was, fresh)

    # ---- Deciding ----

    def _decide(
        self, known: bytes | None, state: State, note: bytes | None, was: Checkpoint, fresh: list[bytes] | None
    ) -> bool:
        """Makes the new entries durable and the state theirs; whether there were any."""
        edge = self._done
        if edge is None or edge.extent != state.extent:
            self._clean(state)  # whoever published it may not have come so far
            if note is not None:
                keep(self._files, note)
            edge, fresh = read_edge(state.extent, self._files.tile), None
        entries = self._fresh(edge) if fresh is None else fresh
        self._done = edge
        if not entries:
            return False
        grown = grow(edge, entries)
        decided = State.of(grown.edge.extent, state.extent)
        self._after("read")
        self._store.write(self._files.private(decided.staged), pack_staged(entries))
        self._after("staged")
        if self._store.replace(self._files.private("state"), decided.encode(), known):
            self._after("decided")
            self._write(decided, grown)
            self._publish(decided, note, was)
        else:
            self._done = None  # another signer was first
        return True

    def _fresh(self, edge: Edge) -> list[bytes]:
        """The entries after the tree's. Raises Rewritten and Lost when the database doesn't go on where it ends."""
        if edge.size == 0:
            return self._entries.read(0, CHUNK)
        entries = self._entries.read(edge.size - 1, CHUNK + 1)
        if not entries:
            raise Lost(self._files.log, edge.size)
        if entries[0] != edge.last:
            raise Rewritten(self._files.log, edge.size)
        return entries[1:]

    def _recovered(self, was: Checkpoint) -> State:
        """The state out of what is published, where the signer's own is lost or an old copy."""
        extent = Extent.at(was.size, self._files.hashes(was.size))
        if extent.root != was.root:
            raise self._corrupt(f"the tiles do not lead to the root of its checkpoint of {was.size} entries")
        return State.of(extent, extent)

    # ---- Carrying out ----

    def _publish(self, state: State, note: bytes | None, was: Checkpoint | None) -> None:
        """From the decided state to the published checkpoint, which was `note` before."""
        if self._written is None or self._written[0] != state:
            staged = self._staged(state)
            if staged is None:
                return  # another signer has published it meanwhile
            self._write(state, staged)
        self._check(state, was)
        text = self._signed(state)
        if self._store.replace(self._files.public("checkpoint"), text, note):
            self._after("published")
            keep(self._files, text)
            self._after("kept")
            self._done = self._written and self._written[1].edge
        self._clean(state)
        self._after("cleaned")

    def _staged(self, state: State) -> Grown | None:
        """What the staged entries of a decided state make of the tree before; None when they are not needed any more.

        Corrupt when they don't lead to it.
        """
        entries: list[bytes] = []
        if state.size > state.former.size:
            data = self._store.read(self._files.private(state.staged))
            if data is None and self._is_published(state):
                return None
            if data is None:  # it was published once: the checkpoint is lost or an old copy, the files are there
                return Grown((), read_edge(state.extent, self._files.tile))
            entries = unpack_staged(data)
        grown = grow(read_edge(state.former, self._files.tile), entries)
        if grown.edge.extent != state.extent:
            raise self._corrupt("the staged entries do not lead to the root that was decided")
        return grown

    def _write(self, state: State, grown: Grown) -> None:
        self._store.write_all([(self._files.public(path), data) for path, data in grown.files])
        self._written = (state, grown)
        self._after("written")

    def _are_kept(self, grown: Grown) -> bool:
        return all(self._files.read(path) == data for path, data in grown.files)

    def _check(self, state: State, was: Checkpoint | None) -> None:
        """That the files, read back, make the decided root, and that it grew out of the published one."""
        assert self._written is not None
        # Of what another signer has published meanwhile, partial tiles may be gone.
        if not self._are_kept(self._written[1]) and not self._is_published(state):
            raise self._corrupt("the store does not hold what was written to it")
        read = self._files.hashes(state.size)
        if root_at(state.size, read) != state.root:
            raise self._corrupt("the tiles do not lead to the root that was decided")
        if was is not None:
            verify_consistency(was.size, was.root, state.size, state.root, consistency(was.size, state.size, read))
        self._after("checked")

    def _signed(self, state: State) -> bytes:
        """The checkpoint, signed and witnessed. Raises Unwitnessed."""
        signed = checkpoints.sign(Checkpoint(self._key.name, state.size, state.root), self._key)
        self._after("signed")
        if self._witnesses is None:
            return signed.text.encode()
        text = signed.with_signatures(self._witnesses.collect(signed, self._files.hashes(state.size))).text
        self._after("witnessed")
        return text.encode()

    def _clean(self, state: State) -> None:
        """Drops staged entries that are published, a loser's too, and partial tiles that are full by now."""
        for name in self._store.list(self._files.private("staged")):
            if staged_size(name) <= state.size:
                self._store.remove(self._files.private(f"staged/{name}"))
        for folder in outgrown(state.former.size, state.size):
            for width in self._store.list(self._files.public(folder)):
                self._store.remove(self._files.public(f"{folder}/{width}"))

    def _is_published(self, state: State) -> bool:
        return (self._files.published_size() or 0) >= state.size

    def _corrupt(self, what: str) -> Corrupt:
        return Corrupt(f"{self._files.log}: {what}")
