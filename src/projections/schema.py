"""The tables of all projections: created when missing, and given to the application's role.

A follower needs SELECT, INSERT, UPDATE and DELETE on `table_names()` and on `tracking`; `rebuild` also makes
and drops tables, so it runs as their owner.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, Table, delete, inspect

from projections.projection import Projection
from projections.registry import PROJECTIONS
from records.store.engine import writing
from records.store.schema import tracking


def table_names() -> tuple[str, ...]:
    """The tables that the follower writes and the queries read."""
    return tuple(table.name for projection in PROJECTIONS for table in projection.tables)


def install(engine: Engine, app_role: str | None = None) -> None:
    """Creates what is missing; on PostgreSQL `app_role`, a role that is there, may then use the tables.

    A projection that lacks a table, or has one with other columns than this release, is made anew and starts from the
    first event, whatever the others have come to. The ledger's own tables (`records.store.schema`) have to be there.
    """
    with writing(engine) as connection:
        for projection in PROJECTIONS:
            if not all(_is_there(connection, table) for table in projection.tables):
                _create(connection, projection)
        if app_role is not None:
            role = connection.dialect.identifier_preparer.quote_identifier(app_role)
            names = ", ".join(table_names())
            connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {names} TO {role}")


def _is_there(connection: Connection, table: Table) -> bool:
    found = inspect(connection)
    if not found.has_table(table.name):
        return False
    columns = {one["name"]: bool(one["nullable"]) for one in found.get_columns(table.name)}
    key = found.get_pk_constraint(table.name)["constrained_columns"]
    wanted = {one.name: bool(one.nullable) for one in table.columns}
    return columns == wanted and set(key) == {one.name for one in table.primary_key}


def _create(connection: Connection, projection: Projection) -> None:
    for table in projection.tables:
        table.drop(connection, checkfirst=True)
        table.create(connection)
    connection.execute(delete(tracking).where(tracking.c.projection == projection.name))
