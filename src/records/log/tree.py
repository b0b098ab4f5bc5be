"""The Merkle tree of RFC 6962 §2.1: roots, and proofs that an entry is in it and that it only ever grew.

A leaf is `SHA-256(00 ‖ entry)`, a node `SHA-256(01 ‖ left ‖ right)`. Whatever computes asks a `HashReader` for the
roots of complete subtrees, wherever they are kept; verifying asks for nothing but the proof (RFC 9162 §2.1.3.2 and
§2.1.4.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import Final

from records.log.errors import NotProven

Hash = bytes
"""32 bytes of SHA-256."""

HashReader = Callable[[int, int], Hash]
"""`read(level, index)`: the root of the complete subtree over the leaves `index · 2**level` and the next 2**level."""

EMPTY: Final[Hash] = sha256(b"").digest()
"""The root of the tree without leaves."""


def leaf_hash(entry: bytes) -> Hash:
    """The leaf of a log entry."""
    return sha256(b"\0" + entry).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """The node above two subtrees."""
    return sha256(b"\1" + left + right).digest()


# ---- Computing ----


def root_at(size: int, read: HashReader) -> Hash:
    """The root of the tree as it was with `size` leaves."""
    return _root_of(0, size, read)


def inclusion(index: int, size: int, read: HashReader) -> list[Hash]:
    """The proof that leaf `index` is in the tree of `size` leaves, the leaf's sibling first. NotProven if it isn't."""
    if not 0 <= index < size:
        raise NotProven(f"第 {index} 号条目不在有 {size} 个条目的日志中")
    start, end = 0, size
    path = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_root_of(middle, end, read))
            end = middle
        else:
            path.append(_root_of(start, middle, read))
            start = middle
    return path[::-1]


def consistency(old: int, new: int, read: HashReader) -> list[Hash]:
    """The proof that the tree of `new` leaves begins with the tree of `old`; empty from 0 and to itself.

    NotProven when `old` is the larger one.
    """
    if not 0 <= old <= new:
        raise NotProven(f"有 {new} 个条目的日志不可能由有 {old} 个条目的日志增长而来")
    if old in {0, new}:
        return []
    start, end = 0, new
    path = []
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_root_of(middle, end, read))
            end = middle
        else:
            path.append(_root_of(start, middle, read))
            start = middle
    if start > 0:  # else it is the old root itself, which the verifier has
        path.append(_root_of(start, end, read))
    return path[::-1]


def peaks(size: int) -> Iterator[tuple[int, int]]:
    """Level and index of the complete subtrees that stand side by side in a tree of `size` leaves, left to right."""
    start = 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            yield level, start >> level
            start += 1 << level


def join(roots: Sequence[Hash]) -> Hash:
    """The root above complete subtrees side by side, given left to right as `peaks` has them."""
    if not roots:
        return EMPTY
    above = roots[-1]
    for left in reversed(roots[:-1]):
        above = node_hash(left, above)
    return above


def _root_of(start: int, end: int, read: HashReader) -> Hash:
    """The root over leaves from `start`, which is a multiple of a power of two that `end - start` doesn't exceed."""
    return join([read(level, (start >> level) + index) for level, index in peaks(end - start)])


def _split(size: int) -> int:
    """How many of `size` leaves stand in the left subtree: the largest power of two below it."""
    return 1 << (size - 1).bit_length() - 1


# ---- Verifying ----


def verify_inclusion(leaf: Hash, index: int, size: int, path: Sequence[Hash], root: Hash) -> None:
    """Shows that `leaf` is leaf `index` of the tree of `size` leaves with this root. Raises NotProven."""
    if not 0 <= index < size:
        raise NotProven(f"第 {index} 号条目不在有 {size} 个条目的日志中")
    if root_by(leaf, index, size, path) != root:
        raise NotProven(f"由第 {index} 号条目和证明算出的根，与有 {size} 个条目的日志的根不同")


def root_by(leaf: Hash, index: int, size: int, path: Sequence[Hash]) -> Hash:
    """The root that leaf and proof lead to. NotProven when the proof is too short or too long for the tree."""
    here, last, found = index, size - 1, leaf
    for hashed in path:
        if last == 0:
            raise NotProven(f"证明有 {len(path)} 个哈希，对这个位置来说太多")
        if here & 1 or here == last:
            found = node_hash(hashed, found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, hashed)
        here, last = here >> 1, last >> 1
    if last:
        raise NotProven(f"证明只有 {len(path)} 个哈希，对这个位置来说太少")
    return found


def verify_consistency(old: int, old_root: Hash, new: int, new_root: Hash, path: Sequence[Hash]) -> None:
    """Shows that the tree of `new` leaves begins with the one of `old` leaves, by their roots. Raises NotProven."""
    if not 0 <= old <= new:
        raise NotProven(f"有 {new} 个条目的日志不可能由有 {old} 个条目的日志增长而来")
    if old in {0, new}:
        _verify_trivial(old, old_root, new, new_root, path)
        return
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not hashes:
        raise NotProven(f"从 {old} 到 {new} 个条目的证明是空的")
    olds, news = _roots_by(old, new, hashes)
    if olds != old_root:
        raise NotProven(f"证明与有 {old} 个条目时的根不符")
    if news != new_root:
        raise NotProven(f"有 {new} 个条目的日志不是由有 {old} 个条目的日志增长而来：历史被改写，或者证明有误")


def _verify_trivial(old: int, old_root: Hash, new: int, new_root: Hash, path: Sequence[Hash]) -> None:
    if path:
        raise NotProven(f"从 {old} 到 {new} 个条目的证明应为空，实有 {len(path)} 个哈希")
    if old == 0 and old_root != EMPTY:
        raise NotProven("没有条目的日志应有空树的根")
    if old == new and old_root != new_root:
        raise NotProven(f"同为 {new} 个条目，却有两个不同的根")


def _roots_by(old: int, new: int, hashes: list[Hash]) -> tuple[Hash, Hash]:
    """The old and the new root that the proof leads to (RFC 9162 §2.1.4.2)."""
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    olds = news = hashes[0]
    for hashed in hashes[1:]:
        if last == 0:
            raise NotProven(f"从 {old} 到 {new} 个条目的证明有多余的哈希")
        if here & 1 or here == last:
            olds, news = node_hash(hashed, olds), node_hash(hashed, news)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            news = node_hash(news, hashed)
        here, last = here >> 1, last >> 1
    if last:
        raise NotProven(f"从 {old} 到 {new} 个条目的证明缺少哈希")
    return olds, news
