"""Slows down who asks too often, by address and in all (信息公示制度 第十条: never a login).

The counts stand in the database, so that an address has as many tries with several processes as with one. A window
begins with the first use and ends for good after its seconds. Of an address there is a keyed digest, which nobody
without the ledger's keys finds by guessing, and nothing once its window is over.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Network, ip_address
from itertools import count
from typing import Final

from fastapi import Request
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    case,
    delete,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from records.store.clock import wall_clock
from records.store.engine import SILENT, writing
from records.store.ledger import Ledger

ROWS: Final = 20_000
"""Counts that are kept at most; those that end first go first."""

_TIDIED: Final = 256
"""Uses of a limit after which a process looks for counts that are over: so many more rows there are at most."""

_ALL: Final = ""
"""In the place of an address: all together."""

_metadata: Final = MetaData()

public_use: Final = Table(
    "public_use",
    _metadata,
    Column("ledger", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("who", Text, nullable=False),  # keyed digest of an address, empty: all together
    Column("used", BigInteger, nullable=False),
    Column("ends", BigInteger, nullable=False),  # microseconds, UTC
    PrimaryKeyConstraint("ledger", "what", "who"),
)
Index("public_use_ends", public_use.c.ends)

_KEY: Final = tuple_(*public_use.primary_key.columns)


def install(engine: Engine, app_role: str | None = None) -> None:
    """Creates the table when it is missing; on PostgreSQL `app_role`, a role that is there, may then use it."""
    with writing(engine) as connection:
        _metadata.create_all(connection)
        if app_role is not None:
            role = connection.dialect.identifier_preparer.quote_identifier(app_role)
            connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON public_use TO {role}")


class _Spent(Exception):
    """What may be used is used; nothing of the transaction is to stay."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


class Limiter:
    """So much within a window for one address, and so much for all of a ledger together. Safe for threads, and for any
    number of processes: each call counts and judges in one transaction.
    """

    def __init__(
        self,
        engine: Engine,
        what: str,
        each: int,
        together: int,
        seconds: float,
        clock: Callable[[], int] = wall_clock,
    ) -> None:
        """`what` is counted, at most `each` and `together` within `seconds`; the clock gives microseconds, UTC."""
        self._engine, self._what, self._each, self._together = engine, what, each, together
        self._window, self._clock = int(seconds * 1_000_000), clock
        self._uses = count(1)

    def take(self, ledger: Ledger, address: str, amount: int = 1) -> int:
        """Uses an amount for the address and for all; 0 when it may, else the seconds after which to come again: then
        nothing is counted.
        """
        return self._use(ledger, {_who(ledger, address): self._each, _ALL: self._together}, amount)

    def hold(self, ledger: Ledger, address: str) -> int:
        """The same for the address alone, before it is known whether it counts: `give_back` what does not."""
        return self._use(ledger, {_who(ledger, address): self._each}, 1)

    def take_together(self, ledger: Ledger) -> int:
        """The same for all together."""
        return self._use(ledger, {_ALL: self._together}, 1)

    def give_back(self, ledger: Ledger, address: str, amount: int = 1, *, together: bool = False) -> None:
        """What the address took is not counted after all; `together`: for all neither."""
        c = public_use.c
        whose = (_who(ledger, address), _ALL) if together else (_who(ledger, address),)
        with writing(self._engine, silent=SILENT) as connection:
            for who in whose:
                here = (c.ledger == ledger.ledger_name, c.what == self._what, c.who == who, c.used >= amount)
                connection.execute(update(public_use).where(*here).values(used=c.used - amount))

    def _use(self, ledger: Ledger, whose: dict[str, int], amount: int) -> int:
        """In the order of `whose` at each process: an address comes before all, so that nobody waits in a circle."""
        if next(self._uses) % _TIDIED == 0:
            forget(self._engine, self._clock())
        try:
            with writing(self._engine, silent=SILENT) as connection:
                for who, most in whose.items():
                    self._add(connection, (ledger.ledger_name, self._what, who), amount, most)
        except _Spent as spent:
            return spent.wait
        return 0

    def _add(self, connection: Connection, key: tuple[str, str, str], amount: int, most: int) -> None:
        """Raises _Spent."""
        c, now = public_use.c, self._clock()
        over = c.ends <= now
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        statement: postgresql.Insert | sqlite.Insert = dialect.insert(public_use)
        ledger, what, who = key
        statement = statement.values(ledger=ledger, what=what, who=who, used=amount, ends=now + self._window)
        used = case((over, amount), else_=c.used + amount)
        upsert = statement.on_conflict_do_update(
            index_elements=public_use.primary_key.columns,
            set_={"used": used, "ends": case((over, now + self._window), else_=c.ends)},
            where=or_(over, c.used + amount <= most),
        )
        if amount > most or connection.scalar(upsert.returning(c.ends)) is None:
            ends = connection.scalar(select(c.ends).where(c.ledger == ledger, c.what == what, c.who == who))
            raise _Spent(max(1, -(-((ends or now + self._window) - now) // 1_000_000)))  # rounded up


def forget(engine: Engine, now: int | None = None) -> None:
    """Deletes the counts whose window is over, and the ones that end first where there are too many."""
    c, now = public_use.c, wall_clock() if now is None else now
    key = select(*public_use.primary_key.columns)
    many = key.order_by(c.ends.desc()).offset(ROWS)
    with writing(engine, silent=SILENT) as connection:
        for gone in (key.where(c.ends <= now), many):
            # Whoever is counting has the row: it is left to the next look, and nobody waits for another.
            connection.execute(delete(public_use).where(_KEY.in_(gone.with_for_update(skip_locked=True))))


def _who(ledger: Ledger, address: str) -> str:
    return ledger.keyed(f"address:{address}")[:32]


def address_of(request: Request) -> str:
    """Where a request comes from; of a proxy that is believed, what it says (`api.server`). Of IPv6 its /64."""
    host = request.client.host if request.client else ""
    try:
        found = ip_address(host)
    except ValueError:
        return host
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Network((int(found), 64), strict=False))
