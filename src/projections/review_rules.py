"""重大执法决定法制审核目录 for everybody: the adopted texts that say what is reviewed, and how (法制审核制度 二、四).

The texts are kept as they are; which of their entries hold on a day, the law data say themselves. No key is opened.
"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import Column, Connection, PrimaryKeyConstraint, Table, Text, select

from projections.projection import Batch, Projection, Target, metadata
from records.law.data import Law
from records.law.own import law_of
from records.register.events import AgencyRulesAdopted, RulesAdopted

review_text: Final = Table(
    "review_rule_text",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("agency", Text, nullable=False),  # code, empty for what all share
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("ledger", "agency", "name"),
)


class ReviewRules(NamedTuple):
    """The texts by file name, of all agencies and of each that has some of its own."""

    shared: dict[str, str]
    own: dict[str, dict[str, str]]
    """By code of the agency."""

    def law(self, on: date, procedure: str, agency: str = "") -> Law:
        """The law data of a day in a procedure, with what the agency has of its own."""
        return law_of(self.shared, self.own.get(agency, {}), on, procedure)


def review_rules(connection: Connection, ledger: str) -> ReviewRules:
    """The texts that the ledger has adopted last."""
    c = review_text.c
    texts: dict[str, dict[str, str]] = {}
    for row in connection.execute(select(c.agency, c.name, c.text).where(c.ledger == ledger).order_by(c.name)):
        texts.setdefault(row.agency, {})[row.name] = row.text
    return ReviewRules(texts.pop("", {}), texts)


def project(batch: Batch, target: Target) -> None:
    """Keeps every text: what a rule says to people stands in another file than the step that it refuses."""
    found = {}
    for one in batch.seen:
        event = one.recorded.event
        if isinstance(event, RulesAdopted | AgencyRulesAdopted):
            agency = event.agency if isinstance(event, AgencyRulesAdopted) else ""
            row = {"ledger": batch.ledger, "agency": agency, "name": event.name, "text": event.text}
            found[agency, event.name] = row
    target.put(review_text, list(found.values()))


PROJECTION: Final = Projection("review_rules", (review_text,), project)
