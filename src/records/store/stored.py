"""The stored form of an event between the mapper, which seals, and the recorder, which writes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import msgspec
from eventsourcing.persistence import StoredEvent

from records.moment import rfc3339
from records.seal.commitment import complete


class CommandKey(msgspec.Struct, frozen=True):
    """Who sent a command under which Idempotency-Key, and a digest of its body.

    From the sender to the ledger the digest is a plain SHA-256; what the ledger writes and compares is keyed.
    """

    principal: str
    key: str
    body: bytes


@dataclass(frozen=True)
class SealedEvent(StoredEvent):
    """An event with its values encrypted (`state`) and committed to; all but the time of recording is final.

    `originator_id` is the stream, `originator_version` its version from 1, `topic` the tag.
    """

    event_id: bytes
    """16 random bytes, out of which the salts are derived."""
    occurred_at: int
    """Microseconds since 1970 in UTC."""
    dated: bool
    """Whether `occurred_at` is known by its date alone."""
    actor: str
    rules: bytes
    """Digest of the rules in force, empty when none were."""
    registers_to: int
    """Ledger position up to which the registers were known."""
    checkpoint: bytes
    """Latest witnessed checkpoint, empty until there are witnesses."""
    commitments: bytes
    """One commitment of 32 bytes per slot; that of `recorded_at` is zero until it is completed."""
    recorded_salt: bytes
    """Salt of the slot that is still open."""
    register: bool
    """Whether cases are judged by this event's stream."""

    def complete(self, recorded_at: int) -> tuple[bytes, bytes]:
        """All commitments and the log entry, once it is known when the batch is written (microseconds, UTC)."""
        value = recorded_value(recorded_at)
        return complete(self.commitments, self.topic, self.recorded_salt, value)


@lru_cache(maxsize=16)  # one value for all events of a batch
def recorded_value(recorded_at: int) -> bytes:
    """The bytes of `recorded_at` that are committed to: an RFC 3339 time as a JSON string."""
    return b'"' + rfc3339(recorded_at).encode() + b'"'


class Receipt(msgspec.Struct, frozen=True):
    """What the ledger answers to a command that it has written, for good."""

    positions: list[int]
    """Of the command's events, in their order, without gaps."""
    recorded_at: int
    """Microseconds since 1970 in UTC."""
    entries: list[bytes]
    """Log entries, empty bytes for events that were not sealed."""


class StoredRow(msgspec.Struct, frozen=True, gc=False):
    """One row of `event` as it is read back."""

    position: int
    stream: str
    version: int
    tag: str
    event_id: bytes
    recorded_at: int
    occurred_at: int
    dated: bool
    actor: str
    rules: bytes
    registers_to: int
    checkpoint: bytes
    commitments: bytes
    sealed: bytes
    entry: bytes


class Answer(msgspec.Struct, frozen=True):
    """What a command has led to, read back."""

    body: bytes
    """Keyed digest of the body that came with the key."""
    rows: list[StoredRow]
    """Its events, in the order of positions."""


SealedStep = tuple[int, int, bool, str, bytes]
"""What a fold is made from: occurred_at (microseconds, UTC), version, dated, tag, sealed.

In this order steps sort as they occurred; a stream's versions grow with positions."""
