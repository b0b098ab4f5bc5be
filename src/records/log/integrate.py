"""New entries into the tree: which tiles and bundles come out of the right edge of a log and what is added to it.

Pure: nothing is read or written here. An entry costs its leaf and one node, however large the tree is; what is written
is the entries and hashes that are new, and of the file that stood unfinished at each tile level what it had already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec

from records.errors import Corrupt
from records.log.encoding import HASH
from records.log.extent import Extent
from records.log.tiles import FULL, HEIGHT, Bundle, Tile, pack, path_of, subtree, unpack, width_at
from records.log.tree import Hash, leaf_hash, node_hash, peaks

_TILE: Final = FULL * HASH


class Edge(msgspec.Struct, frozen=True):
    """The right edge of a tree: all that is needed to add to it."""

    extent: Extent = Extent()
    tiles: tuple[bytes, ...] = ()
    """By tile level the hashes of the partial tile, empty where there is none."""
    bundle: tuple[bytes, ...] = ()
    """The entries of the partial bundle."""
    last: bytes = b""
    """The last entry, empty in an empty tree."""

    @property
    def size(self) -> int:
        """How many entries the tree has."""
        return self.extent.size


class Grown(msgspec.Struct, frozen=True):
    """What has to be written for a larger tree, by path in the log, bundles first, and its right edge."""

    files: tuple[tuple[str, bytes], ...]
    edge: Edge


def grow(edge: Edge, entries: Sequence[bytes]) -> Grown:
    """Adds entries to a tree. Malformed when one is too long for a bundle."""
    rows, stack = _hashes(edge, entries)
    size = edge.size + len(entries)
    files, tiles = list(_bundles(edge, entries)), []
    for level, row in enumerate(rows):
        before = edge.tiles[level] if level < len(edge.tiles) else b""
        hashes = before + b"".join(row)
        if row:
            files += _cut(level, (edge.size >> HEIGHT * level) // FULL, hashes)
        tiles.append(hashes[len(hashes) - len(hashes) % _TILE :])
    kept = size % FULL
    bundle = (*edge.bundle, *entries)[-kept:] if kept else ()
    last = entries[-1] if entries else edge.last
    return Grown(tuple(files), Edge(Extent(size, tuple(stack)), tuple(tiles), bundle, last))


def _hashes(edge: Edge, entries: Sequence[bytes]) -> tuple[list[list[Hash]], list[Hash]]:
    """The new hashes of each tile level, and the peaks after them: every node is made once, when it is complete."""
    levels = max(len(edge.tiles), ((edge.size + len(entries)).bit_length() + HEIGHT - 1) // HEIGHT, 1)
    rows: list[list[Hash]] = [[] for _ in range(levels)]
    stack, leaves = list(edge.extent.peaks), rows[0]
    for index, entry in enumerate(entries, edge.size):
        hashed = leaf_hash(entry)
        leaves.append(hashed)
        level = 0
        while index >> level & 1:
            hashed = node_hash(stack.pop(), hashed)
            level += 1
            if level % HEIGHT == 0:
                rows[level // HEIGHT].append(hashed)
        stack.append(hashed)
    return rows, stack


def _cut(level: int, first: int, hashes: bytes) -> Iterator[tuple[str, bytes]]:
    """The tiles of one level from index `first` on; the last one may be partial."""
    for at in range(0, len(hashes), _TILE):
        part = hashes[at : at + _TILE]
        yield path_of(Tile(level, first + at // _TILE, len(part) // HASH)), part


def _bundles(edge: Edge, entries: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    whole, first = (*edge.bundle, *entries) if entries else (), edge.size // FULL
    for at in range(0, len(whole), FULL):
        part = whole[at : at + FULL]
        yield path_of(Bundle(first + at // FULL, len(part))), pack(part)


def outgrown(before: int, after: int) -> Iterator[str]:
    """The folders of partial tiles and bundles of a tree of `before` entries that are full in one of `after`."""
    for level in range((after.bit_length() + HEIGHT - 1) // HEIGHT):
        index, width = divmod(before >> HEIGHT * level, FULL)
        if width > 0 and width_at(level, index, after) == FULL:
            yield f"{path_of(Tile(level, index, FULL))}.p"
            if level == 0:
                yield f"{path_of(Bundle(index, FULL))}.p"


# ---- What stands unfinished ----


def read_edge(extent: Extent, read: Callable[[Tile | Bundle], bytes]) -> Edge:
    """The right edge of a tree, out of its partial tiles and bundle.

    At most one of each tile level is read, and the bundle that has the last entry. Corrupt when what they hold doesn't
    lead to the peaks.
    """
    size = extent.size
    if size == 0:
        return Edge()
    levels = (size.bit_length() + HEIGHT - 1) // HEIGHT
    tiles = tuple(_partial(level, size, read) for level in range(levels))
    index = (size - 1) // FULL
    bundle = _entries(Bundle(index, width_at(0, index, size)), read)
    partial = tuple(bundle) if size % FULL else ()
    edge = Edge(extent, tiles, partial, bundle[-1])
    _check(edge)
    return edge


def _partial(level: int, size: int, read: Callable[[Tile | Bundle], bytes]) -> bytes:
    index = (size >> HEIGHT * level) // FULL
    width = width_at(level, index, size)
    if width == 0:
        return b""
    tile = Tile(level, index, width)
    hashes = read(tile)[: width * HASH]
    if len(hashes) < width * HASH:
        msg = f"{path_of(tile)} has {len(hashes)} bytes"
        raise Corrupt(msg)
    return hashes


def _entries(place: Bundle, read: Callable[[Tile | Bundle], bytes]) -> list[bytes]:
    entries = unpack(read(place))[: place.width]
    if len(entries) < place.width:
        msg = f"{path_of(place)} has {len(entries)} entries"
        raise Corrupt(msg)
    return entries


def _check(edge: Edge) -> None:
    """Each peak is made of hashes of one partial tile, and the partial bundle of the entries under the leaves."""
    made = []
    for level, index in peaks(edge.size):
        row, above = divmod(level, HEIGHT)
        start = (index << above) % FULL
        made.append(subtree(edge.tiles[row], start, start + (1 << above)))
    leaves = b"".join(map(leaf_hash, edge.bundle))
    if tuple(made) != edge.extent.peaks or leaves != (edge.tiles[0] if edge.tiles else b""):
        msg = f"tiles or entries at the end of a log of {edge.size} are not those that its root was made of"
        raise Corrupt(msg)
