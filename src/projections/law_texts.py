"""The law data that a ledger has adopted, for pages that say what the law asks: no key is opened for it.

The texts are kept whole and as they are; which of their entries hold on a day, the law data say themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from sqlalchemy import Column, Connection, PrimaryKeyConstraint, Table, Text, select

from projections.projection import Batch, Projection, Target, metadata
from records.law.data import Law
from records.law.own import law_of
from records.register.events import AgencyRulesAdopted, RulesAdopted

law_text: Final = Table(
    "law_text",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("agency", Text, nullable=False),  # code, empty for what all share
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("ledger", "agency", "name"),
)


class LawTexts(NamedTuple):
    """The texts by file name, those that all agencies share and those that some have of their own."""

    shared: Mapping[str, str]
    own: Mapping[str, Mapping[str, str]]
    """By code of the agency."""

    def law(self, on: date, procedure: str, agency: str = "") -> Law:
        """The law data of a day in a procedure, with what the agency has of its own."""
        return law_of(self.shared, self.own.get(agency, _NONE), on, procedure)


def law_texts(connection: Connection, ledger: str) -> LawTexts:
    """The texts that the ledger has adopted last."""
    c = law_text.c
    query = select(c.agency, c.name, c.text).where(c.ledger == ledger).order_by(c.agency, c.name)
    return _by_agency(tuple((str(agency), str(name), str(text)) for agency, name, text in connection.execute(query)))


@lru_cache(maxsize=16)
def _by_agency(rows: tuple[tuple[str, str, str], ...]) -> LawTexts:
    """The same texts are the same object: what was parsed of them is then found again (`records.law.own.law_of`)."""
    texts: dict[str, dict[str, str]] = {}
    for agency, name, text in rows:
        texts.setdefault(agency, {})[name] = text
    return LawTexts(texts.pop("", {}), texts)


_NONE: Final[Mapping[str, str]] = {}


def project(batch: Batch, target: Target) -> None:
    """A row per file of each agency, the text that was adopted last."""
    found = {}
    for one in batch.seen:
        event = one.recorded.event
        if isinstance(event, RulesAdopted | AgencyRulesAdopted):
            agency = event.agency if isinstance(event, AgencyRulesAdopted) else ""
            row = {"ledger": batch.ledger, "agency": agency, "name": event.name, "text": event.text}
            found[agency, event.name] = row
    target.put(law_text, list(found.values()))


PROJECTION: Final = Projection("law_texts", (law_text,), project)
