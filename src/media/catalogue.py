"""What is known about each stored object: a table that every process of a deployment asks, whoever took the upload."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct, convert, structs
from sqlalchemy import BigInteger, Column, Engine, MetaData, Table, Text, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from media.errors import StoreUnavailable

_metadata = MetaData()

stored_object = Table(
    "stored_object",
    _metadata,
    Column("blake3", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("version_id", Text, nullable=False),
    Column("started_at", Text),  # RFC 3339, UTC
    Column("ended_at", Text),
)


arrival: Final = Table(
    "stored_object_arrival",
    _metadata,
    Column("blake3", Text, primary_key=True),
    Column("arrived_at", Text, nullable=False),  # RFC 3339, UTC
)
"""When the store first had all of an object; a table beside the other, which deployments of before have without it."""


class StoredObject(Struct, frozen=True):
    """An object that the store holds durably.

    `size` in bytes; `media_type` as the first uploader declared it, "" when not; `version_id` the store's, ""
    when it keeps none; `started_at` and `ended_at` of the recording in UTC, None when not told.
    """

    blake3: str
    sha256: str
    size: int
    media_type: str
    version_id: str
    started_at: datetime | None
    ended_at: datetime | None


class Catalogue:
    """The objects of one store, in the database of the deployment. May be used from any thread and process.

    Its rows can't be had from anywhere else: they belong to what is backed up. A database that doesn't answer is
    `StoreUnavailable`, since the upload can't be finished then.
    """

    def __init__(self, engine: Engine) -> None:
        """`install` has to have made the table; whoever made the engine disposes of it."""
        self._engine = engine

    def note(self, found: StoredObject) -> None:
        """Write down what the store has; durable when this returns, and may be repeated.

        The first note of a digest describes the object; later ones bring its version up to date.
        """
        row = structs.asdict(found) | {"started_at": _iso(found.started_at), "ended_at": _iso(found.ended_at)}
        dialect = sqlite if self._engine.dialect.name == "sqlite" else postgresql
        insert: postgresql.Insert | sqlite.Insert = dialect.insert(stored_object).values(row)
        version = {"version_id": insert.excluded.version_id}
        with _reachable(), self._engine.begin() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=[stored_object.c.blake3], set_=version))
            came = {"blake3": found.blake3, "arrived_at": datetime.now(UTC).isoformat()}
            connection.execute(dialect.insert(arrival).values(came).on_conflict_do_nothing())

    def find(self, digest: str) -> StoredObject | None:
        """Return what is known of the object, None while the store hasn't got it."""
        with _reachable(), self._engine.connect() as connection:
            row = connection.execute(select(stored_object).where(stored_object.c.blake3 == digest)).first()
        return convert(dict(zip(StoredObject.__struct_fields__, row, strict=True)), StoredObject) if row else None

    def moved(self, digest: str, was: str, version: str) -> None:
        """Write down that another version of the object is the one to read, unless somebody else has by now."""
        c = stored_object.c
        with _reachable(), self._engine.begin() as connection:
            here = (c.blake3 == digest, c.version_id == was)
            connection.execute(update(stored_object).where(*here).values(version_id=version))

    def arrived_at(self, digest: str) -> datetime | None:
        """Return when the store first had all of the object, None where nobody wrote it down."""
        with _reachable(), self._engine.connect() as connection:
            found = connection.scalar(select(arrival.c.arrived_at).where(arrival.c.blake3 == digest))
        return datetime.fromisoformat(found) if found else None


def install(engine: Engine, app_role: str | None = None) -> None:
    """Create the table when it is missing; on PostgreSQL `app_role`, a role that is there, may then use it."""
    with engine.begin() as connection:
        _metadata.create_all(connection)
        if app_role is not None:
            role = connection.dialect.identifier_preparer.quote_identifier(app_role)
            connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE ON stored_object TO {role}")
            connection.exec_driver_sql(f"GRANT SELECT, INSERT ON stored_object_arrival TO {role}")


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreUnavailable(f"the catalogue of objects: {error}") from error


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
