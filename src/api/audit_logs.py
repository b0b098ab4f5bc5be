"""The two logs of a ledger as a site serves them: the public one read whole, the sealed one at its edges."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Final

from api.audit_site import Site, Unanswered
from records.errors import Corrupt
from records.log import checkpoint as checkpoints
from records.log.checkpoint import Checkpoint
from records.log.errors import NotProven
from records.log.integrate import Edge, grow
from records.log.notes import Note, VerifierKey
from records.log.tiles import FULL, Bundle, Tile, hash_reader, path_of, unpack, width_at
from records.log.tree import Hash, consistency, root_at, verify_consistency

_KEPT: Final = 1_024
"""Tiles in memory, 8 KiB each."""


class SiteLog:
    """One log. What is wrong with it raises Malformed, NotProven or Corrupt; Unanswered what isn't there."""

    def __init__(self, site: Site, log: str, key: VerifierKey) -> None:
        self.log, self.key = log, key
        self._site = site
        self._tiles: OrderedDict[Tile, bytes] = OrderedDict()

    def checkpoint(self) -> Checkpoint:
        """The latest one, signed by the key."""
        return checkpoints.verify(Note.parse(self._site.get(f"/log/{self.log}/checkpoint")), self.key)

    def entries(self, after: int, size: int) -> Iterator[list[bytes]]:
        """The entries from position `after` + 1 to `size`, bundle by bundle."""
        for index in range(after // FULL, -(-size // FULL)):
            place = Bundle(index, width_at(0, index, size))
            entries = unpack(self._file(place))[: place.width]
            if len(entries) < place.width:
                msg = f"{path_of(place)} 只有 {len(entries)} 个条目"
                raise Corrupt(msg)
            yield entries[max(0, after - index * FULL) :]

    def hashes(self, size: int) -> Callable[[int, int], Hash]:
        """Reads hashes of the tree of `size` leaves out of its tiles."""
        return hash_reader(size, self._tile)

    def _tile(self, place: Tile) -> bytes:
        if place not in self._tiles:
            self._tiles[place] = self._file(place)
            while len(self._tiles) > _KEPT:
                self._tiles.popitem(last=False)
        return self._tiles[place]

    def _file(self, place: Tile | Bundle) -> bytes:
        """A tile or bundle, or the full one that it grew into."""
        status, body = self._site.ask(f"/log/{self.log}/{path_of(place)}")
        if status == 404 and place.width < FULL:
            full = Tile(place.level, place.index, FULL) if isinstance(place, Tile) else Bundle(place.index, FULL)
            status, body = self._site.ask(f"/log/{self.log}/{path_of(full)}")
        if status != 200:
            raise Unanswered(f"取不到日志 {self.log} 的 {path_of(place)}（HTTP {status}）")
        return body


class WholeLog:
    """A log that is read from its first entry on: its root is computed, and so that it only ever grew."""

    def __init__(self, log: SiteLog) -> None:
        self._log, self._edge = log, Edge()

    @property
    def size(self) -> int:
        """Entries that were read."""
        return self._edge.size

    def news(self) -> Iterator[tuple[int, bytes]]:
        """Positions and entries since the last time, all of them before any is believed.

        Raises NotProven when they don't lead to the checkpoint.
        """
        to, first, fresh = self._log.checkpoint(), self._edge.size, list[bytes]()
        if to.size < first:
            raise NotProven(f"日志变短了：曾有 {first} 个条目，现在只有 {to.size} 个")
        edge = self._edge
        for entries in self._log.entries(first, to.size) if to.size > first else ():
            edge = grow(edge, entries).edge
            fresh += entries
        if edge.extent.root != to.root:
            raise NotProven(f"由 {to.size} 个条目算出的根，与检查点的不同")
        self._edge = edge
        yield from enumerate(fresh, first + 1)


class GrownLog:
    """A log of which the latest checkpoint is known, and whether it grew out of earlier ones."""

    def __init__(self, log: SiteLog) -> None:
        self._log = log
        self.latest = log.checkpoint()
        self._shown: set[tuple[int, Hash]] = set()  # sizes and roots that the latest one grew out of
        self._check(root_at(self.latest.size, log.hashes(self.latest.size)))

    def require(self, size: int, root: Hash) -> None:
        """Shows that the log grew out of the tree of this size and root. Raises NotProven."""
        if (size, root) in self._shown:
            return
        if size > self.latest.size:
            self._renew()
        self._prove(size, root)
        self._shown.add((size, root))

    def _renew(self) -> None:
        before, self.latest = self.latest, self._log.checkpoint()
        self._prove(before.size, before.root)

    def _prove(self, size: int, root: Hash) -> None:
        new = self.latest
        path = consistency(size, new.size, self._log.hashes(new.size))
        verify_consistency(size, root, new.size, new.root, path)

    def _check(self, root: Hash) -> None:
        if root != self.latest.root:
            raise NotProven(f"由哈希文件算出的根，与有 {self.latest.size} 个条目的检查点的不同")
