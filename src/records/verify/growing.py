"""The tree over all entries, computed anew as they come, against the files of the log.

Database, bundle and level-0 tile each hold an entry or its leaf: where one of the three differs from the two others it
is named, and the tree goes on with what the two say, so that one damage is one finding.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from records.log.encoding import HASH
from records.log.errors import Malformed
from records.log.files import LogFiles
from records.log.tiles import FULL, HEIGHT, LONGEST, Bundle, Tile, pack, path_of, subtree, unpack, width_at
from records.log.tree import Hash, join, leaf_hash, peaks
from records.verify.findings import Findings


class Growing:
    """The tree of one log, entry by entry."""

    def __init__(self, files: LogFiles, size: int, wanted: Iterable[int], findings: Findings) -> None:
        """`size` is that of the published tree; roots are kept of the sizes that are `wanted`."""
        self._files, self._published, self._findings = files, size, findings
        self._wanted = deque(sorted({one for one in wanted if one > 0}))
        self.roots: dict[int, Hash] = {0: join(())}
        self.size = 0
        self._entries: list[bytes | None] = []
        self._rows: list[list[Hash]] = [[]]
        """By tile level the hashes of the tile that is not full yet."""
        self._broken = False
        """Whether an entry is not known, so that no hash above it is."""

    def take(self, entry: bytes | None) -> None:
        """The entry at the next position, None where there is none: then the log's own stands for it."""
        self._entries.append(entry if entry is None or len(entry) <= LONGEST else None)
        if len(self._entries) == FULL:
            self._close()

    def skip(self, count: int) -> None:
        """There is nothing at the next `count` positions. Behind the published tree nobody knows what was there."""
        known = min(count, max(self._published - self.size - len(self._entries), 0))
        for _ in range(known):
            self.take(None)
        if known < count:
            self.end()
            self._broken = True

    def end(self) -> None:
        """There are no more: what stands unfinished is checked too."""
        if self._entries:
            self._close()
        for level, row in enumerate(self._rows):
            if level and row and not self._broken:
                self._check_tile(level, self.size >> HEIGHT * (level + 1), row)

    # ---- Blocks of 256 ----

    def _close(self) -> None:
        entries, index = self._entries, self.size // FULL
        self._entries = []
        logged = min(FULL, max(self._published - self.size, 0), len(entries))
        leaves = self._leaves(entries, index, logged)
        before, self.size = self.size, self.size + len(entries)
        if self._broken or leaves is None:
            self._broken = True
            return
        self._rows[0] = leaves
        self._keep_roots(min(self.size, before + FULL - 1))
        self._raise(0)
        self._keep_roots(self.size)

    def _keep_roots(self, up_to: int) -> None:
        while self._wanted and self._wanted[0] <= up_to:
            size = self._wanted.popleft()
            self.roots[size] = self._root(size)

    def _raise(self, level: int) -> None:
        """Hands the root of a full row on to the level above."""
        row = self._rows[level]
        if len(row) < FULL:
            return
        if level:
            self._check_tile(level, (self.size >> HEIGHT * (level + 1)) - 1, row)
        if level + 1 == len(self._rows):
            self._rows.append([])
        self._rows[level + 1].append(_reduced(row))
        self._rows[level] = []
        self._raise(level + 1)

    def _root(self, size: int) -> Hash:
        made = []
        for level, index in peaks(size):
            row, above = divmod(level, HEIGHT)
            start = (index << above) % FULL
            made.append(subtree(b"".join(self._rows[row][start : start + (1 << above)]), 0, 1 << above))
        return join(made)

    # ---- Entries and leaves ----

    def _leaves(self, entries: Sequence[bytes | None], index: int, logged: int) -> list[Hash] | None:
        """The leaves of a block, None when one can't be known; what its files say otherwise is named."""
        known = [entry for entry in entries if entry is not None]
        if len(known) == len(entries):
            leaves = [sha256(b"\0" + entry).digest() for entry in known]
            if not logged or self._fits(known[:logged], b"".join(leaves[:logged]), index, logged):
                return leaves
        return self._named(entries, index, logged)

    def _fits(self, entries: Sequence[bytes], hashes: bytes, index: int, width: int) -> bool:
        bundle, tile = Bundle(index, width), Tile(0, index, width)
        return self._holds(bundle, pack(entries)) and self._holds(tile, hashes)

    def _holds(self, place: Bundle | Tile, expected: bytes) -> bool:
        found, is_wider = self._read(place)
        return found == expected or (is_wider and found is not None and found.startswith(expected))

    def _named(self, entries: Sequence[bytes | None], index: int, logged: int) -> list[Hash] | None:
        in_bundle, in_tile = Bundle(index, logged), Tile(0, index, logged)
        bundle, tile = self._bundle(in_bundle), self._tile(in_tile)
        leaves: list[Hash | None] = []
        for at, entry in enumerate(entries):
            if at < logged:
                leaves.append(self._leaf(in_bundle, in_tile, at, (entry, bundle.get(at), tile.get(at))))
            else:
                leaves.append(None if entry is None else leaf_hash(entry))
        found = [leaf for leaf in leaves if leaf is not None]
        return found if len(found) == len(leaves) else None

    def _leaf(
        self, bundle: Bundle, tile: Tile, at: int, three: tuple[bytes | None, bytes | None, Hash | None]
    ) -> Hash | None:
        """What the tree goes on with; `three` are the database's entry, the bundle's, and the leaf in the tile."""
        position, (entry, kept, hashed) = bundle.index * FULL + at + 1, three
        ours = None if entry is None else leaf_hash(entry)
        theirs = None if kept is None else leaf_hash(kept)
        if ours is None:
            if theirs is not None and hashed is not None and theirs != hashed:
                self._findings.add("tile-differs", position, path=path_of(tile))
            return theirs or hashed
        if theirs is not None and theirs == hashed and ours != theirs:
            self._findings.add("entry-rewritten", position)
            return theirs
        if theirs not in {None, ours}:
            self._findings.add("bundle-differs", position, path=path_of(bundle))
        if hashed not in {None, ours}:
            self._findings.add("tile-differs", position, path=path_of(tile))
        return ours

    # ---- Files ----

    def _check_tile(self, level: int, index: int, row: Sequence[Hash]) -> None:
        """A tile above the leaves, as far as the published tree has it."""
        width = min(width_at(level, index, self._published), len(row))
        if width == 0:
            return
        place, made = Tile(level, index, width), b"".join(row[:width])
        if self._holds(place, made):
            return
        before, hashes = self._findings.count, self._tile(place)
        wrong = [at for at, hashed in hashes.items() if hashed != row[at]]
        if wrong and self._findings.count == before:
            position = ((index * FULL + wrong[0]) << HEIGHT * level) + 1
            self._findings.add("tile-differs", position, path=path_of(place))

    def _tile(self, place: Tile) -> Mapping[int, Hash]:
        """The hashes of a tile by their place in it; a finding when there is none, or it is no tile."""
        if place.width == 0:
            return {}
        found, is_wider = self._read(place)
        if found is None:
            self._findings.add("tile-missing", _first(place), path=path_of(place))
            return {}
        if len(found) % HASH or (len(found) != place.width * HASH and not is_wider):
            self._findings.add("tile-differs", _first(place), path=path_of(place))
        return {at: found[at * HASH : (at + 1) * HASH] for at in range(min(place.width, len(found) // HASH))}

    def _bundle(self, place: Bundle) -> Mapping[int, bytes]:
        if place.width == 0:
            return {}
        found, is_wider = self._read(place)
        if found is None:
            self._findings.add("bundle-missing", _first(place), path=path_of(place))
            return {}
        try:
            entries = unpack(found)
        except Malformed:
            entries = []
        if len(entries) < place.width or (len(entries) > place.width and not is_wider):
            self._findings.add("bundle-differs", _first(place), path=path_of(place))
        return dict(enumerate(entries[: place.width]))

    def _read(self, place: Bundle | Tile) -> tuple[bytes | None, bool]:
        """The file, and whether it is the full one that a partial one has grown into."""
        found = self._files.read(path_of(place))
        if found is not None or place.width == FULL:
            return found, False
        full = Tile(place.level, place.index, FULL) if isinstance(place, Tile) else Bundle(place.index, FULL)
        return self._files.read(path_of(full)), True


def _first(place: Bundle | Tile) -> int:
    """The first position that the file is about."""
    level = place.level if isinstance(place, Tile) else 0
    return ((place.index * FULL) << HEIGHT * level) + 1


def _reduced(row: Sequence[Hash]) -> Hash:
    """The root above a full row."""
    hashes = list(row)
    while len(hashes) > 1:
        pairs = iter(hashes)
        hashes = [sha256(b"\1" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
    return hashes[0]
