"""Stored rows for whoever checks all of them: a batch at a time, each read once, nothing written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple, get_type_hints

from sqlalchemy import Engine

from records.store.engine import read
from records.store.stored import StoredRow

AT_ONCE: Final = 512
"""Rows of one batch, whose values may be long."""

_FIELDS: Final = StoredRow.__struct_fields__
_DATED: Final = _FIELDS.index("dated")
_KINDS: Final = tuple(get_type_hints(StoredRow).values())
_ROWS: Final = (
    f"SELECT {', '.join(_FIELDS)}, register FROM event "  # noqa: S608 - names of our own columns
    "WHERE ledger = $1 AND position > $2 AND position <= $3 ORDER BY position LIMIT $4"
)
_VERSIONS: Final = (
    "SELECT stream, version, position FROM event WHERE ledger = $1 AND (stream, version) > ($2, $3) "
    "ORDER BY stream, version LIMIT $4"
)
_HEAD: Final = "SELECT coalesce(max(position), 0) FROM event WHERE ledger = $1"
_BRIEF: Final = "SELECT tag, recorded_at FROM event WHERE ledger = $1 AND position = $2"
_OF_STREAM: Final = "SELECT position, entry FROM event WHERE ledger = $1 AND stream = $2 ORDER BY version"
_LAST_SOURCE: Final = "SELECT coalesce(max(version), 0) FROM event WHERE ledger = $1 AND stream LIKE 'published:%'"
_IS_THERE: Final = "SELECT 1 FROM event WHERE ledger = $1 AND stream = $2 AND version = $3"
_ERASURES: Final = (
    f"SELECT {', '.join(_FIELDS)}, register FROM event "  # noqa: S608 - the same
    "WHERE ledger = $1 AND stream = 'ledger' AND tag = $2 ORDER BY version"
)
_AFTER: Final = "SELECT min(ledger) FROM event WHERE ledger > $1"
_VERSIONS_AT_ONCE: Final = 5_000


class Kept(NamedTuple):
    """A row with the mark that is in no slot."""

    row: StoredRow
    register: bool
    mistyped: str = ""
    """A column whose value has a type that it can't have, and which is empty here; mostly none."""


class Brief(NamedTuple):
    """A row in short."""

    tag: str
    recorded_at: int
    """Microseconds since 1970 in UTC."""


class Rows:
    """The rows of one ledger."""

    def __init__(self, engine: Engine, ledger: str) -> None:
        self.engine, self.ledger = engine, ledger

    def head(self) -> int:
        """Position of the last row, 0 when there is none."""
        return int(self._ask(_HEAD)[0][0])

    def batches(self, to: int) -> Iterator[list[Kept]]:
        """All rows up to a position, in the order of positions."""
        after = -(2**62)  # a row that was moved in front of the first is one too many
        while rows := self._ask(_ROWS, after, to, AT_ONCE):
            yield [_kept(row) for row in rows]
            after = rows[-1][0]

    def versions(self) -> Iterator[tuple[str, int, int]]:
        """Stream, version and position of every row, by stream and version."""
        last: tuple[str, int] = ("", 0)
        while rows := self._ask(_VERSIONS, *last, _VERSIONS_AT_ONCE):
            yield from ((str(stream), version, position) for stream, version, position in rows)
            last = (rows[-1][0], rows[-1][1])

    def brief(self, position: int) -> Brief | None:
        """What the event at a position is and when it was recorded, None when there is none."""
        found = self._ask(_BRIEF, position)
        return Brief(*found[0]) if found else None

    def entries_of(self, stream: str) -> list[tuple[int, bytes]]:
        """Position and entry of all events of a stream."""
        return [(position, bytes(entry)) for position, entry in self._ask(_OF_STREAM, stream)]

    def last_published(self) -> int:
        """Of a public ledger: the latest position in the sealed one from which a publication follows; 0: none."""
        return int(self._ask(_LAST_SOURCE)[0][0])

    def has(self, stream: str, version: int) -> bool:
        """Whether the stream has this version."""
        return bool(self._ask(_IS_THERE, stream, version))

    def of_ledger_stream(self, tag: str) -> list[StoredRow]:
        """Events of one tag in the ledger's own stream."""
        return [_kept(row).row for row in self._ask(_ERASURES, tag)]

    def _ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return read(self.engine, lambda link: link.rows(sql, (self.ledger, *values)))


def _kept(values: tuple[Any, ...]) -> Kept:
    """A row; SQLite takes any type in any column, and nobody after us has to reckon with that."""
    fields, mistyped = [*values[:-1]], ""
    fields[_DATED] = bool(fields[_DATED])  # SQLite has no booleans
    for at, (kind, value) in enumerate(zip(_KINDS, fields, strict=True)):
        if not isinstance(value, kind):
            fields[at], mistyped = kind(), _FIELDS[at]
    return Kept(StoredRow(*fields), bool(values[-1]), mistyped)


def names(engine: Engine) -> list[str]:
    """Names of all ledgers that have a row, public ones among them."""
    found: list[str] = []
    while name := read(engine, lambda link: link.rows(_AFTER, (found[-1] if found else "",)))[0][0]:
        found.append(name)
    return found
