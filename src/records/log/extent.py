"""A size of a log's tree with what can be added to it."""

from __future__ import annotations

from typing import Self

import msgspec

from records.log.tree import Hash, HashReader, join, peaks


class Extent(msgspec.Struct, frozen=True):
    """A size of the tree with the roots of its complete subtrees, left to right: what can be added to."""

    size: int = 0
    peaks: tuple[Hash, ...] = ()

    @property
    def root(self) -> Hash:
        """The root of the tree."""
        return join(self.peaks)

    @classmethod
    def at(cls, size: int, read: HashReader) -> Self:
        """The same out of the tiles of a tree."""
        return cls(size, tuple(read(level, index) for level, index in peaks(size)))
