"""What every projection is made of: a batch of events that was read, and the tables that it is written to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

import msgspec
from sqlalchemy import Connection, MetaData, Table, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from records.course.case import Case
from records.event import CaseEvent
from records.log.acts import Act
from records.register.events import (
    AgencyRulesAdopted,
    CalendarAdopted,
    CataloguePublished,
    PersonErased,
    RulesAdopted,
    StalenessProvided,
    StepRefused,
)
from records.register.fold import Register
from records.seal.slots import SaltedEvent
from records.store.lost import PositionLost
from records.store.mapper import Recorded

metadata: Final = MetaData()
"""The tables of all projections."""

AT_ONCE: Final = 1_000
"""Keys named by one statement: SQLite takes 32,766 parameters, PostgreSQL 65,535."""

Row = dict[str, Any]


class Seen(NamedTuple):
    """An event and the registers as known with it."""

    recorded: Recorded
    register: Register
    case: Case | None
    """The case after it, as known with it; None for an event of no case."""


class Step(NamedTuple):
    """An event of a case, with where and when, and the registers as known with it."""

    recorded: Recorded
    event: CaseEvent
    register: Register
    case: Case
    """The case after it, as known with it."""


CasesAt = Callable[[int], Iterator[tuple[str, Case]]]
"""The cases of a ledger by id, each as known at a position."""


def _no_cases(_: int) -> Iterator[tuple[str, Case]]:
    return iter(())


Salted = Callable[[str, Collection[int]], list[SaltedEvent]]
"""Events of a stream by version, slot by slot with what opens their commitments."""


def _none_salted(*_: object) -> list[SaltedEvent]:
    return []


ActsFrom = Callable[[Collection[int]], list[Act]]
"""What the public ledger says was done with pages by the events at some positions."""


def _no_acts(_: Collection[int]) -> list[Act]:
    return []


class Batch(NamedTuple):
    """Events of one ledger that follow each other without a gap, from `after` + 1 on; at least one."""

    ledger: str
    after: int
    seen: tuple[Seen, ...]
    cases_at: CasesAt = _no_cases
    """Reads the ledger: for what changes every case at once. Without one, the batch is all that there is."""
    salted: Salted = _none_salted
    """Reads the ledger, with its keys: for public copies. Without one, there are none."""
    acts_from: ActsFrom = _no_acts
    """Reads the public ledger: for what it still has of lost positions. Without one, there is none."""

    @property
    def upto(self) -> int:
        """Position of the last event."""
        return self.after + len(self.seen)

    @property
    def register(self) -> Register:
        """The registers as known with the last event."""
        return self.seen[-1].register

    @property
    def changes_terms(self) -> bool:
        """Whether what all terms are counted by was entered in it, so that they have to be computed again."""
        kinds = AgencyRulesAdopted | CalendarAdopted | CataloguePublished | RulesAdopted | StalenessProvided
        return any(isinstance(one.recorded.event, kinds) for one in self.seen)

    @property
    def erased(self) -> frozenset[str]:
        """Persons who were erased in it: whatever a view has of them goes."""
        events = (one.recorded.event for one in self.seen)
        return frozenset(event.person for event in events if isinstance(event, PersonErased))

    @property
    def lost(self) -> dict[int, int]:
        """When positions whose content is lost came back (microseconds, UTC), by position."""
        came = (one.recorded for one in self.seen if isinstance(one.recorded.event, PositionLost))
        return {one.position: one.recorded_at for one in came}

    def lost_acts(self) -> list[Act]:
        """What was done with pages at those positions, as the public ledger still has it."""
        return self.acts_from(lost) if (lost := self.lost) else []

    def lost_withdrawals(self) -> frozenset[str]:
        """Pages that were withdrawn or taken down there: they may look current without it."""
        return frozenset(act.disclosure for act in self.lost_acts() if act.act in {"withdrawn", "withheld"})

    def steps(self) -> Iterator[Step]:
        """The steps of cases, in the order of positions."""
        for recorded, register, case in self.seen:
            if case is not None:
                yield Step(recorded, cast("CaseEvent", recorded.event), register, case)

    def refusals(self) -> Iterator[tuple[Recorded, StepRefused]]:
        """The refused steps, in the order of positions."""
        for recorded, _, _ in self.seen:
            if isinstance(recorded.event, StepRefused):
                yield recorded, recorded.event

    def single(self) -> Iterator[Batch]:
        """The same events in batches of one."""
        for index, one in enumerate(self.seen):
            yield Batch(self.ledger, self.after + index, (one,), self.cases_at, self.salted, self.acts_from)


class Target:
    """The tables that batches are written to, in the caller's transaction: the live ones, or a rebuild's.

    `shadows` has the table to take in place of a live one, by the live one's name.
    """

    def __init__(self, connection: Connection, shadows: Mapping[str, Table] | None = None) -> None:
        self.connection = connection
        self._shadows = shadows or {}

    def table(self, live: Table) -> Table:
        """The table to read and write in place of `live`."""
        return self._shadows.get(live.name, live)

    def rows(self, live: Table, ledger: str, column: str, keys: Iterable[str]) -> list[Row]:
        """The ledger's rows whose `column` is one of `keys`, one statement per thousand keys."""
        table, found = self.table(live), []
        for some in _portions(sorted(set(keys))):
            query = select(table).where(table.c.ledger == ledger, table.c[column].in_(some))
            found += [dict(row) for row in self.connection.execute(query).mappings()]
        return found

    def portions(self, live: Table, ledger: str, column: str) -> Iterator[list[Row]]:
        """All rows of the ledger, a thousand at a time in the order of `column`, which tells them apart."""
        table, last = self.table(live), ""
        query = select(table).where(table.c.ledger == ledger).order_by(table.c[column]).limit(AT_ONCE)
        while rows := self.connection.execute(query.where(table.c[column] > last)).mappings().all():
            yield [dict(row) for row in rows]
            last = rows[-1][column]

    def add(self, live: Table, rows: Sequence[Row]) -> None:
        """Inserts rows that are not there."""
        if rows:
            self.connection.execute(insert(self.table(live)), rows)

    def put(self, live: Table, rows: Sequence[Row]) -> None:
        """Inserts rows, or replaces those of the same primary key."""
        if rows:
            statement = _upsert(self.connection, self.table(live))
            self.connection.execute(statement, rows)

    def remove(self, live: Table, ledger: str, column: str, keys: Iterable[str]) -> None:
        """Deletes the ledger's rows whose `column` is one of `keys`."""
        table = self.table(live)
        for some in _portions(sorted(set(keys))):
            where = (table.c.ledger == ledger, table.c[column].in_(some))
            self.connection.execute(delete(table).where(*where))


class Projection(NamedTuple):
    """A view of the ledgers: its name, its tables, and how a batch changes them.

    `project` writes to nothing but the target's tables, depends on nothing but the batch and their rows, and
    gives the same rows however the events are cut into batches.
    """

    name: str
    tables: tuple[Table, ...]
    project: Callable[[Batch, Target], None]


def json(value: object) -> str:
    """The text of a column that holds a structure."""
    return msgspec.json.encode(value).decode()


def _portions(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _upsert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement: postgresql.Insert | sqlite.Insert = dialect.insert(table)
    key = [column.name for column in table.primary_key]
    changed = {column.name: statement.excluded[column.name] for column in table.c if column.name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=changed)
