"""Sealed events to write, without keys: the recorder stores what it is given and asks for nothing inside."""

import os

from records.seal.commitment import DIGEST, HEADER
from records.store.stored import CommandKey, SealedEvent

SLOTS = len(HEADER) + 4


def sealed(stream: str, version: int, *, register: bool = False) -> SealedEvent:
    """An event with random values; its slot of recorded_at is open."""
    return SealedEvent(
        originator_id=stream,
        originator_version=version,
        topic="case-filed/1",
        state=os.urandom(200),
        event_id=os.urandom(16),
        occurred_at=1_760_000_000_000_000,
        dated=True,
        actor="officer",
        rules=b"r" * DIGEST,
        registers_to=3,
        checkpoint=b"",
        commitments=os.urandom(DIGEST * SLOTS),
        recorded_salt=os.urandom(DIGEST),
        register=register,
    )


def command(key: str, principal: str = "officer") -> CommandKey:
    """A command's key with the digest of some body."""
    return CommandKey(principal, key, key.encode().ljust(DIGEST, b"."))
