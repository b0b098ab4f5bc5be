"""Whose ledgers there are and which terms they count: what public pages say of a ledger, without any key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Connection, Row, Table, Text, select

from projections.projection import Batch, Projection, Target, json, metadata
from records.law.data import latest
from records.law.entries import EVERY, ORDINARY, Limit
from records.law.file import parse
from records.register.events import ClockReleased, ClockSet, LedgerOpened, RulesAdopted

jurisdiction: Final = Table(
    "jurisdiction",
    metadata,
    Column("ledger", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("sample", Boolean, nullable=False),
    Column("clock", BigInteger),  # microseconds, UTC, while a sample is filled
    Column("procedure_limits", Text, nullable=False),  # JSON of all adopted limits, whatever day they hold from
)

_limits: Final = msgspec.json.Decoder(tuple[Limit, ...])


class Jurisdiction(msgspec.Struct, frozen=True, kw_only=True):
    """A ledger as its first event opened it."""

    name: str
    title: str
    """The jurisdiction in Chinese."""
    origin: str
    region: str
    sample: bool
    """Whether its data are invented and its clock is simulated."""


def project(batch: Batch, target: Target) -> None:
    """One row a ledger, from its opening, its clock and the law data that it adopted."""
    events = [one.recorded.event for one in batch.seen]
    if not any(isinstance(event, LedgerOpened | ClockSet | ClockReleased | RulesAdopted) for event in events):
        return
    register = batch.register
    if register.opened is None:
        return
    limits = _limits_of(tuple(sorted(register.texts.items())))
    row = {
        "ledger": batch.ledger,
        "title": register.opened.title,
        "origin": register.opened.origin,
        "region": register.opened.region,
        "sample": register.opened.sample,
        "clock": register.clock.micros if isinstance(register.clock, ClockSet) else None,
        "procedure_limits": json(limits),
    }
    target.put(jurisdiction, [row])


@lru_cache(maxsize=16)
def _limits_of(texts: tuple[tuple[str, str], ...]) -> tuple[Limit, ...]:
    """The limits of files of law data, each with its procedures; a sample's clock moves thousands of times."""
    parsed = [parse(name, text) for name, text in texts]
    named = ((limit, file.procedures_of(limit)) for file in parsed for limit in file.limit)
    return tuple(msgspec.structs.replace(limit, procedures=procedures) for limit, procedures in named)


def find_jurisdiction(connection: Connection, ledger: str) -> Jurisdiction | None:
    """The ledger of that name, None when there is none."""
    row = connection.execute(select(jurisdiction).where(jurisdiction.c.ledger == ledger)).one_or_none()
    return _jurisdiction(row) if row else None


def list_jurisdictions(connection: Connection) -> list[Jurisdiction]:
    """Every ledger, in the order of names."""
    return [_jurisdiction(row) for row in connection.execute(select(jurisdiction).order_by(jurisdiction.c.ledger))]


def limits_on(
    connection: Connection, ledger: str, day: date, procedures: Iterable[str] = (ORDINARY,)
) -> dict[str, dict[str, Limit]]:
    """The ledger's limits by procedure and id, as they hold on that day."""
    text = connection.scalar(select(jurisdiction.c.procedure_limits).where(jurisdiction.c.ledger == ledger))
    adopted = _limits.decode(text) if text else ()
    return {one: dict(latest(_of(adopted, one), day)) for one in procedures}


def _of(limits: tuple[Limit, ...], procedure: str) -> list[Limit]:
    """Its own, and those of every procedure that none of its own stands in the place of."""
    own = {one.id for one in limits if procedure in one.procedures}
    return [one for one in limits if procedure in one.procedures or (EVERY in one.procedures and one.id not in own)]


def clock_of(connection: Connection, ledger: str) -> int | None:
    """Where the clock of a sample stands that is being filled (microseconds, UTC); None: it goes by real time."""
    return connection.scalar(select(jurisdiction.c.clock).where(jurisdiction.c.ledger == ledger))


def _jurisdiction(row: Row[tuple[object, ...]]) -> Jurisdiction:
    return Jurisdiction(name=row.ledger, title=row.title, origin=row.origin, region=row.region, sample=row.sample)


PROJECTION: Final = Projection("jurisdictions", (jurisdiction,), project)
