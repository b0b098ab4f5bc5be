"""The ledgers that the public can look at, read from a projection: no key is opened for it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from api.filters import moment
from projections.jurisdictions import Jurisdiction, clock_of, find_jurisdiction, list_jurisdictions
from records.errors import NotFound
from records.moment import Moment
from records.store.clock import wall_clock

__all__ = ["Jurisdiction", "Jurisdictions"]


class Jurisdictions:
    """Looks ledgers up by name. Safe for threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, name: str) -> Jurisdiction:
        """The ledger of that name. Raises NotFound."""
        with self._engine.connect() as connection:
            found = find_jurisdiction(connection, name)
        if found is None:
            raise NotFound("ledger", name)
        return found

    def all(self) -> list[Jurisdiction]:
        """Every ledger, in the order of names."""
        with self._engine.connect() as connection:
            return list_jurisdictions(connection)

    def today(self, name: str) -> date:
        """The date by which the ledger goes."""
        return self.now(name).day

    def day(self, name: str, on: str) -> date:
        """The day that somebody asks for, `on` as it stands in the address; without one, that of the ledger.

        Raises Invalid for a text that is no date.
        """
        asked = moment("on", on)
        return asked.day if asked else self.today(name)

    def now(self, name: str) -> Moment:
        """The time by which the ledger goes."""
        with self._engine.connect() as connection:
            clock = clock_of(connection, name)
        return Moment(wall_clock() if clock is None else clock)
