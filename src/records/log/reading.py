"""The entries of a log out of its own files: what anybody can read of it, and what is decided beyond that."""

from __future__ import annotations

from collections.abc import Iterator

from records.errors import Corrupt
from records.log.files import LogFiles
from records.log.integrate import grow, read_edge
from records.log.state import State, unpack_staged
from records.log.tiles import FULL, Bundle, unpack, width_at
from records.log.tree import leaf_hash


def decided(files: LogFiles) -> State:
    """The tree that was decided on last, published or not: no log may ever be shorter."""
    state = State.decode(files.store.read(files.private("state")))
    published = files.published_size() or 0
    if published <= state.size:
        return state
    return State(size=published)  # the signer's own folder is an older copy


def entries_after(files: LogFiles, position: int, state: State) -> Iterator[tuple[int, bytes]]:
    """Positions after `position` and their entries, up to what is decided. Corrupt for missing or damaged files."""
    published = files.published_size() or 0
    yield from _bundled(files, position, published)
    if state.size > published:
        data = files.store.read(files.private(state.staged))
        if data is None:  # published meanwhile
            yield from _bundled(files, max(position, published), state.size)
            return
        staged = unpack_staged(data)
        if grow(read_edge(state.former, files.tile), staged).edge.extent != state.extent:
            msg = f"{files.log}: the staged entries do not lead to the root that was decided"
            raise Corrupt(msg)
        for at, entry in enumerate(staged, state.former.size + 1):
            if at > max(position, published):
                yield at, entry


def _bundled(files: LogFiles, position: int, size: int) -> Iterator[tuple[int, bytes]]:
    for index in range(position // FULL, -(-size // FULL)):
        place = Bundle(index, width_at(0, index, size))
        entries = unpack(files.tile(place))[: place.width]
        if len(entries) < place.width:
            msg = f"{files.log} has {len(entries)} entries in bundle {index}, {place.width} were published"
            raise Corrupt(msg)
        leaf = files.hashes(size)
        for at, entry in enumerate(entries, index * FULL + 1):
            if at > position and leaf_hash(entry) != leaf(0, at - 1):
                msg = f"{files.log}: the entry of position {at} in its bundle is not that of the tree"
                raise Corrupt(msg)
            if at > position:
                yield at, entry
