"""The rows of a public ledger: beside each ledger `L` the open entries of `L-public`, in the table of events.

Whoever writes them does so in a transaction in which nobody else does (`projections.public_ledger` says how).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from hashlib import sha256
from typing import Any, Final, get_args

from sqlalchemy import Connection, insert, select, tuple_
from sqlalchemy.exc import IntegrityError

from records.log.acts import TAKEN, Act, Entry, Kind, encode, parse
from records.moment import Moment
from records.store.clock import wall_clock
from records.store.failures import Behind, Overtaken
from records.store.losses import PUBLIC
from records.store.schema import event

_AT_ONCE: Final = 1_000


def append(connection: Connection, ledger: str, entries: Sequence[Entry], floor: Callable[[], int]) -> int:
    """Adds to the public ledger of `ledger` those entries that it has not; returns how many those were.

    `floor` gives the position that its log has reached: raises Behind when the database ends before. Overtaken when
    somebody else took the positions; then the transaction has to be rolled back.
    """
    log = ledger + PUBLIC
    there = _there(connection, log, entries)
    fresh = [entry for entry in entries if entry.place[:2] not in there]
    if not fresh:
        return 0
    head, recorded_at = _whole(connection, log, floor)
    now = max(recorded_at, wall_clock())
    try:
        connection.execute(insert(event), [_row(log, at, now, entry) for at, entry in enumerate(fresh, head + 1)])
    except IntegrityError as error:
        raise Overtaken(log, f"position {head + 1} of {log} is taken") from error
    return len(fresh)


def taken_at(connection: Connection, ledger: str) -> int | None:
    """When a checkpoint of the sealed log was taken in last (microseconds, UTC); None when none was."""
    c = event.c
    of_ledger = (c.ledger == ledger + PUBLIC, c.stream == TAKEN)
    return connection.scalar(select(c.recorded_at).where(*of_ledger).order_by(c.version.desc()).limit(1))


def require_whole(connection: Connection, ledger: str, floor: Callable[[], int]) -> None:
    """Raises Behind when the database ends before the public ledger's log has: then it doesn't say all yet."""
    _whole(connection, ledger + PUBLIC, floor)


def acts_from(connection: Connection, ledger: str, positions: Collection[int]) -> list[Act]:
    """The acts that follow from these positions of the sealed ledger, in the order of the public one."""
    if not positions:
        return []
    c, wanted = event.c, frozenset(positions)
    between = c.version.between(min(wanted), max(wanted))
    query = select(c.entry).where(c.ledger == ledger + PUBLIC, c.stream != TAKEN, between).order_by(c.position)
    return [act for act in _acts(connection.scalars(query)) if act.source in wanted]


def last_acts(connection: Connection, ledger: str, pages: Iterable[str]) -> list[Act]:
    """What was done last with each of these pages, in the order of the public ledger."""
    c, found = event.c, list[tuple[int, bytes]]()
    streams = [f"{kind}:{page}" for page in sorted(set(pages)) for kind in get_args(Kind)]
    for start in range(0, len(streams), _AT_ONCE):
        where = (c.ledger == ledger + PUBLIC, c.stream.in_(streams[start : start + _AT_ONCE]))
        found += [
            (position, entry) for position, entry in connection.execute(select(c.position, c.entry).where(*where))
        ]
    last: dict[str, Act] = {}
    for act in _acts(entry for _, entry in sorted(found)):
        last.pop(act.disclosure, None)  # so that it stands at the place of its last act
        last[act.disclosure] = act
    return list(last.values())


def _acts(entries: Iterable[bytes]) -> list[Act]:
    return [act for entry in entries if isinstance(act := parse(bytes(entry)), Act)]


def _there(connection: Connection, log: str, entries: Sequence[Entry]) -> set[tuple[str, int]]:
    """Those of the streams and versions of the entries that the ledger has."""
    c, found = event.c, set[tuple[str, int]]()
    places = [entry.place[:2] for entry in entries]
    for start in range(0, len(places), _AT_ONCE):
        where = tuple_(c.stream, c.version).in_(places[start : start + _AT_ONCE])
        rows = connection.execute(select(c.stream, c.version).where(c.ledger == log, where))
        found.update((stream, version) for stream, version in rows)
    return found


def _whole(connection: Connection, log: str, floor: Callable[[], int]) -> tuple[int, int]:
    head, recorded_at = _head(connection, log)
    known = floor()
    if head < known:
        raise Behind(log, head, known)
    return head, recorded_at


def _head(connection: Connection, log: str) -> tuple[int, int]:
    c = event.c
    query = select(c.position, c.recorded_at).where(c.ledger == log).order_by(c.position.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return (row.position, row.recorded_at) if row else (0, 0)


def _row(log: str, position: int, now: int, entry: Entry) -> dict[str, Any]:
    """An open entry as a row: nothing is sealed, and nothing committed to but the entry itself."""
    stream, version, tag = entry.place
    data = encode(entry)
    empty = dict.fromkeys(("rules", "checkpoint", "commitments", "sealed"), b"")
    return {
        "ledger": log,
        "position": position,
        "stream": stream,
        "version": version,
        "tag": tag,
        "event_id": sha256(data).digest()[:16],
        "recorded_at": now,
        "occurred_at": Moment.parse(entry.at).micros,
        "dated": False,
        "actor": "system",
        "registers_to": 0,
        "entry": data,
        "register": False,
        **empty,
    }
