"""What is published of the logs, as the server reads it for many who ask."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from functools import cache
from threading import Lock
from typing import Final

import msgspec

from records.log.checkpoint import Checkpoint
from records.log.errors import LogError
from records.log.files import LogFiles
from records.log.notes import Note, VerifierKey
from records.log.proofs import Proof
from records.log.published import PUBLIC, PublishedStore
from records.log.tiles import FULL, Tile, hash_reader
from records.log.tree import HashReader, inclusion

LISTED_SECONDS: Final = 1.0
"""How long the list of logs is taken for what is published: anybody may ask, and each log costs two files."""

_KEPT: Final = 2_048
"""Full tiles in memory, 8 KiB each."""

_log: Final = logging.getLogger(__name__)


class Listed(msgspec.Struct, frozen=True):
    """A log in the list of logs."""

    name: str
    origin: str
    vkey: str
    size: int
    """Entries under the published checkpoint."""


class PublishedLogs:
    """What is published of the logs, with the full tiles that were read last. Safe for threads."""

    def __init__(self, store: PublishedStore) -> None:
        self.store = store
        self._tiles: OrderedDict[tuple[str, Tile], bytes] = OrderedDict()
        self._lock = Lock()  # owns _tiles
        self._listed: tuple[float, tuple[Listed, ...]] = (0.0, ())  # until when by the monotonic clock
        self._listing = Lock()  # owns _listed: of many who ask at once, one reads

    def listed(self) -> tuple[Listed, ...]:
        """Every log that has a key, in the order of names, as it was within `LISTED_SECONDS`.

        One whose files were damaged hides no other.
        """
        with self._listing:
            until, known = self._listed
            if time.monotonic() >= until:
                known = self._list()
                self._listed = time.monotonic() + LISTED_SECONDS, known
            return known

    def _list(self) -> tuple[Listed, ...]:
        found = (_listed(name, LogFiles(name, self.store)) for name in self.store.list(PUBLIC))
        return tuple(one for one in found if one is not None)

    def size(self, log: str) -> int:
        """Entries under the published checkpoint, 0 where there is none."""
        return LogFiles(log, self.store).published_size() or 0

    def proof(self, log: str, position: int) -> Proof | None:
        """The proof that the event at this position is in the log, by the checkpoint of now; None if it isn't."""
        files = LogFiles(log, self.store)
        note = files.read("checkpoint")
        if note is None:
            return None
        parsed = Note.parse(note)
        size = Checkpoint.parse(parsed.body).size
        if not 0 < position <= size:
            return None
        path = inclusion(position - 1, size, self.hashes(log, size))
        return Proof(position - 1, tuple(path), parsed)

    def hashes(self, log: str, size: int) -> HashReader:
        """Reads hashes of the tree of `size` leaves; each tile once at most, so make one for each question."""
        files = LogFiles(log, self.store)
        return hash_reader(size, cache(lambda tile: self._tile(files, tile)))

    def _tile(self, files: LogFiles, tile: Tile) -> bytes:
        key = (files.log, tile)
        with self._lock:
            if key in self._tiles:
                self._tiles.move_to_end(key)
                return self._tiles[key]
        found = files.tile(tile)
        if tile.width == FULL:
            with self._lock:
                self._tiles[key] = found
                while len(self._tiles) > _KEPT:
                    self._tiles.popitem(last=False)
        return found


def _listed(name: str, files: LogFiles) -> Listed | None:
    key = files.read("key")
    if key is None:
        return None
    try:
        vkey = key.decode().removesuffix("\n")
        return Listed(name, VerifierKey.parse(vkey).name, vkey, files.published_size() or 0)
    except (LogError, UnicodeDecodeError) as error:
        _log.error("%s can't be listed: %s", name, error)
        return None
