"""Names for codes and ids that other projections go by, as the cases bear them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, Connection, func, select

from projections.cases import case_row


def agency_names(connection: Connection, ledger: str) -> dict[str, str]:
    """Names of the agencies that have cases, by code."""
    return _names(connection, ledger, case_row.c.agency, case_row.c.agency_name)


def matter_names(connection: Connection, ledger: str) -> dict[str, str]:
    """Names of the matters that have cases, by code."""
    return _names(connection, ledger, case_row.c.matter, case_row.c.matter_name)


def case_titles(connection: Connection, ledger: str, cases: Iterable[str]) -> dict[str, str]:
    """Titles of cases by their id."""
    c = case_row.c
    query = select(c.case_id, c.title).where(c.ledger == ledger, c.case_id.in_(sorted(set(cases))))
    return {str(case): str(title) for case, title in connection.execute(query)}


def _names(connection: Connection, ledger: str, code: Column[str], name: Column[str]) -> dict[str, str]:
    query = select(code, func.max(name)).where(case_row.c.ledger == ledger).group_by(code)
    return {str(one): str(called) for one, called in connection.execute(query)}
