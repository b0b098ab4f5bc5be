"""抽样线索: what an agency's disclosure may be inspected for, read from the views of terms, cases and public pages.

A term of disclosure that was missed (`records.oversight.clocks`), by whichever clock, each by itself: publication,
withdrawal, correction, fulfilment, basic information, and the rest; a page whose matter the lists of its day do not
have (信息公示制度 第十一条至第十四条, 第十六条).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import Connection, RowMapping, Select, and_, or_, select

from projections.cases import case_row
from projections.disclosures import disclosure
from projections.due import due_term
from records.oversight.clocks import CORRECTION, FAMILIES, OF_THE_FILE, PUBLICATION, WITHDRAWAL, family
from records.register.fold import Register

Why = Literal["published-late", "unpublished", "correction-late", "withdrawal-late", "other-late", "mismatch"]
"""逾期公示, 逾期未公示, 更正逾期, 撤下逾期, 其他公示期限逾期, 与名录不一致."""

LINES: Final = 1_000
"""Missed terms, and public pages, that are looked at, the longest overdue and the latest first."""


class Missed(msgspec.Struct, frozen=True, kw_only=True):
    """A term that was missed."""

    limit_id: str
    title: str
    article: str
    due_on: date
    kept_on: date | None
    """None: still open."""
    days_late: int
    """In calendar days: up to when it was kept, else up to today."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A case whose disclosure has something to look at."""

    agency: str
    """Code."""
    agency_name: str
    case_id: str
    title: str
    number: str
    """Of its decision, empty without one."""
    why: Why
    missed: tuple[Missed, ...] = ()
    matter: str = ""
    """Of a mismatch the code that the lists of the day do not have."""


def candidates(
    connection: Connection, ledger: str, register: Register, today: date, agency: str = ""
) -> tuple[Candidate, ...]:
    """By agency, those that are late for the longest first; `agency` is a code, empty for all."""
    found = [*_late(connection, ledger, today, agency), *_mismatches(connection, ledger, register, agency)]
    return tuple(sorted(found, key=_place))


def _place(one: Candidate) -> tuple[str, int, str]:
    return one.agency, -max((term.days_late for term in one.missed), default=0), one.case_id


# ---- Missed terms ----

_SAME: Final = and_(case_row.c.ledger == due_term.c.ledger, case_row.c.case_id == due_term.c.case_id)


def _late(connection: Connection, ledger: str, today: date, agency: str) -> Iterator[Candidate]:
    rows = connection.execute(_missed(ledger, today, agency)).mappings().all()
    for _, some in groupby(sorted(rows, key=lambda row: row["case_id"]), key=lambda row: row["case_id"]):
        its = list(some)
        yield Candidate(
            agency=its[0]["agency"],
            agency_name=its[0]["agency_name"],
            case_id=its[0]["case_id"],
            title=its[0]["title"],
            number=its[0]["number"],
            why=_why(its),
            missed=tuple(_term(row, today) for row in sorted(its, key=lambda row: (row["due_on"], row["limit_id"]))),
        )


def _why(rows: list[RowMapping]) -> Why:
    """By what weighs most: the decision itself, then what had to be taken down."""
    if rows[0]["procedure"] == CORRECTION:
        return "correction-late"
    of_decision = [row for row in rows if family(row["limit_id"]) == PUBLICATION]
    if of_decision:
        return "unpublished" if any(row["kept_on"] is None for row in of_decision) else "published-late"
    return "withdrawal-late" if any(family(row["limit_id"]) in WITHDRAWAL for row in rows) else "other-late"


def _missed(ledger: str, today: date, agency: str) -> Select[Any]:
    c, case = due_term.c, case_row.c
    late = or_(c.in_time.is_(False), and_(c.state == "open", c.due_on < today))
    named = (one for name in FAMILIES for one in (c.limit_id == name, c.limit_id.like(f"{name}.%")))
    of_disclosure = or_(*named, and_(c.procedure == CORRECTION, c.limit_id.not_in(OF_THE_FILE)))
    query = select(
        c.case_id,
        c.agency,
        c.procedure,
        c.limit_id,
        c.title.label("limit_title"),
        c.article,
        c.due_on,
        c.kept_on,
        case.agency_name,
        case.title,
        case.number,
    ).join(case_row, _SAME)
    query = query.where(c.ledger == ledger, c.bound == "agency", c.right.is_(False), late, of_disclosure)
    query = query.where(c.agency == agency) if agency else query
    return query.order_by(c.due_on, c.case_id, c.limit_id).limit(LINES)


def _term(row: RowMapping, today: date) -> Missed:
    return Missed(
        limit_id=row["limit_id"],
        title=row["limit_title"],
        article=row["article"],
        due_on=row["due_on"],
        kept_on=row["kept_on"],
        days_late=((row["kept_on"] or today) - row["due_on"]).days,
    )


# ---- Pages against the lists ----


def _mismatches(connection: Connection, ledger: str, register: Register, agency: str) -> Iterator[Candidate]:
    c, case = disclosure.c, case_row.c
    same = and_(case.ledger == c.ledger, case.case_id == c.case_id)
    query = select(c.case_id, c.agency, c.agency_code, c.number, c.matter, c.decided_on, case.title)
    query = query.join(case_row, same).where(c.ledger == ledger, c.status == "current", c.matter != "")
    query = query.where(c.agency_code == agency) if agency else query
    for row in connection.execute(query.order_by(c.published_at.desc()).limit(LINES)).mappings():
        if row["decided_on"] and register.matter(row["matter"], row["agency_code"], row["decided_on"]) is None:
            yield Candidate(
                agency=row["agency_code"],
                agency_name=row["agency"],
                case_id=row["case_id"],
                title=row["title"],
                number=row["number"],
                why="mismatch",
                matter=row["matter"],
            )
