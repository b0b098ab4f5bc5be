"""What became of a command, asked of the database after an error that didn't say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

from records.store.link import Link
from records.store.pending import Pending
from records.store.stored import Receipt

_AT_ONCE: Final = 1_000
"""Pairs looked up by one statement: each takes two of SQLite's 32,766 parameters."""

_VERSIONS: Final = """SELECT stream, version, event_id, position, recorded_at, entry FROM event
WHERE ledger = $1 AND (stream, version) IN (VALUES """
_COMMANDS: Final = """SELECT principal, command FROM event
WHERE ledger = $1 AND principal IS NOT NULL AND (principal, command) IN (VALUES """


def settle(link: Link, ledger: str, batch: Sequence[Pending]) -> None:
    """Gives an outcome to each command that is written already, or that can never be.

    It is written when its events are there with the ids that it gave them: then a commit was carried out
    whose answer got lost. It can't be written any more when others have its key or its versions. The rest
    stay open.
    """
    versions = [version for pending in batch for version in pending.versions]
    keys = [pending.key for pending in batch if pending.key]
    found = {(row[0], row[1]): _Found(*row[2:]) for row in _look_up(link, _VERSIONS, ledger, versions)}
    used = {(row[0], row[1]) for row in _look_up(link, _COMMANDS, ledger, keys)}
    for pending in batch:
        pending.outcome = _written(pending, found) or pending.conflict(found.keys(), used)


class _Found(NamedTuple):
    event_id: bytes
    position: int
    recorded_at: int
    entry: bytes


def _written(pending: Pending, found: Mapping[tuple[str, int], _Found]) -> Receipt | None:
    rows = [found[version] for version in pending.versions if version in found]
    if [row.event_id for row in rows] != pending.event_ids:
        return None
    return Receipt([row.position for row in rows], rows[0].recorded_at, [row.entry for row in rows])


def _look_up(link: Link, sql: str, ledger: str, pairs: Sequence[tuple[object, object]]) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(pairs), _AT_ONCE):
        some = pairs[start : start + _AT_ONCE]
        yield from link.rows(sql + _slots(len(some)) + ")", [ledger, *chain.from_iterable(some)])


def _slots(count: int) -> str:
    return ", ".join(f"(${number}, ${number + 1})" for number in range(2, 2 + 2 * count, 2))
