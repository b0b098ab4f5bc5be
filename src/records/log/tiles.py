"""Tiles and entry bundles (C2SP tlog-tiles): the tree cut into files of up to 256 hashes or entries.

The tile `index` of tile level `level` holds the roots of the complete subtrees of 256**level leaves from
`256 · index` on. A full one never changes; the rightmost may be partial and says its width in its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from records.errors import Corrupt
from records.log.encoding import HASH, shown
from records.log.errors import Malformed
from records.log.tree import Hash, HashReader, join

HEIGHT: Final = 8
"""Levels of the tree that one tile spans."""

FULL: Final = 1 << HEIGHT
"""Hashes of a full tile, entries of a full bundle."""

LONGEST: Final = 0xFFFF
"""Bytes of the longest entry."""

_PATH: Final = re.compile(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([0-9]{1,3}))?")


class Tile(msgspec.Struct, frozen=True, gc=False):
    """Where hashes stand: tile level from 0 to 63, index in it, and how many (256: a full tile)."""

    level: int
    index: int
    width: int


class Bundle(msgspec.Struct, frozen=True, gc=False):
    """Where entries stand: the entries from `256 · index` on, `width` of them."""

    index: int
    width: int


# ---- Names ----


def path_of(place: Tile | Bundle) -> str:
    """Its path in a log: `tile/0/x001/234`, `tile/entries/000.p/17`."""
    level = place.level if isinstance(place, Tile) else "entries"
    digits = str(place.index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    partial = f".p/{place.width}" if place.width < FULL else ""
    return f"tile/{level}/" + "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:]) + partial


def parse(path: str) -> Tile | Bundle:
    """The tile or bundle of a path in its one form. Raises Malformed."""
    found = _PATH.fullmatch(path)
    if not found:
        raise Malformed(f"不是日志文件的路径：{shown(path)}")
    index = int(found[2].replace("x", "").replace("/", ""))
    width = int(found[3]) if found[3] else FULL
    place = Bundle(index, width) if found[1] == "entries" else Tile(int(found[1]), index, width)
    if path_of(place) != path or width == 0 or (isinstance(place, Tile) and place.level > 63):
        raise Malformed(f"不是日志文件的规范路径：{shown(path)}")
    return place


def width_at(level: int, index: int, size: int) -> int:
    """How many hashes this tile has in a tree of `size` leaves, 0 when it has none. Bundles are as wide as level 0."""
    return max(0, min(FULL, (size >> HEIGHT * level) - FULL * index))


# ---- Contents ----


def pack(entries: Iterable[bytes]) -> bytes:
    """The bytes of a bundle: each entry behind its length as two big-endian bytes. Malformed when one is too long."""
    parts = []
    for entry in entries:
        if len(entry) > LONGEST:
            raise Malformed(f"一个条目有 {len(entry)} 字节，超过 {LONGEST} 字节")
        parts += [len(entry).to_bytes(2, "big"), entry]
    return b"".join(parts)


def unpack(data: bytes) -> list[bytes]:
    """The entries of a bundle, 1 to 256. Raises Malformed."""
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or at > len(data):
            raise Malformed(f"条目文件在第 {len(entries) + 1} 个条目中断")
        entries.append(data[start:at])
    if not 0 < len(entries) <= FULL:
        raise Malformed(f"条目文件应有 1 到 {FULL} 个条目，实有 {len(entries)} 个")
    return entries


def hash_reader(size: int, read_tile: Callable[[Tile], bytes]) -> HashReader:
    """Reads hashes of a tree of `size` leaves out of its tiles. Keeps none: that is the caller's.

    `read_tile` gives the bytes of the tile, or of a wider one that begins with it, since a partial tile may be gone
    once the full one is there. Corrupt when they are too few.
    """

    def read(level: int, index: int) -> Hash:
        tile_level, above = divmod(level, HEIGHT)
        first = index << above
        tile_index, at = divmod(first, FULL)
        tile = Tile(tile_level, tile_index, width_at(tile_level, tile_index, size))
        hashes = read_tile(tile)
        end = at + (1 << above)
        if end > tile.width or len(hashes) < tile.width * HASH or len(hashes) % HASH:
            raise Corrupt(f"{path_of(tile)} has {len(hashes)} bytes, {max(tile.width, end) * HASH} are needed")
        return subtree(hashes, at, end)

    return read


def subtree(hashes: bytes, start: int, end: int) -> Hash:
    """The root above the hashes from `start` to `end` in a tile; their count is a power of two."""
    row = [hashes[at * HASH : (at + 1) * HASH] for at in range(start, end)]
    while len(row) > 1:
        row = [join(row[at : at + 2]) for at in range(0, len(row), 2)]
    return row[0]
