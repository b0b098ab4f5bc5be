"""The Merkle tree: RFC 6962's vectors, and proofs that show what is so and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from log_trees import LEAVES, ROOTS, SEVENTY_THOUSAND_ROOT, MemoryTree, numbered
from records.errors import Corrupt
from records.log import tree
from records.log.encoding import in_base64
from records.log.errors import NotProven
from records.log.tiles import FULL, Tile, hash_reader, path_of, width_at
from records.log.tree import EMPTY, Hash, consistency, inclusion, verify_consistency, verify_inclusion

WHOLE = MemoryTree(numbered(600))
"""One tree, looked at in each of its sizes."""


@pytest.fixture(scope="module")
def large() -> MemoryTree:
    return MemoryTree(numbered(70_000))


sizes = st.integers(1, len(WHOLE.entries))


@st.composite
def places(draw: st.DrawFn) -> tuple[int, int]:
    """A size and the index of one of its leaves."""
    size = draw(sizes)
    return draw(st.integers(0, size - 1)), size


@st.composite
def growths(draw: st.DrawFn, least: int = 0) -> tuple[int, int]:
    """Two sizes, the smaller one first."""
    new = draw(st.integers(max(1, least), len(WHOLE.entries)))
    return draw(st.integers(least, new)), new


# ---- Vectors ----


def test_the_empty_tree_has_the_digest_of_nothing_as_its_root() -> None:
    assert tree.root_at(0, WHOLE.read) == EMPTY == sha256(b"").digest()


@pytest.mark.parametrize(("size", "root"), ROOTS.items())
def test_the_roots_of_rfc_6962(size: int, root: str) -> None:
    assert MemoryTree(LEAVES[:size]).root(size).hex() == root
    assert MemoryTree(LEAVES).root(size).hex() == root, "as it was with so many leaves"


def test_the_root_of_seventy_thousand_entries(large: MemoryTree) -> None:
    assert in_base64(large.root(70_000)) == SEVENTY_THOUSAND_ROOT


def test_the_paths_of_rfc_6962s_example_with_seven_leaves() -> None:
    """RFC 6962 §2.1.3: leaves d0…d6 with nodes g = a‖b, h, i, k = g‖h, l = i‖j."""
    seven = MemoryTree(LEAVES[:7])
    a, b, c, d, e, f, j = (tree.leaf_hash(leaf) for leaf in LEAVES[:7])
    g, h, i = tree.node_hash(a, b), tree.node_hash(c, d), tree.node_hash(e, f)
    k, joined = tree.node_hash(g, h), tree.node_hash(i, j)
    assert inclusion(0, 7, seven.read) == [b, h, joined]
    assert inclusion(3, 7, seven.read) == [c, g, joined]
    assert inclusion(4, 7, seven.read) == [f, j, k]
    assert inclusion(6, 7, seven.read) == [i, k]
    assert consistency(3, 7, seven.read) == [c, d, g, joined]
    assert consistency(4, 7, seven.read) == [joined]
    assert consistency(6, 7, seven.read) == [i, j, k]


# ---- Inclusion ----


@given(places())
@example((0, 1))
@example((255, 256))
@example((256, 257))
def test_every_leaf_is_proven_in_every_tree_that_has_it(place: tuple[int, int]) -> None:
    index, size = place
    verify_inclusion(WHOLE.rows[0][index], index, size, inclusion(index, size, WHOLE.read), WHOLE.root(size))


@given(places(), st.data())
def test_an_altered_inclusion_proof_shows_nothing(place: tuple[int, int], data: st.DataObject) -> None:
    index, size = place
    leaf, path, root = WHOLE.rows[0][index], inclusion(index, size, WHOLE.read), WHOLE.root(size)
    for altered in _alterations(path, data):
        with pytest.raises(NotProven):
            verify_inclusion(leaf, index, size, altered, root)
    with pytest.raises(NotProven):
        verify_inclusion(_flipped(leaf, data), index, size, path, root)
    with pytest.raises(NotProven):
        verify_inclusion(leaf, index, size, path, _flipped(root, data))


@given(places(), st.integers(-2, 700))
def test_no_leaf_is_proven_at_the_index_of_another(place: tuple[int, int], elsewhere: int) -> None:
    index, size = place
    assume(elsewhere != index)
    path = inclusion(index, size, WHOLE.read)
    with pytest.raises(NotProven):
        verify_inclusion(WHOLE.rows[0][index], elsewhere, size, path, WHOLE.root(size))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 3), (3, 3), (10, 3)])
def test_no_proof_is_made_for_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(NotProven, match=f"第 {index} 号条目不在有 {size} 个条目的日志中"):
        inclusion(index, size, WHOLE.read)


# ---- Consistency ----


@given(growths())
@example((0, 600))
@example((256, 600))
@example((512, 513))
def test_every_tree_is_proven_to_have_grown_out_of_each_smaller_one(growth: tuple[int, int]) -> None:
    old, new = growth
    verify_consistency(old, WHOLE.root(old), new, WHOLE.root(new), consistency(old, new, WHOLE.read))


@given(growths(least=1), st.data())
def test_an_altered_consistency_proof_shows_nothing(growth: tuple[int, int], data: st.DataObject) -> None:
    old, new = growth
    path, old_root, new_root = consistency(old, new, WHOLE.read), WHOLE.root(old), WHOLE.root(new)
    for altered in _alterations(path, data):
        with pytest.raises(NotProven):
            verify_consistency(old, old_root, new, new_root, altered)
    with pytest.raises(NotProven):
        verify_consistency(old, _flipped(old_root, data), new, new_root, path)
    with pytest.raises(NotProven):
        verify_consistency(old, old_root, new, _flipped(new_root, data), path)


@given(growths(least=1), st.data())
def test_a_rewritten_history_is_not_consistent(growth: tuple[int, int], data: st.DataObject) -> None:
    old, new = growth
    changed = data.draw(st.integers(0, old - 1))
    entries = WHOLE.entries[:new]
    rewritten = MemoryTree([*entries[:changed], b"another", *entries[changed + 1 :]])
    path = consistency(old, new, rewritten.read)
    with pytest.raises(NotProven):
        verify_consistency(old, WHOLE.root(old), new, rewritten.root(new), path)


def test_a_tree_does_not_shrink() -> None:
    with pytest.raises(NotProven, match="有 3 个条目的日志不可能由有 4 个条目的日志增长而来"):
        consistency(4, 3, WHOLE.read)
    with pytest.raises(NotProven):
        verify_consistency(4, WHOLE.root(4), 3, WHOLE.root(3), [])


def test_two_roots_of_one_size_contradict_each_other() -> None:
    with pytest.raises(NotProven, match="同为 5 个条目，却有两个不同的根"):
        verify_consistency(5, WHOLE.root(5), 5, EMPTY, [])


def test_only_the_empty_root_stands_for_no_entries() -> None:
    with pytest.raises(NotProven, match="空树"):
        verify_consistency(0, WHOLE.root(1), 5, WHOLE.root(5), [])


# ---- Out of tiles ----


@given(sizes, st.data())
def test_tiles_give_the_hashes_that_the_tree_has(size: int, data: st.DataObject) -> None:
    read = hash_reader(size, _tiles_at(size, WHOLE))
    assert tree.root_at(size, read) == WHOLE.root(size)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    assert inclusion(index, size, read) == inclusion(index, size, WHOLE.read)
    assert consistency(old, size, read) == consistency(old, size, WHOLE.read)


def test_tiles_of_three_levels_prove_entries_among_seventy_thousand(large: MemoryTree) -> None:
    read = hash_reader(70_000, _tiles_at(70_000, large))
    root = large.root(70_000)
    assert tree.root_at(70_000, read) == root
    for index in (0, 255, 256, 65_535, 65_536, 69_888, 69_999):
        verify_inclusion(large.rows[0][index], index, 70_000, inclusion(index, 70_000, read), root)
    for old in (1, 256, 65_536, 65_537, 69_999):
        verify_consistency(old, large.root(old), 70_000, root, consistency(old, 70_000, read))


def test_the_full_tile_serves_where_the_partial_one_is_gone() -> None:
    read = hash_reader(300, lambda tile: WHOLE.tile(Tile(tile.level, tile.index, FULL if tile.level == 0 else 1)))
    assert tree.root_at(300, read) == WHOLE.root(300)


@pytest.mark.parametrize("damage", [lambda data: data[:-32], lambda data: data + b"x", lambda data: b""])
def test_a_tile_of_the_wrong_length_is_corrupt(damage: Callable[[bytes], bytes]) -> None:
    tiles = _tiles_at(300, WHOLE)
    with pytest.raises(Corrupt, match=r"tile/1/000\.p/1 has"):
        tree.root_at(300, hash_reader(300, lambda tile: damage(tiles(tile))))


def _tiles_at(size: int, source: MemoryTree) -> Callable[[Tile], bytes]:
    def read(tile: Tile) -> bytes:
        assert tile.width <= width_at(tile.level, tile.index, size), f"{path_of(tile)} holds more than a tree of {size}"
        return source.tile(tile)

    return read


# ---- Alterations ----


def _alterations(path: list[Hash], data: st.DataObject) -> Iterator[list[Hash]]:
    yield [*path, EMPTY]
    yield [EMPTY, *path]
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        yield path[:at] + path[at + 1 :]
        yield [*path[:at], _flipped(path[at], data), *path[at + 1 :]]
    if len(path) > 1:
        at = data.draw(st.integers(0, len(path) - 2))
        yield [*path[:at], path[at + 1], path[at], *path[at + 2 :]]


def _flipped(hashed: Hash, data: st.DataObject) -> Hash:
    """With one bit changed."""
    number = int.from_bytes(hashed, "big") ^ 1 << data.draw(st.integers(0, 255))
    return number.to_bytes(32, "big")
