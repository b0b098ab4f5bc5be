"""When each object was read again last, and what was found: a table beside the catalogue.

It can be had again by reading all objects, and need not be backed up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final, Literal

from msgspec import Struct
from sqlalchemy import Column, ColumnElement, Engine, Index, MetaData, Table, Text, and_, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from media.catalogue import stored_object
from media.errors import StoreUnavailable

Result = Literal["sound", "healed", "missing", "hidden", "damaged", "unreadable"]
"""`healed`: it was missing, damaged or unreadable, and was written again from the second store. `hidden`: a delete
marker of S3 is over the version, which is there and is read."""

WHOLE: Final = ("sound", "healed")
"""Results of an object that nobody has to look at."""

BATCH: Final = 100
"""Objects that are asked for at once."""

_metadata = MetaData()

object_check: Final = Table(
    "object_check",
    _metadata,
    Column("blake3", Text, primary_key=True),
    Column("checked_at", Text, nullable=False),  # RFC 3339, UTC
    Column("result", Text, nullable=False),
    Column("detail", Text, nullable=False),
)
Index("object_check_at", object_check.c.checked_at)
Index("object_check_result", object_check.c.result)

_o, _c = stored_object.c, object_check.c
_checked = stored_object.join(object_check, _o.blake3 == _c.blake3)
_all = stored_object.outerjoin(object_check, _o.blake3 == _c.blake3)


class Check(Struct, frozen=True):
    """What was found of an object; `detail` is a sentence for people, empty where there is nothing to say."""

    blake3: str
    checked_at: datetime
    result: Result
    detail: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nobody has to look."""
        return self.result in WHOLE


class Wrong(Struct, frozen=True):
    """An object that somebody has to look at; `size` in bytes."""

    blake3: str
    size: int
    result: Result
    detail: str
    checked_at: str


class Overview(Struct, frozen=True):
    """Of all objects of the catalogue, how many were found how."""

    counts: dict[str, int]
    """By result."""
    never_checked: int
    oldest_check: str | None
    """Of those that were checked, when the one was that comes next."""


class Checks:
    """The table. May be used from any thread and process; a database that is away is `StoreUnavailable`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, check: Check) -> None:
        """Write down what was found, in the place of what was found before."""
        row = {
            "blake3": check.blake3,
            "checked_at": check.checked_at.isoformat(),
            "result": check.result,
            "detail": check.detail,
        }
        dialect = sqlite if self._engine.dialect.name == "sqlite" else postgresql
        insert: postgresql.Insert | sqlite.Insert = dialect.insert(object_check).values(row)
        upsert = insert.on_conflict_do_update(index_elements=[_c.blake3], set_=row)
        with _reachable(), self._engine.begin() as connection:
            connection.execute(upsert)

    def find(self, digest: str) -> Check | None:
        """Return what was found last, None while nobody has looked."""
        with _reachable(), self._engine.connect() as connection:
            row = connection.execute(select(object_check).where(_c.blake3 == digest)).first()
        return Check(row.blake3, datetime.fromisoformat(row.checked_at), row.result, row.detail) if row else None

    def due(self, whole_before: datetime, wrong_before: datetime, but: Collection[str] = ()) -> list[str]:
        """Return the digests that come next, `BATCH` at most: those never looked at, then those longest ago.

        Of those that were whole only what was looked at before `whole_before`, of all others before `wrong_before`.
        """
        never = select(_o.blake3).select_from(_all).where(_c.blake3.is_(None), _o.blake3.not_in(but)).limit(BATCH)
        old = select(_o.blake3).select_from(_checked).where(_is_due(whole_before, wrong_before), _o.blake3.not_in(but))
        with _reachable(), self._engine.connect() as connection:
            found = list(connection.scalars(never.order_by(_o.blake3)))
            rest = BATCH - len(found)
            return found + list(connection.scalars(old.order_by(_c.checked_at, _o.blake3).limit(rest)))

    def count_due(self, whole_before: datetime, wrong_before: datetime) -> int:
        """Return how many that are, all of them."""
        due = or_(_c.blake3.is_(None), _is_due(whole_before, wrong_before))
        with _reachable(), self._engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(_all).where(due)) or 0

    def wrong(self, most: int) -> list[Wrong]:
        """Return what somebody has to look at, `most` at most, what was found last first."""
        query = select(_c.blake3, _o.size, _c.result, _c.detail, _c.checked_at).select_from(_checked)
        query = query.where(_c.result.not_in(WHOLE)).order_by(_c.checked_at.desc(), _c.blake3).limit(most)
        with _reachable(), self._engine.connect() as connection:
            return [Wrong(*row) for row in connection.execute(query)]

    def count_wrong(self) -> dict[str, int]:
        """Return how many are not whole, by result; a quick question."""
        query = select(_c.result, func.count()).select_from(_checked).where(_c.result.not_in(WHOLE))
        with _reachable(), self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query.group_by(_c.result))}

    def overview(self) -> Overview:
        """Return how all of the catalogue stands; reads it whole."""
        query = select(_c.result, func.count(), func.min(_c.checked_at)).select_from(_all).group_by(_c.result)
        with _reachable(), self._engine.connect() as connection:
            rows = connection.execute(query).all()
        counts = {row[0]: row[1] for row in rows}
        never = counts.pop(None, 0)
        return Overview(dict(sorted(counts.items())), never, min((row[2] for row in rows if row[2]), default=None))


def install(engine: Engine, app_role: str | None = None) -> None:
    """Create the table when it is missing; on PostgreSQL `app_role`, a role that is there, may then use it."""
    with engine.begin() as connection:
        _metadata.create_all(connection)
        if app_role is not None:
            role = connection.dialect.identifier_preparer.quote_identifier(app_role)
            connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE ON object_check TO {role}")


def _is_due(whole_before: datetime, wrong_before: datetime) -> ColumnElement[bool]:
    """Times of one zone and form are in the order of their texts."""
    return or_(
        and_(_c.result == "sound", _c.checked_at < whole_before.isoformat()),
        and_(_c.result != "sound", _c.checked_at < wrong_before.isoformat()),
    )


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreUnavailable(f"the checks of objects: {error}") from error
