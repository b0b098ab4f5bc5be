"""New entries into the tree: what comes out of the right edge, and how little work it is."""

from __future__ import annotations

import pytest
from benchmarks.log import SMALL, entry, work_at
from hypothesis import given, settings
from hypothesis import strategies as st

from log_trees import SEVENTY_THOUSAND_ROOT, MemoryTree, numbered
from records.errors import Corrupt
from records.log.encoding import in_base64
from records.log.extent import Extent
from records.log.integrate import Edge, grow, outgrown, read_edge
from records.log.tiles import Bundle, Tile, parse, path_of

TREE = MemoryTree(numbered(70_000))


def read(place: Tile | Bundle) -> bytes:
    return TREE.tile(place) if isinstance(place, Tile) else TREE.bundle(place)


def expected(path: str) -> bytes:
    return read(parse(path))


def test_seventy_thousand_entries_lead_to_the_root_that_everybody_gets() -> None:
    grown = grow(Edge(), TREE.entries)
    assert in_base64(grown.edge.extent.root) == SEVENTY_THOUSAND_ROOT
    assert len(grown.files) == 274 * 2 + 2 + 1
    for path, data in grown.files:
        assert data == expected(path), path


@settings(max_examples=60)
@given(st.lists(st.integers(0, 700), min_size=1, max_size=8))
def test_however_entries_come_each_file_is_that_of_its_name_and_the_edge_that_of_the_tiles(steps: list[int]) -> None:
    edge = Edge()
    for count in steps:
        size = edge.size + count
        grown = grow(edge, TREE.entries[edge.size : size])
        for path, data in grown.files:
            assert data == expected(path), path
        assert len(dict(grown.files)) == len(grown.files)
        assert bool(grown.files) == bool(count)
        assert grown.edge.extent == Extent.at(size, TREE.read)
        assert grown.edge.extent.root == TREE.root(size)
        edge = grown.edge
        again = read_edge(edge.extent, read)
        assert (again.extent, again.bundle, again.last) == (edge.extent, edge.bundle, edge.last)
        assert [one for one in again.tiles if one] == [one for one in edge.tiles if one]


@given(st.integers(0, 69_999), st.integers(0, 69_999))
def test_what_is_outgrown_stood_there_before_and_is_full_now(one: int, other: int) -> None:
    before, after = sorted((one, other))
    places = [parse(folder.removesuffix(".p")) for folder in outgrown(before, after)]
    for place in places:
        level = place.level if isinstance(place, Tile) else 0
        start = (place.index * 256) << 8 * level
        assert start < before < start + (256 << 8 * level) <= after
    assert (path_of(Bundle(before // 256, 256)) in map(path_of, places)) == (
        before % 256 > 0 and after // 256 > before // 256
    )


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 300, 65_536, 65_537, 70_000])
def test_an_edge_is_not_made_of_damaged_files(size: int) -> None:
    extent = Extent.at(size, TREE.read)
    asked: list[Tile | Bundle] = []

    def noted(place: Tile | Bundle) -> bytes:
        asked.append(place)
        return read(place)

    read_edge(extent, noted)
    assert len(asked) <= 4, "at most one tile of each level, and the bundle"
    for damaged in asked:
        if isinstance(damaged, Bundle) and size % 256 == 0:
            continue  # of a full bundle the last entry alone is used, and held against the database's

        def flipped(place: Tile | Bundle, damaged: Tile | Bundle = damaged) -> bytes:
            data = read(place)
            return data[:-1] + bytes([data[-1] ^ 1]) if place == damaged else data

        with pytest.raises(Corrupt):
            read_edge(extent, flipped)


def test_the_work_of_an_integration_grows_by_the_height_of_the_tree_at_most() -> None:
    """A hundred new entries at ten thousand and at a hundred times as many, over every alignment."""
    small, large = work_at(SMALL), work_at(SMALL * 100)
    higher = (SMALL * 100).bit_length() - SMALL.bit_length()
    assert small[0] < large[0] + 1 < small[0] + 1 + higher
    assert large[1] <= small[1] + higher * 256, "bytes: of the levels above a few partial tiles"
    assert large[1] < small[1] * 1.1


def test_an_entry_of_the_benchmark_is_as_long_as_ours() -> None:
    assert len(entry(1)) == len(b"mingjing\x01") + 32
