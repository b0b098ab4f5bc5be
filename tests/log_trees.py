"""Trees in memory, as tests of the log need them, and the vectors that everybody's implementation has to give."""

from __future__ import annotations

from records.log.encoding import HASH
from records.log.tiles import FULL, Bundle, Tile, pack
from records.log.tree import Hash, leaf_hash, node_hash, root_at

LEAVES = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243")]
LEAVES += [bytes(range(0x50, 0x58)), bytes(range(0x60, 0x70))]
"""The leaves of RFC 6962's test vectors."""

ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}

ORIGIN = "log.example.gov/agency-1"
SEED = bytes(range(32))
VKEY = "log.example.gov/agency-1+01e51523+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
SEVENTY_THOUSAND_ROOT = "LMOBPY9EvpmJ76LtVXgxDksxLBY5iVgexiUzQsuONEs="


def numbered(count: int) -> list[bytes]:
    """The entries `{"v":1,"n":i}`, i from 0."""
    return [b'{"v":1,"n":%d}' % number for number in range(count)]


class MemoryTree:
    """All complete subtrees of a list of entries."""

    def __init__(self, entries: list[bytes]) -> None:
        self.entries = entries
        self.rows = [[leaf_hash(entry) for entry in entries]]
        while len(below := self.rows[-1]) > 1:
            self.rows.append([node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)])

    def read(self, level: int, index: int) -> Hash:
        """A `HashReader`."""
        return self.rows[level][index]

    def root(self, size: int) -> Hash:
        return root_at(size, self.read)

    def tile(self, tile: Tile) -> bytes:
        """The bytes of one of its tiles."""
        start = tile.index * FULL
        hashes = self.rows[8 * tile.level][start : start + tile.width]
        assert len(hashes) == tile.width, f"{tile} is not in a tree of {len(self.entries)}"
        assert all(len(hashed) == HASH for hashed in hashes)
        return b"".join(hashes)

    def bundle(self, bundle: Bundle) -> bytes:
        start = bundle.index * FULL
        return pack(self.entries[start : start + bundle.width])
