"""可验证副本: the statement of each public page's copy, made while keys are at hand (信息公示制度 第七条).

Public pages open no key, and the salts that a copy hands out come from keys: so the follower makes the statement when
a decision becomes public, and it goes when the page is withdrawn or taken down, also by an act that was lost, or its
party erased. The proof is joined to it when it is asked for.
"""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import Column, Connection, Index, PrimaryKeyConstraint, Table, Text, select

from projections.projection import Batch, Projection, Row, Step, Target, metadata
from records.copy.form import Statement, digest, encode, parse_statement
from records.copy.making import state
from records.correction.events import DisclosureCorrected
from records.course.case import Case
from records.penalty.events import DecisionRevoked, DisclosureReviewed
from records.publishing.events import PublicationEnded

public_copy: Final = Table(
    "public_copy",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("case_id", Text, nullable=False),  # never given out
    Column("party", Text, nullable=False),  # person id while the copy shows a form of the name, never given out
    Column("id", Text, nullable=False),  # of the public page
    Column("digest", Text, nullable=False),  # SHA-256 of the statement, in hex
    Column("statement", Text, nullable=False),
    PrimaryKeyConstraint("ledger", "case_id"),
)
Index("public_copy_by_id", public_copy.c.ledger, public_copy.c.id)


class Stated(msgspec.Struct, frozen=True):
    """What a public page's copy says, without its proof."""

    digest: str
    """SHA-256 of the statement's bytes in hex."""
    statement: Statement


def find_statement(connection: Connection, ledger: str, disclosure_id: str) -> Stated | None:
    """The statement of that page's copy; None when there is no page, or it is withdrawn or withheld."""
    c = public_copy.c
    query = select(c.digest, c.statement).where(c.ledger == ledger, c.id == disclosure_id)
    row = connection.execute(query).one_or_none()
    return Stated(row.digest, parse_statement(row.statement.encode())) if row else None


def statement_of(batch: Batch, step: Step) -> bytes | None:
    """The bytes of the statement of what a step makes public, None when it makes nothing public. Needs the keys."""
    decided = _decided(step.case)
    if not isinstance(step.event, DisclosureReviewed | DisclosureCorrected):
        return None
    if step.event.copy is None or decided is None:
        return None
    versions = (decided, step.recorded.version)
    found = {one.position: one for one in batch.salted(step.recorded.stream, versions)}
    review = found.pop(step.recorded.position, None)
    return encode(state(batch.ledger, review, *found.values())) if review else None


def _decided(case: Case) -> int | None:
    """Version of the entry with the decision, to punish or not, that counts."""
    happened = case.decided_as
    return happened.version if happened else None


def _shown(case: Case, review: DisclosureReviewed | DisclosureCorrected) -> str:
    """The party whom the copy shows, empty where it shows nobody: such a copy stays when the party is erased."""
    is_shown = case.party is not None and review.copy is not None and review.copy.party is not None
    return case.party.person if is_shown and case.party else ""


def project(batch: Batch, target: Target) -> None:
    """Adds the statement of what was published; takes away that of what was withdrawn or whose party was erased."""
    rows: dict[str, Row | None] = {}
    for step in batch.steps():
        match step.event:
            case DisclosureReviewed() | DisclosureCorrected() as event if statement := statement_of(batch, step):
                rows[event.case] = {
                    "ledger": batch.ledger,
                    "case_id": event.case,
                    "party": _shown(step.case, event),
                    "id": event.disclosure,
                    "digest": digest(statement),
                    "statement": statement.decode(),
                }
            case DecisionRevoked() | PublicationEnded() as event:
                rows[event.case] = None
            case DisclosureReviewed() as event if event.copy is None:  # of a page that was public: taken down
                rows[event.case] = None
            case _:
                pass
    pages = batch.lost_withdrawals()
    rows = {case: row if row is None or row["id"] not in pages else None for case, row in rows.items()}
    target.remove(public_copy, batch.ledger, "id", pages)
    target.remove(public_copy, batch.ledger, "party", batch.erased)
    target.remove(public_copy, batch.ledger, "case_id", (case for case, row in rows.items() if row is None))
    target.put(public_copy, [row for row in rows.values() if row is not None and row["party"] not in batch.erased])


PROJECTION: Final = Projection("copies", (public_copy,), project)
