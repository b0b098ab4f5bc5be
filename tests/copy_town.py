"""Public copies of a town without a server: the log is made here, out of the entries in the database."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from projections.copies import find_statement, public_copy
from records.copy.form import Copy, Statement
from records.copy.making import prove
from records.log.checkpoint import Checkpoint, sign
from records.log.notes import Note, SigningKey, VerifierKey
from records.log.tree import inclusion, leaf_hash, root_at
from records.store.schema import event
from seal_vectors import reader
from town import Town


@dataclass
class Log:
    """The log of a town as it is now, signed by a key of its own."""

    leaves: list[bytes]
    key: SigningKey

    @property
    def verifier(self) -> VerifierKey:
        return self.key.verifier

    def note(self, size: int | None = None) -> Note:
        size = size or len(self.leaves)
        return sign(Checkpoint(self.key.name, size, root_at(size, reader(self.leaves))), self.key)

    def path(self, index: int, size: int | None = None) -> list[bytes]:
        return inclusion(index, size or len(self.leaves), reader(self.leaves))

    def copy(self, statement: Statement) -> Copy:
        return prove(statement, self.note(), self.path)


def log_of(place: Town, seed: bytes = bytes(range(32)), origin: str = "") -> Log:
    """The log over all entries of the town's ledger."""
    query = select(event.c.entry).where(event.c.ledger == place.name).order_by(event.c.position)
    with place.ledgers.engine.connect() as connection:
        leaves = [leaf_hash(bytes(one)) for one in connection.scalars(query)]
    return Log(leaves, SigningKey(origin or f"log.example.gov/{place.name}", seed))


def stated(place: Town, page: str) -> Statement:
    """The statement of a page that is public."""
    with place.ledgers.engine.connect() as connection:
        found = find_statement(connection, place.name, page)
    assert found is not None
    return found.statement


def copies_kept(place: Town) -> int:
    with place.ledgers.engine.connect() as connection:
        return len(connection.execute(select(public_copy)).all())
