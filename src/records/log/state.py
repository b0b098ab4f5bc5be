"""How far a log is decided: the signer's own memory, kept outside of the database that the log guards."""

from __future__ import annotations

from typing import Self

import msgspec

from records.errors import Corrupt
from records.log.extent import Extent
from records.log.tree import EMPTY, Hash


class State(msgspec.Struct, frozen=True):
    """The tree that was decided on last: it is signed and published next, if it isn't yet, and no other of its size.

    Until it is published, its new entries are kept as `staged`, and tiles are made of nothing else.
    """

    size: int = 0
    root: Hash = EMPTY
    peaks: tuple[Hash, ...] = ()
    former: Extent = Extent()
    """The tree before the staged entries."""

    @classmethod
    def of(cls, extent: Extent, former: Extent) -> Self:
        """The state in which `extent` is decided to follow on `former`."""
        return cls(extent.size, extent.root, extent.peaks, former)

    @classmethod
    def decode(cls, data: bytes | None) -> Self:
        """Reads the file; the empty tree where there is none. Corrupt when it contradicts itself."""
        if data is None:
            return cls()
        try:
            found = msgspec.json.decode(data, type=cls)
        except (msgspec.DecodeError, ValueError) as error:
            msg = f"the signer's state can't be read: {error}"
            raise Corrupt(msg) from error
        if len(found.peaks) != found.size.bit_count() or found.extent.root != found.root:
            msg = f"the signer's state of size {found.size} contradicts itself"
            raise Corrupt(msg)
        return found

    def encode(self) -> bytes:
        """The file."""
        return msgspec.json.encode(self)

    @property
    def extent(self) -> Extent:
        """Size and peaks of the tree."""
        return Extent(self.size, self.peaks)

    @property
    def staged(self) -> str:
        """The path of the new entries below the log's private folder: two that differ have different names."""
        return f"staged/{self.size}-{self.root.hex()[:16]}"


def staged_size(name: str) -> int:
    """The size that a staged file leads to, by its name in the folder."""
    return int(name.partition("-")[0])


def pack_staged(entries: list[bytes]) -> bytes:
    """New entries as they are staged."""
    return msgspec.msgpack.encode(entries)


def unpack_staged(data: bytes) -> list[bytes]:
    """The same, read back. Raises Corrupt."""
    try:
        return msgspec.msgpack.decode(data, type=list[bytes])
    except (msgspec.DecodeError, ValueError) as error:
        msg = f"staged entries can't be read: {error}"
        raise Corrupt(msg) from error
