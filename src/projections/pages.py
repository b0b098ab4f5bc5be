"""Pages of long lists: each ends in a cursor, an opaque text that a client hands back for the next one."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, Select, tuple_

from records.errors import Invalid

MOST: Final = 200
"""Items of a page at most, whatever is asked for."""


class Slice(NamedTuple):
    """Rows of one page, and the cursor of those that follow (None: there are no more)."""

    rows: Sequence[RowMapping]
    next: str | None


class Order:
    """The columns that a list is ordered by; together they tell rows apart, and none of them is ever NULL."""

    def __init__(self, *columns: ColumnElement[Any]) -> None:
        self._columns = columns

    def latest_first(self, connection: Connection, query: Select[Any], after: str | None, limit: int) -> Slice:
        """The page after a cursor, descending. Raises Invalid when `after` is no cursor of this list."""
        query = query.where(tuple_(*self._columns) < self._place(after)) if after else query
        return self._slice(connection, query.order_by(*(column.desc() for column in self._columns)), limit)

    def earliest_first(self, connection: Connection, query: Select[Any], after: str | None, limit: int) -> Slice:
        """The same, ascending."""
        query = query.where(tuple_(*self._columns) > self._place(after)) if after else query
        return self._slice(connection, query.order_by(*self._columns), limit)

    def _slice(self, connection: Connection, query: Select[Any], limit: int) -> Slice:
        """One row more than asked for tells whether there is a next page."""
        limit = max(1, min(limit, MOST))
        rows = connection.execute(query.limit(limit + 1)).mappings().all()
        return Slice(rows[:limit], self._cursor(rows[limit - 1]) if len(rows) > limit else None)

    def _cursor(self, row: RowMapping) -> str:
        place = [row[column.key] for column in self._columns if column.key]
        return urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")

    def _place(self, cursor: str) -> tuple[Any, ...]:
        kinds = tuple(column.type.python_type for column in self._columns)
        try:
            text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            place: tuple[Any, ...] = msgspec.json.decode(text, type=tuple[kinds])  # type: ignore[valid-type]
        except (ValueError, msgspec.DecodeError) as error:
            raise Invalid([("$.cursor", "分页位置无效，请从第一页开始")]) from error
        return place
