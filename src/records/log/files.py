"""The files of one log in a published store."""

from __future__ import annotations

from records.errors import Corrupt
from records.log.checkpoint import Checkpoint
from records.log.notes import Note
from records.log.published import PublishedStore, private, public
from records.log.tiles import FULL, Bundle, Tile, hash_reader, path_of
from records.log.tree import HashReader


class LogFiles:
    """Reads what is published of a log, and what its signer keeps. Safe for threads."""

    def __init__(self, log: str, store: PublishedStore) -> None:
        self.log, self.store = log, store

    def read(self, path: str) -> bytes | None:
        """A public file of the log."""
        return self.store.read(public(self.log, path))

    def published_size(self) -> int | None:
        """The size of the published checkpoint, None before the first; of our own store its signature is believed."""
        note = self.read("checkpoint")
        return Checkpoint.parse(Note.parse(note).body).size if note is not None else None

    def tile(self, place: Tile | Bundle) -> bytes:
        """The bytes of a tile or bundle, or of the full one that it grew into. Corrupt when neither is there."""
        found = self.read(path_of(place))
        if found is None and place.width < FULL:
            found = self.read(path_of(_full(place)))
        if found is None:
            msg = f"{self.log} lacks {path_of(place)}"
            raise Corrupt(msg)
        return found

    def hashes(self, size: int) -> HashReader:
        """Reads hashes of the tree of `size` leaves; each tile is read once, so make one for each question."""
        kept: dict[Tile, bytes] = {}

        def tile(place: Tile) -> bytes:
            if place not in kept:
                kept[place] = self.tile(place)
            return kept[place]

        return hash_reader(size, tile)

    # ---- The signer's own ----

    def private(self, path: str) -> str:
        """The path in the store of what the signer keeps."""
        return private(self.log, path)

    def public(self, path: str) -> str:
        """The path in the store of what anybody may read."""
        return public(self.log, path)


def _full(place: Tile | Bundle) -> Tile | Bundle:
    return Tile(place.level, place.index, FULL) if isinstance(place, Tile) else Bundle(place.index, FULL)
